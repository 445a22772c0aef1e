"""The first fifteen minutes: a sequence of screens, one decision each, that leads into the working pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, session, url_for

from app import companies
from app.web import _desk

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("/")
def index() -> Any:
    """Begin: who you are now and what the next quarter of an hour holds."""
    return _desk.towards(url_for("guide.shop"))


@bp.get("/shop")
def shop() -> str:
    """Introduce the shop, its goods and its margin, while the company is being built."""
    status = companies.ensure_building(_desk.instance())
    return render_template("guide/shop.html", status=status)


@bp.get("/building")
def building() -> str:
    """How far the build is; htmx asks every second."""
    return render_template("guide/_building.html", status=companies.status(_desk.instance()))


@bp.post("/building/cancel")
def cancel() -> Any:
    """Stop the build; nothing half-made stays."""
    companies.cancel_building(_desk.instance())
    return _desk.towards(url_for("guide.shop"))


@bp.post("/building/retry")
def retry() -> Any:
    """Build again after a failure or a cancel."""
    companies.ensure_building(_desk.instance(), again=True)
    return _desk.towards(url_for("guide.shop"))


@bp.post("/done")
def done() -> Any:
    """Leave the guide for the working pages."""
    session["guided"] = True
    return _desk.towards(url_for("home.index"))
