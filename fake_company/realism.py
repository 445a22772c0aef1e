"""The realism card: a company's figures beside ranges computed from real shops and published trials.

Ranges and sources: `facts/realism_targets.json`. Real shops differ from each other, so four in five rows inside
is the pass line. History rows come from the public tables; response rows run the company's world from today on.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fake_company.text import Text
from fake_company.warehouse import Company

TARGETS = Path(__file__).parent / "facts" / "realism_targets.json"
PASS_SHARE = 0.8


@dataclass(frozen=True)
class Row:
    """One figure: its value here, the published range, and whether it is inside."""

    metric: str
    text: Text
    value: float | None
    low: float
    high: float
    inside: bool
    source: str
    how: str

    def to_json(self) -> dict[str, Any]:
        """As `flask company card --json` gives it."""
        return {**asdict(self), "text": self.text.to_json()}


@lru_cache(maxsize=1)
def targets() -> list[dict[str, Any]]:
    """The published ranges, one a row of the card."""
    rows: list[dict[str, Any]] = json.loads(TARGETS.read_text(encoding="utf-8"))["targets"]
    return rows


def card(company: Company) -> list[Row]:
    """Every row of the card, in the order of the targets."""
    from fake_company import realism_history, realism_response

    values = realism_history.values(company) | realism_response.values(company)
    return [_row(target, values.get(target["metric"])) for target in targets()]


def share_inside(rows: list[Row]) -> float:
    """Share of rows inside their range."""
    return sum(row.inside for row in rows) / len(rows)


def _row(target: dict[str, Any], value: float | None) -> Row:
    known = value is not None and math.isfinite(value)
    return Row(
        metric=target["metric"],
        text=Text.of(target["text"]),
        value=value if known else None,
        low=target["low"],
        high=target["high"],
        inside=known and target["low"] <= float(value or 0.0) <= target["high"],
        source=target["source"],
        how=target["how_to_compute"],
    )
