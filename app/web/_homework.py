"""Which homework is in hand, and the plan it starts from."""

from __future__ import annotations

from typing import Any

from flask import session

from app.grading import exercises
from app.grading.exercises import Exercise

KEY = "exercise"


def slug() -> str:
    """The exercise in hand: the one chosen in this session, else the first there is."""
    chosen = str(session.get(KEY, ""))
    known = exercises.slugs()
    return chosen if chosen in known else next(iter(known), "")


def exercise() -> Exercise:
    """The exercise in hand."""
    return exercises.load(slug())


def starting_plan() -> dict[str, Any]:
    """The predecessor's plan, which every learner inherits; an empty one where there is no exercise."""
    return exercise().starting_plan if slug() else {"format": 1}
