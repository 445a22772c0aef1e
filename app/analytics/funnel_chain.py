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

from app.segments import paths
from app.segments.paths import Clock, Depths, Events

Ints = npt.NDArray[np.int64]
NEVER = np.iinfo(np.int64).max


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
    parts = []
    for clock, keyed in paths.stretches(steps):
        found = paths.depths(keyed, clock, window)
        parts.append(Chains(found.owner, found.depth, _moments(keyed, found, clock, window)))
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


def _moments(steps: Sequence[Events], known: Depths, clock: Clock, window: int) -> Ints:
    """The moments of each customer's steps.

    Every entry from `goal - window` on, up to the latest that leads to the goal, leads there in time; so the first
    first-step event from `goal - window` on is the earliest entry, and from it each step is the next event.
    """
    found = np.full((len(known.owner), len(steps)), NEVER, np.int64)
    start = np.maximum(known.goal - window, clock.low)
    start[known.depth == 1] = known.goal[known.depth == 1]
    place = np.searchsorted(steps[0].key, clock.keyed(known.owner, start).key, "left")
    row = np.arange(len(known.owner))
    found[:, 0], key = steps[0].at[place], steps[0].key[place]
    for level, step in enumerate(steps[1:], 2):
        on = known.depth[row] >= level
        row, key = row[on], key[on]
        if not len(row):
            break
        place = np.searchsorted(step.key, key, "right")
        found[row, level - 1], key = step.at[place], step.key[place]
    return found
