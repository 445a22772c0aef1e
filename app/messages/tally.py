"""The running count of a review: what was noticed, about whom, and how bad it is for each recipient."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from app.findings import Finding
from app.messages.letters import Letters
from fake_company.text import Text

Mask = npt.NDArray[np.bool_]


class Tally:
    """Findings over an audience; `score` adds up per recipient, so that the worst can be shown."""

    def __init__(self, made: Letters, sent: Mask, where: str) -> None:
        self.made, self.sent, self.where = made, sent, where
        self.score = np.zeros(len(sent), dtype=np.int64)
        self.problems: list[tuple[Mask, Text]] = []
        self.findings: list[Finding] = []

    def note(self, mask: Mask, weight: int, text: Text) -> int:
        """Remember a problem of these recipients; how many of them are sent to."""
        mask = mask & self.sent
        self.score += mask * weight
        self.problems.append((mask, text))
        return int(mask.sum())

    def spread(self, numbers: list[int]) -> Mask:
        """Recipients of these letters."""
        flags = np.zeros(len(self.made.letters), dtype=bool)
        flags[numbers] = True
        return np.asarray(flags[self.made.which], dtype=bool)

    def report(self, found: dict[tuple[str, str], tuple[Finding, list[int]]], weight: int) -> None:
        """Add findings that hold for some letters, each with the number of its recipients."""
        for made, numbers in found.values():
            rows = self.spread(numbers) & self.sent
            count = int(rows.sum())
            if count or not self.sent.any():
                self.findings.append(replace(made, count=count))
                self.note(rows, weight if made.severity == "error" else 1, made.text)

    def limit(self, mask: Mask, code: str, severity: Any, text: Text, part: str, weight: int) -> int:
        """Add a finding about the length of a field, when it concerns anybody."""
        count = self.note(mask, weight, text)
        if count:
            remedy = Text("짧게 줄여 주세요.", "Make it shorter.")
            self.findings.append(
                Finding(severity, code, text, f"{self.where}.fields.{part}", remedy, count=count)
            )
        return count
