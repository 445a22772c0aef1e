"""The promotion page: terms kept as they change, three figures and a sheet for the customers who get it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.plan import Promotion
from app.web import _promotion_form
from fake_company.errors import DangolError
from tests.app.web.conftest import Visitor

LIVE = {"HX-Request": "true"}
PERCENT = Promotion(id="p", percent=20, valid_days=7)


def promotion_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))["promotions"][0]
    return found


def margin_in(page: str) -> int:
    found = re.search(
        r"남는 마진</dt><dd><span class=\"figure\">(−?)<span class=\"unit\">₩</span>([\d,]+)", page
    )
    assert found
    return int(found[2].replace(",", "")) * (-1 if found[1] else 1)


def test_a_deeper_discount_leaves_less_and_says_when_it_always_loses(visitor: Visitor) -> None:
    small = visitor.post("/promotion/promo-1", {"percent": "5"}, headers=LIVE)
    large = visitor.post("/promotion/promo-1", {"percent": "90"}, headers=LIVE)

    assert margin_in(small) > 0 > margin_in(large)
    assert "모두 새로 생긴 주문이어도 손해예요" in large
    assert 'id="figures" aria-live="polite" hx-swap-oob="true"' in large
    assert promotion_of(visitor)["percent"] == 90


def test_the_sheet_compares_with_other_depths(visitor: Visitor) -> None:
    page = visitor.get("/promotion/")

    for words in (
        "쿠폰 ÷ 거래액",
        "손익분기",
        "예상 쿠폰 사용률",
        "쿠폰 없어도 7일 안에 살 고객",
        "모두 큰 주문에 쓰면",
    ):
        assert words in page
    assert re.search(r'<tr class="is-chosen" aria-current="true">\s*<th scope="row">20%', page)


def test_open_terms_say_what_is_missing_and_the_page_stays(visitor: Visitor) -> None:
    live = visitor.post("/promotion/promo-1", {"percent": ""}, headers=LIVE)

    assert "얼마를 깎아 줄지 아직 정하지 않았어요" in live
    assert promotion_of(visitor)["percent"] is None
    visitor.get("/promotion/")
    assert visitor.status == 200


def test_a_wrong_figure_is_named_and_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor.post("/promotion/promo-1", {"percent": "120", "code": "NEW"})

    assert visitor.status == 400
    assert "1부터 100까지의 정수" in page
    assert promotion_of(visitor)["code"] == "CART20"


def test_another_kind_comes_with_a_modest_benefit(visitor: Visitor) -> None:
    visitor.post("/promotion/promo-1", {"kind": "amount"})

    assert (promotion_of(visitor)["kind"], promotion_of(visitor)["amount_krw"]) == ("amount", 3000)
    assert 'name="amount_krw"' in visitor.get("/promotion/")


def test_without_an_offer_the_page_says_that_this_may_be_right(visitor: Visitor) -> None:
    visitor.post("/promotion/promo-1/remove")
    assert "이 계획에는 혜택이 없어요" in visitor.get("/promotion/")
    assert json.loads(visitor.get("/plan/download"))["messages"][0]["promotion"] is None

    visitor.post("/promotion/", {"kind": "percent"})
    assert promotion_of(visitor)["percent"] == 10


@pytest.mark.parametrize(
    ("form", "changed"),
    [
        ({"percent": "20"}, {}),
        ({"percent": "15", "valid_days": "3"}, {"percent": 15, "valid_days": 3}),
        ({"minimum_order_krw": "30,000", "maximum_discount_krw": ""}, {"minimum_order_krw": 30_000}),
        ({"minimum_order_krw": ""}, {}),
        ({"kind": "amount"}, {"kind": "amount", "amount_krw": 3000}),
        ({"code": " SPRING "}, {"code": "SPRING"}),
    ],
)
def test_terms_out_of_a_form(form: dict[str, str], changed: dict[str, Any]) -> None:
    assert _promotion_form.changes(PERCENT, form, "promotions[0]") == changed


@pytest.mark.parametrize(
    "form", [{"valid_days": ""}, {"percent": "열"}, {"percent": "1.5"}, {"valid_days": "-1"}]
)
def test_a_figure_that_cannot_be(form: dict[str, str]) -> None:
    with pytest.raises(DangolError) as told:
        _promotion_form.changes(PERCENT, form, "promotions[0]")

    assert told.value.where.en == f"promotions[0].{next(iter(form))}"
