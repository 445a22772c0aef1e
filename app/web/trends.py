"""이벤트 추이: how many customers did something, or how often, over days, weeks or months; in groups; beside the period before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from app.analytics import marks, periods, streams, trend
from app.analytics.periods import Period
from app.analytics.splits import NO_VALUE
from app.analytics.trend import MEASURES, Question, Series, Trend
from app.analytics.trend_words import finding, share_of_change
from app.web import _desk, _explore, _plots, _question, _watch
from app.web._explore import Column, Table
from app.web._words import say
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("trends", __name__, url_prefix="/trends")
_watch.pages(bp)

DEFAULTS = ("session_started",)
MOST_MARKS = 9
_SHOW = {
    "customers": "number",
    "total": "number",
    "per_customer": "decimal",
    "amount": "won",
    "amount_each": "won",
}
_TERMS = {"customers": "unique_customers", "total": "event_total", "per_customer": "per_customer"}


@dataclass(frozen=True)
class Answer:
    """What the page shows beside the form."""

    trend: Trend
    plot: _plots.Plot
    labels: list[Text]
    slices: list[tuple[Text, list[tuple[Text, float | None]]]]
    show: str
    finding: Text
    table: Table
    period: Period
    marks: list[marks.Mark]
    groups: list[tuple[Text, int, str, float | None, float | None]]


@bp.get("/")
def index() -> Any:
    """The question and its answer."""
    company = _desk.company()
    steps = _question.steps(DEFAULTS, 1, 1)
    answer, error = None, None
    try:
        answer = _answer(steps)
    except DangolError as found:
        if found.status >= 500:
            raise
        error = found
    args = request.args
    values = {name: args.get(name, "") for name in ("segment", "by", "from", "to", "marks")}
    values |= {
        "days": args.get("days", "90"),
        "unit": args.get("unit", "week"),
        "measure": args.get("measure", "customers"),
    }
    return _question.answer(
        "trends/index.html", "trends/_part.html", _question.address(steps, **values),
        steps=steps, events=streams.events(company), asked=values, answer=answer, error=error,
        splits=_question.split_menu(company, with_properties=True),
        units=list(periods.UNITS.items()), measures=list(MEASURES.items()),
    )  # fmt: skip


@bp.get("/trend.csv")
def csv() -> Any:
    """The figures of every period and group."""
    return _explore.as_csv(_answer(_question.steps(DEFAULTS, 1, 1)).table, "trend")


def _answer(steps: list[_question.StepForm]) -> Answer:
    company, args = _desk.company(), request.args
    unit = _question.choice("unit", periods.UNITS, "week")
    measure: Any = _question.choice("measure", MEASURES, "customers")
    period = periods.aligned(periods.read(company, args, 90), unit)
    by = args.get("by", "")
    step = steps[0].step(company, "s1")
    found = trend.trend(
        company, Question(step, period, unit, measure), _question.groups(company, by),
        by.removeprefix("property:") if by.startswith("property:") else "",
        _explore.segment_mask(args.get("segment")),
    )  # fmt: skip
    labels = [periods.label(bucket, unit) for bucket in found.buckets]
    sent = _marks(company, found.buckets, unit) if args.get("marks") else []
    lines = list(found.groups) or [found.everybody]
    series = [
        {"label": one.label, "values": one.values, "look": -1 if one.label == NO_VALUE else number}
        for number, one in enumerate(lines)
    ]
    if found.before is not None and not found.groups:
        series.append({"label": found.before.label, "values": found.before.values, "is_before": True})
    drawn = _plots.plot(
        series, [periods.short(bucket, unit) for bucket in found.buckets], open_from=found.open_from,
        whole=_SHOW[measure] != "decimal", flags=[(place, mark.words) for place, mark in sent],
    )  # fmt: skip
    return Answer(
        found, drawn, labels, _slices(found, lines, labels), _SHOW[measure], finding(found, step.words(company), measure),
        _table(found, lines, labels, measure), period, [mark for _, mark in sent],
        [(one.label, row.look, row.glyph, one.whole, share_of_change(one, found.open_from))
         for one, row in zip(lines, drawn.lines, strict=False)],
    )  # fmt: skip


def _marks(company: Any, buckets: range, unit: str) -> list[tuple[float, marks.Mark]]:
    """Sends with a coupon; all sends when there are few."""
    every = marks.on_axis(company, buckets, unit)
    offers = [(place, mark) for place, mark in every if mark.percent]
    return (every if len(every) <= MOST_MARKS else offers)[-MOST_MARKS:]


def _slices(
    found: Trend, lines: list[Series], labels: list[Text]
) -> list[tuple[Text, list[tuple[Text, float | None]]]]:
    rows = [*lines, *([found.before] if found.before and not found.groups else [])]
    return [(label, [(one.label, one.values[index]) for one in rows]) for index, label in enumerate(labels)]


def _table(found: Trend, lines: list[Series], labels: list[Text], measure: str) -> Table:
    show, term = _SHOW[measure], _TERMS.get(measure, "")
    rows = [*lines, *([found.before] if found.before else [])]
    columns = [Column(Text("기간", "Period"))]
    columns += [
        Column(Text.of(say(one.label)), show, "previous_period" if one is found.before else term)
        for one in rows
    ]
    figures: list[list[Any]] = [
        [_open(label, index, found.open_from), *(one.values[index] for one in rows)]
        for index, label in enumerate(labels)
    ]
    figures.append([Text("기간 전체", "Whole period"), *(one.whole for one in rows)])
    return Table(columns, figures)


def _open(label: Text, index: int, open_from: int | None) -> Text:
    """A period's words; one that is not over says so."""
    if open_from is None or index < open_from:
        return label
    return Text(f"{label.ko} (진행 중)", f"{label.en} (not over)")
