"""Retention: of the customers who began in one period, how many came back in each period after it.

A cohort is the calendar day, week or month of a customer's first event. Period n of a cohort is the n-th calendar period
after it; period 0 is the rest of the first one, after the first event itself. A period that is not over is no figure yet:
it is marked, never counted as zero, and left out of the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import numpy.typing as npt

from app.analytics import periods, streams
from app.analytics.funnel_chain import NEVER
from app.analytics.periods import Period
from app.analytics.splits import Groups, everybody
from app.analytics.streams import Step, Stream, Stretch
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

Mode = Literal["on", "since"]
Entry = Literal["ever", "period"]
Ints = npt.NDArray[np.int64]
MODES: dict[str, Text] = {
    "on": Text("바로 그 기간에 돌아옴", "came back in exactly that period"),
    "since": Text("그 기간이나 그 뒤에 돌아옴", "came back in that period or later"),
}
ENTRIES: dict[str, Text] = {
    "ever": Text("기록 전체에서 처음", "first ever"),
    "period": Text("고른 기간 안에서 처음", "first in the chosen period"),
}
DEFAULT_COUNT = {"day": 14, "week": 12, "month": 12}
MOST_COUNT = {"day": 90, "week": 53, "month": 24}
_MOST_CELLS = 1 << 25


@dataclass(frozen=True)
class Question:
    """First event, return event, the days cohorts begin in, the unit of cohorts and periods, and how it is counted.

    mode: `on` counts a customer in the very period they came back in (N-day), `since` in every period up to their last
    return (unbounded). entry: whether the first event is the customer's first ever or the first in the period.
    """

    first: Step
    back: Step
    period: Period
    unit: str = "week"
    count: int = 12
    mode: Mode = "on"
    entry: Entry = "ever"

    def check(self) -> None:
        """Raise where a choice is none of those there are."""
        for name, value, known in (
            ("unit", self.unit, periods.UNITS),
            ("mode", self.mode, MODES),
            ("entry", self.entry, ENTRIES),
        ):
            if value not in known:
                raise DangolError(
                    Text(f"‘{value}’은 고를 수 없는 값이에요.", f"'{value}' is not a choice."),
                    name,
                    Text(f"{', '.join(known)} 가운데 골라 주세요.", f"Choose one of {', '.join(known)}."),
                )
        if not 1 <= self.count <= MOST_COUNT[self.unit]:
            raise DangolError(
                Text(f"볼 기간은 1개에서 {MOST_COUNT[self.unit]}개까지예요.", f"1 to {MOST_COUNT[self.unit]} periods."),
                f"count={self.count}",
                Text("더 작은 수를 적어 주세요.", "Give a smaller number."),
            )  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One period of one cohort: who came back, the share, and whether the period is over."""

    customers: int
    rate: float | None
    is_over: bool


@dataclass(frozen=True)
class Cohort:
    """One cohort: its bucket, how many began in it, and its periods 0 … count (None where the future begins)."""

    bucket: int
    customers: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Point:
    """One period of the curve, over all cohorts whose period is over: who could come back, who did, the share."""

    customers: int
    returned: int
    rate: float | None


@dataclass(frozen=True)
class GroupResult:
    """Cohorts and curve of one group of customers."""

    label: Text
    customers: int
    cohorts: tuple[Cohort, ...]
    curve: tuple[Point, ...]


@dataclass(frozen=True)
class Retention:
    """Everybody's cohorts and curve, and each group's."""

    everybody: GroupResult
    groups: tuple[GroupResult, ...]


def retention(
    company: Company,
    question: Question,
    groups: Groups | None = None,
    only: npt.NDArray[np.bool_] | None = None,
) -> Retention:
    """Cohorts and curves for everybody and for each group; `only` keeps the customers of a mask."""
    question.check()
    period = periods.aligned(question.period, question.unit)
    cohorts = periods.buckets(period, question.unit)
    shown = groups if groups is not None and groups.count > 1 else everybody(company)
    parts = list(
        streams.each(
            company, lambda stretch: _stretch(company, question, period, cohorts, stretch, shown, only)
        )
    )
    sizes = np.sum([one[0] for one in parts], axis=0)
    returned = np.sum([one[1] for one in parts], axis=0)
    today = company.meta.today
    whole = _result(everybody(company).labels[0], question, cohorts, sizes.sum(0), returned.sum(0), today)
    if shown.count < 2:
        return Retention(whole, ())
    each = (
        _result(label, question, cohorts, sizes[number], returned[number], today)
        for number, label in enumerate(shown.labels)
    )
    return Retention(whole, tuple(one for one in each if one.customers))


