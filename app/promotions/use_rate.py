"""How often coupons like this one were used by customers like these: from the company's past coupons."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from app.promotions.past import Past
from fake_company.text import Text

ENOUGH_COUPONS = 200
ENOUGH_PER_CAMPAIGN = 50
_Z80 = 1.2815515655446004  # the standard normal's 90 % quantile: both ends of an 80 % interval


@dataclass(frozen=True)
class UseRate:
    """Used ÷ issued with an 80 % range, the share of holders' orders that used it, and what it rests on."""

    expected: float
    low: float
    high: float
    share_of_orders: float
    coupons: int
    basis: Text


_BASES = (
    (True, True, Text("이 고객들이 비슷한 때에 받은 쿠폰", "coupons these customers had on a like occasion")),
    (False, True, Text("전체 고객이 비슷한 때에 받은 쿠폰", "coupons all customers had on a like occasion")),
    (True, False, Text("이 고객들이 받은 모든 쿠폰", "coupons these customers had")),
    (False, False, Text("전체 고객이 받은 모든 쿠폰", "coupons all customers had")),
)


def expected(past: Past, member: NDArray[np.bool_], depth: float, triggered: bool = False) -> UseRate | None:
    """The use rate from the nearest pool with enough ended coupons; None when the company never gave one.

    Only coupons whose outcome is known count: used, or expired before today. The occasion decides more than the
    depth (a coupon at a left cart is used five times as often as one sent to everybody), so the pool is chosen by
    whose and when and never by depth: what other depths would cost stays comparable. Inside the pool a deeper
    coupon is never thought to be used less (`_at_depth`).
    """
    ended = past.used | (past.expires_day <= 0)
    mine, occasion = member[past.coupon_customer], past.triggered == triggered
    chosen, basis = ended, _BASES[-1][2]
    for whose, when, text in _BASES:
        pool = ended & (mine if whose else True) & (occasion if when else True)
        if int(pool.sum()) >= ENOUGH_COUPONS:
            chosen, basis = pool, text
            break
    issued = int(chosen.sum())
    if issued == 0:
        return None
    used = int(past.used[chosen].sum())
    low, high = _range(past, chosen, used, issued)
    factor = _at_depth(past, chosen, depth) / (used / issued) if used else 1.0
    return UseRate(
        min(1.0, used / issued * factor),
        min(1.0, low * factor),
        min(1.0, high * factor),
        _share_of_orders(past, chosen, used),
        issued,
        basis,
    )


def _at_depth(past: Past, chosen: NDArray[np.bool_], depth: float) -> float:
    """Use rate at a depth: the pool's rates by depth (whole per cents, each with enough coupons), made never to fall
    as depth grows by pooling neighbours that do (Barlow et al. 1972, pool adjacent violators), joined by straight
    lines and held flat beyond the least and the deepest ever given.
    """
    levels, of = np.unique(np.round(past.coupon_depth[chosen], 2), return_inverse=True)
    issued = np.bincount(of, minlength=len(levels)).astype(float)
    used = np.bincount(of, weights=past.used[chosen].astype(float), minlength=len(levels))
    blocks: list[list[float]] = []  # depth × weight, used, issued
    enough = issued >= ENOUGH_PER_CAMPAIGN
    for level, n, u in zip(levels[enough], issued[enough], used[enough], strict=True):
        blocks.append([float(level) * n, u, n])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] > blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    if not blocks:
        return float(used.sum() / issued.sum())
    return float(np.interp(depth, [b[0] / b[2] for b in blocks], [b[1] / b[2] for b in blocks]))


def wilson(used: int, issued: int) -> tuple[float, float]:
    """An 80 % interval for a share (Wilson 1927, eq. for the score interval)."""
    share, z2 = used / issued, _Z80**2
    centre = (share + z2 / (2 * issued)) / (1 + z2 / issued)
    half = _Z80 / (1 + z2 / issued) * sqrt(share * (1 - share) / issued + z2 / (4 * issued**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _range(past: Past, chosen: NDArray[np.bool_], used: int, issued: int) -> tuple[float, float]:
    """Wilson's interval, widened to the tenth and ninetieth percentile over past campaigns when there are three."""
    low, high = wilson(used, issued)
    names, of = np.unique(past.coupon_campaign[chosen].astype(str), return_inverse=True)
    counts = np.bincount(of, minlength=len(names))
    times_used = np.bincount(of, weights=past.used[chosen], minlength=len(names))
    rates = (times_used / counts)[counts >= ENOUGH_PER_CAMPAIGN]
    if len(rates) >= 3:
        low, high = min(low, float(np.quantile(rates, 0.1))), max(high, float(np.quantile(rates, 0.9)))
    return low, high


def _share_of_orders(past: Past, chosen: NDArray[np.bool_], used: int) -> float:
    """Of the orders its holders made while the coupon was valid, the share that used it."""
    every = np.ones(len(past.order_customer), dtype=bool)
    made = past.orders_within(
        past.coupon_customer[chosen], past.issued_day[chosen] - 1e-9, past.expires_day[chosen], every
    )
    orders = max(int(made.sum()), used)
    return used / orders if orders else 0.0
