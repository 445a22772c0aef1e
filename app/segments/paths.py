"""How far owners come through ordered steps within one window: the rule behind funnels, on sorted arrays.

An owner enters with every event of the first step. From an entry, each next step is an event of its kind strictly later than
the step before, and at most `window` after the entry. The owner counts at the deepest step any entry reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.segments.snapshot import Ints, Mask
from fake_company.warehouse import Company

_BITS = 62
Times = tuple[Ints, Ints]
"""Owner and moment of events, sorted by owner, then moment."""


@dataclass(frozen=True)
class Events:
    """One step's events: owner, moment, and both as one number that sorts like them."""

    who: Ints
    at: Ints
    key: Ints


@dataclass(frozen=True)
class Clock:
    """How owner and moment become one number."""

    begin: int
    low: int
    width: int

    def keyed(self, who: Ints, at: Ints) -> Events:
        """A step's events with their numbers."""
        return Events(who, at, (who - self.begin) * self.width + (at - self.low))


@dataclass(frozen=True)
class Depths:
    """One row an owner who entered: who, how many steps (1 …), and when the deepest step was first reached."""

    owner: Ints
    depth: Ints
    goal: Ints


def stretches(steps: Sequence[Times]) -> Iterator[tuple[Clock, list[Events]]]:
    """Owners in stretches whose numbers fit 62 bits; a stretch in which nobody enters is left out."""
    if not len(steps[0][0]):
        return
    low = min(int(at.min()) for _, at in steps if len(at))
    width = max(int(at.max()) for _, at in steps if len(at)) - low + 1
    most = max(1, (1 << _BITS) // width)
    first, last = int(steps[0][0][0]), int(steps[0][0][-1]) + 1
    for begin in range(first, last, most):
        clock = Clock(begin, low, width)
        found = [clock.keyed(*_between(one, begin, min(begin + most, last))) for one in steps]
        if len(found[0].at):
            yield clock, found


def depths(steps: Sequence[Events], clock: Clock, window: int) -> Depths:
    """How far everybody of one stretch comes."""
    first = steps[0]
    one = firsts(first.who)
    owner = first.who[one]
    row_of = np.full(int(owner[-1]) - clock.begin + 1, -1, np.int64)
    row_of[owner - clock.begin] = np.arange(len(owner))
    depth = np.ones(len(owner), np.int64)
    goal = first.at[one]
    for level in range(len(steps), 1, -1):
        row, at = _reached(steps[:level], row_of, depth, clock, window)
        depth[row], goal[row] = level, at
    return Depths(owner, depth, goal)


def owners(steps: Sequence[Times], window: int, reached: int, *, exactly: bool) -> Ints:
    """Who comes to step `reached` (from 1), and with `exactly` no further."""
    found = [np.empty(0, np.int64)]
    for clock, keyed in stretches(steps if exactly else steps[:reached]):
        known = depths(keyed, clock, window)
        found.append(known.owner[known.depth == reached if exactly else known.depth >= reached])
    return np.concatenate(found)


def read(company: Company, source: str) -> Times:
    """A step's events by customer and time; files are sorted like that, so sorting is asked of none that is."""
    rows = company.arrays(source)
    customer = np.asarray(rows["customer_id"]).astype(np.int64)
    at = np.asarray(rows["occurred_at"]).astype("datetime64[us]").view(np.int64)
    order = in_order(customer, at)
    if order is not None:
        customer, at = customer[order], at[order]
    return customer, at


def in_order(owner: Ints, at: Ints) -> Ints | None:
    """The order that puts events by owner, then time; None when they stand so already.

    What is read is nearly sorted: owner and time as one number, where both fit, are put in order almost at once.
    """
    back = owner[1:] < owner[:-1]
    if not (back | ((at[1:] < at[:-1]) & (owner[1:] == owner[:-1]))).any():
        return None
    low, first = int(at.min()), int(owner.min())
    width = int(at.max()) - low + 1
    if (int(owner.max()) - first + 1) * width >= 1 << _BITS:
        return np.lexsort((at, owner))
    return np.argsort((owner - first) * width + (at - low), kind="stable")


def firsts(sorted_: Ints) -> Mask:
    """Which entries of a sorted list are the first of their kind."""
    return np.concatenate([[True], sorted_[1:] != sorted_[:-1]]) if len(sorted_) else np.zeros(0, bool)


def _reached(
    steps: Sequence[Events], row_of: Ints, depth: Ints, clock: Clock, window: int
) -> tuple[Ints, Ints]:
    """Which owners reach the last of these steps, not counting those known to come further, and when first.

    Going back from an event to the last event of the step before, and so on, ends at the latest entry that can lead to
    it: the event is reached if and only if that entry is near enough.
    """
    last, before = steps[-1], steps[0]
    inside = last.who - clock.begin < len(row_of)
    row = np.where(inside, row_of[np.minimum(last.who - clock.begin, len(row_of) - 1)], -1)
    open_ = (row >= 0) & (depth[row] == 1)
    if len(steps) == 2 and len(before.at) < int(open_.sum()):
        return _reached_from_entries(before, last, row_of, depth, clock, window)
    row, at, key = row[open_], last.at[open_], last.key[open_]
    entry = at
    for step in steps[-2::-1]:
        place = np.searchsorted(step.key, key, "left") - 1
        who = step.who[np.maximum(place, 0)] if len(step.who) else np.full(len(place), -1)
        good = (place >= 0) & (row_of[np.clip(who - clock.begin, 0, len(row_of) - 1)] == row)
        row, at, place = row[good], at[good], place[good]
        key, entry = step.key[place], step.at[place]
    good = at - entry <= window
    row, at = row[good], at[good]
    one = firsts(row)
    return row[one], at[one]


def _reached_from_entries(
    before: Events, last: Events, row_of: Ints, depth: Ints, clock: Clock, window: int
) -> tuple[Ints, Ints]:
    """The same for two steps, asked of each entry: what follows it next, and is it near enough?"""
    row = row_of[before.who - clock.begin]
    open_ = depth[row] == 1
    row, at, who = row[open_], before.at[open_], before.who[open_]
    place = np.searchsorted(last.key, before.key[open_], "right")
    some = np.minimum(place, len(last.key) - 1)
    good = (place < len(last.key)) & (last.who[some] == who) & (last.at[some] - at <= window)
    row, found = row[good], last.at[some[good]]
    one = firsts(row)
    return row[one], found[one]


def _between(step: Times, low: int, high: int) -> Times:
    first, last = np.searchsorted(step[0], [low, high])
    return step[0][first:last], step[1][first:last]
