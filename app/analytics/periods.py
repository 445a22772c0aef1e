"""Days, weeks and months of the company's calendar: which bucket a moment falls into, and where a bucket begins.

Weeks begin on Monday. Buckets are numbered through: days since 1970, Mondays since 1969-12-29, months since January 1970.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

Unit = Literal["day", "week", "month"]
Ints = npt.NDArray[np.int64]
UNITS: dict[str, Text] = {
    "day": Text("일", "day"),
    "week": Text("주", "week"),
    "month": Text("월", "month"),
}
DAY_MICROS = 86_400_000_000
MOST_BUCKETS = 400
_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days

    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment that belongs to it, and the first that no longer does."""
        return midnight(self.start), midnight(self.end)


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime(day.year, day.month, day.day)


def micros(moment: datetime) -> int:
    """A naive moment as microseconds since 1970."""
    return int(np.datetime64(moment, "us").astype(np.int64))


def of_moments(at: Ints, unit: str) -> Ints:
    """The bucket of each moment (microseconds since 1970)."""
    if unit == "month":
        return at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    days = at // DAY_MICROS
    return days if unit == "day" else (days + _MONDAY) // 7


def number(day: date, unit: str) -> int:
    """The bucket of a day."""
    return int(of_moments(np.array([micros(midnight(day))]), unit)[0])


def begins(bucket: int, unit: str) -> date:
    """The first day of a bucket."""
    if unit == "month":
        return date(1970 + bucket // 12, bucket % 12 + 1, 1)
    return date(1970, 1, 1) + timedelta(days=bucket if unit == "day" else bucket * 7 - _MONDAY)


def label(bucket: int, unit: str) -> Text:
    """A bucket in words: `3월 2일`, `3월 2일 주`, `2026년 3월`."""
    first = begins(bucket, unit)
    if unit == "month":
        return Text(f"{first.year}년 {first.month}월", f"{first:%b %Y}")
    said = Text(f"{first.month}월 {first.day}일", f"{first.day} {first:%b}")
    return said if unit == "day" else Text(f"{said.ko} 주", f"week of {said.en}")


def short(bucket: int, unit: str) -> Text:
    """The same for an axis: `3/2`, `2026.3`."""
    first = begins(bucket, unit)
    if unit == "month":
        return Text(f"{first.year % 100}.{first.month}", f"{first:%b %y}")
    return Text(f"{first.month}/{first.day}", f"{first.day} {first:%b}")


def aligned(period: Period, unit: str) -> Period:
    """The period from the beginning of its first bucket on, so that no bucket is cut at the front."""
    return Period(begins(number(period.start, unit), unit), period.end)


def buckets(period: Period, unit: str) -> range:
    """The buckets a period touches."""
    return range(number(period.start, unit), number(period.end - timedelta(days=1), unit) + 1)


def is_over(bucket: int, unit: str, today: datetime) -> bool:
    """Whether a bucket has wholly passed."""
    return midnight(begins(bucket + 1, unit)) <= today


def history(company: Company) -> Period:
    """The days a company's tables cover: `days` of them, the last one yesterday."""
    today = company.meta.today.date()
    return Period(today - timedelta(days=company.meta.days), today)


def read(company: Company, asked: Mapping[str, Any], default_days: int = 90) -> Period:
    """The period in an address: `days=90` (up to yesterday), or `from=2026-01-01&to=2026-01-31` (both included)."""
    whole = history(company)
    first, last = str(asked.get("from") or ""), str(asked.get("to") or "")
    if first or last:
        start = _day(first, "from") if first else whole.start
        until = min(_day(last, "to"), whole.last) if last else whole.last
        end = until + timedelta(days=1)
        if start > (_day(last, "to") if last else start):
            raise DangolError(
                Text("시작하는 날이 끝나는 날보다 늦어요.", "The first day is after the last."),
                f"from={first}&to={last}",
                Text("두 날짜를 서로 바꿔 주세요.", "Swap the two dates."),
            )
        found = Period(max(start, whole.start), min(end, whole.end))
        if found.start >= found.end:
            raise DangolError(
                Text("그 기간에는 기록이 없어요.", "Nothing is recorded in that period."),
                f"from={first}&to={last}",
                Text(f"{whole.start}부터 {whole.end - timedelta(days=1)} 사이에서 골라 주세요.",
                     f"Choose days from {whole.start} to {whole.end - timedelta(days=1)}."),
            )  # fmt: skip
        return found
    days = asked.get("days") or default_days
    if not re.fullmatch(r"[1-9]\d{0,3}", str(days)) or int(days) > 3660:
        raise DangolError(
            Text(
                "기간은 1일부터 3660일까지의 정수여야 해요.",
                "The period is a whole number of days, 1 to 3660.",
            ),
            f"days={str(days)[:20]}",
            Text("예: days=90", "For example days=90"),
        )
    return Period(max(whole.end - timedelta(days=int(days)), whole.start), whole.end)


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DangolError(
            Text(f"날짜로 읽을 수 없어요: {text[:20]}", f"This is not a date: {text[:20]}"),
            name,
            Text("예: 2026-03-02", "For example 2026-03-02"),
        ) from None
