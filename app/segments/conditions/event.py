"""What the customer did: an event, how often, in which window, with which properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import compare, form, logs, properties
from app.segments.compare import ONCE, Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_word
from app.segments.properties import PropertyTest
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.syntax_compare import Span, Times
from app.segments.syntax_events import EVENT, Where
from app.segments.windows import Window, between, window_schema
from app.segments.words import DID_NOT, Clause, Ending, times
from fake_company.text import Text, josa
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Did(Condition):
    """`product_added at least once within 3 days`."""

    name: str
    where: tuple[PropertyTest, ...] = ()
    count: Comparison = ONCE
    within: Window | None = None
    kind: ClassVar[str] = "event"
    label: ClassVar[Text] = Text("행동", "Event")
    rank: ClassVar[int] = 20
    sample: ClassVar[str] = "product_viewed where (amount_krw >= 30000) >= 3 times within 7d"
    example: ClassVar[Mapping[str, Any]] = {"name": "product_added", "within": {"days": 3}}
    syntax = (Word("event"), Name("name", "events", EVENT), Where(), Times(), Span("within", "within"))

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read name, where, count, within."""
        as_mapping(data, place, ("kind", "name", "where", "count", "within"), ("name",))
        return cls(
            as_word(data["name"], place.key("name")),
            properties.parse_all(data.get("where"), place.key("where")),
            Comparison.parse_count(data.get("count"), place.key("count")),
            Window.parse_optional(data, "within", place),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "name": self.name,
            "where": [one.to_json() for one in self.where],
            "count": self.count.to_json(),
            "within": self.within.to_json() if self.within else None,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know the event."""
        schema.event(self.name, place.key("name"))
        for index, one in enumerate(self.where):
            one.check(schema, place.key("where").at(index))

    def _source(self, query: Query) -> str:
        inside = between("occurred_at", self.within, query.moment)
        return properties.source(self.name, self.where, inside, query.moment)

    def predicate(self, query: Query) -> str:
        """Membership in those whose count fits."""
        return self.count.membership(self._source(query), "count(*)", 0)

    def members(self, company: Company, query: Query) -> Ints | None:
        """The same from the event's times in memory, where no property is asked about."""
        if self.where:
            return None
        return np.flatnonzero(self.count.holds(logs.counts(company, self.name, self.within, query.moment)))

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        log = properties.kept(snapshot.log(self.name), self.where)
        starts = self.within.starts(snapshot.moment) if self.within else None
        low, high = log.span(snapshot.row, starts, snapshot.moment)
        return self.count.holds(high - low)

    def needs(self) -> Needs:
        """One event with the properties it looks at."""
        return Needs(events=frozenset({self.name}), properties=frozenset(one.property for one in self.where))

    def clause(self, schema: Schema) -> Clause:
        """`지난 3일 안에 장바구니에 2번 이상 담은`."""
        event = schema.event(self.name)
        last = self.within.last() if self.within else Text("", "")
        often = self.count.times()
        thing, stem, past, noun = event.ko
        details = properties.in_words(self.where, schema)
        if self.where:
            thing, stem, past, noun = f"{details.ko} {josa(f'‘{event.label.ko}’', '을/를')}", "하", "했", "한"
        head = " ".join(part for part in (last.ko, thing) if part)
        head = f"{head} " if head else ""
        tail = (f" ({details.en})" if self.where else "") + often.en + (f" {last.en}" if last.en else "")
        if self.count.is_never:
            return Clause(f"{head}{stem}지 않", DID_NOT, f"who did not {event.en[0]}{tail}")
        split = len(_common(past, noun))
        ending = Ending(past[split:] + "고", past[split:] + "거나", noun[split:])
        return Clause(f"{head}{often.ko}{past[:split]}", ending, f"who {event.en[1]}{tail}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """How often, and when last."""
        found = rows(
            f"SELECT count(*) AS n, max(occurred_at) AS last {self._source(query)} AND customer_id = {customer_id}"
        )[0]
        label = query.schema.event(self.name).label
        if not found["n"]:
            return Text("{label}: 0번", "{label}: never").format(label=label)
        last = f"{found['last']:%Y-%m-%d %H:%M}"
        said = Text("{label}: {n}번, 마지막 {last}", "{label}: {times}, last {last}")
        return said.format(label=label, n=f"{found['n']:,}", times=times(found["n"]), last=last)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Event, count, window, properties."""
        names = ((event.key, event.label) for event in schema.events.values())
        return [
            form.select("name", Text("행동", "event"), names, data.get("name") or "product_added"),
            *compare.controls("count", Text("횟수", "how often"), data.get("count") or ONCE.to_json()),
            *form.window("within", Text("최근", "in the last"), data.get("within")),
            *properties.controls(data.get("where")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Name, where, count, within."""
        return {
            "properties": {
                "name": {"type": "string"},
                "where": properties.json_schema(),
                "count": compare.count_schema(),
                "within": window_schema(),
            },
            "required": ["name"],
        }


def _common(a: str, b: str) -> str:
    length = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:length]


CONDITION = Did
