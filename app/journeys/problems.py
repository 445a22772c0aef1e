"""What is wrong with a journey, in words, at the node, with a fix where one tap can do it."""

from __future__ import annotations

from app.findings import Finding, worst_first
from app.journeys.model import Journey
from app.journeys.step import Names, Step, finding
from fake_company.text import Text, josa

DAY_MINUTES = 1440.0


def problems(journey: Journey, names: Names, where: str = "journeys[0]") -> list[Finding]:
    """Everything worth saying, errors first. `where` is the journey's path in the plan."""
    places = {node.id: f"{where}.nodes[{i}]" for i, node in enumerate(journey.nodes)}
    found = _ids(journey, where) + _entry(journey, where)
    for node in journey.nodes:
        found += node.problems(places[node.id], names)
        found += _targets(journey, node, places[node.id], names)
    found += _unreachable(journey, where, places, names)
    found += _loops(journey, places, names)
    found += _closeness(journey, names, where, places)
    found += _whole(journey, names, where)
    return worst_first(found)


def _ids(journey: Journey, where: str) -> list[Finding]:
    seen: set[str] = set()
    found = []
    for i, node in enumerate(journey.nodes):
        if node.id in seen:
            found.append(
                finding(
                    "error", "same_id", f"‘{node.id}’이라는 번호를 두 노드가 써요.", f"Two nodes have the id '{node.id}'.",
                    f"{where}.nodes[{i}].id", Text("하나의 번호를 바꿔 주세요.", "Give one of them another id."),
                )
            )  # fmt: skip
        seen.add(node.id)
    return found


def _entry(journey: Journey, where: str) -> list[Finding]:
    entries = [i for i, node in enumerate(journey.nodes) if node.kind == "entry"]
    if not journey.nodes:
        text, remedy = (
            Text("여정이 비어 있어요.", "The journey is empty."),
            Text(
                "준비된 여정에서 시작하거나 ‘들어오기’부터 놓아 주세요.",
                "Start from a ready journey, or place an entry.",
            ),
        )
        return [finding("error", "empty", text.ko, text.en, f"{where}.nodes", remedy)]
    if not entries:
        return [
            finding(
                "error", "no_entry", "들어오는 곳이 없어요.", "There is no entry.", f"{where}.nodes",
                Text("‘들어오기’ 노드를 하나 놓아 주세요.", "Place one entry node."),
            )
        ]  # fmt: skip
    return [
        finding(
            "error", "two_entries", "들어오는 곳이 둘이에요.", "There are two entries.", f"{where}.nodes[{i}]",
            Text("하나만 남기고, 나머지는 다른 여정으로 옮겨 주세요.", "Keep one; move the other to a journey of its own."),
        )
        for i in entries[1:]
    ]  # fmt: skip


def _targets(journey: Journey, node: Step, place: str, names: Names) -> list[Finding]:
    known, found = journey.by_id, []
    for port in node.ports():
        field = f"{place}.{_field(port.key)}"
        if port.to is not None and port.to not in known:
            found.append(
                finding(
                    "error", "leads_nowhere",
                    f"‘{node.title(names).ko}’의 ‘{port.label.ko}’ 길이 없는 노드({port.to})로 가요.",
                    f"'{port.label.en}' of '{node.title(names).en}' leads to a node that is not there ({port.to}).",
                    field, Text("다른 노드에 이어 주세요.", "Connect it to another node."), {"path": field, "value": None},
                )
            )  # fmt: skip
        elif port.to is not None and known[port.to].kind == "entry":
            found.append(
                finding(
                    "error", "into_entry", "들어오기로 되돌아가는 길이 있어요.", "A way leads back into the entry.", field,
                    Text("다시 들어오게 하려면 들어오기의 ‘다시’를 정해 주세요.", "For coming again, set the entry's re-entry."),
                    {"path": field, "value": None},
                )
            )  # fmt: skip
    ways = node.ports()
    if len(ways) > 1 and len({port.to for port in ways}) == 1:
        to = "모두 같은 곳으로 가요" if ways[0].to else "모두 끝나요"
        found.append(
            finding(
                "warning", "pointless_split", f"‘{node.title(names).ko}’의 갈래가 {to}.",
                f"All ways out of '{node.title(names).en}' lead to the same place.", place,
                Text("갈래마다 다른 일을 이어 주세요.", "Let each way do something else."),
            )
        )  # fmt: skip
    return found


