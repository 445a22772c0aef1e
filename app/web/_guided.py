"""The first fifteen minutes go on over the working pages: which of the ten steps a page is, until the first grade."""

from __future__ import annotations

from flask import Flask, request, session

from app.classroom import attempts
from app.web import _desk

STEPS = {
    "exercise": 3,
    "segments": 4,
    "message": 5,
    "promotion": 6,
    "campaign": 7,
    "forecast": 8,
    "launch": 9,
    "results": 9,
    "grade": 10,
}


def register(app: Flask) -> None:
    """Let the frame ask which step this page is."""
    app.jinja_env.globals.update(guide_step=guide_step)


def guide_step() -> int | None:
    """The step this page is for someone who came by the guide and has no grade yet; None otherwise."""
    step = STEPS.get(request.blueprint or "")
    if step is None or not session.get("guided") or attempts.used(_desk.book(), _desk.slug()):
        return None
    return step
