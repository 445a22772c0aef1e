"""In-web message: a banner or a window for those who visit the site anyway."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Layout, Rates
from app.messages.channels import _parts as parts
from fake_company.text import Text

CHANNEL = Channel(
    key="in_web",
    order=4,
    label=Text("인웹 메시지", "In-web message"),
    layouts=(
        Layout("banner", Text("위쪽 띠(배너)", "Banner")),
        Layout("modal", Text("가운데 창(모달)", "Modal")),
    ),
    fields=(
        Field("title", parts.TITLE, limit=100, shown=(("web", 20),), formats=("modal",)),
        Field("body", parts.BODY, limit=500, shown=(("web", 60),), required=True),
        Field("buttons", Text("버튼", "Button"), limit=1),
        parts.PICTURE,
    ),
    price_krw=0,
    price_note=Text("값이 들지 않아요. 사이트에 온 고객에게만 보여요.", "Free; only visitors of the site see it."),
    consent=None,
    address="web_cookie",
    frame="site",
    night_rule=False,
    on_site=True,
    images=1,
    law=parts.ONSITE_LAW,
    rates=Rates(1.0, 0.75, 0.05, 0.0003, parts.SOURCE),
    rules=rules.of(*parts.ONSITE_RULES),
)
