"""Geometry of the small charts: where bars begin and end, where a line runs. Templates draw; nothing here knows HTML."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from fake_company.text import Text

WIDTH = 1000  # bars and lines are drawn in a box of 1000 × 100 and stretched to the page
HEIGHT = 100


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its figure, where it lies in the box, and its kind (`plus`, `minus`, `total`, `loss`)."""

    label: Text
    value: float
    x: float
    width: float
    kind: str
    zero: float = 0.0


@dataclass(frozen=True)
class Line:
    """A line (or a closed band) as an SVG path, with its words."""

    label: Text
    path: str
    kind: str


@dataclass(frozen=True)
class LineChart:
    """Lines over one axis: the paths and the axis's lowest and highest figure."""

    lines: tuple[Line, ...]
    low: float
    high: float


def register(app: Flask) -> None:
    """Let templates ask for geometry."""
    app.jinja_env.globals.update(
        bars=bars, waterfall=waterfall, line_chart=line_chart, interval_marks=interval_marks
    )


def bars(rows: Sequence[tuple[Any, float]], highest: float | None = None) -> list[Bar]:
    """Bars from zero; `rows` are (label, value); negative figures run to the left of zero as a loss."""
    values = [float(value or 0) for _, value in rows]
    low, high = min([0.0, *values]), max([highest or 0.0, *values])
    return [
        Bar(Text.of(label), value, *_span(min(value, 0), max(value, 0), low, high),
            "loss" if value < 0 else "plus", _place(0, low, high))
        for (label, _), value in zip(rows, values, strict=True)
    ]  # fmt: skip


def waterfall(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Steps from a first figure to a last one.

    A row is `{"label": Text, "value": number, "total": bool}`; a total starts again from zero.
    """
    ends: list[tuple[float, float]] = []
    level = 0.0
    for row in rows:
        value = float(row["value"])
        ends.append((0.0, value) if row.get("total") else (level, level + value))
        level = ends[-1][1]
    every = [0.0, *(end for pair in ends for end in pair)]
    low, high = min(every), max(every)
    return [
        Bar(Text.of(row["label"]), float(row["value"]), *_span(min(pair), max(pair), low, high),
            _kind(row, float(row["value"])), _place(0, low, high))
        for row, pair in zip(rows, ends, strict=True)
    ]  # fmt: skip


def line_chart(series: Sequence[tuple[Any, Sequence[float], str]], from_zero: bool = True) -> LineChart:
    """Lines over one axis; `series` are (label, figures, kind), kind `plan` or `nothing`."""
    every = [float(value) for _, values, _ in series for value in values if math.isfinite(value)]
    low = min([0.0, *every]) if from_zero or not every else min(every)
    high = _round_up(max(every, default=1.0))
    lines = tuple(Line(Text.of(label), _path(values, low, high), kind) for label, values, kind in series)
    return LineChart(lines, low, high)


def interval_marks(
    low: float | None, expected: float | None, high: float | None, outcome: float | None = None
) -> dict[str, float] | None:
    """Where an interval, its middle and (once known) the outcome lie in the box; None while a figure is missing."""
    if low is None or expected is None or high is None:
        return None
    known = [low, expected, high, *([] if outcome is None else [outcome])]
    margin = (max(known) - min(known)) * 0.12 or max(abs(high) * 0.1, 1.0)
    left, right = min(known) - margin, max(known) + margin
    places = {
        "low": low,
        "expected": expected,
        "high": high,
        **({} if outcome is None else {"outcome": outcome}),
    }
    return {name: _place(value, left, right) for name, value in places.items()}


def _kind(row: Mapping[str, Any], value: float) -> str:
    if row.get("total"):
        return "loss" if value < 0 else "total"
    return "minus" if value < 0 else "plus"


def _place(value: float, low: float, high: float) -> float:
    return round((value - low) / ((high - low) or 1.0) * WIDTH, 1)


def _span(start: float, end: float, low: float, high: float) -> tuple[float, float]:
    left = _place(start, low, high)
    return left, max(round(_place(end, low, high) - left, 1), 2.0 if end != start else 0.0)


def _path(values: Sequence[float], low: float, high: float) -> str:
    step = WIDTH / max(len(values) - 1, 1)
    scale = HEIGHT / ((high - low) or 1.0)
    points = [
        f"{index * step:.1f},{HEIGHT - (float(value) - low) * scale:.1f}"
        for index, value in enumerate(values)
    ]
    return "M" + " L".join(points) if points else ""


def _round_up(value: float) -> float:
    """The next figure people like to read on an axis: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(float(factor * unit) for factor in (1, 2, 2.5, 5, 10) if factor * unit >= value)
