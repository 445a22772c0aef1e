"""Who enters a triggered campaign: the trigger replayed over the last days, the segment judged at each entry.

"A and not B within T": one timer per customer. An A starts it unless one is running; a B while it runs cancels it; a
new A while it runs changes nothing. When it runs out, the segment is judged at that moment. A B at the same instant as the
A that starts a timer comes before it; a B at the very end of the timer still cancels it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from app.segments.evaluate import ask, combine
from app.segments.load import micros, snapshot
from app.segments.operators import quoted
from app.segments.place import Place
from app.segments.rule import Rule
from app.segments.schema import of as schema_of
from app.segments.snapshot import Ints
from app.segments.windows import literal
from fake_company.text import Text
from fake_company.warehouse import Company

LONGEST_DELAY = timedelta(days=60)


@dataclass(frozen=True)
class Entries:
    """Entries in order of customer, then moment: ids, moments (datetime64[us]), the trigger event's product (-1 none)."""

    customer_ids: npt.NDArray[np.int32]
    moments: npt.NDArray[np.datetime64]
    product_ids: npt.NDArray[np.int32]
    triggered: npt.NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.customer_ids)


def entries(
    company: Company,
    rule: Rule | Mapping[str, Any],
    event: str,
    unless: str | None,
    delay: timedelta | int,
    days: int = 28,
    where: str = "",
) -> Entries:
    """The entries of a triggered campaign switched on `days` days ago, up to today.

    `delay` is a timedelta or minutes. `unless` None: nothing cancels a timer.
    """
    asked = ask(company, rule)
    length = _delay(delay, Place(where))
    schema = schema_of(company)
    schema.event(event, Place(where).key("event"))
    if unless is not None:
        schema.event(unless, Place(where).key("unless"))
    today = company.meta.today
    customer, at, product = _timers(company, event, today - timedelta(days=days), length, unless)
    ended = at + length
    inside = ended < micros(today)
    customer, at, product, ended = customer[inside], at[inside], product[inside], ended[inside]
    ids = np.unique(customer)
    few = len(ids) * 5 < company.meta.customers
    found = snapshot(company, asked.rule.needs(), customers=ids if few else None)
    subjects = found.judge(np.searchsorted(found.customer_id, customer).astype(np.int64), ended)
    keep = combine(asked.rule.root, len(customer), lambda leaf: leaf.condition.test(subjects))
    return Entries(
        customer[keep].astype(np.int32),
        ended[keep].astype("datetime64[us]"),
        product[keep].astype(np.int32),
        at[keep].astype("datetime64[us]"),
    )


def _delay(delay: timedelta | int, place: Place) -> int:
    length = delay if isinstance(delay, timedelta) else timedelta(minutes=delay)
    if not timedelta() <= length <= LONGEST_DELAY:
        raise place.key("delay_minutes").error(
            Text("기다리는 시간은 0분에서 60일까지예요.", "The delay is from 0 minutes to 60 days."),
            Text("그 사이의 시간으로 바꿔 주세요.", "Change it to a time in that range."),
        )
    return length // timedelta(microseconds=1)


def _timers(
    company: Company, event: str, since: Any, length: int, unless: str | None
) -> tuple[Ints, Ints, Ints]:
    """Timers that no B cancels: customer, start in microseconds, product of the event that started it."""
    upper = f"occurred_at >= {literal(since)} AND occurred_at < {literal(company.meta.today)}"
    starts = company.arrays(
        "SELECT customer_id::BIGINT AS c, epoch_us(occurred_at) AS at, coalesce(product_id, -1)::BIGINT AS p "
        f"FROM events WHERE name = {quoted(event)} AND {upper} ORDER BY 1, 2, event_id"
    )
    customer, at, product = (np.asarray(starts[key], dtype=np.int64) for key in ("c", "at", "p"))
    cancel = np.full(len(at), np.iinfo(np.int64).max)
    if unless is not None:
        stops = company.arrays(
            "SELECT customer_id::BIGINT AS c, epoch_us(occurred_at) AS at "
            f"FROM events WHERE name = {quoted(unless)} AND {upper} ORDER BY 1, 2"
        )
        cancel = _next(customer, at, *(np.asarray(stops[key], dtype=np.int64) for key in ("c", "at")))
    cancelled = cancel <= at + length
    free = np.where(cancelled, cancel, at + length)  # when the timer of this event would be over
    begins = _greedy(customer, at, free) & ~cancelled
    return customer[begins], at[begins], product[begins]


def _next(customer: Ints, at: Ints, stop_customer: Ints, stop_at: Ints) -> Ints:
    """For each start, the same customer's first stop after it (the largest number when there is none)."""
    whole = np.concatenate([customer, stop_customer])
    times = np.concatenate([at, stop_at])
    is_stop = np.concatenate([np.zeros(len(at), dtype=bool), np.ones(len(stop_at), dtype=bool)])
    order = np.lexsort((~is_stop, times, whole))  # at the same instant the stop comes first
    position = np.where(is_stop[order], np.arange(len(order)), len(order))
    following = np.minimum.accumulate(position[::-1])[::-1]
    stop = np.full(len(order), np.iinfo(np.int64).max)
    some = following < len(order)
    index = order[np.minimum(following, len(order) - 1)]
    stop[some & (whole[order] == whole[index])] = times[index][some & (whole[order] == whole[index])]
    found = np.empty(len(order), dtype=np.int64)
    found[order] = stop
    return found[: len(at)]


def _greedy(customer: Ints, at: Ints, free: Ints) -> npt.NDArray[np.bool_]:
    """Which events start a timer: the customer's first, then each first one after the running timer is over."""
    begins = np.zeros(len(at), dtype=bool)
    if not len(at):
        return begins
    first = np.flatnonzero(np.concatenate([[True], customer[1:] != customer[:-1]]))
    last = np.concatenate([first[1:], [len(at)]])
    current, end = first, last
    while len(current):
        begins[current] = True
        limit, low, high = free[current], current + 1, end.copy()
        while (open_ := low < high).any():
            middle = (low + high) // 2
            early = open_ & (at[np.minimum(middle, len(at) - 1)] < limit)
            low, high = np.where(early, middle + 1, low), np.where(open_ & ~early, middle, high)
        more = low < end
        current, end = low[more], end[more]
    return begins
