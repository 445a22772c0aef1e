"""Web push: a browser notification, for visitors who allowed it; every browser cuts it elsewhere."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Rates
from app.messages.channels import _parts as parts
from fake_company.text import Text

CHANNEL = Channel(
    key="web_push",
    order=2,
    label=Text("웹 푸시", "Web push"),
    fields=(
        Field("title", parts.TITLE, limit=200, required=True, shown=(
            ("chrome-android", 35), ("chrome-macos", 35), ("safari-macos", 38), ("chrome-windows", 50), ("firefox-windows", 54),
        )),
        Field("body", parts.BODY, limit=1000, required=True, shown=(
            ("chrome-android", 50), ("chrome-macos", 50), ("firefox-macos", 42), ("safari-macos", 84),
            ("chrome-windows", 120), ("firefox-windows", 200),
        )),
        Field("link", Text("누르면 열릴 주소", "Opens")),
        parts.PICTURE,
    ),
    price_krw=0,
    price_note=Text("건당 요금이 없어요.", "No price per message."),
    consent="push",
    address="web_push_enabled",
    frame="browser",
    images=1,
    image_note=Text("큰 그림(2:1)은 크롬·엣지(윈도우)와 크롬(안드로이드)에서만 보여요. 아이콘은 192×192.",
                    "Large pictures (2:1) only on Chrome and Edge for Windows and Chrome for Android; icon 192×192."),
    law=parts.PUSH_LAW,
    rates=Rates(0.85, 0.02, 0.02, 0.002, parts.SOURCE),
    rules=rules.of(
        *rules.AD, "AD_LABEL_TEXT", "AD_NIGHT_2100_0800", "PUSH_OS_PERMISSION", "WEBPUSH_PERMISSION", "WEBPUSH_LENGTH",
        "SENSITIVE_LOCK_SCREEN",
    ),
)  # fmt: skip
