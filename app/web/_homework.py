"""Which homework is in hand, and the plan it starts from."""

from __future__ import annotations

from typing import Any

from flask import session

KEY = "exercise"


def slug() -> str:
    """The exercise in hand: the one chosen in this session, else the first there is."""
    return str(session.get(KEY, "cart-abandonment"))


def starting_plan() -> dict[str, Any]:
    """The predecessor's plan, which every learner inherits."""
    return {"format": 1, "exercise": slug()}
