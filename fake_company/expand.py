"""What the world's customers did → the company's per-customer tables, in the order they are stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.expand_browse import browse, vocabulary
from fake_company.expand_orders import deliveries, item_columns, order_blocks, order_columns, review_columns
from fake_company.expand_scene import CHANNEL_WORDS, CODE, PAGE, PAGES, Block, Scene, numbered
from fake_company.expand_touches import (
    coupon_columns,
    message_blocks,
    opted_out_days,
    sent_at,
    touch_columns,
    touch_rows,
)
from fake_company.people_table import arrival_blocks, customer_columns
from fake_company.schema import events_of
from fake_company.warehouse_write import Coded, Column

Array = npt.NDArray[Any]


def tables(scene: Scene) -> dict[str, dict[str, Column]]:
    """Every per-customer table of one partition: table → column → values."""
    at = sent_at(scene)
    state = deliveries(scene)
    reviews, written = review_columns(scene, state)
    session = numbered(scene, scene.behaviour.visits.row)
    blocks = [
        *browse(scene),
        *order_blocks(scene, state, session),
        written,
        *message_blocks(scene, at),
        *arrival_blocks(scene),
    ]
    return {
        "customers": customer_columns(scene, opted_out_days(scene, at)),
        "events": event_columns(scene, blocks, state.words),
        "orders": order_columns(scene, state),
        "order_items": item_columns(scene),
        "coupons": coupon_columns(scene, at),
        "reviews": reviews,
        "touches": touch_columns(scene, at, touch_rows(scene)),
    }


def event_columns(scene: Scene, blocks: list[Block], statuses: tuple[str, ...]) -> dict[str, Column]:
    """The `events` table: blocks one after the other in the order of event names, ids running per customer."""
    blocks = [block for block in sorted(blocks, key=lambda block: CODE[block.name]) if len(block.row)]
    sizes = np.array([len(block.row) for block in blocks], np.int64)
    n, begins = int(sizes.sum()), np.concatenate([[0], np.cumsum(sizes)])
    campaigns = scene.profile.campaigns

    def gather(field: str, kind: type) -> Array:
        result: Array = np.full(n, -1, kind)
        for block, begin in zip(blocks, begins.tolist(), strict=False):
            values = getattr(block, field)
            if values is not None:
                result[begin : begin + len(block.row)] = values
        return result

    row, at = gather("row", np.int32), np.minimum(gather("at", np.int64), scene.end - 1)
    customer = scene.crowd.customer_id.astype(np.int32)[row]
    product = gather("product", np.int32)
    category = gather("category", np.int32)
    of_product = product >= 0
    category[of_product] = scene.catalog.product_category[product[of_product]]
    name = np.repeat(np.array([CODE[block.name] for block in blocks], np.int16), sizes)
    page = np.repeat(np.array([PAGE.get(block.page or "", -1) for block in blocks], np.int16), sizes)
    return {
        "event_id": (customer.astype(np.int64) << 20) + _running(row, sizes, len(scene.crowd)),
        "customer_id": customer,
        "occurred_at": scene.start.astype("datetime64[us]") + at.astype("timedelta64[us]"),
        "name": Coded(name, tuple(events_of(scene.profile))),
        "session_id": gather("session", np.int64),
        "product_id": product,
        "category_id": category,
        "search_term": Coded(gather("term", np.int32), vocabulary(scene.profile)),
        "order_id": gather("order", np.int64),
        "amount_krw": gather("amount", np.int32),
        "channel": Coded(gather("channel", np.int16), CHANNEL_WORDS),
        "page": Coded(page, PAGES),
        "coupon_code": Coded(
            gather("coupon", np.int16), tuple(one.promotion.code if one.promotion else "" for one in campaigns)
        ),
        "campaign_id": Coded(gather("campaign", np.int16), tuple(one.id for one in campaigns)),
        "status": Coded(gather("status", np.int16), statuses),
    }


def _running(row: Array, sizes: Array, customers: int) -> Array:
    """0, 1, 2 … within each customer over all blocks, block after block."""
    so_far = np.zeros(customers, np.int64)
    result = np.empty(len(row), np.int64)
    begin = 0
    for size in sizes.tolist():
        part = row[begin : begin + size]
        counts = np.bincount(part, minlength=customers)
        first = np.cumsum(counts) - counts
        result[begin : begin + size] = np.arange(size) - first[part] + so_far[part]
        so_far += counts
        begin += size
    return result


