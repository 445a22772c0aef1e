"""What a review says beyond the words: consent, hours, cost, failover, private goods, tricks, and where to look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from app import messages
from app.findings import Finding
from app.messages import channels, facts, oddities, private_goods, reach
from fake_company.warehouse import Company
from tests.app.messages._made import COUPON, message

END = "\n무료수신거부 080-123-4567"


def everybody(company: Company) -> np.ndarray[Any, Any]:
    return np.arange(company.meta.customers)


def by_code(found: list[Finding]) -> dict[str, Finding]:
    return {one.code: one for one in found}


def test_who_is_left_out_is_counted_and_nothing_to_mend(small_company: Company) -> None:
    ids = everybody(small_company)
    made = message("sms", body="(광고)느린옷장 신상 안내" + END)
    review = messages.review(small_company, made, None, ids)
    found = by_code(review.findings)
    known = reach.of(small_company, channels.get("sms"), small_company.meta.today)
    none = known.address & (known.consent == "none")
    assert (found["law.no_consent"].severity, found["law.no_consent"].count) == ("info", int(none.sum()))
    assert found["law.other_consent"].count == int((none & known.elsewhere).sum()) > 0
    assert found["law.expired_consent"].count == review.skipped["expired"] > 0


def test_night_is_for_those_who_agreed_to_it_and_not_for_mail(small_company: Company) -> None:
    ids, late = everybody(small_company), small_company.meta.today + timedelta(hours=22)
    text = messages.review(small_company, message("sms", body="(광고)느린옷장" + END), None, ids, moment=late)
    assert by_code(text.findings)["law.night"].count == text.skipped["night"] > 0
    mail = messages.review(small_company, message("email", subject="(광고) 느린옷장", body="글"), None, ids, moment=late)
    assert mail.skipped["night"] == 0
    assert "law.email_night" in by_code(mail.findings)


def test_a_kakao_ad_leaves_in_its_hours_and_costs_by_friendship(small_company: Company) -> None:
    ids, today = everybody(small_company), small_company.meta.today
    late = messages.review(small_company, message("brand_message", body="소식"), None, ids, moment=today + timedelta(hours=21))
    assert by_code(late.findings)["law.kakao_hours"].severity == "error"
    friends = messages.review(small_company, message("brand_message", body="소식"), None, ids)
    assert friends.price_krw == 25 * friends.sent > 0
    wide = messages.review(small_company, message("brand_message", body="소식", target="M"), None, ids)
    friend = reach.of(small_company, channels.get("brand_message"), today, "M").friend
    sent_to_friends = friends.sent
    assert wide.price_krw == 25 * sent_to_friends + 35 * (wide.sent - sent_to_friends)
    assert friend.sum() > sent_to_friends, "some friends never consented"
    assert by_code(wide.findings)["law.brand_target"].severity == "error"


def test_a_failed_kakao_message_goes_out_as_a_text_and_costs_that(small_company: Company) -> None:
    ids = everybody(small_company)
    short = message("brand_message", body="소식", fallback="(광고)느린옷장 소식" + END)
    review = messages.review(small_company, short, None, ids)
    assert review.fallback is not None
    assert review.fallback.failing == round(0.05 * review.sent)
    assert review.fallback.cost_krw == round(0.05 * 12 * review.sent)
    long = message("brand_message", body="소식", fallback="(광고)느린옷장 " + "가" * 40 + END)
    dearer = messages.review(small_company, long, None, ids).fallback
    assert dearer is not None
    assert dearer.cost_krw == round((1 - 0.95) * 39 * review.sent)


def test_private_goods_on_a_lock_screen_are_counted(small_company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    column = facts.of(small_company).column("event_properties.category_name")
    private = str(column.distinct[1])
    monkeypatch.setattr(private_goods, "names", lambda company: (private,))
    ids = everybody(small_company)
    items = np.random.default_rng(1).integers(0, len(column.codes), len(ids))
    made = message(title="(광고) 느린옷장", body="{{event_properties.${product_name}}} 보셨죠\n수신거부: 설정 > 알림", link="app://x")
    review = messages.review(small_company, made, None, ids, items)
    skips = reach.skips(small_company, channels.get("app_push"), ids, True, small_company.meta.today)
    sent = ~np.any(list(skips.values()), axis=0)
    named = np.array([column.distinct[column.codes[item]] == private for item in items.tolist()])
    assert by_code(review.findings)["style.sensitive_lock_screen"].count == int((sent & named).sum()) > 0
    unnamed = message(title="(광고) 느린옷장", body="담아 두신 상품\n수신거부: 설정 > 알림", link="app://x")
    assert "style.sensitive_lock_screen" not in by_code(messages.review(small_company, unnamed, None, ids, items).findings)


@pytest.mark.parametrize(
    ("parts", "code", "fixed"),
    [
        ({"subject": "(광고) 느린옷장\r\nBcc: a@b.kr"}, "limit.header_line_break", "(광고) 느린옷장 Bcc: a@b.kr"),
        ({"subject": "(광고) 느린옷장", "sender": "느린\n옷장"}, "limit.header_line_break", "느린 옷장"),
        ({"subject": "(광고) \u202e느린옷장"}, "style.turned_text", "(광고) 느린옷장"),
        ({"subject": "(광고) 느린\u200b옷장"}, "style.invisible_text", "(광고) 느린옷장"),
    ],
)
def test_tricks_are_named_and_mended(small_company: Company, parts: dict[str, str], code: str, fixed: str) -> None:
    made = message("email", body="글", **parts)
    found = by_code(messages.review(small_company, made, None, everybody(small_company)).findings)[code]
    assert found.fix is not None
    assert found.fix["value"] == fixed


def test_the_strangest_is_the_one_unlike_the_others(small_company: Company) -> None:
    ids = everybody(small_company)
    made = message(title="(광고) 느린옷장", body="{{${first_name}}}님\n수신거부: 설정 > 알림", link="app://x")
    review = messages.review(small_company, made, None, ids)
    assert review.strangest is not None
    name = review.strangest.fields["body"].partition("님")[0]
    ordinary = ("민지", "서연", "지훈")
    assert all(oddities.oddness(name) > oddities.oddness(one) for one in ordinary)
    assert review.longest is not None
    assert review.shortest is not None
    sizes = [len(one.fields["body"]) for one in (review.shortest, review.strangest, review.longest)]
    assert sizes[0] <= sizes[1] <= sizes[2]


def test_appeals_are_weighed_by_structure(small_company: Company) -> None:
    ids = everybody(small_company)
    items = np.full(len(ids), 3)
    body = (
        "{% if custom_attribute.${tier} == 'vip' %}{{event_properties.${review_text}}}{% else %}느긋하게 입어요{% endif %} "
        "{{event_properties.${product_name}}}\n수신거부: 설정 > 알림"
    )
    made = message(title="(광고) 느린옷장", body=body, link="app://x", main="story", phrase="느긋하게 입어요")
    review = messages.review(small_company, made, COUPON, ids, items)
    shares = {one.appeal: round(one.share, 6) for one in review.evidence}
    vip = next(branch for branch in review.branches if branch.branch.en == "when it holds")
    assert shares["benefit"] == shares["reminder"] == 1.0
    assert shares.get("social_proof", 0.0) in (0.0, round(vip.share, 6))
    assert shares["story"] == round(1 - vip.share, 6)


def test_an_untracked_link_and_a_short_one_are_named(small_company: Company) -> None:
    made = message("lms", subject="소식", body="(광고) 느린옷장\nhttps://slow.kr/x bit.ly/x" + END)
    found = by_code(messages.review(small_company, made, None, everybody(small_company)).findings)
    assert found["style.untracked_link"].fix is not None
    assert "https://slow.kr/x?utm_source=crm&utm_medium=lms" in found["style.untracked_link"].fix["value"]
    assert "style.short_link" in found
