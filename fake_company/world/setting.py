"""Where a run takes place: people, goods, traits, calendar and constants, plus tables worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.response import Response
from fake_company.world.people import Array, Goods, People

if TYPE_CHECKING:
    from fake_company.traits import Traits


@dataclass(frozen=True)
class Calendar:
    """The rhythm of visits: by weekday, month and hour. Factors are relative; day 0 of the world is `first`."""

    first: date
    weekday: tuple[float, ...] = (1.0,) * 7
    season: tuple[float, ...] = (1.0,) * 12
    hours: tuple[float, ...] = (1.0,) * 24

    def factor(self, day: int) -> float:
        """Visits of this day relative to the mean day."""
        when = self.first + timedelta(days=int(day))
        week = self.weekday[when.weekday()] / (sum(self.weekday) / 7)
        return week * self.season[when.month - 1] / (sum(self.season) / 12)

    def seconds(self, u: Array) -> Array:
        """Second of the day for uniform u, by the hour curve."""
        curve = np.concatenate([[0.0], np.cumsum(self.hours)])
        result: Array = np.interp(u, curve / curve[-1], np.arange(25) * 3600.0)
        return result


@dataclass(frozen=True)
class Shelf:
    """The goods arranged for drawing: products of each category, dearer or cheaper, by popularity."""

    lookup: Array
    """int32 (categories, 4096): products of a category by popularity, for a draw of twelve bits."""
    start: Array
    """(categories) running popularity before the category."""
    price: Array
    """float32 (products + 1): list price; the last is of no product."""
    cost: Array
    log_price: Array
    log_typical: Array
    """(categories) popularity-weighted mean log price."""
    category_share: Array
    complements: Array
    """int16 (categories, 4), padded with the category itself."""

    @classmethod
    def of(cls, goods: Goods) -> Shelf:
        """Work the tables out."""
        category = goods.category_id.astype(np.int64)
        n = len(goods.category_popularity)
        popularity = np.asarray(goods.popularity, dtype=np.float64)
        total = np.bincount(category, popularity, n)
        log_price = np.log(np.asarray(goods.price_krw, dtype=np.float64))
        typical = np.bincount(category, popularity * log_price, n) / total
        padded = np.repeat(np.arange(n)[:, None], 4, axis=1)
        for at, others in enumerate(goods.complements):
            if others:
                padded[at] = [others[i % len(others)] for i in range(4)]
        share = np.cumsum(np.asarray(goods.category_popularity, dtype=np.float64))
        steps = (np.arange(4096) + 0.5) / 4096
        lookup = np.zeros((n, 4096), np.int32)
        for at in range(n):
            own = np.flatnonzero(category == at)
            if not len(own):
                continue
            running = np.cumsum(popularity[own])
            lookup[at] = own[np.searchsorted(running / running[-1], steps)]
        return cls(
            lookup=lookup,
            start=np.cumsum(total) - total,
            price=np.append(goods.price_krw, 0).astype(np.float32),
            cost=np.append(goods.unit_cost_krw, 0).astype(np.float32),
            log_price=log_price.astype(np.float32),
            log_typical=typical.astype(np.float32),
            category_share=share / share[-1],
            complements=padded.astype(np.int16),
        )


@dataclass(frozen=True)
class Setting:
    """Everything a run reads and never changes. `person[row]` is found through `State.who`."""

    people: People
    goods: Goods
    traits: Traits
    calendar: Calendar
    response: Response = field(default_factory=Response)
    shelf: Shelf = field(init=False)
    twins: Array = field(init=False)
    """int32: position of the first person with the same phone or e-mail; itself when alone."""
    cart_logit: Array = field(init=False)
    """float32: log-odds of the cart rate."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shelf", Shelf.of(self.goods))
        object.__setattr__(self, "twins", _twins(self.people))
        rate = np.clip(self.traits.cart_rate, 1e-5, 1 - 1e-5)
        object.__setattr__(self, "cart_logit", np.log(rate / (1 - rate)).astype(np.float32))


def _twins(people: People) -> Array:
    """Who is the same person, by equal phone or e-mail keys (0 is no key); two passes join chains."""
    leader = np.arange(len(people.customer_id), dtype=np.int64)
    for _ in range(2):
        for key in (people.phone_key, people.email_key):
            known = np.flatnonzero(key != 0)
            _, group = np.unique(key[known], return_inverse=True)
            lowest = np.full(int(group.max()) + 1 if len(group) else 0, len(leader), dtype=np.int64)
            np.minimum.at(lowest, group, leader[known])
            leader[known] = np.minimum(leader[known], lowest[group])
            leader = leader[leader]
    return leader.astype(np.int32)


def row_keys(seed: int | Array, people: People, who: Array) -> Array:
    """Key of each row: its customer's, under the row's seed."""
    return keys.row_keys(seed, people.customer_id[who])
