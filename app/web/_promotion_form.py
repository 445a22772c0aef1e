"""From the fields of the promotion page to the values of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.plan import Promotion
from app.web._whole import whole

_FIRST: dict[str, dict[str, Any]] = {
    "percent": {"kind": "percent", "percent": 10},
    "amount": {"kind": "amount", "amount_krw": 3000, "minimum_order_krw": 30_000},
}
_BOUNDS = {
    "percent": (1, 100),
    "amount_krw": (1, 10_000_000),
    "minimum_order_krw": (0, 100_000_000),
    "maximum_discount_krw": (1, 100_000_000),
    "valid_days": (1, 365),
}
_MAY_BE_OPEN = {"percent", "amount_krw", "maximum_discount_krw"}


def first(kind: str) -> dict[str, Any]:
    """What a promotion of this kind starts as."""
    return dict(_FIRST.get(kind, _FIRST["percent"]))


def changes(promotion: Promotion, form: Mapping[str, str], where: str) -> dict[str, Any]:
    """The terms this form changes, by name. A kind chosen for the first time comes with a modest benefit."""
    found: dict[str, Any] = {name: form[name].strip() for name in ("name", "code") if name in form}
    if "kind" in form:
        found["kind"] = form["kind"]
        for name, value in _FIRST.get(form["kind"], {}).items():
            if getattr(promotion, name) is None:
                found[name] = value
    for name, (least, most) in _BOUNDS.items():
        if name not in form:
            continue
        if not form[name].strip():
            if name in _MAY_BE_OPEN:
                found.setdefault(name, None)
                continue
            if name == "minimum_order_krw":
                found[name] = 0
                continue
        found[name] = whole(form[name], f"{where}.{name}", least, most)
    return {name: value for name, value in found.items() if getattr(promotion, name) != value}
