"""What the customer bought: number of orders, spend, order value, days since the first or last, share with a coupon.

Refunded orders are left out. Without any order the count and the spend are 0 and everything else is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import compare, form, operators
from app.segments.compare import Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.windows import DAY, Window, between, literal, window_schema
from app.segments.words import Clause, number
from fake_company.text import Text


@dataclass(frozen=True)
class Measure:
    """A measure over a customer's orders: SQL (with `{now}`), value without orders, label and unit."""

    key: str
    label: Text
    sql: str
    absent: float | None
    unit: Text


_DAYS = Text("일", " days")
_WON = Text("원", " won")
MEASURES = {
    row.key: row
    for row in (
        Measure("count", Text("주문 수", "number of orders"), "count(*)", 0, Text("회", "")),
        Measure("spend_krw", Text("결제 금액 합계", "total spend"), "sum(total_krw)", 0, _WON),
        Measure("aov_krw", Text("평균 주문 금액", "average order value"), "sum(total_krw) / count(*)", None, _WON),
        Measure("days_since_last", Text("마지막 주문 뒤 지난 날", "days since the last order"),
                "date_sub('day', max(ordered_at), {now})", None, _DAYS),
        Measure("days_since_first", Text("첫 주문 뒤 지난 날", "days since the first order"),
                "date_sub('day', min(ordered_at), {now})", None, _DAYS),
        Measure("coupon_share", Text("쿠폰을 쓴 주문의 비율", "share of orders with a coupon"),
                "count(coupon_code) / count(*)", None, Text("", "")),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Ordered(Condition):
    """`spend_krw at_least 100000 within 90 days`."""

    measure: str
    comparison: Comparison
    within: Window | None = None
    kind: ClassVar[str] = "orders"
    label: ClassVar[Text] = Text("구매", "Orders")
    rank: ClassVar[int] = 40

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read measure, operator, value, within."""
        keys = ("kind", "measure", "operator", "value", "within")
        as_mapping(data, place, keys, ("measure", "operator", "value"))
        measure = as_choice(
            data["measure"], place.key("measure"), Text("구매 지표", "order measure"), MEASURES
        )
        within = Window.parse_optional(data, "within", place)
        return cls(measure, Comparison.parse(data, place), within)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        within = self.within.to_json() if self.within else None
        return {"kind": self.kind, "measure": self.measure, **self.comparison.to_json(), "within": within}

    def _source(self, query: Query) -> str:
        return (
            f"FROM orders WHERE status <> 'refunded' AND {between('ordered_at', self.within, query.moment)}"
        )

    def _sql(self, query: Query) -> str:
        return MEASURES[self.measure].sql.format(now=literal(query.moment))

    def predicate(self, query: Query) -> str:
        """Membership in those whose measure fits."""
        return self.comparison.membership(
            self._source(query), self._sql(query), MEASURES[self.measure].absent
        )

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        log = snapshot.log(":orders")
        starts = self.within.starts(snapshot.moment) if self.within else None
        low, high = log.span(snapshot.row, starts, snapshot.moment)
        some = high > low
        count = high - low
        found = np.zeros(len(low), dtype=bool)
        if self.measure == "count":
            return self.comparison.holds(count)
        if not some.any():
            return found | self.comparison.holds_for(MEASURES[self.measure].absent)
        if self.measure in ("days_since_last", "days_since_first"):
            at = log.at[np.where(some, high - 1 if self.measure == "days_since_last" else low, 0)]
            values = (snapshot.moment - at) // DAY
        else:
            values = _sums(snapshot, self.measure, low, high)
            if self.measure != "spend_krw":
                values = values / np.maximum(count, 1)
        found[some] = self.comparison.holds(values[some])
        found[~some] = self.comparison.holds_for(MEASURES[self.measure].absent)
        return found

    def needs(self) -> Needs:
        """The orders."""
        return Needs(logs=frozenset({":orders"}))

    def clause(self, schema: Schema) -> Clause:
        """`지난 90일 안에 결제 금액 합계가 100,000원 이상인`."""
        row = MEASURES[self.measure]
        said = operators.clause(
            self.comparison.row,
            row.label,
            self.comparison.value,
            lambda value: Text(number(value) + row.unit.ko, number(value) + row.unit.en),
        )
        if self.within is None:
            return said
        last = self.within.last()
        return Clause(f"{last.ko} {said.ko}", said.ending, f"{said.en} {last.en}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's measure."""
        row = MEASURES[self.measure]
        found = rows(
            f"SELECT count(*) AS n, {self._sql(query)} AS v {self._source(query)} AND customer_id = {customer_id}"
        )[0]
        value = found["v"] if found["n"] else row.absent
        if value is None:
            return Text("{label}: 주문이 없음", "{label}: no order").format(label=row.label)
        value = round(value, 2) if isinstance(value, float) else int(value)
        said = Text(number(value) + row.unit.ko, number(value) + row.unit.en)
        return Text("{label}: {value}", "{label}: {value}").format(label=row.label, value=said)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Measure, comparison, window."""
        menu = ((row.key, row.label) for row in MEASURES.values())
        return [
            form.select("measure", Text("구매 지표", "measure"), menu, data.get("measure") or "count"),
            *compare.controls("", Text("비교", "operator"), data),
            *form.window("within", Text("최근", "in the last"), data.get("within")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Measure, operator, value, within."""
        return {
            "properties": {
                "measure": {"enum": list(MEASURES)},
                **compare.schema(),
                "within": window_schema(),
            },
            "required": ["measure", "operator", "value"],
        }


def _sums(snapshot: Snapshot, measure: str, low: Any, high: Any) -> Any:
    columns = snapshot.log(":orders").columns
    if measure == "coupon_share":
        weights = columns["coupon_code"].present.astype(np.int64)
    else:
        weights = np.where(columns["total_krw"].present, columns["total_krw"].values, 0).astype(np.int64)
    running = np.concatenate([[0], np.cumsum(weights)])
    return running[high] - running[low]


CONDITION = Ordered
