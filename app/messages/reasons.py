"""명분: the reasons a message may give, as facts about a customer that are either so or not.

A reason counts for a recipient when it is declared, its words stand in the text that recipient reads, and the fact
is true at that moment. Stated but untrue is a contradiction; not stated is no reason.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.messages.facts import Ints
from fake_company.text import Text
from fake_company.warehouse import Company

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Reason:
    """One kind of reason: `sql` gives the customers for whom it is a fact, `cue` the words that state it.

    `events`: a message triggered by one of these is given on the fact itself.
    """

    key: str
    label: Text
    example: Text
    sql: str
    cue: re.Pattern[str]
    events: tuple[str, ...] = ()


def _did(event: str) -> str:
    return (
        f"SELECT DISTINCT customer_id AS id FROM events WHERE name = '{event}' "
        "AND occurred_at >= $moment::TIMESTAMP - INTERVAL 14 DAY AND occurred_at <= $moment::TIMESTAMP"
    )


def _left(event: str) -> str:
    return (
        "SELECT e.customer_id AS id FROM (SELECT customer_id, max(occurred_at) AS at FROM events "
        f"WHERE name = '{event}' AND occurred_at >= $moment::TIMESTAMP - INTERVAL 14 DAY "
        "AND occurred_at <= $moment::TIMESTAMP GROUP BY 1) e LEFT JOIN (SELECT customer_id, max(ordered_at) AS at "
        "FROM orders WHERE ordered_at <= $moment::TIMESTAMP GROUP BY 1) o USING (customer_id) "
        "WHERE o.at IS NULL OR o.at < e.at"
    )


_LAST_ORDER = (
    "SELECT customer_id AS id FROM orders WHERE status <> 'refunded' AND ordered_at <= $moment::TIMESTAMP GROUP BY 1 "
    "HAVING "
)

_REASONS = (
    Reason("cart_left", Text("장바구니에 두고 갔어요", "Left it in the cart"),
           Text("장바구니에 담아 두신 상품", "the item in your cart"), _left("product_added"),
           re.compile(r"장바구니|담아|담으|담은|담긴|두고\s*가|cart", re.I),
           ("product_added", "checkout_started", "payment_info_started")),
    Reason("viewed_item", Text("최근 그 상품을 봤어요", "Looked at it lately"),
           Text("아까 보신 상품", "the item you looked at"), _did("product_viewed"),
           re.compile(r"보신|보셨|보던|살펴\s*보|둘러\s*보|찜|looked at|viewed", re.I),
           ("product_viewed", "product_added", "checkout_started", "payment_info_started")),
    Reason("searched", Text("최근 검색했어요", "Searched lately"),
           Text("찾으시던 상품", "what you searched for"), _did("searched"),
           re.compile(r"찾으|찾던|검색|search", re.I),
           ("searched",)),
    Reason("payment_left", Text("결제하다 멈췄어요", "Stopped while paying"),
           Text("결제 단계에서 멈춘 주문", "the order you stopped paying"), _left("payment_info_started"),
           re.compile(r"결제|paying|payment|checkout", re.I),
           ("payment_info_started", "payment_info_entered")),
    Reason("first_purchase_thanks", Text("첫 구매를 했어요", "Bought for the first time"),
           Text("첫 구매 감사드려요", "thank you for your first order"), _LAST_ORDER + "count(*) = 1",
           re.compile(r"첫\s*구매|첫\s*주문|처음\s*(?:구매|주문)|first (?:order|purchase)", re.I)),
    Reason("bought_before", Text("전에 산 적이 있어요", "Bought before"),
           Text("지난가을에 사신 상품", "what you bought last autumn"), _LAST_ORDER + "count(*) >= 1",
           re.compile(r"사신|구매하신|주문하신|구매해\s*주신|you bought|your last order", re.I), ("order_completed",)),
    Reason("dormant_return", Text("오랫동안 오지 않았어요", "Has not bought for long"),
           Text("오랜만이에요", "it has been a while"),
           _LAST_ORDER + "max(ordered_at) < $moment::TIMESTAMP - INTERVAL 90 DAY",
           re.compile(r"오랜만|오랫동안|기다렸|다시\s*만나|뜸|a while|miss", re.I)),
    Reason("tier", Text("높은 등급이에요", "Has a high tier"), Text("골드 등급 고객님께", "to our gold members"),
           "SELECT customer_id AS id FROM customers WHERE tier IN ('gold', 'vip')",
           re.compile(r"등급|골드|gold|vip|단골", re.I)),
    Reason("points", Text("쓸 적립금이 있어요", "Has points to spend"), Text("모아 두신 적립금", "the points you saved"),
           "SELECT customer_id AS id FROM customers WHERE points >= 1000", re.compile(r"적립금|포인트|points", re.I)),
    Reason("birthday", Text("이달이 생일이에요", "Has a birthday this month"), Text("생일 축하드려요", "happy birthday"),
           "SELECT customer_id AS id FROM customers WHERE month(birth_date) = month($moment::TIMESTAMP)",
           re.compile(r"생일|birthday", re.I)),
    Reason("signed_up", Text("얼마 전에 가입했어요", "Signed up lately"), Text("가입해 주셔서 고마워요", "thanks for joining"),
           "SELECT customer_id AS id FROM customers WHERE signed_up_at >= $moment::TIMESTAMP - INTERVAL 14 DAY",
           re.compile(r"가입|환영|welcome|joining", re.I), ("signed_up",)),
    Reason("reviewed", Text("후기를 썼어요", "Wrote a review"), Text("후기를 남겨 주셔서 고마워요", "thanks for your review"),
           _did("review_written"), re.compile(r"후기|리뷰|review", re.I), ("review_written",)),
)  # fmt: skip


def all_reasons() -> dict[str, Reason]:
    """Every reason a message may declare, by key, in the order of the menu."""
    return {reason.key: reason for reason in _REASONS}


_KEPT: OrderedDict[tuple[str, str, str], Mask] = OrderedDict()
_LOCK = Lock()


def true_for(company: Company, key: str, moment: datetime) -> Mask:
    """For every customer, whether the fact holds at that moment (kept for the last few questions)."""
    mark = (f"{company.meta.digest}|{company.folder}", key, moment.isoformat())
    with _LOCK:
        if mark in _KEPT:
            return _KEPT[mark]
    sql = all_reasons()[key].sql
    found = company.arrays(sql, {"moment": moment} if "$moment" in sql else {})
    mask = np.zeros(company.meta.customers, dtype=bool)
    mask[np.asarray(found["id"], dtype=np.int64)] = True
    with _LOCK:
        _KEPT[mark] = mask
        while len(_KEPT) > 32:
            _KEPT.popitem(last=False)
    return mask


def judge(
    company: Company,
    key: str | None,
    stated: Mask,
    ids: Ints,
    product_ids: Ints | None,
    moment: datetime,
    event: str | None = None,
) -> npt.NDArray[np.int8]:
    """Per recipient: 1 a true reason, 0 none given, −1 given but not so.

    A message triggered by an event that is the fact is right by that; with products but no event named, a cart or a
    view is taken as the trigger.
    """
    reason = all_reasons().get(key or "")
    if reason is None:
        return np.zeros(len(ids), dtype=np.int8)
    if event is not None and event in reason.events:
        holds = np.ones(len(ids), dtype=bool)
    elif event is None and product_ids is not None and "product_added" in reason.events:
        holds = np.asarray(product_ids) >= 0
    else:
        holds = true_for(company, reason.key, moment)[ids]
    return np.where(stated, np.where(holds, 1, -1), 0).astype(np.int8)
