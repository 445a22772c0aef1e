"""How many customers were of each type at each month's turn, and how many moved from one type to another between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from app.analytics.once import once
from app.analytics.order_log import OrderLog, micros_of, months_back, order_log
from app.segments import TYPES, schema_of
from app.segments.lifecycle import types
from app.segments.schema import Thresholds
from app.segments.snapshot import Ints
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

UNKNOWN = "unknown"
STATES: dict[str, Text] = {UNKNOWN: Text("아직 없던 고객", "not here yet"), **TYPES}
"""The five types and, before the first visit, a sixth state: not here yet."""
MOST_DAYS = 730
MOST_MONTHS = 12


@dataclass(frozen=True)
class Point:
    """How many customers were in each state at a moment.

    `is_whole` is false while the records reach back less than `dormant_days`: nobody can be seen to be dormant yet.
    """

    moment: datetime
    customers: Mapping[str, int]
    is_whole: bool

    @property
    def known(self) -> int:
        """Everybody who had come by then."""
        return sum(count for state, count in self.customers.items() if state != UNKNOWN)

    def share(self, state: str) -> float:
        """The share of those who had come by then (0 to 1)."""
        return self.customers[state] / self.known if self.known else 0.0


@dataclass(frozen=True)
class Move:
    """Customers who were in `before` at one point and in `after` at the next; `step` counts points from 0."""

    step: int
    before: str
    after: str
    customers: int


@dataclass(frozen=True)
class LifecycleFlow:
    """Points from the oldest to today, and every move between neighbours that anybody made."""

    thresholds: Thresholds
    points: tuple[Point, ...]
    moves: tuple[Move, ...]

    def moved(self, step: int, before: str, after: str) -> int:
        """How many made this move between point `step` and the next."""
        return next(
            (
                one.customers
                for one in self.moves
                if (one.step, one.before, one.after) == (step, before, after)
            ),
            0,
        )


def thresholds(company: Company, new_days: int | None = None, dormant_days: int | None = None) -> Thresholds:
    """The profile's thresholds, or those asked for; a `DangolError` for an impossible one."""
    usual = schema_of(company).thresholds
    return Thresholds(
        usual.new_days if new_days is None else _checked("new_days", new_days),
        usual.dormant_days if dormant_days is None else _checked("dormant_days", dormant_days),
    )


def _checked(name: str, days: int) -> int:
    if 1 <= days <= MOST_DAYS:
        return days
    raise DangolError(
        Text(
            "이 날수로는 고객 유형을 나눌 수 없어요.",
            "Customers cannot be told apart by this number of days.",
        ),
        f"{name} = {days}",
        Text(f"1일에서 {MOST_DAYS}일 사이로 정해 주세요.", f"Choose from 1 to {MOST_DAYS} days."),
    )


@once
def flow(company: Company, limits: Thresholds, months: int = 6) -> LifecycleFlow:
    """The states at the same day of each of the last `months` months and today, and the moves between them."""
    first_day = company.meta.today - timedelta(days=company.meta.days)
    asked = months_back(company.meta.today, max(1, min(months, MOST_MONTHS)))
    moments = [moment for moment in asked if moment >= first_day] or [company.meta.today]
    log = order_log(company)
    states = states_at(log, micros_of(moments), limits)
    size = len(STATES)
    points = []
    for moment, column in zip(moments, states, strict=True):
        counts = np.bincount(column, minlength=size)
        whole = moment - first_day > timedelta(days=limits.dormant_days)
        points.append(Point(moment, dict(zip(STATES, counts.tolist(), strict=True)), whole))
    moves = []
    names = list(STATES)
    for step in range(len(moments) - 1):
        pairs = np.bincount(states[step] * size + states[step + 1], minlength=size * size)
        for pair in np.flatnonzero(pairs).tolist():
            moves.append(Move(step, names[pair // size], names[pair % size], int(pairs[pair])))
    return LifecycleFlow(limits, tuple(points), tuple(moves))


def states_at(log: OrderLog, moments: Ints, limits: Thresholds) -> list[Ints]:
    """For each moment, the state of every customer as its place in `STATES`."""
    buyers = np.unique(log.customer)
    found = []
    for moment in moments.tolist():
        state = np.where(
            log.first_seen <= moment, 1, 0
        )  # everybody who has come is a prospect, until they buy
        snapshot = log.snapshot(
            buyers, np.full(len(buyers), moment, np.int64), (limits.new_days, limits.dormant_days)
        )
        masks = types(snapshot)
        for place, name in enumerate(STATES):
            if name in masks and name != "prospect":
                state[buyers[masks[name]]] = place
        found.append(state)
    return found


@dataclass(frozen=True)
class Gaps:
    """Days between one order and the customer's next: how the dormancy line should be chosen.

    `within` is the share of all repeat orders that came within `dormant_days` of the one before (0 to 1).
    """

    repeats: int
    median_days: float | None
    ninety_days: float | None
    within: float | None


@once
def gaps(company: Company, dormant_days: int) -> Gaps:
    """The gaps between orders, over the whole history (customers with two orders or more)."""
    log = order_log(company)
    same = log.customer[1:] == log.customer[:-1]
    days = np.sort((log.at[1:] - log.at[:-1])[same]) / 86_400e6
    if not len(days):
        return Gaps(0, None, None, None)
    return Gaps(
        len(days),
        float(days[-(-len(days) // 2) - 1]),
        float(days[-(-len(days) * 9 // 10) - 1]),
        float((days <= dormant_days).mean()),
    )
