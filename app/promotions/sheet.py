"""The sheet of one promotion for one audience: what it costs, what it must bring, in figures of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.findings import Finding, errors
from app.promotions import past as pasts
from app.promotions import terms
from app.promotions.model import Promotion
from app.promotions.past import Past
from app.promotions.use_rate import UseRate, expected
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

WINDOW_DAYS = 28
HISTORY_DAYS = 84
ENOUGH_ORDERS = 30
LARGE_ORDER_QUANTILE = 0.95


@dataclass(frozen=True)
class Sheet:
    """What a promotion comes to for this audience. Money in KRW, rates 0 to 1 (above 1 where that is the point).

    `recipients` counts coupons handed out (a triggered audience may hold one customer twice). GMV is goods at list
    price of the last 28 days. `break_even_new_share` is the share of coupon orders that must be new orders.
    """

    recipients: int
    aov_krw: int
    aov_all_krw: int
    eligible_rate: float
    discount_krw: int
    depth: float
    use_rate: UseRate | None
    coupon_krw: int | None
    coupon_to_gmv_segment: float | None
    coupon_to_gmv_all: float | None
    margin_rate: float
    margin_after_rate: float
    margin_after_krw: int
    break_even_new_share: float
    break_even_lift: float | None
    would_have_bought_anyway_rate: float
    worst_case_krw: int
    sentence: Text
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """The sheet as pages and the command line show it."""
        shown: dict[str, Any] = {}
        for name, value in vars(self).items():
            shown[name] = value.to_json() if isinstance(value, Text) else value
        if self.use_rate is not None:
            shown["use_rate"] = {**vars(self.use_rate), "basis": self.use_rate.basis.to_json()}
        shown["findings"] = [finding.to_json() for finding in self.findings]
        return shown


def sheet(
    company: Company,
    promotion: Promotion,
    audience: NDArray[Any],
    moments: NDArray[Any] | None = None,
    send_price_krw: float = 0.0,
    where: str = "promotion",
) -> Sheet:
    """Work out the sheet for the customers in `audience` (ids; with `moments`, one naive time an entry)."""
    past = pasts.read(company)
    days = None
    if moments is not None:
        today = np.datetime64(company.meta.today, "us")
        days = (np.asarray(moments, dtype="datetime64[us]") - today) / np.timedelta64(1, "D")
    return work_out(past, promotion, np.asarray(audience, dtype=np.int64), days, send_price_krw, where)


def work_out(
    past: Past,
    promotion: Promotion,
    audience: NDArray[np.int64],
    entry_days: NDArray[np.float64] | None = None,
    send_price_krw: float = 0.0,
    where: str = "promotion",
) -> Sheet:
    """The sheet from the past as arrays; see `Sheet` for each figure."""
    found = terms.problems(promotion, where)
    if errors(found):
        raise DangolError(found[0].text, found[0].where, found[0].remedy)
    member = np.zeros(past.customers, dtype=bool)
    member[audience] = True
    mine = past.orders_of(member)
    typical = mine if int(mine.sum()) >= ENOUGH_ORDERS else np.ones(len(mine), dtype=bool)
    items = past.items_krw[typical]
    off = terms.discounts(promotion, items)
    eligible = off > 0
    eligible_rate = float(eligible.mean()) if len(eligible) else 0.0
    basket = _mean(items[eligible])
    discount = _mean(off[eligible])
    depth = discount / basket if basket else 0.0
    use = expected(past, member, depth, entry_days is not None)
    margin = _margin_rate(past, typical, eligible)
    coupon = None if use is None else len(audience) * use.expected * discount
    recent = past.order_day > -WINDOW_DAYS
    share = break_even_new_share(depth, margin, send_price_krw, use.expected if use else 0.0, basket)
    lift = None if use is None else break_even_lift(depth, margin, use.share_of_orders)
    anyway = bought_anyway(past, audience, promotion.valid_days, entry_days)
    return Sheet(
        recipients=len(audience),
        aov_krw=round(_mean(items)),
        aov_all_krw=round(_mean(past.items_krw)),
        eligible_rate=eligible_rate,
        discount_krw=round(discount),
        depth=depth,
        use_rate=use,
        coupon_krw=None if coupon is None else round(coupon),
        coupon_to_gmv_segment=_ratio(coupon, float(past.items_krw[mine & recent].sum())),
        coupon_to_gmv_all=_ratio(coupon, float(past.items_krw[recent].sum())),
        margin_rate=margin,
        margin_after_rate=margin - depth,
        margin_after_krw=round((margin - depth) * basket),
        break_even_new_share=share,
        break_even_lift=lift,
        would_have_bought_anyway_rate=anyway,
        worst_case_krw=round(len(audience) * _worst(off)),
        sentence=loss_sentence(share),
        findings=tuple(found + _judge(past, promotion, depth, margin, share, eligible_rate, where)),
    )


def break_even_lift(depth: float, margin: float, redemption: float) -> float | None:
    """How much orders must rise for a coupon to pay: L = δρ / (m − δρ).

    δ is the depth (share of the order taken off), m the margin as a share of list price, ρ the share of orders
    that use the coupon: (1 + L)(m − δρ) = m. None when no rise is enough (δρ ≥ m). Shared by the market response
    literature; e.g. δ = .10, m = .40, ρ = .80 needs 25 % more orders.
    """
    cost = depth * redemption
    return None if cost >= margin else cost / (margin - cost)


def break_even_new_share(
    depth: float, margin: float, send_price_krw: float, use: float, basket_krw: float
) -> float:
    """The share x of coupon orders that must be new orders: x · m · B = δ · B + (price of sending) / (use rate).

    A new order earns its margin m · B; every coupon order costs its discount, and each one used stands for
    1 / use sent messages. Above 1 the coupon loses money whatever happens.
    """
    if basket_krw <= 0 or margin <= 0:
        return 0.0 if depth <= 0 else float("inf")
    sending = send_price_krw / use / basket_krw if use > 0 else 0.0
    return (depth + sending) / margin


def bought_anyway(
    past: Past,
    audience: NDArray[np.int64],
    valid_days: int,
    entry_days: NDArray[np.float64] | None = None,
) -> float:
    """The share of this audience that orders without a coupon within `valid_days`.

    With entries: after each entry whose days are over. Without: over whole windows of the last 84 days.
    """
    without = ~past.with_coupon
    if entry_days is None:
        return past.share_ordering(audience, valid_days, HISTORY_DAYS, without)
    over = entry_days + valid_days <= 0
    who, start = audience[over], entry_days[over]
    if len(who) == 0:
        return 0.0
    made = past.orders_within(who, start, start + valid_days, without)
    return float((made > 0).mean())


def loss_sentence(share: float) -> Text:
    """The plain sentence under the sheet."""
    if share > 1:
        return Text(
            "쿠폰을 쓴 주문이 모두 새로 생긴 주문이어도 손해예요.",
            "This loses money even if every order with the coupon is a new one.",
        )
    percent = f"{share * 100:.0f}"
    return Text(
        f"쿠폰을 쓴 주문 중 새로 생긴 주문이 {percent}%보다 적으면 손해예요.",
        f"This loses money if fewer than {percent} % of the orders with the coupon are new orders.",
    )


def _judge(
    past: Past, promotion: Promotion, depth: float, margin: float, share: float, eligible: float, where: str
) -> list[Finding]:
    found = []
    if share > 1:
        found.append(
            Finding(
                "error",
                "promotion.loses_always",
                Text(
                    "할인이 마진보다 커요. 많이 팔수록 손해예요.",
                    "The discount is larger than the margin: every sale loses.",
                ),
                where,
                Text(
                    "할인율을 마진 아래로 낮추거나 최대 할인 금액을 정해 주세요.",
                    "Go below the margin, or set a cap.",
                ),
            )
        )
    elif share > 0.5:
        found.append(
            Finding(
                "warning",
                "promotion.needs_many_new",
                Text(
                    "쿠폰 주문의 절반 넘게 새 주문이어야 남아요. 그런 쿠폰은 드물어요.",
                    "More than half of the coupon orders must be new ones. Few coupons manage that.",
                ),
                where,
                Text(
                    "할인을 줄이거나 쿠폰 없이는 안 살 고객에게만 주세요.",
                    "Give less, or only to those who would not buy.",
                ),
            )
        )
    if eligible < 0.1:
        found.append(
            Finding(
                "warning",
                "promotion.minimum_too_high",
                Text(
                    "이 고객들의 주문 열에 아홉은 최소 주문 금액에 못 미쳐요.",
                    "Nine in ten of these customers' orders are under the minimum.",
                ),
                f"{where}.minimum_order_krw",
                Text(
                    "최소 주문 금액을 평균 주문 금액 근처로 낮춰 보세요.",
                    "Lower it towards their average order.",
                ),
            )
        )
    if len(past.used) and depth > float(past.coupon_depth.max()) + 0.05:
        found.append(
            Finding(
                "info",
                "promotion.never_tried",
                Text(
                    "이렇게 큰 혜택은 준 적이 없어요. 실제 사용률은 이 범위보다 높을 수 있어요.",
                    "The company never gave this much: more may be used than the range says.",
                ),
                where,
            )
        )
    return found


def _margin_rate(past: Past, typical: NDArray[np.bool_], eligible: NDArray[np.bool_]) -> float:
    """Contribution of an order without the coupon as a share of its list price: goods, delivery and payment paid."""
    items = past.items_krw[typical][eligible]
    if not len(items):
        return 0.0
    cost = (
        past.cost_krw[typical][eligible] + past.shipping_cost_krw - past.paid_shipping_krw[typical][eligible]
    )
    return float((items - cost).sum() / items.sum()) - past.payment_fee_rate


def _worst(off: NDArray[np.float64]) -> float:
    """The discount of a large order (95th percentile): what each coupon costs if all are used by such orders."""
    return float(np.quantile(off, LARGE_ORDER_QUANTILE)) if len(off) else 0.0


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 0.0


def _ratio(part: float | None, whole: float) -> float | None:
    return None if part is None or whole <= 0 else part / whole
