"""App push: free, quick, cut short on lock screens; needs the app, the OS permission and, for ads, consent."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Rates
from app.messages.channels import _parts as parts
from fake_company.text import Text

CHANNEL = Channel(
    key="app_push",
    order=1,
    label=Text("앱 푸시", "App push"),
    fields=(
        Field("title", parts.TITLE, limit=200, shown=(("android", 20), ("ios", 20)), required=True),
        Field("body", parts.BODY, limit=1000, shown=(("android", 45), ("ios", 45)), required=True),
        Field("link", Text("누르면 열릴 화면", "Opens")),
        parts.PICTURE,
    ),
    price_krw=0,
    price_note=Text("건당 요금이 없어요.", "No price per message."),
    consent="push",
    address="has_app AND push_enabled",
    frame="push",
    images=1,
    image_note=Text("가로세로 2:1, 600×300 이상, 5MB까지. 안드로이드는 움직이는 그림을 멈춰 보여요.",
                    "2:1, at least 600×300, up to 5 MB; Android shows no moving pictures."),
    law=parts.PUSH_LAW,
    rates=Rates(0.90, 0.035, 0.035, 0.0015, parts.SOURCE),
    rules=rules.of(
        *rules.AD, "AD_LABEL_TEXT", "PUSH_AD_LABEL_TITLE", "PUSH_OPTOUT_PATH", "AD_NIGHT_2100_0800", "PUSH_OS_PERMISSION",
        "PUSH_LENGTH", "PUSH_DEEPLINK", "SENSITIVE_LOCK_SCREEN",
    ),
)  # fmt: skip
