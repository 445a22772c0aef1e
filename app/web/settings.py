"""How pages look for this reader: size for a desk or a lecture room, light or dark, and the list of keys."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from app.web._layout import SIZES, THEMES

bp = Blueprint("settings", __name__, url_prefix="/settings")
_YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/")
def index() -> str:
    """Choose size and theme; read the keys."""
    return render_template("settings/index.html")


@bp.post("/")
def save() -> Any:
    """Remember the choice in this browser."""
    answer = make_response(redirect(url_for("settings.index"), 303))
    for name, allowed in (("size", SIZES), ("theme", THEMES)):
        chosen = request.form.get(name)
        if chosen in allowed:
            answer.set_cookie(f"dangol_{name}", chosen, max_age=_YEAR_SECONDS, samesite="Lax")
    return answer
