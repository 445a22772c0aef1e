"""Out to diagrams.net and back; sketches drawn by people; files that try tricks."""

from __future__ import annotations

import base64
import json
import zlib
from urllib.parse import quote

import pytest
from hypothesis import given, settings

from app.journeys import Journey, read_sketch, to_drawio
from fake_company.errors import DangolError, TooLarge
from tests.app.journeys.made import NAMES, cart, journeys


def graph(journey: Journey) -> set[tuple[str, str, str | None]]:
    known = journey.by_id
    return {
        (node.id, port.key, port.to if port.to in known else None)
        for node in journey.nodes
        for port in node.ports()
    }


def test_the_file_is_one_diagrams_net_opens() -> None:
    text = to_drawio(cart(), NAMES)
    assert '<mxCell id="0" />' in text
    assert 'style="rhombus;' in text
    assert "장바구니 담기" in text


@settings(max_examples=150)
@given(journeys())
def test_what_goes_out_comes_back_the_same(made: Journey) -> None:
    back, found = read_sketch(to_drawio(made, NAMES).encode(), "j", NAMES)
    assert found == []
    assert graph(back) == graph(made)
    mine = [{**node.model_dump(), "x": 0, "y": 0} for node in made.nodes]
    theirs = [{**node.model_dump(), "x": 0, "y": 0} for node in back.nodes]
    for one, other in zip(mine, theirs, strict=True):
        assert set(one) == set(other)
        assert {k: v for k, v in one.items() if k not in WAYS} == {
            k: v for k, v in other.items() if k not in WAYS
        }
    assert {k: v for k, v in back.to_document().items() if k != "nodes"} == {
        k: v for k, v in made.to_document().items() if k != "nodes"
    }


WAYS = {"next", "yes", "no", "done", "otherwise", "paths"}


def cell(id: str, value: str, style: str = "", x: int = 0, y: int = 0) -> str:
    return f'<mxCell id="{id}" value="{value}" style="{style}" vertex="1" parent="1"><mxGeometry x="{x}" y="{y}" as="geometry"/></mxCell>'


def arrow(id: str, source: str, target: str, value: str = "") -> str:
    ends = f'source="{source}" target="{target}"'
    return f'<mxCell id="{id}" value="{value}" edge="1" parent="1" {ends}><mxGeometry relative="1" as="geometry"/></mxCell>'


def page(*cells: str) -> str:
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}</root></mxGraphModel>'


SKETCH = page(
    cell("a", "장바구니 담기", "ellipse;whiteSpace=wrap"),
    cell("b", "&lt;b&gt;3시간&lt;/b&gt; 기다리기"),
    cell("c", "앱 푸시: 쿠폰 알림", "rounded=1"),
    cell("d", "2일 안에&lt;br&gt;주문했나요?", "rhombus"),
    cell("e", "감사 인사", "ellipse"),
    cell("f", "A/B 테스트"),
    cell("g", "알림톡 보내기"),
    cell("h", "이메일 보내기"),
    cell("t", "우리 팀 메모"),
    arrow("1", "a", "b"),
    arrow("2", "b", "c"),
    arrow("3", "c", "d"),
    arrow("4", "d", "e", "예"),
    arrow("5", "d", "f", "아니요"),
    arrow("6", "f", "g", "A 70%"),
    arrow("7", "f", "h", "B 30%"),
    arrow("8", "h", ""),
)
UNDERSTOOD = {
    ("n1", "entry", "product_added"), ("n2", "delay", 180), ("n3", "message", "m-ad"),
    ("n4", "event_wait", ("order_completed", 2880)), ("n5", "exit", None), ("n6", "random_split", (70, 30)),
    ("n7", "message", None), ("n8", "message", None),
}  # fmt: skip


def told(journey: Journey) -> set[tuple[str, str, object]]:
    found: set[tuple[str, str, object]] = set()
    for node in journey.nodes:
        document = node.model_dump()
        says: object = {
            "entry": document.get("event"),
            "delay": document.get("minutes"),
            "message": document.get("message"),
            "event_wait": (document.get("event"), document.get("minutes")),
            "random_split": tuple(path["percent"] for path in document.get("paths", ())),
        }.get(node.kind)
        found.add((node.id, node.kind, says))
    return found


