"""How large a segment would have been, counted every week of the past year as if that day were today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.segments.evaluate import ask, everyone_in
from app.segments.rule import Leaf, Rule
from app.segments.sentence import clause_text
from fake_company.text import Text
from fake_company.warehouse import Company

WEEKS = 52


@dataclass(frozen=True)
class Week:
    """The size at one moment."""

    moment: datetime
    count: int


@dataclass(frozen=True)
class History:
    """Sizes from the oldest week to today; `todays` are conditions that saw today's values at every moment."""

    weeks: tuple[Week, ...]
    todays: tuple[Text, ...]


def history(company: Company, rule: Rule | Mapping[str, Any], weeks: int = WEEKS) -> History:
    """Count the segment at today and at the same hour of each week before, as far as the company's data go back.

    Attributes, addresses and devices have no history: their conditions look at today's values at every moment.
    """
    asked = ask(company, rule)
    today = company.meta.today
    back = min(weeks, (company.meta.days - 1) // 7)
    found = []
    for week in range(back, -1, -1):
        moment = today - timedelta(weeks=week)
        found.append(Week(moment, int(everyone_in(ask(company, asked.rule, moment)).sum())))
    return History(tuple(found), tuple(_words(leaf, asked.query.schema) for leaf in todays_of(asked.rule)))


def todays_of(rule: Rule) -> list[Leaf]:
    """The conditions that look at values without a history."""
    return [leaf for leaf in rule.leaves() if leaf.condition.uses_today()]


def _words(leaf: Leaf, schema: Any) -> Text:
    return clause_text(leaf.condition.clause(schema))
