"""The words of one company for what its tables hold as keys: events, order statuses, payments, where visits came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.analytics.once import once
from app.segments.channels import CHANNELS
from fake_company.schema import events_of
from fake_company.text import Text
from fake_company.warehouse import Company

_STATUSES = {
    "paid": Text("결제 완료", "Paid"),
    "delivered": Text("배송 완료", "Delivered"),
    "refunded": Text("환불됨", "Refunded"),
}
_PAYMENTS = {
    "card": Text("카드", "card"),
    "kakao_pay": Text("카카오페이", "Kakao Pay"),
    "naver_pay": Text("네이버페이", "Naver Pay"),
    "toss_pay": Text("토스페이", "Toss Pay"),
    "bank_transfer": Text("계좌 이체", "bank transfer"),
    "mobile": Text("휴대폰 결제", "phone bill"),
}
_VISITS = {
    "direct": Text("바로 들어옴", "direct"),
    "search": Text("검색에서", "from a search"),
    "ads": Text("광고에서", "from an ad"),
}
_SKIPS = {
    "holdout": Text("비교 그룹이라 보내지 않음", "held out for comparison"),
    "opted_out": Text("수신 거부라 보내지 않음", "not sent: opted out"),
    "consent_expired": Text("동의가 만료되어 보내지 않음", "not sent: consent expired"),
    "minor": Text("미성년자라 보내지 않음", "not sent: a minor"),
    "collided": Text(
        "같은 시간에 다른 메시지가 있어 보내지 않음", "not sent: another message at the same time"
    ),
    "capped": Text("발송 횟수 제한으로 보내지 않음", "not sent: frequency cap"),
    "night": Text("방해 금지 시간이라 보내지 않음", "not sent: quiet hours"),
    "aborted": Text("메시지가 스스로 멈춰 보내지 않음", "not sent: the message stopped itself"),
    "complained": Text("신고한 적이 있어 보내지 않음", "not sent: complained before"),
    "no_consent": Text("동의가 없어 보내지 않음", "not sent: no consent"),
}


@dataclass(frozen=True)
class Words:
    """Keys to words; an unknown key stands for itself."""

    events: Mapping[str, Text]
    statuses: Mapping[str, Text]
    sources: Mapping[str, Text]

    def event(self, key: str) -> Text:
        """An event's name."""
        return self.events.get(key, Text.of(key))

    def status(self, key: str) -> Text:
        """An order status, in the company's own words where it has them."""
        return self.statuses.get(key, Text.of(key))

    def payment(self, key: str) -> Text:
        """A way of paying."""
        return _PAYMENTS.get(key, Text.of(key))

    def visit(self, key: str) -> Text:
        """Where a visit came from: a message's channel, a search, an ad."""
        if key in CHANNELS:
            label = CHANNELS[key].label
            return Text(f"{label.ko}에서", f"from {label.en}")
        return _VISITS.get(key, Text.of(key))

    def channel(self, key: str) -> Text:
        """A message's channel."""
        return CHANNELS[key].label if key in CHANNELS else Text.of(key)

    def skip(self, key: str) -> Text:
        """Why a message was not sent."""
        return _SKIPS.get(key, Text(f"보내지 않음({key})", f"not sent ({key})"))


@once
def words_of(company: Company) -> Words:
    """The words of this company."""
    profile = company.profile
    statuses = {one.slug: one.name.text() for one in profile.statuses}
    return Words(
        events_of(profile), {**_STATUSES, **statuses}, {one.slug: one.name.text() for one in profile.sources}
    )
