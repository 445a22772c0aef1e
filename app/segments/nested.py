"""A segment inside another: each reference gets the rule it names, and going round in circles is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from app.segments.place import Place
from fake_company.text import Text

MOST = 200
DEEPEST = 24


class Named(Protocol):
    """A segment of a plan."""

    @property
    def id(self) -> str:
        """What other rules call it by."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def rule(self) -> Mapping[str, Any]:
        """Its rule as JSON."""


def resolved(rule: Any, parts: Iterable[Named], where: str = "", own: str | None = None) -> Any:
    """The rule with every `{"kind": "segment", "id": …}` carrying the rule it names, segments inside segments too.

    `own` is the id of the segment the rule belongs to. Unknown ids and circles are errors at their place.
    """
    found = _Resolver({part.id: part for part in parts})
    return found.node(rule, Place(where), (own,) if own else (), 0)


def flattened(rule: Any, depth: int = 0) -> Any:
    """A resolved rule in which the segments it names stand as groups of their own: it needs no plan any more."""
    if depth > DEEPEST or not isinstance(rule, (Mapping, list, tuple)):
        return rule
    if isinstance(rule, (list, tuple)):
        return [flattened(one, depth + 1) for one in rule]
    if rule.get("kind") == "segment" and "rule" in rule:
        return flattened(rule["rule"], depth + 1)
    return dict(rule) if "kind" in rule else {key: flattened(one, depth + 1) for key, one in rule.items()}


def users_of(id: str, parts: Iterable[Named]) -> list[Named]:
    """The segments whose rules name this one."""
    return [part for part in parts if part.id != id and id in _ids(part.rule, 0)]


def names(parts: Iterable[Named]) -> dict[str, Text]:
    """Each segment's id with its name, for menus."""
    return {part.id: Text(part.name or part.id, part.name or part.id) for part in parts}


class _Resolver:
    def __init__(self, parts: Mapping[str, Named]) -> None:
        self.parts = parts
        self.used = 0

    def node(self, data: Any, place: Place, way: tuple[str, ...], depth: int) -> Any:
        if depth > DEEPEST:
            return data
        if isinstance(data, (list, tuple)):
            return [self.node(one, place.at(index), way, depth + 1) for index, one in enumerate(data)]
        if not isinstance(data, Mapping):
            return data
        if data.get("kind") == "segment" and isinstance(data.get("id"), str):
            return self.reference(data, place, way, depth)
        if "kind" in data:
            return dict(data)
        return {key: self.node(value, place.key(str(key)), way, depth + 1) for key, value in data.items()}

    def reference(
        self, data: Mapping[str, Any], place: Place, way: tuple[str, ...], depth: int
    ) -> dict[str, Any]:
        id = data["id"]
        part = self.parts.get(id)
        if part is None:
            raise place.key("id").unknown(Text("고객 묶음", "segment"), id, self.parts)
        if id in way:
            loop = " → ".join((*way[way.index(id) :], id))
            raise place.key("id").error(
                Text(f"고객 묶음이 서로를 물고 돌아요: {loop}", f"These segments contain each other: {loop}"),
                Text(
                    "이 조건을 빼거나 다른 묶음을 골라 주세요.",
                    "Remove this condition or choose another segment.",
                ),
            )
        self.used += 1
        if self.used > MOST:
            raise place.key("id").error(
                Text(
                    f"고객 묶음 안의 묶음이 {MOST}개를 넘어요.", f"More than {MOST} segments inside segments."
                ),
                Text("겹치는 묶음을 하나로 합쳐 주세요.", "Merge the segments that repeat."),
            )
        if not part.rule:
            raise place.key("id").error(
                Text(
                    f"‘{part.name or id}’ 묶음의 조건이 아직 비어 있어요.",
                    f"'{part.name or id}' has no rule yet.",
                ),
                Text("그 묶음의 조건을 먼저 정해 주세요.", "Decide that segment's conditions first."),
            )
        inner = self.node(part.rule, place.key("rule"), (*way, id), depth + 1)
        return {"kind": "segment", "id": id, "name": part.name, "rule": inner}


def _ids(data: Any, depth: int) -> set[str]:
    if depth > DEEPEST:
        return set()
    if isinstance(data, Mapping):
        if data.get("kind") == "segment" and isinstance(data.get("id"), str):
            return {data["id"]}
        data = list(data.values())
    if isinstance(data, (list, tuple)):
        return set().union(*(_ids(one, depth + 1) for one in data)) if data else set()
    return set()
