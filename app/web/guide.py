"""The first fifteen minutes: a sequence of screens, one decision each, that leads into the working pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, session, url_for

from app import companies
from app.analytics import customers, past, shop, timeline
from app.analytics.once import once
from app.web import _desk, _handover
from fake_company.warehouse import Company

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("/")
def index() -> Any:
    """Begin with the shop."""
    return _desk.towards(url_for("guide.shop"))


@bp.get("/shop", endpoint="shop")
def shop_page() -> str:
    """Introduce the shop, its goods and its margin, while the company is being built."""
    status = companies.ensure_building(_desk.instance())
    if status.state == "ready":
        _handover.ensure(_desk.instance(), _desk.company())  # lived while the shop is being read about
    choice, profile = companies.choice(_desk.instance()), companies.profile_in_use(_desk.instance())
    price = shop.usual_price_krw(profile)
    return render_template(
        "guide/shop.html",
        status=status,
        choice=choice,
        profile=profile,
        price=price,
        goods=shop.goods(profile),
        one_order=shop.one_order(profile, price),
        with_coupon=shop.one_order(profile, price, 0.2)[-1]["value"],
    )


@bp.get("/building")
def building() -> str:
    """How far the build is; htmx asks every second."""
    return render_template(
        "guide/_building.html",
        status=companies.status(_desk.instance()),
        choice=companies.choice(_desk.instance()),
    )


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


@bp.get("/handover")
def handover() -> str:
    """The predecessor's note: last month's coupon for everybody, and whether profit grew."""
    return render_template(
        "guide/handover.html", month=past.last_coupon_for_all(_desk.company()), **_what_it_did()
    )


@bp.get("/handover/truth")
def truth() -> str:
    """What the coupon truly did; htmx asks every second until both worlds have been lived."""
    return render_template("guide/_truth.html", **_what_it_did())


@bp.get("/people")
def people() -> str:
    """Three customers who filled a cart and left: why did they not buy?"""
    return render_template("guide/people.html", met=_met(_desk.company()))


@once
def _met(company: Company) -> list[tuple[str, customers.Customer, list[timeline.Day]]]:
    """One customer for each telling sign, with the last three days of their timeline."""
    return [
        (
            sign,
            customers.customer(company, left.customer_id),
            timeline.timeline(company, left.customer_id, left.added_at - timedelta(days=2), most=60)[-3:],
        )
        for sign, left in customers.recent_exits(company).items()
    ]


def _what_it_did() -> dict[str, Any]:
    instance, company = _desk.instance(), _desk.company()
    status = _handover.ensure(instance, company)
    return {"status": status, "outcome": _handover.kept(instance, company)}


@bp.post("/done")
def done() -> Any:
    """Leave the guide for the working pages."""
    session["guided"] = True
    return _desk.towards(url_for("exercise.index"))
