"""Did A and then (not) B within a time: the exit of a cart, a second visit after a search.

A customer matches when for at least one A in the `since` window a B follows (or does not follow) within the time.
"Not" means not so far: a time that has not run out yet counts with what has happened up to the moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.operators import quoted
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot, expand
from app.segments.windows import Window, between, literal, window_schema
from app.segments.words import DID_NOT, Clause, Ending
from fake_company.text import Text

_ROLLING = ("hours", "days")


@dataclass(frozen=True)
class ThenDid(Condition):
    """`product_added in the last 7 days, then not order_completed within 24 hours`."""

    first: str
    then: str
    happened: bool
    within: Window
    since: Window | None = None
    kind: ClassVar[str] = "sequence"
    label: ClassVar[Text] = Text("이어진 행동", "Sequence")
    rank: ClassVar[int] = 30

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read first, then, happened, within, since."""
        keys = ("kind", "first", "then", "happened", "within", "since")
        as_mapping(data, place, keys, ("first", "then", "within"))
        happened = data.get("happened", False)
        if not isinstance(happened, bool):
            raise place.key("happened").error(
                Text("true 또는 false여야 해요.", "It must be true or false."),
                Text("‘하지 않은’은 false예요.", "'Did not' is false."),
            )
        return cls(
            as_word(data["first"], place.key("first")),
            as_word(data["then"], place.key("then")),
            happened,
            Window.parse(data["within"], place.key("within"), _ROLLING),
            Window.parse_optional(data, "since", place),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "first": self.first,
            "then": self.then,
            "happened": self.happened,
            "within": self.within.to_json(),
            "since": self.since.to_json() if self.since else None,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know both events."""
        schema.event(self.first, place.key("first"))
        schema.event(self.then, place.key("then"))

    def _pairs(self, query: Query) -> str:
        """Each A with the B that follows it next (missing when none does)."""
        start = f"occurred_at >= {literal(self.since.start(query.moment))} AND " if self.since else ""
        return (
            "FROM (SELECT customer_id, occurred_at FROM events "
            f"WHERE name = {quoted(self.first)} AND {between('occurred_at', self.since, query.moment)}) a "
            "ASOF LEFT JOIN (SELECT customer_id, occurred_at FROM events "
            f"WHERE name = {quoted(self.then)} AND {start}occurred_at <= {literal(query.moment)}) b "
            "ON a.customer_id = b.customer_id AND a.occurred_at < b.occurred_at"
        )

    def _limit(self) -> str:
        unit = "HOUR" if self.within.unit == "hours" else "DAY"
        return f"a.occurred_at + INTERVAL {self.within.value} {unit}"

    def predicate(self, query: Query) -> str:
        """Membership in those with a fitting A."""
        late = f"b.occurred_at <= {self._limit()}"
        test = late if self.happened else f"({late}) IS NOT TRUE"
        return f"customer_id IN (SELECT a.customer_id {self._pairs(query)} WHERE {test})"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        first, then = snapshot.log(self.first), snapshot.log(self.then)
        starts = self.since.starts(snapshot.moment) if self.since else None
        entry, subject = expand(*first.span(snapshot.row, starts, snapshot.moment))
        at = first.at[entry]
        ends = np.minimum(at + self.within.length(), snapshot.moment[subject])
        low, high = then.span(snapshot.row[subject], at + 1, ends)
        fits = (high > low) == self.happened
        return np.bincount(subject[fits], minlength=len(snapshot.row)) > 0

    def needs(self) -> Needs:
        """Two events."""
        return Needs(events=frozenset({self.first, self.then}))

    def clause(self, schema: Schema) -> Clause:
        """`지난 3일 안에 장바구니에 담고 24시간 안에 주문하지 않은`."""
        first, then = schema.event(self.first), schema.event(self.then)
        last = self.since.last() if self.since else Text("", "")
        span = self.within.span()
        head = " ".join(
            part for part in (last.ko, first.ko[0], f"{first.ko[1]}고", f"{span.ko} 안에") if part
        )
        head += f" {then.ko[0]}" if then.ko[0] else ""
        did = f"who {first.en[1]}" + (f" {last.en}" if last.en else "")
        if not self.happened:
            return Clause(
                f"{head} {then.negative}", DID_NOT, f"{did} and did not {then.en[0]} within {span.en}"
            )
        ending = Ending(then.ko[2] + "고", then.ko[2] + "거나", then.ko[3])
        return Clause(f"{head} ", ending, f"{did} and then {then.en[1]} within {span.en}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The last A and what followed it."""
        found = rows(
            f"SELECT a.occurred_at AS a, b.occurred_at AS b {self._pairs(query)} "
            f"WHERE a.customer_id = {customer_id} ORDER BY 1 DESC LIMIT 1"
        )
        first, then = query.schema.event(self.first).label, query.schema.event(self.then).label
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
        """A, within when, whether B, B, and since when."""
        names = [(event.key, event.label) for event in schema.events.values()]
        chosen = "true" if data.get("happened") in (True, "true") else "false"
        did = [("false", Text("하지 않음", "did not")), ("true", Text("함", "did"))]
        return [
            form.select(
                "first", Text("먼저 한 행동", "first event"), names, data.get("first") or "product_added"
            ),
            *form.window("since", Text("최근", "in the last"), data.get("since")),
            form.select("happened", Text("그다음 행동을", "and then"), did, chosen),
            form.select(
                "then", Text("그다음 행동", "next event"), names, data.get("then") or "order_completed"
            ),
            *form.window(
                "within", Text("이어서", "within"), data.get("within") or {"hours": 24}, optional=False
            ),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """First, then, happened, within, since."""
        return {
            "properties": {
                "first": {"type": "string"},
                "then": {"type": "string"},
                "happened": {"type": "boolean"},
                "within": window_schema(optional=False),
                "since": window_schema(),
            },
            "required": ["first", "then", "within"],
        }


CONDITION = ThenDid
