"""WHAT HAPPENS: a plan lived in the company's world, beside the same world in which nothing is sent."""

from __future__ import annotations

from app.simulator.basis import Basis, noise, prepare, score_basis
from app.simulator.nothing import PRACTICE, PRACTICE_SEEDS, is_prepared
from app.simulator.outcome import Outcome, interesting_customers, simulate
from app.simulator.story import Story, story

__all__ = [
    "PRACTICE", "PRACTICE_SEEDS", "Basis", "Outcome", "Story", "interesting_customers", "is_prepared", "noise",
    "prepare", "score_basis", "simulate", "story",
]  # fmt: skip
