"""A segment's size over the past year, ready to be drawn and taken along."""

from __future__ import annotations

from typing import Any

from app.segments import History
from app.web import _explore, _plots
from app.web._words import t
from fake_company.text import Text

_SIZE = Text("고객", "customers")


def page(found: History) -> dict[str, Any]:
    """The line, the words of its weeks, and its table."""
    days = [t("{m}월 {d}일", "{d}/{m}", m=week.moment.month, d=week.moment.day) for week in found.weeks]
    sizes = [week.count for week in found.weeks]
    return {
        "history": found,
        "table": table(found),
        "days": days,
        "drawn": _plots.plot([{"label": _SIZE, "values": sizes}], days),
        "slice_rows": [(words, [(_SIZE, size)]) for words, size in zip(days, sizes, strict=True)],
    }


def table(found: History) -> _explore.Table:
    """A row a week."""
    columns = (_explore.Column(Text("날짜", "day")), _explore.Column(_SIZE, "number"))
    return _explore.Table(columns, [(f"{week.moment:%Y-%m-%d}", week.count) for week in found.weeks])
