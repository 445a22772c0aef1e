"""카카오 브랜드 메시지: Kakao ads to friends of the channel, and to others when the shop qualifies."""

from __future__ import annotations

from datetime import time

from app.messages import rules
from app.messages.channel import Channel, Field, Layout, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

_LISTS = ("wide_list", "carousel", "commerce")

CHANNEL = Channel(
    key="brand_message",
    order=6,
    label=Text("브랜드 메시지", "Brand Message"),
    layouts=(
        Layout("text", Text("텍스트", "Text")),
        Layout("image", Text("이미지", "Picture")),
        Layout("wide", Text("와이드", "Wide"), 76),
        Layout("wide_list", Text("와이드 리스트", "Wide list")),
        Layout("carousel", Text("캐러셀", "Carousel")),
        Layout("commerce", Text("커머스", "Commerce")),
        Layout("video", Text("프리미엄 동영상", "Premium video"), 76),
    ),
    fields=(
        Field("header", Text("머리말", "Header"), limit=20, formats=("wide_list", "carousel", "video")),
        Field("body", parts.BODY, limit=1300, required=True, formats=("text", "image", "wide", "video")),
        Field("items", Text("카드", "Cards"), limit=6, formats=_LISTS,
              help=Text("와이드 리스트 3~4개, 캐러셀 2~6개, 커머스 1개예요.",
                        "Wide list three or four, carousel two to six, commerce one.")),
        Field("buttons", parts.BUTTONS, limit=5),
        Field("images", Text("그림", "Picture"), formats=("image", "wide", *_LISTS, "video")),
        parts.FALLBACK,
    ),
    price_krw=25,
    price_note=Text("도착한 것만 친구 25원, 친구가 아니면 35원이에요.", "25 won to a friend, 35 to others, only when delivered."),
    consent="kakao",
    address=f"regexp_matches(phone, '{PHONE}')",
    targets=(
        ("I", Text("동의한 채널 친구", "friends who consented"), "kakao_friend", 25),
        ("F", Text("모든 채널 친구(동의한 고객만 나가요)", "all friends (only those with consent get it)"), "kakao_friend", 25),
        ("M", Text("동의한 모든 고객", "everybody who consented"), "", 35),
        ("N", Text("동의했지만 친구가 아닌 고객", "consented but not a friend"), "kakao_friend IS NOT TRUE", 35),
    ),
    frame="kakao",
    hours=(time(8), time(20, 50)),
    images=6,
    image_note=Text("이미지형 1장, 와이드형 1장, 캐러셀은 카드마다 1장이에요.", "One picture; in a carousel one a card."),
    failover=("sms", "lms"),
    law=Text(
        "광고로 표시해 보내면 카카오가 `(광고)`와 수신거부를 함께 보여 줘요. 08:00~20:50에만 나가고, 친구가 아닌 고객에게는 "
        "채널 친구 5만 명과 080 번호가 있어야 보낼 수 있어요.",
        "Flagged as an ad, Kakao shows the label and the way out itself. It leaves 08:00–20:50 only; reaching non-friends "
        "takes 50,000 friends and an 080 number.",
    ),
    rates=Rates(0.95, 0.60, 0.05, 0.003, parts.SOURCE),
    rules=rules.of(
        *(id for id in rules.AD if id != "AD_AS_INFORMATION"), *parts.KAKAO_AD_RULES, "BM_TARGET_MN_QUALIFIED",
        "BM_TEXT_LIMIT", "BM_TEXT_1000", "BM_BUTTONS", "BM_ITEMS", "BM_PICTURE", "BM_DAILY_ONE", "FALLBACK_KEEPS_AD_RULES",
    ),
)  # fmt: skip