def _field(port: str) -> str:
    """A port's key as a path: `paths.0` is `paths[0].next`."""
    name, _, index = port.partition(".")
    return f"{name}[{index}].next" if index else name


def _unreachable(journey: Journey, where: str, places: dict[str, str], names: Names) -> list[Finding]:
    if journey.entry is None:
        return []
    reached = journey.reached()
    lost = [node for node in journey.nodes if node.id not in reached]
    kept = [node.model_dump(mode="json") for node in journey.nodes if node.id in reached]
    return [
        finding(
            "error" if node.kind == "message" else "warning", "unreachable",
            f"{josa(f'‘{node.title(names).ko}’', '으로/로')} 가는 길이 없어요.", f"Nothing leads to '{node.title(names).en}'.",
            places[node.id], Text("앞 노드에서 이어 주거나 지워 주세요.", "Connect it, or remove it."),
            {"path": f"{where}.nodes", "value": kept},
        )
        for node in lost if node.kind != "entry"
    ]  # fmt: skip


def _loops(journey: Journey, places: dict[str, str], names: Names) -> list[Finding]:
    """Ways that come back to a node: without any time passing they never end; with it they end only by leaving."""
    known, found = journey.by_id, []
    quick = {
        node.id: [
            port.to
            for port in node.ports()
            if port.to in known and node.least_minutes(port.key) <= 0 and not _waits(node, port.key)
        ]
        for node in journey.nodes
    }
    every = {node.id: [port.to for port in node.ports() if port.to in known] for node in journey.nodes}
    told: set[str] = set()
    for node in journey.nodes:
        circle = _circle(node.id, quick)
        if circle and not told & set(circle):
            told |= set(circle)
            found.append(
                finding(
                    "error", "loop_without_delay",
                    f"기다리지 않고 도는 길이 있어요: {' → '.join(known[i].title(names).ko for i in circle)}",
                    f"A loop without a delay: {' → '.join(known[i].title(names).en for i in circle)}",
                    places[node.id], Text("도는 길 안에 기다리기를 놓아 주세요.", "Place a delay inside the loop."),
                )
            )  # fmt: skip
    ends = _can_end(every, journey)
    for node in journey.nodes:
        if node.id in journey.reached() and node.id not in ends and not journey.exit_when.events:
            found.append(
                finding(
                    "error", "no_way_out", f"‘{node.title(names).ko}’에 들어간 고객은 나올 수 없어요.",
                    f"A customer in '{node.title(names).en}' can never leave.", places[node.id],
                    Text("나가기로 가는 갈래를 두거나 나가는 조건을 정해 주세요.", "Add a way to an exit, or exit criteria."),
                )
            )  # fmt: skip
            break
    return found


def _waits(node: Step, port: str) -> bool:
    """Whether this way opens only at another moment: a clock, a date, something the customer does again."""
    return (node.kind == "delay" and getattr(node, "how", "") != "duration") or (
        node.kind == "event_wait" and port == "done"
    )


def _circle(start: str, ways: dict[str, list[str]]) -> list[str]:
    """A way from a node back to itself, or nothing."""
    before: dict[str, str] = {}
    waiting = [start]
    while waiting:
        id = waiting.pop()
        for to in ways.get(id, []):
            if to == start:
                path = [id]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return [*reversed(path), start]
            if to not in before:
                before[to] = id
                waiting.append(to)
    return []


