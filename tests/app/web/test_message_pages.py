"""The message page: words kept as typed, any customer's phone, the whole audience reviewed, one-tap fixes."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.plan import Message, Plan
from app.web import _message_form
from app.web._message_view import Desk
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor

LIVE = {"HX-Request": "true"}


def message_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))["messages"][0]
    return found


def phone_of(page: str) -> str:
    found = re.search(r'<article class="(?:phone|mail)[^>]*>(.*?)</article>', page, re.DOTALL)
    assert found, "a device shows the message"
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1]))


def test_the_predecessors_message_is_shown_on_a_customers_phone(visitor: Visitor) -> None:
    page = visitor.get("/message/")

    assert visitor.status == 200
    assert "지금 구매하세요! 전 상품 20% 할인" in phone_of(page)
    assert "{{${first_name}}}" in html.unescape(page), "the template stands in its field"


def test_typing_is_kept_and_answered_with_the_phone_and_the_counters(visitor: Visitor) -> None:
    live = visitor.post("/message/msg-1/words", {"title": "담아 둔 옷", "body": "아직 있어요"}, headers=LIVE)

    assert message_of(visitor)["fields"]["title"] == "담아 둔 옷"
    assert "아직 있어요" in phone_of(live)
    assert re.search(r'id="counter-title" hx-swap-oob="true">\s*<span class="figure ">6 / 200', live)
    assert 'id="plan-bar"' in live
    assert "<textarea" not in live, "the field being typed in is never replaced"


def test_without_scripts_saving_comes_back_to_the_phone(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/words", {"body": "줄\r\n바꿈", "turn": "3"})

    assert visitor.status == 303
    assert visitor.answer.headers["Location"] == "/message/?id=msg-1&turn=3#preview"
    assert message_of(visitor)["fields"]["body"] == "줄\n바꿈"


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "`default`를 쓰려고 했나요?"), ("en", "Did you mean `default`?")]
)
def test_a_broken_template_is_kept_and_its_place_is_named(visitor: Visitor, language: str, said: str) -> None:
    broken = "안녕하세요\n{{${first_name} | defualt: '고객'}}님"
    visitor.get(f"/settings/?lang={language}")
    live = html.unescape(visitor.post("/message/msg-1/words", {"body": broken}, headers=LIVE))

    assert message_of(visitor)["fields"]["body"] == broken
    words = re.sub(r"</?code>", "`", live)
    assert said in words
    assert ("2번째 줄 19번째 글자" if language == "ko" else "Line 2, character 19") in live
    caret = re.search(r"<pre>(.*?)\n( *)\^", live, re.DOTALL)
    assert caret
    assert caret[1][len(caret[2]) :].startswith("defualt"), "the caret stands under the word"


def test_flipping_shows_another_customer(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/words", {"body": "{{${user_id}}}"})
    shown = [phone_of(visitor.get(f"/message/msg-1/preview?turn={turn}")) for turn in range(4)]

    assert len(set(shown)) == 4
    assert phone_of(visitor.get("/message/?id=msg-1&turn=2")) == shown[2]


def test_the_strip_says_how_many_see_the_same_branch(visitor: Visitor) -> None:
    body = "{% if custom_attribute.${device_os} == 'ios' %}사과나무{% else %}로봇{% endif %}"
    visitor.post("/message/msg-1/words", {"body": body})
    seen = {}
    for turn in range(12):
        page = re.sub(r"<[^>]+>", "", visitor.get(f"/message/msg-1/preview?turn={turn}"))
        found = re.search(r"받는 ([\d,]+)명 중 ([\d,]+)명", page)
        assert found
        seen["사과나무" in page] = int(found[2].replace(",", ""))
        everybody = int(found[1].replace(",", ""))

    assert len(seen) == 2
    assert sum(seen.values()) == everybody


def test_every_recipient_comes_once(small_company: Company) -> None:
    plan = Plan(messages=(Message(id="m", channel="app_push"),))
    desk = Desk(small_company, plan, plan.messages[0], "messages[0]")
    turns = [desk.row(turn) for turn in range(len(desk.rows))]

    assert sorted(turns) == desk.rows.tolist()


def test_the_review_counts_customers_without_a_name_and_one_tap_mends_it(visitor: Visitor) -> None:
    review = visitor.get("/message/msg-1/review")
    told = re.search(
        r'<strong class="figure">(?:1명|\d[\d,]*명)</strong> 이름\(<code>first_name</code>\) 값이 없는', review
    )
    assert told
    fix = re.search(
        r"name=\"path\" value=\"(messages\[0\]\.fields\.body)\">\s*<input type=\"hidden\" name=\"value\" value='([^']*)'",
        review,
    )
    assert fix
    value = html.unescape(fix[2])
    assert json.loads(value) == "{{${first_name} | default: '고객'}}님, 지금 구매하세요! 전 상품 20% 할인"

    visitor.post("/plan/fix", {"path": fix[1], "value": value, "back": "/message/?id=msg-1#review"})

    assert visitor.answer.headers["Location"].endswith("/message/?id=msg-1#review")
    assert "first_name</code> 값이 없는" not in visitor.get("/message/msg-1/review")


def test_the_review_is_on_the_page_without_scripts_too(visitor: Visitor) -> None:
    assert 'id="read-title"' in visitor.get("/message/?id=msg-1&review=1")


def test_the_appeal_must_come_across(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/meaning", {"main": "social_proof", "phrase": "지금", "promotion": "promo-1"})

    assert message_of(visitor)["appeal"] == {"main": "social_proof", "phrase": "지금", "others": []}
    assert "‘다른 고객의 후기’는 아직 글에서 전해지지 않아요" in visitor.get("/message/msg-1/review")

    visitor.post("/message/msg-1/words", {"body": "먼저 산 고객: {{event_properties.${review_text}}}"})
    assert "아직 글에서 전해지지 않아요" not in visitor.get("/message/msg-1/review")


def test_a_channel_shows_its_own_fields_and_keeps_the_words(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/channel", {"channel": "sms"})
    page = visitor.get("/message/")

    assert 'name="title"' not in page
    assert re.search(r"\d+ / 90<span class=\"unit\"> 바이트", page)
    assert message_of(visitor)["fields"]["title"] == "20% 할인 쿠폰 도착", "unseen, not lost"


def test_an_unknown_channel_is_answered_with_the_nearest(visitor: Visitor) -> None:
    page = visitor.post("/message/msg-1/channel", {"channel": "app_pusj"})

    assert visitor.status == 404
    assert "app_push" in page
    assert message_of(visitor)["channel"] == "app_push"


def test_messages_are_added_and_removed_and_the_empty_page_says_what_to_do(visitor: Visitor) -> None:
    visitor.post("/message/", {"channel": "alimtalk"})
    added = visitor.answer.headers["Location"].rpartition("=")[2]
    visitor.get(f"/message/?id={added}")
    assert visitor.status == 200

    for id in ("msg-1", added):
        visitor.post(f"/message/{id}/remove")
    assert "아직 메시지가 없어요" in visitor.get("/message/")
    visitor.get("/message/?id=msg-1")
    assert visitor.status == 404


def test_an_audience_that_cannot_be_read_is_named_beside_the_words(visitor: Visitor) -> None:
    plan = json.loads(visitor.get("/plan/download"))
    plan["segments"][0]["rule"] = {
        "all": [{"kind": "attribute", "field": "shoe_colour", "operator": "is_set"}]
    }
    visitor.post("/plan/upload", {"document": json.dumps(plan)})
    for address, part in (
        ("/message/", 'name="body"'),
        ("/promotion/", 'name="percent"'),
        ("/campaign/", "card-sentence"),
    ):
        page = visitor.get(address)
        assert visitor.status == 200
        assert part in page
        assert "shoe_colour" in page


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({}, {}),
        ({"title": "그대로"}, {}),
        ({"title": "새로", "body": "a\r\nb"}, {"fields.title": "새로", "fields.body": "a\nb"}),
        ({"button_label": ["보기", ""], "button_link": ["app://cart", ""]},
         {"fields.buttons": [{"label": "보기", "link": "app://cart"}]}),
        ({"name": "  이름 "}, {"name": "이름"}),
    ],
)  # fmt: skip
def test_only_what_a_form_carries_and_changes_is_kept(form: dict[str, Any], kept: dict[str, Any]) -> None:
    message = Message.model_validate_json('{"id": "m", "channel": "app_push", "fields": {"title": "그대로"}}')

    assert _message_form.words(message, MultiDict(form)) == kept
