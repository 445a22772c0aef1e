"""The segment page: a sentence with chips that works as a plain form and live."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from app import segments
from app.segments import docs
from app.segments.operators import OPERATORS
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor

CART = {
    "rule.op": "all",
    "rule.0.kind": "event",
    "rule.0.name": "product_added",
    "rule.0.count.operator": "at_least",
    "rule.0.count.value": "1",
    "rule.0.within.amount": "3",
    "rule.0.within.unit": "days",
}
RULE = {
    "all": [
        {
            "kind": "event",
            "name": "product_added",
            "count": {"operator": "at_least", "value": 1},
            "within": {"days": 3},
        }
    ]
}


def rule_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))["segments"][0]["rule"]
    return found


def test_the_form_without_javascript(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1", CART)
    text = visitor.get(visitor.answer.headers["Location"])

    assert segments.parse(rule_of(visitor)) == segments.parse(RULE)
    count = segments.count(small_company, RULE).n
    assert re.search(rf'class="figure">{count:,}</span>\s*<span>명이 조건에 맞아요', text)
    assert "지난 3일 안에 장바구니에 담은" in text


def test_typing_answers_the_result_and_the_count_beside_the_chip(
    visitor: Visitor, small_company: Company
) -> None:
    text = visitor.post("/segments/seg-1?part=result", CART, headers={"HX-Request": "true"})

    count = segments.count(small_company, RULE).n
    assert f'id="n-rule.0" hx-swap-oob="true">{count:,}</span>' in text
    assert 'id="segment-count" hx-swap-oob="true"' in text
    assert "<form" not in text.split('id="plan-bar"')[0]


def test_an_unfinished_condition_keeps_the_rule_and_says_what_is_missing(visitor: Visitor) -> None:
    visitor.post("/segments/seg-1", CART)
    text = visitor.post("/segments/seg-1", CART | {"rule.0.within.amount": "많이"})

    assert visitor.status == 200
    assert "채울 때까지는 앞서 저장한 조건 그대로예요." in text
    assert segments.parse(rule_of(visitor)) == segments.parse(RULE)


def test_adding_a_condition_opens_its_editor(visitor: Visitor) -> None:
    text = visitor.post(
        "/segments/seg-1", CART | {"do": "add:rule:lifecycle"}, headers={"HX-Request": "true"}
    )

    opened = re.findall(r'<details class="chip[^>]*open>\s*<summary id="s-([^"]+)"', text)
    assert opened == ["rule.1"]
    assert len(rule_of(visitor)["all"]) == 2


def test_a_condition_can_be_taken_out(visitor: Visitor) -> None:
    two = CART | {"rule.1.kind": "lifecycle", "rule.1.types": "current"}
    visitor.post("/segments/seg-1", two | {"do": "remove:rule.0"})

    assert rule_of(visitor) == {"all": [{"kind": "lifecycle", "types": ["current"]}]}


def test_why_a_customer_is_in(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1", CART)
    inside = int(segments.members(small_company, RULE)[0])
    text = visitor.get(f"/segments/seg-1/why?customer={inside}")

    assert "고객</a>은 조건에 맞아요" in text
    assert "맞아요" in text


def test_json_is_another_way_to_write_the_rule(visitor: Visitor) -> None:
    visitor.post("/segments/seg-1/json", {"rule": json.dumps(RULE)})
    assert rule_of(visitor) == RULE

    text = visitor.post(
        "/segments/seg-1/json", {"rule": '{"all": [{"kind": "event", "name": "product_aded"}]}'}
    )
    assert visitor.status == 400
    assert "product_added" in text


def test_a_second_segment_can_be_made_and_removed(visitor: Visitor) -> None:
    visitor.post("/segments/new")
    made = visitor.answer.headers["Location"]
    visitor.get(made)
    assert visitor.status == 200

    visitor.post(made + "/remove")
    visitor.get(made)
    assert visitor.status == 404


TEXT = "product_added within 3d and not order_completed"
TYPED = {
    "all": [
        {"kind": "event", "name": "product_added", "within": {"days": 3}},
        {"none": [{"kind": "event", "name": "order_completed"}]},
    ]
}


def test_a_rule_can_be_typed(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1/text", {"text": TEXT})
    shown = visitor.get(visitor.answer.headers["Location"])

    assert segments.parse(rule_of(visitor)) == segments.parse(TYPED)
    assert f">{TEXT}</textarea>" in shown


def test_a_mistake_in_the_text_keeps_what_was_typed_and_points_at_the_character(visitor: Visitor) -> None:
    before = rule_of(visitor)
    shown = visitor.post("/segments/seg-1/text", {"text": "product_added within 3d\nand not order_complted"})

    assert visitor.status == 400
    assert "2번째 줄 9번째 글자" in shown
    assert "and not order_complted\n        ^^^^^^^^^^^^^^" in shown
    assert "order_completed" in shown
    assert "within 3d\nand not order_complted</textarea>" in shown
    assert rule_of(visitor) == before


def test_typing_says_what_it_means_and_how_it_may_go_on(visitor: Visitor, small_company: Company) -> None:
    shown = visitor.post("/segments/seg-1/text?part=hints", {"text": TEXT}, headers={"HX-Request": "true"})
    count = segments.count(small_company, TYPED).n
    assert f"{count:,}명" in shown
    assert "지난 3일 안에 장바구니에 담았고" in shown

    shown = visitor.post("/segments/seg-1/text?part=hints", {"text": "product_ad"})
    assert 'data-insert="ded ">product_added<' in shown


def test_a_rule_found_elsewhere_becomes_a_segment(visitor: Visitor) -> None:
    rule = {"kind": "rfm", "groups": ["champions"]}
    visitor.post("/segments/new-from", {"rule": json.dumps(rule), "name": "최우수"})
    made = visitor.answer.headers["Location"]
    shown = visitor.get(made)

    assert 'value="최우수"' in shown
    assert "RFM이 최우수 고객인" in shown


def test_segments_can_name_each_other_but_not_in_a_circle(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1/text", {"text": TEXT})
    visitor.post("/segments/new-from", {"rule": json.dumps({"kind": "segment", "id": "seg-1"}), "name": "둘"})
    made = visitor.answer.headers["Location"]
    count = segments.count(small_company, TYPED).n
    assert f'class="figure">{count:,}</span>' in visitor.get(made)

    shown = visitor.post("/segments/seg-1/text", {"text": f"segment {made.rsplit('/', 1)[1]}"})
    assert visitor.status == 400
    assert "seg-1 → seg-2 → seg-1" in shown


def test_segments_are_compared(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1/text", {"text": "lifecycle (new, current)"})
    shown = visitor.get("/segments/compare?with=segment:seg-1&with=type:current&with=type:dormant")
    both = segments.count(small_company, {"kind": "lifecycle", "types": ["current"]}).n

    assert visitor.status == 200
    assert f'<td class="is-number">{both:,}</td>' in shown
    assert shown.split("표로 보기")[1].split("</table>")[0].count("<tr>") == 1 + 2**3
    rows = visitor.get("/segments/compare.csv?with=segment:seg-1&with=type:current").splitlines()
    assert len(rows) == 5


def test_the_size_over_the_past_year(visitor: Visitor, small_company: Company) -> None:
    visitor.post("/segments/seg-1/text", {"text": "order_completed within 30d and has_app is true"})
    shown = visitor.get("/segments/seg-1/history")
    assert "속성에는 지난 값이 없어요" in shown
    assert "앱 설치가 ‘예’인 고객" in shown

    rows = visitor.get("/segments/seg-1/history.csv").splitlines()
    assert len(rows) == 54
    rule = {"all": [{"kind": "event", "name": "order_completed", "within": {"days": 30}},
                    {"kind": "attribute", "field": "has_app", "operator": "is_true"}]}  # fmt: skip
    assert rows[-1] == f"{small_company.meta.today:%Y-%m-%d},{segments.count(small_company, rule).n}"


def test_a_segment_goes_into_a_file_and_comes_back(visitor: Visitor) -> None:
    visitor.post("/segments/seg-1/text", {"text": TEXT})
    file = visitor.get("/segments/seg-1/download")
    visitor.post("/segments/upload", {"document": file})
    made = visitor.answer.headers["Location"]

    plan = json.loads(visitor.get("/plan/download"))
    added = next(part for part in plan["segments"] if part["id"] == made.rsplit("/", 1)[1])
    assert segments.parse(added["rule"]) == segments.parse(TYPED)

    visitor.post("/segments/upload", {"document": '{"dangol": "plan", "rule": {}}'})
    assert visitor.status == 400


def test_undo_comes_back_to_the_segment(visitor: Visitor) -> None:
    before = rule_of(visitor)
    visitor.post("/segments/seg-1/text", {"text": TEXT})
    visitor.post("/plan/undo", {"back": "/segments/seg-1"})

    assert visitor.answer.headers["Location"] == "/segments/seg-1"
    assert rule_of(visitor) == before


def test_the_help_page_names_every_condition_and_operator(visitor: Visitor) -> None:
    shown = visitor.get("/segments/help")
    text = html.unescape(shown)
    for row in docs.conditions():
        assert f'id="kind-{row.kind}"' in shown
        assert row.grammar in text
        assert row.sample in text
    assert re.findall(r'id="operator-(\w+)"', shown) == list(OPERATORS)
    assert all(words in text for row in OPERATORS.values() for words in row.text)
