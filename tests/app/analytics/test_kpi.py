"""The KPI board against figures worked out by hand and against the shop's own months."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.analytics import kpi_ads, kpi_crm, kpi_period, kpi_reading, shop
from app.analytics.kpi_ads import Ads
from app.analytics.kpi_crm import Crm
from app.analytics.kpi_period import Period
from tests.app.analytics.hand_made import TODAY, campaign, customer, item, make, order, touch

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def test_every_ratio_of_advertising_is_its_formula():
    ads = Ads(20_000, 400, 10, 20, 100_000, 80_000, 120_000)

    assert (ads.ctr, ads.cpc_krw, ads.cpm_krw, ads.sign_up_rate) == (0.02, 250, 5000, 0.05)
    assert (ads.cac_krw, ads.cpi_krw, ads.roas) == (5000, 10_000, 1.5)
    assert [
        getattr(Ads(), name)
        for name in ("ctr", "cpc_krw", "cpm_krw", "sign_up_rate", "cac_krw", "cpi_krw", "roas")
    ] == [None] * 7


def test_sales_count_for_a_source_within_thirty_days_of_the_first_visit(tmp_path):
    came = datetime(2025, 6, 1, 10)
    late = TODAY - 30 * DAY
    tables = {
        "customers": [
            customer(0, first_seen_at=came), customer(1, first_seen_at=came, acquisition_source="friend"),
            customer(2, first_seen_at=late - TICK), customer(3, first_seen_at=late),
        ],
        "orders": [
            order(0, 0, came, 1_000), order(1, 0, came + 30 * DAY - TICK, 2_000), order(2, 0, came + 30 * DAY, 4_000),
            order(3, 1, came, 8_000), order(4, 2, late, 16_000), order(5, 3, late, 32_000),
            order(6, 0, came, 64_000, status="refunded"),
        ],
        "ad_costs": [
            {"date": date(2025, 6, 1), "source": "instagram", "campaign": "a", "impressions": 100, "clicks": 10, "installs": 1,
             "sign_ups": 2, "cost_krw": 500},
            {"date": late.date(), "source": "instagram", "campaign": "a", "impressions": 100, "clicks": 10, "installs": 1,
             "sign_ups": 2, "cost_krw": 700},
        ],
    }  # fmt: skip
    company = make(tmp_path, tables)
    period = kpi_period.months(company, 12)

    found = kpi_ads.by_source(company, period)
    assert found == {
        "instagram": Ads(200, 20, 2, 4, 1_200, 500, 1_000 + 2_000 + 16_000)
    }  # the last 30 days are not settled
    months = kpi_ads.by_month(company, period)
    assert {f"{month:%Y-%m}": (ads.cost_krw, ads.settled_sales_krw) for month, ads in months.items()} == {
        "2025-06": (500, 3_000), "2026-01": (700, 16_000),
    }  # fmt: skip
    assert kpi_ads.total(months.values()).cost_krw == 1_200


def test_what_customers_do_is_counted_by_hand(tmp_path):
    came = datetime(2025, 3, 10)
    first = order(0, 0, came + DAY, 20_000)
    second = order(1, 0, came + DAY + 90 * DAY - TICK, 30_000, discount_krw=3_000, items_krw=33_000)
    third = order(2, 0, came + 200 * DAY, 10_000)
    other = order(3, 1, came + 31 * DAY)
    tables = {
        "customers": [customer(0, first_seen_at=came), customer(1, first_seen_at=came), customer(2, first_seen_at=TODAY - DAY)],
        "events": [
            {"event_id": n, "customer_id": n, "name": "session_started", "occurred_at": came + days * DAY, "session_id": n}
            for n, days in ((0, 30), (1, 60))
        ],
        "orders": [first, second, third, other],
        "order_items": [
            item(first, 0, 20_000, 12_000), item(second, 1, 33_000, 20_000), item(third, 1, 10_000, 6_000), item(other),
        ],
        "campaigns": [campaign("spring")],
        "touches": [
            touch(0, 0, "spring", came + DAY, opted_out_at=came + DAY), touch(1, 1, "spring", came + DAY),
            touch(2, 1, "spring", came + DAY, skipped_reason="opted_out"),
        ],
    }  # fmt: skip
    company = make(tmp_path, tables)
    parcel, fee = company.profile.economics.shipping_cost_krw, company.profile.economics.payment_fee_rate
    left = sum(total - cost - parcel - round(total * fee) for total, cost in
               ((20_000, 12_000), (30_000, 20_000), (10_000, 6_000), (10_000, 6_000)))  # fmt: skip

    assert kpi_crm.by_source(company, kpi_period.months(company, 12)) == {
        "instagram": Crm(
            came=2, came_back=1, bought_soon=1, firsts=2, repeated=1, orders=4, buyers=2, again=2, cross=1, up=1,
            gmv_krw=73_000, sales_krw=70_000, discount_krw=3_000, contribution_krw=left, sent=2, opted_out=1,
        )
    }  # fmt: skip


def test_the_months_agree_with_the_shop_s_own_and_the_sources_with_all(small_company):
    period = kpi_period.months(small_company, 12)
    months, shops = kpi_crm.by_month(small_company, period), shop.overview(small_company).months
    assert [
        (month, one.orders, one.buyers, one.sales_krw, one.discount_krw) for month, one in months.items()
    ] == [(row.month, row.orders, row.buyers, row.sales_krw, row.discount_krw) for row in shops]
    for row in shops:
        assert months[row.month].contribution_krw == pytest.approx(row.profit_krw, abs=row.orders)
    whole = kpi_crm.total(kpi_crm.by_source(small_company, period).values())
    assert (whole.orders, whole.sales_krw) == (
        sum(row.orders for row in shops),
        sum(row.sales_krw for row in shops),
    )
    for name in (
        "return_rate",
        "first_purchase_rate",
        "repeat_rate",
        "cross_sell_rate",
        "up_sell_rate",
        "coupon_to_gmv",
    ):
        assert 0 < getattr(whole, name) < 1, name
    spent = kpi_ads.total(kpi_ads.by_source(small_company, period).values())
    assert spent.cost_krw == small_company.scalar("SELECT sum(cost_krw) FROM ad_costs")


def test_the_reading_says_worse_better_or_that_luck_could_do_it():
    ads = {
        "a": Ads(settled_cost_krw=100, settled_sales_krw=200),
        "b": Ads(settled_cost_krw=100, settled_sales_krw=100),
    }

    def verdict(repeated_a, repeated_b):
        crm = {
            "a": Crm(firsts=1000, repeated=repeated_a),
            "b": Crm(firsts=1000, repeated=repeated_b),
            "friend": Crm(firsts=9),
        }
        found = kpi_reading.sources(ads, crm)
        return found.best_roas, found.best_repeat, found.verdict

    assert verdict(200, 400) == ("a", "b", "worse")
    assert verdict(400, 200) == ("a", "a", "better")
    assert verdict(300, 301) == ("a", "b", "unsure")
    assert kpi_reading.sources({"a": ads["a"]}, {"a": Crm(firsts=1)}) is None


def test_the_month_with_most_coupons_is_set_beside_those_without():
    months = {
        datetime(2025, month, 1): Crm(
            orders=1, gmv_krw=gmv, discount_krw=off, sales_krw=gmv - off, contribution_krw=left
        )
        for month, gmv, off, left in ((5, 100, 0, 40), (6, 100, 0, 20), (7, 200, 50, 24), (8, 900, 400, 1))
    }
    whole = dict.fromkeys(months, True) | {datetime(2025, 8, 1): False}

    found = kpi_reading.discounts(months, whole)

    assert (found.month, found.coupon_to_gmv, found.other_months) == (datetime(2025, 7, 1), 0.25, 2)
    assert (found.gmv, found.contribution) == (pytest.approx(1.0), pytest.approx(-0.2))
    assert (found.contribution_rate, found.usual_contribution_rate) == (
        pytest.approx(0.16),
        pytest.approx(0.3),
    )
    assert kpi_reading.discounts({}, {}) is None


@pytest.mark.parametrize(
    ("month", "expected"), [((2025, 12), True), ((2026, 2), True), ((2026, 3), False), ((2025, 11), False)]
)
def test_a_month_is_whole_when_its_last_day_is_over(month, expected):
    period = Period(datetime(2025, 11, 2), datetime(2026, 3, 2))
    assert kpi_period.is_whole(datetime(*month, 1), period) is expected


def test_the_time_before_is_as_long_or_missing(small_company):
    period = kpi_period.months(small_company, 3)

    earlier = kpi_period.before(small_company, period)

    assert (earlier.last, earlier.last - earlier.first) == (period.first, period.last - period.first)
    assert kpi_period.before(small_company, kpi_period.months(small_company, 12)) is None
