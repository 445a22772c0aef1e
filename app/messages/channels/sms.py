"""SMS: 90 bytes; anything longer is sent and billed as an LMS."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="sms",
    order=7,
    label=Text("문자(SMS)", "Text message (SMS)"),
    fields=(Field("body", parts.BODY, unit="bytes", limit=90, required=True),),
    price_krw=12,
    price_note=Text("90바이트까지 12원, 넘으면 장문(LMS) 39원이에요.", "12 won up to 90 bytes, 39 won as an LMS beyond."),
    consent="sms",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="text",
    becomes=("lms", 90),
    law=parts.TEXT_LAW,
    rates=Rates(0.97, 0.90, 0.04, 0.004, parts.SOURCE),
    rules=rules.of(
        *rules.AD, "AD_LABEL_TEXT", "AD_OPTOUT_080_FOR_TEXT", "AD_NIGHT_2100_0800", "SMS_90_BYTES", "CP949_ENCODABLE",
        "BULK_SMS_CERTIFIED_SENDER", "SHORT_LINK",
    ),
)  # fmt: skip
