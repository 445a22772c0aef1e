"""What the customer bought: number of orders, spend, order value, days since the first or last, share with a coupon.

Refunded orders are left out. Without any order the count and the spend are 0 and everything else is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import compare, form, measures, operators
from app.segments.compare import Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.measures import MEASURES
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.syntax_compare import Compared, Span
from app.segments.windows import Window, window_schema
from app.segments.words import Clause, number
from fake_company.text import Text


@dataclass(frozen=True)
class Ordered(Condition):
    """`spend_krw at_least 100000 within 90 days`."""

    measure: str
    comparison: Comparison
    within: Window | None = None
    kind: ClassVar[str] = "orders"
    label: ClassVar[Text] = Text("구매", "Orders")
    rank: ClassVar[int] = 40
    sample: ClassVar[str] = "orders spend_krw >= 100000 within 90d"
    example: ClassVar[Mapping[str, Any]] = {"measure": "count", "operator": "at_least", "value": 1}
    syntax = (
        Word("orders"),
        Name("measure", tuple(MEASURES), Text("구매 지표", "measure")),
        Compared(),
        Span("within", "within"),
    )

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

    def predicate(self, query: Query) -> str:
        """Membership in those whose measure fits."""
        row = MEASURES[self.measure]
        source = measures.source(self.within, query.moment)
        return self.comparison.membership(source, row.over(query.moment), row.absent)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        values, orders = measures.values(snapshot, self.measure, self.within)
        some = orders > 0
        found = np.zeros(len(orders), dtype=bool)
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
        source = measures.source(self.within, query.moment)
        found = rows(
            f"SELECT count(*) AS n, {row.over(query.moment)} AS v {source} AND customer_id = {customer_id}"
        )[0]
        value = found["v"] if found["n"] else row.absent
        if value is None:
            return Text("{label}: 주문이 없음", "{label}: no order").format(label=row.label)
        return Text("{label}: {value}", "{label}: {value}").format(label=row.label, value=row.say(value))

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


CONDITION = Ordered
