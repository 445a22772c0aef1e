"""What a promotion's terms come to: the discount of an order, the sentence, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.findings import Finding
from app.promotions import kinds
from app.promotions.model import Promotion
from fake_company.text import Text


def discounts(promotion: Promotion, items_krw: NDArray[Any]) -> NDArray[np.float64]:
    """KRW off each order of these list amounts: nothing under the minimum, never above the cap or the order."""
    amounts = np.asarray(items_krw, dtype=np.float64)
    off = kinds.get(promotion.kind).discount(promotion, amounts)
    if promotion.maximum_discount_krw is not None:
        off = np.minimum(off, promotion.maximum_discount_krw)
    eligible = amounts >= promotion.minimum_order_krw
    result: NDArray[np.float64] = np.where(eligible, np.minimum(off, amounts), 0.0)
    return result


def sentence(promotion: Promotion) -> Text:
    """The terms as one phrase, minimum, cap and expiry included."""
    benefit = kinds.get(promotion.kind).sentence(promotion)
    ko, en = benefit.ko, benefit.en
    if promotion.minimum_order_krw:
        ko = f"{promotion.minimum_order_krw:,}원 이상 살 때 {ko}"
        en = f"{en} from ₩{promotion.minimum_order_krw:,}"
    if promotion.maximum_discount_krw:
        ko += f"(최대 {promotion.maximum_discount_krw:,}원)"
        en += f" (at most ₩{promotion.maximum_discount_krw:,})"
    days = f"{promotion.valid_days} day{'' if promotion.valid_days == 1 else 's'}"
    return Text(f"{ko}, 받은 날부터 {promotion.valid_days}일 동안", f"{en}, for {days}")


def problems(promotion: Promotion, where: str = "promotion") -> list[Finding]:
    """Terms that are missing or contradict each other."""
    field = kinds.get(promotion.kind).missing(promotion)
    if field is not None:
        return [
            Finding(
                "error",
                "promotion.incomplete",
                Text("얼마를 깎아 줄지 아직 정하지 않았어요.", "How much it takes off is still open."),
                f"{where}.{field}",
                Text("할인율이나 할인 금액을 적어 주세요.", "Give the percentage or the amount."),
            )
        ]
    found = []
    amount = promotion.amount_krw or 0
    if promotion.kind == "amount" and promotion.minimum_order_krw < amount * 2:
        found.append(
            Finding(
                "warning",
                "promotion.minimum_too_low",
                Text(
                    "최소 주문 금액이 할인 금액의 두 배보다 적어요. 작은 주문은 팔수록 손해예요.",
                    "The minimum order is under twice the discount: small orders lose money.",
                ),
                f"{where}.minimum_order_krw",
                Text("최소 주문 금액을 올려 보세요.", "Raise the minimum order."),
                {"path": f"{where}.minimum_order_krw", "value": amount * 5},
            )
        )
    return found
