"""Devices of every channel, mail that can do nothing, pictures, the template's review, and arms of a test."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from app.messages import channels
from app.web import _devices, _mail
from tests.app.web.conftest import Visitor

FRAMES = {
    "app_push": "push", "web_push": "toast", "in_app": "onsite", "in_web": "onsite", "alimtalk": "kakao-bubble",
    "brand_message": "kakao-bubble", "sms": "text-bubble", "lms": "text-bubble", "mms": "text-bubble",
    "email": "mail-frame", "webhook": "record", "friendtalk": "kakao-bubble",
}  # fmt: skip


def message_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))["messages"][0]
    return found


@pytest.mark.parametrize("key", channels.keys())
def test_each_channel_has_its_own_device_and_fields(visitor: Visitor, key: str) -> None:
    visitor.post("/message/msg-1/channel", {"channel": key})
    page = visitor.get("/message/?lang=en")

    assert visitor.status == 200
    assert f'class="{FRAMES[key]}' in page
    for field in channels.get(key).fields:
        name = {"buttons": "button_label", "items": "item_name", "images": "picture"}.get(field.key, field.key)
        assert (f'name="{name}"' in page) == channels.get(key).shows(field, ""), field.key


@pytest.mark.parametrize("frame", _devices.VIEWS)
def test_every_view_of_a_frame_answers(visitor: Visitor, frame: str) -> None:
    key = next(one.key for one in channels.all_channels().values() if one.frame == frame)
    visitor.post("/message/msg-1/channel", {"channel": key})
    for view in _devices.views(frame):
        page = visitor.get(f"/message/msg-1/preview?view={view.key}")
        assert visitor.status == 200
        assert len(_devices.views(frame)) == 1 or re.search(rf'view={view.key}"[^>]*aria-current', page)


@pytest.mark.parametrize(
    ("words", "most", "unit", "shown"),
    [
        ("아직 있어요", 11, "width", "아직 있어요"),
        ("아직 있어요", 10, "width", "아직 있어…"),
        ("still here", 6, "width", "still…"),
        ("아직 있어요", 5, "letters", "아직 있…"),
    ],
)
def test_hangul_is_two_letters_wide(words: str, most: int, unit: Any, shown: str) -> None:
    assert _devices.shortened(words, most, unit) == shown


HOSTILE = (
    "<p onclick='x()'>안녕</p><script>alert(1)</script><img src='https://spy.example/p.png' alt='니트' onerror=x>"
    "<iframe src='//spy.example'></iframe><a href='javascript:x()'>가기</a><a href='https://slow.kr'>가게</a>"
    "<style>@import url(//spy.example)</style><link rel=stylesheet href=//spy.example><form action=//spy.example>"
    "<input name=q></form><div style='background:url(//spy.example)'>끝</div><svg onload=x></svg><meta http-equiv=refresh>"
)


def test_a_mail_runs_nothing_and_loads_nothing(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/channel", {"channel": "email"})
    visitor.post("/message/msg-1/words", {"subject": "제목", "body": HOSTILE})
    frame = re.search(r'<iframe class="mail-frame" ([^>]*)>', visitor.get("/message/"))
    assert frame
    assert 'sandbox=""' in frame[1], "no permission at all"
    page = visitor.get("/message/msg-1/mail")

    policy = visitor.answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert policy.endswith("sandbox")
    assert "script" not in policy
    shown = page[page.index("<body>") :]
    assert shown == (
        '<body><p>안녕</p><img alt="니트"><a>가기</a><a href="https://slow.kr">가게</a><div>끝</div></body></html>'
    )


def test_words_alone_become_paragraphs_with_links() -> None:
    page = _mail.document("안녕 <b\n\nhttps://slow.kr/?a=1&b=2", "https://slow.kr", [], "light")

    assert '<p>안녕 &lt;b</p><p><a href="https://slow.kr/?a=1&amp;amp;b=2">' in page.replace("&amp;b", "&amp;amp;b")
    assert 'class="go"' in page


def test_pictures_are_the_companys_own(visitor: Visitor) -> None:
    page = visitor.get("/message/")
    keys = re.findall(r'<option value="([a-z_]+)"', page[page.index('name="picture"') :][:4000])
    assert "banner" in keys
    drawn = visitor.get(f"/message/picture/{keys[1]}.svg")

    assert visitor.answer.mimetype == "image/svg+xml"
    assert drawn.startswith("<svg")
    visitor.post("/message/msg-1/words", {"picture": keys[1], "picture_alt": "회색 니트"})
    assert message_of(visitor)["fields"]["images"] == [{"picture": keys[1], "alt": "회색 니트"}]
    assert 'alt="회색 니트"' in visitor.get("/message/msg-1/preview")


def test_a_template_is_rejected_mended_and_approved(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/channel", {"channel": "alimtalk"})
    visitor.post("/message/msg-1/meaning", {"purpose": "information"})
    campaign = json.loads(visitor.get("/plan/download"))["campaigns"][0]
    if campaign["promotion"]:
        visitor.post("/plan/fix", {"path": "campaigns[0].promotion", "value": "null", "back": "/"})
    visitor.post("/message/msg-1/words", {"body": "주문하신 상품이 출발했어요.\n오늘만 20% 할인!", "title": ""})
    assert "아직 심사를 통과하지 않았어요" in html.unescape(visitor.get("/launch/"))

    visitor.post("/message/msg-1/template", {"ask": "review"})
    page = visitor.get("/message/")
    assert "심사 결과: 반려" in page
    assert re.search(r"<blockquote[^>]*>오늘만 20% 할인!</blockquote>", page)
    assert "심사에서 반려됐어요" in html.unescape(visitor.get("/launch/"))

    visitor.post("/message/msg-1/words", {"body": "{{${first_name} | strip | default: '고객'}}님, 상품이 출발했어요."})
    assert "검수 요청하기" in visitor.get("/message/")
    visitor.post("/message/msg-1/template", {"ask": "samples"})
    samples = message_of(visitor)["template"]["samples"]
    assert samples.get("이름", "").strip()
    visitor.post(
        "/message/msg-1/template",
        {"ask": "review", "sample_name": "이름", "sample_value": samples["이름"]},
    )
    assert "심사 결과: 승인" in visitor.get("/message/")
    assert "심사를 통과하지 않았어요" not in html.unescape(visitor.get("/launch/"))


def test_an_ended_channel_names_its_successor_and_cannot_be_launched(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/channel", {"channel": "friendtalk"})

    assert "브랜드 메시지로 바꾸기" in visitor.get("/message/")
    assert "친구톡은 2025년 12월 31일에 끝나서" in visitor.get("/launch/")


def test_arms_are_copied_shown_and_dropped(visitor: Visitor) -> None:
    before = visitor.get("/message/msg-1/review")
    assert "두 글을 반반 보내 본다면" in before
    visitor.post("/message/msg-1/variant", {})
    plan = json.loads(visitor.get("/plan/download"))
    arm = plan["campaigns"][0]["variants"]
    assert [one["share"] for one in arm] == [0.5]
    assert plan["messages"][-1]["fields"] == plan["messages"][0]["fields"]
    assert f'value="{arm[0]["message"]}"' in visitor.get("/message/msg-1/review")
    assert "여러 안을 함께 보낸 결과는" in visitor.get("/launch/")

    visitor.post("/message/msg-1/variant", {"drop": arm[0]["message"]})
    assert json.loads(visitor.get("/plan/download"))["campaigns"][0]["variants"] == []


def test_one_click_shows_a_recipient_of_the_review_on_their_screen(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/words", {"body": "{{${user_id}}} 님"})
    review = visitor.get("/message/msg-1/review")
    asked = re.search(r'href="(/message/\?[^"]*customer=(\d+)[^"]*)#preview"[^>]*>이 고객의 화면', review)
    assert asked
    page = visitor.get(html.unescape(asked[1]))
    assert f"/customers/{asked[2]}" in page[page.index('id="preview"') :]


def test_the_excuse_is_swapped_on_the_page(visitor: Visitor) -> None:
    visitor.post("/message/msg-1/words", {"body": "봄이니까 20% 할인해 드려요."})
    review = visitor.get("/message/msg-1/review")

    assert "데이트니까 20% 할인해 드려요." in review
    assert "어떤 말로 바꿔도 그대로 읽혀요" in review
