"""왜: the homework's brief, and the purpose: what these customers do today and what they would do instead."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from app.web import _desk, _homework

bp = Blueprint("exercise", __name__, url_prefix="/exercise")


@bp.get("/")
def index() -> str:
    """Read the brief; write the purpose."""
    return render_template("exercise/index.html", exercise=_homework.exercise(), plan=_desk.plan())


@bp.post("/purpose")
def purpose() -> Any:
    """Keep the purpose as it is typed."""
    for name in ("behaviour_today", "behaviour_wanted"):
        if name in request.form:
            _desk.change(f"purpose.{name}", request.form[name].replace("\r\n", "\n"))
    return _desk.saved(back=url_for("exercise.index"))
