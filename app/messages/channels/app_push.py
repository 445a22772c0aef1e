"""App push: free, quick, cut short on lock screens; needs the app, the OS permission and, for ads, consent."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.messages.rules import Rule
from fake_company.text import Text

_SHORTER = Text("앞부분에 중요한 말을 두고 줄여 주세요.", "Shorten it and put what matters first.")

CHANNEL = Channel(
    key="app_push",
    label=Text("앱 푸시", "App push"),
    fields=(
        Field("title", Text("제목", "Title"), limit=200, shown=(("android", 20), ("ios", 20)), required=True),
        Field("body", Text("본문", "Body"), limit=1000, shown=(("android", 45), ("ios", 45)), required=True),
        Field("link", Text("누르면 열릴 화면", "Opens")),
    ),
    price_krw=0,
    price_note=Text("건당 요금이 없어요.", "No price per message."),
    consent="push",
    address="has_app AND push_enabled",
    frame="app_push",
    law=Text(
        "운영체제의 알림 허용은 광고 수신 동의가 아니에요. 광고는 `(광고)` 표시와 끄는 길이 필요해요. "
        "밤 9시~아침 8시에는 따로 동의를 받아야 해요.",
        "Permission for notifications is not consent to ads. Ads need the label, a way to switch them off, and separate "
        "consent between 21:00 and 08:00.",
    ),
    rules=(
        rules.EMPTY_BODY,
        rules.AD_AS_INFORMATION,
        rules.ad_label("title"),
        rules.LABEL_VARIANT,
        rules.SENDER,
        rules.OPT_OUT,
        Rule(
            "law.push_path", "warning",
            Text("푸시를 끄는 길을 알려 주지 않았어요.", "It does not say where to switch pushes off."),
            Text("끝에 `수신거부: 설정 > 알림`처럼 적어 주세요.", "End with something like `수신거부: 설정 > 알림`."),
            "KISA 앱 푸시 안내서", rules.push_path,
        ),
        rules.longest("limit.push_length", "warning", "title", 20, "chars", _SHORTER, "assumption: half of the Latin limits"),
        rules.longest("limit.push_length", "warning", "body", 45, "chars", _SHORTER, "assumption: half of the Latin limits"),
        Rule(
            "style.deep_link", "warning",
            Text("누르면 열릴 화면이 없어요.", "No screen is set to open on tap."),
            Text("상품이나 장바구니 화면을 정해 주세요.", "Choose the product or cart screen."), "dangol",
            lambda sheet: None if sheet.field("link").strip() else ("link", ""),
        ),
    ),
)  # fmt: skip
