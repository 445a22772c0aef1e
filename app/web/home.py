"""The front page: what this is, where you are, what to do next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for

from app.web import _desk, _homework

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> Any:
    """Send a first visitor to the guide; show everybody else their plan and the next open part of it."""
    if not session.get("guided"):
        return redirect(url_for("guide.shop"))
    return render_template("home/index.html", company=_desk.company(), exercise=_homework.exercise())
