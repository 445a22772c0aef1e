"""Touches of the world → the `touches` and `coupons` tables and the events of opened and clicked messages."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.expand_scene import DAY, SECOND, Block, Scene, numbered, part, words_of
from fake_company.profile import CHANNELS, CONSENT_OF
from fake_company.warehouse_write import Coded, Column
from fake_company.world.behaviour import SKIPS

Array = npt.NDArray[Any]
HELD_OUT = SKIPS.index("holdout")
NOT_PLANNED = tuple(
    SKIPS.index(word) for word in ("converted", "left_audience", "not_member", "no_app", "no_address", "no_consent")
)
"""Never a message, so no row: a timer that was cancelled, or a customer who could not be reached to begin with."""


def touch_rows(scene: Scene) -> Array:
    """Positions of the touches that are rows of the table."""
    return np.asarray(np.flatnonzero(~np.isin(scene.behaviour.touches.skip, NOT_PLANNED)))


def sent_at(scene: Scene) -> Array:
    """Microsecond of every touch."""
    touches = scene.behaviour.touches
    slot = touches.day.astype(np.int64) * 86_400 + touches.second
    return np.asarray(slot * SECOND + part(words_of(scene, touches.row, slot * 64 + touches.campaign, 41), 0) * 15)


def touch_columns(scene: Scene, at: Array, rows: Array) -> dict[str, Column]:
    """The `touches` table."""
    touches, campaigns = scene.behaviour.touches, scene.profile.campaigns
    sent = at[rows]
    campaign = touches.campaign[rows].astype(np.int32)
    skip, row = touches.skip[rows], touches.row[rows]
    arrived = touches.delivered[rows].astype(bool) & (skip == 0)
    opened = np.where(touches.open_after[rows] >= 0, sent + touches.open_after[rows].astype(np.int64) * SECOND, -1)
    clicked = np.where(touches.click_after[rows] >= 0, sent + touches.click_after[rows].astype(np.int64) * SECOND, -1)
    left = np.where(touches.opted_out[rows], np.maximum(opened, sent + 60 * SECOND) + 20 * SECOND, -1)
    offers = np.array([one.promotion is not None for one in campaigns] + [False])
    return {
        "touch_id": numbered(scene, row),
        "customer_id": scene.crowd.customer_id[row].astype(np.int32),
        "campaign_id": Coded(campaign, tuple(one.id for one in campaigns)),
        "channel": Coded(campaign, tuple(one.channel for one in campaigns)),
        "sent_at": scene.moments(sent),
        "delivered_at": scene.moments(_known(scene, np.where(arrived, sent + 3 * SECOND, -1))),
        "opened_at": scene.moments(_known(scene, opened)),
        "clicked_at": scene.moments(_known(scene, clicked)),
        "opted_out_at": scene.moments(_known(scene, left)),
        "skipped_reason": Coded(np.where(skip > 0, skip.astype(np.int32), -1), SKIPS),
        "coupon_code": Coded(
            np.where(offers[campaign] & (skip == 0), campaign, -1),
            tuple(one.promotion.code if one.promotion else "" for one in campaigns),
        ),
        "is_holdout": skip == HELD_OUT,
    }


def _known(scene: Scene, at: Array) -> Array:
    """Missing when it would be after today."""
    return np.where(at < scene.end, at, -1)


def message_blocks(scene: Scene, at: Array) -> list[Block]:
    """`message_opened` and `message_clicked`."""
    touches = scene.behaviour.touches
    offers = np.array([one.promotion is not None for one in scene.profile.campaigns] + [False])
    blocks = []
    for name, after in (("message_opened", touches.open_after), ("message_clicked", touches.click_after)):
        moment = at + after.astype(np.int64) * SECOND
        which = np.flatnonzero((after >= 0) & (moment < scene.end))
        which = which[np.lexsort((moment[which], touches.row[which]))]
        campaign = touches.campaign[which].astype(np.int64)
        blocks.append(
            Block(
                name, touches.row[which], moment[which], channel=scene.campaign_channel[campaign],
                campaign=campaign, coupon=np.where(offers[campaign], campaign, -1),
            )
        )  # fmt: skip
    return blocks


def coupon_columns(scene: Scene, at: Array) -> dict[str, Column]:
    """The `coupons` table: every delivered message with an offer issued one; an order used the latest valid one."""
    touches, campaigns, orders = scene.behaviour.touches, scene.profile.campaigns, scene.behaviour.orders
    offers = np.array([one.promotion is not None for one in campaigns] + [False])
    rows = np.flatnonzero(offers[touches.campaign] & (touches.skip == 0) & touches.delivered.astype(bool))
    row, campaign, issued = touches.row[rows], touches.campaign[rows].astype(np.int64), at[rows]
    days = np.array([one.promotion.valid_days if one.promotion else 0 for one in campaigns] + [0], np.int64)
    used_at, order_id = np.full(len(rows), -1, np.int64), np.full(len(rows), -1, np.int64)
    with_coupon = np.flatnonzero(orders.coupon >= 0)
    if len(rows) and len(with_coupon):
        span = scene.end * 2 + DAY * 400
        key = (campaign * len(scene.crowd) + row) * np.int64(span // SECOND) + issued // SECOND
        sort = np.argsort(key, kind="stable")
        group = orders.coupon[with_coupon].astype(np.int64) * len(scene.crowd) + orders.row[with_coupon]
        asked = group * np.int64(span // SECOND) + scene.order_at[with_coupon] // SECOND
        found = np.searchsorted(key[sort], asked, side="right") - 1
        hit = sort[np.maximum(found, 0)]
        right = (found >= 0) & (campaign[hit] * len(scene.crowd) + row[hit] == group)
        used_at[hit[right]] = scene.order_at[with_coupon[right]]
        order_id[hit[right]] = scene.order_id[with_coupon[right]]
    clicked = issued + touches.click_after[rows].astype(np.int64) * SECOND
    claimed = np.where(touches.click_after[rows] >= 0, clicked, np.where(used_at >= 0, used_at - 90 * SECOND, -1))

    def term(name: str) -> Array:
        values = [getattr(one.promotion, name) if one.promotion else 0 for one in campaigns] + [0]
        return np.array(values, np.int32)[campaign]

    kinds = ("percent", "amount")
    kind = np.array([kinds.index(one.promotion.kind) if one.promotion else -1 for one in campaigns] + [-1])
    return {
        "coupon_id": numbered(scene, row),
        "customer_id": scene.crowd.customer_id[row].astype(np.int32),
        "code": Coded(campaign, tuple(one.promotion.code if one.promotion else "" for one in campaigns)),
        "campaign_id": Coded(campaign, tuple(one.id for one in campaigns)),
        "kind": Coded(kind[campaign], kinds),
        "percent": np.where(kind[campaign] == 0, term("percent"), -1).astype(np.int32),
        "amount_krw": np.where(kind[campaign] == 1, term("amount_krw"), -1).astype(np.int32),
        "minimum_order_krw": term("minimum_order_krw"),
        "issued_at": scene.moments(issued),
        "claimed_at": scene.moments(_known(scene, claimed)),
        "used_at": scene.moments(used_at),
        "expires_at": scene.moments(issued + days[campaign] * DAY),
        "order_id": order_id,
    }


def opted_out_days(scene: Scene, at: Array) -> Array:
    """Microsecond at which each customer first opted out of each consent during the window; −1 never. (n, 4)."""
    touches = scene.behaviour.touches
    result = np.full((len(scene.crowd), len(CHANNELS)), np.iinfo(np.int64).max, np.int64)
    which = np.flatnonzero(touches.opted_out.astype(bool))
    if len(which):
        consent = np.array([CHANNELS.index(CONSENT_OF[one.channel]) for one in scene.profile.campaigns])
        moment = at[which] + np.maximum(touches.open_after[which].astype(np.int64), 60) * SECOND + 20 * SECOND
        np.minimum.at(result, (touches.row[which], consent[touches.campaign[which]]), moment)
    return np.where(result < scene.end, result, -1)


