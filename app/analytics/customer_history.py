"""How one customer's type changed, and what they agreed to: until when, and why a channel does not reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from app.analytics.order_log import micros_of
from app.segments import TYPES, schema_of
from app.segments.channels import CHANNELS, CONSENTS, STATES, Loss
from app.segments.lifecycle import types
from app.segments.snapshot import Log, Snapshot
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Turn:
    """From this moment on the customer was of this type; the last turn holds until today."""

    at: datetime
    key: str
    label: Text
    until: datetime
    days: int


@dataclass(frozen=True)
class ConsentState:
    """A consent: its state (`given`, `expired`, `opted_out`, `none`) in words, since when, until when, and the withdrawal."""

    label: Text
    state: str
    words: Text
    given_at: datetime | None
    expires_at: datetime | None
    opted_out_at: datetime | None


@dataclass(frozen=True)
class Reach:
    """Whether a channel reaches the customer with an ad today, and if not, the first reason why."""

    key: str
    label: Text
    loss: Loss | None

    @property
    def is_reached(self) -> bool:
        """Whether nothing stands in the way."""
        return self.loss is None


def turns(company: Company, customer_id: int) -> list[Turn]:
    """Every change of type since the first visit, the oldest first.

    A type can only change at an order, or when `new_days` or `dormant_days` run out after one: only those moments are
    asked, by the same rule that segments use.
    """
    limits, today = schema_of(company).thresholds, company.meta.today
    found = company.rows(
        "SELECT ordered_at FROM orders WHERE customer_id = ? AND status <> 'refunded' ORDER BY ordered_at",
        [customer_id],
    )
    orders = [row["ordered_at"] for row in found]
    seen = company.scalar("SELECT first_seen_at FROM customers WHERE customer_id = ?", [customer_id])
    if seen is None:
        return []
    tick = timedelta(microseconds=1)  # the line itself still belongs to the type before
    moments = {seen, *orders}
    moments |= {at + timedelta(days=limits.dormant_days) + tick for at in orders}
    moments |= {at + timedelta(days=limits.new_days) + tick for at in orders[:1]}
    asked = sorted(moment for moment in moments if seen <= moment <= today)
    keys = types_of(orders, asked, (limits.new_days, limits.dormant_days))
    changes = [(at, key) for number, (at, key) in enumerate(zip(asked, keys, strict=True))
               if number == 0 or key != keys[number - 1]]  # fmt: skip
    ends = [at for at, _ in changes[1:]] + [today]
    return [
        Turn(at, key, TYPES[key], end, (end - at).days) for (at, key), end in zip(changes, ends, strict=True)
    ]


def types_of(orders: list[datetime], moments: list[datetime], thresholds: tuple[int, int]) -> list[str]:
    """The type of somebody with these orders at each of these moments."""
    row = np.zeros(len(moments), np.int64)
    log = Log(np.zeros(len(orders), np.int64), micros_of(orders))
    masks = types(Snapshot(np.zeros(1, np.int32), {}, {":orders": log}, row, micros_of(moments), thresholds))
    return [next(key for key, mask in masks.items() if mask[at]) for at in range(len(moments))]


def standing(company: Company, customer_id: int) -> tuple[list[ConsentState], list[Reach]]:
    """Every consent with its dates, and every channel with the first reason why an ad cannot be sent through it.

    A consent ends two years after it was given unless it is confirmed again.
    """
    today = company.meta.today
    steps = [(channel, loss, sql) for channel in CHANNELS.values() for loss, sql in channel.steps(today)]
    asked = [
        *(column for one in CONSENTS.values() for column in one.columns),
        *(f"{one.sql(today)} AS state_{one.key}" for one in CONSENTS.values()),
        *(f"coalesce({sql}, false) AS step_{number}" for number, (_, _, sql) in enumerate(steps)),
    ]
    row = company.rows(f"SELECT {', '.join(asked)} FROM customers WHERE customer_id = ?", [customer_id])[0]
    consents = []
    for one in CONSENTS.values():
        state, given = row[f"state_{one.key}"], row[f"{one.key}_consent_at"]
        left = row[f"{one.key}_opted_out_at"] if one.has_opt_out else None
        ends = two_years_after(given) if given and state in ("given", "expired") else None
        consents.append(ConsentState(one.label, state, STATES[state], given, ends, left))
    lost: dict[str, Loss] = {}
    for number, (channel, loss, _) in enumerate(steps):
        if not row[f"step_{number}"]:
            lost.setdefault(channel.key, loss)
    return consents, [Reach(one.key, one.label, lost.get(one.key)) for one in CHANNELS.values()]


def two_years_after(moment: datetime) -> datetime:
    """The same moment two years later; what was given on 29 February ends with the 28th."""
    try:
        return moment.replace(year=moment.year + 2)
    except ValueError:
        return datetime(moment.year + 2, 3, 1)
