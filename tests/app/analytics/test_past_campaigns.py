"""Attribution, holdouts, the days around a message and coupons of the past, against loops over every order and message."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from app.analytics import past, past_coupons, past_course, past_effect
from app.analytics.lift import lift
from app.analytics.past_credit import BASES, Attribution, Credited, claims, credited
from fake_company.errors import DangolError
from tests.app.analytics.hand_made import TODAY, campaign, customer, make, order, touch

AT = datetime(2025, 12, 1, 12)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def plain_credit(company, rule):
    """Each order asks every campaign for its latest message before it; the window and the rule decide."""
    told = company.rows("SELECT * FROM touches WHERE skipped_reason IS NULL AND NOT is_holdout")
    wins: dict[str, list[dict]] = {
        row["campaign_id"]: [] for row in company.rows("SELECT campaign_id FROM campaigns")
    }
    for sold in company.rows("SELECT * FROM orders WHERE status <> 'refunded'"):
        gaps = {}
        for row in told:
            moment = row[f"{rule.basis}_at"]
            if (
                row["customer_id"] == sold["customer_id"]
                and moment is not None
                and moment <= sold["ordered_at"]
            ):
                gap = sold["ordered_at"] - moment
                if gap < timedelta(days=rule.days):
                    gaps[row["campaign_id"]] = min(gap, gaps.get(row["campaign_id"], gap))
        chosen = list(gaps) if rule.credit == "each" else sorted(gaps, key=lambda key: (gaps[key], key))[:1]
        for key in chosen:
            wins[key].append(sold)
    return {
        key: Credited(
            len(mine), len({one["customer_id"] for one in mine}), sum(one["total_krw"] for one in mine),
            sum(one["items_krw"] for one in mine),
        )
        for key, mine in wins.items()
    }  # fmt: skip


@pytest.mark.parametrize("credit", ["each", "last"])
@pytest.mark.parametrize(("days", "basis"), [(1, "clicked"), (7, "delivered"), (28, "opened")])
def test_credit_is_the_plain_one(random_past, days, basis, credit):
    rule = Attribution(days, basis, credit)

    found = credited(random_past[0], rule)

    assert found == plain_credit(random_past[0], rule)
    assert sum(one.orders for one in found.values())
    assert credited(random_past[1], rule) == found  # seven partitions


def test_the_window_begins_with_the_message_and_ends_before_its_last_moment(tmp_path):
    moments = [AT - TICK, AT, AT + 7 * DAY - TICK, AT + 7 * DAY]
    tables = {
        "customers": [customer(n) for n in range(6)],
        "campaigns": [campaign("spring")],
        "touches": [
            *(touch(n, n, "spring", AT) for n in range(4)),
            touch(4, 4, "spring", AT, is_holdout=True, skipped_reason="holdout", delivered_at=None),
            touch(5, 5, "spring", AT),
        ],
        "orders": [
            *(order(n, n, moment) for n, moment in enumerate(moments)),
            order(4, 4, AT + DAY),
            order(5, 5, AT + DAY, status="refunded"),
        ],
    }
    company = make(tmp_path, tables)

    assert credited(company, Attribution(7))["spring"] == Credited(2, 2, 20_000, 20_000)
    assert sorted(claims(company, "delivered").customer) == [1, 2, 3]
    effect = past_effect.reading(company, "spring", 7).effect
    assert (effect.treated, effect.treated_ordering, effect.held_out, effect.held_out_ordering) == (
        5,
        2,
        1,
        1,
    )


def test_midnight_and_the_end_of_february_are_days_like_any_other(tmp_path):
    at = datetime(2024, 2, 28)
    tables = {
        "customers": [customer(0, first_seen_at=at), customer(1, first_seen_at=at)],
        "campaigns": [campaign("leap")],
        "touches": [touch(n, n, "leap", at) for n in range(2)],
        "orders": [
            order(0, 0, datetime(2024, 2, 29, 23, 59, 59, 999_999)),
            order(1, 1, datetime(2024, 3, 1)),
        ],
    }
    company = make(tmp_path, tables, today=datetime(2024, 3, 2), days=60)

    assert credited(company, Attribution(1))["leap"].orders == 0
    assert claims(company, "delivered").gap.tolist() == [2 * 86_400_000_000 - 1, 2 * 86_400_000_000]
    assert [one.day for one in past_course.around(company, "leap") if one.sent_per_1000] == [1, 2]


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 91}, {"basis": "sent"}, {"credit": "all"}])
def test_a_rule_there_is_not_is_an_error_with_the_choices(wrong):
    with pytest.raises(DangolError) as told:
        Attribution(**wrong)

    assert all(name in told.value.remedy.en for name in BASES)


def test_an_effect_agrees_with_the_plain_lift_and_the_types_add_up(small_company):
    told = next(one for one in past.campaigns(small_company) if one.held_out)
    plain = lift(small_company, told.campaign_id, days=7)

    found = past_effect.reading(small_company, told.campaign_id, 7)

    effect = found.effect
    assert (effect.treated, effect.treated_ordering) == (plain.treated, plain.treated_orders)
    assert (effect.held_out, effect.held_out_ordering) == (plain.held_out, plain.held_out_orders)
    assert effect.rate.difference == pytest.approx(plain.difference)
    assert (effect.rate.low, effect.rate.high) == pytest.approx((plain.low, plain.high))
    assert sum(row.sent for row in found.types) == told.sent
    for name in ("delivered", "opened", "clicked", "opted_out"):
        assert sum(getattr(row, name) for row in found.types) == getattr(told, name)
    assert sum(row.effect.held_out for row in found.types) == told.held_out


def test_what_the_message_changed_in_won_is_worked_out_by_hand(tmp_path):
    # four got it and two of them spent 10,000 and 30,000; two did not, and one of them spent 10,000
    tables = {
        "customers": [customer(n) for n in range(6)],
        "campaigns": [campaign("spring")],
        "touches": [touch(n, n, "spring", AT, is_holdout=n > 3, skipped_reason="holdout" if n > 3 else None) for n in range(6)],
        "orders": [order(0, 0, AT + DAY), order(1, 1, AT + DAY, 30_000), order(2, 5, AT + DAY)],
    }  # fmt: skip
    effect = past_effect.reading(make(tmp_path, tables), "spring", 7).effect

    assert effect.sales.difference == pytest.approx(40_000 / 4 - 10_000 / 2)
    assert effect.rate.difference == pytest.approx(2 / 4 - 1 / 2)
    assert (effect.anyway, effect.caused) == (2.0, 0.0)
    assert not effect.rate.tells


def test_orders_around_a_message_are_counted_by_whole_days(random_past):
    company = random_past[0]
    told = company.rows("SELECT * FROM touches WHERE campaign_id = 'a' AND skipped_reason IS NULL")
    sold = company.rows("SELECT * FROM orders WHERE status <> 'refunded'")
    first = company.meta.today - timedelta(days=company.meta.days)
    for one in past_course.around(company, "a"):
        whole = [row for row in told if row["sent_at"] + one.day * DAY >= first
                 and row["sent_at"] + (one.day + 1) * DAY <= company.meta.today]  # fmt: skip
        orders = sum(
            row["sent_at"] + one.day * DAY <= sale["ordered_at"] < row["sent_at"] + (one.day + 1) * DAY
            for row in whole for sale in sold if sale["customer_id"] == row["customer_id"]
        )  # fmt: skip
        assert one.sent_per_1000 == (pytest.approx(1000 * orders / len(whole)) if whole else None), one.day


def test_coupons_are_counted_by_customer_and_say_who_would_have_paid(tmp_path):
    first = AT - 40 * DAY
    coupon = {"coupon_code": "C", "campaign_id": "spring", "discount_krw": 1_000, "total_krw": 9_000}
    tables = {
        "customers": [customer(n) for n in range(4)],
        "campaigns": [campaign("spring")],
        "orders": [
            order(0, 0, first), order(1, 0, AT, **coupon), order(2, 0, AT + DAY, **coupon),  # paid before, used two
            order(3, 1, AT, **coupon),  # never without one
            order(4, 2, AT - 91 * DAY), order(5, 2, AT, **coupon),  # paid, but too long ago
            order(6, 3, AT, status="refunded", **coupon),
        ],
        "coupons": [
            {"coupon_id": n, "customer_id": n % 4, "campaign_id": "spring", "issued_at": AT, "order_id": used,
             "claimed_at": AT if used else None, "used_at": AT if used else None, "expires_at": ends}
            for n, (used, ends) in enumerate([(1, AT + DAY), (3, AT + DAY), (None, TODAY), (None, TODAY + TICK)])
        ],
    }  # fmt: skip
    company = make(tmp_path, tables)

    rows = past_coupons.use(company, "spring")
    assert [(one.times, one.customers, one.coupon_orders, one.discount_krw) for one in rows] == [
        (1, 2, 2, 2_000), (2, 1, 2, 2_000),
    ]  # fmt: skip
    assert [(one.paid_before, one.only_coupons) for one in rows] == [(0, 1), (1, 0)]
    steps = past_coupons.steps(company)["spring"]
    assert (steps.issued, steps.claimed, steps.used, steps.expired, steps.discount_krw) == (4, 2, 2, 1, 2_000)


@pytest.fixture(scope="module")
def random_past(tmp_path_factory):
    """The same 28 customers with their messages and orders, in one partition and in seven."""
    draw = random.Random(11)
    moments = [AT + timedelta(days=days) + ticks * TICK for days in range(0, 30, 3) for ticks in (-1, 0, 1)]
    touches = []
    for number in range(120):
        sent = draw.choice(moments)
        skipped = draw.choice([None, None, None, "opted_out"])
        opened = (
            sent + timedelta(hours=draw.randrange(1, 60)) if not skipped and draw.random() < 0.6 else None
        )
        touches.append(
            touch(number, draw.randrange(28), draw.choice("abc"), sent, skipped_reason=skipped,
                  delivered_at=None if skipped else sent, opened_at=opened,
                  clicked_at=opened if opened and draw.random() < 0.5 else None)
        )  # fmt: skip
    orders = [
        order(number, draw.randrange(28), draw.choice(moments) + draw.choice([0, 1, 7]) * DAY,
              status=draw.choice(["delivered", "paid", "refunded"]))
        for number in range(90)
    ]  # fmt: skip
    tables = {
        "customers": [customer(n) for n in range(28)], "campaigns": [campaign(key) for key in "abc"],
        "touches": touches, "orders": orders,
    }  # fmt: skip
    return [make(tmp_path_factory.mktemp("company"), tables, partitions) for partitions in (1, 7)]
