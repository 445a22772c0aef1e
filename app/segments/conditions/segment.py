"""Who is in another segment of the plan: named by its id, judged by the rule it has now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from app.segments import evaluate, form
from app.segments import query as queries
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_word
from app.segments.rule import Rule, parse
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.words import STATE, Clause
from fake_company.text import Text, josa
from fake_company.warehouse import Company


@dataclass(frozen=True)
class InSegment(Condition):
    """`segment seg-2`; `rule` is filled in from the plan (`app.segments.resolved`)."""

    id: str
    name: str = ""
    rule: Rule | None = None
    kind: ClassVar[str] = "segment"
    label: ClassVar[Text] = Text("다른 고객 묶음", "Another segment")
    rank: ClassVar[int] = 75
    sample: ClassVar[str] = "segment seg-2"
    example: ClassVar[Mapping[str, Any]] = {"id": ""}
    syntax = (Word("segment"), Name("id", "segments", Text("고객 묶음의 id", "segment id")))

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read id; name and rule where they have been filled in."""
        as_mapping(data, place, ("kind", "id", "name", "rule"), ("id",))
        name = data.get("name")
        rule = None if data.get("rule") is None else parse(data["rule"], place.key("rule").path)
        return cls(as_word(data["id"], place.key("id")), name if isinstance(name, str) else "", rule)

    def to_json(self) -> dict[str, Any]:
        """As in a rule; the filled-in rule goes along, so that equal questions are equal texts."""
        found: dict[str, Any] = {"kind": self.kind, "id": self.id}
        return found if self.rule is None else found | {"name": self.name, "rule": self.rule.to_json()}

    def check(self, schema: Schema, place: Place) -> None:
        """The plan must have the segment, and its rule must fit the company."""
        if self.rule is not None:
            self.rule.check(schema)
        elif not schema.open and self.id not in schema.segments:
            raise place.key("id").unknown(Text("고객 묶음", "segment"), self.id, schema.segments)

    def _rule(self) -> Rule:
        if self.rule is None:
            raise Place("id").unknown(Text("고객 묶음", "segment"), self.id, ())
        return self.rule

    def members(self, company: Company, query: Query) -> Ints:
        """From the kept answers of its conditions."""
        asked = evaluate.Asked(company, self._rule(), query)
        return evaluate.ids(evaluate.everyone_in(asked))

    def predicate(self, query: Query) -> str:
        """Its own rule, in parentheses."""
        return queries.inside(self._rule(), query)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        return evaluate.combine(
            self._rule().root, len(snapshot.row), lambda leaf: leaf.condition.test(snapshot)
        )

    def needs(self) -> Needs:
        """What its rule needs."""
        return self.rule.needs() if self.rule else Needs()

    def uses_today(self) -> bool:
        """Whether one of its conditions does."""
        return any(leaf.condition.uses_today() for leaf in self.rule.leaves()) if self.rule else False

    def clause(self, schema: Schema) -> Clause:
        """`‘장바구니 이탈’에 드는` / `who are in 'Cart exits'`."""
        name = self.name or schema.segments.get(self.id, Text(self.id, self.id)).ko
        return Clause(
            f"{josa(f'‘{name}’', '이/가').removesuffix('이').removesuffix('가')}에 드",
            STATE,
            f"who are in '{name}'",
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """What its conditions saw, in short."""
        seen = [leaf.condition.saw(query, rows, customer_id) for leaf in self._rule().leaves()[:4]]
        return Text(
            " · ".join(one.ko for one in seen) or "모든 고객",
            " · ".join(one.en for one in seen) or "everybody",
        )

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The segment."""
        known = dict(schema.segments)
        if isinstance(id := data.get("id"), str) and id and id not in known:
            known[id] = Text.of(str(data.get("name") or id))
        menu = [("", Text("고르기", "choose")), *known.items()]
        return [form.select("id", Text("고객 묶음", "segment"), menu, data.get("id"))]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The id."""
        return {
            "properties": {
                "id": {"type": "string"},
                "name": {"type": "string"},
                "rule": {"$ref": "#/$defs/group"},
            },
            "required": ["id"],
        }


CONDITION = InSegment
