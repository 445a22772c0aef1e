"""A journey as an outline: every node once, in reading order, ways that join an earlier node shown as a reference."""

from __future__ import annotations

from dataclasses import dataclass

from app.journeys.model import Journey
from app.journeys.step import Step
from fake_company.text import Text

_Pending = tuple[str | None, int, str, Text | None, str | None, str | None]


@dataclass(frozen=True)
class Line:
    """One line. `way` says by which way of which node one gets here (None at the entry and for loose nodes).

    `node` is None where a way ends; `again` is True where the node stands further up already.
    """

    depth: int
    number: str
    node: Step | None
    way: Text | None = None
    port: str | None = None
    parent: str | None = None
    again: bool = False
    loose: bool = False


def outline(journey: Journey) -> list[Line]:
    """Depth first from the entry; a node with one way out keeps the depth, a split indents its ways."""
    known, shown = journey.by_id, set[str]()
    lines: list[Line] = []

    def write(start: str, first: str, loose: bool) -> None:
        pending: list[_Pending] = [(start, 0, first, None, None, None)]
        while pending:
            id, depth, number, way, port, parent = pending.pop()
            node = known.get(id or "")
            again = node is not None and node.id in shown
            lines.append(Line(depth, number, node, way, port, parent, again, loose))
            if node is None or again:
                continue
            shown.add(node.id)
            ports = node.ports()
            following: list[_Pending] = []
            for i, one in enumerate(ports):
                if len(ports) == 1:
                    following.append((one.to, depth, _next(number), None, one.key, node.id))
                else:
                    following.append((one.to, depth + 1, f"{number}.{i + 1}.1", one.label, one.key, node.id))
            pending += reversed(following)

    if journey.entry is not None:
        write(journey.entry.id, "1", False)
    for node in journey.nodes:
        if node.id not in shown:
            write(node.id, "–", True)
    return lines


def _next(number: str) -> str:
    head, _, last = number.rpartition(".")
    if not last.isdigit():
        return number
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)
