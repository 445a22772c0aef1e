"""Geometry of the explore charts: lines over ticks, grouped bars, shades of a heatmap, the ribbons of a sankey.

Shapes lie in a box of 1000 × 1000 that is stretched to the page; words and marks are placed in per cent, so that they are
never stretched with it. Templates (`pieces/plot.html`) draw; nothing here knows HTML.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from fake_company.text import Text

BOX = 1000.0
SERIES = 6  # as many looks as there are: colour, dash and mark differ together
MARKS = "●■▲◆✚★"
SHADES = 9
_GAP = 28.0
_NODE = 14.0


@dataclass(frozen=True)
class Tick:
    """A tick of an axis: what it says, where (per cent), and whether a phone leaves it out."""

    label: Any
    place: float
    is_minor: bool = False


@dataclass(frozen=True)
class Mark:
    """A point of a line: where it lies (per cent) and its figure."""

    x: float
    y: float
    value: float


@dataclass(frozen=True)
class PlotLine:
    """One line: whole periods as `path`, the part that is not over yet as `open_path`; `look` 1 to 6, 0 for context."""

    label: Text
    path: str
    open_path: str
    marks: tuple[Mark, ...]
    look: int
    glyph: str
    is_before: bool


@dataclass(frozen=True)
class Slice:
    """One period under the pointer: where it lies (per cent) and which index it is."""

    x: float
    width: float
    index: int


@dataclass(frozen=True)
class Flag:
    """Something that happened between two periods: a number, its words, where it stands (per cent)."""

    number: int
    label: Text
    x: float


@dataclass(frozen=True)
class Plot:
    """Lines over two axes with ticks."""

    lines: tuple[PlotLine, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    slices: tuple[Slice, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Node:
    """A block of a sankey: whom it counts, how many, its rectangle in the box, its words' place (per cent)."""

    key: str
    label: Text
    value: float
    column: int
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_y: float
    look: int
    is_last: bool


@dataclass(frozen=True)
class Ribbon:
    """A flow of a sankey from one block to another, as a closed path."""

    source: str
    target: str
    column: int
    value: float
    path: str
    look: int


@dataclass(frozen=True)
class Sankey:
    """Blocks and the flows between neighbouring columns."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


def register(app: Flask) -> None:
    """Let templates ask for geometry."""
    app.jinja_env.globals.update(plot=plot, sankey=sankey, shade=shade, look_of=look_of, glyph_of=glyph_of)


def look_of(index: int) -> int:
    """The look (1 to 6) of a series by its place; 0, the plain one, for what has no value."""
    return 0 if index < 0 else index % SERIES + 1


def glyph_of(index: int) -> str:
    """The mark of a series by its place."""
    return "○" if index < 0 else MARKS[index % SERIES]


def plot(
    series: Sequence[Mapping[str, Any]],
    labels: Sequence[Any],
    *,
    open_from: int | None = None,
    whole: bool = True,
    highest: float | None = None,
    flags: Sequence[tuple[float, Any]] = (),
) -> Plot:
    """Lines from zero over evenly spaced periods.

    A series is `{"label", "values", "look": index, "is_before": bool}`; a value of None leaves a gap. `open_from` is the index
    of the first period that is not over; `whole` keeps ticks at whole figures; `flags` are (place in periods, words).
    """
    count = len(labels)
    figures = [float(value) for one in series for value in one["values"] if value is not None]
    steps = ticks(max([highest or 0.0, *figures]), whole)
    high = steps[-1]
    lines = tuple(_line(index, one, high, count, open_from) for index, one in enumerate(series))
    every = max(1, math.ceil(count / 12))
    shown = [index for index in range(count) if index % every == 0]
    x_ticks = tuple(
        Tick(labels[index], _x(index, count), is_minor=number % 3 != 0 and len(shown) > 4)
        for number, index in enumerate(shown)
    )
    width = 100.0 / max(count - 1, 1)
    slices = tuple(
        Slice(round(max(_x(index, count) - width / 2, 0.0), 2), round(width, 2), index)
        for index in range(count)
    )
    marked = tuple(
        Flag(number, Text.of(words), round(min(max(place / max(count - 1, 1) * 100, 0.0), 100.0), 2))
        for number, (place, words) in enumerate(flags, 1)
    )
    return Plot(
        lines, tuple(Tick(step, round(100 - step / high * 100, 2)) for step in steps), x_ticks, slices, marked
    )


def ticks(highest: float, whole: bool = True, about: int = 4) -> list[float]:
    """Round figures from zero to at least `highest`: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if not math.isfinite(highest) or highest <= 0:
        return [0.0, 1.0]
    raw = highest / about
    unit = 10.0 ** max(math.floor(math.log10(raw)), -2 if whole else -300)
    steps = [round(factor * unit, 12) for factor in (1, 2, 2.5, 5, 10, 20, 50, 100)]
    step = next(one for one in steps if one >= raw - unit * 1e-9 and (not whole or one % 1 == 0))
    count = math.ceil(highest / step - 1e-9)
    return [round(step * index, 12) for index in range(count + 1)]


