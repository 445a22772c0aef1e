"""Whether an ad on a channel may and can reach the customer: address, device, consent not older than two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from app.segments import form
from app.segments.channels import CHANNELS
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_choice, as_mapping
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.words import STATE, Clause
from fake_company.text import Text, josa


@dataclass(frozen=True)
class Reachable(Condition):
    """`reachable on app_push`."""

    channel: str
    kind: ClassVar[str] = "reachable"
    label: ClassVar[Text] = Text("보낼 수 있음", "Reachable")
    rank: ClassVar[int] = 60
    sample: ClassVar[str] = "reachable app_push"
    example: ClassVar[Mapping[str, Any]] = {"channel": "app_push"}
    syntax = (Word("reachable"), Name("channel", tuple(CHANNELS), Text("채널", "channel")))

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read the channel."""
        as_mapping(data, place, ("kind", "channel"), ("channel",))
        return cls(as_choice(data["channel"], place.key("channel"), Text("채널", "channel"), CHANNELS))

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {"kind": self.kind, "channel": self.channel}

    def predicate(self, query: Query) -> str:
        """Address, device and consent."""
        return CHANNELS[self.channel].predicate(query.moment)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        return CHANNELS[self.channel].test(snapshot)

    def needs(self) -> Needs:
        """The channel's columns."""
        return Needs(columns=CHANNELS[self.channel].columns())

    def uses_today(self) -> bool:
        """Addresses, devices and consents are kept as they are today."""
        return True

    def clause(self, schema: Schema) -> Clause:
        """`앱 푸시를 보낼 수 있는` / `reachable by app push`."""
        label = CHANNELS[self.channel].label
        return Clause(f"{josa(label.ko, '을/를')} 보낼 수 있", STATE, f"who can be reached by {label.en}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The first thing that is in the way."""
        steps = CHANNELS[self.channel].steps(query.moment)
        tests = ", ".join(f"({test}) IS TRUE" for _, test in steps)
        found = rows(f"SELECT [{tests}] AS passed FROM customers WHERE customer_id = {customer_id}")[0][
            "passed"
        ]
        for (loss, _), passed in zip(steps, found, strict=True):
            if not passed:
                return loss.label
        return Text("모두 갖춤", "nothing in the way")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The channel."""
        menu = ((row.key, row.label) for row in CHANNELS.values())
        return [form.select("channel", Text("채널", "channel"), menu, data.get("channel") or "app_push")]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The channel."""
        return {"properties": {"channel": {"enum": list(CHANNELS)}}, "required": ["channel"]}


CONDITION = Reachable
