"""The outline, the layout, Mermaid and the picture: every node once, nothing on top of another."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given

from app.journeys import Journey, layout, mermaid, outline, picture
from app.journeys import nodes as nodes
from app.journeys.layout import HEIGHT, WIDTH
from tests.app.journeys.made import NAMES, cart, journeys


def test_the_outline_reads_from_the_entry_down() -> None:
    assert [
        (line.depth, line.number, line.node.id if line.node else None, line.way.ko if line.way else "")
        for line in outline(cart())
    ] == [
        (0, "1", "in", ""),
        (0, "2", "offer", ""),
        (0, "3", "wait", ""),
        (1, "3.1.1", "thanks", "했어요"),
        (1, "3.2.1", "half", "안 했어요"),
        (2, "3.2.1.1.1", "again", "A 50%"),
        (2, "3.2.1.1.2", None, ""),
        (2, "3.2.1.2.1", None, "B 50%"),
    ]


@given(journeys())
def test_the_outline_shows_every_node_once(made: Journey) -> None:
    shown = [line.node.id for line in outline(made) if line.node and not line.again]
    assert sorted(shown) == sorted(node.id for node in made.nodes)


@given(journeys())
def test_no_node_lies_on_another(made: Journey) -> None:
    places = list(
        layout(
            made.model_copy(
                update={"nodes": tuple(n.model_copy(update={"x": None, "y": None}) for n in made.nodes)}
            )
        ).values()
    )
    for i, (x, y) in enumerate(places):
        for a, b in places[i + 1 :]:
            assert abs(x - a) >= WIDTH or abs(y - b) >= HEIGHT


def test_nodes_placed_by_hand_stay() -> None:
    made = cart()
    moved = made.model_copy(
        update={"nodes": tuple(node.model_copy(update={"x": 7.0, "y": 9.0}) for node in made.nodes)}
    )
    assert set(layout(moved).values()) == {(7.0, 9.0)}


def test_mermaid() -> None:
    assert mermaid(cart(), NAMES).splitlines()[:3] == [
        "flowchart TD",
        '  n1(["‘장바구니 담기’ 뒤 3시간 동안 ‘주문 완료’ 없으면"])',
        '  n2["‘쿠폰 알림’ 보내기"]',
    ]
    assert '  n3 -->|"했어요"| n6' in mermaid(cart(), NAMES)
    assert '  n3 -->|"did it"| n6' in mermaid(cart(), NAMES, "en")


@given(journeys())
def test_pictures_are_well_formed(made: Journey) -> None:
    root = ET.fromstring(picture(made, NAMES, "en", {"n0": "1,200"}, {("n0", "next"): "90"}))
    assert root.tag.endswith("svg")


def test_every_kind_says_what_it_is() -> None:
    assert nodes.keys()[0] == "entry"
    every = nodes.keys()
    for key in every:
        kind = nodes.get(key)
        assert kind.LABEL.ko
        assert kind.LABEL.en
        assert kind.HELP.ko
        assert kind.model_fields["kind"].default == key
