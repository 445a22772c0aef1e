"""카카오 알림톡: information only, reviewed as a template before it may be sent."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Layout, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="alimtalk",
    order=5,
    label=Text("알림톡", "Alimtalk"),
    layouts=(
        Layout("BA", Text("기본형", "Basic (BA)")),
        Layout("EX", Text("부가정보형", "With extra information (EX)")),
        Layout("AD", Text("채널추가형", "With channel button (AD)")),
        Layout("MI", Text("복합형", "Both (MI)")),
    ),
    fields=(
        Field("title", Text("강조 제목", "Emphasised title"), limit=50, shown=(("android", 23), ("ios", 27))),
        Field("subtitle", Text("보조 제목", "Subtitle"), limit=50, shown=(("android", 18), ("ios", 21)),
              help=Text("변수를 쓸 수 없어요.", "Takes no variables.")),
        Field("header", Text("목록 머리말", "Header of the list"), limit=16),
        Field("items", Text("아이템 목록", "Item list"), limit=10,
              help=Text("2~10줄, 항목 6자, 내용 23자까지예요.", "Two to ten rows; names 6 letters, values 23.")),
        Field("body", parts.BODY, limit=1000, required=True),
        Field("extra", Text("부가 정보", "Extra information"), limit=500, formats=("EX", "MI")),
        Field("buttons", parts.BUTTONS, limit=5),
        parts.PICTURE,
        parts.FALLBACK,
    ),
    price_krw=10,
    price_note=Text("도착한 것만 10원이에요.", "10 won each, only when delivered."),
    consent="kakao",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="kakao",
    informational_only=True,
    needs_approval=True,
    night_rule=False,
    images=1,
    image_note=Text("800×400, 500KB까지 JPG·PNG.", "800×400, JPG or PNG up to 500 KB."),
    failover=("sms", "lms"),
    law=Text(
        "알림톡에는 정보만 담을 수 있어요. 광고가 한 줄이라도 있으면 심사에서 반려돼요.",
        "Alimtalk carries information only; one promoting line and the review rejects it.",
    ),
    rates=Rates(0.95, 0.82, 0.115, 0.0005, "TasOn 알림톡 조사: 오픈 82.3%, 클릭 11.52%"),
    rules=rules.of(
        "ALIM_INFO_ONLY", "ALIM_AD_WORDS", "ALIM_COUPON_BASIS_2026", "ALIM_POINT_BASIS_2026", "ALIM_1000_CHARS",
        "ALIM_BUTTONS_5", "ALIM_VAR_NOT_ALONE", "ALIM_UNKNOWN_VARIABLE", "ALIM_CHANNEL_ADD_FIXED",
        "ALIM_TEMPLATE_APPROVED", "ALIM_TITLE", "ALIM_ITEMS", "ALIM_EXTRA_500", "ALIM_EXTRA_80",
        "FALLBACK_KEEPS_AD_RULES",
    ),
)  # fmt: skip
