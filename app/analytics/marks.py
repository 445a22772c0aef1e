"""When the company's past campaigns were sent: marks on the time axis of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.analytics import periods
from app.analytics.once import once
from fake_company.text import Text
from fake_company.warehouse import Company

LEAST_SHARE = 0.02
"""A day's sends are marked when they went to at least this share of all customers."""


@dataclass(frozen=True)
class Mark:
    """One send: its day, the campaign, to how many, and its discount."""

    day: date
    name: Text
    sent: int
    percent: int | None

    @property
    def words(self) -> Text:
        """`2/3 전체 쿠폰 20%`."""
        off = f" {self.percent}%" if self.percent and f"{self.percent}%" not in self.name.ko else ""
        return Text(
            f"{self.day.month}/{self.day.day} {self.name.ko}{off}", f"{self.day:%d %b} {self.name.en}{off}"
        )


@once
def sends(company: Company) -> tuple[Mark, ...]:
    """Every day on which a scheduled campaign of the past went out to many."""
    rows = company.rows(
        """SELECT c.name_ko, c.name_en, c.promotion_percent, t.sent_at::DATE AS day, count(*) AS n
           FROM touches t JOIN campaigns c USING (campaign_id)
           WHERE c.kind = 'scheduled' AND t.skipped_reason IS NULL AND NOT t.is_holdout
           GROUP BY ALL ORDER BY day, c.name_ko"""
    )
    least = company.meta.customers * LEAST_SHARE
    return tuple(
        Mark(row["day"], Text(row["name_ko"], row["name_en"]), row["n"], row["promotion_percent"])
        for row in rows
        if row["n"] >= least
    )


def on_axis(company: Company, buckets: range, unit: str) -> list[tuple[float, Mark]]:
    """The sends between the first and the last of these periods, each with its place counted in periods."""
    return [
        (place - buckets.start, mark)
        for mark in sends(company)
        if buckets.start <= (place := _place(mark.day, unit)) <= buckets.stop - 1
    ]


def _place(day: date, unit: str) -> float:
    bucket = periods.number(day, unit)
    begin, end = periods.begins(bucket, unit), periods.begins(bucket + 1, unit)
    return bucket + (day - begin).days / (end - begin).days
