"""Who the customer is: a column of `customers` against a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import operators
from app.segments.condition import Condition, Query, Rows
from app.segments.fields import ATTRIBUTES, Field
from app.segments.fields import column as column_sql
from app.segments.form import Control, entry, multi, select
from app.segments.operators import OPERATORS
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Column, Ints, Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.syntax_compare import Test
from app.segments.words import Clause, listed
from fake_company.text import Text

_LASTING = ("age", "birth_date", "signed_up_at", "first_seen_at", "acquisition_source", "external_id")


@dataclass(frozen=True)
class Attribute(Condition):
    """`tier is_any_of [gold, vip]`."""

    field: str
    operator: str
    value: Any = None
    kind: ClassVar[str] = "attribute"
    label: ClassVar[Text] = Text("고객 속성", "Attribute")
    rank: ClassVar[int] = 10
    sample: ClassVar[str] = "tier in (gold, vip)"
    example: ClassVar[Mapping[str, Any]] = {
        "field": "tier",
        "operator": "is_any_of",
        "value": ["gold", "vip"],
    }
    syntax = (Word("attribute"), Name("field", "attributes", Text("고객 속성", "attribute")), Test())

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read field, operator and value; types are checked where the field is commonly known."""
        as_mapping(data, place, ("kind", "field", "operator", "value"), ("field", "operator"))
        name = as_word(data["field"], place.key("field"))
        kind = ATTRIBUTES[name].type if name in ATTRIBUTES else None
        row = operators.find(data["operator"], place.key("operator"), kind)
        value = operators.read_argument(row, data.get("value"), kind, place.key("value"))
        return cls(name, row.key, tuple(value) if isinstance(value, list) else value)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        found: dict[str, Any] = {"kind": self.kind, "field": self.field, "operator": self.operator}
        if self.value is not None:
            found["value"] = list(self.value) if isinstance(self.value, tuple) else self.value
        return found

    def check(self, schema: Schema, place: Place) -> None:
        """The company must have the attribute, and of a type the operator fits."""
        found = schema.attribute(self.field, place.key("field"))
        if found:
            row = operators.find(self.operator, place.key("operator"), found.type)
            value = list(self.value) if isinstance(self.value, tuple) else self.value
            operators.read_argument(row, value, found.type, place.key("value"))

    def _field(self, schema: Schema) -> Field:
        known = schema.attributes.get(self.field)
        return known or Field(self.field, Text(self.field, self.field), OPERATORS[self.operator].types[0])

    def predicate(self, query: Query) -> str:
        """One comparison of a column."""
        found = self._field(query.schema)
        column = column_sql(self.field)
        row = OPERATORS[self.operator]
        if self.field == "age":
            today = query.moment.year * 10_000 + query.moment.month * 100 + query.moment.day
            column = f"({today} - CAST(strftime(birth_date, '%Y%m%d') AS INTEGER)) // 10000"
        return operators.sql(row, column, self.value, found.type, query.moment)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        row = OPERATORS[self.operator]
        column = snapshot.column("birth_date" if self.field == "age" else self.field)
        if self.field == "age":
            column = Column(_ages(column.values, snapshot.moment), column.present)
        known = ATTRIBUTES.get(self.field)
        kind = known.type if known else "date" if row.types == ("date",) else row.types[0]
        return operators.matches(row, column.values, column.present, self.value, kind, snapshot.moment)

    def needs(self) -> Needs:
        """One column."""
        return Needs(columns=frozenset({"birth_date" if self.field == "age" else self.field}))

    def uses_today(self) -> bool:
        """Attributes have no history, except for dates that never change."""
        return self.field not in _LASTING

    def clause(self, schema: Schema) -> Clause:
        """`등급이 골드·VIP 중 하나인` / `whose tier is gold or VIP`."""
        found = self._field(schema)
        return operators.clause(OPERATORS[self.operator], found.label, self.value, found.say)

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's own value."""
        found = self._field(query.schema)
        if self.field == "age":
            born = rows(f"SELECT birth_date AS v FROM customers WHERE customer_id = {customer_id}")[0]["v"]
            return Text(f"생년월일: {born or '없음'}", f"birth date: {born or 'missing'}")
        column = column_sql(self.field)
        value = rows(f"SELECT {column} AS v FROM customers WHERE customer_id = {customer_id}")[0]["v"]
        if isinstance(value, list):
            held = listed([found.say(one) for one in value]).ko if value else "–"
            return Text("{label}: {value}", "{label}: {value}").format(label=found.label, value=held)
        if value is None or (isinstance(value, str) and not value.strip(operators.BLANKS)):
            return Text("{label}: 값이 없음", "{label}: missing").format(label=found.label)
        yes = {True: Text("예", "yes"), False: Text("아니요", "no")}
        said = yes[value] if isinstance(value, bool) else _said(found, value)
        return Text("{label}: {value}", "{label}: {value}").format(label=found.label, value=said)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Field, operator, and a value that suits both."""
        name = data.get("field") or "tier"
        found = schema.attributes.get(name) or Field(name, Text(name, name), "string")
        menu = operators.of_type(found.type)
        row = next((row for row in menu if row.key == data.get("operator")), menu[0])
        controls = [
            select(
                "field",
                Text("속성", "attribute"),
                ((f.key, f.label) for f in schema.attributes.values()),
                name,
            ),
            select("operator", Text("비교", "operator"), ((row.key, row.label) for row in menu), row.key),
        ]
        label, value = Text("값", "value"), data.get("value")
        if row.argument == "many" and found.choices:
            controls.append(multi("value", label, found.choices.items(), value))
        elif row.argument == "one" and found.choices:
            controls.append(select("value", label, found.choices.items(), value))
        elif row.argument != "none":
            number = row.argument in ("days", "size") or (found.type == "number" and row.argument == "one")
            shape = "number" if number else "date" if found.type == "date" else "text"
            controls.append(
                entry("value", label, "number" if number else "date" if shape == "date" else "text", value)
            )
        return controls

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Field, operator, value."""
        return {
            "properties": {
                "field": {"type": "string", "examples": list(ATTRIBUTES)},
                "operator": {"enum": list(OPERATORS)},
                "value": {"type": ["string", "number", "array", "null"]},
            },
            "required": ["field", "operator"],
        }


def _said(found: Field, value: Any) -> Text:
    if isinstance(value, (str, int, float)):
        return found.say(value)
    return Text(f"{value:%Y-%m-%d}", f"{value:%Y-%m-%d}")


def _ages(births: Ints, moments: Ints) -> Ints:
    return (_calendar(moments) - _calendar(births)) // 10_000


def _calendar(micros: Ints) -> Ints:
    day = micros.astype("datetime64[us]").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    year = day.astype("datetime64[Y]")
    numbers = (
        (year.astype(np.int64) + 1970) * 10_000
        + ((month - year.astype("datetime64[M]")).astype(np.int64) + 1) * 100
        + (day - month.astype("datetime64[D]")).astype(np.int64)
        + 1
    )
    return np.asarray(numbers, dtype=np.int64)


CONDITION = Attribute
