"""Did A and then B, and then (not) C within a time: the exit of a cart, a second visit after a search.

A customer matches when a chain of events goes through every step, each within its time of the one before; the last step
may be one that did not happen: then some chain up to it is not followed. "Not" means not so far: a time that has not run
out yet counts with what has happened up to the moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import chains, form, logs, properties, steps
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot, expand
from app.segments.steps import ROLLING, Step, Steps
from app.segments.stretches import Stretch, each
from app.segments.syntax import Word
from app.segments.syntax_compare import Span
from app.segments.windows import Window, between, window_schema
from app.segments.words import DID_NOT, Clause, Ending
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class ThenDid(Condition):
    """`sequence product_added then not order_completed within 24h since 7d`."""

    steps: tuple[Step, ...]
    since: Window | None = None
    kind: ClassVar[str] = "sequence"
    label: ClassVar[Text] = Text("이어진 행동", "Sequence")
    rank: ClassVar[int] = 30
    sample: ClassVar[str] = "sequence product_added then not order_completed within 24h since 7d"
    example: ClassVar[Mapping[str, Any]] = {
        "first": "product_added",
        "then": "order_completed",
        "happened": False,
        "within": {"hours": 24},
        "since": {"days": 7},
    }
    syntax = (Word("sequence"), Steps(), Span("since", "since"))

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read steps and since, or the short form of two steps: first, then, happened, within, since."""
        since = Window.parse_optional(data, "since", place)
        if "steps" in data:
            as_mapping(data, place, ("kind", "steps", "since"))
            return cls(steps.parse(data["steps"], place.key("steps")), since)
        keys = ("kind", "first", "then", "happened", "within", "since")
        as_mapping(data, place, (*keys, "steps"), ("first", "then", "within"))
        second = Step(
            as_word(data["then"], place.key("then")),
            (),
            Window.parse(data["within"], place.key("within"), ROLLING),
            steps.as_bool(data.get("happened", False), place.key("happened")),
        )
        return cls((Step(as_word(data["first"], place.key("first"))), second), since)

    @property
    def _is_short(self) -> bool:
        return len(self.steps) == 2 and not any(step.where for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """As in a rule: the short form where it says everything."""
        since = self.since.to_json() if self.since else None
        if not self._is_short:
            return {"kind": self.kind, "steps": steps.to_json(self.steps), "since": since}
        first, then = self.steps
        within = then.within.to_json() if then.within else None
        return {
            "kind": self.kind,
            "first": first.name,
            "then": then.name,
            "happened": then.happened,
            "within": within,
            "since": since,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know the events."""
        short = ("first", "then")
        for index, step in enumerate(self.steps):
            at = place.key(short[index]) if self._is_short else place.key("steps").at(index).key("name")
            schema.event(step.name, at)
            for number, one in enumerate(step.where):
                one.check(schema, place.key("steps").at(index).key("where").at(number))

    def _times(self, query: Query) -> tuple[str, str]:
        return between("occurred_at", self.since, query.moment), steps.later(self.since, query.moment)

    def _pairs(self, query: Query) -> str:
        """Each end of the chain before the last step with the last event that follows it next (missing when none does)."""
        first, later = self._times(query)
        return (
            f"FROM ({steps.chain(self.steps[:-1], first, later, query.moment)}) a "
            f"ASOF LEFT JOIN ({self.steps[-1].source(later, query.moment)}) b "
            "ON a.customer_id = b.customer_id AND a.occurred_at < b.occurred_at"
        )

    def predicate(self, query: Query) -> str:
        """Membership in those with a fitting chain."""
        late = f"b.occurred_at <= {self.steps[-1].limit()}"
        test = late if self.steps[-1].happened else f"({late}) IS NOT TRUE"
        return f"customer_id IN (SELECT a.customer_id {self._pairs(query)} WHERE {test})"

    def members(self, company: Company, query: Query) -> Ints:
        """The same as the predicate, from each event's times in order: quicker than joining them by SQL."""
        found = list(each(company, lambda stretch: self._in_stretch(company, stretch, query)))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _in_stretch(self, company: Company, stretch: Stretch, query: Query) -> Ints:
        chained = self._times_of(company, stretch, self.steps[0], query, self.since)
        for step in self.steps[1:]:
            if len(chained[0]):
                then = self._times_of(company, stretch, step, query, self.since)
                if step is self.steps[-1] and step.happened and len(chained[0]) < len(then[0]):
                    keep = chains.followed(
                        chained, then, _length(step)
                    )  # only who they are is asked: look from the fewer
                    chained = chained[0][keep], chained[1][keep]
                else:
                    chained = _next(chained, then, step)
        owners = chained[0].astype(np.int64)
        found: Ints = owners[np.diff(owners, prepend=-1) != 0]
        return found

    def _times_of(
        self, company: Company, stretch: Stretch, step: Step, query: Query, since: Window | None
    ) -> Chained:
        """The step's events since then, those with property tests asked of the tables."""
        if not step.where:
            return logs.inside(logs.LOGS.of(company, stretch, step.name), since, query.moment)
        times = between("occurred_at", since, query.moment)
        return logs.read(company, stretch, step.source(times, query.moment))

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        starts = self.since.starts(snapshot.moment) if self.since else None
        chained = _of_subjects(snapshot, self.steps[0], starts)
        for step in self.steps[1:]:
            chained = _next(chained, _of_subjects(snapshot, step, starts), step)
        return np.bincount(chained[0], minlength=len(snapshot.row)) > 0

    def needs(self) -> Needs:
        """The events with the properties looked at."""
        tests = [one.property for step in self.steps for one in step.where]
        return Needs(events=frozenset(step.name for step in self.steps), properties=frozenset(tests))

    def clause(self, schema: Schema) -> Clause:
        """`지난 3일 안에 장바구니에 담고 24시간 안에 주문하지 않은`."""
        last = self.since.last() if self.since else Text("", "")
        first, more = self.steps[0].words(schema)
        ko = [last.ko, first.ko[0], f"{first.ko[1]}고"]
        en = f"who {first.en[1]}{more.en}" + (f" {last.en}" if last.en else "")
        ending = DID_NOT
        for index, step in enumerate(self.steps[1:], 2):
            event, more = step.words(schema)
            span = step.within.span() if step.within else Text("", "")
            ko += [f"{span.ko} 안에", event.ko[0]]
            if index < len(self.steps):
                ko.append(f"{event.ko[1]}고")
            elif step.happened:
                ending = Ending(event.ko[2] + "고", event.ko[2] + "거나", event.ko[3])
                ko.append("")
            else:
                ko.append(event.negative)
            did = f"then {event.en[1]}" if step.happened else f"did not {event.en[0]}"
            en += f" and {did}{more.en} within {span.en}"
        said = " ".join(part for part in ko[:-1] if part)
        return Clause(f"{said} {ko[-1]}", ending, en)

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The last chain before the last step, and what followed it."""
        found = rows(
            f"SELECT a.occurred_at AS a, b.occurred_at AS b {self._pairs(query)} "
            f"WHERE a.customer_id = {customer_id} ORDER BY 1 DESC LIMIT 1"
        )
        first, then = (query.schema.event(step.name).label for step in self.steps[-2:])
        if not found:
            return Text("{first}: 0번", "{first}: never").format(first=first)
        a, b = found[0]["a"], found[0]["b"]
        if b is None:
            said = Text("마지막 {first} {a}, 그 뒤 {then} 없음", "last {first} {a}, no {then} after it")
            return said.format(first=first, then=then, a=f"{a:%Y-%m-%d %H:%M}")
        said = Text("마지막 {first} {a}, 그 뒤 {then} {b}", "last {first} {a}, then {then} {b}")
        return said.format(first=first, then=then, a=f"{a:%Y-%m-%d %H:%M}", b=f"{b:%Y-%m-%d %H:%M}")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """A row a step, and since when."""
        given = data.get("steps") or [
            {"name": data.get("first") or "product_added"},
            {
                "name": data.get("then") or "order_completed",
                "happened": data.get("happened", False),
                "within": data.get("within"),
            },
        ]
        window = form.window("since", Text("최근", "in the last"), data.get("since"))
        return [*steps.controls(given, schema), *window]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Steps and since; or first, then, happened, within."""
        return {
            "properties": {
                "first": {"type": "string"},
                "then": {"type": "string"},
                "happened": {"type": "boolean"},
                "within": window_schema(optional=False),
                "since": window_schema(),
                "steps": steps.json_schema(),
            },
            "required": [],
        }


Chained = tuple[Any, Ints]  # owners and times, sorted by both


def _next(chained: Chained, then: Chained, step: Step) -> Chained:
    """Who got on by this step: the events that follow, or (for one that did not happen) the chains left alone."""
    if step.happened:
        keep = chains.after(chained, then, _length(step))
        return then[0][keep], then[1][keep]
    alone = ~chains.followed(chained, then, _length(step))
    return chained[0][alone], chained[1][alone]


def _length(step: Step) -> int:
    return step.within.length() if step.within else 0


def _of_subjects(snapshot: Snapshot, step: Step, starts: Ints | None) -> Chained:
    log = properties.kept(snapshot.log(step.name), step.where)
    entry, subject = expand(*log.span(snapshot.row, starts, snapshot.moment))
    return subject, log.at[entry]


CONDITION = ThenDid
