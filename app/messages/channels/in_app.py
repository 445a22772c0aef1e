"""In-app message: shown to those who open the app anyway; its effect stays inside that visit."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Layout, Rates
from app.messages.channels import _parts as parts
from fake_company.text import Text

CHANNEL = Channel(
    key="in_app",
    order=3,
    label=Text("인앱 메시지", "In-app message"),
    layouts=(
        Layout("modal", Text("가운데 창(모달)", "Modal")),
        Layout("slide_up", Text("아래에서 올라오는 띠(슬라이드업)", "Slide-up")),
        Layout("full", Text("전체 화면", "Full screen")),
    ),
    fields=(
        Field("title", parts.TITLE, limit=200, shown=(("ios", 30), ("android", 30)), formats=("modal", "full")),
        Field("body", parts.BODY, limit=1000, shown=(("ios", 100), ("android", 100)), required=True),
        Field("buttons", parts.BUTTONS, limit=2, formats=("modal", "full")),
        Field("link", Text("누르면 열릴 화면", "Opens"), formats=("slide_up",)),
        parts.PICTURE,
    ),
    price_krw=0,
    price_note=Text("값이 들지 않아요. 앱을 연 고객에게만 보여요.", "Free; only those who open the app see it."),
    consent=None,
    address="has_app",
    frame="app",
    night_rule=False,
    on_site=True,
    images=1,
    law=parts.ONSITE_LAW,
    rates=Rates(1.0, 0.70, 0.08, 0.0005, parts.SOURCE),
    rules=rules.of(*parts.ONSITE_RULES),
)  # fmt: skip
