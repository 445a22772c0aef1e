"""Where each node stands when nobody placed it: in layers from the entry down, ways side by side."""

from __future__ import annotations

from app.journeys.model import Journey

WIDTH, HEIGHT = 200.0, 64.0
ACROSS, DOWN = 240.0, 130.0


def layout(journey: Journey) -> dict[str, tuple[float, float]]:
    """Top left corner of every node in pixels; those placed by hand stay where they are.

    A node's layer is its longest way from the entry (loops aside); within a layer, nodes keep to the middle of
    those that lead to them (Sugiyama, Tagawa, Toda 1981, in two sweeps).
    """
    layers = _layers(journey)
    before: dict[str, list[str]] = {node.id: [] for node in journey.nodes}
    for node in journey.nodes:
        for port in node.ports():
            if port.to in before and layers.get(port.to, 0) > layers[node.id]:
                before[port.to].append(node.id)
    rows: dict[int, list[str]] = {}
    for id in _reading_order(journey):
        rows.setdefault(layers[id], []).append(id)
    place: dict[str, float] = {}
    for layer in sorted(rows):
        wanted = {
            id: sum(place[one] for one in before[id]) / len(before[id]) if before[id] else float(i)
            for i, id in enumerate(rows[layer])
        }
        ordered = sorted(rows[layer], key=lambda id: (wanted[id], rows[layer].index(id)))
        middle = sum(wanted[id] for id in ordered) / len(ordered)
        for i, id in enumerate(ordered):
            place[id] = middle + i - (len(ordered) - 1) / 2
    least = min(place.values(), default=0.0)
    found = {}
    for node in journey.nodes:
        x, y = (place[node.id] - least) * ACROSS, layers[node.id] * DOWN
        found[node.id] = (node.x if node.x is not None else x, node.y if node.y is not None else y)
    return found


def _layers(journey: Journey) -> dict[str, int]:
    """The longest way from the entry to each node, back edges left out; loose nodes below all."""
    known = journey.by_id
    order, state = list[str](), dict[str, int]()
    for start in _starts(journey):
        stack = [(start, iter([port.to for port in known[start].ports()]))]
        if state.get(start):
            continue
        state[start] = 1
        while stack:
            id, ways = stack[-1]
            to = next(ways, "")
            if to == "":
                state[id] = 2
                order.append(id)
                stack.pop()
            elif to in known and to is not None and not state.get(to):
                state[to] = 1
                stack.append((to, iter([port.to for port in known[to].ports()])))
    rank = {id: i for i, id in enumerate(reversed(order))}
    layers = dict.fromkeys(known, 0)
    for id in sorted(rank, key=rank.__getitem__):
        for port in known[id].ports():
            if port.to in rank and rank[port.to] > rank[id]:
                layers[port.to] = max(layers[port.to], layers[id] + 1)
    return layers


def _starts(journey: Journey) -> list[str]:
    entry = [journey.entry.id] if journey.entry else []
    return [*entry, *[node.id for node in journey.nodes if node.id not in entry]]


def _reading_order(journey: Journey) -> list[str]:
    known, shown = journey.by_id, list[str]()
    for start in _starts(journey):
        waiting = [start]
        while waiting:
            id = waiting.pop()
            if id in shown or id not in known:
                continue
            shown.append(id)
            waiting += [port.to for port in reversed(known[id].ports()) if port.to]
    return shown
