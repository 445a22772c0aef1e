"""Visits of the world → what tracking would have recorded: one block of events a name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company import keys
from fake_company.catalog import Catalog
from fake_company.expand_scene import SECOND, Block, Scene, chance, numbered, part, words_of
from fake_company.profile import Profile

Array = npt.NDArray[Any]
SORTED, COUPONS, COMPARED, REVIEWS, SIZE, RETURNS, WANDERED = (1 << bit for bit in range(7))
LIST_SHARE = 0.55  # of visits open a category list; assumption
WISH_SHARE = 0.035  # of visits without a cart put the item on the wish list; assumption
SAME_CATEGORY = 0.72  # of other products looked at are of the visit's own category; assumption
FIELD_STEP = np.uint64(0x9E3779B97F4A7C15)


def vocabulary(profile: Profile) -> tuple[str, ...]:
    """Every search term of the company: each category's, then the general ones."""
    own = [term for category in profile.categories for term in category.searches]
    return tuple(own) + profile.words.searches


def browse(scene: Scene) -> list[Block]:
    """Blocks of everything that happens inside a visit, without the days on which tracking was down."""
    visits = scene.behaviour.visits
    session = numbered(scene, visits.row)
    keep = np.flatnonzero(_tracked(scene, visits.day))
    row, session = visits.row[keep], session[keep]
    slot = visits.day[keep].astype(np.int64) * 86_400 + visits.second[keep]
    words = words_of(scene, row, slot, 1)
    start = slot * SECOND + (words >> np.uint64(44)).astype(np.int64) % SECOND
    views = np.maximum(visits.views[keep].astype(np.int64), 1)
    order = visits.order[keep]
    gap = _gap(scene, start, views, order, words)
    leaks, stage = visits.leaks[keep], visits.stage[keep]
    added = visits.added[keep].astype(bool)
    product = visits.product[keep].astype(np.int64)
    channel = _channel(scene, visits.touch[keep], words)
    last = views + 5  # the step after the last product

    def block(name: str, mask: Array, step: Array | int, **columns: Any) -> Block:
        which = np.flatnonzero(mask)
        at = start[which] + gap[which] * (step[which] if isinstance(step, np.ndarray) else step)
        taken: dict[str, Any] = {key: value[which] if isinstance(value, np.ndarray) else value for key, value in columns.items()}
        return Block(name, row[which], at, session=session[which], **taken)

    everyone = np.ones(len(row), bool)
    price = scene.catalog.price_krw[product]
    searched = visits.searched[keep].astype(bool)
    listed = chance(words, 1, LIST_SHARE)
    wish = ~added & (stage == 0) & chance(words, 2, WISH_SHARE)
    looked_at_cart = (stage >= 2) | ((stage == 1) & (~added | chance(words, 2, 0.8)))
    category = visits.category[keep].astype(np.int64)
    term = _terms(scene.profile, category, words)
    again = keys.mix(words + FIELD_STEP)
    size_first = chance(again, 0, 0.5)
    return [
        block("session_started", everyone, 0, channel=channel, page="home"),
        block("list_viewed", listed, 1, category=category, page="list"),
        block("searched", searched, 2, term=term, page="search"),
        block("list_sorted", (leaks & SORTED) > 0, 3, category=category, page="price"),
        block("coupon_page_viewed", (leaks & COUPONS) > 0, 4, page="coupons"),
        _product_views(scene, row, session, start, gap, views, product, category, leaks, words),
        block("reviews_viewed", (leaks & REVIEWS) > 0, last, product=product, page="product"),
        block("size_guide_viewed", (leaks & SIZE) > 0, last + 1 + ~size_first, product=product, page="product"),
        block("return_policy_viewed", (leaks & RETURNS) > 0, last + 2, product=product, page="product"),
        block("wishlist_added", wish, last + 3, product=product, amount=price, page="product"),
        _added(scene, keep, block("product_added", added, last + 3, product=product, amount=price, page="product"),
               start, gap, last, session),
        block("cart_viewed", looked_at_cart, last + 4, page="cart"),
        block("checkout_started", stage >= 2, last + 5, page="checkout"),
        block("payment_info_started", stage >= 3, last + 6, page="payment"),
        block("payment_info_entered", stage >= 4, last + 7, page="payment"),
    ]  # fmt: skip


def _tracked(scene: Scene, day: Array) -> Array:
    """False on days of a tracking outage (`imperfections.outage_days_before_today`)."""
    down = [scene.days - back for back in scene.profile.imperfections.outage_days_before_today]
    result: Array = ~np.isin(day, down)
    return result


