"""What a retention table says in a sentence, the names of its periods, and the rule of those who never came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.analytics.periods import UNITS
from app.analytics.retention import Question, Retention
from fake_company.text import Text
from fake_company.warehouse import Company


def period_name(number: int, unit: str) -> Text:
    """`같은 주`, `1주 뒤` …"""
    name = UNITS[unit]
    if number == 0:
        return Text(f"같은 {'날' if unit == 'day' else '달' if unit == 'month' else '주'}", f"same {name.en}")
    ko = f"{number}{'달' if unit == 'month' else name.ko} 뒤"
    return Text(ko, f"{number} {name.en}{'' if number == 1 else 's'} later")


def finding(found: Retention, question: Question) -> Text:
    """How many came back one period later and at the far end of the curve."""
    curve = found.everybody.curve
    known = [number for number, one in enumerate(curve) if one.rate is not None]
    if not found.everybody.customers:
        return Text("이 기간에 처음 행동을 한 고객이 없어요.", "Nobody began in this period.")
    if not known:
        return Text(
            "아직 다 지난 기간이 없어 비율을 말할 수 없어요.",
            "No period is over yet, so there is no share to tell.",
        )
    near = min(1, known[-1])
    far = known[-1]
    said = [f"{(curve[number].rate or 0) * 100:.1f}%" for number in (near, far)]
    names = [period_name(number, question.unit) for number in (near, far)]
    ko = f"{names[0].ko} {said[0]}" + (f", {names[1].ko} {said[1]}" if far != near else "")
    en = f"{said[0]} {names[0].en}" + (f", {said[1]} {names[1].en}" if far != near else "")
    late = Text("그때나 그 뒤에 ", "then or later ") if question.mode == "since" else Text("", "")
    return Text(f"{ko}에 고객이 {late.ko}돌아왔어요.", f"Customers came back {late.en}at {en}.")


def gone_rule(company: Company, question: Question, among: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The rule of those who did the first event in the period and nothing of the return event since.

    None when the period does not end today (a rule looks back from its own moment) or the first event must be the first ever.
    """
    if question.period.end != company.meta.today.date() or question.entry != "period":
        return None
    path = {
        "kind": "funnel",
        "path": [question.first.to_json(), question.back.to_json()],
        "within": {"days": 366},
        "since": {"days": question.period.days},
        "reached": 1,
    }
    parts: list[Any] = [path]
    if among:
        parts += among["all"] if list(among) == ["all"] else [dict(among)]
    return {"all": parts}
