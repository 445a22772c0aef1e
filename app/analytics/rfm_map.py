"""The RFM map: buyers and what they paid in each of 5 × 5 cells, by named group, and which values each score stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.analytics.once import once
from app.segments import rfm
from app.segments.snapshot import Ints
from fake_company.warehouse import Company

_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True)
class Cell:
    """One cell: scores of recency and of the other axis, buyers, orders and sales in won."""

    r: int
    other: int
    customers: int
    orders: int
    sales_krw: int


@dataclass(frozen=True)
class GroupRow:
    """One named group: who is in it, what they bought, and their mean recency in days."""

    key: str
    customers: int
    orders: int
    sales_krw: int
    recency_days: float | None


@dataclass(frozen=True)
class Step:
    """One score of one measure: the smallest and largest value in it (None where nobody has it), and how many do.

    Recency is in whole days since the last order, frequency in orders, monetary in won.
    """

    score: int
    low: int | None
    high: int | None
    customers: int


@dataclass(frozen=True)
class Map:
    """Everybody who ever ordered, on the map; `other` is `f` (frequency) or `m` (monetary)."""

    other: str
    customers: int
    orders: int
    sales_krw: int
    cells: tuple[Cell, ...]
    groups: tuple[GroupRow, ...]
    steps: dict[str, tuple[Step, ...]]

    def cell(self, r: int, other: int) -> Cell:
        """The cell of two scores."""
        return self.cells[(r - 1) * 5 + other - 1]

    def empty_scores(self, part: str) -> list[int]:
        """Scores nobody has, because too many buyers share one value."""
        return [step.score for step in self.steps[part] if not step.customers]


@once
def rfm_map(company: Company, other: str = "f") -> Map:
    """The map of today; `other` chooses the axis across (`f` or `m`)."""
    found = rfm.scores(company)
    now = int(np.datetime64(company.meta.today, "us").astype(np.int64))
    days = (now - found.last_at.astype("datetime64[us]").astype(np.int64)) // _DAY
    across = found.f if other == "f" else found.m
    place = (found.r - 1) * 5 + across - 1
    cells = _totals(place, 25, found.orders, found.spend_krw)
    in_map = np.array([_group_place(r, f) for r in rfm.SCORES for f in rfm.SCORES], dtype=np.int64)
    group = in_map[(found.r - 1) * 5 + found.f - 1]
    groups = _totals(group, len(rfm.GROUPS), found.orders, found.spend_krw)
    recency = np.bincount(group, weights=days, minlength=len(rfm.GROUPS))
    return Map(
        other,
        len(found),
        int(found.orders.sum()),
        int(found.spend_krw.sum()),
        tuple(Cell(at // 5 + 1, at % 5 + 1, *row) for at, row in enumerate(cells)),
        tuple(
            GroupRow(key, *row, float(recency[at]) / row[0] if row[0] else None)
            for at, (key, row) in enumerate(zip(rfm.GROUPS, groups, strict=True))
        ),
        {
            "r": _steps(found.r, days),
            "f": _steps(found.f, found.orders),
            "m": _steps(found.m, found.spend_krw),
        },
    )


def _group_place(r: int, f: int) -> int:
    return list(rfm.GROUPS).index(rfm.group_of(r, f).key)


def _totals(place: Ints, size: int, orders: Ints, sales: Ints) -> list[tuple[int, int, int]]:
    """Customers, orders and sales of each place, in whole numbers whatever the order of customers."""
    customers = np.bincount(place, minlength=size)
    found = []
    for at in range(size):
        mine = place == at
        found.append((int(customers[at]), int(orders[mine].sum()), int(sales[mine].sum())))
    return found


def _steps(scores: Ints, values: Ints) -> tuple[Step, ...]:
    found = []
    for score in rfm.SCORES:
        mine = values[scores == score]
        low, high = (int(mine.min()), int(mine.max())) if len(mine) else (None, None)
        found.append(Step(score, low, high, len(mine)))
    return tuple(found)
