"""The steps of a sequence: read, written, as SQL, as text and as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.segments import form, properties
from app.segments.fields import Event
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_word
from app.segments.properties import PropertyTest
from app.segments.reader import RESERVED, Reader, names_of
from app.segments.schema import Schema
from app.segments.syntax import Data
from app.segments.syntax_compare import read_span
from app.segments.syntax_events import EVENT, read_where, write_where
from app.segments.tokens import span, written
from app.segments.windows import Window, literal, window_schema
from fake_company.text import Text, josa

ROLLING = ("hours", "days")
MOST = 5


@dataclass(frozen=True)
class Step:
    """One step: an event with its property tests; after the first, within how long of the step before, and whether."""

    name: str
    where: tuple[PropertyTest, ...] = ()
    within: Window | None = None
    happened: bool = True

    def source(self, times: str, query_moment: Any) -> str:
        """`SELECT customer_id, occurred_at` of the step's events."""
        return "SELECT customer_id, occurred_at " + properties.source(
            self.name, self.where, times, query_moment
        )

    def limit(self) -> str:
        """The end of its time, counted from the step before, as SQL over `a`."""
        assert self.within is not None
        return (
            f"a.occurred_at + INTERVAL {self.within.value} {'HOUR' if self.within.unit == 'hours' else 'DAY'}"
        )

    def words(self, schema: Schema) -> tuple[Event, Text]:
        """The event's words, its property tests in front of the object."""
        event = schema.event(self.name)
        if not self.where:
            return event, Text("", "")
        details = properties.in_words(self.where, schema)
        thing = f"{details.ko} {josa(f'‘{event.label.ko}’', '을/를')}"
        return Event(event.key, event.label, (thing, "하", "했", "한"), event.en), Text(
            "", f" ({details.en})"
        )


def parse(data: Any, place: Place) -> tuple[Step, ...]:
    """Read `[{"name": …}, {"name": …, "within": …, "happened": …}, …]`; only the last may be one that did not happen."""
    if not isinstance(data, (list, tuple)) or not 2 <= len(data) <= MOST:
        raise place.error(
            Text(f"단계는 두 개에서 {MOST}개까지예요.", f"A sequence has 2 to {MOST} steps."),
            Text("단계를 더하거나 빼 주세요.", "Add or remove steps."),
        )
    found = tuple(_step(one, place.at(index), index) for index, one in enumerate(data))
    for index, step in enumerate(found[:-1]):
        if not step.happened:
            raise (
                place.at(index)
                .key("happened")
                .error(
                    Text(
                        "‘하지 않음’은 마지막 단계에만 쓸 수 있어요.",
                        "Only the last step may be one that did not happen.",
                    ),
                    Text(
                        "이 단계를 마지막으로 옮기거나 조건을 나눠 주세요.",
                        "Make it the last step, or split the condition.",
                    ),
                )
            )
    return found


def _step(data: Any, place: Place, index: int) -> Step:
    if index == 0:
        as_mapping(data, place, ("name", "where"), ("name",))
        return Step(
            as_word(data["name"], place.key("name")),
            properties.parse_all(data.get("where"), place.key("where")),
        )
    as_mapping(data, place, ("name", "where", "within", "happened"), ("name", "within"))
    happened = as_bool(data.get("happened", True), place.key("happened"))
    return Step(
        as_word(data["name"], place.key("name")),
        properties.parse_all(data.get("where"), place.key("where")),
        Window.parse(data["within"], place.key("within"), ROLLING),
        happened,
    )


def as_bool(data: Any, place: Place) -> bool:
    """Whether the step happened."""
    if not isinstance(data, bool):
        raise place.error(
            Text("true 또는 false여야 해요.", "It must be true or false."),
            Text("‘하지 않은’은 false예요.", "'Did not' is false."),
        )
    return data


def to_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """As in a rule."""
    found: list[dict[str, Any]] = []
    for index, step in enumerate(steps):
        one: dict[str, Any] = {"name": step.name}
        if step.where:
            one["where"] = [test.to_json() for test in step.where]
        if index and step.within:
            one |= {"within": step.within.to_json(), "happened": step.happened}
        found.append(one)
    return found