def _gap(scene: Scene, start: Array, views: Array, order: Array, words: Array) -> Array:
    """Microseconds between steps: 8 to 48 seconds, shortened where an order or the end of history comes first."""
    gap = 8 * SECOND + part(words, 0) * 610
    until = np.where(order >= 0, scene.order_at[order] if len(scene.order_at) else scene.end, scene.end)
    return np.asarray(np.maximum(np.minimum(gap, (until - start) // (views + 14)), 1))


def _channel(scene: Scene, touch: Array, words: Array) -> Array:
    """The campaign's channel for a visit a message brought; else direct, search or ads."""
    organic = np.where(chance(words, 3, 0.58), 0, np.where(chance(words, 2, 0.62), 1, 2)).astype(np.int8)
    touches = scene.behaviour.touches
    if not len(touches):
        return organic
    return np.where(touch >= 0, scene.campaign_channel[touches.campaign[touch]], organic)


def _terms(profile: Profile, category: Array, words: Array) -> Array:
    """A term of the visit's category, sometimes a general one; the first terms are the most searched."""
    counts = np.array([len(part.searches) for part in profile.categories])
    first = np.concatenate([[0], np.cumsum(counts)])
    share = (part(words, 3) / 65536.0) ** 1.6
    own = first[category] + (share * counts[category]).astype(np.int64)
    general = first[-1] + (share * len(profile.words.searches)).astype(np.int64)
    terms: Array = np.where(chance(words, 0, 0.8), own, general).astype(np.int32)
    return terms


@lru_cache(maxsize=4)
def _tables(catalog_key: int, shares: bytes, categories: bytes, demand: bytes) -> tuple[Array, Array]:
    """Lookup tables: 256 slots → category by demand, and (category, 4096 slots) → product by popularity."""
    popularity = np.frombuffer(shares)
    category = np.frombuffer(categories, np.int32)
    running = np.cumsum(np.frombuffer(demand))
    by_demand = np.searchsorted(running / running[-1], (np.arange(4096) + 0.5) / 4096).astype(np.int16)
    rows = []
    for number in range(len(running)):
        ids = np.flatnonzero(category == number)
        cumulative = np.cumsum(popularity[ids])
        rows.append(ids[np.searchsorted(cumulative / cumulative[-1], (np.arange(4096) + 0.5) / 4096)])
    return by_demand, np.array(rows, np.int32)


def lookup(catalog: Catalog) -> tuple[Array, Array]:
    """The tables of a catalogue, made once a process."""
    return _tables(
        catalog.products,
        catalog.popularity.tobytes(),
        catalog.product_category.tobytes(),
        catalog.demand.tobytes(),
    )


def _product_views(
    scene: Scene, row: Array, session: Array, start: Array, gap: Array, views: Array,
    product: Array, category: Array, leaks: Array, words: Array,
) -> Block:  # fmt: skip
    """Every product looked at: the visit's main one last, before it others, mostly of the same category."""
    rep = np.repeat(np.arange(len(row)), views)
    first = np.cumsum(views) - views
    step = np.arange(len(rep)) - first[rep]
    word = keys.mix(words[rep] + (step.astype(np.uint64) + np.uint64(1)) * FIELD_STEP)
    same = np.full(len(row), SAME_CATEGORY)
    same[(leaks & COMPARED) > 0] = 0.97
    same[(leaks & WANDERED) > 0] = 0.20
    by_demand, by_popularity = lookup(scene.catalog)
    own = chance(word, 0, same[rep])
    shown = np.where(own, category[rep], by_demand[part(word, 1) >> 4])
    seen = by_popularity[shown, part(word, 2) >> 4]
    is_last = np.zeros(len(rep), bool)
    is_last[np.cumsum(views) - 1] = True
    seen = np.where(is_last, product[rep], seen)
    return Block(
        "product_viewed", row[rep], start[rep] + gap[rep] * (5 + step), session=session[rep],
        product=seen, amount=scene.catalog.price_krw[seen], page="product",
    )  # fmt: skip


def _added(
    scene: Scene, keep: Array, main: Block, start: Array, gap: Array, last: Array, session: Array
) -> Block:
    """Additions to the cart: the main item, and on the visit of an order the other lines of the order."""
    orders, lines = scene.behaviour.orders, scene.behaviour.lines
    if not len(lines):
        return main
    position = np.full(len(scene.behaviour.visits), -1, np.int64)
    position[keep] = np.arange(len(keep))
    visit = orders.visit[lines.order]
    at_visit = position[visit]
    other = np.flatnonzero((lines.product != scene.behaviour.visits.product[visit]) & (at_visit >= 0))
    if not len(other) or main.session is None or main.product is None or main.amount is None:
        return main
    where = at_visit[other]
    row = np.concatenate([main.row, orders.row[lines.order[other]]])
    at = np.concatenate([main.at, start[where] + gap[where] * (last[where] + 3) + gap[where] // 2])
    product = np.concatenate([main.product, lines.product[other].astype(np.int64)])
    sort = np.lexsort((product, at, row))
    return Block(
        "product_added", row[sort], at[sort],
        session=np.concatenate([main.session, session[where]])[sort],
        product=product[sort], amount=scene.catalog.price_krw[product[sort]], page="product",
    )  # fmt: skip


