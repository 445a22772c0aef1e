"""Lists of customers, one customer's record by visits, and what they agreed to, against rows written by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from app import segments
from app.analytics import customer_history, customer_list, customer_record
from app.analytics.customer_list import PAGE_ROWS, Asked, listing, neighbours, page
from app.analytics.customer_record import PAGE_ENTRIES
from app.segments.channels import two_years_before
from fake_company.errors import DangolError
from tests.app.analytics.hand_made import TODAY, campaign, customer, item, make, order, touch

AT = datetime(2026, 1, 5, 9)
HOUR = timedelta(hours=1)


def test_every_sort_puts_everybody_in_its_order_with_the_missing_last(small_company):
    bought: dict[int, list[dict]] = {}
    for row in small_company.rows("SELECT * FROM orders WHERE status <> 'refunded'"):
        bought.setdefault(row["customer_id"], []).append(row)
    people = small_company.rows("SELECT * FROM customers")

    def full_name(row):
        name = f"{(row['last_name'] or '').strip(' ')}{(row['first_name'] or '').strip(' ')}"
        return name or None

    keys = {
        "last_order": lambda row: max(
            (one["ordered_at"] for one in bought.get(row["customer_id"], ())), default=None
        ),
        "orders": lambda row: len(bought.get(row["customer_id"], ())),
        "spent": lambda row: sum(one["total_krw"] for one in bought.get(row["customer_id"], ())),
        "seen": lambda row: row["first_seen_at"],
        "name": full_name,
        "id": lambda row: row["customer_id"],
    }
    assert set(keys) == set(customer_list.SORTS)
    for name, key in keys.items():
        for falls in (True, False):
            known = [(key(row), row["customer_id"]) for row in people if key(row) is not None]
            missing = sorted(row["customer_id"] for row in people if key(row) is None)
            ordered = sorted(known, key=lambda pair: pair[1])
            ordered.sort(key=lambda pair: pair[0], reverse=falls)
            found = listing(small_company, Asked.of("", None, name, falls))
            assert found.tolist() == [one for _, one in ordered] + missing, (name, falls)


def test_a_list_is_cut_into_pages_that_hold_everybody_once(small_company):
    asked = Asked()
    ids = listing(small_company, asked)
    last = -(-len(ids) // PAGE_ROWS)

    pages = [page(small_company, asked, number) for number in range(1, last + 1)]

    assert [row.customer_id for one in pages for row in one.rows] == ids.tolist()
    assert {one.total for one in pages} == {small_company.meta.customers}
    assert (
        pages[0].pages,
        page(small_company, asked, 9999).number,
        page(small_company, asked, -1).number,
    ) == (last, last, 1)


def test_a_segment_narrows_the_list_to_its_members(small_company):
    rule = {"kind": "lifecycle", "types": ["dormant"]}

    found = listing(small_company, Asked.of("", rule, "id", False))

    assert found.tolist() == segments.members(small_company, rule).tolist()
    assert {row.type.ko for row in page(small_company, Asked.of("", rule)).rows} == {"휴면 고객"}


def test_one_goes_from_a_customer_to_the_next_of_the_same_list(small_company):
    asked = Asked.of("", {"kind": "lifecycle", "types": ["new"]}, "spent")
    ids = listing(small_company, asked).tolist()

    walked = [ids[0]]
    while (place := neighbours(small_company, asked, walked[-1])).after is not None:
        assert (place.place, place.total, place.before) == (
            len(walked), len(ids), walked[-2] if len(walked) > 1 else None,
        )  # fmt: skip
        walked.append(place.after)

    assert walked == ids
    outside = next(one for one in range(small_company.meta.customers) if one not in ids)
    assert neighbours(small_company, asked, outside) is None


def test_a_phone_is_found_by_its_last_digits_and_an_exact_number_comes_first(tmp_path):
    people = [
        customer(0, phone="010-9999-0002"), customer(1, phone="010 2000 1111"), customer(2, email="x0002@example.com"),
    ]  # fmt: skip
    company = make(tmp_path, {"customers": people})

    found = {
        words: listing(company, Asked(words)).tolist()
        for words in ("0002", "2", "1111", "2000-1111", "m-1", "99")
    }

    # "2" is customer 2 alone; four digits are the end of a phone or part of an address
    assert found == {"0002": [2, 0], "2": [2], "1111": [1], "2000-1111": [1], "m-1": [1], "99": []}


def test_an_unknown_sort_is_answered_with_those_there_are():
    with pytest.raises(DangolError) as told:
        Asked.of("", None, "shoe_size")

    assert "last_order" in told.value.remedy.ko


def record_tables():
    bought = order(7, 0, AT + 10 * timedelta(minutes=1), 18_000, items_krw=20_000, discount_krw=5_000, shipping_krw=3_000,
                   coupon_code="SPRING", campaign_id="spring", payment_method="kakao_pay")  # fmt: skip
    unseen = order(8, 0, AT + 48 * HOUR, status="refunded")

    def event(number, name, minutes, **more):
        at = AT + timedelta(minutes=minutes)
        return {
            "event_id": number,
            "customer_id": 0,
            "name": name,
            "occurred_at": at,
            "session_id": 1,
            **more,
        }

    return {
        "customers": [customer(0), customer(1)],
        "products": [{"product_id": 0, "category_id": 0, "name_ko": "셔츠", "name_en": "shirt"}],
        "campaigns": [campaign("spring")],
        "events": [
            event(1, "session_started", 0, channel="email"), event(2, "searched", 1, search_term="셔츠"),
            event(3, "product_viewed", 2, product_id=0), event(4, "product_added", 3, product_id=0),
            event(5, "order_completed", 10, order_id=7, amount_krw=18_000),
            event(6, "order_status_changed", 600, session_id=None, status="shipped"),
            event(7, "session_started", 5000, session_id=2, channel="direct"),
        ],
        "orders": [bought, unseen],
        "order_items": [item(bought, 0, 20_000, 12_000)],
        "touches": [
            touch(1, 0, "spring", AT - HOUR, opened_at=AT - HOUR / 2, clicked_at=AT, coupon_code="SPRING"),
            touch(2, 0, "spring", AT + HOUR, delivered_at=None, skipped_reason="opted_out"),
        ],
    }  # fmt: skip


def test_a_record_groups_events_by_visit_and_knows_its_orders(tmp_path):
    entries = customer_record.record(make(tmp_path, record_tables()), 0)

    assert [(entry.kind, entry.title.ko, entry.note.ko) for entry in entries] == [
        ("message", "spring", "이메일 · 쿠폰 SPRING"),
        ("order", "방문해서 주문함", "이메일에서"),
        ("message", "spring", "수신 거부라 보내지 않음"),
        ("after", "주문 상태 바뀜", "배송 중"),
        (
            "order",
            "주문",
            "방문이 기록되지 않은 주문이에요",
        ),  # the tracking was out: the order is there, the visit is not
        ("visit", "방문", "바로 들어옴"),
    ]
    visit = entries[1]
    assert (visit.at, visit.minutes) == (AT, 10)
    assert visit.path.ko == "검색 “셔츠” → 상품 봄 → 장바구니 담기 → 주문 완료 18,000원"
    (sold,) = visit.orders
    assert (sold.items_krw, sold.discount_krw, sold.shipping_krw, sold.total_krw) == (
        20_000,
        5_000,
        3_000,
        18_000,
    )
    assert (sold.payment.ko, sold.coupon_code, sold.campaign.ko, sold.status.ko) == (
        "카카오페이",
        "SPRING",
        "spring",
        "배송 완료",
    )
    assert [(one.name.ko, one.quantity, one.price_krw) for one in sold.items] == [("셔츠", 1, 20_000)]
    assert entries[4].orders[0].is_refunded
    assert [line.text.ko for line in entries[0].lines] == ["도착", "엶", "누름"]
    assert entries[2].is_off
    assert [(one.day.day, one.visits, one.orders, one.messages) for one in customer_record.days(entries)] == [
        (5, 1, 1, 1), (7, 0, 1, 0), (8, 1, 0, 0),
    ]  # fmt: skip
    assert customer_record.record(make(tmp_path / "again", record_tables()), 1) == ()


def test_a_long_record_is_read_in_stretches_both_ways(small_company):
    busiest = small_company.scalar(
        "SELECT customer_id FROM events GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    entries = customer_record.record(small_company, busiest)
    assert len(entries) > 2 * PAGE_ENTRIES

    read, start = [], 0
    while start is not None:
        stretch = customer_record.window(entries, start=start)
        read += stretch.entries
        start = stretch.older
    assert read == list(entries[::-1])
    assert customer_record.window(entries, start=PAGE_ENTRIES).newer == 0

    kinds = frozenset({"message"})
    only = customer_record.window(entries, kinds)
    assert {entry.kind for entry in only.entries} == {"message"}
    assert only.total == sum(entry.kind == "message" for entry in entries)

    middle = entries[len(entries) // 2]
    around = customer_record.window(entries, at=middle.at)
    assert around.entries[around.here].at == middle.at
    assert 0 < around.here < len(around.entries) - 1  # there are neighbours on both sides
    assert customer_record.window(entries, at=datetime(1990, 1, 1)).entries[-1] == entries[0]
    assert customer_record.window((), at=middle.at).entries == ()


def test_consents_say_until_when_and_a_leap_day_ends_with_february(tmp_path):
    given = datetime(2024, 2, 29, 12)
    people = [
        customer(0, push_consent_at=given, sms_consent_at=TODAY - timedelta(days=10), sms_opted_out_at=TODAY - HOUR,
                 email_consent_at=TODAY - timedelta(days=729), has_app=True, push_enabled=True,
                 phone="010-1234-5678", email="a@b.kr"),
    ]  # fmt: skip
    company = make(tmp_path, {"customers": people})

    consents, channels = customer_history.standing(company, 0)
    found = {one.label.en: one for one in consents}
    assert (found["app push"].state, found["app push"].expires_at) == ("expired", datetime(2026, 3, 1))
    assert (found["text message"].state, found["text message"].opted_out_at) == ("opted_out", TODAY - HOUR)
    assert found["text message"].expires_at is None
    assert (found["e-mail"].state, found["e-mail"].expires_at) == ("given", datetime(2026, 3, 3))
    assert (found["KakaoTalk"].state, found["KakaoTalk"].given_at) == ("none", None)

    reach = {one.key: one.loss and one.loss.key for one in channels}
    assert (reach["app_push"], reach["sms"], reach["email"]) == ("consent_expired", "consent_opted_out", None)


@pytest.mark.parametrize(
    "given", [datetime(2024, 2, 29, 12), datetime(2024, 2, 28, 12), datetime(2023, 12, 31, 23, 59)]
)
def test_a_consent_ends_at_the_moment_the_rule_says(given):
    end, tick = customer_history.two_years_after(given), timedelta(microseconds=1)

    assert two_years_before(end - tick) <= given  # still held the moment before
    assert two_years_before(end + tick) > given


def test_reasons_agree_with_who_the_segments_say_is_reachable(small_company):
    reached = {
        key: segments.mask(small_company, {"kind": "reachable", "channel": key}) for key in segments.CHANNELS
    }
    for one in np.linspace(0, small_company.meta.customers - 1, 25, dtype=int).tolist():
        for row in customer_history.standing(small_company, one)[1]:
            assert row.is_reached == bool(reached[row.key][one]), (one, row.key)
