"""What a funnel says in a sentence, how its times are spread, and the rule that selects who left at a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from app.analytics.funnel import SECOND, Funnel, Question
from app.analytics.funnel_chain import Chains
from fake_company.text import Text, josa
from fake_company.warehouse import Company

_EDGES = (
    (600, Text("10분 안", "within 10 minutes")),
    (3_600, Text("10분~1시간", "10 minutes to 1 hour")),
    (6 * 3_600, Text("1~6시간", "1 to 6 hours")),
    (86_400, Text("6~24시간", "6 to 24 hours")),
    (3 * 86_400, Text("1~3일", "1 to 3 days")),
    (7 * 86_400, Text("3~7일", "3 to 7 days")),
    (None, Text("7일 넘게", "over 7 days")),
)


def finding(found: Funnel, words: Sequence[Text]) -> Text:
    """The funnel in one sentence: how many of whom came to the end, and where most left."""
    steps = found.everybody.steps
    if not steps[0].customers:
        return Text("이 기간에 첫 단계를 한 고객이 없어요.", "Nobody took the first step in this period.")
    rate = f"{(steps[-1].rate or 0) * 100:.1f}"
    worst = max(range(1, len(steps)), key=lambda number: steps[number - 1].dropped)
    ko = f"‘{words[0].ko}’ 고객 {steps[0].customers:,}명 중 {rate}%가 ‘{words[-1].ko}’까지 왔어요. "
    ko += f"가장 많이 떠난 곳은 ‘{josa(words[worst - 1].ko + '’', '과/와')} ‘{words[worst].ko}’ 사이예요."
    en = f"{rate}% of {steps[0].customers:,} customers came from “{words[0].en}” to “{words[-1].en}”. "
    en += f"Most left between “{words[worst - 1].en}” and “{words[worst].en}”."
    return Text(ko, en)


LEAST = 30
"""A group with fewer customers at the first step is too small to be called best or worst."""


def split_finding(found: Funnel, words: Sequence[Text]) -> Text:
    """Which group came to the end most often, and which least, among groups large enough to tell."""
    ranked = sorted(
        (one for one in found.groups if one.entered >= LEAST and one.rate is not None),
        key=lambda one: -(one.rate or 0),
    )
    if len(ranked) < 2:
        return Text("비교하기에는 고객이 너무 적어요.", "Too few customers to compare.")
    best, worst = ranked[0], ranked[-1]
    high, low = (f"{(one.rate or 0) * 100:.1f}" for one in (best, worst))
    return Text(
        f"‘{words[-1].ko}’까지 온 비율은 {best.label.ko}에서 가장 높고({high}%), {worst.label.ko}에서 가장 낮아요({low}%).",
        f"“{words[-1].en}” was reached most among {best.label.en} ({high}%), least among {worst.label.en} ({low}%).",
    )


def lengths(chains: Chains) -> list[tuple[Text, int]]:
    """How many of those who came to the end took how long; lengths nobody can have are left out."""
    done = chains.depth == chains.at.shape[1]
    seconds = (chains.at[done, -1] - chains.at[done, 0]) / SECOND
    found, low = [], 0.0
    for edge, words in _EDGES:
        high = np.inf if edge is None else float(edge)
        found.append((words, int(((seconds > low) & (seconds <= high)).sum())))
        low = high
    while len(found) > 1 and not found[-1][1]:
        found.pop()
    return found


def drop_rule(
    company: Company, question: Question, step: int, among: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """The rule of the customers who came to `step` (from 1) and not to the next, to be asked of any company.

    None when the period does not end today: a rule looks back from its own moment.
    """
    if question.period.end != company.meta.today.date():
        return None
    path = {
        "kind": "funnel",
        "path": [one.to_json() for one in question.steps[: step + 1]],
        "within": _window(question.window),
        "since": {"days": question.period.days},
        "reached": step,
    }
    parts: list[Any] = [path]
    if among:
        parts += among["all"] if list(among) == ["all"] else [dict(among)]
    return {"all": parts}


def _window(length: timedelta) -> dict[str, int]:
    hours = round(length / timedelta(hours=1))
    return {"days": hours // 24} if hours % 24 == 0 else {"hours": hours}
