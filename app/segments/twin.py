"""The NumPy twin: the same rule over arrays, for the simulated future and for entries judged at their own moments."""

from __future__ import annotations

from app.segments.evaluate import combine
from app.segments.load import snapshot as load
from app.segments.rule import Rule
from app.segments.snapshot import Column, Log, Mask, Needs, Snapshot

__all__ = ["Column", "Log", "Needs", "Snapshot", "evaluate", "load"]


def evaluate(rule: Rule, snapshot: Snapshot) -> Mask:
    """One answer a subject: the customer in `snapshot.row` at the microsecond in `snapshot.moment`.

    Equal to `segments.mask` when every customer is a subject at one moment.
    """
    return combine(rule.root, len(snapshot.row), lambda leaf: leaf.condition.test(snapshot))
