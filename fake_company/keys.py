"""Random numbers that belong to a customer and a moment, not to a stream, so two worlds share every draw.

A draw is a pure function of (seed, customer, slot, purpose): splitmix64's finaliser over a linear combination of
the ids. Distributions are inverse CDFs of our own (formula or table), never a library's distribution methods,
whose streams change between versions (NEP 19).
"""

from __future__ import annotations

import sys
from functools import lru_cache
from math import lgamma
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_STEP = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: splitmix64's increment
_SLOT = 0xD1B54A32D192ED03
_PURPOSE = 0x8CB92BA72F3D8DD7
_MASK = (1 << 64) - 1
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_LITTLE = sys.byteorder == "little"
_30, _27, _31, _40 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(40)


def mix(words: Array) -> Array:
    """Scramble 64-bit words (splitmix64's finaliser; Steele, Lea and Flood 2014). Shape kept, uint64."""
    x = words ^ (words >> _30)
    x *= _M1
    x ^= x >> _27
    x *= _M2
    x ^= x >> _31
    result: Array = x
    return result


def name_key(name: str) -> int:
    """A stable 64-bit number for a name (campaign id, table name): FNV-1a, then scrambled."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & _MASK
    return int(mix(np.array([value], dtype=np.uint64))[0])


def row_keys(seed: int | Array, customers: Array) -> Array:
    """One 64-bit key per (seed, customer): the root of everything random about that customer."""
    root = mix(np.atleast_1d(np.asarray(seed).astype(np.uint64)) + np.uint64(_STEP))
    return mix(root + customers.astype(np.uint64) * np.uint64(_STEP))


def lanes(keys: Array, purpose: int, slots: Array) -> Array:
    """Four 16-bit numbers per key and slot: uint16 of shape (len(keys), 4 · len(slots))."""
    base = slots.astype(np.uint64) * np.uint64(_SLOT) + np.uint64((purpose * _PURPOSE) & _MASK)
    mixed = mix(keys[:, None] + base[None, :])
    shifts = np.array([0, 16, 32, 48], dtype=np.uint64)
    if mixed.dtype.byteorder in "<=" and _LITTLE:
        return mixed.view(np.uint16)
    return (mixed[:, :, None] >> shifts).astype(np.uint16).reshape(len(keys), -1)


def words(keys: Array, purpose: int, slot: int | Array = 0) -> Array:
    """64 random bits per key for one purpose and slot (an hour, a day, an episode number)."""
    if isinstance(slot, np.ndarray):
        return mix(keys + slot.astype(np.uint64) * np.uint64(_SLOT) + np.uint64((purpose * _PURPOSE) & _MASK))
    return mix(keys + np.uint64((purpose * _PURPOSE + int(slot) * _SLOT) & _MASK))


def draw(keys: Array, purpose: int, slot: int | Array = 0) -> Array:
    """Uniform float32 in (0, 1), 24 random bits, per key: the engine's everyday draw."""
    return ((words(keys, purpose, slot) >> _40).astype(np.float32) + np.float32(0.5)) * np.float32(2.0**-24)


def draws(keys: Array, purposes: Array, slot: int | Array = 0) -> Array:
    """Several purposes at once: float32 of shape (len(purposes), len(keys))."""
    shifts = purposes.astype(np.uint64) * np.uint64(_PURPOSE)
    base = keys + (
        slot.astype(np.uint64) * np.uint64(_SLOT)
        if isinstance(slot, np.ndarray)
        else np.uint64((int(slot) * _SLOT) & _MASK)
    )
    mixed = mix(base[None, :] + shifts[:, None])
    return ((mixed >> _40).astype(np.float32) + np.float32(0.5)) * np.float32(2.0**-24)


def parts(keys: Array, purpose: int, slot: int | Array, widths: tuple[int, ...]) -> list[Array]:
    """Several uniform float32 from one draw, of so many bits each (64 in all at the most, 24 each)."""
    word, used, result = words(keys, purpose, slot), 0, []
    for width in widths:
        used += width
        bits = (word >> np.uint64(64 - used)) & np.uint64((1 << width) - 1)
        result.append((bits.astype(np.float32) + np.float32(0.5)) * np.float32(2.0**-width))
    return result


