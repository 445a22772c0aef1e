"""So many per cent off the goods in the order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.promotions.model import Promotion
from fake_company.text import Text

LABEL = Text("정률 할인", "Percent off")


def missing(promotion: Promotion) -> str | None:
    """The percentage must be given."""
    return "percent" if promotion.percent is None else None


def discount(promotion: Promotion, items_krw: NDArray[Any]) -> NDArray[np.float64]:
    """The percentage of the list amount."""
    return np.asarray(items_krw, dtype=np.float64) * ((promotion.percent or 0) / 100)


def sentence(promotion: Promotion) -> Text:
    """Such as 10% off."""
    return Text(f"{promotion.percent}% 할인", f"{promotion.percent} % off")
