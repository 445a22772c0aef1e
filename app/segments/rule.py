"""A segment's rule: groups all/any/none of conditions, nested; read from JSON and written back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.segments.condition import Condition
from app.segments.conditions import registry
from app.segments.place import Place
from app.segments.schema import STANDARD, Schema
from app.segments.snapshot import Needs, merged
from fake_company.text import Text

GROUPS: dict[str, Text] = {
    "all": Text("모두 맞음", "all of these"),
    "any": Text("하나라도 맞음", "any of these"),
    "none": Text("모두 아님", "none of these"),
}
DEEPEST = 5
MOST = 60


@dataclass(frozen=True)
class Leaf:
    """A condition and its path inside the rule, such as `all[2]`."""

    path: str
    condition: Condition


@dataclass(frozen=True)
class Group:
    """Parts joined by all, any or none."""

    path: str
    operator: str
    parts: tuple[Group | Leaf, ...]


@dataclass(frozen=True)
class Rule:
    """A whole rule; `where` is its place in the document it came from."""

    root: Group
    where: str = ""

    def to_json(self) -> dict[str, Any]:
        """The rule as JSON."""
        return _to_json(self.root)

    def leaves(self) -> list[Leaf]:
        """Every condition, in reading order."""
        return list(_leaves(self.root))

    def key(self) -> str:
        """A text that is the same for the same rule."""
        return key_of(self.to_json())

    def check(self, schema: Schema) -> None:
        """Raise where the company does not have what the rule names."""
        for leaf in self.leaves():
            leaf.condition.check(schema, self.place(leaf.path))

    def place(self, path: str) -> Place:
        """The place of a part in the document."""
        return Place(".".join(part for part in (self.where, path) if part))

    def needs(self) -> Needs:
        """What judging the rule on arrays reads."""
        return merged(leaf.condition.needs() for leaf in self.leaves())


def key_of(value: Any) -> str:
    """Canonical JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def parse(rule: Any, where: str = "") -> Rule:
    """Read a rule; every mistake is an error with its place and a remedy.

    A single condition is a group of one; `{"all": []}` is everybody.
    """
    if isinstance(rule, Rule):
        return rule
    place = Place(where)
    if isinstance(rule, Mapping) and "kind" in rule:
        return parse({"all": [rule]}, where)
    root = _group(rule, place, "", 1)
    found = Rule(root, where)
    count = len(found.leaves())
    if count > MOST:
        raise place.error(
            Text(
                f"조건이 {count}개예요. {MOST}개까지 쓸 수 있어요.",
                f"{count} conditions; at most {MOST} are allowed.",
            ),
            Text("값이 여럿이면 ‘다음 중 하나’로 묶어 주세요.", "Use 'is any of' for several values."),
        )
    found.check(STANDARD)
    return found


def _group(data: Any, place: Place, path: str, depth: int) -> Group:
    operators = [key for key in data if key in GROUPS] if isinstance(data, Mapping) else []
    if not isinstance(data, Mapping) or not data:
        raise place.error(
            Text("조건이 비어 있어요.", "The rule is empty."),
            Text(
                '조건을 하나 이상 넣어 주세요. 예: {"all": [ … ]}',
                'Add a condition, for example {"all": [ … ]}',
            ),
        )
    for key in data:
        if key not in GROUPS:
            raise place.key(str(key)).unknown(Text("묶음", "group"), key, [*GROUPS, "kind"])
    if len(operators) != 1:
        raise place.error(
            Text("묶음 하나에는 all, any, none 중 하나만 쓸 수 있어요.", "A group is one of all, any, none."),
            Text("묶음을 나눠 그 안에 넣어 주세요.", "Nest a group for the other."),
        )
    operator = operators[0]
    parts = data[operator]
    inside = place.key(operator)
    everybody = operator == "all" and depth == 1 and parts in ([], ())
    if not everybody and (not isinstance(parts, (list, tuple)) or not parts):
        raise inside.error(
            Text("묶음이 비어 있어요.", "The group is empty."),
            Text("조건을 하나 이상 넣거나 묶음을 지워 주세요.", "Add a condition or remove the group."),
        )
    if depth > DEEPEST:
        raise inside.error(
            Text(f"묶음이 {DEEPEST}겹보다 깊어요.", f"Groups are nested deeper than {DEEPEST}."),
            Text("바깥 묶음과 합쳐 주세요.", "Merge it with the group around it."),
        )
    stem = f"{path}.{operator}" if path else operator
    return Group(
        path,
        operator,
        tuple(_part(part, inside.at(index), f"{stem}[{index}]", depth) for index, part in enumerate(parts)),
    )


def _part(data: Any, place: Place, path: str, depth: int) -> Group | Leaf:
    if not isinstance(data, Mapping) or "kind" not in data:
        return _group(data, place, path, depth + 1)
    kinds = registry()
    if not isinstance(data["kind"], str) or data["kind"] not in kinds:
        raise place.key("kind").unknown(Text("조건 종류", "kind of condition"), data["kind"], kinds)
    return Leaf(path, kinds[data["kind"]].parse(data, place))


def _to_json(node: Group | Leaf) -> dict[str, Any]:
    if isinstance(node, Leaf):
        return node.condition.to_json()
    return {node.operator: [_to_json(part) for part in node.parts]}


def _leaves(node: Group | Leaf) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.parts:
            yield from _leaves(part)