def uniform(seed: int | Array, purpose: int | str, *ids: int | Array) -> Array:
    """Uniform float64 in (0, 1), 53 bits, for (seed, purpose, ids…); ids broadcast against each other."""
    number = name_key(purpose) if isinstance(purpose, str) else (purpose * _PURPOSE) & _MASK
    word = mix(np.atleast_1d(np.asarray(seed).astype(np.uint64)) + np.uint64(number))
    for value in ids:
        word = mix(
            word + np.asarray(value).astype(np.int64).astype(np.uint64) * np.uint64(_STEP) + np.uint64(1)
        )
    return ((word >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def normal(u: Array) -> Array:
    """Standard normal quantile of u (Acklam's rational approximation, relative error below 1.2e-9)."""
    p = np.clip(np.asarray(u, dtype=np.float64), 1e-12, 1 - 1e-12)
    tail = np.sqrt(-2.0 * np.log(np.minimum(p, 1 - p)))
    outer = _ratio(
        tail,
        (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
         4.374664141464968, 2.938163982698783),
        (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1.0),
    )  # fmt: skip
    q = p - 0.5
    r = q * q
    inner = q * _ratio(
        r,
        (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02,
         -3.066479806614716e01, 2.506628277459239),
        (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01,
         -1.328068155288572e01, 1.0),
    )  # fmt: skip
    middle = (p > 0.02425) & (p < 1 - 0.02425)
    result: Array = np.where(middle, inner, np.where(p < 0.5, outer, -outer))
    return result


def _ratio(x: Array, above: tuple[float, ...], below: tuple[float, ...]) -> Array:
    top: Array = np.polyval(np.array(above), x)
    bottom: Array = np.polyval(np.array(below), x)
    return top / bottom


@lru_cache(maxsize=64)
def _gamma_table(shape: float) -> tuple[Array, Array]:
    log_x = np.linspace(-40.0 / max(shape, 0.05) ** 0.5, np.log(60.0 + 6 * shape), 16385)
    density = np.exp(shape * log_x - np.exp(log_x) - lgamma(shape))
    steps = np.diff(log_x) * (density[1:] + density[:-1]) / 2
    start = np.exp(shape * log_x[0] - np.exp(log_x[0]) - lgamma(shape + 1))
    cumulative = np.concatenate([[start], start + np.cumsum(steps)])
    return cumulative / cumulative[-1], log_x


def gamma(u: Array, shape: float) -> Array:
    """Quantile of Gamma(shape, scale 1) at u, from a table made by integrating the density."""
    cumulative, log_x = _gamma_table(float(shape))
    result: Array = np.exp(np.interp(u, cumulative, log_x))
    return result


@lru_cache(maxsize=64)
def _beta_table(a: float, b: float) -> tuple[Array, Array]:
    logit = np.linspace(-30.0 / min(a, 1.0), 30.0 / min(b, 1.0), 16385)
    log_p, log_q = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
    density = np.exp(a * log_p + b * log_q + lgamma(a + b) - lgamma(a) - lgamma(b))
    cumulative = np.concatenate([[0.0], np.cumsum(np.diff(logit) * (density[1:] + density[:-1]) / 2)])
    return cumulative / cumulative[-1], 1 / (1 + np.exp(-logit))


def beta(u: Array, a: float, b: float) -> Array:
    """Quantile of Beta(a, b) at u, from a table made by integrating the density on the logit scale."""
    cumulative, values = _beta_table(float(a), float(b))
    result: Array = np.interp(u, cumulative, values)
    return result


def pick(u: Array, weights: Array) -> Array:
    """Index drawn by weight for each u in (0, 1): inverse of the cumulative weights."""
    cumulative = np.cumsum(weights, dtype=np.float64)
    return np.searchsorted(cumulative / cumulative[-1], u, side="right").clip(0, len(weights) - 1)
