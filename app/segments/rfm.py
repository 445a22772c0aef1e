"""RFM: how recently, how often and for how much a customer bought, each scored 1 to 5 by quintiles of all buyers.

A score is 1 + ⌊5 × (buyers below) / (all buyers)⌋, so equal customers have equal scores. Refunded orders are left out;
customers without an order have no scores. The ten names are the usual reading of the recency × frequency map.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.segments.snapshot import Ints, Snapshot
from app.segments.windows import literal
from fake_company.text import Text
from fake_company.warehouse import Company

SCORES = (1, 2, 3, 4, 5)
PARTS: dict[str, Text] = {
    "r": Text("최근성(R)", "recency (R)"),
    "f": Text("빈도(F)", "frequency (F)"),
    "m": Text("금액(M)", "monetary (M)"),
}


@dataclass(frozen=True)
class Group:
    """A named part of the 5×5 map: the recency and frequency scores it covers."""

    key: str
    label: Text
    meaning: Text
    recency: tuple[int, ...]
    frequency: tuple[int, ...]

    def cells(self) -> list[tuple[int, int]]:
        """Its (recency, frequency) cells."""
        return [(r, f) for r in self.recency for f in self.frequency]


GROUPS: dict[str, Group] = {
    row.key: row
    for row in (
        Group("champions", Text("최우수 고객", "champions"),
              Text("최근에, 자주 사요.", "Bought lately and often."), (5,), (4, 5)),
        Group("loyal", Text("충성 고객", "loyal customers"),
              Text("자주 사고, 발길도 아직 이어져요.", "Buy often and still come."), (3, 4), (4, 5)),
        Group("potential", Text("잠재 충성 고객", "potential loyalists"),
              Text("최근에 두세 번 샀어요.", "Bought lately, a few times."), (4, 5), (2, 3)),
        Group("first_timers", Text("갓 산 고객", "recent first-timers"),
              Text("막 처음 샀어요.", "Have just bought once."), (5,), (1,)),
        Group("promising", Text("유망 고객", "promising"),
              Text("얼마 전에 처음 샀어요.", "Bought once not long ago."), (4,), (1,)),
        Group("attention", Text("관심이 필요한 고객", "need attention"),
              Text("모든 점수가 가운데예요.", "In the middle of everything."), (3,), (3,)),
        Group("sleepy", Text("잠들려는 고객", "about to sleep"),
              Text("드물게 샀고 발길이 뜸해졌어요.", "Bought rarely and come less."), (3,), (1, 2)),
        Group("cant_lose", Text("놓치면 안 되는 고객", "can't lose them"),
              Text("가장 자주 사던 고객이 오지 않아요.", "Bought most often, and stopped."), (1, 2), (5,)),
        Group("at_risk", Text("떠날 위험이 있는 고객", "at risk"),
              Text("꽤 사던 고객이 오지 않아요.", "Bought a fair amount, and stopped."), (1, 2), (3, 4)),
        Group("hibernating", Text("동면 고객", "hibernating"),
              Text("드물게 샀고 오래됐어요.", "Bought rarely and long ago."), (1, 2), (1, 2)),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """Scores of every buyer, in order of customer id, with the measures they come from."""

    customer_id: npt.NDArray[np.int32]
    r: Ints
    f: Ints
    m: Ints
    last_at: npt.NDArray[np.datetime64]
    orders: Ints
    spend_krw: Ints

    def __len__(self) -> int:
        return len(self.customer_id)


@dataclass(frozen=True)
class Borders:
    """The largest measure of each of the four lower quintiles: recency (microseconds before the moment, negated), orders, won."""

    r: Ints
    f: Ints
    m: Ints


def measures_sql(moment: datetime) -> str:
    """`FROM … GROUP BY` of every buyer up to the moment."""
    return f"FROM orders WHERE status <> 'refunded' AND ordered_at <= {literal(moment)} GROUP BY customer_id"


def scores_sql(moment: datetime) -> str:
    """A query of (customer_id, r, f, m), as an analyst would write it."""
    score = "1 + (rank() OVER (ORDER BY {x}) - 1) * 5 // count(*) OVER () AS {name}"
    parts = {"r": "max(ordered_at)", "f": "count(*)", "m": "sum(total_krw)"}
    columns = ", ".join(score.format(x=x, name=name) for name, x in parts.items())
    return f"SELECT customer_id, {columns} {measures_sql(moment)}"


def scores(company: Company, moment: datetime | None = None) -> Scores:
    """Everybody who ever ordered, scored at the moment (today unless given)."""
    rows = _measures(company, moment or company.meta.today)
    last = np.asarray(rows["last_at"]).astype("datetime64[us]")
    orders, spend = (np.asarray(rows[key]).astype(np.int64) for key in ("orders", "spend"))
    r, f, m = (score(values, border(values)) for values in (last.astype(np.int64), orders, spend))
    return Scores(np.asarray(rows["customer_id"]).astype(np.int32), r, f, m, last, orders, spend)


def borders(company: Company, moment: datetime) -> Borders:
    """The company's quintile borders at the moment."""
    rows = _measures(company, moment)
    now = np.datetime64(moment, "us").astype(np.int64)
    last = np.asarray(rows["last_at"]).astype("datetime64[us]").astype(np.int64) - now
    return Borders(
        border(last), *(border(np.asarray(rows[key]).astype(np.int64)) for key in ("orders", "spend"))
    )


def border(values: Ints) -> Ints:
    """The largest value of each of the four lower fifths."""
    if not len(values):
        return np.zeros(4, dtype=np.int64)
    last = [-(-fifth * len(values) // 5) - 1 for fifth in (1, 2, 3, 4)]
    return np.asarray(np.partition(values, last)[last], dtype=np.int64)


def score(values: Ints, limits: Ints) -> Ints:
    """1 to 5: one more than the borders a value is above."""
    return np.asarray(1 + np.searchsorted(limits, values, "left"), dtype=np.int64)


def of_subjects(snapshot: Snapshot, limits: Borders) -> tuple[Ints, Ints, Ints]:
    """The three scores of each subject at its own moment against the company's borders; 0 without an order."""
    log = snapshot.log(":orders")
    low, high = log.span(snapshot.row, None, snapshot.moment)
    some = high > low
    at = np.append(log.at, 0)
    weights = np.zeros(0, dtype=np.int64)
    if len(log.row):
        total = log.columns["total_krw"]
        weights = np.where(total.present, total.values, 0).astype(np.int64)
    running = np.concatenate([[0], np.cumsum(weights)])
    values = (at[high - 1] - snapshot.moment, high - low, running[high] - running[low])
    found = [
        np.where(some, score(v, b), 0) for v, b in zip(values, (limits.r, limits.f, limits.m), strict=True)
    ]
    return found[0], found[1], found[2]


def group_of(r: int, f: int) -> Group:
    """The named part of the map that holds a cell."""
    return next(group for group in GROUPS.values() if r in group.recency and f in group.frequency)


def cells_of(groups: Iterable[str]) -> list[tuple[int, int]]:
    """The cells of several groups."""
    return sorted({cell for key in groups for cell in GROUPS[key].cells()})


def _measures(company: Company, moment: datetime) -> dict[str, npt.NDArray[np.generic]]:
    return company.arrays(
        "SELECT customer_id, max(ordered_at) AS last_at, count(*) AS orders, "
        f"coalesce(sum(total_krw), 0)::BIGINT AS spend {measures_sql(moment)} ORDER BY customer_id"
    )
