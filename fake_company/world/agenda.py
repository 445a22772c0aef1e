"""What is due next for each customer: candidate visits, scheduled messages, timers of triggered ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fake_company.world.campaign import Scheduled, Trigger
from fake_company.world.deck import Deck
from fake_company.world.people import Array
from fake_company.world.setting import Setting
from fake_company.world.state import LONG_AGO, State

NEVER = np.int64(1) << np.int64(60)
RANKS = np.int64(12)
"""Bits of a key below the second: campaigns due at the same moment go by their own numbers, visits first."""
MOST = 16_384
"""Rows worked out at a time: what stays in the processor's cache."""
NIGHT_FROM, NIGHT_UNTIL, RELEASE = 21 * 3600, 8 * 3600, 8 * 3600 + 1800


def released(quiet: tuple[int, int] | None, is_ad: bool, time: Array) -> Array:
    """When a message due at these seconds really leaves: ads inside quiet hours wait for half past eight."""
    if quiet is None or not is_ad:
        return time
    start, end = quiet
    second = time % 86400
    inside = (second >= start) & (second < end) if start <= end else (second >= start) | (second < end)
    midnight = time - second
    morning = midnight + RELEASE + np.where(second >= RELEASE, 86400, 0)
    result: Array = np.where(inside, morning, time)
    return result


@dataclass
class Line:
    """Events known ahead, sorted by (row, key): each row walks along its own stretch."""

    key: Array
    at: Array
    """Position of each row's next event."""
    next: Array
    """Its key; NEVER when the row has none left."""
    after: Array
    """Key of the same row's following event."""

    @classmethod
    def of(cls, row: Array, key: Array, n: int) -> Line:
        """Sorted events of n rows."""
        after = np.full(len(key), NEVER, np.int64)
        same = row[1:] == row[:-1]
        after[:-1][same] = key[1:][same]
        begin = np.searchsorted(row, np.arange(n + 1))
        first = np.full(n, NEVER, np.int64)
        some = np.flatnonzero(begin[1:] > begin[:-1])
        first[some] = key[begin[some]]
        return cls(key, begin[:-1].copy(), first, after)

    def step(self, rows: Array) -> Array:
        """Take the next event of these rows: its position."""
        at = self.at[rows]
        self.at[rows] = at + 1
        self.next[rows] = self.after[at]
        return at


@dataclass
class Timers:
    """One timer per triggered campaign and row: event A happened, B cancels it, a new A does not restart it."""

    which: tuple[int, ...]
    """The campaigns."""
    due: Array
    """int64 (rows, campaigns) keys."""
    next: Array
    started: Array
    """float64 (rows, campaigns): when A happened, in days; LONG_AGO when none runs."""
    product: Array
    """int32 (rows, campaigns): product of the event."""

    @classmethod
    def of(cls, which: tuple[int, ...], n: int) -> Timers:
        """No timer runs."""
        shape = (n, len(which))
        return cls(which, np.full(shape, NEVER), np.full(n, NEVER), np.full(shape, LONG_AGO), np.full(shape, -1, np.int32))

    def start(self, column: int, rows: Array, at: Array, due: Array, product: Array) -> None:
        """Start a campaign's timer for the rows that have none running."""
        idle = np.flatnonzero(self.started[rows, column] == LONG_AGO)
        rows, due = rows[idle], due[idle]
        self.started[rows, column] = at[idle]
        self.due[rows, column] = due
        self.product[rows, column] = product[idle]
        self.next[rows] = np.minimum(self.next[rows], due)

    def step(self, rows: Array) -> tuple[Array, Array, Array]:
        """Take the next timer of these rows: its column, when it was started, and the product."""
        column = self.due[rows].argmin(axis=1) if len(self.which) > 1 else np.zeros(len(rows), np.int64)
        started, product = self.started[rows, column], self.product[rows, column]
        self.due[rows, column] = NEVER
        self.started[rows, column] = LONG_AGO
        self.next[rows] = self.due[rows].min(axis=1)
        return column, started, product


