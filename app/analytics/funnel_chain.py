"""How far each customer came through ordered steps, and when: the rule of the funnel on sorted arrays.

A customer enters with every event of the first step. From an entry, each next step is the first event of its kind strictly
later than the step before, and at most `window` after the entry. The customer counts at the deepest step any entry reaches;
their moments are those of the earliest entry that reaches it (the first-touch rule usual in product analytics).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
NEVER = np.iinfo(np.int64).max
_BITS = 62


@dataclass(frozen=True)
class Chains:
    """One row a customer who entered: who, how many steps (1 …), and the moment of each step (NEVER where not reached)."""

    customer: Ints
    depth: Ints
    at: Ints  # customers × steps

    @classmethod
    def none(cls, steps: int) -> Chains:
        """Nobody."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, steps), np.int64))


def chains(steps: Sequence[tuple[Ints, Ints]], window: int) -> Chains:
    """The chains of all customers; each step is (customer, moment), sorted by customer, then moment; `window` like moments."""
    if not len(steps[0][0]):
        return Chains.none(len(steps))
    low = min(int(at.min()) for _, at in steps if len(at))
    width = max(int(at.max()) for _, at in steps if len(at)) - low + 1
    most = max(1, (1 << _BITS) // width)  # customers whose (customer, moment) fits one number
    first, last = int(steps[0][0][0]), int(steps[0][0][-1]) + 1
    parts = []
    for begin in range(first, last, most):
        clock = _Clock(begin, low, width)
        stretch = [clock.keyed(*_between(one, begin, min(begin + most, last))) for one in steps]
        if len(stretch[0].at):
            parts.append(_chains(stretch, clock, window))
    return joined(parts, len(steps))


def joined(parts: Sequence[Chains], steps: int) -> Chains:
    """Chains of several stretches one after another."""
    if not parts:
        return Chains.none(steps)
    return Chains(
        np.concatenate([one.customer for one in parts]),
        np.concatenate([one.depth for one in parts]),
        np.concatenate([one.at for one in parts]),
    )


@dataclass(frozen=True)
class _Clock:
    """How customer and moment become one number."""

    begin: int
    low: int
    width: int

    def keyed(self, who: Ints, at: Ints) -> _Step:
        """A step's events with their numbers."""
        return _Step(who, at, (who - self.begin) * self.width + (at - self.low))


def _between(step: tuple[Ints, Ints], low: int, high: int) -> tuple[Ints, Ints]:
    first, last = np.searchsorted(step[0], [low, high])
    return step[0][first:last], step[1][first:last]


@dataclass(frozen=True)
class _Step:
    """One step's events: customer, moment, and both as one number that sorts like them."""

    who: Ints
    at: Ints
    key: Ints


def _chains(steps: Sequence[_Step], clock: _Clock, window: int) -> Chains:
    first = steps[0]
    customer = first.who[_firsts(first.who)]
    row_of = np.full(int(customer[-1]) - clock.begin + 1, -1, np.int64)
    row_of[customer - clock.begin] = np.arange(len(customer))
    depth = np.ones(len(customer), np.int64)
    goal = first.at[_firsts(first.who)]  # when each customer's deepest step is first reached
    for level in range(len(steps), 1, -1):
        row, at = _reached(steps[:level], row_of, depth, clock, window)
        depth[row], goal[row] = level, at
    return Chains(customer, depth, _moments(steps, customer, depth, goal, clock, window))


def _reached(
    steps: Sequence[_Step], row_of: Ints, depth: Ints, clock: _Clock, window: int
) -> tuple[Ints, Ints]:
    """Which customers reach the last of these steps, not counting those known to come further, and when first.

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
    one = _firsts(row)
    return row[one], at[one]


def _reached_from_entries(
    before: _Step, last: _Step, row_of: Ints, depth: Ints, clock: _Clock, window: int
) -> tuple[Ints, Ints]:
    """The same for two steps, asked of each entry: what follows it next, and is it near enough?"""
    row = row_of[before.who - clock.begin]
    open_ = depth[row] == 1
    row, at, who = row[open_], before.at[open_], before.who[open_]
    place = np.searchsorted(last.key, before.key[open_], "right")
    some = np.minimum(place, len(last.key) - 1)
    good = (place < len(last.key)) & (last.who[some] == who) & (last.at[some] - at <= window)
    row, found = row[good], last.at[some[good]]
    one = _firsts(row)
    return row[one], found[one]


def _moments(
    steps: Sequence[_Step], customer: Ints, depth: Ints, goal: Ints, clock: _Clock, window: int
) -> Ints:
    """The moments of each customer's steps.

    Every entry from `goal - window` on, up to the latest that leads to the goal, leads there in time; so the first
    first-step event from `goal - window` on is the earliest entry, and from it each step is the next event.
    """
    found = np.full((len(customer), len(steps)), NEVER, np.int64)
    start = np.maximum(goal - window, clock.low) - clock.low
    start[depth == 1] = goal[depth == 1] - clock.low
    place = np.searchsorted(steps[0].key, (customer - clock.begin) * clock.width + start, "left")
    row = np.arange(len(customer))
    found[:, 0], key = steps[0].at[place], steps[0].key[place]
    for level, step in enumerate(steps[1:], 2):
        on = depth[row] >= level
        row, key = row[on], key[on]
        if not len(row):
            break
        place = np.searchsorted(step.key, key, "right")
        found[row, level - 1], key = step.at[place], step.key[place]
    return found


def _firsts(sorted_: Ints) -> npt.NDArray[np.bool_]:
    return np.concatenate([[True], sorted_[1:] != sorted_[:-1]]) if len(sorted_) else np.zeros(0, bool)
