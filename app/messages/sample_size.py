"""What an A/B test can see: the two-sided z-test of two proportions, and the days until a difference shows.

n per group = (z(1−α/2)·√(2·p̄·q̄) + z(power)·√(p1·q1 + p2·q2))² / (p2 − p1)², p̄ the mean of both
(Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., 4.14, without continuity correction).
For groups of different sizes p̄ is weighted and the two variances are divided by their own n.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8
_NORMAL = NormalDist()


def per_group(p1: float, p2: float, power: float = POWER, alpha: float = ALPHA) -> float:
    """Customers each of two equal groups needs to tell `p2` from `p1`; infinite when they are the same."""
    if p1 == p2:
        return math.inf
    mean = (p1 + p2) / 2
    here = _NORMAL.inv_cdf(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    there = _NORMAL.inv_cdf(power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return ((here + there) / (p2 - p1)) ** 2


def power_of(p1: float, p2: float, n1: float, n2: float, alpha: float = ALPHA) -> float:
    """The chance that groups of `n1` and `n2` customers tell these two shares apart."""
    if n1 <= 0 or n2 <= 0 or p1 == p2:
        return 0.0
    mean = (p1 * n1 + p2 * n2) / (n1 + n2)
    null = _NORMAL.inv_cdf(1 - alpha / 2) * math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n2))
    spread = math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return 1.0 if spread == 0 else _NORMAL.cdf((abs(p2 - p1) - null) / spread)


def detectable(base: float, n1: float, n2: float, power: float = POWER, alpha: float = ALPHA) -> float | None:
    """The smallest rise over `base` that groups of this size show with this power; None when even 100 % would not."""
    if not 0 < base < 1 or power_of(base, 1 - 1e-9, n1, n2, alpha) < power:
        return None
    low, high = 0.0, 1 - 1e-9 - base
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if power_of(base, base + middle, n1, n2, alpha) < power else (low, middle)
    return high


@dataclass(frozen=True)
class Wait:
    """How long until a relative rise shows: customers needed in both groups, and days (None: this audience never can)."""

    rise: float
    customers: int
    days: int | None


def waits(base: float, a_day: float, at_most: float, rises: tuple[float, ...] = (0.1, 0.2, 0.5, 1.0)) -> list[Wait]:
    """For each relative rise: how many customers two equal groups need, and after how many days they have come.

    `a_day` customers come every day; `at_most` is how many there are in all when nobody new comes (0: no bound).
    """
    found = []
    for rise in rises:
        there = base * (1 + rise)
        needed = math.inf if there >= 1 else 2 * math.ceil(per_group(base, there))
        reachable = math.isfinite(needed) and (not at_most or needed <= at_most)
        days = math.ceil(needed / a_day) if reachable and a_day > 0 else None
        found.append(Wait(rise, int(needed) if math.isfinite(needed) else 0, days))
    return found
