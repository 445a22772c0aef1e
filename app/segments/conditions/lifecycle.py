"""Which of the five customer types: 예상, 신규, 현재, 휴면, 복귀."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, lifecycle
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.lifecycle import TYPES
from app.segments.place import Place, as_choice, as_mapping, as_whole
from app.segments.schema import Schema, Thresholds
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Names, Number, Word
from app.segments.words import IS, Clause, listed
from fake_company.text import Text

MOST_DAYS = 730
NEW = Text("신규 기준(일)", "days that count as new")
DORMANT = Text("휴면 기준(일)", "days until dormant")


@dataclass(frozen=True)
class Lifecycle(Condition):
    """`current or returning`, by the company's own lines or by others."""

    types: tuple[str, ...]
    new_days: int | None = None
    dormant_days: int | None = None
    kind: ClassVar[str] = "lifecycle"
    label: ClassVar[Text] = Text("고객 유형", "Customer type")
    rank: ClassVar[int] = 15
    sample: ClassVar[str] = "lifecycle (current, returning)"
    example: ClassVar[Mapping[str, Any]] = {"types": ["current"]}
    syntax = (
        Word("lifecycle"),
        Names("types", tuple(TYPES), Text("고객 유형", "type")),
        Number("new_days", NEW, lead="new_days", optional=True),
        Number("dormant_days", DORMANT, lead="dormant_days", optional=True),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read a list of types, and the lines where they are not the company's own."""
        as_mapping(data, place, ("kind", "types", "new_days", "dormant_days"), ("types",))
        lines = {
            key: as_whole(data[key], place.key(key), 1, MOST_DAYS)
            for key in ("new_days", "dormant_days")
            if data.get(key) is not None
        }
        place = place.key("types")
        if not isinstance(data["types"], (list, tuple)) or not data["types"]:
            raise place.error(
                Text("고객 유형을 하나 이상 골라야 해요.", "Choose at least one customer type."),
                Text('예: ["current", "returning"]', 'For example ["current", "returning"]'),
            )
        given = [
            as_choice(one, place.at(index), Text("고객 유형", "customer type"), TYPES)
            for index, one in enumerate(data["types"])
        ]
        return cls(tuple(one for one in TYPES if one in given), **lines)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        lines = {"new_days": self.new_days, "dormant_days": self.dormant_days}
        own = {key: value for key, value in lines.items() if value is not None}
        return {"kind": self.kind, "types": list(self.types), **own}

    def _lines(self, usual: Thresholds) -> Thresholds:
        return Thresholds(self.new_days or usual.new_days, self.dormant_days or usual.dormant_days)

    def predicate(self, query: Query) -> str:
        """Membership by the last, the one before, and the first order."""
        buyers = lifecycle.buyers_sql(self._lines(query.schema.thresholds), query.moment)
        wanted = ", ".join(f"'{one}'" for one in self.types if one != "prospect")
        if "prospect" not in self.types:
            return f"customer_id IN (SELECT customer_id FROM ({buyers}) WHERE type IN ({wanted}))"
        rest = f" WHERE type NOT IN ({wanted})" if wanted else ""
        return f"customer_id NOT IN (SELECT customer_id FROM ({buyers}){rest})"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        lines = self._lines(Thresholds(*snapshot.thresholds))
        found = lifecycle.types(replace(snapshot, thresholds=(lines.new_days, lines.dormant_days)))
        return np.asarray(np.logical_or.reduce([found[one] for one in self.types]))

    def needs(self) -> Needs:
        """The orders."""
        return Needs(logs=frozenset({":orders"}))

    def clause(self, schema: Schema) -> Clause:
        """`고객 유형이 현재·복귀인` / `who are current customers or returning customers`."""
        said = listed([TYPES[one] for one in self.types]).ko
        said = said.replace(" 고객", "")
        lines = [
            (self.new_days, Text("신규 {n}일", "new {n} days")),
            (self.dormant_days, Text("휴면 {n}일", "dormant {n} days")),
        ]
        own = [words.format(n=Text.of(str(days))) for days, words in lines if days is not None]
        ko = f"({', '.join(one.ko for one in own)} 기준) " if own else ""
        en = f" (lines: {', '.join(one.en for one in own)})" if own else ""
        return Clause(
            f"{ko}고객 유형이 {said}",
            IS,
            f"who are {' or '.join(TYPES[one].en + 's' for one in self.types)}{en}",
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's type."""
        buyers = lifecycle.buyers_sql(self._lines(query.schema.thresholds), query.moment)
        found = rows(f"SELECT type FROM ({buyers}) WHERE customer_id = {customer_id}")
        return TYPES[found[0]["type"] if found else "prospect"]

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The types, and lines of one's own."""
        return [
            form.multi("types", Text("고객 유형", "customer types"), TYPES.items(), data.get("types")),
            form.entry("new_days", NEW, "number", data.get("new_days")),
            form.entry("dormant_days", DORMANT, "number", data.get("dormant_days")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """A list of types; lines in whole days."""
        types = {"type": "array", "minItems": 1, "items": {"enum": list(TYPES)}}
        days = {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}
        return {"properties": {"types": types, "new_days": days, "dormant_days": days}, "required": ["types"]}


CONDITION = Lifecycle
