"""How well a plan does: checks, points, a receipt. May not read the clock, keep anything, or know who learns."""

from __future__ import annotations

from app.grading import exercises
from app.grading.grader import grade, seeds_key, verify
from app.grading.result import CheckResult, CounterExample, Grade

__all__ = ["CheckResult", "CounterExample", "Grade", "exercises", "grade", "seeds_key", "verify"]
