"""Sampling helpers over counter keys: the same identity always draws the same value, in any order or process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fake_company import keys

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def uniform(seed: int, purpose: str, ids: npt.ArrayLike, salt: int = 0) -> Floats:
    """One number in (0, 1) an identity; `salt` gives further independent numbers of the same purpose."""
    return np.asarray(keys.uniform(seed, f"{purpose}/{salt}", np.asarray(ids, dtype=np.int64)))


def cumulative(weights: Sequence[float] | Floats) -> Floats:
    """Running shares of weights, ending at exactly one."""
    shares = np.cumsum(np.asarray(weights, np.float64))
    shares /= shares[-1]
    shares[-1] = 1.0
    return shares


def pick(u: Floats, shares: Floats) -> Ints:
    """Which part of the running `shares` each uniform number falls in."""
    return np.minimum(np.searchsorted(shares, u, side="right"), len(shares) - 1)


def index(u: Floats, n: int) -> Ints:
    """A position 0 … n−1, evenly."""
    return np.minimum((u * n).astype(np.int64), n - 1)


def normal(u: Floats) -> Floats:
    """Standard normal quantile."""
    return np.asarray(keys.normal(u))
