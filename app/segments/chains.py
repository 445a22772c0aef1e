"""Which things happen soon after others, for many owners at once: two sorted lists of (owner, time) against each other.

Owner and time become one number, so that one binary search answers; owners are taken in stretches that fit 62 bits.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.segments.snapshot import Ints, Mask

_MOST = 1 << 62


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
    found = np.zeros(len(first[0]), dtype=bool)
    for one, keys, others, since, width in _stretches(first, then):
        at = np.searchsorted(others, keys, "right")
        near = others[np.minimum(at, len(others) - 1)] - keys
        found[one] = (at < len(others)) & (near <= np.minimum(width - 1 - since, length))
    return found


def in_order(owner: Ints, at: Ints) -> tuple[Ints, Ints]:
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
        keys = (one[0][mine] - start) * width + since
        others = (other[0][theirs] - start) * width + (other[1][theirs] - low)
        yield mine, keys, others, since, width


def _part(owners: Ints, low: int, high: int) -> slice:
    return slice(int(np.searchsorted(owners, low)), int(np.searchsorted(owners, high)))
