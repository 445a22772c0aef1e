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

from fake_company.profile_parts import ForTrade
from fake_company.text import Text
from fake_company.warehouse import Company

TARGETS = Path(__file__).parent / "facts" / "realism_targets.json"
PASS_SHARE = 0.8


@dataclass(frozen=True)
class Row:
    """One figure: its value here, the published range, and whether it is inside.

    A row that does not apply to the company's trade is kept with the reason and is not counted.
    """

    metric: str
    text: Text
    value: float | None
    low: float
    high: float
    inside: bool
    source: str
    how: str
    applies: bool = True
    reason: Text = Text("", "")

    def to_json(self) -> dict[str, Any]:
        """As `flask company card --json` gives it."""
        return {**asdict(self), "text": self.text.to_json(), "reason": self.reason.to_json()}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Row:
        """The row that `to_json` gave."""
        return cls(**{**kept, "text": Text.of(kept["text"]), "reason": Text.of(kept["reason"])})


@lru_cache(maxsize=1)
def targets() -> list[dict[str, Any]]:
    """The published ranges, one a row of the card."""
    rows: list[dict[str, Any]] = json.loads(TARGETS.read_text(encoding="utf-8"))["targets"]
    return rows


def card(company: Company) -> list[Row]:
    """Every row of the card, in the order of the targets."""
    from fake_company import realism_history, realism_response

    values = realism_history.values(company) | realism_response.values(company)
    own = {row.metric: row for row in company.profile.realism}
    return [_row(target, values.get(target["metric"]), own.get(target["metric"])) for target in targets()]


def share_inside(rows: list[Row]) -> float:
    """Share of the rows that apply which are inside their range."""
    applying = [row for row in rows if row.applies]
    return sum(row.inside for row in applying) / len(applying)


def _row(target: dict[str, Any], value: float | None, own: ForTrade | None = None) -> Row:
    """A row of the card; a profile's own range for its trade takes the place of the common one."""
    known = value is not None and math.isfinite(value)
    low, high, source = target["low"], target["high"], target["source"]
    if own and own.low is not None and own.high is not None:
        low, high, source = own.low, own.high, own.source
    applies = own is None or own.not_applicable is None
    return Row(
        metric=target["metric"],
        text=Text.of(target["text"]),
        value=value if known else None,
        low=low,
        high=high,
        inside=applies and known and low <= float(value or 0.0) <= high,
        source=source,
        how=target["how_to_compute"],
        applies=applies,
        reason=own.not_applicable.text() if own and own.not_applicable else Text("", ""),
    )
