"""From the fields of the campaign page to the values of the plan: which places change, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.plan import Campaign
from app.web._whole import whole

UNITS = {"minutes": 1, "hours": 60, "days": 1440}
LONGEST_DELAY_MINUTES = 60 * 1440
FIRST = {
    "trigger": {
        "kind": "trigger",
        "event": "product_added",
        "unless": "order_completed",
        "delay_minutes": 180,
    },
    "repeat": {"kind": "repeat", "every_days": 7, "at": "19:00"},
}
_CHOICES = ("audience", "message", "promotion")


def first_when(kind: str, today: datetime) -> dict[str, Any]:
    """What a schedule of this kind starts as: tomorrow evening, every week, or three hours after the cart."""
    if kind == "once":
        return {"kind": "once", "at": f"{today + timedelta(days=1):%Y-%m-%d}T19:00"}
    return dict(FIRST.get(kind, FIRST["trigger"]))


def changes(campaign: Campaign, form: Mapping[str, str], where: str) -> dict[str, Any]:
    """The fields of the campaign that this form changes, by name; a form carries only some of them."""
    found: dict[str, Any] = {name: form[name] or None for name in _CHOICES if name in form}
    if "name" in form:
        found["name"] = form["name"].strip()
    if "holdout" in form:
        found["holdout_rate"] = whole(form["holdout"], f"{where}.holdout_rate", 0, 90) / 100
    if "cap_kept" in form:
        found["frequency_cap"] = _cap(form, where) if form.get("cap") else None
    if "quiet_kept" in form:
        quiet = {"from": form.get("quiet_from") or "21:00", "to": form.get("quiet_to") or "08:00"}
        found["quiet_hours"] = quiet if form.get("quiet") else None
    if "goal_event" in form:
        found["goal_event"] = form["goal_event"]
    if "attribution_days" in form:
        found["attribution_days"] = whole(form["attribution_days"], f"{where}.attribution_days", 1, 90)
    when = _when(campaign, form, f"{where}.when")
    if when is not None:
        found["when"] = when
    return found


def _when(campaign: Campaign, form: Mapping[str, str], where: str) -> dict[str, Any] | None:
    """The schedule with the form's fields put in; None when the form has none of them."""
    if campaign.when is None:
        return None
    when = campaign.when.model_dump(by_alias=True)
    before = dict(when)
    if when["kind"] == "trigger":
        if "event" in form:
            when["event"] = form["event"]
        if "unless" in form:
            when["unless"] = form["unless"] or None
        if "delay" in form:
            when["delay_minutes"] = _delay(form, where)
    elif "at" in form:
        when["at"] = form["at"]
    if when["kind"] == "repeat" and "every_days" in form:
        when["every_days"] = whole(form["every_days"], f"{where}.every_days", 1, 365)
    return when if when != before else None


def _delay(form: Mapping[str, str], where: str) -> int:
    if form["delay"] != "own":
        return whole(form["delay"], f"{where}.delay_minutes", 0, LONGEST_DELAY_MINUTES)
    unit = UNITS.get(form.get("delay_unit", ""), 60)
    most = LONGEST_DELAY_MINUTES // unit
    return whole(form.get("delay_value", ""), f"{where}.delay_minutes", 0, most) * unit


def _cap(form: Mapping[str, str], where: str) -> dict[str, int]:
    return {
        "touches": whole(form.get("cap_touches", ""), f"{where}.frequency_cap.touches", 1, 100),
        "days": whole(form.get("cap_days", ""), f"{where}.frequency_cap.days", 1, 365),
    }
