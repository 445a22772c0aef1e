"""The 알림톡 reviewer: states, quoted lines, samples; approval that cannot be claimed; a launch that waits for it."""

from __future__ import annotations

import pytest

from app import messages
from app.messages import lint, template_review
from app.messages.compiled import compile_message
from app.plan import Plan, load
from app.plan.problems import open_parts
from tests.app.messages._made import message

GOOD = {"purpose": "information", "body": "{{${first_name} | default: '고객'}}님, 상품이 출발했어요.", "samples": {"이름": "민지"}}


def state(**parts: object) -> str:
    return template_review.read(message("alimtalk", **{**GOOD, **parts})).state


def test_a_template_is_a_draft_until_it_is_handed_in() -> None:
    assert state() == "draft"
    assert state(handed_in=True) == "approved"


def test_an_ad_comes_back_with_the_line_quoted_and_the_reasons_named() -> None:
    body = "주문하신 상품이 출발했어요.\n오늘만 전 상품 20% 할인! 앱을 설치하면 더 드려요.\n고맙습니다."
    letter = template_review.read(message("alimtalk", **{**GOOD, "body": body, "samples": {}, "handed_in": True}))
    assert letter.state == "rejected"
    assert [(one.name.ko, one.quote) for one in letter.objections] == [
        ("특가·할인 표현, 앱 설치 유도", "오늘만 전 상품 20% 할인! 앱을 설치하면 더 드려요."),
        ("정보와 광고를 섞음", ""),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("장바구니에 두신 셔츠가 있어요.", "구매를 부추기는 표현"),
        ("쿠폰이 지급됐어요.", "쿠폰을 왜 받았는지 적지 않았어요."),
        ("포인트가 쌓였어요.", "적립금이 어떤 구매로 생겼는지 적지 않았어요."),
        ("{{${first_name}}}", "변수는 문장 속에, 40개까지, 예시 값과 함께 넣어요."),
        ("{{${city}}}로 출발했어요.", "변수는 문장 속에, 40개까지, 예시 값과 함께 넣어요."),
    ],
)
def test_reasons_for_rejection(body: str, reason: str) -> None:
    letter = template_review.read(message("alimtalk", **{**GOOD, "body": body, "handed_in": True}))
    assert letter.state == "rejected"
    assert reason in [one.name.ko for one in letter.objections]


@pytest.mark.parametrize(
    "body",
    [
        "쿠폰이 지급됐어요.\n※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.",
        "포인트가 쌓였어요.\n※ 고객님의 유료 구매로 지급된 포인트 안내입니다.",
    ],
)
def test_coupons_and_points_pass_with_their_basis(body: str) -> None:
    assert state(body=body, samples={}, handed_in=True) == "approved"


def test_changed_text_must_be_handed_in_again_and_may_be_for_free() -> None:
    handed_in = message("alimtalk", **{**GOOD, "handed_in": True})
    changed = handed_in.model_copy(update={"fields": handed_in.fields.model_copy(update={"body": "도착했어요."})})
    assert template_review.read(changed).state == "draft"
    again = changed.model_copy(
        update={"template": changed.template.model_copy(update={"requested": template_review.fingerprint(changed)})}  # type: ignore[union-attr]
    )
    assert template_review.read(again).state == "approved"


def test_the_template_names_its_variables_as_kakao_does() -> None:
    made = message("alimtalk", **GOOD)
    template, names = template_review.as_template(compile_message(made))
    assert template == {"body": "#{이름}님, 상품이 출발했어요."}
    assert names == ("이름",)


def test_an_unapproved_template_stops_the_message_and_the_launch() -> None:
    draft, approved = message("alimtalk", **GOOD), message("alimtalk", **{**GOOD, "handed_in": True})
    for made, stops in ((draft, True), (approved, False)):
        page = lint.sheet(made, compile_message(made), {"body": "출발했어요."}, "느린옷장", False)
        broken = {rule.id for rule, _, _ in lint.broken_rules(messages.channels.get("alimtalk"), page) if rule.stops}
        assert broken == ({"ALIM_TEMPLATE_APPROVED"} if stops else set())
        assert (messages.stop(made) is not None) == stops


@pytest.mark.parametrize(
    ("channel", "said"),
    [("friendtalk", "브랜드 메시지로 바꿔 주세요."), ("webhook", "고객에게 보낼 메시지를 골라 주세요.")],
)
def test_what_never_leaves_blocks_the_launch_in_words(channel: str, said: str) -> None:
    plan: Plan = load(
        {"messages": [{"id": "m", "channel": channel, "fields": {"body": "{}"}}], "campaigns": [{"id": "c", "message": "m"}]}
    )
    found = [one for one in open_parts(plan) if one.where == "messages[0]"]
    assert [(one.code, one.severity, one.remedy.ko) for one in found] == [("plan.open", "error", said)]
