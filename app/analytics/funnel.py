"""The funnel: how many customers came how far through ordered steps, how long it took, where they left.

The rule of a single customer is in `funnel_chain`. Entries lie in the period; later steps may lie after it, up to today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from app.analytics import streams
from app.analytics.funnel_chain import Chains, chains
from app.analytics.periods import Period, micros
from app.analytics.splits import Groups, everybody
from app.analytics.streams import Step, Stretch
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

FEWEST, MOST = 2, 8
SECOND = 1_000_000


@dataclass(frozen=True)
class Question:
    """Ordered steps, the days in which the first one lies, and how long the whole way may take."""

    steps: tuple[Step, ...]
    period: Period
    window: timedelta

    def check(self) -> None:
        """Raise unless there are two to eight steps and the window is positive and at most a year."""
        if not FEWEST <= len(self.steps) <= MOST:
            raise DangolError(
                Text(f"단계는 {FEWEST}개에서 {MOST}개까지예요.", f"A funnel has {FEWEST} to {MOST} steps."),
                "steps",
                Text("단계를 더하거나 빼 주세요.", "Add or remove steps."),
            )
        if not timedelta() < self.window <= timedelta(days=366):
            raise DangolError(
                Text("제한 시간은 0보다 길고 366일보다 짧아야 해요.", "The window is longer than nothing and at most 366 days."),
                "window",
                Text("예: 7일", "For example 7 days"),
            )  # fmt: skip


@dataclass(frozen=True)
class StepResult:
    """One step in one group.

    customers: reached it. rate: of those who entered. step_rate: of those at the step before (None at the first).
    median_seconds: from the entry; step_median_seconds: from the step before (of those who reached it).
    dropped: were at this step and did not reach the next; open_: of those, their window is not over yet.
    """

    customers: int
    rate: float | None
    step_rate: float | None
    median_seconds: float | None
    step_median_seconds: float | None
    dropped: int
    open_: int


@dataclass(frozen=True)
class GroupResult:
    """The steps of one group."""

    label: Text
    steps: tuple[StepResult, ...]

    @property
    def entered(self) -> int:
        """Customers at the first step."""
        return self.steps[0].customers

    @property
    def rate(self) -> float | None:
        """The share that came to the end."""
        return self.steps[-1].rate


@dataclass(frozen=True)
class Funnel:
    """Everybody's steps, then each group's, and the chains themselves (for what they did next)."""

    everybody: GroupResult
    groups: tuple[GroupResult, ...]
    chains: Chains


def find(company: Company, question: Question, only: npt.NDArray[np.bool_] | None = None) -> Chains:
    """The chain of every customer who entered; `only` keeps the customers of a mask."""
    question.check()
    start, end = question.period.bounds()
    today = company.meta.today
    last = min(end + question.window + timedelta(microseconds=1), today)

    def work(stretch: Stretch) -> Chains:
        read = []
        for number, step in enumerate(question.steps):
            one = streams.read(company, stretch, step, start, end if number == 0 else last, only=only)
            read.append((one.customer, one.at))
            if number == 0 and not len(one.at):
                return Chains.none(len(question.steps))
        found = chains(read, int(question.window / timedelta(microseconds=1)))
        return Chains(found.customer + stretch.low, found.depth, found.at)

    parts = list(streams.each(company, work))
    return Chains(
        np.concatenate([one.customer for one in parts]),
        np.concatenate([one.depth for one in parts]),
        np.concatenate([one.at for one in parts]),
    )


def funnel(
    company: Company,
    question: Question,
    groups: Groups | None = None,
    only: npt.NDArray[np.bool_] | None = None,
) -> Funnel:
    """Customers at every step, for everybody and for each group."""
    found = find(company, question, only)
    late = micros(company.meta.today) - int(question.window / timedelta(microseconds=1))
    whole = everybody(company)
    total = _result(found, whole.labels[0], np.ones(len(found.customer), bool), late)
    if groups is None or groups.count < 2:
        return Funnel(total, (), found)
    code = groups.codes[found.customer]
    each = tuple(_result(found, label, code == number, late) for number, label in enumerate(groups.labels))
    return Funnel(total, tuple(one for one in each if one.entered), found)


def _result(found: Chains, label: Text, mine: npt.NDArray[np.bool_], late: int) -> GroupResult:
    depth, at = found.depth[mine], found.at[mine]
    count = [int((depth >= level).sum()) for level in range(1, at.shape[1] + 1)]
    steps = []
    for number, customers in enumerate(count):
        reached = at[depth > number]
        stays = depth == number + 1
        is_last = number == len(count) - 1
        steps.append(
            StepResult(
                customers,
                customers / count[0] if count[0] else None,
                None if number == 0 or not count[number - 1] else customers / count[number - 1],
                None if number == 0 else _median(reached[:, number] - reached[:, 0]),
                None if number == 0 else _median(reached[:, number] - reached[:, number - 1]),
                0 if is_last else int(stays.sum()),
                0 if is_last else int((stays & (at[:, 0] > late)).sum()),
            )
        )
    return GroupResult(label, tuple(steps))


def _median(lengths: npt.NDArray[np.int64]) -> float | None:
    return float(np.median(lengths)) / SECOND if len(lengths) else None


@dataclass(frozen=True)
class NextThing:
    """What customers who left at a step did next: an event name (empty: nothing more in time), how many, their share."""

    name: str
    customers: int
    share: float


def next_things(
    company: Company, question: Question, found: Chains, step: int, most: int = 8
) -> list[NextThing]:
    """Of the customers who came to `step` (from 1) and no further, the first other thing each did within the window.

    The first event of any name strictly after their last step; messages and the shop's own status changes are left out, since
    the customer did not do them.
    """
    stays = found.depth == step
    customer, since = found.customer[stays], found.at[stays, step - 1]
    entry = found.at[stays, 0]
    if not len(customer):
        return []
    start = question.period.bounds()[0]
    window = int(question.window / timedelta(microseconds=1))

    def work(stretch: Stretch) -> dict[str, int]:
        mine = (customer >= stretch.low) & (customer < stretch.high)
        with company.reading() as cursor:
            cursor.register(
                "left_here",
                {
                    "customer_id": customer[mine].astype(np.int32),
                    "since": since[mine],
                    "until": entry[mine] + window,
                },
            )
            rows = cursor.execute(
                f"""WITH near AS (
                  SELECT e.customer_id, arg_min(e.name, (e.occurred_at, e.event_id)) AS name
                  FROM (SELECT customer_id, occurred_at, event_id, name FROM {streams.source(stretch)}
                        WHERE occurred_at >= ? AND name NOT IN ('order_status_changed', 'message_opened', 'message_clicked')) e
                  JOIN left_here l ON l.customer_id = e.customer_id
                  WHERE e.occurred_at > make_timestamp(l.since) AND e.occurred_at <= make_timestamp(l.until)
                  GROUP BY e.customer_id)
                SELECT name, count(*) FROM near GROUP BY name""",
                [start],
            ).fetchall()
            cursor.unregister("left_here")
        return {str(name): int(count) for name, count in rows}

    total: dict[str, int] = {}
    for part in streams.each(company, work):
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:most]
    rest = sum(total.values()) - sum(count for _, count in ranked)
    rows = [*ranked, ("…", rest)] if rest else ranked
    rows.append(("", len(customer) - sum(total.values())))
    return [NextThing(name, count, count / len(customer)) for name, count in rows if count]
