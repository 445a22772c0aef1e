"""What a benefit costs and what it must bring. May not send, simulate or read the hidden truth."""

from __future__ import annotations

from app.promotions.model import Promotion

__all__ = ["Promotion"]
