"""Events over time: how many customers did something, how often, day by day, week by week or month by month, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from app.analytics import periods, property_values, streams
from app.analytics.periods import Period
from app.analytics.splits import MOST, NO_VALUE, THE_REST, Groups, everybody
from app.analytics.streams import Step, Stretch
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

Measure = Literal["customers", "total", "per_customer", "amount", "amount_each"]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MEASURES: dict[str, Text] = {
    "customers": Text("고객 수", "customers"),
    "total": Text("총 횟수", "total"),
    "per_customer": Text("한 명당 횟수", "times per customer"),
    "amount": Text("금액 합계", "sum of amounts"),
    "amount_each": Text("한 번에 평균 금액", "mean amount"),
}
_NO_CODES = np.zeros(0, np.int16)
_MOST_CELLS = 1 << 25


@dataclass(frozen=True)
class Question:
    """Which event, over which days, in which unit, and what is counted of it."""

    step: Step
    period: Period
    unit: str = "week"
    measure: Measure = "customers"

    def check(self) -> None:
        """Raise where a choice is none of those there are, or there would be too many points."""
        for name, value, known in (("unit", self.unit, periods.UNITS), ("measure", self.measure, MEASURES)):
            if value not in known:
                raise DangolError(
                    Text(f"‘{value}’은 고를 수 없는 값이에요.", f"'{value}' is not a choice."),
                    name,
                    Text(f"{', '.join(known)} 가운데 골라 주세요.", f"Choose one of {', '.join(known)}."),
                )


@dataclass(frozen=True)
class Series:
    """One group over time: the figure of each period, and of the whole (None where there is nothing to divide)."""

    label: Text
    values: tuple[float | None, ...]
    whole: float | None


@dataclass(frozen=True)
class Trend:
    """Everybody's figures, each group's, those of the periods before (None when the history does not reach back)."""

    buckets: range
    everybody: Series
    groups: tuple[Series, ...]
    before: Series | None
    open_from: int | None


@dataclass(frozen=True)
class _Sums:
    """By group and period (the last column is the whole): customers, times, won."""

    customers: Ints
    times: Ints
    won: Ints

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(self.customers + other.customers, self.times + other.times, self.won + other.won)

    def figures(self, measure: str) -> Floats:
        """What is asked for, NaN where there is nothing to divide by."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if measure == "customers":
                return self.customers.astype(float)
            if measure == "total":
                return self.times.astype(float)
            if measure == "amount":
                return self.won.astype(float)
            return (self.times / self.customers) if measure == "per_customer" else (self.won / self.times)


def trend(
    company: Company,
    question: Question,
    groups: Groups | None = None,
    by_property: str = "",
    only: npt.NDArray[np.bool_] | None = None,
) -> Trend:
    """The event over time: for everybody, for each group of customers or value of a property, and before."""
    question.check()
    period = periods.aligned(question.period, question.unit)
    buckets = periods.buckets(period, question.unit)
    if len(buckets) > periods.MOST_BUCKETS:
        raise DangolError(
            Text(f"점이 {len(buckets)}개예요. {periods.MOST_BUCKETS}개까지 그려요.",
                 f"{len(buckets)} points; at most {periods.MOST_BUCKETS} are drawn."),
            "unit",
            Text("기간을 줄이거나 더 큰 단위를 골라 주세요.", "Choose a shorter period or a larger unit."),
        )  # fmt: skip
    whole = _sums(company, question, period, buckets, everybody(company), "", only)
    who = Text("모든 고객", "All customers") if only is None else Text("고른 고객", "The customers chosen")
    total = _series(who, whole, 0, question.measure)
    found: list[Series] = []
    if by_property:
        values = property_values.most_frequent(
            company, question.step, period.bounds(), by_property, only, MOST
        )
        labels = [*(property_values.say(company, by_property, value) for value in values), THE_REST, NO_VALUE]
        split = property_values.code(by_property, values)
        sums = _sums(company, question, period, buckets, Groups(tuple(labels), _NO_CODES), split, only)
        found = [
            _series(label, sums, number, question.measure)
            for number, label in enumerate(labels)
            if sums.times[number, -1]
        ]
    elif groups is not None and groups.count > 1:
        sums = _sums(company, question, period, buckets, groups, "", only)
        found = [
            _series(label, sums, number, question.measure)
            for number, label in enumerate(groups.labels)
            if sums.times[number, -1]
        ]
    today = company.meta.today
    open_from = next(
        (i for i, one in enumerate(buckets) if not periods.is_over(one, question.unit, today)), None
    )
    return Trend(buckets, total, tuple(found), _before(company, question, buckets, only), open_from)


def _before(
    company: Company, question: Question, buckets: range, only: npt.NDArray[np.bool_] | None
) -> Series | None:
    """As many periods right before; None when the history begins later."""
    first = periods.begins(buckets.start - len(buckets), question.unit)
    if first < periods.history(company).start:
        return None
    period = Period(first, periods.begins(buckets.start, question.unit))
    earlier = periods.buckets(period, question.unit)
    sums = _sums(company, question, period, earlier, everybody(company), "", only)
    return _series(Text("지난 기간", "Previous period"), sums, 0, question.measure)


def _series(label: Text, sums: _Sums, row: int, measure: str) -> Series:
    values = [None if np.isnan(value) else float(value) for value in sums.figures(measure)[row]]
    return Series(label, tuple(values[:-1]), values[-1])


def _sums(
    company: Company,
    question: Question,
    period: Period,
    buckets: range,
    groups: Groups,
    split: str,
    only: npt.NDArray[np.bool_] | None,
) -> _Sums:
    start, end = period.bounds()
    columns = {"won": "coalesce(amount_krw, 0)::BIGINT"} if question.measure.startswith("amount") else {}
    if split:
        columns["value"] = split

    def work(stretch: Stretch) -> _Sums:
        one = streams.read(company, stretch, question.step, start, end, columns, only)
        bucket = periods.of_moments(one.at, question.unit) - buckets.start
        group = (
            np.asarray(one.columns["value"], np.int64)
            if split
            else groups.codes[stretch.low : stretch.high].astype(np.int64)[one.customer]
        )
        won = (
            np.asarray(one.columns["won"], np.int64) if "won" in columns else np.zeros(len(one.at), np.int64)
        )
        return _count(one.customer, bucket, group, won, len(buckets), groups.count, stretch.size)

    parts = list(streams.each(company, work))
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _count(
    customer: Ints, bucket: Ints, group: Ints, won: Ints, buckets: int, groups: int, size: int
) -> _Sums:
    """Customers, times and won by group and bucket; customers of the whole count once."""
    cell = group * (buckets + 1) + bucket
    cells = groups * (buckets + 1)
    times = np.bincount(cell, minlength=cells).reshape(groups, buckets + 1)
    times[:, -1] = times.sum(1)
    sums = np.bincount(cell, weights=won, minlength=cells).astype(np.int64).reshape(groups, buckets + 1)
    sums[:, -1] = sums.sum(1)
    customers = np.zeros(cells, np.int64)
    some = max(1, _MOST_CELLS // cells)
    for low in range(0, size, some):
        first, last = np.searchsorted(customer, [low, low + some])
        seen = np.zeros((min(some, size - low), cells), bool)
        seen[customer[first:last] - low, cell[first:last]] = True
        seen[customer[first:last] - low, group[first:last] * (buckets + 1) + buckets] = True
        customers += np.count_nonzero(seen, axis=0)
    return _Sums(customers.reshape(groups, buckets + 1), times, sums)
