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
    for one, other, keys, others in _stretches(then, first):
        at = np.searchsorted(others, keys, "left") - 1
        some = at >= 0
        near = keys - others[np.maximum(at, 0)]
        owner = first[0][other][np.maximum(at, 0)] if len(others) else keys
        found[one] = some & (near <= length) & (owner == then[0][one])
    return found


def followed(first: tuple[Ints, Ints], then: tuple[Ints, Ints], length: int) -> Mask:
    """For each `first`: whether a `then` of the same owner came after it, at most `length` later."""
    found = np.zeros(len(first[0]), dtype=bool)
    for one, other, keys, others in _stretches(first, then):
        at = np.searchsorted(others, keys, "right")
        some = at < len(others)
        at = np.minimum(at, len(others) - 1)
        owner = then[0][other][at]
        found[one] = some & (others[at] - keys <= length) & (owner == first[0][one])
    return found


def _stretches(one: tuple[Ints, Ints], other: tuple[Ints, Ints]) -> Iterator[tuple[slice, slice, Ints, Ints]]:
    """Stretches of owners of both lists with their combined numbers; those without any of `other` are left out."""
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
        keys = (one[0][mine] - start) * width + (one[1][mine] - low)
        others = (other[0][theirs] - start) * width + (other[1][theirs] - low)
        yield mine, theirs, keys, others


def _part(owners: Ints, low: int, high: int) -> slice:
    return slice(int(np.searchsorted(owners, low)), int(np.searchsorted(owners, high)))
