"""What the journey page shows: the outline with each node's words, and one customer's walk on their own past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from app import messages, segments
from app.journeys import Journey, Names, Visit, Walk, due, walk
from app.plan import Plan
from app.plan import rule_of as plan_rule
from fake_company import keys
from fake_company.errors import DangolError
from fake_company.schema import events_of

if TYPE_CHECKING:
    from fake_company.warehouse import Company

WALK_DAYS = 14
_EVENTS = "SELECT occurred_at, name FROM events WHERE customer_id = ? AND occurred_at >= ? ORDER BY occurred_at, event_id"
_STARTS = """
SELECT customer_id, occurred_at FROM events WHERE name = ? AND occurred_at >= ? AND occurred_at < ?
ORDER BY occurred_at DESC, customer_id LIMIT 40"""


def names_of(company: Company, plan: Plan) -> Names:
    """The names a journey of this plan speaks of."""
    return Names(
        {one.id: (one.name, one.channel, one.purpose == "ad") for one in plan.messages},
        {one.id: one.name for one in plan.segments},
        events_of(company.profile),
        company.meta.today,
        lambda rule: segments.sentence(dict(rule), company),
    )


@dataclass(frozen=True)
class Shown:
    """One customer's walk, the moment the clock stands at, and what lies on their phone by then."""

    customer: int
    name: str
    started: datetime
    walk: Walk
    clock: datetime
    here: Visit | None
    phone: list[tuple[datetime, str, messages.Preview]]

    @property
    def share(self) -> int:
        """How far the clock is between start and end, in per cent."""
        return round((self.clock - self.started) / timedelta(days=WALK_DAYS) * 100)


def entrants(company: Company, journey: Journey) -> list[tuple[int, datetime]]:
    """Customers who would have come in lately, each with the moment, newest first."""
    entry = journey.entry
    settings = entry.model_dump() if entry else {}
    today = company.meta.today
    if settings.get("by") == "event" and settings.get("event"):
        since, until = today - timedelta(days=WALK_DAYS + 28), today - timedelta(days=WALK_DAYS)
        rows = company.rows(_STARTS, [settings["event"], since, until])
        return [(int(row["customer_id"]), row["occurred_at"]) for row in rows]
    return [(id, today - timedelta(days=WALK_DAYS)) for id in range(min(40, company.meta.customers))]


def follow(company: Company, plan: Plan, journey: Journey, customer: int, started: datetime, clock: datetime) -> Shown:
    """Walk one customer from a moment of their past, with what they really did afterwards."""
    names = names_of(company, plan)
    settings = journey.entry.model_dump() if journey.entry else {}
    happened = [(row["occurred_at"], str(row["name"])) for row in company.rows(_EVENTS, [customer, started])]
    begins = started + timedelta(minutes=int(settings.get("delay_minutes") or 0))
    unless = settings.get("unless")
    if unless and any(name == unless and started < at <= begins for at, name in happened):
        walked = Walk((), "not_entered", None)
    else:
        walked = walk(
            journey, names, begins, happened, lambda rule, at: _holds(company, plan, rule, customer, at),
            lambda node: _draw(journey, node, customer), begins + timedelta(days=WALK_DAYS),
        )  # fmt: skip
    clock = max(started, min(clock, begins + timedelta(days=WALK_DAYS)))
    person = company.rows("SELECT last_name, first_name FROM customers WHERE customer_id = ?", [customer])[0]
    name = f"{person['last_name'] or ''}{person['first_name'] or ''}".strip()
    return Shown(customer, name, started, walked, clock, walked.at(clock), _phone(company, plan, customer, walked, clock))


def _holds(company: Company, plan: Plan, rule: Mapping[str, Any] | str, customer: int, at: datetime) -> bool:
    if isinstance(rule, str):
        segment = plan.segment(rule)
        if segment is None:
            return False
        rule = plan_rule(plan, segment)
    return segments.is_member(company, dict(rule), customer, at) if rule else False


def _draw(journey: Journey, node: str, customer: int) -> float:
    """This customer's luck at a random split: the same however often they come."""
    seed = keys.name_key(f"{journey.id}/{node}") % 2**32
    return float(keys.draw(keys.row_keys(seed, np.array([customer])), 0)[0])


def _phone(
    company: Company, plan: Plan, customer: int, walked: Walk, clock: datetime
) -> list[tuple[datetime, str, messages.Preview]]:
    found = []
    for at, id in due(walked, clock):
        message = plan.message(id)
        if message is None:
            continue
        where = f"messages[{[one.id for one in plan.messages].index(id)}]"
        promotion = plan.promotion(message.promotion)
        try:
            made = messages.preview(company, message, customer, promotion, None, at, where)
        except DangolError:
            continue
        found.append((at, message.channel, made))
    return found
