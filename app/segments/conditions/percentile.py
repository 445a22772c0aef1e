"""The top or bottom share by a measure of orders or by how often something was done.

Ranked among those who have the measure at all in the window (an order, an event); ties at the border come in together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, logs, measures
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.measures import MEASURES
from app.segments.operators import quoted
from app.segments.place import Place, as_choice, as_mapping, as_number, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot, Values
from app.segments.syntax import Name, Number, Word
from app.segments.syntax_compare import Span
from app.segments.syntax_events import EVENT
from app.segments.windows import Window, between, window_schema
from app.segments.words import IS, Clause, number
from fake_company.text import Text
from fake_company.warehouse import Company

SIDES = {"top": Text("상위", "top"), "bottom": Text("하위", "bottom")}
EVENTS = "events"
KNOWN = (*MEASURES, EVENTS)


@dataclass(frozen=True)
class Percentile(Condition):
    """`top 10% by spend_krw within 90d`, `bottom 5% by events of product_viewed`."""

    side: str
    percent: float | int
    measure: str
    event: str | None = None
    within: Window | None = None
    kind: ClassVar[str] = "percentile"
    label: ClassVar[Text] = Text("상위·하위 비율", "Top or bottom share")
    rank: ClassVar[int] = 43
    sample: ClassVar[str] = "top 10% by spend_krw within 365d"
    example: ClassVar[Mapping[str, Any]] = {
        "side": "top",
        "percent": 10,
        "measure": "spend_krw",
        "within": {"days": 365},
    }
    heads = ("top", "bottom")
    syntax = (
        Name("side", ("top", "bottom"), Text("top 또는 bottom", "top or bottom")),
        Number("percent", Text("퍼센트", "per cent"), tail="%"),
        Word("by"),
        Name("measure", KNOWN, Text("지표", "measure")),
        Name("event", "events", EVENT, lead="of", optional=True),
        Span("within", "within"),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read side, percent, measure, event, within."""
        as_mapping(
            data,
            place,
            ("kind", "side", "percent", "measure", "event", "within"),
            ("side", "percent", "measure"),
        )
        percent = as_number(data["percent"], place.key("percent"))
        if not 0 < percent < 100 or abs(round(percent * 100) - percent * 100) > 1e-6:
            raise place.key("percent").error(
                Text("0보다 크고 100보다 작은 퍼센트여야 해요(소수 둘째 자리까지).",
                     "It must be above 0 and below 100 per cent, with at most two decimals."),
                Text("예: 10", "For example 10"),
            )  # fmt: skip
        measure = as_choice(data["measure"], place.key("measure"), Text("지표", "measure"), KNOWN)
        event = None if data.get("event") is None else as_word(data["event"], place.key("event"))
        if (measure == EVENTS) != (event is not None):
            raise place.key("event").error(
                Text(
                    "행동으로 순위를 매길 때만 이벤트를 적어요.",
                    "An event goes with the measure 'events', and only with it.",
                ),
                Text(
                    '예: {"measure": "events", "event": "product_viewed"}',
                    'For example {"measure": "events", "event": "product_viewed"}',
                ),
            )
        return cls(
            as_choice(data["side"], place.key("side"), Text("위·아래", "side"), SIDES),
            percent, measure, event, Window.parse_optional(data, "within", place),
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        found: dict[str, Any] = {
            "kind": self.kind, "side": self.side, "percent": self.percent, "measure": self.measure,
        }  # fmt: skip
        if self.event is not None:
            found["event"] = self.event
        return found | {"within": self.within.to_json() if self.within else None}

    def check(self, schema: Schema, place: Place) -> None:
        """The company must know the event."""
        if self.event is not None:
            schema.event(self.event, place.key("event"))

    def _values(self, query: Query) -> str:
        """`SELECT customer_id, … AS v` of everybody who is ranked."""
        if self.event is None:
            source, measure = (
                measures.source(self.within, query.moment),
                MEASURES[self.measure].over(query.moment),
            )
        else:
            inside = between("occurred_at", self.within, query.moment)
            source, measure = f"FROM events WHERE name = {quoted(self.event)} AND {inside}", "count(*)"
        return f"SELECT customer_id, {measure} AS v {source} GROUP BY customer_id"

    @property
    def _hundredths(self) -> int:
        return round(self.percent * 100)

    def predicate(self, query: Query) -> str:
        """Fewer than this share of the ranked stand before the customer."""
        order = "v DESC" if self.side == "top" else "v"
        ranked = f"SELECT customer_id, rank() OVER (ORDER BY {order}) - 1 AS ahead, count(*) OVER () AS n FROM ({self._values(query)})"
        return f"customer_id IN (SELECT customer_id FROM ({ranked}) WHERE ahead * 10000 < {self._hundredths} * n)"

    def fact(self, company: Company, query: Query) -> float | int | None:
        """The value at the border; None when nobody is ranked."""
        if self.event is None:
            return self._border(np.asarray(company.arrays(self._values(query))["v"]))
        made = logs.counts(company, self.event, self.within, query.moment)
        return self._border(made[made > 0])

    def members(self, company: Company, query: Query) -> Ints | None:
        """The same from the event's times in memory."""
        if self.event is None:
            return None
        made = logs.counts(company, self.event, self.within, query.moment)
        border = self._border(made[made > 0])
        if border is None:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero((made > 0) & ((made >= border) if self.side == "top" else (made <= border)))

    def _border(self, values: Values) -> float | int | None:
        if not len(values):
            return None
        share = -(-self._hundredths * len(values) // 10_000)  # so many stand inside, ties aside
        at = len(values) - share if self.side == "top" else share - 1
        border: float | int = np.partition(values, at)[at].item()
        return border

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays, against the border of the whole company."""
        border = snapshot.facts[self]
        if self.event is None:
            values, made = measures.values(snapshot, self.measure, self.within)
        else:
            starts = self.within.starts(snapshot.moment) if self.within else None
            low, high = snapshot.log(self.event).span(snapshot.row, starts, snapshot.moment)
            values = made = high - low
        if border is None:
            return np.zeros(len(made), dtype=bool)
        return np.asarray((made > 0) & ((values >= border) if self.side == "top" else (values <= border)))

    def needs(self) -> Needs:
        """Orders or one event, and the border."""
        if self.event is None:
            return Needs(logs=frozenset({":orders"}), facts=frozenset({self}))
        return Needs(events=frozenset({self.event}), facts=frozenset({self}))

    def _label(self, schema: Schema) -> Text:
        if self.event is None:
            return MEASURES[self.measure].label
        label = schema.event(self.event).label
        return Text(f"‘{label.ko}’ 횟수", f"number of '{label.en}'")

    def clause(self, schema: Schema) -> Clause:
        """`지난 90일 안에 결제 금액 합계가 상위 10%인`."""
        label, side = self._label(schema), SIDES[self.side]
        last = self.within.last() if self.within else Text("", "")
        share = number(self.percent)
        return Clause(
            f"{last.ko} {label.ko} 순으로 {side.ko} {share}%".strip(),
            IS,
            f"in the {side.en} {share}% by {label.en}{' ' if last.en else ''}{last.en}".replace(
                "in the", "who are in the", 1
            ),
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's measure."""
        found = rows(f"SELECT v FROM ({self._values(query)}) WHERE customer_id = {customer_id}")
        label = self._label(query.schema)
        if not found or found[0]["v"] is None:
            return Text("{label}: 순위에 없음", "{label}: not ranked").format(label=label)
        value = found[0]["v"]
        said = MEASURES[self.measure].say(value) if self.event is None else Text(f"{value:,}번", f"{value:,}")
        return Text("{label}: {value}", "{label}: {value}").format(label=label, value=said)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Side, percent, measure, event, window."""
        chosen = data.get("measure") or "spend_krw"
        menu = [
            *((row.key, row.label) for row in MEASURES.values()),
            (EVENTS, Text("행동 횟수", "number of events")),
        ]
        names = ((event.key, event.label) for event in schema.events.values())
        event = [form.select("event", Text("행동", "event"), names, data.get("event") or "product_viewed")]
        return [
            form.select("side", Text("위·아래", "side"), SIDES.items(), data.get("side") or "top"),
            form.entry("percent", Text("퍼센트", "per cent"), "number", data.get("percent", 10)),
            form.select("measure", Text("지표", "measure"), menu, chosen),
            *(event if chosen == EVENTS else []),
            *form.window("within", Text("최근", "in the last"), data.get("within")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Side, percent, measure, event, within."""
        return {
            "properties": {
                "side": {"enum": list(SIDES)},
                "percent": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100},
                "measure": {"enum": list(KNOWN)},
                "event": {"type": ["string", "null"]},
                "within": window_schema(),
            },
            "required": ["side", "percent", "measure"],
        }


CONDITION = Percentile
