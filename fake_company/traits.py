"""HIDDEN: the lasting traits of each customer, drawn once per company from the customer's own key."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fake_company import keys
from fake_company.response import Response
from fake_company.world.people import Array, Goods, People, Rows


@dataclass(frozen=True)
class Traits(Rows):
    """Hidden traits of n customers; arrays of n rows, float32 unless said otherwise."""

    orders_per_day: Array
    """Purchase intensity."""
    visits_per_day: Array
    cart_rate: Array
    """Chance that a visit puts something into the cart."""
    ready_rate: Array
    """Chance that an episode is held back by nothing."""
    elasticity: Array
    liked_category: Array
    """int16 (n, 3): the categories visited most, in order."""
    price_level: Array
    """Factor on usual prices this customer looks for."""
    peak_hour: Array
    answer: Array
    """Responsiveness to messages (eta)."""
    sleeping: Array
    """bool: a sleeping dog, better left alone."""
    story_prone: Array
    """bool."""
    blocker_mix: Array
    """(n, 6) cumulative shares of price, trust, forgetting, payment, not-now, looking."""
    price_gap: Array
    """Discount depth from which a benefit can turn this customer."""
    drop_rate: Array
    """Chance to leave after a purchase."""
    need_half_life_days: Array
    natural_end_day: Array
    """World day on which the customer stops coming by themselves, without reason."""


def draw(people: People, goods: Goods, seed: int, response: Response) -> Traits:
    """Traits of these people: a pure function of (seed, customer_id), rounded so that platforms agree."""
    key = keys.row_keys(seed, people.customer_id)
    number = 0

    def u() -> Array:
        nonlocal number
        number += 1
        word = keys.words(key, 1000 + number)
        return ((word >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53

    r = response
    near = np.where(people.has_app, np.where(people.push_enabled, r.shopper_push, r.shopper_app), r.shopper_web)
    shopper = u() < r.shopper_share * np.where(people.is_member, near, r.shopper_guest)
    rate = np.where(shopper, r.shopper_orders_per_day, r.other_orders_per_day) * keys.gamma(
        u(), r.shopper_shape
    )
    rate = rate / r.shopper_shape
    cart = np.clip(r.cart_median * np.exp(r.cart_sd_log * keys.normal(u())), 0.006, r.cart_most)
    usual = r.shopper_orders_per_day
    loyal = r.ready_loyal * np.log(np.clip(rate / usual, 0.05, 20.0))
    ready = np.clip(r.ready_rate * np.exp(r.ready_sd_log * keys.normal(u()) + loyal), 0.06, 0.85)
    order_share = cart * (ready * r.ready_order + (1 - ready) * 0.06)
    visits = r.browse_per_day * keys.gamma(u(), r.browse_shape) + rate / order_share
    liked = _liked(u(), u(), u(), goods)
    level = r.spend_shape / (r.spend_shape * keys.gamma(u(), r.spend_spread)) * (r.spend_spread - 1)
    kind = u()
    sleeping = kind > 1 - r.sleeping_share
    answer = np.where(kind < r.responsive_share, r.answer_responsive, r.answer_indifferent)
    answer = np.where(sleeping, r.answer_sleeping, answer) * np.exp(r.answer_sd_log * keys.normal(u()))
    shares = np.stack([keys.gamma(u(), r.blocker_concentration * m) for m in r.blocker_mix], axis=1)
    cumulative = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    cumulative[:, -1] = 1.0
    drop = keys.beta(u(), r.drop_a, r.drop_b)
    hazard = r.drop_per_day + (1 - r.drop_later) * 0.5 * drop * rate
    known = np.where(people.first_day < 0, 0.5, 1.0) * people.first_day
    end = known - np.log(u()) / hazard
    traits = Traits(
        orders_per_day=rate,
        visits_per_day=np.minimum(visits, r.visits_per_day_most),
        cart_rate=cart,
        ready_rate=ready,
        elasticity=r.elasticity_median * np.exp(r.elasticity_sd_log * keys.normal(u())),
        liked_category=liked,
        price_level=np.clip(level, 0.3, 4.0),
        peak_hour=(r.peak_hour + r.peak_hour_sd * keys.normal(u())) % 24.0,
        answer=answer,
        sleeping=sleeping,
        story_prone=u() < 0.5,
        blocker_mix=cumulative,
        price_gap=r.gap_scale * keys.beta(u(), r.gap_a, r.gap_b),
        drop_rate=drop,
        need_half_life_days=np.clip(r.need_half_life / np.maximum(rate, 1e-6), r.need_least_days, 90.0),
        natural_end_day=end,
    )
    return Traits(**{f.name: _rounded(getattr(traits, f.name)) for f in fields(Traits)})


def _rounded(values: Array) -> Array:
    """Floats on a grid of 20 significant bits: the last bit of exp and log differs between processors."""
    if values.dtype.kind != "f":
        return values
    mantissa, exponent = np.frexp(values)
    return np.ldexp(np.round(mantissa * 2**20) / 2**20, exponent).astype(np.float32)


def _liked(first: Array, second: Array, third: Array, goods: Goods) -> Array:
    """Three different categories, drawn by popularity."""
    weights = np.asarray(goods.category_popularity, dtype=np.float64)
    n = len(weights)
    a = keys.pick(first, weights)
    if n < 3:
        return np.stack([a, (a + 1) % n, (a + 2) % n], axis=1).astype(np.int16)
    # the next ones by popularity among those left: redraw by shifting, which keeps them different
    b = keys.pick(second, weights)
    b = np.where(b == a, (b + 1) % n, b)
    c = keys.pick(third, weights)
    for _ in range(3):
        c = np.where((c == a) | (c == b), (c + 1) % n, c)
    return np.stack([a, b, c], axis=1).astype(np.int16)
