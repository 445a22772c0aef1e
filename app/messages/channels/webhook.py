"""Webhook: what another system would be told. It is recorded here and never sent."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from fake_company.text import Text

CHANNEL = Channel(
    key="webhook",
    order=11,
    label=Text("웹훅", "Webhook"),
    fields=(
        Field("link", Text("받는 주소", "Address"), required=True),
        Field("body", Text("보낼 내용(JSON)", "Payload (JSON)"), limit=20_000, required=True),
    ),
    price_krw=0,
    price_note=Text("기록만 하고 실제로 보내지 않아요.", "Recorded only, never sent."),
    consent=None,
    address="true",
    frame="record",
    night_rule=False,
    recorded_only=True,
    law=Text(
        "다른 시스템에 알리는 신호예요. 개인정보를 넘길 때는 위탁 계약과 고지가 있어야 해요. 여기서는 기록만 해요.",
        "A signal to another system. Passing on personal data needs a contract and notice. Here it is only recorded.",
    ),
    rules=rules.of("WEBHOOK_JSON"),
)
