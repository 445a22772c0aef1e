"""What expansion works on: one partition's customers, what they did, and the company's calendar and goods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company import keys
from fake_company.catalog import Catalog
from fake_company.people import Crowd
from fake_company.profile import Profile
from fake_company.schema import EVENT_NAMES
from fake_company.world.behaviour import Behaviour

Array = npt.NDArray[Any]
SECOND = 1_000_000
"""Microseconds a second; times inside expansion are microseconds since the first midnight of the history."""
DAY = 86_400 * SECOND
NAMES = tuple(EVENT_NAMES)
CODE = {name: at for at, name in enumerate(NAMES)}
CHANNEL_WORDS = ("direct", "search", "ads", "app_push", "alimtalk", "sms", "lms", "email")
PAGES = ("home", "list", "search", "product", "cart", "checkout", "payment", "done", "coupons", "price", "app")
PAGE = {word: at for at, word in enumerate(PAGES)}


@dataclass(frozen=True)
class Scene:
    """One partition, ready to be written out as tables."""

    profile: Profile
    seed: int
    days: int
    start: np.datetime64  # midnight of day 0
    catalog: Catalog
    crowd: Crowd
    behaviour: Behaviour

    @property
    def end(self) -> int:
        """Microsecond at which the history ends: today's midnight."""
        return self.days * DAY

    @cached_property
    def row_keys(self) -> Array:
        """Random keys of the partition's customers, apart from the world's own."""
        return keys.row_keys(self.seed ^ 0x5EED_0E47, self.crowd.customer_id)

    @cached_property
    def campaign_channel(self) -> Array:
        """Position in `CHANNEL_WORDS` of each past campaign's channel, with −1 → direct at the end."""
        return np.array([CHANNEL_WORDS.index(part.channel) for part in self.profile.campaigns] + [0], np.int8)

    @cached_property
    def order_at(self) -> Array:
        """When each order was placed."""
        orders = self.behaviour.orders
        at = (orders.day.astype(np.int64) * 86_400 + orders.second) * SECOND
        at += (words_of(self, orders.row, at // SECOND, 31) >> np.uint64(44)).astype(np.int64) % SECOND
        return np.minimum(at, self.end - 1)

    @cached_property
    def order_id(self) -> Array:
        """customer_id × 2^20 + running number."""
        return numbered(self, self.behaviour.orders.row)

    def moments(self, at: Array) -> Array:
        """Microseconds to timestamps; below zero is NaT."""
        result: Array = self.start.astype("datetime64[us]") + at.astype("timedelta64[us]")
        return np.where(at >= 0, result, np.datetime64("NaT", "us"))


def words_of(scene: Scene, row: Array, slot: Array, purpose: int) -> Array:
    """64 random bits for each (customer, slot)."""
    return keys.words(scene.row_keys[row], 7000 + purpose, slot.astype(np.int64))


def chance(words: Array, field: int, share: float | Array) -> Array:
    """True with probability `share`, from the 16-bit field 0 … 3 of each word."""
    return part(words, field) < np.asarray(share) * 65536.0


def part(words: Array, field: int) -> Array:
    """A 16-bit field of each word, as int64."""
    return ((words >> np.uint64(16 * field)) & np.uint64(0xFFFF)).astype(np.int64)


def numbered(scene: Scene, row: Array) -> Array:
    """customer_id × 2^20 + running number within the customer, for rows in customer order."""
    first = np.searchsorted(row, np.arange(len(scene.crowd)))
    return (scene.crowd.customer_id[row].astype(np.int64) << 20) + np.arange(len(row)) - first[row]


@dataclass(frozen=True)
class Block:
    """Events of one name, in customer and time order; columns given as arrays, others missing."""

    name: str
    row: Array
    at: Array
    session: Array | None = None
    product: Array | None = None
    term: Array | None = None
    order: Array | None = None
    amount: Array | None = None
    channel: Array | None = None
    page: str | None = None
    coupon: Array | None = None  # past campaign whose code it is
    campaign: Array | None = None
    status: Array | None = None
    category: Array | None = None  # when it is not the product's
