"""What a benefit costs and what it must bring. May not send, simulate or read the hidden truth."""

from __future__ import annotations

from app.promotions import kinds
from app.promotions.model import Promotion
from app.promotions.sheet import Sheet, break_even_lift, sheet
from app.promotions.terms import discounts, problems, sentence

__all__ = ["Promotion", "Sheet", "break_even_lift", "discounts", "kinds", "problems", "sentence", "sheet"]
