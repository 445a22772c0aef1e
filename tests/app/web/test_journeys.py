"""The journey page: begin, place nodes, mend, carry away and back, walk one customer."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest

from app.journeys import starts
from tests.app.web.conftest import Visitor
from tests.app.web.launched import plan_on_table


def begun(visitor: Visitor, key: str = "exit-matrix") -> None:
    visitor.get("/journeys/")
    visitor.post("/journeys/", {"start": key})


def test_an_empty_plan_says_how_to_begin(visitor: Visitor) -> None:
    text = visitor.get("/journeys/")
    assert "준비된 여정에서 시작하기" in text
    for start in starts.every():
        assert start.name.ko in text


@pytest.mark.parametrize("key", [start.key for start in starts.every()])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_ready_journey_opens_and_walks(visitor: Visitor, key: str, language: str) -> None:
    begun(visitor, key)
    id = plan_on_table(visitor).journeys[0].id
    assert visitor.get(f"/journeys/?id={id}&lang={language}")
    assert visitor.status == 200
    visitor.get(f"/journeys/{id}/walk?turn=1&lang={language}")
    assert visitor.status == 200


def test_its_messages_come_along_once(visitor: Visitor) -> None:
    begun(visitor)
    before = len(plan_on_table(visitor).messages)
    begun(visitor)
    plan = plan_on_table(visitor)
    assert len(plan.messages) == before
    assert len({journey.id for journey in plan.journeys}) == 2


def test_nodes_are_placed_changed_led_and_removed(visitor: Visitor) -> None:
    begun(visitor, "")
    id = plan_on_table(visitor).journeys[0].id
    visitor.post(f"/journeys/{id}/nodes", {"kind": "message", "after": "entry", "port": "next"})
    visitor.post(f"/journeys/{id}/nodes", {"kind": "random_split", "after": "message-1", "port": "next"})
    visitor.post(
        f"/journeys/{id}/nodes/random_split-1",
        {
            "paths_kept": "1",
            "path_name_0": "가",
            "path_percent_0": "70",
            "path_name_1": "나",
            "path_percent_1": "20",
            "more": "1",
        },
    )
    visitor.post(
        f"/journeys/{id}/nodes/entry",
        {"delay_minutes_value": "2", "delay_minutes_unit": "hours", "event": "product_viewed"},
    )
    visitor.post(f"/journeys/{id}/nodes/random_split-1/lead", {"port": "paths.2", "to": "message-1"})
    journey = plan_on_table(visitor).journeys[0]
    entry, split = journey.node("entry"), journey.node("random_split-1")
    assert entry is not None
    assert split is not None
    assert (entry.model_dump()["delay_minutes"], entry.model_dump()["event"]) == (120, "product_viewed")
    assert [(path["name"], path["percent"], path["next"]) for path in split.model_dump()["paths"]] == [
        ("가", 70, None), ("나", 20, None), ("", 0, "message-1")
    ]  # fmt: skip
    text = visitor.get(f"/journeys/?id={id}")
    assert "비율을 더하면 90%예요." in text
    visitor.post(f"/journeys/{id}/nodes/random_split-1/remove", {})
    assert plan_on_table(visitor).journeys[0].node("random_split-1") is None


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("nodes/gone", {}),
        ("nodes/entry/lead", {"port": "sideways"}),
        ("nodes/entry/lead", {"port": "next", "to": "gone"}),
        ("nodes", {"kind": "teleport"}),
        ("nodes/entry", {"delay_minutes_value": "-3"}),
        ("nodes/entry", {"event": "Robert'); DROP"}),
    ],
)
def test_what_cannot_be_is_answered_with_a_remedy(
    visitor: Visitor, address: str, form: dict[str, str]
) -> None:
    begun(visitor, "")
    id = plan_on_table(visitor).journeys[0].id
    before = plan_on_table(visitor)
    visitor.post(f"/journeys/{id}/{address}", form)
    assert visitor.status in (400, 404)
    assert plan_on_table(visitor) == before


def test_out_to_diagrams_net_and_back(visitor: Visitor) -> None:
    begun(visitor)
    file = visitor.get("/journeys/exit-matrix.drawio").encode()
    visitor.post("/journeys/upload", {"file": (io.BytesIO(file), "여정.drawio")})
    first, second = plan_on_table(visitor).journeys
    assert [(n.id, n.kind, [p.to for p in n.ports()]) for n in second.nodes] == [
        (n.id, n.kind, [p.to for p in n.ports()]) for n in first.nodes
    ]
    assert (second.source, second.name) == ("여정.drawio", "이탈 사다리")


def test_a_file_that_is_no_drawing_loses_nothing(visitor: Visitor) -> None:
    begun(visitor)
    visitor.post("/journeys/upload", {"file": (io.BytesIO(b"GIF89a"), "x.drawio")})
    assert visitor.status == 400
    assert len(plan_on_table(visitor).journeys) == 1


@pytest.mark.parametrize(
    ("form", "begins"), [("mmd", "flowchart TD"), ("svg", "<svg"), ("json", "{"), ("drawio", "<mxfile")]
)
def test_it_is_carried_away(visitor: Visitor, form: str, begins: str) -> None:
    begun(visitor)
    text = visitor.get(f"/journeys/exit-matrix.{form}")
    assert text.startswith(begins)
    assert "attachment" in visitor.answer.headers["Content-Disposition"]
    if form in ("svg", "drawio"):
        ET.fromstring(text)
    visitor.get("/journeys/exit-matrix.exe")
    assert visitor.status == 404


def test_the_walk_follows_what_a_customer_really_did(visitor: Visitor) -> None:
    begun(visitor)
    text = visitor.get("/journeys/exit-matrix/walk?turn=0&clock=2026-03-01T00:00")
    assert "한 고객으로 걸어 보기" in text
    assert 'class="walk"' in text
    assert "이때 고객의 폰" in text
    visitor.get("/journeys/exit-matrix/walk?turn=abc&clock=never")
    assert visitor.status == 200
