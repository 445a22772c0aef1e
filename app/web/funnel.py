"""퍼널: ordered steps, how many customers come how far, how long it takes, where they leave and what they do instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, request

from app.analytics import funnel, periods, streams
from app.analytics.funnel import Funnel, NextThing, Question
from app.analytics.funnel_words import drop_rule, finding, lengths, split_finding
from app.analytics.periods import Period
from app.web import _desk, _explore, _question, _watch
from app.web._explore import Column, Table
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("funnel", __name__, url_prefix="/funnel")
_watch.pages(bp)

DEFAULTS = ("product_viewed", "product_added", "checkout_started", "order_completed")
WINDOWS: dict[str, tuple[Text, timedelta]] = {
    "1h": (Text("1시간", "1 hour"), timedelta(hours=1)),
    "1d": (Text("1일", "1 day"), timedelta(days=1)),
    "3d": (Text("3일", "3 days"), timedelta(days=3)),
    "7d": (Text("7일", "7 days"), timedelta(days=7)),
    "14d": (Text("14일", "14 days"), timedelta(days=14)),
    "30d": (Text("30일", "30 days"), timedelta(days=30)),
    "90d": (Text("90일", "90 days"), timedelta(days=90)),
}


@dataclass(frozen=True)
class Answer:
    """What the page shows beside the form."""

    funnel: Funnel
    words: list[Text]
    finding: Text
    split_finding: Text
    table: Table
    lengths: list[tuple[Text, int]]
    period: Period
    window: Text
    rules: list[dict[str, Any] | None]
    left_at: int
    next_things: list[tuple[Text, NextThing]]


@bp.get("/")
def index() -> Any:
    """The question and its answer; a question that cannot be asked says why, beside its form."""
    company = _desk.company()
    steps = _question.steps(DEFAULTS, funnel.FEWEST, funnel.MOST)
    answer, error = None, None
    try:
        answer = _answer(steps)
    except DangolError as found:
        if found.status >= 500:
            raise
        error = found
    args = request.args
    values = {name: args.get(name, "") for name in ("segment", "by", "from", "to", "left")}
    values |= {"days": args.get("days", "30"), "window": args.get("window", "7d")}
    return _question.answer(
        "funnel/index.html", "funnel/_part.html", _question.address(steps, **values),
        steps=steps, events=streams.events(company), asked=values, answer=answer, error=error,
        splits=_question.split_menu(company), windows=[(key, words) for key, (words, _) in WINDOWS.items()],
    )  # fmt: skip


@bp.get("/funnel.csv")
def csv() -> Any:
    """The figures of every step and group."""
    return _explore.as_csv(_answer(_question.steps(DEFAULTS, funnel.FEWEST, funnel.MOST)).table, "funnel")


def _answer(steps: list[_question.StepForm]) -> Answer:
    company, args = _desk.company(), request.args
    window, length = WINDOWS[_question.choice("window", WINDOWS, "7d")]
    period = periods.read(company, args, 30)
    question = Question(
        tuple(one.step(company, f"s{number}") for number, one in enumerate(steps, 1)), period, length
    )
    found = funnel.funnel(
        company, question, _question.groups(company, args.get("by", "")), _explore.segment_mask(args.get("segment"))
    )  # fmt: skip
    words = [step.words(company) for step in question.steps]
    left_at = {str(number): number for number in range(1, len(steps))}.get(args.get("left", ""), 0)
    after = funnel.next_things(company, question, found.chains, left_at) if left_at else []
    names = {
        "": Text("그 시간 안에 아무것도 안 함", "Nothing more in that time"),
        "…": Text("그 밖의 행동", "Other things"),
    }
    return Answer(
        found, words, finding(found, words), split_finding(found, words), _table(found, words), lengths(found.chains), period, window,
        [drop_rule(company, question, step, request_rule(args.get("segment"))) for step in range(1, len(steps))],
        left_at, [(names.get(one.name) or streams.event_label(company, one.name), one) for one in after],
    )  # fmt: skip


def request_rule(key: str | None) -> Any:
    """The rule of the segment filter, or None for everybody."""
    chosen = _explore.segment_choice(key)
    return None if chosen is None else chosen.rule


def _table(found: Funnel, words: list[Text]) -> Table:
    columns = (
        Column(Text("집단", "Group")),
        Column(Text("단계", "Step")),
        Column(Text("고객", "Customers"), "number", "unique_customers"),
        Column(Text("전환율", "Conversion"), "percent", "conversion_rate"),
        Column(Text("앞 단계에서", "From the step before"), "percent", "step_rate"),
        Column(Text("이탈", "Drop-off"), "number", "drop_off"),
        Column(Text("아직 시간 남음", "Still have time"), "number", "still_open"),
        Column(Text("첫 단계부터 걸린 시간", "Time since the first step"), "span", "time_to_convert"),
        Column(Text("앞 단계부터 걸린 시간", "Time since the step before"), "span", "time_to_convert"),
    )
    rows = [
        (group.label, Text(f"{number}. {label.ko}", f"{number}. {label.en}"), one.customers, one.rate, one.step_rate,
         one.dropped if number < len(words) else None, one.open_ if number < len(words) else None,
         one.median_seconds, one.step_median_seconds)
        for group in (found.everybody, *found.groups)
        for number, (label, one) in enumerate(zip(words, group.steps, strict=True), 1)
    ]  # fmt: skip
    return Table(columns, rows)
