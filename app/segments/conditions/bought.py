"""Which categories the customer bought from: orders that hold such an item (refunded ones left out)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import compare, form
from app.segments.compare import ONCE, Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.operators import quoted
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Names, Word
from app.segments.syntax_compare import Span, Times
from app.segments.windows import Window, between, window_schema
from app.segments.words import DID_NOT, Clause, Ending, listed
from fake_company.text import Text


@dataclass(frozen=True)
class Bought(Condition):
    """`items of outer at least 2 times within 90 days` (lines of orders are counted)."""

    categories: tuple[str, ...]
    count: Comparison = ONCE
    within: Window | None = None
    kind: ClassVar[str] = "bought"
    label: ClassVar[Text] = Text("산 카테고리", "Bought from")
    rank: ClassVar[int] = 45
    sample: ClassVar[str] = "bought outer >= 2 times within 90d"
    example: ClassVar[Mapping[str, Any]] = {"categories": []}
    syntax = (
        Word("bought"),
        Names("categories", "categories", Text("카테고리", "category")),
        Times(),
        Span("within", "within"),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read categories, count, within."""
        as_mapping(data, place, ("kind", "categories", "count", "within"), ("categories",))
        at = place.key("categories")
        if not isinstance(data["categories"], (list, tuple)) or not data["categories"]:
            raise at.error(
                Text("카테고리를 하나 이상 골라야 해요.", "Choose at least one category."),
                Text('예: ["outer"]', 'For example ["outer"]'),
            )
        return cls(
            tuple(as_word(one, at.at(index)) for index, one in enumerate(data["categories"])),
            Comparison.parse_count(data.get("count"), place.key("count")),
            Window.parse_optional(data, "within", place),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "categories": list(self.categories),
            "count": self.count.to_json(),
            "within": self.within.to_json() if self.within else None,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must sell the categories."""
        for index, slug in enumerate(self.categories):
            if not schema.open and slug not in schema.categories:
                at = place.key("categories").at(index)
                raise at.unknown(Text("카테고리", "category"), slug, schema.categories)

    def _source(self, query: Query) -> str:
        slugs = ", ".join(quoted(slug) for slug in self.categories)
        return (
            "FROM order_items WHERE order_id IN (SELECT order_id FROM orders "
            f"WHERE status <> 'refunded' AND {between('ordered_at', self.within, query.moment)}) "
            f"AND category_id IN (SELECT category_id FROM categories WHERE slug IN ({slugs}))"
        )

    def predicate(self, query: Query) -> str:
        """Membership in those whose count fits."""
        return self.count.membership(self._source(query), "count(*)", 0)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        log = snapshot.log(":bought")
        if len(log.row):
            category = log.columns["category"]
            log = log.where(
                category.present & np.logical_or.reduce([category.values == s for s in self.categories])
            )
        starts = self.within.starts(snapshot.moment) if self.within else None
        low, high = log.span(snapshot.row, starts, snapshot.moment)
        return self.count.holds(high - low)

    def needs(self) -> Needs:
        """The items of orders."""
        return Needs(logs=frozenset({":bought"}))

    def clause(self, schema: Schema) -> Clause:
        """`지난 90일 안에 ‘아우터’ 상품을 산`."""
        said = listed([schema.categories.get(slug, Text(slug, slug)) for slug in self.categories])
        last = self.within.last() if self.within else Text("", "")
        often = self.count.times()
        head = (f"{last.ko} " if last.ko else "") + f"‘{said.ko}’ 상품을 "
        tail = often.en + (f" {last.en}" if last.en else "")
        if self.count.is_never:
            return Clause(f"{head}사지 않", DID_NOT, f"who did not buy from {said.en}{tail}")
        return Clause(f"{head}{often.ko}", Ending("샀고", "샀거나", "산"), f"who bought from {said.en}{tail}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """How many such items."""
        found = rows(f"SELECT count(*) AS n {self._source(query)} AND customer_id = {customer_id}")[0]["n"]
        return Text(f"그런 상품 {found:,}건", f"{found:,} such items")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Categories, count, window."""
        label = Text("카테고리", "categories")
        return [
            form.multi("categories", label, schema.categories.items(), data.get("categories")),
            *compare.controls("count", Text("횟수", "how often"), data.get("count") or ONCE.to_json()),
            *form.window("within", Text("최근", "in the last"), data.get("within")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Categories, count, within."""
        categories = {"type": "array", "minItems": 1, "items": {"type": "string"}}
        return {
            "properties": {
                "categories": categories,
                "count": compare.count_schema(),
                "within": window_schema(),
            },
            "required": ["categories"],
        }


CONDITION = Bought
