"""Tests of an event's properties, shared by the conditions that look at events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from app.segments import operators
from app.segments.fields import PROPERTIES
from app.segments.form import Control, entry, select
from app.segments.operators import OPERATORS
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import STANDARD, Schema
from app.segments.snapshot import Log, Mask
from app.segments.words import Clause
from fake_company.text import Text

MOST = 10


@dataclass(frozen=True)
class PropertyTest:
    """`amount_krw at_least 30000`."""

    property: str
    operator: str
    value: Any = None

    @classmethod
    def parse(cls, data: Any, place: Place) -> PropertyTest:
        """Read property, operator, value."""
        found = as_mapping(data, place, ("property", "operator", "value"), ("property", "operator"))
        name = as_word(found["property"], place.key("property"))
        kind = STANDARD.property(name, place.key("property")).type
        row = operators.find(found["operator"], place.key("operator"), kind)
        value = operators.read_argument(row, found.get("value"), kind, place.key("value"))
        return cls(name, row.key, tuple(value) if isinstance(value, list) else value)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        found: dict[str, Any] = {"property": self.property, "operator": self.operator}
        if self.value is not None:
            found["value"] = list(self.value) if isinstance(self.value, tuple) else self.value
        return found

    def check(self, schema: Schema, place: Place) -> None:
        """A category must be one the company sells."""
        if (
            self.property != "category"
            or schema.open
            or OPERATORS[self.operator].argument not in ("one", "many")
        ):
            return
        if self.operator not in ("is", "is_not", "is_any_of", "is_none_of"):
            return
        many = isinstance(self.value, tuple)
        for index, slug in enumerate(self.value if many else (self.value,)):
            if slug not in schema.categories:
                at = place.key("value").at(index) if many else place.key("value")
                raise at.unknown(Text("카테고리", "category"), slug, schema.categories)

    def sql(self, moment: datetime) -> str:
        """The test of one row of `events`."""
        return operators.sql(
            OPERATORS[self.operator],
            expression(self.property),
            self.value,
            PROPERTIES[self.property].type,
            moment,
        )

    def test(self, log: Log) -> Mask:
        """The test of each entry of a log."""
        if not len(log.row):
            return np.zeros(0, dtype=bool)
        column = log.columns[self.property]
        kind = PROPERTIES[self.property].type
        return operators.matches(
            OPERATORS[self.operator], column.values, column.present, self.value, kind, log.at
        )

    def clause(self, schema: Schema) -> Clause:
        """`금액이 30,000원 이상인` / `amount is at least 30,000 won`."""
        found = schema.property(self.property, Place())
        return operators.clause(OPERATORS[self.operator], found.label, self.value, found.say, whose="")


def expression(name: str) -> str:
    """The SQL of a property over a row of `events`."""
    if name == "category":
        return "(SELECT slug FROM categories c WHERE c.category_id = events.category_id)"
    if PROPERTIES[name].type == "string":
        return name
    return name


def parse_all(data: Any, place: Place) -> tuple[PropertyTest, ...]:
    """Read a list of tests; nothing said is an empty list."""
    if data is None:
        return ()
    if not isinstance(data, (list, tuple)) or len(data) > MOST:
        raise place.error(
            Text(
                f"속성 조건은 {MOST}개까지의 목록이어야 해요.",
                f"Property tests are a list of at most {MOST}.",
            ),
            Text("목록 [ … ]으로 적어 주세요.", "Write them as a list [ … ]."),
        )
    return tuple(PropertyTest.parse(one, place.at(index)) for index, one in enumerate(data))


def source(name: str, where: Sequence[PropertyTest], times: str, moment: datetime) -> str:
    """`FROM events WHERE …` for one event with its tests; `times` is the SQL test of `occurred_at`."""
    tests = [f"name = {operators.quoted(name)}", times, *(one.sql(moment) for one in where)]
    return "FROM events WHERE " + " AND ".join(tests)


def kept(log: Log, where: Sequence[PropertyTest]) -> Log:
    """The entries that pass every test."""
    for one in where:
        log = log.where(one.test(log))
    return log


def in_words(where: Sequence[PropertyTest], schema: Schema) -> Text:
    """The tests joined: `금액이 30,000원 이상이고 페이지가 sale인` / `amount is …, page is …`."""
    clauses = [one.clause(schema) for one in where]
    if not clauses:
        return Text("", "")
    ko = "".join(c.ko + c.ending.also + " " for c in clauses[:-1]) + clauses[-1].ko + clauses[-1].ending.noun
    return Text(ko, " and ".join(c.en for c in clauses))


def controls(data: Any) -> list[Control]:
    """Inputs for each test there is and one empty line for a new one."""
    rows = [one for one in data if isinstance(one, Mapping)] if isinstance(data, (list, tuple)) else []
    found: list[Control] = []
    none = ("", Text("속성 조건 없음", "no property test"))
    for index, one in enumerate([*rows, {}]):
        name = str(one.get("property") or "")
        menu = [none, *((field.key, field.label) for field in PROPERTIES.values())]
        found.append(select(f"where.{index}.property", Text("이벤트 속성", "event property"), menu, name))
        if name in PROPERTIES:
            rows_of = operators.of_type(PROPERTIES[name].type)
            row = next((row for row in rows_of if row.key == one.get("operator")), rows_of[0])
            labels = ((row.key, row.label) for row in rows_of)
            found.append(select(f"where.{index}.operator", Text("비교", "operator"), labels, row.key))
            if row.argument != "none":
                found.append(entry(f"where.{index}.value", Text("값", "value"), "text", one.get("value")))
    return found


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a list of tests."""
    return {
        "type": "array",
        "maxItems": MOST,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["property", "operator"],
            "properties": {
                "property": {"enum": list(PROPERTIES)},
                "operator": {"enum": list(OPERATORS)},
                "value": {"type": ["string", "number", "array", "null"]},
            },
        },
    }
