"""The state of a consent: given, expired after two years, withdrawn, never given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import compare, form, operators
from app.segments.channels import CONSENTS, STATES
from app.segments.compare import Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.syntax_compare import Compared
from app.segments.windows import DAY, literal
from app.segments.words import IS, Clause, number
from fake_company.text import Text

_SAME = {
    "app_push": "push",
    "lms": "sms",
    "alimtalk": "kakao",
}  # a channel's name is understood as its consent


@dataclass(frozen=True)
class HasConsent(Condition):
    """`push consent is given`."""

    channel: str
    state: str
    age: Comparison | None = None
    kind: ClassVar[str] = "consent"
    label: ClassVar[Text] = Text("수신 동의", "Consent")
    rank: ClassVar[int] = 61
    sample: ClassVar[str] = "consent push given age >= 700 days"
    example: ClassVar[Mapping[str, Any]] = {"channel": "push", "state": "given"}
    syntax = (
        Word("consent"),
        Name("channel", tuple(CONSENTS), Text("동의 항목", "consent")),
        Name("state", tuple(STATES), Text("동의 상태", "state")),
        Compared("age", "days", lead="age", optional=True),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read channel, state and age (whole days since the consent was given)."""
        as_mapping(data, place, ("kind", "channel", "state", "age"), ("channel", "state"))
        given = data["channel"]
        channel = as_choice(
            _SAME.get(given, given) if isinstance(given, str) else given,
            place.key("channel"),
            Text("동의 항목", "consent"),
            CONSENTS,
        )
        state = as_choice(data["state"], place.key("state"), Text("동의 상태", "consent state"), STATES)
        age = None
        if data.get("age") is not None:
            given = as_mapping(data["age"], place.key("age"), ("operator", "value"), ("operator", "value"))
            age = Comparison.parse(given, place.key("age"))
        return cls(channel, state, age)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        found: dict[str, Any] = {"kind": self.kind, "channel": self.channel, "state": self.state}
        return found if self.age is None else found | {"age": self.age.to_json()}

    def predicate(self, query: Query) -> str:
        """The state against the wanted one."""
        row = CONSENTS[self.channel]
        state = f"({row.sql(query.moment)}) = '{self.state}'"
        if self.age is None:
            return state
        given, now = row.columns[0], literal(query.moment)
        days = self.age.sql(f"date_sub('day', {given}, {now})")
        return f"{state} AND {given} <= {now} AND {days}"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        row = CONSENTS[self.channel]
        found = row.states(snapshot)[self.state]
        if self.age is None:
            return found
        given = snapshot.column(row.columns[0])
        known = given.present & (given.values <= snapshot.moment)
        days = (snapshot.moment - np.where(known, given.values, 0)) // DAY
        return found & known & self.age.holds(days)

    def needs(self) -> Needs:
        """The consent's columns."""
        return Needs(columns=frozenset(CONSENTS[self.channel].columns))

    def clause(self, schema: Schema) -> Clause:
        """`앱 푸시 수신 동의가 ‘동의함’인`."""
        label, state = CONSENTS[self.channel].label, STATES[self.state]
        ko, en = f"{label.ko} 수신 동의가 ‘{state.ko}’", f"whose {label.en} consent is {state.en}"
        if self.age is None:
            return Clause(ko, IS, en)
        said = operators.clause(
            self.age.row,
            Text("동의한 지", "age"),
            self.age.value,
            lambda v: Text(f"{number(v)}일", f"{number(v)} days"),
        )
        plain = said.ko.replace("동의한 지가", "동의한 지", 1)
        return Clause(
            f"{ko}이고 {plain}",
            said.ending,
            f"{en} and {said.en.removeprefix('whose ')}".replace("and age", "and its age"),
        )

    def uses_today(self) -> bool:
        """Only the latest consent is kept."""
        return True

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The state and the day of consent."""
        row = CONSENTS[self.channel]
        found = rows(
            f"SELECT {row.sql(query.moment)} AS state, {row.columns[0]} AS at "
            f"FROM customers WHERE customer_id = {customer_id}"
        )[0]
        state = STATES[found["state"]]
        if found["at"] is None:
            return state
        day = f"{found['at']:%Y-%m-%d}"
        return Text("{state}({day} 동의)", "{state} (given {day})").format(state=state, day=day)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Consent and state."""
        given = data.get("channel") or "push"
        menu = ((row.key, row.label) for row in CONSENTS.values())
        return [
            form.select("channel", Text("동의 항목", "consent"), menu, _SAME.get(str(given), given)),
            form.select("state", Text("상태", "state"), STATES.items(), data.get("state") or "given"),
            *compare.optional_controls("age", Text("동의한 지 며칠", "days since consent"), data.get("age")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Consent and state."""
        return {
            "properties": {
                "channel": {"enum": [*CONSENTS, *_SAME]},
                "state": {"enum": list(STATES)},
                "age": {"anyOf": [compare.count_schema(), {"type": "null"}]},
            },
            "required": ["channel", "state"],
        }


CONDITION = HasConsent
