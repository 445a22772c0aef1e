"""Events of one kind as sorted arrays, a few partitions at a time: what funnel, retention and trend work on.

Files are sorted by (name, customer, time), so what is read is sorted by customer, then time, without sorting again. Work on
one stretch of partitions never looks at another; results come in partition order, whatever the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.analytics.once import once
from app.segments import paths, properties, schema
from app.segments.operators import quoted
from app.segments.place import Place
from app.segments.properties import PropertyTest
from app.segments.windows import literal
from fake_company import watching
from fake_company.schema import EVENT_NAMES
from fake_company.text import Text
from fake_company.warehouse import Company

Ints = npt.NDArray[np.int64]
Result = TypeVar("Result")
TOGETHER = 20_000
"""Customers read at once: enough to be quick, few enough that a million need no more memory than this many."""


@dataclass(frozen=True)
class Step:
    """An event with tests of its properties."""

    name: str
    where: tuple[PropertyTest, ...] = ()

    def check(self, company: Company, place: str) -> None:
        """Raise where the company knows no such event or category."""
        found, at = schema.of(company), Place(place)
        found.event(self.name, at.key("name"))
        for index, one in enumerate(self.where):
            one.check(found, at.key("where").at(index))

    def words(self, company: Company) -> Text:
        """`장바구니 담기 (카테고리가 아우터인)`."""
        found = schema.of(company)
        label = event_label(company, self.name)
        if not self.where:
            return label
        tests = properties.in_words(self.where, found)
        return Text(f"{label.ko} ({tests.ko})", f"{label.en} ({tests.en})")

    def to_json(self) -> dict[str, Any]:
        """As a rule or a kept question holds it."""
        return {"name": self.name, "where": [one.to_json() for one in self.where]}


@dataclass(frozen=True)
class Stretch:
    """Neighbouring partitions, with the first customer and the one after the last."""

    files: tuple[str, ...]
    low: int
    high: int

    @property
    def size(self) -> int:
        """How many customers it holds."""
        return self.high - self.low


@dataclass(frozen=True)
class Stream:
    """Events of one step in one stretch: customer (counted from the stretch's first), moment in microseconds, more columns."""

    customer: Ints
    at: Ints
    columns: dict[str, Any] = field(default_factory=dict)

    def where(self, keep: npt.NDArray[Any]) -> Stream:
        """Only the events of a mask, or these places in this order."""
        return Stream(
            self.customer[keep], self.at[keep], {name: found[keep] for name, found in self.columns.items()}
        )


def stretches(company: Company) -> list[Stretch]:
    """The company's customers in stretches of whole partitions."""
    meta = company.meta
    together = max(1, TOGETHER // meta.partition_size)
    folder = company.folder / "tables" / "events"
    return [
        Stretch(
            tuple(
                str(folder / f"part-{part:03d}.parquet")
                for part in range(first, min(first + together, meta.partitions))
            ),
            first * meta.partition_size,
            min((first + together) * meta.partition_size, meta.customers),
        )
        for first in range(0, meta.partitions, together)
    ]


def source(stretch: Stretch) -> str:
    """The `events` of a stretch, for a FROM."""
    files = ", ".join(quoted(path) for path in stretch.files)
    return f"read_parquet([{files}]) AS events"


def tests(step: Step, company: Company, start: datetime | None, end: datetime | None) -> str:
    """The SQL test of a step's events from `start` up to, not including, `end`."""
    moment = company.meta.today
    parts = [f"name = {quoted(step.name)}", *(one.sql(moment) for one in step.where)]
    parts += [f"occurred_at >= {literal(start)}"] if start else []
    parts += [f"occurred_at < {literal(end)}"] if end else []
    return " AND ".join(parts)


def read(
    company: Company,
    stretch: Stretch,
    step: Step,
    start: datetime | None = None,
    end: datetime | None = None,
    columns: dict[str, str] | None = None,
    only: npt.NDArray[np.bool_] | None = None,
) -> Stream:
    """A step's events in a stretch, sorted by customer and time.

    `columns` are further SQL expressions by name; `only` keeps the customers of a mask over the whole company.
    """
    more = columns or {}
    parts = ["customer_id", "occurred_at", *(f"{sql} AS {name}" for name, sql in more.items())]
    found = company.arrays(
        f"SELECT {', '.join(parts)} FROM {source(stretch)} WHERE {tests(step, company, start, end)}"
    )
    customer = np.asarray(found["customer_id"]).astype(np.int64) - stretch.low
    at = np.asarray(found["occurred_at"]).astype("datetime64[us]").view(np.int64)
    stream = Stream(customer, at, {name: found[name] for name in more})
    if only is not None:
        stream = stream.where(only[stretch.low : stretch.high][customer])
    order = paths.in_order(stream.customer, stream.at)
    return stream if order is None else stream.where(order)


def each(company: Company, work: Callable[[Stretch], Result]) -> Iterator[Result]:
    """`work` on every stretch, a thread a core, results in the order of the partitions; stops with the watch of this thread."""
    todo, watch = stretches(company), watching.current()

    def under_watch(stretch: Stretch) -> Result:
        if watch is None:
            return work(stretch)
        with watch.on():
            watch.check()
            return work(stretch)

    if len(todo) == 1:
        yield under_watch(todo[0])
        return
    workers = min(len(todo), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
    pool = ThreadPoolExecutor(workers)
    try:
        waiting: list[Future[Result]] = []
        for (
            stretch
        ) in todo:  # a few ahead, never all: results of a million customers need not be held at once
            waiting.append(pool.submit(under_watch, stretch))
            if len(waiting) > workers + 1:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def event_label(company: Company, name: str) -> Text:
    """What the company's trade calls an event."""
    own = company.profile.event_names.get(name)
    return own.text() if own else schema.of(company).event(name).label


@once
def events(company: Company) -> tuple[tuple[str, Text], ...]:
    """Every event of the company's history with its words, in the order of a visit."""
    rows = company.rows("SELECT DISTINCT name FROM events")
    order = {name: number for number, name in enumerate(EVENT_NAMES)}
    names = sorted((str(row["name"]) for row in rows), key=lambda name: (order.get(name, len(order)), name))
    return tuple((name, event_label(company, name)) for name in names)


def first_of_each(customer: Ints) -> npt.NDArray[np.bool_]:
    """Which entries are the first of their customer in a sorted list."""
    return np.concatenate([[True], customer[1:] != customer[:-1]]) if len(customer) else np.zeros(0, bool)


def read_steps(data: Sequence[Any], company: Company, place: str) -> tuple[Step, ...]:
    """Steps from `[{"name", "where": [{"property", "operator", "value"}]}]`, checked against the company."""
    found = []
    for index, one in enumerate(data):
        at = Place(place).at(index)
        step = Step(str(one["name"]), properties.parse_all(one.get("where"), at.key("where")))
        step.check(company, f"{place}[{index}]")
        found.append(step)
    return tuple(found)
