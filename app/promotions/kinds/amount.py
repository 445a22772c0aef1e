"""A fixed amount off the order, never more than the goods cost."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.promotions.model import Promotion
from fake_company.text import Text

LABEL = Text("정액 할인", "Amount off")


def missing(promotion: Promotion) -> str | None:
    """The amount must be given."""
    return "amount_krw" if promotion.amount_krw is None else None


def discount(promotion: Promotion, items_krw: NDArray[Any]) -> NDArray[np.float64]:
    """The amount, or the whole order when it is smaller."""
    return np.minimum(np.asarray(items_krw, dtype=np.float64), float(promotion.amount_krw or 0))


def sentence(promotion: Promotion) -> Text:
    """Such as 3,000 won off."""
    amount = promotion.amount_krw or 0
    return Text(f"{amount:,}원 할인", f"₩{amount:,} off")
