"""Where the customer stands on the RFM map: a named group, or scores of recency, frequency and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form, rfm
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_choice, as_mapping, as_whole
from app.segments.rfm import GROUPS, PARTS, SCORES
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Names, Word
from app.segments.words import IS, Clause, listed
from fake_company.text import Text
from fake_company.warehouse import Company

_SCORE = Text("1에서 5까지의 점수", "a score from 1 to 5")
_NUMBERS = tuple(str(score) for score in SCORES)


@dataclass(frozen=True)
class Rfm(Condition):
    """`rfm group (champions, loyal)`, `rfm r (4, 5) m (5)`; everything said must hold."""

    groups: tuple[str, ...] = ()
    r: tuple[int, ...] = ()
    f: tuple[int, ...] = ()
    m: tuple[int, ...] = ()
    kind: ClassVar[str] = "rfm"
    label: ClassVar[Text] = Text("RFM", "RFM")
    rank: ClassVar[int] = 42
    sample: ClassVar[str] = "rfm group (champions, loyal)"
    example: ClassVar[Mapping[str, Any]] = {"groups": ["champions"]}
    syntax = (
        Word("rfm"),
        Names("groups", tuple(GROUPS), Text("RFM 그룹", "group"), lead="group", optional=True),
        Names("r", _NUMBERS, _SCORE, lead="r", optional=True),
        Names("f", _NUMBERS, _SCORE, lead="f", optional=True),
        Names("m", _NUMBERS, _SCORE, lead="m", optional=True),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read groups and scores; at least one of them."""
        as_mapping(data, place, ("kind", "groups", *PARTS))
        groups = _read(data, "groups", place)
        given = tuple(
            as_choice(one, place.key("groups").at(index), Text("RFM 그룹", "RFM group"), GROUPS)
            for index, one in enumerate(groups)
        )
        scores = [
            tuple(
                sorted(
                    {
                        as_whole(one, place.key(key).at(index), 1, 5)
                        for index, one in enumerate(_read(data, key, place))
                    }
                )
            )
            for key in PARTS
        ]
        if not given and not any(scores):
            raise place.key("groups").error(
                Text("RFM 그룹이나 점수를 하나 이상 골라야 해요.", "Choose at least one RFM group or score."),
                Text(
                    '예: {"groups": ["champions"]} 또는 {"r": [4, 5]}',
                    'For example {"groups": ["champions"]} or {"r": [4, 5]}',
                ),
            )
        return cls(tuple(key for key in GROUPS if key in given), *scores)

    def to_json(self) -> dict[str, Any]:
        """As in a rule; what is not said is left out."""
        found: dict[str, Any] = {"kind": self.kind}
        for key in ("groups", *PARTS):
            if getattr(self, key):
                found[key] = list(getattr(self, key))
        return found

    def _test_sql(self) -> str:
        tests = [
            f"{key} IN ({', '.join(map(str, getattr(self, key)))})" for key in PARTS if getattr(self, key)
        ]
        if self.groups:
            cells = " OR ".join(
                f"(r IN ({', '.join(map(str, GROUPS[key].recency))}) AND f IN ({', '.join(map(str, GROUPS[key].frequency))}))"
                for key in self.groups
            )
            tests.insert(0, f"({cells})")
        return " AND ".join(tests)

    def predicate(self, query: Query) -> str:
        """Membership by scores among all buyers."""
        return f"customer_id IN (SELECT customer_id FROM ({rfm.scores_sql(query.moment)}) WHERE {self._test_sql()})"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays, against the borders of the whole company."""
        r, f, m = rfm.of_subjects(snapshot, snapshot.facts[self])
        found = r > 0
        for scores, wanted in ((r, self.r), (f, self.f), (m, self.m)):
            if wanted:
                found &= np.isin(scores, wanted)
        if self.groups:
            found &= np.isin(r * 10 + f, [r_ * 10 + f_ for r_, f_ in rfm.cells_of(self.groups)])
        return found

    def fact(self, company: Company, query: Query) -> Any:
        """The quintile borders."""
        return rfm.borders(company, query.moment)

    def needs(self) -> Needs:
        """The orders, and the borders."""
        return Needs(logs=frozenset({":orders"}), facts=frozenset({self}))

    def clause(self, schema: Schema) -> Clause:
        """`RFM이 최우수 고객·충성 고객인` / `whose RFM group is champions or loyal customers`."""
        ko, en = [], []
        if self.groups:
            said = listed([GROUPS[key].label for key in self.groups])
            ko.append(said.ko)
            en.append(said.en)
        for key, label in PARTS.items():
            if scores := getattr(self, key):
                text = "·".join(map(str, scores))
                ko.append(f"{label.ko} {text}점")
                en.append(f"{label.en} {' or '.join(map(str, scores))}")
        return Clause(f"RFM이 {', '.join(ko)}", IS, f"whose RFM is {', '.join(en)}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's scores."""
        found = rows(f"SELECT * FROM ({rfm.scores_sql(query.moment)}) WHERE customer_id = {customer_id}")
        if not found:
            return Text("주문이 없음", "no order")
        r, f, m = (int(found[0][key]) for key in PARTS)
        name = rfm.group_of(r, f).label
        return Text("R{r} F{f} M{m}, {name}", "R{r} F{f} M{m}, {name}").format(r=r, f=f, m=m, name=name)

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Groups and scores."""
        menu = ((key, group.label) for key, group in GROUPS.items())
        return [
            form.multi("groups", Text("RFM 그룹", "groups"), menu, data.get("groups")),
            *(
                form.multi(key, label, ((n, Text(n, n)) for n in _NUMBERS), data.get(key))
                for key, label in PARTS.items()
            ),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Groups and scores."""
        scores = {"type": "array", "items": {"enum": list(SCORES)}}
        return {
            "properties": {
                "groups": {"type": "array", "items": {"enum": list(GROUPS)}},
                **dict.fromkeys(PARTS, scores),
            },
            "required": [],
        }


def _read(data: Mapping[str, Any], key: str, place: Place) -> Sequence[Any]:
    found = data.get(key)
    if found is None:
        return ()
    if not isinstance(found, (list, tuple)):
        raise place.key(key).error(
            Text("목록 [ … ]이 와야 해요.", "A list [ … ] is expected."),
            Text("예: [4, 5]", "For example [4, 5]"),
        )
    return found


CONDITION = Rfm
