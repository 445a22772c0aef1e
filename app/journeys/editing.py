"""Pure changes to a journey: place a node on a way, take one out, lead a way elsewhere."""

from __future__ import annotations

import re
from typing import Any

from app.journeys import nodes
from app.journeys.model import MOST_NODES, Journey
from app.journeys.step import Step
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text


def add(
    journey: Journey, kind: str, after: str | None = None, port: str | None = None, **fields: Any
) -> tuple[Journey, str]:
    """The journey with one more node on a way of `after` (what was there follows it), or standing loose; and its id."""
    known = nodes.keys()
    if kind not in known:
        raise NotFound(
            Text(f"‘{kind}’이라는 노드는 없어요.", f"There is no node '{kind}'."),
            "journeys.nodes",
            Text(
                f"쓸 수 있는 노드: {', '.join(nodes.keys())}", f"Nodes there are: {', '.join(nodes.keys())}"
            ),
        )
    if len(journey.nodes) >= MOST_NODES:
        raise DangolError(
            Text(
                f"노드는 {MOST_NODES}개까지 놓을 수 있어요.", f"A journey holds at most {MOST_NODES} nodes."
            ),
            f"journeys: {journey.id}",
            Text("여정을 둘로 나누어 보세요.", "Split it into two journeys."),
        )
    id = new_id(journey, kind)
    node = nodes.get(kind).model_validate({"id": id, **fields})
    made = [*journey.nodes]
    if after is not None and port is not None:
        before = _node(journey, after)
        following = next((way.to for way in before.ports() if way.key == port), None)
        ways = node.ports()
        if ways:
            node = node.led(ways[0].key, following)
        made[made.index(before)] = _led(before, port, id)
        made.insert(made.index(_led(before, port, id)) + 1, node)
    else:
        made.append(node)
    return journey.model_copy(update={"nodes": tuple(made)}), id


def remove(journey: Journey, id: str) -> Journey:
    """The journey without a node; whoever led to it leads to what followed it by its first way."""
    gone = _node(journey, id)
    ways = gone.ports()
    following = ways[0].to if ways and ways[0].to != id else None
    kept = []
    for node in journey.nodes:
        if node.id == id:
            continue
        for way in node.ports():
            if way.to == id:
                node = node.led(way.key, following)
        kept.append(node)
    return journey.model_copy(update={"nodes": tuple(kept)})


def lead(journey: Journey, id: str, port: str, to: str | None) -> Journey:
    """The journey with one way leading to another node, or to the end."""
    node = _node(journey, id)
    if to is not None:
        _node(journey, to)
    return replace(journey, _led(node, port, to))


def replace(journey: Journey, node: Step) -> Journey:
    """The journey with a node of the same id in place of the old one."""
    return journey.model_copy(
        update={"nodes": tuple(node if one.id == node.id else one for one in journey.nodes)}
    )


def new_id(journey: Journey, kind: str) -> str:
    """An id no node has: delay-2."""
    used = {node.id for node in journey.nodes}
    number = 1 + sum(1 for id in used if re.fullmatch(rf"{kind}-\d+", id))
    while f"{kind}-{number}" in used:
        number += 1
    return f"{kind}-{number}"


def _node(journey: Journey, id: str) -> Step:
    found = journey.node(id)
    if found is None:
        raise NotFound(
            Text("이 여정에 그런 노드가 없어요.", "The journey has no such node."),
            f"journeys: {journey.id}.{id}",
            Text("여정 화면을 새로 열어 다시 골라 주세요.", "Reload the journey page and choose again."),
        )
    return found


def _led(node: Step, port: str, to: str | None) -> Step:
    try:
        return node.led(port, to)
    except KeyError:
        raise NotFound(
            Text("그 노드에는 그런 길이 없어요.", "That node has no such way out."),
            f"{node.id}.{port}",
            Text("여정 화면을 새로 열어 다시 골라 주세요.", "Reload the journey page and choose again."),
        ) from None
