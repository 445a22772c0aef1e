"""How an answer in SQL is shown: figures in cells, and a chart chosen by the types of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.web._words import number, t
from app.workbench.running import Answer, Column
from fake_company.text import Text

MOST_POINTS = 400
MOST_BARS = 30
MOST_SERIES = 6
_UNITS: dict[str, Text] = {
    "won": Text("원", "won"),
    "percent": Text("비율", "shares"),
    "number": Text("수", "numbers"),
}


@dataclass(frozen=True)
class Chart:
    """Lines over time, or bars: labels, series of figures in one unit, what it shows in words."""

    kind: Literal["line", "bar"]
    labels: tuple[str, ...]
    series: tuple[Mapping[str, Any], ...]
    show: str
    finding: str
    units: tuple[tuple[str, Text], ...]


def cell(column: Column, value: Any) -> str:
    """A value as a table shows it; numbers of things stand without separators."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if isinstance(value, int):
            return str(value) if _is_name(column) else f"{value:,}"
        return number(value, 4).rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:g}"
    text = str(value)
    return text.removesuffix(" 00:00:00") if column.kind == "time" else text


def _is_name(column: Column) -> bool:
    """Whether a number only names a thing."""
    return column.name.lower().endswith(("_id", "year")) or column.name.lower() == "id"


def unit_of(column: Column) -> str:
    """The unit a column's name tells: won, percent or number."""
    name = column.name.lower()
    if name.endswith(("krw", "won", "gmv", "sales")):
        return "won"
    return "percent" if name.endswith(("rate", "share", "ratio")) else "number"


def chart_of(answer: Answer, unit: str = "") -> Chart | None:
    """The chart that suits an answer, or None: a first column of labels, then figures in one unit."""
    rows = answer.rows
    if (
        not 2 <= len(rows) <= MOST_POINTS
        or answer.more
        or answer.total != len(rows)
        or len(answer.columns) < 2
    ):
        return None
    head, *rest = answer.columns
    numbers = [(at, one) for at, one in enumerate(rest, 1) if one.kind == "number" and not _is_name(one)]
    units = tuple(dict.fromkeys(unit_of(one) for _, one in numbers))
    if not units or head.kind == "other" or (head.kind == "number" and _is_name(head)):
        return None
    labels = _labels([cell(head, row[0]) for row in rows], head.kind == "time")
    ordered = [row[0] for row in rows if row[0] is not None]
    is_line = head.kind == "time" and len(ordered) == len(rows) and ordered == sorted(set(ordered))
    if not is_line and len(rows) > MOST_BARS:
        return None
    chosen = unit if unit in units else units[0]
    picked = [(at, one) for at, one in numbers if unit_of(one) == chosen][:MOST_SERIES]
    figures = [[_figure(row[at]) for row in rows] for at, _ in picked]
    if not any(value is not None for values in figures for value in values):
        return None
    if not is_line and any(value is not None and value < 0 for values in figures for value in values):
        return None
    series = tuple(
        {"label": Text(one.name, one.name), "values": values, "look": index}
        for index, ((_, one), values) in enumerate(zip(picked, figures, strict=True))
    )
    return Chart(
        "line" if is_line else "bar", labels, series, _show(chosen, figures),
        _finding(picked[0][1], labels, figures[0], chosen, is_line),
        tuple((key, _UNITS[key]) for key in units),
    )  # fmt: skip


def _labels(texts: list[str], are_days: bool) -> tuple[str, ...]:
    """Months without their first day."""
    if are_days and all(len(text) == 10 and text.endswith("-01") for text in texts):
        return tuple(text[:7] for text in texts)
    return tuple(texts)


def _figure(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if abs(found) < 1e15 else None


def _show(unit: str, figures: Sequence[Sequence[float | None]]) -> str:
    if unit != "number":
        return unit
    whole = all(value is None or value.is_integer() for values in figures for value in values)
    return "number" if whole else "decimal"


def _finding(
    column: Column, labels: Sequence[str], values: Sequence[float | None], unit: str, is_line: bool
) -> str:
    """What the chart shows, as a sentence of figures."""
    known = [(value, label) for value, label in zip(values, labels, strict=True) if value is not None]
    if not known:
        return column.name

    def said(value: float) -> str:
        if unit == "percent":
            return f"{number(value * 100, 1)}%"
        return f"₩{number(value)}" if unit == "won" else number(value, 0 if value.is_integer() else 2)

    if is_line:
        (first, start), (last, end) = known[0], known[-1]
        return str(
            t("{name}: {start} {first} → {end} {last}", "{name}: {start} {first} → {end} {last}",
              name=column.name, start=start, first=said(first), end=end, last=said(last))
        )  # fmt: skip
    most, label = max(known)
    return str(
        t("{name}: {label}에서 {most}로 가장 커요", "{name} is largest for {label}: {most}",
          name=column.name, label=label, most=said(most))
    )  # fmt: skip
