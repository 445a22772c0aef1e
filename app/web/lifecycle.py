"""Lifecycle: the five customer types with their thresholds, how many there are by month, and who moved where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request

from app.analytics import lifecycle_flow
from app.analytics.lifecycle_flow import STATES, UNKNOWN, LifecycleFlow, Move
from app.segments import TYPES
from app.segments.schema import Thresholds
from app.web import _asked, _desk, _explore
from app.web._explore import Column, Table
from app.web._plots import Sankey, sankey
from app.web._words import day
from fake_company.text import Text

bp = Blueprint("lifecycle", __name__, url_prefix="/lifecycle")
MONTHS = ("3", "6", "12")
BUYING = ("new", "current", "returning", "dormant")
ORDER = (UNKNOWN, "prospect", "new", "current", "returning", "dormant")
"""From top to bottom in the drawings: who has not begun, who buys, who stopped."""
LOOKS = (*BUYING, "prospect", UNKNOWN)
SHORT = {
    key: Text(label.ko.removesuffix(" 고객"), label.en.removesuffix(" customer"))
    for key, label in STATES.items()
}


@dataclass(frozen=True)
class View:
    """The page's question and its answer."""

    limits: Thresholds
    usual: Thresholds
    months: int
    everybody: bool
    flow: LifecycleFlow

    @property
    def is_usual(self) -> bool:
        """Whether the thresholds are the profile's own."""
        return self.limits == self.usual


def _view() -> View:
    company = _desk.company()
    limits = lifecycle_flow.thresholds(company, _asked.whole("new"), _asked.whole("dormant"))
    months = int(_asked.one_of("months", MONTHS, "6"))
    return View(
        limits,
        lifecycle_flow.thresholds(company),
        months,
        "everybody" in request.args,
        lifecycle_flow.flow(company, limits, months),
    )


@bp.get("/")
def index() -> str:
    """The types today, by month, and the flow between them."""
    view = _view()
    return render_template(
        "lifecycle/index.html",
        view=view,
        types=TYPES,
        rules={key: rule(key, view) for key in TYPES},
        gaps=lifecycle_flow.gaps(_desk.company(), view.limits.dormant_days),
        by_month=_by_month(view.flow),
        lines=_lines(view.flow),
        csv_url=_explore.csv_url,
        moves=_moves(view.flow, view.everybody),
        drawn=_drawn(view.flow, view.everybody),
        last=_last_month(view.flow),
        names=STATES,
        all_months=MONTHS,
        began=_desk.company().meta.today - timedelta(days=_desk.company().meta.days),
    )


@bp.get("/months.csv")
def months_csv() -> Any:
    """Every type at each month's turn."""
    return _explore.as_csv(_by_month(_view().flow), "lifecycle-months")


@bp.get("/moves.csv")
def moves_csv() -> Any:
    """Every move from one type to another."""
    view = _view()
    return _explore.as_csv(_moves(view.flow, view.everybody), "lifecycle-moves")


def rule(key: str, view: View) -> dict[str, Any]:
    """The segment of a type under the page's thresholds."""
    found: dict[str, Any] = {"kind": "lifecycle", "types": [key]}
    if not view.is_usual:
        found |= {"new_days": view.limits.new_days, "dormant_days": view.limits.dormant_days}
    return {"all": [found]}


def _by_month(flow: LifecycleFlow) -> Table:
    columns = [Column(Text("시점", "At"), "day")]
    for key, label in TYPES.items():
        columns += [
            Column(label, "number", f"type_{key}"),
            Column(Text(f"{label.ko} 비중", f"Share of {label.en}s"), "percent"),
        ]
    rows = [
        [point.moment.date(), *(cell for key in TYPES for cell in (point.customers[key], point.share(key)))]
        for point in flow.points
    ]
    return Table(columns, rows)


def _lines(flow: LifecycleFlow) -> dict[str, Any]:
    """One line for each type that has bought, with the words under the pointer."""
    labels = [day(point.moment) for point in flow.points]
    return {
        "labels": labels,
        "series": [
            {"label": TYPES[key], "values": [point.customers[key] for point in flow.points]} for key in BUYING
        ],
        "rows": [
            (label, [(TYPES[key], point.customers[key]) for key in BUYING])
            for label, point in zip(labels, flow.points, strict=True)
        ],
    }


def _shown(move: Move, everybody: bool) -> bool:
    """Without everybody, only moves of people who have ever bought, and first orders."""
    return everybody or move.after not in (UNKNOWN, "prospect")


def _moves(flow: LifecycleFlow, everybody: bool) -> Table:
    columns = [
        Column(Text("언제부터", "From"), "day"),
        Column(Text("언제까지", "To"), "day"),
        Column(Text("앞 유형", "Type before"), "", "type_flow"),
        Column(Text("뒤 유형", "Type after")),
        Column(Text("고객", "Customers"), "number"),
        Column(Text("앞 유형 가운데", "Of the type before"), "percent"),
    ]
    rows = [
        [
            flow.points[move.step].moment.date(),
            flow.points[move.step + 1].moment.date(),
            STATES[move.before],
            STATES[move.after],
            move.customers,
            move.customers / flow.points[move.step].customers[move.before],
        ]
        for move in flow.moves
        if _shown(move, everybody)
    ]
    return Table(columns, rows)


def _drawn(flow: LifecycleFlow, everybody: bool) -> Sankey:
    """Blocks and ribbons; without everybody, first orders come out of one block only as high as they are."""
    flows: dict[tuple[int, str, str], int] = {}
    for move in flow.moves:
        if _shown(move, everybody):
            before = "prospect" if move.before == UNKNOWN and not everybody else move.before
            key = (move.step, before, move.after)
            flows[key] = flows.get(key, 0) + move.customers
    columns = []
    for number, point in enumerate(flow.points):
        sizes = dict(point.customers)
        if not everybody:
            sizes[UNKNOWN] = 0
            sizes["prospect"] = sum(
                n for (step, before, _), n in flows.items() if (step, before) == (number, "prospect")
            )
        columns.append([(key, SHORT[key], float(sizes[key])) for key in ORDER if sizes[key]])
    return sankey(columns, [(*key, float(count)) for key, count in flows.items()], LOOKS)


def _last_month(flow: LifecycleFlow) -> dict[str, int]:
    """What happened between the last two points: first orders, fell asleep, came back, was lost from new."""
    if len(flow.points) < 2:
        return {}
    step = len(flow.points) - 2
    awake = ("new", "current", "returning")
    return {
        "first": sum(flow.moved(step, before, after) for before in (UNKNOWN, "prospect") for after in awake),
        "asleep": sum(flow.moved(step, before, "dormant") for before in awake),
        "back": sum(flow.moved(step, "dormant", after) for after in awake),
    }
