"""When the customer first or last did something: as a date, or as whole days since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, logs, operators, properties
from app.segments.compare import MENU
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.operators import OPERATORS
from app.segments.place import Place, as_choice, as_mapping, as_word
from app.segments.properties import PropertyTest
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot
from app.segments.syntax import Name
from app.segments.syntax_events import EVENT, Ago, Where
from app.segments.windows import DAY, between, literal
from app.segments.words import IS, Clause, number
from fake_company.text import Text
from fake_company.warehouse import Company

DATES = ("within_last_days", "more_than_days_ago", "before", "on_or_after")
WHICH = {"first": Text("처음", "first"), "last": Text("마지막", "last")}


@dataclass(frozen=True)
class When(Condition):
    """`last session_started older than 30d`, `first order_completed days ago between 0 and 7`."""

    which: str
    name: str
    operator: str
    value: Any
    where: tuple[PropertyTest, ...] = ()
    kind: ClassVar[str] = "when"
    label: ClassVar[Text] = Text("처음·마지막 행동", "First or last time")
    rank: ClassVar[int] = 25
    sample: ClassVar[str] = "last session_started older than 30d"
    example: ClassVar[Mapping[str, Any]] = {
        "which": "last",
        "name": "session_started",
        "operator": "more_than_days_ago",
        "value": 30,
    }
    heads = ("first", "last")
    syntax = (
        Name("which", ("first", "last"), Text("first 또는 last", "first or last")),
        Name("name", "events", EVENT),
        Where(),
        Ago((*DATES, *MENU), MENU),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read which, name, where, operator, value."""
        keys = ("kind", "which", "name", "where", "operator", "value")
        as_mapping(data, place, keys, ("which", "name", "operator", "value"))
        key = as_choice(data["operator"], place.key("operator"), Text("비교", "operator"), (*DATES, *MENU))
        kind: operators.Type = "number" if key in MENU else "date"
        value = operators.read_argument(OPERATORS[key], data["value"], kind, place.key("value"))
        return cls(
            as_choice(data["which"], place.key("which"), Text("처음·마지막", "first or last"), WHICH),
            as_word(data["name"], place.key("name")),
            key,
            tuple(value) if isinstance(value, list) else value,
            properties.parse_all(data.get("where"), place.key("where")),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "which": self.which,
            "name": self.name,
            "where": [one.to_json() for one in self.where],
            "operator": self.operator,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know the event."""
        schema.event(self.name, place.key("name"))
        for index, one in enumerate(self.where):
            one.check(schema, place.key("where").at(index))

    @property
    def _is_days(self) -> bool:
        return self.operator in MENU

    def _source(self, query: Query) -> str:
        return properties.source(
            self.name, self.where, between("occurred_at", None, query.moment), query.moment
        )

    def _at(self) -> str:
        return f"{'min' if self.which == 'first' else 'max'}(occurred_at)"

    def predicate(self, query: Query) -> str:
        """Membership in those whose first or last time fits."""
        measure = f"date_sub('day', {self._at()}, {literal(query.moment)})" if self._is_days else self._at()
        kind: operators.Type = "number" if self._is_days else "date"
        test = operators.sql(OPERATORS[self.operator], measure, self.value, kind, query.moment)
        return f"customer_id IN (SELECT customer_id {self._source(query)} GROUP BY customer_id HAVING {test})"

    def members(self, company: Company, query: Query) -> Ints | None:
        """The same from the event's times in memory, where no property is asked about."""
        if self.where:
            return None
        who, at = logs.edges(company, self.name, self.which, query.moment)
        moments = np.full(len(at), np.datetime64(query.moment, "us").astype(np.int64))
        return who[self._fits(at, np.ones(len(at), dtype=bool), moments)]

    def _fits(self, at: Ints, some: Mask, moments: Ints) -> Mask:
        values = (moments - at) // DAY if self._is_days else at
        kind: operators.Type = "number" if self._is_days else "date"
        return operators.matches(OPERATORS[self.operator], values, some, self.value, kind, moments)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        log = properties.kept(snapshot.log(self.name), self.where)
        low, high = log.span(snapshot.row, None, snapshot.moment)
        some = high > low
        if not some.any():
            return some
        at = log.at[np.where(some, low if self.which == "first" else high - 1, 0)]
        return self._fits(at, some, snapshot.moment)

    def needs(self) -> Needs:
        """One event with the properties it looks at."""
        return Needs(events=frozenset({self.name}), properties=frozenset(one.property for one in self.where))

    def clause(self, schema: Schema) -> Clause:
        """`마지막으로 방문한 지 30일 이상인` / `whose last visit was at least 30 days ago`."""
        event = schema.event(self.name)
        thing, _, _, noun = event.ko
        details = properties.in_words(self.where, schema)
        head = " ".join(
            part
            for part in (details.ko, WHICH[self.which].ko + "으로" * (self.which == "last"), thing, noun)
            if part
        )
        en = f"whose {WHICH[self.which].en} '{event.label.en}'" + (f" ({details.en})" if self.where else "")
        row = OPERATORS[self.operator]
        if self._is_days:
            said = operators.clause(
                row, Text("x", "x"), self.value, lambda v: Text(f"{number(v)}일", f"{number(v)} days")
            )
            ko = said.ko.removeprefix("x가 ")
            return Clause(
                f"{head} 지 {ko}", IS, f"{en} {said.en.removeprefix('whose x is ').join(('was ', ' ago'))}"
            )
        said = operators.clause(row, Text("때", "x"), self.value, lambda v: Text(str(v), str(v)))
        return Clause(f"{head} {said.ko}", said.ending, f"{en} {said.en.removeprefix('whose x ')}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The time."""
        found = rows(f"SELECT {self._at()} AS at {self._source(query)} AND customer_id = {customer_id}")[0][
            "at"
        ]
        label = query.schema.event(self.name).label
        if found is None:
            return Text("{label}: 0번", "{label}: never").format(label=label)
        said = Text("{which} {label} {at}", "{which} {label} {at}")
        return said.format(which=WHICH[self.which], label=label, at=f"{found:%Y-%m-%d %H:%M}")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """First or last, event, comparison, properties."""
        names = ((event.key, event.label) for event in schema.events.values())
        chosen = data.get("operator") or "more_than_days_ago"
        since = Text("지난 날 수가 ", "days since: ")
        menu = [(key, OPERATORS[key].label) for key in DATES]
        menu += [
            (key, Text(since.ko + OPERATORS[key].label.ko, since.en + OPERATORS[key].label.en))
            for key in MENU
        ]
        row = OPERATORS.get(str(chosen), OPERATORS["more_than_days_ago"])
        shape: form.Shape = "date" if row.key in ("before", "on_or_after") else "number"
        return [
            form.select("which", Text("언제", "which"), WHICH.items(), data.get("which") or "last"),
            form.select("name", Text("행동", "event"), names, data.get("name") or "session_started"),
            form.select("operator", Text("비교", "operator"), menu, chosen),
            form.entry(
                "value", Text("값", "value"), "text" if row.argument == "range" else shape, data.get("value")
            ),
            *properties.controls(data.get("where")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Which, name, where, operator, value."""
        return {
            "properties": {
                "which": {"enum": list(WHICH)},
                "name": {"type": "string"},
                "where": properties.json_schema(),
                "operator": {"enum": [*DATES, *MENU]},
                "value": {"type": ["string", "number", "array"]},
            },
            "required": ["which", "name", "operator", "value"],
        }


CONDITION = When
