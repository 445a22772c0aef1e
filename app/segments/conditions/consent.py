"""The state of a consent: given, expired after two years, withdrawn, never given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from app.segments import form
from app.segments.channels import CONSENTS, STATES
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.words import IS, Clause
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
    kind: ClassVar[str] = "consent"
    label: ClassVar[Text] = Text("수신 동의", "Consent")
    rank: ClassVar[int] = 61

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read channel and state."""
        as_mapping(data, place, ("kind", "channel", "state"), ("channel", "state"))
        given = data["channel"]
        channel = as_choice(
            _SAME.get(given, given) if isinstance(given, str) else given,
            place.key("channel"),
            Text("동의 항목", "consent"),
            CONSENTS,
        )
        return cls(
            channel, as_choice(data["state"], place.key("state"), Text("동의 상태", "consent state"), STATES)
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {"kind": self.kind, "channel": self.channel, "state": self.state}

    def predicate(self, query: Query) -> str:
        """The state against the wanted one."""
        return f"({CONSENTS[self.channel].sql(query.moment)}) = '{self.state}'"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        found = CONSENTS[self.channel].states(snapshot)
        return found[self.state]

    def needs(self) -> Needs:
        """The consent's columns."""
        return Needs(columns=frozenset(CONSENTS[self.channel].columns))

    def clause(self, schema: Schema) -> Clause:
        """`앱 푸시 수신 동의가 ‘동의함’인`."""
        label, state = CONSENTS[self.channel].label, STATES[self.state]
        return Clause(f"{label.ko} 수신 동의가 ‘{state.ko}’", IS, f"whose {label.en} consent is {state.en}")

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
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Consent and state."""
        return {
            "properties": {"channel": {"enum": [*CONSENTS, *_SAME]}, "state": {"enum": list(STATES)}},
            "required": ["channel", "state"],
        }


CONDITION = HasConsent
