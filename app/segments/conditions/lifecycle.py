"""Which of the five customer types: 예상, 신규, 현재, 휴면, 복귀."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, lifecycle
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.lifecycle import TYPES
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Names, Word
from app.segments.words import IS, Clause, listed
from fake_company.text import Text


@dataclass(frozen=True)
class Lifecycle(Condition):
    """`current or returning`."""

    types: tuple[str, ...]
    kind: ClassVar[str] = "lifecycle"
    label: ClassVar[Text] = Text("고객 유형", "Customer type")
    rank: ClassVar[int] = 15
    sample: ClassVar[str] = "lifecycle (current, returning)"
    example: ClassVar[Mapping[str, Any]] = {"types": ["current"]}
    syntax = (Word("lifecycle"), Names("types", tuple(TYPES), Text("고객 유형", "type")))

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read a list of types."""
        as_mapping(data, place, ("kind", "types"), ("types",))
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
        return cls(tuple(one for one in TYPES if one in given))

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {"kind": self.kind, "types": list(self.types)}

    def predicate(self, query: Query) -> str:
        """Membership by the last, the one before, and the first order."""
        buyers = lifecycle.buyers_sql(query.schema.thresholds, query.moment)
        wanted = ", ".join(f"'{one}'" for one in self.types if one != "prospect")
        if "prospect" not in self.types:
            return f"customer_id IN (SELECT customer_id FROM ({buyers}) WHERE type IN ({wanted}))"
        rest = f" WHERE type NOT IN ({wanted})" if wanted else ""
        return f"customer_id NOT IN (SELECT customer_id FROM ({buyers}){rest})"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        found = lifecycle.types(snapshot)
        return np.asarray(np.logical_or.reduce([found[one] for one in self.types]))

    def needs(self) -> Needs:
        """The orders."""
        return Needs(logs=frozenset({":orders"}))

    def clause(self, schema: Schema) -> Clause:
        """`고객 유형이 현재·복귀인` / `who are current customers or returning customers`."""
        said = listed([TYPES[one] for one in self.types]).ko
        said = said.replace(" 고객", "")
        return Clause(
            f"고객 유형이 {said}", IS, f"who are {' or '.join(TYPES[one].en + 's' for one in self.types)}"
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's type."""
        buyers = lifecycle.buyers_sql(query.schema.thresholds, query.moment)
        found = rows(f"SELECT type FROM ({buyers}) WHERE customer_id = {customer_id}")
        return TYPES[found[0]["type"] if found else "prospect"]

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The types."""
        return [form.multi("types", Text("고객 유형", "customer types"), TYPES.items(), data.get("types"))]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """A list of types."""
        types = {"type": "array", "minItems": 1, "items": {"enum": list(TYPES)}}
        return {"properties": {"types": types}, "required": ["types"]}


CONDITION = Lifecycle
