"""The campaign page: one sentence, the day with its night, the holdout in words, everything kept as it changes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.plan import Campaign
from app.web import _campaign_form
from fake_company.errors import DangolError
from tests.app.web.conftest import Visitor

LIVE = {"HX-Request": "true"}


def campaign_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))["campaigns"][0]
    return found


def sentence_of(page: str) -> str:
    found = re.search(r'<div class="sentence card-sentence">(.*?)<p class="reach"', page, re.DOTALL)
    assert found
    summaries = re.sub(r'<div class="chip-editor">.*?</details>', "", found[1], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", summaries).split())


def test_the_predecessors_schedule_reads_as_a_sentence(visitor: Visitor) -> None:
    assert sentence_of(visitor.get("/campaign/")) == (
        "전체 고객 에게 7일마다 22:00에 20% 할인, 받은 날부터 7일 동안 을 담은 앱 푸시 ‘지금 구매하세요’ 를 보내요."
    )
    assert "방해 금지 시간이 꺼져 있어요" in visitor.get("/campaign/")


def test_a_trigger_shows_the_night_and_its_delay_can_be_changed(visitor: Visitor) -> None:
    visitor.post("/campaign/camp-1/kind", {"kind": "trigger"})
    page = visitor.get("/campaign/")
    assert "전체 고객 이 장바구니에 담고 3시간 안에 주문하지 않으면" in sentence_of(page)
    assert page.count('<rect class="night"') == 11, "21:00 to 08:00"

    live = visitor.post("/campaign/camp-1", {"delay": "1440"}, headers=LIVE)
    assert '<span id="say-delay" hx-swap-oob="true">1일 안에</span>' in live
    assert campaign_of(visitor)["when"]["delay_minutes"] == 1440

    visitor.post("/campaign/camp-1", {"delay": "own", "delay_value": "90", "delay_unit": "minutes"})
    assert campaign_of(visitor)["when"]["delay_minutes"] == 90


def test_the_holdout_is_said_in_words(visitor: Visitor) -> None:
    assert "비교 그룹이 없어요" in visitor.get("/campaign/")

    live = visitor.post("/campaign/camp-1", {"holdout": "10"}, headers=LIVE)
    assert re.search(r"[\d,]+명을 남겨요\. 가만두어도 <span", live)
    assert campaign_of(visitor)["holdout_rate"] == 0.1


def test_cap_and_quiet_hours_switch_on_and_off(visitor: Visitor) -> None:
    visitor.post("/campaign/camp-1", {"cap_kept": "1", "cap": "1", "cap_touches": "2", "cap_days": "14"})
    visitor.post(
        "/campaign/camp-1", {"quiet_kept": "1", "quiet": "1", "quiet_from": "22:00", "quiet_to": "07:00"}
    )
    found = campaign_of(visitor)
    assert found["frequency_cap"] == {"touches": 2, "days": 14}
    assert found["quiet_hours"] == {"from": "22:00", "to": "07:00"}

    visitor.post("/campaign/camp-1", {"cap_kept": "1"})
    visitor.post("/campaign/camp-1", {"quiet_kept": "1"})
    found = campaign_of(visitor)
    assert (found["frequency_cap"], found["quiet_hours"]) == (None, None)


def test_a_wrong_delay_is_named_and_the_old_one_stays(visitor: Visitor) -> None:
    visitor.post("/campaign/camp-1/kind", {"kind": "trigger"})
    page = visitor.post("/campaign/camp-1", {"delay": "own", "delay_value": "많이", "delay_unit": "hours"})

    assert visitor.status == 400
    assert "campaigns[0].when.delay_minutes" in page
    assert campaign_of(visitor)["when"]["delay_minutes"] == 180


def test_campaigns_are_added_and_removed_and_the_empty_page_says_what_to_do(visitor: Visitor) -> None:
    visitor.post("/campaign/camp-1/remove")
    assert "아직 보낼 일정이 없어요" in visitor.get("/campaign/")

    visitor.post("/campaign/", {"kind": "once"})
    assert campaign_of(visitor)["when"] == {"kind": "once", "at": "2026-03-03T19:00"}
    assert "3월 3일(화) 19:00에" in sentence_of(visitor.get("/campaign/"))


def test_english_has_its_own_order_of_words(visitor: Visitor) -> None:
    visitor.post("/campaign/camp-1/kind", {"kind": "trigger"})
    assert sentence_of(visitor.get("/campaign/?lang=en")).startswith(
        "When 전체 고객 add to the cart and do not order within 3 hours send App push"
    )


TRIGGER = Campaign.model_validate(
    {
        "id": "c",
        "when": {
            "kind": "trigger",
            "event": "product_added",
            "unless": "order_completed",
            "delay_minutes": 180,
        },
    }
)


@pytest.mark.parametrize(
    ("form", "changed"),
    [
        ({}, {}),
        ({"delay": "180"}, {}),
        ({"audience": "", "message": "msg-1"}, {"audience": None, "message": "msg-1"}),
        (
            {"unless": ""},
            {"when": {"kind": "trigger", "event": "product_added", "unless": None, "delay_minutes": 180}},
        ),
        ({"holdout": "15", "attribution_days": "3"}, {"holdout_rate": 0.15, "attribution_days": 3}),
    ],
)
def test_fields_of_a_form(form: dict[str, str], changed: dict[str, Any]) -> None:
    assert _campaign_form.changes(TRIGGER, form, "campaigns[0]") == changed


def test_a_delay_has_an_end() -> None:
    with pytest.raises(DangolError):
        _campaign_form.changes(
            TRIGGER, {"delay": "own", "delay_value": "61", "delay_unit": "days"}, "campaigns[0]"
        )
