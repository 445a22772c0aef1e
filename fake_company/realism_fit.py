"""Fit the BG/NBD model of repeat buying by maximum likelihood, over NumPy alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Fit:
    """Parameters of BG/NBD and the log-likelihood reached."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def bgnbd(frequency: Array, recency: Array, age: Array) -> Fit:
    """Fit repeat purchases `frequency`, time of the last one `recency` and length of observation `age` (same unit).

    Fader, Hardie and Lee (2005), "Counting your customers" the easy way, eq. 6; Nelder and Mead's simplex on the
    logarithms of the parameters. Customers with equal figures are counted together.
    """
    cells, weight = np.unique(
        np.stack([frequency, np.round(recency, 3), np.round(age, 3)], axis=1), axis=0, return_counts=True
    )
    x, t, end = cells[:, 0], cells[:, 1], cells[:, 2]

    def loss(logs: Array) -> float:
        r, alpha, a, b = np.exp(np.clip(logs, -12, 8))
        counted = log_gamma(r + x) - log_gamma(r) + r * np.log(alpha)
        alive = log_beta(a, b + x) - log_beta(a, b) - (r + x) * np.log(alpha + end)
        gone = np.where(
            x > 0,
            log_beta(a + 1, b + np.maximum(x, 1) - 1) - log_beta(a, b) - (r + x) * np.log(alpha + t),
            -np.inf,
        )
        return -float((weight * (counted + np.logaddexp(alive, gone))).sum())

    best = nelder_mead(loss, np.log([0.5, 5.0, 0.7, 2.0]))
    r, alpha, a, b = np.exp(np.clip(best, -12, 8))
    return Fit(float(r), float(alpha), float(a), float(b), -loss(best))


def log_beta(a: Array | float, b: Array | float) -> Array:
    """Logarithm of the beta function."""
    result: Array = log_gamma(a) + log_gamma(b) - log_gamma(np.asarray(a) + b)
    return result


def log_gamma(x: Array | float) -> Array:
    """Logarithm of the gamma function: Stirling's series after shifting the argument above seven."""
    z = np.asarray(x, np.float64) + 0.0
    shift = np.zeros_like(z)
    for _ in range(7):
        small = z < 7
        shift = shift - np.where(small, np.log(np.where(small, z, 1.0)), 0.0)
        z = np.where(small, z + 1, z)
    inverse = 1 / z
    series = inverse * (1 / 12 - inverse**2 * (1 / 360 - inverse**2 * (1 / 1260 - inverse**2 / 1680)))
    result: Array = shift + (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series
    return result


def nelder_mead(loss: Callable[[Array], float], start: Array, rounds: int = 500) -> Array:
    """Minimise a function of a few variables without derivatives (Nelder and Mead 1965)."""
    points = np.vstack([start, start + 0.4 * np.eye(len(start))])
    costs = np.array([loss(point) for point in points])
    for _ in range(rounds):
        order = np.argsort(costs, kind="stable")
        points, costs = points[order], costs[order]
        if costs[-1] - costs[0] < 1e-7 * (1 + abs(costs[0])):
            break
        centre = points[:-1].mean(axis=0)
        mirrored = centre + (centre - points[-1])
        cost = loss(mirrored)
        if cost < costs[0]:
            further = centre + 2 * (centre - points[-1])
            far = loss(further)
            points[-1], costs[-1] = (further, far) if far < cost else (mirrored, cost)
        elif cost < costs[-2]:
            points[-1], costs[-1] = mirrored, cost
        else:
            nearer = centre + 0.5 * (points[-1] - centre)
            near = loss(nearer)
            if near < costs[-1]:
                points[-1], costs[-1] = nearer, near
            else:
                points[1:] = points[0] + 0.5 * (points[1:] - points[0])
                costs[1:] = [loss(point) for point in points[1:]]
    return np.asarray(points[np.argmin(costs)])
