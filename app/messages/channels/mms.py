"""MMS: an LMS with up to three pictures."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import PHONE
from fake_company.text import Text

CHANNEL = Channel(
    key="mms",
    order=9,
    label=Text("사진 문자(MMS)", "Picture message (MMS)"),
    fields=(*parts.LONG_TEXT_FIELDS, parts.PICTURE),
    price_krw=90,
    price_note=Text("한 건에 90원이에요.", "90 won each."),
    consent="sms",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="text",
    images=3,
    image_note=Text("JPG 3장까지, 한 장에 150KB(통신사에 따라 300KB).", "Up to three JPGs of 150 KB (300 at some carriers)."),
    law=parts.TEXT_LAW,
    rates=Rates(0.97, 0.88, 0.06, 0.0045, parts.SOURCE),
    rules=rules.of(*rules.AD, *parts.LONG_TEXT_RULES, "SMS_NO_IMAGE_AD_LABEL"),
)
