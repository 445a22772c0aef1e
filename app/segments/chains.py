"""Which things happen soon after others, for many owners at once: two sorted lists of (owner, time) against each other.

Owner and time become one number, so that one binary search answers; owners are taken in stretches that fit 62 bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.segments.snapshot import Ints, Mask

_MOST = 1 << 62
Owners = TypeVar("Owners", npt.NDArray[np.int32], Ints)


def after(first: tuple[Ints, Ints], then: tuple[Ints, Ints], length: int) -> Mask:
    """For each `then` (owner, at): whether a `first` of the same owner came before it, at most `length` earlier.

    Both are sorted by owner, then time; "before" is strictly before.
    """
    found = np.zeros(len(then[0]), dtype=bool)
    for one, keys, others, since, _ in _stretches(then, first):
        at = np.searchsorted(others, keys, "left") - 1
        near = keys - others[np.maximum(at, 0)]
        found[one] = (at >= 0) & (
            near <= np.minimum(since, length)
        )  # further back than `since` is another owner
    return found


def followed(first: tuple[Ints, Ints], then: tuple[Ints, Ints], length: int) -> Mask:
    """For each `first`: whether a `then` of the same owner came after it, at most `length` later."""
    rows = _shared(first[0], then[0])
    found = np.zeros(len(first[0]), dtype=bool)
    fits = np.zeros(len(rows), dtype=bool)
    for one, keys, others, since, width in _stretches((first[0][rows], first[1][rows]), then):
        at = np.searchsorted(others, keys, "right")
        near = others[np.minimum(at, len(others) - 1)] - keys
        fits[one] = (at < len(others)) & (near <= np.minimum(width - 1 - since, length))
    found[rows] = fits
    return found


def _shared(owners: npt.NDArray[Any], others: npt.NDArray[Any]) -> Ints:
    """The entries whose owner is also among the others: only they can have anything near them."""
    if not len(owners) or not len(others):
        return np.zeros(0, dtype=np.int64)
    low, high = int(min(owners[0], others[0])), int(max(owners[-1], others[-1]))
    known = np.zeros(high - low + 1, dtype=bool)
    known[others - low] = True
    return np.flatnonzero(known[owners - low])


def in_order(owner: Owners, at: Ints) -> tuple[Owners, Ints]:
    """Sorted by owner, then time. Files keep that order but for a few events of one instant: only those are moved."""
    back = np.diff(owner)
    if (back < 0).any():
        order = np.lexsort((at, owner))
        return owner[order], at[order]
    wrong = np.unique(owner[1:][(back == 0) & (np.diff(at) < 0)])
    if len(wrong):
        at = at.copy()
        for one in wrong.tolist():
            mine = _part(owner, one, one + 1)
            at[mine] = np.sort(at[mine])
    return owner, at


def _stretches(
    one: tuple[Ints, Ints], other: tuple[Ints, Ints]
) -> Iterator[tuple[slice, Ints, Ints, Ints, int]]:
    """Stretches of owners: where they lie in `one`, the combined numbers of both, the times of `one`, the numbers an owner.

    Owners that have nothing of `other` near them are left out.
    """
    if not len(one[0]) or not len(other[0]):
        return
    low = min(int(one[1].min()), int(other[1].min()))
    width = max(int(one[1].max()), int(other[1].max())) - low + 1
    begin, end = int(one[0][0]), int(one[0][-1]) + 1
    size = max(_MOST // width, 1)
    for start in range(begin, end, size):
        mine, theirs = _part(one[0], start, start + size), _part(other[0], start, start + size)
        if mine.start == mine.stop or theirs.start == theirs.stop:
            continue
        since = one[1][mine] - low
        keys = (one[0][mine].astype(np.int64) - start) * width + since
        others = (other[0][theirs].astype(np.int64) - start) * width + (other[1][theirs] - low)
        yield mine, keys, others, since, width


def _part(owners: npt.NDArray[Any], low: int, high: int) -> slice:
    return slice(int(np.searchsorted(owners, low)), int(np.searchsorted(owners, high)))
