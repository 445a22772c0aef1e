"""Journeys the tests share: a small one by hand, and any one for hypothesis."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from app.journeys import Journey, Names
from app.journeys import nodes as kinds
from fake_company.schema import EVENT_NAMES
from fake_company.text import Text

TODAY = datetime(2026, 3, 2)
EVENTS = {name: Text.of(name) for name in EVENT_NAMES} | {
    "product_added": Text("장바구니 담기", "Added to cart"),
    "order_completed": Text("주문 완료", "Order completed"),
}
NAMES = Names(
    messages={"m-ad": ("쿠폰 알림", "app_push", True), "m-info": ("주문 안내", "alimtalk", False)},
    segments={"s-1": "장바구니 고객"},
    events=EVENTS,
    today=TODAY,
)


def journey(*nodes: dict[str, Any], **whole: Any) -> Journey:
    """A journey from documents, as a plan file holds it."""
    return Journey.model_validate_json(
        json.dumps({"id": "j", "name": "이탈 여정", "nodes": list(nodes), **whole})
    )


def cart() -> Journey:
    """The course's exit ladder: benefit first, reviews at the second exit, nothing to those who ordered."""
    return journey(
        {
            "id": "in",
            "kind": "entry",
            "event": "product_added",
            "unless": "order_completed",
            "delay_minutes": 180,
            "next": "offer",
        },
        {"id": "offer", "kind": "message", "message": "m-ad", "next": "wait"},
        {
            "id": "wait",
            "kind": "event_wait",
            "event": "order_completed",
            "minutes": 2880,
            "done": "thanks",
            "otherwise": "half",
        },
        {
            "id": "half",
            "kind": "random_split",
            "paths": [{"name": "A", "percent": 50, "next": "again"}, {"name": "B", "percent": 50}],
        },
        {"id": "again", "kind": "message", "message": "m-ad", "next": None},
        {"id": "thanks", "kind": "exit", "name": "샀어요"},
        exit_when={"events": ["order_completed"], "segment": None},
    )


def _node(id: str, kind: str, targets: st.SearchStrategy[str | None], draw: Any) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": id,
        "kind": kind,
        "name": draw(st.sampled_from(["", "이름", "A & <b>", '"q"'])),
    }
    if kind == "audience_paths":
        node["paths"] = [
            {"name": str(i), "segment": "s-1", "next": draw(targets)} for i in range(draw(st.integers(0, 3)))
        ]
        node["otherwise"] = draw(targets)
    elif kind == "random_split":
        node["paths"] = [
            {"name": str(i), "percent": draw(st.integers(0, 100)), "next": draw(targets)}
            for i in range(draw(st.integers(1, 4)))
        ]
    elif kind == "delay":
        node |= {
            "how": draw(st.sampled_from(["duration", "clock", "weekday", "date"])),
            "minutes": draw(st.integers(0, 5000)),
        }
        node["until"] = "2026-03-09T10:00" if node["how"] == "date" else None
    elif kind == "message":
        node["message"] = draw(st.sampled_from(["m-ad", "m-info", None, "gone"]))
    for port in ("next", "yes", "no", "done", "otherwise"):
        if port in kinds.get(kind).model_fields:
            node[port] = draw(targets)
    return node


@st.composite
def journeys(draw: Any) -> Journey:
    """Any journey: loops, loose nodes, missing targets and all."""
    ids = [f"n{i}" for i in range(draw(st.integers(1, 9)))]
    targets = st.sampled_from([*ids, None, "nowhere"])
    nodes = [_node("n0", "entry", targets, draw)]
    nodes += [_node(id, draw(st.sampled_from(kinds.keys()[1:])), targets, draw) for id in ids[1:]]
    if draw(st.booleans()):
        nodes[-1] |= {"x": 12.0, "y": -40.5}
    return journey(*nodes)
