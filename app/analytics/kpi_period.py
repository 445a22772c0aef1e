"""The span of time a board looks at, and the small things both sides of it share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.analytics.order_log import months_back
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Period:
    """From a moment up to, and without, another."""

    first: datetime
    last: datetime

    def settled(self, company: Company, days: int) -> datetime:
        """The end of the part that lies at least `days` days back, so that everything in it had that long to happen."""
        return max(self.first, min(self.last, company.meta.today - timedelta(days=days)))


def months(company: Company, count: int) -> Period:
    """The last `count` months up to today, no further back than the records."""
    began = company.meta.today - timedelta(days=company.meta.days)
    return Period(max(began, months_back(company.meta.today, count)[0]), company.meta.today)


def ratio(part: float, whole: float) -> float | None:
    """A share or a mean; None where there is nothing to divide by."""
    return part / whole if whole else None


def month_of(column: str) -> str:
    """The SQL of a moment's calendar month."""
    return f"date_trunc('month', {column})::TIMESTAMP"


def keyed(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Rows as (their key, the rest)."""
    for row in rows:
        yield row["key"], {name: value for name, value in row.items() if name != "key"}


def before(company: Company, period: Period) -> Period | None:
    """The same length right before; None where the records do not reach that far."""
    began = company.meta.today - timedelta(days=company.meta.days)
    first = period.first - (period.last - period.first)
    return Period(first, period.first) if first >= began else None


def is_whole(month: datetime, period: Period) -> bool:
    """Whether a calendar month lies wholly inside the period."""
    after = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return month >= period.first and after <= period.last
