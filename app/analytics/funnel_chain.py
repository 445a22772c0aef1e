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
        stretch = [_between(one, begin, begin + most) for one in steps]
        if len(stretch[0][0]):
            parts.append(
                _chains([((who - begin) * width + (at - low), at) for who, at in stretch], stretch, window)
            )
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


def _between(step: tuple[Ints, Ints], low: int, high: int) -> tuple[Ints, Ints]:
    first, last = np.searchsorted(step[0], [low, high])
    return step[0][first:last], step[1][first:last]


@dataclass(frozen=True)
class _Reached:
    """Events of one step that some entry reaches in time."""

    key: Ints
    at: Ints
    customer: Ints


def _chains(keyed: Sequence[tuple[Ints, Ints]], steps: Sequence[tuple[Ints, Ints]], window: int) -> Chains:
    reached = _forward(keyed, steps, window)
    who = reached[0].customer
    customer = who[np.concatenate([[True], who[1:] != who[:-1]])]
    depth = np.ones(len(customer), np.int64)
    for level, one in enumerate(reached[1:], 2):
        depth[np.searchsorted(customer, one.customer)] = level
    return Chains(customer, depth, _moments(reached, customer, depth, window))


def _forward(
    keyed: Sequence[tuple[Ints, Ints]], steps: Sequence[tuple[Ints, Ints]], window: int
) -> list[_Reached]:
    """For each step its events that lie on a valid chain.

    The latest entry that can lead to an event is that of the last reached event of the step before (entries of reached
    events never fall in the course of time), so one look-up decides whether any entry leads here in time.
    """
    key, at = keyed[0]
    found = [_Reached(key, at, steps[0][0])]
    entry = at
    for (key, at), (who, _) in zip(keyed[1:], steps[1:], strict=True):
        before = found[-1]
        if not len(before.key):
            found.append(_Reached(key[:0], at[:0], who[:0]))
            continue
        place = np.searchsorted(before.key, key, "left") - 1
        some = np.maximum(place, 0)
        keep = (place >= 0) & (before.customer[some] == who) & (at - entry[some] <= window)
        entry = entry[some[keep]]
        found.append(_Reached(key[keep], at[keep], who[keep]))
    return found


def _moments(reached: Sequence[_Reached], customer: Ints, depth: Ints, window: int) -> Ints:
    """The moments of each customer's steps: of the earliest entry that comes as far as they came.

    From the last step backwards, each event learns when the quickest way from it to the customer's deepest step ends; the
    earliest first-step event whose way ends in time is the entry, and from it each step is the next event.
    """
    found = np.full((len(customer), len(reached)), NEVER, np.int64)
    ends: Ints = np.empty(0, np.int64)
    for level in range(len(reached), 0, -1):
        one = reached[level - 1]
        row = np.searchsorted(customer, one.customer)
        goal = depth[row]
        end = np.where(goal == level, one.at, NEVER)
        if level < len(reached) and len(reached[level].key):
            later = reached[level]
            place = np.searchsorted(later.key, one.key, "right")
            some = np.minimum(place, len(later.key) - 1)
            on = (goal > level) & (place < len(later.key)) & (later.customer[some] == one.customer)
            end[on] = ends[some[on]]
        ends = end
        if level == 1:
            good = (end != NEVER) & (end - one.at <= window)
            row, at, key = row[good], one.at[good], one.key[good]
            first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, bool)
            row, key = row[first], key[first]
            found[row, 0] = at[first]
    for level in range(2, len(reached) + 1):
        later = reached[level - 1]
        on = depth[row] >= level
        row, key = row[on], key[on]
        if not len(row):
            break
        place = np.searchsorted(later.key, key, "right")
        found[row, level - 1] = later.at[place]
        key = later.key[place]
    return found
