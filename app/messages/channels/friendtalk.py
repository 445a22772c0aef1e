"""카카오 친구톡: history. It ended on 31 December 2025; 브랜드 메시지 took its place."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="friendtalk",
    order=12,
    label=Text("친구톡", "Friendtalk"),
    fields=(
        Field("body", parts.BODY, limit=1000, required=True,
              help=Text("글만 1,000자, 그림과 함께면 400자, 와이드는 76자까지였어요.",
                        "1,000 letters, 400 with a picture, 76 in the wide layout.")),
        Field("buttons", parts.BUTTONS, limit=5),
        parts.PICTURE,
    ),
    price_krw=15,
    price_note=Text("2025년까지 15원(그림 20원)이었어요.", "15 won (20 with a picture) until 2025."),
    consent="kakao",
    address=f"regexp_matches(phone, '{PHONE}') AND kakao_friend",
    frame="kakao",
    images=1,
    ended=Text("친구톡은 2025년 12월 31일에 끝나서 보낼 수 없어요.", "Friendtalk ended on 31 December 2025; it cannot be sent."),
    successor="brand_message",
    law=Text(
        "채널 친구에게만 보내던 광고 메시지예요. 2026년부터는 브랜드 메시지가 그 자리를 맡아요.",
        "It reached friends of the channel with ads; since 2026 Brand Message does.",
    ),
    rules=rules.of(*rules.AD, *parts.KAKAO_AD_RULES, "KAKAO_FRIENDS_ONLY", "FRIENDTALK_ENDED"),
)  # fmt: skip
