"""The same questions answered the slow, plain way: loops over every customer's events, nothing clever."""

from __future__ import annotations

from collections.abc import Sequence


def funnel(steps: Sequence[Sequence[int]], window: int) -> tuple[int, list[int]] | None:
    """Depth and moments of one customer; `steps` are the moments of each step. None for one who never entered."""
    best: tuple[int, list[int]] | None = None
    for entry in sorted(steps[0]):
        moments = [entry]
        for step in steps[1:]:
            later = sorted(at for at in step if at > moments[-1] and at <= entry + window)
            if not later:
                break
            moments.append(later[0])
        if best is None or len(moments) > best[0]:
            best = (len(moments), moments)
    return best