def chain(steps: Sequence[Step], first_times: str, later_times: str, moment: Any) -> str:
    """SQL of (customer_id, occurred_at) at the last of these steps, for those who went through all of them."""
    sql = steps[0].source(first_times, moment)
    for step in steps[1:]:
        sql = (
            f"SELECT b.customer_id, b.occurred_at FROM ({step.source(later_times, moment)}) b "
            f"ASOF JOIN ({sql}) a ON b.customer_id = a.customer_id AND b.occurred_at > a.occurred_at "
            f"WHERE b.occurred_at <= {step.limit()}"
        )
    return sql


def later(since: Window | None, moment: Any) -> str:
    """The times in which later steps may lie."""
    start = f"occurred_at >= {literal(since.start(moment))} AND " if since else ""
    return f"{start}occurred_at <= {literal(moment)}"


def controls(data: Any, schema: Schema) -> list[Control]:
    """A row a step, and an empty one to add another."""
    given = [one for one in data if isinstance(one, Mapping)] if isinstance(data, (list, tuple)) else []
    names = [(event.key, event.label) for event in schema.events.values()]
    found: list[Control] = []
    did = [("true", Text("함", "did")), ("false", Text("하지 않음", "did not"))]
    for index in range(min(max(len(given), 2) + 1, MOST)):
        one = given[index] if index < len(given) else {}
        stem = f"steps.{index}"
        missing = index >= len(given) and index >= 2
        if index and not missing:
            chosen = "false" if one.get("happened") in (False, "false") else "true"
            found.append(form.select(f"{stem}.happened", Text("그다음 행동을", "and then"), did, chosen))
        label = Text("먼저 한 행동", "first event") if not index else Text("그다음 행동", "next event")
        if missing:
            menu = [("", Text("없음", "none")), *names]
            found.append(form.select(f"{stem}.name", Text("단계 더하기", "add a step"), menu, ""))
            continue
        found.append(form.select(f"{stem}.name", label, names, one.get("name")))
        found += [
            Control(f"{stem}.{c.name}", c.label, c.shape, c.value, c.options)
            for c in properties.controls(one.get("where"))
        ]
        if index:
            found += form.window(
                f"{stem}.within", Text("이어서", "within"), one.get("within") or {"hours": 24}, optional=False
            )
    return found


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the steps."""
    step = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "where": properties.json_schema(),
            "within": window_schema(optional=False),
            "happened": {"type": "boolean"},
        },
    }
    return {"type": "array", "minItems": 2, "maxItems": MOST, "items": step}


@dataclass(frozen=True)
class Steps:
    """`product_added then product_viewed within 3d then not order_completed within 24h`."""

    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The steps."""
        steps = data.get("steps") or [
            {"name": data["first"]},
            {"name": data["then"], "happened": data["happened"], "within": data["within"]},
        ]
        said = []
        for index, one in enumerate(steps):
            parts = ["then" if index else "", "not" if index and not one["happened"] else ""]
            parts += [written(one["name"], RESERVED), write_where(one.get("where"))]
            parts.append(f"within {span(one['within'])}" if index else "")
            said.append(" ".join(part for part in parts if part))
        return " ".join(said)

    def starts(self, reader: Reader) -> bool:
        """Never: it is not optional."""
        return False

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The steps."""
        found: list[Data] = []
        while not found or reader.accept("then"):
            stem = f"{path}steps[{len(found)}]."
            one: Data = {}
            if found:
                before = reader.next
                one["happened"] = not reader.accept("not")
                reader.mark(f"{stem}happened", before)
            token = reader.name(EVENT, names_of(reader.schema, "events"))
            one["name"] = token.value
            reader.mark(f"{stem}name", token)
            if reader.sees("where"):
                one["where"] = read_where(reader, f"{stem}where")
            if found:
                reader.expect("within")
                one["within"] = read_span(reader, f"{stem}within")
            found.append(one)
        if len(found) < 2:
            raise reader.error(["then"])
        data["steps"] = found

    def grammar(self) -> str:
        """Its line."""
        return "EVENT [where (…)] then [not] EVENT [where (…)] within SPAN [then …]"
