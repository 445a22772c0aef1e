"""LMS: 2,000 bytes and a subject of 40."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="lms",
    order=8,
    label=Text("장문 문자(LMS)", "Long text message (LMS)"),
    fields=parts.LONG_TEXT_FIELDS,
    price_krw=39,
    price_note=Text("한 건에 39원이에요.", "39 won each."),
    consent="sms",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="text",
    law=parts.TEXT_LAW,
    rates=Rates(0.97, 0.88, 0.05, 0.004, parts.SOURCE),
    rules=rules.of(*rules.AD, *parts.LONG_TEXT_RULES),
)
