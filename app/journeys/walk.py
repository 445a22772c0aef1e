"""One customer's way through a journey, with a clock: where they are, which way they took and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.journeys.model import Journey
from app.journeys.nodes import audience_paths, decision, delay, event_wait, random_split
from app.journeys.step import Names, Port, Step, duration
from fake_company.text import Text

MOST_STEPS = 500
HELD_UNTIL = time(8, 30)
Happened = Sequence[tuple[datetime, str]]
Holds = Callable[[Mapping[str, Any] | str, datetime], bool]


@dataclass(frozen=True)
class Visit:
    """One node on the way. `left_at` is None while the customer still waits there; `port` the way taken."""

    node: Step
    at: datetime
    left_at: datetime | None
    port: str | None
    why: Text


@dataclass(frozen=True)
class Walk:
    """The whole way. `ended`: by itself, by the exit criteria, still inside, or going round too long."""

    visits: tuple[Visit, ...]
    ended: str
    ended_at: datetime | None

    def at(self, moment: datetime) -> Visit | None:
        """Where the customer is at a moment; None before the entry and after the end."""
        if self.ended_at is not None and moment >= self.ended_at:
            return None
        return next((one for one in reversed(self.visits) if one.at <= moment), None)


def walk(
    journey: Journey,
    names: Names,
    started: datetime,
    happened: Happened,
    holds: Holds,
    draw: Callable[[str], float],
    until: datetime,
) -> Walk:
    """Follow one customer from the moment of entry to `until`.

    `happened` are their events in order of time; `holds(rule or segment id, moment)` says whether they fit;
    `draw(node id)` is their luck at a random split (0 to 1). Nothing is sent.
    """
    known = journey.by_id
    leaving = frozenset(journey.exit_when.events)
    node, at = journey.entry, started
    visits: list[Visit] = []
    while node is not None and len(visits) < MOST_STEPS:
        if journey.exit_when.segment and visits and holds(journey.exit_when.segment, at):
            return Walk(tuple(visits), "criteria", at)
        left, port, why = _pass(journey, node, at, names, happened, holds, draw)
        gone = _first(happened, leaving, at, min(left, until)) if visits else None
        if gone is not None and not (node.kind == "event_wait" and gone[0] == left):
            event = names.event(gone[1])
            said = Text(f"‘{event.ko}’을 해서 여정에서 나갔어요.", f"Left the journey on '{event.en}'.")
            visits.append(Visit(node, at, gone[0], None, said))
            return Walk(tuple(visits), "criteria", gone[0])
        if left > until:
            visits.append(Visit(node, at, None, None, why))
            return Walk(tuple(visits), "inside", None)
        visits.append(Visit(node, at, left, port.key if port else None, why))
        if port is None or port.to not in known:
            return Walk(tuple(visits), "end", left)
        node, at = known[port.to], left
    return Walk(tuple(visits), "rounds" if visits else "empty", at)


def _pass(
    journey: Journey,
    node: Step,
    at: datetime,
    names: Names,
    happened: Happened,
    holds: Holds,
    draw: Callable[[str], float],
) -> tuple[datetime, Port | None, Text]:
    """When the customer leaves a node, by which way, and why."""
    ports = {port.key: port for port in node.ports()}
    if isinstance(node, delay.Node):
        left = node.leaves(at)
        wait = duration((left - at).total_seconds() / 60)
        return left, ports["next"], Text(f"{wait.ko} 기다려요.", f"Waits {wait.en}.")
    if isinstance(node, decision.Node):
        fits = holds(node.segment or node.rule, at)
        said = (
            Text("조건에 맞아요.", "Fits the rule.")
            if fits
            else Text("조건에 맞지 않아요.", "Does not fit the rule.")
        )
        return at, ports["yes" if fits else "no"], said
    if isinstance(node, audience_paths.Node):
        for i, path in enumerate(node.paths):
            if holds(path.segment or path.rule, at):
                name = path.name or str(i + 1)
                return (
                    at,
                    ports[f"paths.{i}"],
                    Text(f"처음 맞은 그룹: {name}", f"First group that fits: {name}"),
                )
        return at, ports["otherwise"], Text("맞는 그룹이 없어요.", "No group fits.")
    if isinstance(node, event_wait.Node):
        end = at + timedelta(minutes=node.minutes)
        did = _first(happened, frozenset([node.event or ""]), at, end)
        event = names.event(node.event)
        if did is not None:
            return did[0], ports["done"], Text(f"시간 안에 ‘{event.ko}’.", f"'{event.en}' in time.")
        return end, ports["otherwise"], Text(f"시간 안에 ‘{event.ko}’ 없음.", f"No '{event.en}' in time.")
    if isinstance(node, random_split.Node):
        way = ports[f"paths.{node.path_of(draw(node.id))}"] if node.paths else None
        said = (
            Text(f"무작위로 {way.label.ko}", f"By chance {way.label.en}")
            if way
            else Text("길이 없어요.", "No way on.")
        )
        return at, way, said
    if node.kind == "message":
        left = _held(journey, node, at, names)
        late = Text("밤이라 아침까지 기다렸다 보내요.", "It is night: sent in the morning.")
        return left, ports["next"], late if left > at else Text("보내요.", "Sent.")
    only = next(iter(node.ports()), None)
    return at, only, Text("여기서 끝나요.", "Ends here.") if only is None else Text("지나가요.", "Goes on.")


def _held(journey: Journey, node: Step, at: datetime, names: Names) -> datetime:
    """When a message leaves: an ad due in the quiet hours waits until 08:30 (or their end, if later)."""
    is_ad = any(names.messages[id][2] for id in node.messages() if id in names.messages)
    quiet = journey.quiet_hours
    if quiet is None or not is_ad:
        return at
    start, end = time.fromisoformat(quiet.from_), time.fromisoformat(quiet.to)
    clock = at.time()
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if not inside:
        return at
    opens = datetime.combine(at.date(), max(end, HELD_UNTIL) if start > end else end)
    return opens if opens > at else opens + timedelta(days=1)


def _first(
    happened: Happened, events: frozenset[str], after: datetime, until: datetime
) -> tuple[datetime, str] | None:
    """The first of these events in (after, until]."""
    return next(
        ((moment, name) for moment, name in happened if after < moment <= until and name in events), None
    )


def due(walked: Walk, moment: datetime) -> list[tuple[datetime, str]]:
    """The messages that have left by a moment: when, and which message of the plan."""
    return [
        (one.left_at, id)
        for one in walked.visits
        for id in one.node.messages()
        if one.left_at is not None and one.left_at <= moment and one.port is not None
    ]