def shade(value: float | None, high: float) -> int:
    """The shade of a cell, 0 (none) to 9 (the highest)."""
    if value is None or high <= 0 or value <= 0:
        return 0
    return max(1, min(SHADES, math.ceil(value / high * SHADES - 1e-9)))


def sankey(
    columns: Sequence[Sequence[tuple[str, Any, float]]],
    flows: Sequence[tuple[int, str, str, float]],
    keys: Sequence[str] = (),
) -> Sankey:
    """Blocks stacked column by column and ribbons between neighbours.

    `columns` hold (key, label, figure) from top to bottom; `flows` are (column, from key, to key of the next column, figure).
    Heights share one scale; a flow leaves and enters its blocks in the order of the columns, so ribbons cross least.
    Looks go by place in `keys`, or in the last column that holds the key.
    """
    total = max((sum(value for _, _, value in column) for column in columns), default=0.0) or 1.0
    most = max((len(column) for column in columns), default=1)
    scale = (BOX - _GAP * (most - 1)) / total
    looks = {key: index for column in columns for index, (key, _, _) in enumerate(column)}
    looks |= {key: index for index, key in enumerate(keys)}
    nodes: dict[tuple[int, str], Node] = {}
    for number, column in enumerate(columns):
        x = 0.0 if len(columns) < 2 else number * (BOX - _NODE) / (len(columns) - 1)
        y = 0.0
        for key, label, value in column:
            height = max(value * scale, 1.0)
            nodes[number, key] = Node(
                key, Text.of(label), value, number, round(x, 1), round(y, 1), _NODE, round(height, 1),
                round((x + _NODE) / BOX * 100, 2),
                round((y + height / 2) / BOX * 100, 2), look_of(looks[key]), number == len(columns) - 1,
            )  # fmt: skip
            y += height + _GAP
    return Sankey(tuple(nodes.values()), tuple(_ribbons(columns, flows, nodes, scale)))


def _ribbons(
    columns: Sequence[Sequence[tuple[str, Any, float]]],
    flows: Sequence[tuple[int, str, str, float]],
    nodes: Mapping[tuple[int, str], Node],
    scale: float,
) -> list[Ribbon]:
    order = [{key: place for place, (key, _, _) in enumerate(column)} for column in columns]
    leaving: dict[tuple[int, str], float] = {}
    entering: dict[tuple[int, str], float] = {}
    found = []
    for column, source, target, value in sorted(
        flows, key=lambda flow: (flow[0], order[flow[0]][flow[1]], order[flow[0] + 1][flow[2]])
    ):
        if value <= 0:
            continue
        left, right = nodes[column, source], nodes[column + 1, target]
        height = value * scale
        top = left.y + leaving.get((column, source), 0.0)
        end = right.y + entering.get((column + 1, target), 0.0)
        leaving[column, source] = top - left.y + height
        entering[column + 1, target] = end - right.y + height
        x0, x1 = left.x + left.width, right.x
        middle = (x0 + x1) / 2
        path = (
            f"M{x0:.1f},{top:.1f} C{middle:.1f},{top:.1f} {middle:.1f},{end:.1f} {x1:.1f},{end:.1f} "
            f"L{x1:.1f},{end + height:.1f} C{middle:.1f},{end + height:.1f} {middle:.1f},{top + height:.1f} "
            f"{x0:.1f},{top + height:.1f} Z"
        )
        found.append(Ribbon(source, target, column, value, path, left.look))
    return found


def _line(number: int, one: Mapping[str, Any], high: float, count: int, open_from: int | None) -> PlotLine:
    place = int(one.get("look", number))
    values = list(one["values"])
    points = [
        None if value is None else (_x(index, count) * BOX / 100, BOX - float(value) / high * BOX)
        for index, value in enumerate(values)
    ]
    limit = len(points) if open_from is None else open_from
    every = max(1, math.ceil(count / 16))
    marks = tuple(
        Mark(_x(index, count), round(100 - float(value) / high * 100, 2), float(value))
        for index, value in enumerate(values)
        if value is not None and (index % every == 0 or index == len(values) - 1)
    )
    return PlotLine(
        Text.of(one["label"]),
        path_of(points[:limit]),
        path_of(points[max(limit - 1, 0) :]) if limit < len(points) else "",
        marks,
        look_of(place),
        glyph_of(place),
        bool(one.get("is_before")),
    )


def path_of(points: Sequence[tuple[float, float] | None]) -> str:
    """A path through the points; a missing one lifts the pen."""
    parts: list[str] = []
    is_down = False
    for point in points:
        if point is None:
            is_down = False
            continue
        parts.append(f"{'L' if is_down else 'M'}{point[0]:.1f},{point[1]:.1f}")
        is_down = True
    return " ".join(parts)


def _x(index: int, count: int) -> float:
    return round(index / (count - 1) * 100, 2) if count > 1 else 50.0
