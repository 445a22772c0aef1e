"""From the fields of a node's form to its settings: numbers with units, moments, paths, rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.journeys import Journey, Step
from app.web._whole import whole

UNITS = {"minutes": 1, "hours": 60, "days": 1440}
_WHOLE = {"again_after_days": (0, 720), "every_days": (1, 365), "weekday": (0, 6)}
_TEXTS = ("name", "url", "body")
_CHOICES = ("event", "unless", "segment", "message", "by", "how", "attribute")
_MOMENTS = ("moment", "until")
_CLOCKS = ("at",)


def settings(node: Step, form: Mapping[str, str], where: str) -> dict[str, Any]:
    """The node as a document with the form's fields put in; a form carries only some of them."""
    document = node.model_dump(mode="json")
    known = type(node).model_fields
    for name in _TEXTS:
        if name in known and name in form:
            document[name] = form[name].strip() if name != "body" else form[name]
    for name in _CHOICES:
        if name in known and name in form:
            document[name] = form[name] or (None if name not in ("by", "how") else document[name])
    for name in _MOMENTS:
        if name in known and name in form:
            document[name] = form[name] or None
    for name in _CLOCKS:
        if name in known and form.get(name):
            document[name] = form[name]
    for name, (least, most) in _WHOLE.items():
        if name in known and name in form:
            document[name] = whole(form[name], f"{where}.{name}", least, most) if form[name].strip() else None
    for name in ("minutes", "delay_minutes"):
        if name in known and f"{name}_value" in form:
            unit = UNITS.get(form.get(f"{name}_unit", ""), 1)
            document[name] = whole(form[f"{name}_value"], f"{where}.{name}", 0, 1_051_200 // unit) * unit
    if "value" in known and "value" in form:
        document["value"] = _plain(form["value"])
    if "rule" in known and "segment" in form and form["segment"]:
        document["rule"] = {}
    if "paths" in known and "paths_kept" in form:
        document["paths"] = _paths(document["paths"], form, where)
    return document


def _paths(paths: list[dict[str, Any]], form: Mapping[str, str], where: str) -> list[dict[str, Any]]:
    """The ways of a split: renamed, shared out anew, one taken away or one more."""
    found = []
    for i, path in enumerate(paths):
        if form.get("drop") == str(i):
            continue
        changed = dict(path)
        changed["name"] = form.get(f"path_name_{i}", path["name"]).strip()
        if "percent" in path:
            changed["percent"] = whole(form.get(f"path_percent_{i}", "0"), f"{where}.paths[{i}].percent", 0, 100)
        if f"path_segment_{i}" in form:
            changed["segment"] = form[f"path_segment_{i}"] or None
            changed["rule"] = {} if changed["segment"] else path["rule"]
        found.append(changed)
    if "more" in form:
        found.append({"name": "", "next": None, **({"percent": 0} if paths and "percent" in paths[0] else {})})
    return found


def _plain(text: str) -> str | int | float | bool | None:
    """A value as people write it: true, 3, 1.5, words; nothing clears it."""
    text = text.strip()
    if not text:
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return int(text)
    except ValueError:
        try:
            number = float(text)
        except ValueError:
            return text
        return number if abs(number) < 1e15 else text


def whole_journey(journey: Journey, form: Mapping[str, str], where: str) -> dict[str, Any]:
    """The journey's own settings with the form's fields put in."""
    document = journey.to_document()
    if "name" in form:
        document["name"] = form["name"].strip()
    if "conversion_event" in form:
        document["conversion_event"] = form["conversion_event"]
    if "conversion_days" in form:
        document["conversion_days"] = whole(form["conversion_days"], f"{where}.conversion_days", 1, 90)
    if "exit_kept" in form:
        document["exit_when"] = {
            "events": [form["exit_event"]] if form.get("exit_event") else [],
            "segment": form.get("exit_segment") or None,
        }
    if "holdout" in form:
        document["holdout_rate"] = whole(form["holdout"], f"{where}.holdout_rate", 0, 90) / 100
    if "cap_kept" in form:
        document["frequency_cap"] = None
        if form.get("cap"):
            document["frequency_cap"] = {
                "touches": whole(form.get("cap_touches", ""), f"{where}.frequency_cap.touches", 1, 100),
                "days": whole(form.get("cap_days", ""), f"{where}.frequency_cap.days", 1, 365),
            }
    if "quiet_kept" in form:
        quiet = {"from": form.get("quiet_from") or "21:00", "to": form.get("quiet_to") or "08:00"}
        document["quiet_hours"] = quiet if form.get("quiet") else None
    return document
