"""LMS: 2,000 bytes and a subject of 40."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="lms",
    label=Text("장문 문자(LMS)", "Long text message (LMS)"),
    fields=(
        Field("subject", Text("제목", "Subject"), unit="bytes", limit=40),
        Field("body", Text("본문", "Body"), unit="bytes", limit=2000, required=True),
    ),
    price_krw=39,
    price_note=Text("한 건에 39원이에요.", "39 won each."),
    consent="sms",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="lms",
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
        rules.cp949("subject", "body"),
        rules.longest(
            "limit.lms_2000_bytes", "error", "body", 2000, "bytes",
            Text("2,000바이트 안으로 줄여 주세요.", "Keep it within 2,000 bytes."), "통신사 규격",
        ),
        rules.longest(
            "limit.lms_subject_40_bytes", "warning", "subject", 40, "bytes",
            Text("제목을 한글 20자 안으로 줄여 주세요.", "Keep the subject within 20 Hangul."), "통신사 규격",
        ),
    ),
)  # fmt: skip
