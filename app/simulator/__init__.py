"""WHAT HAPPENS: a plan lived in the company's world, beside the same world in which nothing is sent."""

from __future__ import annotations

from app.simulator.basis import Basis, noise, prepare, score_basis
from app.simulator.nothing import is_prepared

__all__ = ["Basis", "is_prepared", "noise", "prepare", "score_basis"]
