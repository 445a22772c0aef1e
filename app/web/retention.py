"""리텐션: of the customers who began together, how many came back in each period after; heatmap and curve, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from app.analytics import periods, retention, streams
from app.analytics.periods import Period
from app.analytics.retention import ENTRIES, MODES, Question, Retention
from app.analytics.retention_words import finding, gone_rule, period_name
from app.analytics.splits import NO_VALUE
from app.web import _desk, _explore, _plots, _question, _watch
from app.web._explore import Column, Table
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("retention", __name__, url_prefix="/retention")
_watch.pages(bp)

DEFAULTS = ("session_started", "session_started")
_DAYS = {"day": "30", "week": "90", "month": "365"}


@dataclass(frozen=True)
class Answer:
    """What the page shows beside the form."""

    retention: Retention
    finding: Text
    names: list[Text]
    cohorts: list[Text]
    highest: float
    plot: _plots.Plot
    slices: list[tuple[Text, list[tuple[Text, float | None]]]]
    curve_table: Table
    cohort_table: Table
    period: Period
    rule: dict[str, Any] | None
    begins_with_history: bool


@bp.get("/")
def index() -> Any:
    """The question and its answer."""
    company = _desk.company()
    steps = _question.steps(DEFAULTS, 2, 2)
    answer, error = None, None
    try:
        answer = _answer(steps)
    except DangolError as found:
        if found.status >= 500:
            raise
        error = found
    args = request.args
    unit = args.get("unit", "week")
    values = {name: args.get(name, "") for name in ("segment", "by", "from", "to")}
    values |= {
        "days": args.get("days") or _DAYS.get(unit, "90"),
        "unit": unit,
        "mode": args.get("mode", "on"),
        "entry": args.get("entry", "ever"),
    }
    return _question.answer(
        "retention/index.html", "retention/_part.html", _question.address(steps, **values),
        steps=steps, events=streams.events(company), asked=values, answer=answer, error=error,
        splits=_question.split_menu(company), units=list(periods.UNITS.items()), modes=list(MODES.items()),
        entries=list(ENTRIES.items()),
    )  # fmt: skip


@bp.get("/cohorts.csv")
def csv() -> Any:
    """Every cohort: its size and who came back in each period."""
    return _explore.as_csv(_answer(_question.steps(DEFAULTS, 2, 2)).cohort_table, "retention")


@bp.get("/curve.csv")
def curve_csv() -> Any:
    """The curve of everybody and of each group."""
    return _explore.as_csv(_answer(_question.steps(DEFAULTS, 2, 2)).curve_table, "retention-curve")


def _answer(steps: list[_question.StepForm]) -> Answer:
    company, args = _desk.company(), request.args
    unit = _question.choice("unit", periods.UNITS, "week")
    mode: Any = _question.choice("mode", MODES, "on")
    entry: Any = _question.choice("entry", ENTRIES, "ever")
    period = periods.aligned(periods.read(company, args, int(_DAYS[unit])), unit)
    count = min(retention.DEFAULT_COUNT[unit], max(1, len(periods.buckets(period, unit)) - 1))
    question = Question(
        steps[0].step(company, "s1"), steps[1].step(company, "s2"), period, unit, count, mode, entry
    )
    segment = args.get("segment")
    found = retention.retention(
        company, question, _question.groups(company, args.get("by", "")), _explore.segment_mask(segment)
    )
    names = [period_name(number, unit) for number in range(count + 1)]
    shown = found.groups or (found.everybody,)
    lines = [
        {"label": one.label, "values": [point.rate for point in one.curve],
         "look": -1 if one.label == NO_VALUE else number}
        for number, one in enumerate(shown)
    ]  # fmt: skip
    slices = [
        (name, [(one.label, one.curve[index].rate) for one in shown]) for index, name in enumerate(names)
    ]
    rates = [
        cell.rate or 0.0 for one in found.everybody.cohorts for cell in one.cells if cell and cell.is_over
    ]
    chosen = _explore.segment_choice(segment)
    return Answer(
        found, finding(found, question), names, [periods.label(one.bucket, unit) for one in found.everybody.cohorts],
        max(rates, default=0.0), _plots.plot(lines, names, whole=False), slices, _curve_table(found, names),
        _cohort_table(found, names, unit), period,
        gone_rule(company, question, chosen.rule if chosen else None),
        entry == "ever" and period.start <= periods.history(company).start,
    )  # fmt: skip


def _curve_table(found: Retention, names: list[Text]) -> Table:
    columns = (
        Column(Text("집단", "Group")),
        Column(Text("기간", "Period")),
        Column(Text("돌아올 수 있던 고객", "Could come back"), "number"),
        Column(Text("돌아온 고객", "Came back"), "number", "unique_customers"),
        Column(Text("리텐션", "Retention"), "percent", "retention_rate"),
    )
    rows = [
        (one.label, name, point.customers, point.returned, point.rate)
        for one in (found.everybody, *found.groups)
        for name, point in zip(names, one.curve, strict=True)
    ]
    return Table(columns, rows)


def _cohort_table(found: Retention, names: list[Text], unit: str) -> Table:
    columns = [
        Column(Text("집단", "Group")),
        Column(Text("코호트", "Cohort"), "", "cohort"),
        Column(Text("고객", "Customers"), "number", "unique_customers"),
        Column(Text("기간", "Period")),
        Column(Text("돌아온 고객", "Came back"), "number"),
        Column(Text("리텐션", "Retention"), "percent", "retention_rate"),
        Column(Text("기간이 다 지남", "Period over")),
    ]
    yes, no = Text("예", "yes"), Text("아니요", "no")
    rows = [
        (group.label, periods.begins(one.bucket, unit), one.customers, name, cell.customers, cell.rate,
         yes if cell.is_over else no)
        for group in (found.everybody, *found.groups)
        for one in group.cohorts
        for name, cell in zip(names, one.cells, strict=True)
        if cell is not None
    ]  # fmt: skip
    return Table(columns, rows)
