"""SMS: 90 bytes; anything longer is sent and billed as an LMS."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="sms",
    label=Text("문자(SMS)", "Text message (SMS)"),
    fields=(Field("body", Text("본문", "Body"), unit="bytes", limit=90, required=True),),
    price_krw=12,
    price_note=Text("90바이트까지 12원, 넘으면 장문(LMS) 39원이에요.", "12 won up to 90 bytes, 39 won as an LMS beyond."),
    consent="sms",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="sms",
    becomes=("lms", 90),
    law=Text(
        "광고 문자는 `(광고)`와 가게 이름으로 시작하고 무료 수신거부 번호로 끝나야 해요. 밤 9시~아침 8시에는 따로 동의가 필요해요.",
        "Ad texts start with `(광고)` and the shop's name and end with a free opt-out number; 21:00–08:00 needs its own consent.",
    ),
    rules=(
        rules.EMPTY_BODY,
        rules.AD_AS_INFORMATION,
        rules.ad_label("body"),
        rules.LABEL_VARIANT,
        rules.SENDER,
        rules.OPT_OUT,
        rules.OPT_OUT_080,
        rules.cp949("body"),
        rules.longest(
            "limit.sms_90_bytes", "warning", "body", 90, "bytes",
            Text("줄이지 않으면 장문(LMS) 요금으로 나가요.", "Unless shortened it goes out at the LMS price."), "통신사 규격",
        ),
    ),
)  # fmt: skip
