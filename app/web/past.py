"""Past campaigns: what a dashboard reports, what the holdouts say, and why the two differ."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from app.analytics import past_coupons, past_course, past_credit, past_effect
from app.analytics.order_log import order_log
from app.web import _desk, _explore, _past_view

bp = Blueprint("past", __name__, url_prefix="/past")
ONLY_COUPONS = {
    "all": [
        {"kind": "orders", "measure": "count", "operator": "at_least", "value": 2},
        {"kind": "orders", "measure": "coupon_share", "operator": "at_least", "value": 1},
    ]
}
"""Bought twice or more and always with a coupon: a cherry picker one can measure."""


@bp.get("/")
def index() -> str:
    """Every past campaign under one attribution rule."""
    company, asked = _desk.company(), _past_view.rule()
    rows = _past_view.lines(company, asked)
    return render_template(
        "past/index.html",
        rows=rows,
        asked=asked,
        windows=past_credit.WINDOWS,
        bases=past_credit.BASES,
        credits=past_credit.CREDITS,
        table=_past_view.list_table(rows),
        claimed=sum(one.credited.orders for one in rows),
        orders=len(order_log(company).order_id),
        use=_past_view.use_table(company, None),
        only_coupons=ONLY_COUPONS,
        csv_url=_explore.csv_url,
    )


@bp.get("/campaigns.csv")
def campaigns_csv() -> Any:
    """The list of campaigns."""
    rows = _past_view.lines(_desk.company(), _past_view.rule())
    return _explore.as_csv(_past_view.list_table(rows), "past-campaigns")


@bp.get("/coupons.csv")
def coupons_csv() -> Any:
    """Repeated use of coupons."""
    return _explore.as_csv(_past_view.use_table(_desk.company(), None), "coupon-use")


@bp.get("/<campaign_id>")
def one(campaign_id: str) -> str:
    """One campaign: its funnel, both readings, its days, its customer types, its coupons."""
    company, asked = _desk.company(), _past_view.rule()
    line = _past_view.line(company, campaign_id, asked)
    days = past_course.around(company, campaign_id)
    reading = past_effect.reading(company, campaign_id, asked.days)
    steps = past_coupons.steps(company).get(campaign_id)
    return render_template(
        "past/one.html",
        line=line,
        told=line.campaign,
        asked=asked,
        windows=past_credit.WINDOWS,
        bases=past_credit.BASES,
        credits=past_credit.CREDITS,
        effect=reading.effect,
        reading=reading,
        types=_past_view.type_table(reading),
        type_bars=_past_view.type_bars(reading),
        months=_past_view.month_table(company, campaign_id),
        around=_past_view.around_table(days),
        drawn=_past_view.around_plot(days),
        change=_past_view.before_and_after(days),
        steps=steps,
        use=_past_view.use_table(company, campaign_id) if steps else None,
        only_coupons=ONLY_COUPONS,
        csv_url=_explore.csv_url,
    )


@bp.get("/<campaign_id>/days.csv")
def days_csv(campaign_id: str) -> Any:
    """Orders around the campaign's messages."""
    _past_view.line(_desk.company(), campaign_id, _past_view.rule())
    days = past_course.around(_desk.company(), campaign_id)
    return _explore.as_csv(_past_view.around_table(days), f"{campaign_id}-days")


@bp.get("/<campaign_id>/types.csv")
def types_csv(campaign_id: str) -> Any:
    """The campaign by customer type."""
    asked = _past_view.rule()
    _past_view.line(_desk.company(), campaign_id, asked)
    reading = past_effect.reading(_desk.company(), campaign_id, asked.days)
    return _explore.as_csv(_past_view.type_table(reading), f"{campaign_id}-types")


@bp.get("/<campaign_id>/months.csv")
def months_csv(campaign_id: str) -> Any:
    """The campaign month by month."""
    _past_view.line(_desk.company(), campaign_id, _past_view.rule())
    return _explore.as_csv(_past_view.month_table(_desk.company(), campaign_id), f"{campaign_id}-months")