@pytest.mark.parametrize("form", ["plain", "file", "compressed", "objects"])
def test_a_sketch_becomes_a_journey(form: str) -> None:
    text = SKETCH
    if form == "file":
        text = f'<mxfile host="app.diagrams.net"><diagram name="Page-1">{SKETCH}</diagram></mxfile>'
    if form == "compressed":
        packer = zlib.compressobj(wbits=-15)
        packed = base64.b64encode(packer.compress(quote(SKETCH).encode()) + packer.flush()).decode()
        text = f'<mxfile><diagram name="Page-1">{packed}</diagram></mxfile>'
    if form == "objects":
        whole = cell("c", "앱 푸시: 쿠폰 알림", "rounded=1")
        text = SKETCH.replace(
            whole,
            '<UserObject id="c" label="앱 푸시: 쿠폰 알림"><mxCell style="rounded=1" vertex="1" parent="1">'
            '<mxGeometry as="geometry"/></mxCell></UserObject>',
        )
    journey, found = read_sketch(text.encode(), "j", NAMES)
    assert told(journey) == UNDERSTOOD
    assert {(id, port, to) for id, port, to in graph(journey) if to} == {
        ("n1", "next", "n2"), ("n2", "next", "n3"), ("n3", "next", "n4"), ("n4", "done", "n5"),
        ("n4", "otherwise", "n6"), ("n6", "paths.0", "n7"), ("n6", "paths.1", "n8"),
    }  # fmt: skip
    assert sorted(one.code for one in found) == ["journey.sketch_arrow", "journey.sketch_loose"]


def test_labels_on_arrows_may_be_cells_of_their_own() -> None:
    text = page(
        cell("a", "시작", "ellipse"), cell("q", "VIP인가요?", "rhombus"), cell("y", "푸시 발송"), cell("n", "끝"),
        arrow("1", "a", "q"), arrow("2", "q", "n"), arrow("3", "q", "y"),
        '<mxCell id="l1" value="아니요" style="edgeLabel;html=1" vertex="1" connectable="0" parent="2"/>',
        '<mxCell id="l2" value="예" style="edgeLabel;html=1" vertex="1" connectable="0" parent="3"/>',
    )  # fmt: skip
    journey, found = read_sketch(text.encode(), "j", NAMES)
    assert {(id, port, to) for id, port, to in graph(journey) if to} == {
        ("n1", "next", "n2"), ("n2", "yes", "n3"), ("n2", "no", "n4"),
    }  # fmt: skip
    assert {one.code for one in found} == {"journey.sketch_entry", "journey.sketch_question"}


def test_a_sketch_without_a_start_is_given_one() -> None:
    journey, found = read_sketch(
        page(cell("a", "푸시 발송"), cell("b", "끝"), arrow("1", "a", "b")).encode(), "j", NAMES
    )
    assert [node.kind for node in journey.nodes] == ["entry", "message", "exit"]
    assert [one.code for one in found] == ["journey.sketch_entry"]


def test_settings_somebody_broke_are_read_as_a_drawing() -> None:
    text = to_drawio(cart(), NAMES).replace("&quot;kind&quot;", "&quot;kid&quot;")
    journey, _ = read_sketch(text.encode(), "j", NAMES)
    assert {node.kind for node in journey.nodes} >= {"entry", "message", "exit"}


BILLION = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><mxGraphModel><root>&b;</root></mxGraphModel>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><mxGraphModel><root>&x;</root></mxGraphModel>'
DEEP = "<mxfile>" * 100 + "</mxfile>" * 100


def bomb() -> str:
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(b"0" * 60_000_000) + packer.flush()
    return f"<mxfile><diagram>{base64.b64encode(packed).decode()}</diagram></mxfile>"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", DangolError),
        ("<html></html>", DangolError),
        ("{}", DangolError),
        ("<mxGraphModel><root>", DangolError),
        (BILLION, DangolError),
        (OUTSIDE, DangolError),
        (DEEP, TooLarge),
        ("<mxfile><diagram>!!!</diagram></mxfile>", DangolError),
        ("<mxfile><diagram>AAAA</diagram></mxfile>", DangolError),
        (page(*[cell(str(i), "x") for i in range(2, 2100)]), TooLarge),
        (" " * 2_000_001, TooLarge),
    ],
)
def test_what_is_no_diagram_is_refused_with_a_remedy(text: str, error: type[DangolError]) -> None:
    with pytest.raises(error) as caught:
        read_sketch(text.encode(), "j", NAMES)
    assert caught.value.remedy.ko
    assert caught.value.remedy.en


def test_a_packed_bomb_stays_small() -> None:
    with pytest.raises(TooLarge):
        read_sketch(bomb().encode(), "j", NAMES)


def test_an_empty_page_is_an_empty_journey() -> None:
    journey, found = read_sketch(b"<mxfile><diagram/></mxfile>", "j", NAMES)
    assert (journey.nodes, found) == ((), [])


def test_numbers_that_are_none_do_not_hurt() -> None:
    text = page(cell("a", "시작", "ellipse"), cell("b", "끝"), arrow("1", "a", "b")).replace(
        'x="0"', 'x="nan"'
    )
    journey, _ = read_sketch(text.encode(), "j", NAMES)
    assert json.dumps(journey.to_document(), allow_nan=False)
