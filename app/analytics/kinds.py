"""How many customers are of each type, 예상 신규 현재 휴면 복귀, at any moment of the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import segments
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Kind:
    """One customer type: how many there are, and their share of all customers (0 to 1)."""

    key: str
    label: Text
    customers: int
    share: float


def kinds(company: Company, moment: datetime | None = None) -> list[Kind]:
    """Every type with its customers; together they are everybody."""
    found = []
    for key, label in segments.TYPES.items():
        count = segments.count(company, {"kind": "lifecycle", "types": [key]}, moment)
        found.append(Kind(key, label, count.n, count.share))
    return found
