"""For every rule of every channel a message that keeps it and one that breaks it.

Each entry: (channel, rule code) → (keeps, breaks); a message is written as its differing parts over `GOOD[channel]`.
"""

from __future__ import annotations

from typing import Any

END = "\n무료수신거부 080-123-4567"
GOOD: dict[str, dict[str, Any]] = {
    "app_push": {
        "title": "(광고) 느린옷장", "body": "보시던 셔츠가 남아 있어요\n수신거부: 설정 > 알림", "link": "app://cart",
    },
    "sms": {"body": "(광고)느린옷장 보시던 셔츠가 있어요" + END},
    "lms": {"subject": "(광고) 느린옷장", "body": "(광고) 느린옷장\n보시던 셔츠가 남아 있어요" + END},
    "email": {
        "subject": "(광고) 느린옷장 셔츠",
        "body": "느린옷장 help@slow.kr 02-123-4567 서울 마포구 양화로 1\n수신거부",
    },
    "alimtalk": {"purpose": "information", "body": "주문하신 상품이 오늘 출발했어요."},
}  # fmt: skip
INFORMATION = {"purpose": "information"}

EXAMPLES: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {
    ("app_push", "limit.empty_body"): ({}, {"body": " "}),
    ("app_push", "law.ad_as_information"): (
        {**INFORMATION, "title": "배송 안내", "body": "상품이 출발했어요"},
        {**INFORMATION, "title": "배송 안내", "body": "상품이 출발했어요\n지금 10% 할인 중이에요"},
    ),
    ("app_push", "law.ad_label"): ({}, {"title": "느린옷장"}),
    ("app_push", "law.ad_label_variant"): ({}, {"title": "[광고] 느린옷장"}),
    ("app_push", "law.sender"): ({}, {"title": "(광고) 어느 가게"}),
    ("app_push", "law.opt_out"): ({}, {"body": "보시던 셔츠가 있어요"}),
    ("app_push", "law.push_path"): ({}, {"body": "보시던 셔츠가 있어요 무료거부 080-123-4567"}),
    ("app_push", "limit.push_length"): ({}, {"body": "가" * 46 + "\n수신거부: 설정 > 알림"}),
    ("app_push", "style.deep_link"): ({}, {"link": ""}),
    ("sms", "limit.empty_body"): ({}, {"body": ""}),
    ("sms", "law.ad_as_information"): ({**INFORMATION, "body": "상품이 도착했어요"}, {**INFORMATION, "body": "쿠폰이 도착했어요"}),
    ("sms", "law.ad_label"): ({}, {"body": "느린옷장 셔츠" + END}),
    ("sms", "law.ad_label_variant"): ({}, {"body": "(광 고) 느린옷장" + END}),
    ("sms", "law.sender"): ({}, {"body": "(광고) 셔츠" + END}),
    ("sms", "law.opt_out"): ({}, {"body": "(광고) 느린옷장 셔츠"}),
    ("sms", "law.opt_out_080"): ({}, {"body": "(광고) 느린옷장 셔츠 수신거부 회신"}),
    ("sms", "limit.cp949"): ({}, {"body": "(광고) 느린옷장 🔥" + END}),
    ("sms", "limit.sms_90_bytes"): ({}, {"body": "(광고) 느린옷장 " + "가" * 40 + END}),
    ("lms", "limit.empty_body"): ({}, {"body": "\n"}),
    ("lms", "law.ad_as_information"): ({**INFORMATION, "body": "상품이 도착했어요"}, {**INFORMATION, "body": "세일이 시작됐어요"}),
    ("lms", "law.ad_label"): ({}, {"body": "느린옷장" + END}),
    ("lms", "law.ad_label_variant"): ({}, {"subject": "(광/고) 느린옷장"}),
    ("lms", "law.sender"): ({}, {"subject": "소식", "body": "(광고) 셔츠" + END}),
    ("lms", "law.opt_out"): ({}, {"body": "(광고) 느린옷장"}),
    ("lms", "law.opt_out_080"): ({}, {"body": "(광고) 느린옷장 수신거부 회신"}),
    ("lms", "limit.cp949"): ({}, {"subject": "(광고) 느린옷장 💌"}),
    ("lms", "limit.lms_2000_bytes"): ({}, {"body": "(광고) 느린옷장 " + "가" * 1000 + END}),
    ("lms", "limit.lms_subject_40_bytes"): ({}, {"subject": "가" * 21}),
    ("email", "limit.empty_body"): ({}, {"body": ""}),
    ("email", "law.ad_as_information"): (
        {**INFORMATION, "subject": "주문 안내", "body": "주문이 접수됐어요"},
        {**INFORMATION, "subject": "주문 안내", "body": "주문이 접수됐어요. 쿠폰도 확인해 보세요"},
    ),
    ("email", "law.ad_label"): ({}, {"subject": "느린옷장 (광고)"}),
    ("email", "law.ad_label_variant"): ({}, {"subject": "(광고) 느린옷장 (광.고)"}),
    ("email", "law.email_sender_block"): ({}, {"body": "느린옷장\n수신거부"}),
    ("email", "law.email_unsubscribe"): ({}, {"body": "느린옷장 help@slow.kr 02-123-4567 서울 마포구 양화로 1"}),
    ("email", "limit.email_subject"): ({}, {"subject": "(광고) " + "가" * 26}),
    ("alimtalk", "limit.empty_body"): ({}, {"body": ""}),
    ("alimtalk", "law.alimtalk_information_only"): ({}, {"body": "주문하신 상품이 출발했어요.\n지금 담으면 10% 할인돼요."}),
    ("alimtalk", "style.alimtalk_words"): ({}, {"body": "이벤트 참여를 확인했어요."}),
    ("alimtalk", "law.alimtalk_coupon_basis"): (
        {"body": "쿠폰이 지급됐어요.\n※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다."}, {"body": "쿠폰이 지급됐어요."},
    ),
    ("alimtalk", "law.alimtalk_point_basis"): (
        {"body": "적립 안내예요.\n※ 고객님의 유료 구매로 지급된 포인트 안내입니다."}, {"body": "포인트가 쌓였어요."},
    ),
    ("alimtalk", "limit.alimtalk_1000_letters"): ({"body": "가" * 1000}, {"body": "가" * 1001}),
    ("alimtalk", "limit.alimtalk_buttons"): (
        {"buttons": ["배송 조회"]}, {"buttons": ["아주 길어서 잘리고 마는 버튼 이름"]},
    ),
    ("alimtalk", "limit.alimtalk_variables"): ({}, {"body": "{{${first_name}}} {{${city}}}"}),
    ("alimtalk", "limit.alimtalk_channel_add"): (
        {"buttons": ["채널 추가", "배송 조회"]}, {"buttons": ["배송 조회", "채널 추가"]},
    ),
}  # fmt: skip
