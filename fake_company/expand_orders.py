"""Orders of the world → order tables, deliveries, refunds and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.expand_scene import (
    CHANNEL_WORDS,
    DAY,
    SECOND,
    Block,
    Scene,
    chance,
    numbered,
    part,
    words_of,
)
from fake_company.warehouse_write import Coded, Column, Constant
from fake_company.world.behaviour import PAYMENTS

Array = npt.NDArray[Any]
HOUR = 3600 * SECOND
REVIEW_SHARE = 0.12  # of delivered order lines get a review; realism: .09 a purchase
RATING_SHARES = (0.02, 0.03, 0.09, 0.23, 0.63)  # one to five stars; assumption, the usual J shape


@dataclass(frozen=True)
class Deliveries:
    """Where each order stands today."""

    status: Array  # position in `words`
    words: tuple[str, ...]
    changed_at: Array  # (orders, statuses) microseconds; −1 not yet
    delivered_at: Array  # −1 not yet
    refunded_at: Array  # −1 not refunded


def deliveries(scene: Scene) -> Deliveries:
    """Follow each order through the profile's statuses; a share is refunded (`imperfections.refund`)."""
    orders, statuses = scene.behaviour.orders, scene.profile.statuses
    words = ("paid", *(part.slug for part in statuses), "refunded")
    bits = words_of(scene, orders.row, scene.order_at // SECOND, 11)
    at, on = scene.order_at.copy(), np.ones(len(orders), bool)
    changed = np.full((len(at), len(statuses)), -1, np.int64)
    status = np.zeros(len(at), np.int64)
    for number, step in enumerate(statuses):
        low, high = step.after_hours
        drawn = words_of(scene, orders.row, scene.order_at // SECOND, 12 + number)
        at = at + ((low + part(drawn, 0) / 65536.0 * (high - low)) * HOUR).astype(np.int64)
        on &= (at < scene.end) & chance(drawn, 1, step.share)
        changed[on, number] = at[on]
        status[on] = number + 1
    received = next((number for number, step in enumerate(statuses) if step.is_received), len(statuses) - 1)
    delivered = changed[:, received].copy()
    refund_at = delivered + (1 * DAY + part(bits, 1) * (9 * DAY // 65536))
    refunded = chance(bits, 0, scene.profile.imperfections.refund) & (delivered >= 0) & (refund_at < scene.end)
    status[refunded] = len(words) - 1
    changed[refunded[:, None] & (changed > refund_at[:, None])] = -1
    return Deliveries(status, words, changed, delivered, np.where(refunded, refund_at, -1))


def order_columns(scene: Scene, state: Deliveries) -> dict[str, Column]:
    """The `orders` table."""
    orders = scene.behaviour.orders
    codes, ids = _campaign_words(scene)
    items, off, shipping = (part.astype(np.int32) for part in (orders.items_krw, orders.discount_krw, orders.shipping_krw))
    return {
        "order_id": scene.order_id,
        "customer_id": scene.crowd.customer_id[orders.row].astype(np.int32),
        "ordered_at": scene.moments(scene.order_at),
        "items_krw": items,
        "discount_krw": off,
        "shipping_krw": shipping,
        "total_krw": items - off + shipping,
        "coupon_code": Coded(orders.coupon.astype(np.int32), codes),
        "campaign_id": Coded(orders.coupon.astype(np.int32), ids),
        "payment_method": Coded(orders.payment.astype(np.int32), PAYMENTS),
        "status": Coded(state.status, state.words),
        "delivered_at": scene.moments(state.delivered_at),
    }


def item_columns(scene: Scene) -> dict[str, Column]:
    """The `order_items` table."""
    orders, lines, catalog = scene.behaviour.orders, scene.behaviour.lines, scene.catalog
    return {
        "order_id": scene.order_id[lines.order],
        "customer_id": scene.crowd.customer_id[orders.row[lines.order]].astype(np.int32),
        "product_id": lines.product.astype(np.int32),
        "category_id": catalog.product_category[lines.product],
        "quantity": lines.quantity.astype(np.int32),
        "unit_price_krw": catalog.price_krw[lines.product],
        "unit_cost_krw": catalog.unit_cost_krw[lines.product],
    }


def order_blocks(scene: Scene, state: Deliveries, session: Array) -> list[Block]:
    """`order_completed` and `order_status_changed`; the first is lost on days of a tracking outage."""
    orders = scene.behaviour.orders
    down = [scene.days - back for back in scene.profile.imperfections.outage_days_before_today]
    seen = np.flatnonzero(~np.isin(orders.day, down))
    total = orders.items_krw - orders.discount_krw + orders.shipping_krw
    touch = scene.behaviour.visits.touch[orders.visit]
    touches = scene.behaviour.touches
    channel = np.where(
        touch >= 0, scene.campaign_channel[touches.campaign[touch] if len(touches) else -1], CHANNEL_WORDS.index("direct")
    )
    completed = Block(
        "order_completed", orders.row[seen], scene.order_at[seen], session=session[orders.visit[seen]],
        order=scene.order_id[seen], amount=total[seen], channel=channel[seen], page="done",
        coupon=orders.coupon[seen], campaign=orders.coupon[seen],
    )  # fmt: skip
    steps = np.concatenate([state.changed_at, state.refunded_at[:, None]], axis=1)
    order, step = np.nonzero(steps >= 0)
    at = steps[order, step]
    sort = np.lexsort((at, orders.row[order]))
    order, step, at = order[sort], step[sort], at[sort]
    changed = Block(
        "order_status_changed", orders.row[order], at, order=scene.order_id[order], status=step + 1,
    )  # fmt: skip
    return [completed, changed]


def review_columns(scene: Scene, state: Deliveries) -> tuple[dict[str, Column], Block]:
    """The `reviews` table and its `review_written` events: texts from the category's and the shop's pools."""
    orders, lines = scene.behaviour.orders, scene.behaviour.lines
    order = lines.order.astype(np.int64)
    slot = scene.order_at[order] // SECOND * 8 + np.arange(len(order)) - np.searchsorted(order, order)
    bits = words_of(scene, orders.row[order], slot, 21)
    written = state.delivered_at[order] + 6 * HOUR + (-np.log1p(-part(bits, 1) / 65537.0) * 3 * DAY).astype(np.int64)
    keep = (state.delivered_at[order] >= 0) & (state.refunded_at[order] < 0) & (written < scene.end)
    which = np.flatnonzero(keep & chance(bits, 0, REVIEW_SHARE))
    which = which[np.lexsort((written[which], orders.row[order[which]]))]
    bits, order, written = bits[which], order[which], written[which]
    rating = 1 + np.searchsorted(np.cumsum(RATING_SHARES), part(bits, 2) / 65536.0, side="right").clip(0, 4)
    product = lines.product[which]
    ko, en = _texts(scene, product, rating, bits)
    row = orders.row[order]
    columns: dict[str, Column] = {
        "review_id": numbered(scene, row),
        "product_id": product.astype(np.int32),
        "customer_id": scene.crowd.customer_id[row].astype(np.int32),
        "order_id": scene.order_id[order],
        "rating": rating.astype(np.int32),
        "text_ko": ko,
        "text_en": en,
        "written_at": scene.moments(written),
    }
    return columns, Block("review_written", row, written, product=product, order=scene.order_id[order], page="product")


def _texts(scene: Scene, product: Array, rating: Array, bits: Array) -> tuple[Array, Array]:
    """One sentence about the kind of goods, often one about the shop after it; four and five stars are kind."""
    ko, en = np.empty(len(product), object), np.empty(len(product), object)
    category = scene.catalog.product_category[product]
    words = scene.profile.words
    for at in range(len(product)):
        own = scene.profile.categories[category[at]]
        kind = rating[at] >= 4
        first, second = (own.reviews_good, words.reviews_good) if kind else (own.reviews_bad, words.reviews_bad)
        number = int(bits[at] >> np.uint64(48))
        sentences = [first[number % len(first)]] if number % 4 else []
        if number % 3 == 0 or not sentences:
            sentences.append(second[(number // 7) % len(second)])
        ko[at] = " ".join(sentence.ko for sentence in sentences)
        en[at] = " ".join(sentence.en for sentence in sentences)
    return ko, en


def _campaign_words(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Coupon codes and ids of the past campaigns, by position."""
    campaigns = scene.profile.campaigns
    return tuple(one.promotion.code if one.promotion else "" for one in campaigns), tuple(one.id for one in campaigns)


def no_text(rows: int) -> Constant:
    """A text column without any value."""
    return Constant(None, rows)
