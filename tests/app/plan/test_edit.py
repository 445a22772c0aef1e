"""Changing a plan, and the bar that shows how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.plan import Plan, bar, benefit_share, load
from app.plan.bar import span_text
from app.plan.edit import (
    add_part,
    apply_fix,
    new_id,
    remove_part,
    seal,
    set_at,
    set_field,
    steps,
    unseal,
    value_at,
)
from fake_company.errors import DangolError
from fake_company.text import Text

NOW = datetime(2026, 3, 2, 10, 0)


def started() -> Plan:
    return load(
        {
            "segments": [{"id": "seg-1", "name": "장바구니", "rule": {"all": []}}],
            "promotions": [{"id": "promo-1", "percent": 10}],
            "messages": [
                {"id": "msg-1", "channel": "app_push", "promotion": "promo-1"},
                {"id": "msg-2", "channel": "sms"},
            ],
            "campaigns": [
                {"id": "camp-1", "audience": "seg-1", "message": "msg-1"},
                {"id": "camp-2", "audience": "seg-1", "message": "msg-2"},
            ],
        }
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("title", ["title"]),
        ("messages[0].fields.body", ["messages", 0, "fields", "body"]),
        ("segments[2].rule.all[10].value", ["segments", 2, "rule", "all", 10, "value"]),
    ],
)
def test_a_path_has_steps(path: str, expected: list[Any]) -> None:
    assert steps(path) == expected


@pytest.mark.parametrize(
    "path", ["", "messages[x]", "messages[9].name", "a b", "title.x.y", "messages[-1].name"]
)
def test_a_place_that_is_not_there_is_said(path: str) -> None:
    with pytest.raises(DangolError) as caught:
        set_at(started().to_document(), path, 1)
    assert caught.value.where.ko == path


def test_setting_a_field_leaves_the_old_plan_alone() -> None:
    plan = started()
    changed = set_field(plan, "messages[0].fields.body", "안녕하세요")
    assert (plan.messages[0].fields.body, changed.messages[0].fields.body) == ("", "안녕하세요")
    assert value_at(changed.to_document(), "messages[0].fields.body") == "안녕하세요"


def test_setting_inside_something_still_null_makes_it() -> None:
    changed = set_field(started(), "forecast.sends.low", 3)
    assert changed.forecast.sends is not None
    assert changed.forecast.sends.low == 3


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(DangolError) as caught:
        apply_fix(started(), {"path": "promotions[0].percent", "value": 900})
    assert caught.value.where.ko == "promotions[0].percent"


def test_new_ids_are_never_taken() -> None:
    plan, id = add_part(remove_part(started(), "messages", "msg-1"), "messages", {"channel": "email"})
    assert id == "msg-3"
    assert new_id(plan, "segments") == "seg-2"


def test_removing_a_part_unties_whoever_named_it() -> None:
    without = remove_part(started(), "promotions", "promo-1")
    assert [message.promotion for message in without.messages] == [None, None]
    assert [c.audience for c in remove_part(started(), "segments", "seg-1").campaigns] == [None, None]


def test_a_sealed_forecast_keeps_its_moment() -> None:
    plan = set_field(started(), "forecast.clicks", {"low": 1, "expected": 2, "high": 3})
    sealed = seal(plan, NOW)
    assert sealed.forecast.sealed_at == "2026-03-02T10:00:00"
    assert seal(sealed, datetime(2027, 1, 1)) == sealed
    assert unseal(sealed) == plan


def test_a_forecast_out_of_order_is_not_sealed() -> None:
    with pytest.raises(DangolError) as caught:
        seal(set_field(started(), "forecast.clicks", {"low": 5, "expected": 2, "high": 3}), NOW)
    assert caught.value.where.ko == "forecast.clicks"


def test_the_bar_of_an_empty_plan_is_open() -> None:
    shown = bar(Plan())
    assert [part.key for part in shown.parts] == ["why", "whom", "what", "offer", "when", "forecast"]
    assert (shown.filled, shown.benefit_share, shown.next_open) == (0, None, shown.parts[0])


def test_the_bar_fills_part_by_part() -> None:
    document = started().to_document()
    document["purpose"] = {
        "behaviour_today": "장바구니에 두고 나가요",
        "behaviour_wanted": "담은 상품을 사요",
    }
    document["messages"][0]["fields"]["body"] = "아까 보던 셔츠"
    document["campaigns"][0]["when"] = {
        "kind": "trigger",
        "event": "product_added",
        "unless": "order_completed",
        "delay_minutes": 180,
    }
    document["campaigns"].pop()
    document["forecast"]["clicks"] = {"low": 1, "expected": 2, "high": 3}
    shown = bar(load(document))
    assert [part.summary.ko for part in shown.parts] == [
        "장바구니에 두고 나가요 → 담은 상품을 사요",
        "장바구니",
        "msg-1",
        "10% 쿠폰",
        "장바구니 담기 후 3시간 안에 주문 완료 없으면",
        "1개 예측",
    ]
    assert (shown.filled, shown.next_open) == (6, None)


def test_benefit_share_counts_what_is_sent() -> None:
    assert benefit_share(started()) == 0.5


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Text("0분", "0 minutes")),
        (60, Text("1시간", "1 hour")),
        (90, Text("90분", "90 minutes")),
        (2880, Text("2일", "2 days")),
    ],
)
def test_spans_read_naturally(minutes: int, expected: Text) -> None:
    assert span_text(minutes) == expected
