"""Came to one step of a funnel, and no further: who dropped off there.

Exactly what the funnel page counts: steps in strict order of time, all within one window of the first, which lies in `since`;
a customer counts at the deepest step any of their entries reaches. What has not run out yet counts with what has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, paths, properties, steps
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_whole, as_word
from app.segments.reader import RESERVED, Reader, names_of
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot, expand
from app.segments.steps import ROLLING, Step
from app.segments.syntax import Data, Number, Word
from app.segments.syntax_compare import Span
from app.segments.syntax_events import EVENT, read_where, write_where
from app.segments.tokens import written
from app.segments.windows import Window, between, window_schema
from app.segments.words import DID_NOT, Clause, Ending
from fake_company.text import Text
from fake_company.warehouse import Company

MOST = 8


@dataclass(frozen=True)
class Path:
    """`product_viewed then product_added then order_completed`: the steps, as text."""

    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The steps."""
        said = [
            f"{written(one['name'], RESERVED)} {write_where(one.get('where'))}".strip()
            for one in data["path"]
        ]
        return " then ".join(said)

    def starts(self, reader: Reader) -> bool:
        """Never: it is not optional."""
        return False

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The steps."""
        found: list[Data] = []
        while not found or reader.accept("then"):
            stem = f"{path}path[{len(found)}]."
            token = reader.name(EVENT, names_of(reader.schema, "events"))
            reader.mark(f"{stem}name", token)
            one: Data = {"name": token.value}
            if reader.sees("where"):
                one["where"] = read_where(reader, f"{stem}where")
            found.append(one)
        if len(found) < 2:
            raise reader.error(["then"])
        data["path"] = found

    def grammar(self) -> str:
        """Its line."""
        return "EVENT [where (…)] then EVENT [where (…)] [then …]"


@dataclass(frozen=True)
class Came(Condition):
    """`funnel product_added then order_completed within 7d reached 1 since 30d`: added, and did not go on to order."""

    path: tuple[Step, ...]
    within: Window
    reached: int
    since: Window | None = None
    kind: ClassVar[str] = "funnel"
    label: ClassVar[Text] = Text("퍼널 단계", "Funnel step")
    rank: ClassVar[int] = 32
    sample: ClassVar[str] = (
        "funnel product_viewed then product_added then order_completed within 7d reached 2 since 30d"
    )
    example: ClassVar[Mapping[str, Any]] = {
        "path": [{"name": "product_viewed"}, {"name": "product_added"}, {"name": "order_completed"}],
        "within": {"days": 7},
        "reached": 2,
        "since": {"days": 30},
    }
    syntax = (
        Word("funnel"),
        Path(),
        Span("within", "within", optional=False),
        Number("reached", Text("온 단계의 번호", "the number of the step reached"), lead="reached"),
        Span("since", "since"),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read path, within, reached, since."""
        as_mapping(data, place, ("kind", "path", "within", "reached", "since"), ("path", "within", "reached"))
        at, given = place.key("path"), data["path"]
        if not isinstance(given, (list, tuple)) or not 2 <= len(given) <= MOST:
            raise at.error(
                Text(f"단계는 두 개에서 {MOST}개까지예요.", f"A funnel has 2 to {MOST} steps."),
                Text("단계를 더하거나 빼 주세요.", "Add or remove steps."),
            )
        found = tuple(_step(one, at.at(index)) for index, one in enumerate(given))
        return cls(
            found,
            Window.parse(data["within"], place.key("within"), ROLLING),
            as_whole(data["reached"], place.key("reached"), 1, len(found)),
            Window.parse_optional(data, "since", place),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "path": steps.to_json([Step(step.name, step.where) for step in self.path]),
            "within": self.within.to_json(),
            "reached": self.reached,
            "since": self.since.to_json() if self.since else None,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know the events."""
        for index, step in enumerate(self.path):
            at = place.key("path").at(index)
            schema.event(step.name, at.key("name"))
            for number, one in enumerate(step.where):
                one.check(schema, at.key("where").at(number))

    def _sources(self, query: Query) -> list[str]:
        """SQL of each step's (customer_id, occurred_at), as far as one beyond the step reached."""
        first, later = between("occurred_at", self.since, query.moment), steps.later(self.since, query.moment)
        return [
            step.source(later if number else first, query.moment)
            for number, step in enumerate(self.path[: self.reached + 1])
        ]

    def _chain(self, query: Query, level: int) -> str:
        """SQL of those whose events reach a step: each event with the latest entry that can lead to it."""
        sources = self._sources(query)
        sql = sources[0].replace(
            "SELECT customer_id, occurred_at ", "SELECT customer_id, occurred_at, occurred_at AS began ", 1
        )
        for one in sources[1:level]:
            sql = (
                f"SELECT b.customer_id, b.occurred_at, a.began FROM ({one}) b ASOF JOIN ({sql}) a "
                "ON b.customer_id = a.customer_id AND b.occurred_at > a.occurred_at"
            )
        unit = "HOUR" if self.within.unit == "hours" else "DAY"
        return f"SELECT customer_id FROM ({sql}) WHERE occurred_at <= began + INTERVAL {self.within.value} {unit}"

    def predicate(self, query: Query) -> str:
        """In those who reach the step, and not in those who reach the next."""
        inside = f"customer_id IN ({self._chain(query, self.reached)})"
        if self.reached == len(self.path):
            return inside
        return f"{inside} AND customer_id NOT IN ({self._chain(query, self.reached + 1)})"

    def members(self, company: Company, query: Query) -> Ints:
        """The same as the predicate, from each event's times in order: quicker than joining them by SQL."""
        return self._owners([paths.read(company, source) for source in self._sources(query)])

    def _owners(self, times: list[tuple[Ints, Ints]]) -> Ints:
        return paths.owners(times, self.within.length(), self.reached, exactly=self.reached < len(self.path))

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        starts = self.since.starts(snapshot.moment) if self.since else None
        times = []
        for step in self.path[: self.reached + 1]:
            log = properties.kept(snapshot.log(step.name), step.where)
            entry, subject = expand(*log.span(snapshot.row, starts, snapshot.moment))
            times.append((subject, log.at[entry]))
        found = np.zeros(len(snapshot.row), dtype=bool)
        found[self._owners(times)] = True
        return found

    def needs(self) -> Needs:
        """The events with the properties looked at."""
        tests = [one.property for step in self.path for one in step.where]
        return Needs(events=frozenset(step.name for step in self.path), properties=frozenset(tests))

    def clause(self, schema: Schema) -> Clause:
        """`지난 30일 안에 상품을 보고 장바구니에 담고 7일 안에 주문하지 않은`."""
        last = self.since.last() if self.since else Text("", "")
        span = self.within.span()
        ko, en = [last.ko], []
        shown = self.path[: self.reached + 1]
        ending = DID_NOT
        for number, step in enumerate(shown, 1):
            event, more = step.words(schema)
            goes_on = number < len(shown)
            if number == len(shown):
                ko.append(f"처음부터 {span.ko} 안에")
            ko.append(event.ko[0])
            if goes_on:
                ko.append(f"{event.ko[1]}고")
                en.append(f"{event.en[1]}{more.en}")
            elif self.reached == len(self.path):
                ending = Ending(event.ko[2] + "고", event.ko[2] + "거나", event.ko[3])
                ko.append("")
                en.append(f"{event.en[1]}{more.en} within {span.en} of the first")
            else:
                ko.append(event.negative)
                en.append(f"did not {event.en[0]}{more.en} within {span.en} of the first")
        first = f"who {en[0]}" + (f" {last.en}" if last.en else "")
        rest = [f"then {one}" if not one.startswith("did not") else one for one in en[1:]]
        said = " ".join(part for part in ko[:-1] if part)
        return Clause(f"{said} {ko[-1]}", ending, " and ".join([first, *rest]))

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """How many of each step there were, and the last entry."""
        counts = [
            rows(
                f"SELECT count(*) AS n, max(occurred_at) AS last FROM ({source}) WHERE customer_id = {customer_id}"
            )[0]
            for source in self._sources(query)
        ]
        labels = [query.schema.event(step.name).label for step in self.path]
        said = [(label, one["n"]) for label, one in zip(labels, counts, strict=False)]
        last = counts[0]["last"]
        when = f" ({last:%Y-%m-%d %H:%M})" if last else ""
        return Text(
            ", ".join(
                f"{label.ko} {count:,}번{when if index == 0 else ''}"
                for index, (label, count) in enumerate(said)
            ),
            ", ".join(
                f"{label.en} {count:,}×{when if index == 0 else ''}"
                for index, (label, count) in enumerate(said)
            ),
        )

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """A row a step, the window, the step reached, and since when."""
        given = data.get("path")
        rows = [one for one in given if isinstance(one, Mapping)] if isinstance(given, (list, tuple)) else []
        names = [(event.key, event.label) for event in schema.events.values()]
        found: list[Control] = []
        for index in range(min(max(len(rows), 2) + 1, MOST)):
            one, stem = (rows[index] if index < len(rows) else {}), f"path.{index}"
            if index >= max(len(rows), 2):
                menu = [("", Text("없음", "none")), *names]
                found.append(form.select(f"{stem}.name", Text("단계 더하기", "add a step"), menu, ""))
                continue
            label = Text(f"{index + 1}단계", f"step {index + 1}")
            found.append(form.select(f"{stem}.name", label, names, one.get("name")))
            found += [
                Control(f"{stem}.{c.name}", c.label, c.shape, c.value, c.options)
                for c in properties.controls(one.get("where"))
            ]
        reached = [
            (str(n), Text(f"{n}단계까지", f"as far as step {n}")) for n in range(1, max(len(rows), 2) + 1)
        ]
        return [
            *found,
            *form.window(
                "within", Text("처음부터", "within, from the first"), data.get("within"), optional=False
            ),
            form.select("reached", Text("어디까지 왔나요", "came"), reached, data.get("reached") or 1),
            *form.window("since", Text("최근", "in the last"), data.get("since")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Path, within, reached, since."""
        step = {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "where": properties.json_schema()},
        }
        return {
            "properties": {
                "path": {"type": "array", "minItems": 2, "maxItems": MOST, "items": step},
                "within": window_schema(optional=False),
                "reached": {"type": "integer", "minimum": 1, "maximum": MOST},
                "since": window_schema(),
            },
            "required": ["path", "within", "reached"],
        }


def _step(data: Any, place: Place) -> Step:
    as_mapping(data, place, ("name", "where"), ("name",))
    return Step(
        as_word(data["name"], place.key("name")), properties.parse_all(data.get("where"), place.key("where"))
    )


CONDITION = Came