def _can_end(ways: dict[str, list[str]], journey: Journey) -> set[str]:
    """Nodes from which some way ends."""
    ends = {
        node.id for node in journey.nodes if not node.ports() or any(port.to is None for port in node.ports())
    }
    while True:
        more = {id for id, to in ways.items() if id not in ends and any(one in ends for one in to)}
        if not more:
            return ends
        ends |= more


def _closeness(journey: Journey, names: Names, where: str, places: dict[str, str]) -> list[Finding]:
    """Two ads to one customer within a day, on some way."""
    if journey.frequency_cap is not None:
        return []
    known = journey.by_id
    for node in journey.nodes:
        if not _is_ad(node, names):
            continue
        near: dict[str, float] = {}
        waiting = [(port.to, node.least_minutes(port.key)) for port in node.ports() if port.to]
        while waiting:
            id, minutes = waiting.pop()
            if id not in known or minutes >= DAY_MINUTES or near.get(id, DAY_MINUTES) <= minutes:
                continue
            near[id] = minutes
            other = known[id]
            if _is_ad(other, names):
                return [
                    finding(
                        "warning", "two_ads_a_day",
                        f"‘{node.title(names).ko}’ 뒤 하루가 지나기 전에 ‘{other.title(names).ko}’ 광고가 또 나갈 수 있어요.",
                        f"After '{node.title(names).en}' another ad, '{other.title(names).en}', may leave within a day.",
                        places[other.id], Text("사이에 하루 넘게 두거나 횟수를 제한해 주세요.", "Leave a day between, or cap them."),
                        {"path": f"{where}.frequency_cap", "value": {"touches": 1, "days": 1}},
                    )
                ]  # fmt: skip
            waiting += [
                (port.to, minutes + other.least_minutes(port.key)) for port in other.ports() if port.to
            ]
    return []


def _is_ad(node: Step, names: Names) -> bool:
    return any(names.messages[id][2] for id in node.messages() if id in names.messages)


def _whole(journey: Journey, names: Names, where: str) -> list[Finding]:
    found = []
    sends = [node for node in journey.nodes if node.kind == "message"]
    if journey.nodes and not sends:
        found.append(
            finding(
                "warning", "sends_nothing", "이 여정은 아무것도 보내지 않아요.", "This journey sends nothing.", f"{where}.nodes",
                Text("메시지 노드를 놓아 주세요.", "Place a message node."),
            )
        )  # fmt: skip
    if sends and not journey.exit_when.events:
        event = names.event(journey.conversion_event)
        found.append(
            finding(
                "warning", "no_exit_criteria", f"‘{event.ko}’ 뒤에도 남은 메시지를 받아요.",
                f"After '{event.en}' a customer still receives the rest.", f"{where}.exit_when.events",
                Text("목표를 이룬 고객은 나가게 해 주세요.", "Let those who did it leave."),
                {"path": f"{where}.exit_when.events", "value": [journey.conversion_event]},
            )
        )  # fmt: skip
    if any(_is_ad(node, names) for node in sends) and journey.quiet_hours is None:
        found.append(
            finding(
                "warning", "no_quiet_hours", "밤 9시부터 아침 8시까지 광고가 나갈 수 있어요.",
                "Ads may leave between 21:00 and 08:00.", f"{where}.quiet_hours",
                Text("방해 금지 시간을 켜면 아침에 보내요.", "With quiet hours they leave in the morning."),
                {"path": f"{where}.quiet_hours", "value": {"from": "21:00", "to": "08:00"}},
            )
        )  # fmt: skip
    for name in (journey.conversion_event, *journey.exit_when.events):
        if names.events and name not in names.events:
            found.append(
                finding(
                    "error", "no_such_event", f"‘{name}’이라는 행동은 없어요.", f"There is no event '{name}'.",
                    f"{where}.conversion_event" if name == journey.conversion_event else f"{where}.exit_when.events",
                    Text("이 회사가 남기는 행동 중에서 골라 주세요.", "Choose an event of this company."),
                )
            )  # fmt: skip
    return found
