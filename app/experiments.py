"""What two groups tell: shares (two-proportion z), means (Welch), CUPED, and how large a test must be.

The textbook methods every analytics tool uses, with their sources; worked against the published Hillstrom e-mail
experiment (64,000 customers, 2008) to its last printed digit in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, lgamma, log, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Difference:
    """Treated − control: the difference, its standard error, interval and two-sided p-value.

    `relative` is the difference as a share of the control's figure (None where that is zero). `statistic` is z for
    shares and t for means (`degrees` of freedom; infinite for z).
    """

    treated: float
    control: float
    difference: float
    standard_error: float
    low: float
    high: float
    statistic: float
    degrees: float
    p_value: float

    @property
    def relative(self) -> float | None:
        """The rise over the control, 0.72 for +72 %."""
        return self.difference / self.control if self.control else None

    @property
    def tells(self) -> bool:
        """Whether the interval leaves zero out; if not, the groups are too small to tell."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Group:
    """A group's size, mean and standard deviation (n − 1), in the measure's own unit."""

    n: int
    mean: float
    deviation: float

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Group:
        """The summary of one value a customer."""
        n = len(values)
        return cls(n, float(values.mean()) if n else nan, float(values.std(ddof=1)) if n > 1 else nan)


def two_proportions(successes: int, n: int, control_successes: int, control_n: int, level: float = 0.95) -> Difference:
    """Two shares: difference with its Wald interval (unpooled) and the pooled z test.

    Fleiss, Levin, Paik (2003), *Statistical Methods for Rates and Proportions*, §3. ValueError for empty groups.
    """
    if n < 1 or control_n < 1:
        raise ValueError("both groups need at least one customer")
    p, q = successes / n, control_successes / control_n
    error = sqrt(p * (1 - p) / n + q * (1 - q) / control_n)
    pooled = (successes + control_successes) / (n + control_n)
    null_error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / control_n))
    z = (p - q) / null_error if null_error else 0.0
    half = _NORMAL.inv_cdf(0.5 + level / 2) * error
    return Difference(p, q, p - q, error, p - q - half, p - q + half, z, inf, 2 * (1 - _NORMAL.cdf(abs(z))))


def welch(treated: Group, control: Group, level: float = 0.95) -> Difference:
    """Two means with unequal variances: Welch's t test and interval (Welch 1947, Satterthwaite's degrees).

    ValueError for groups of fewer than two.
    """
    if treated.n < 2 or control.n < 2:
        raise ValueError("both groups need at least two customers")
    a, b = treated.deviation**2 / treated.n, control.deviation**2 / control.n
    difference, error = treated.mean - control.mean, sqrt(a + b)
    if error == 0:
        p = 1.0 if difference == 0 else 0.0
        return Difference(treated.mean, control.mean, difference, 0.0, difference, difference, 0.0, inf, p)
    degrees = (a + b) ** 2 / (a**2 / (treated.n - 1) + b**2 / (control.n - 1))
    t = difference / error
    half = t_quantile(0.5 + level / 2, degrees) * error
    return Difference(
        treated.mean,
        control.mean,
        difference,
        error,
        difference - half,
        difference + half,
        t,
        degrees,
        2 * t_cdf(-abs(t), degrees),
    )


def cuped(
    treated: NDArray[np.float64],
    treated_before: NDArray[np.float64],
    control: NDArray[np.float64],
    control_before: NDArray[np.float64],
    level: float = 0.95,
) -> Difference:
    """Welch after taking out what each customer did before (Deng, Xu, Kohavi, Walker 2013, eq. 3–5).

    θ = cov(after, before) / var(before) over both groups; y′ = y − θ (x − x̄). The difference stays unbiased, its
    variance shrinks by the squared correlation.
    """
    before = np.concatenate([treated_before, control_before])
    after = np.concatenate([treated, control])
    spread = float(before.var())
    theta = float(((before - before.mean()) * (after - after.mean())).mean()) / spread if spread else 0.0
    centre = float(before.mean())
    return welch(
        Group.of(treated - theta * (treated_before - centre)),
        Group.of(control - theta * (control_before - centre)),
        level,
    )


def detectable_difference(
    n: int, control_n: int, base_rate: float, level: float = 0.95, power: float = 0.8
) -> float | None:
    """The smallest rise of a share these groups would show with that power; None when no rise would.

    d = (z₁₋α⁄₂ + z₁₋β) · √(p₀(1−p₀)/n₀ + p₁(1−p₁)/n₁), p₁ = p₀ + d (Fleiss, Levin, Paik 2003, §4).
    """
    if n < 1 or control_n < 1:
        return None
    z = _NORMAL.inv_cdf(0.5 + level / 2) + _NORMAL.inv_cdf(power)
    rise = 0.0
    for _ in range(60):
        raised = min(base_rate + rise, 1.0)
        rise = z * sqrt(base_rate * (1 - base_rate) / control_n + raised * (1 - raised) / n)
    return rise if rise > 0.0 and base_rate + rise < 1.0 else None


def sample_size(base_rate: float, rise: float, level: float = 0.95, power: float = 0.8) -> int:
    """Customers needed in each of two equal groups to show `rise` (same formula, solved for n).

    ValueError when the rise is zero or leaves 0…1.
    """
    raised = base_rate + rise
    if rise == 0 or not 0 <= raised <= 1:
        raise ValueError("the rise must be other than zero and stay between 0 and 1")
    z = _NORMAL.inv_cdf(0.5 + level / 2) + _NORMAL.inv_cdf(power)
    return int(np.ceil(z * z * (base_rate * (1 - base_rate) + raised * (1 - raised)) / rise**2))


def sample_size_of_means(deviation: float, rise: float, level: float = 0.95, power: float = 0.8) -> int:
    """Customers needed in each of two equal groups to show a rise of a mean (n = 2 σ² z² / d², Cohen 1988, §2)."""
    if rise == 0:
        raise ValueError("the rise must be other than zero")
    z = _NORMAL.inv_cdf(0.5 + level / 2) + _NORMAL.inv_cdf(power)
    return int(np.ceil(2 * (z * deviation / rise) ** 2))


def t_cdf(t: float, degrees: float) -> float:
    """Student's t distribution function, through the regularised incomplete beta function."""
    if degrees == inf:
        return _NORMAL.cdf(t)
    tail = 0.5 * _incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t), t * t / (degrees + t * t))
    return tail if t <= 0 else 1 - tail


def t_quantile(share: float, degrees: float) -> float:
    """The t value below which that share lies (bisection on `t_cdf`; exact to 1e-12 of its size)."""
    if degrees == inf:
        return _NORMAL.inv_cdf(share)
    if share == 0.5:
        return 0.0
    if share < 0.5:
        return -t_quantile(1 - share, degrees)
    low, high = 0.0, 1.0
    while t_cdf(high, degrees) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float, y: float) -> float:
    """I_x(a, b) with y = 1 − x, by Lentz's continued fraction (Press et al., *Numerical Recipes*, §6.4)."""
    if x <= 0 or y <= 0:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, y) / b


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 500):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + numerator * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + numerator / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