def scheduled(
    setting: Setting, state: State, deck: Deck, start_day: int, first_day: int, days: int
) -> tuple[Array, Array, Array]:
    """Messages of scheduled campaigns that leave in these days, sorted by (row, key): rows, keys, campaigns."""
    people, who = setting.people, state.who
    rows: list[Array] = []
    keys: list[Array] = []
    which: list[Array] = []
    for i, campaign in enumerate(deck.campaigns):
        if not isinstance(campaign.when, Scheduled):
            continue
        mask = campaign.audience[who] if isinstance(campaign.audience, np.ndarray) else None
        own = np.arange(len(who), dtype=np.int32) if mask is None else np.flatnonzero(mask).astype(np.int32)
        exists = people.first_day[who[own]]
        for day in campaign.when.days:
            due = np.array([day * 86400 + campaign.when.second])
            leaves = int(released(campaign.quiet, campaign.is_ad, due)[0])
            if day < start_day or not first_day <= leaves // 86400 < first_day + days:
                continue
            there = own[exists <= day]
            rows.append(there)
            keys.append(np.full(len(there), (leaves << int(RANKS)) + int(deck.rank[i])))
            which.append(np.full(len(there), i, np.int32))
    if not rows:
        return np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32)
    row, key = np.concatenate(rows), np.concatenate(keys)
    order = np.lexsort((key, row))
    return row[order], key[order], np.concatenate(which)[order]


@dataclass
class Agenda:
    """Where every row stands. Rows are independent, so each kind of work waits until many rows want it.

    A row is idle in `visits` or `sends` (what it wants next), or busy (its cart is being worked out elsewhere). One
    person under several customer numbers goes by the person's clock: such rows are looked at afresh every time.
    """

    coming: Line
    planned: Line
    timers: Timers
    end: int
    """Key from which nothing is worked out any more."""
    shared: Array
    """Rows whose person has several rows."""
    person: Array
    """Small number of each shared row's person."""
    alone: Array
    """bool by row: not shared."""
    busy: Array
    """int64 by row: key of the event being worked out; NEVER when idle."""
    visits: list[Array] = field(default_factory=list)
    sends: list[Array] = field(default_factory=list)
    waiting: list[int] = field(default_factory=lambda: [0, 0])
    """How many rows of their own person wait for a visit, for a message."""

    def due(self, rows: Array) -> Array:
        """Key of each row's next event."""
        result: Array = np.minimum(
            np.minimum(self.coming.next[rows], self.planned.next[rows]), self.timers.next[rows]
        )
        return result

    def idle(self, rows: Array) -> None:
        """These rows are done with their last event: see what they want next."""
        rows = rows[self.alone[rows]]
        due = self.due(rows)
        comes = self.coming.next[rows] == due
        goes_on = due < self.end
        for kind, (line, chosen) in enumerate(((self.visits, goes_on & comes), (self.sends, goes_on & ~comes))):
            some = rows[chosen]
            line += [some[begin : begin + MOST] for begin in range(0, len(some), MOST)]
            self.waiting[kind] += len(some)

    def turn(self) -> tuple[Array, Array]:
        """Rows of shared persons whose turn it is: for a visit, for a message."""
        rows = self.shared
        if not len(rows):
            return rows, rows
        due = self.due(rows)
        busy = self.busy[rows]
        earliest = np.full(len(rows), NEVER)
        np.minimum.at(earliest, self.person, np.minimum(due, busy) >> RANKS)
        ready = (due < self.end) & (busy == NEVER) & (due >> RANKS <= earliest[self.person])
        comes = self.coming.next[rows] == due
        return rows[ready & comes], rows[ready & ~comes]

    def take(self, kind: int, others: Array) -> Array:
        """Rows waiting for a visit (0) or a message (1): the latest ones, `MOST` or a few more, and
        `others`."""
        line = (self.visits, self.sends)[kind]
        chosen, count = [others], 0
        while line and count < MOST:
            count += len(line[-1])
            chosen.append(line.pop())
        self.waiting[kind] -= count
        return np.sort(np.concatenate(chosen))


def columns(deck: Deck) -> dict[int, int]:
    """Campaign → column of its timer."""
    return {i: column for column, i in enumerate(deck.triggers)}


def trigger(deck: Deck, i: int) -> Trigger:
    """The trigger of a triggered campaign."""
    when = deck.campaigns[i].when
    if not isinstance(when, Trigger):
        raise TypeError(f"campaign {i} is not triggered")
    return when
