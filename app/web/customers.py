"""Customers: find one, see who they are, what they agreed to, and what they did."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.analytics import customers, timeline
from app.web import _desk

bp = Blueprint("customers", __name__, url_prefix="/customers")


@bp.get("/")
def index() -> str:
    """Search; without a word, the latest buyers."""
    asked = request.args.get("q", "")[:80]
    found = customers.search(_desk.company(), asked)
    template = "customers/_found.html" if _desk.is_live() else "customers/index.html"
    return render_template(template, asked=asked, found=found)


@bp.get("/<int:customer_id>")
def show(customer_id: int) -> str:
    """One customer with their timeline."""
    company = _desk.company()
    return render_template(
        "customers/show.html",
        customer=customers.customer(company, customer_id),
        days=timeline.timeline(company, customer_id),
        neighbours=customers.neighbours(company, customer_id),
        today=company.meta.today,
    )
