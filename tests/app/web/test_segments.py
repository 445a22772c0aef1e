"""The segment page: a sentence with chips that works as a plain form and live."""

from __future__ import annotations

import json
import re
from typing import Any

from app import segments
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