def _stretch(
    company: Company,
    question: Question,
    period: Period,
    cohorts: range,
    stretch: Stretch,
    groups: Groups,
    only: npt.NDArray[np.bool_] | None,
) -> tuple[Ints, Ints]:
    """Customers by group and cohort, and those who came back by group, cohort and period, of one stretch."""
    start, end = period.bounds()
    began = _began(company, question, stretch, start, end, only)
    code = groups.codes[stretch.low : stretch.high].astype(np.int64)
    who = np.flatnonzero(began != NEVER)
    cohort = np.zeros(stretch.size, np.int64)
    cohort[who] = periods.of_moments(began[who], question.unit) - cohorts.start
    sizes = np.bincount(code[who] * len(cohorts) + cohort[who], minlength=groups.count * len(cohorts))
    back = streams.read(company, stretch, question.back, start, company.meta.today, only=only)
    back = back.where((began[back.customer] != NEVER) & (back.at > began[back.customer]))
    width = question.count + 1
    after = (
        periods.of_moments(back.at, question.unit) - periods.of_moments(began[back.customer], question.unit)
        if len(back.at)
        else np.empty(0, np.int64)
    )
    returned = _returned(question, back, after, code, cohort, stretch.size, groups.count, len(cohorts), width)
    return sizes.reshape(groups.count, len(cohorts)), returned


def _began(
    company: Company,
    question: Question,
    stretch: Stretch,
    start: datetime,
    end: datetime,
    only: npt.NDArray[np.bool_] | None,
) -> Ints:
    """When each customer of a stretch began, NEVER where they did not in the period."""
    since = None if question.entry == "ever" else start
    stream = streams.read(company, stretch, question.first, since, end, only=only)
    first = streams.first_of_each(stream.customer)
    began = np.full(stretch.size, NEVER, np.int64)
    began[stream.customer[first]] = stream.at[first]
    began[began < periods.micros(start)] = NEVER
    return began


def _returned(
    question: Question,
    back: Stream,
    after: Ints,
    code: Ints,
    cohort: Ints,
    size: int,
    groups: int,
    cohorts: int,
    width: int,
) -> Ints:
    """Customers who came back, by group, cohort and period; each customer once a period."""
    total = np.zeros(groups * cohorts * width, np.int64)
    if question.mode == "since":
        furthest = np.full(size, -1, np.int64)
        furthest[back.customer] = np.minimum(after, width - 1)  # in order of time: the last one stays
        for level in range(width):
            who = np.flatnonzero(furthest >= level)
            total += np.bincount((code[who] * cohorts + cohort[who]) * width + level, minlength=len(total))
        return total.reshape(groups, cohorts, width)
    near = after < width
    customer, after = back.customer[near], after[near]
    some = max(1, _MOST_CELLS // width)
    for low in range(0, size, some):
        begin, stop = np.searchsorted(customer, [low, low + some])
        seen = np.zeros((min(some, size - low), width), bool)
        seen[customer[begin:stop] - low, after[begin:stop]] = True
        who, when = np.nonzero(seen)
        who += low
        total += np.bincount((code[who] * cohorts + cohort[who]) * width + when, minlength=len(total))
    return total.reshape(groups, cohorts, width)


def _result(
    label: Text, question: Question, cohorts: range, sizes: Ints, returned: Ints, today: datetime
) -> GroupResult:
    rows = []
    could = np.zeros(question.count + 1, np.int64)
    did = np.zeros(question.count + 1, np.int64)
    for index, bucket in enumerate(cohorts):
        size = int(sizes[index])
        cells: list[Cell | None] = []
        for level in range(question.count + 1):
            if periods.midnight(periods.begins(bucket + level, question.unit)) >= today:
                cells.append(None)
                continue
            is_over = periods.is_over(bucket + level, question.unit, today)
            count = int(returned[index, level])
            cells.append(Cell(count, count / size if size else None, is_over))
            if is_over:
                could[level] += size
                did[level] += count
        rows.append(Cohort(bucket, size, tuple(cells)))
    curve = tuple(
        Point(int(n), int(m), int(m) / int(n) if n else None) for n, m in zip(could, did, strict=True)
    )
    return GroupResult(label, int(sizes.sum()), tuple(rows), curve)
