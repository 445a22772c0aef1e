"""The sheet, against figures worked out by hand, and what must hold for any promotion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.promotions import Promotion, break_even_lift, discounts, kinds, problems, sentence, sheet
from app.promotions.past import Past, read
from app.promotions.sheet import bought_anyway, break_even_new_share, loss_sentence, work_out
from app.promotions.use_rate import expected, wilson
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company


def promotion(**terms: Any) -> Promotion:
    return Promotion(id="p", **terms)


TEN = promotion(kind="percent", percent=10)


def past() -> Past:
    """Customers 0-9 order 40,000 won on day -10 and 60,000 on day -40; 10-19 order 100,000 on day -20; 20-29 never.

    Goods cost 60 %, no delivery or payment cost. Everyone was given one 10 % coupon on day -12 (valid 7 days),
    and 20-29 six each 50 days ago; customers 0-4 used theirs on day -10.
    """
    customers = np.repeat(np.arange(20), [2] * 10 + [1] * 10)
    days = np.concatenate([np.tile([-40.0, -10.0], 10), np.full(10, -20.0)])
    items = np.concatenate([np.tile([60_000.0, 40_000.0], 10), np.full(10, 100_000.0)])
    with_coupon = np.zeros(30, dtype=bool)
    with_coupon[1:10:2] = True  # the day -10 orders of customers 0 to 4
    holders = np.concatenate([np.arange(30), np.repeat(np.arange(20, 30), 20)])
    issued = np.concatenate([np.full(30, -12.0), np.full(200, -50.0)])
    used = np.zeros(230, dtype=bool)
    used[:5] = True
    return Past(
        customers=30,
        days=84,
        order_customer=customers,
        order_day=days,
        items_krw=items,
        cost_krw=items * 0.6,
        paid_shipping_krw=np.zeros(30),
        with_coupon=with_coupon,
        coupon_customer=holders,
        coupon_campaign=np.array(["push"] * 30 + ["old"] * 200),
        coupon_depth=np.full(230, 0.10),
        issued_day=issued,
        expires_day=issued + 7.0,
        used=used,
        triggered=np.zeros(230, dtype=bool),
    )


@pytest.mark.parametrize(
    ("terms", "orders", "off"),
    [
        ({"percent": 10}, [10_000, 35_000], [1_000, 3_500]),
        ({"percent": 10, "minimum_order_krw": 30_000}, [10_000, 30_000], [0, 3_000]),
        ({"percent": 20, "maximum_discount_krw": 5_000}, [10_000, 50_000], [2_000, 5_000]),
        ({"kind": "amount", "amount_krw": 3_000}, [2_000, 50_000], [2_000, 3_000]),
        ({"kind": "amount", "amount_krw": 3_000, "minimum_order_krw": 40_000}, [39_999, 40_000], [0, 3_000]),
        ({"percent": 100}, [7_000], [7_000]),
    ],
)
def test_discount_of_an_order(terms: dict[str, Any], orders: list[int], off: list[float]) -> None:
    assert discounts(promotion(**terms), np.array(orders)).tolist() == off


def test_every_kind_has_a_label_and_says_what_is_missing() -> None:
    assert kinds.keys() == ["amount", "percent"]
    for key in ["amount", "percent"]:
        assert kinds.get(key).LABEL.ko
        assert [finding.code for finding in problems(promotion(kind=key))] == ["promotion.incomplete"]


def test_an_unknown_kind_is_said() -> None:
    with pytest.raises(DangolError) as caught:
        kinds.get("gift")
    assert caught.value.remedy.en == "Kinds there are: amount, percent"


def test_terms_read_as_one_phrase() -> None:
    terms = promotion(percent=10, minimum_order_krw=30_000, maximum_discount_krw=5_000, valid_days=3)
    assert sentence(terms) == Text(
        "30,000원 이상 살 때 10% 할인(최대 5,000원), 받은 날부터 3일 동안",
        "10 % off from ₩30,000 (at most ₩5,000), for 3 days",
    )


def test_a_low_minimum_is_mended_with_one_tap() -> None:
    [finding] = problems(promotion(kind="amount", amount_krw=5_000), "promotions[0]")
    assert finding.fix == {"path": "promotions[0].minimum_order_krw", "value": 25_000}


def test_the_whole_sheet_by_hand() -> None:
    audience = np.arange(10)
    shown = work_out(past(), TEN, audience)
    assert shown.use_rate is not None
    found = {
        name: value for name, value in vars(shown).items() if name not in ("use_rate", "findings", "sentence")
    }
    assert found == {
        "recipients": 10,
        "aov_krw": 66_667,  # ten customers have 20 orders: too few, so everybody's (2,000,000 / 30)
        "aov_all_krw": 66_667,
        "eligible_rate": 1.0,
        "discount_krw": 6_667,
        "depth": pytest.approx(0.10),
        "coupon_krw": round(
            10 * 5 / 230 * 6_666.67
        ),  # no pool of 200 in the segment: everybody's 230, 5 used
        "coupon_to_gmv_segment": pytest.approx(10 * 5 / 230 * 6_666.6667 / 400_000),
        "coupon_to_gmv_all": pytest.approx(10 * 5 / 230 * 6_666.6667 / 1_400_000),
        "margin_rate": pytest.approx(0.40),
        "margin_after_rate": pytest.approx(0.30),
        "margin_after_krw": 20_000,
        "break_even_new_share": pytest.approx(0.25),
        "break_even_lift": pytest.approx(0.05 / 0.35),  # half of the holders' ten orders in time used it
        "would_have_bought_anyway_rate": pytest.approx(15 / 120),
        "worst_case_krw": 100_000,
    }
    assert shown.sentence.ko == "쿠폰을 쓴 주문 중 새로 생긴 주문이 25%보다 적으면 손해예요."
    assert shown.use_rate.basis.en == "coupons all customers had on a like occasion"
    assert (shown.use_rate.coupons, shown.use_rate.share_of_orders) == (230, 0.5)


def test_a_segment_with_enough_of_its_own_is_judged_by_its_own() -> None:
    member = np.zeros(30, dtype=bool)
    member[20:] = True
    use = expected(past(), member, 0.10)
    assert use is not None
    assert (use.expected, use.coupons, use.basis.en) == (0.0, 210, "coupons these customers had on a like occasion")


def test_the_occasion_decides_before_the_depth() -> None:
    company = replace(past(), triggered=np.arange(230) < 215)
    everybody = np.ones(30, dtype=bool)
    at_a_cart, on_a_day = expected(company, everybody, 0.10, True), expected(company, everybody, 0.10, False)
    assert at_a_cart is not None
    assert on_a_day is not None
    assert (at_a_cart.coupons, at_a_cart.basis.en) == (215, "coupons these customers had on a like occasion")
    assert (on_a_day.coupons, on_a_day.basis.en) == (230, "coupons these customers had")  # only 15 of its own


@pytest.mark.parametrize(
    ("used_of", "depth", "rate"),
    [
        ((10, 20, 30), 0.05, 0.1),  # below the least ever given: as the least
        ((10, 20, 30), 0.15, 0.15),  # half-way between 10 % and 20 %
        ((10, 20, 30), 0.90, 0.3),  # beyond the deepest: as the deepest
        ((20, 10, 30), 0.10, 0.15),  # 10 % used more than 20 %: pooled
        ((30, 20, 10), 0.30, 0.2),  # always less: one rate for all
    ],
)
def test_the_use_rate_by_depth(used_of: tuple[int, int, int], depth: float, rate: float) -> None:
    used = np.concatenate([np.arange(100) < count for count in used_of])
    company = replace(
        past(),
        coupon_customer=np.arange(300) % 30,
        coupon_campaign=np.repeat(["a", "b", "c"], 100),
        coupon_depth=np.repeat([0.10, 0.20, 0.30], 100),
        issued_day=np.full(300, -50.0),
        expires_day=np.full(300, -43.0),
        used=used,
        triggered=np.zeros(300, dtype=bool),
    )
    use = expected(company, np.ones(30, dtype=bool), depth)
    assert use is not None
    assert use.expected == pytest.approx(rate)
    assert use.low <= use.expected <= use.high


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6, unique=True))
def test_a_deeper_coupon_never_costs_less(depths: list[int]) -> None:
    costs = [work_out(past(), promotion(percent=depth), np.arange(30)).coupon_krw for depth in sorted(depths)]
    assert costs == sorted(costs, key=lambda cost: cost or 0)


def test_coupons_still_open_do_not_count() -> None:
    company = past()
    company = replace(company, expires_day=company.expires_day + 20)  # those of day -12 are still valid
    use = expected(company, np.ones(30, dtype=bool), 0.10)
    assert use is not None
    assert use.coupons == 205


def test_a_company_that_never_gave_a_coupon() -> None:
    none = np.zeros(0)
    company = replace(
        past(),
        coupon_customer=none.astype(int),
        coupon_campaign=none.astype(str),
        coupon_depth=none,
        issued_day=none,
        expires_day=none,
        used=none.astype(bool),
        triggered=none.astype(bool),
    )
    shown = work_out(company, TEN, np.arange(10))
    assert (shown.use_rate, shown.coupon_krw, shown.break_even_lift) == (None, None, None)


def test_entries_are_judged_from_their_own_moment() -> None:
    entries = np.array([0, 0, 5, 10, 10])
    moments = np.array([-11.0, -41.0, -11.0, -30.0, -2.0])
    # 0 used a coupon on day -10; ordered without one on -40; 5 ordered without on -10; 10 did not within 7 days of
    # -30; the entry two days ago is not over yet
    assert bought_anyway(past(), entries, 7, moments) == 0.5


def test_a_discount_over_the_margin_always_loses() -> None:
    shown = work_out(past(), promotion(percent=90), np.arange(30))
    assert [finding.code for finding in shown.findings] == ["promotion.loses_always", "promotion.never_tried"]
    assert shown.break_even_lift is None
    assert shown.sentence.ko == "쿠폰을 쓴 주문이 모두 새로 생긴 주문이어도 손해예요."


def test_a_minimum_nobody_reaches_is_said() -> None:
    shown = work_out(past(), promotion(percent=10, minimum_order_krw=900_000), np.arange(30))
    assert [finding.code for finding in shown.findings] == ["promotion.minimum_too_high"]
    assert (shown.discount_krw, shown.eligible_rate, shown.worst_case_krw) == (0, 0.0, 0)


def test_an_empty_audience_costs_nothing() -> None:
    shown = work_out(past(), TEN, np.zeros(0, dtype=int))
    assert (shown.recipients, shown.coupon_krw, shown.worst_case_krw) == (0, 0, 0)


def test_half_a_promotion_has_no_sheet() -> None:
    with pytest.raises(DangolError) as caught:
        work_out(past(), promotion(kind="amount"), np.arange(3), where="promotions[2]")
    assert caught.value.where.ko == "promotions[2].amount_krw"


@pytest.mark.parametrize(
    ("depth", "margin", "redemption", "lift"),
    [
        (0.10, 0.40, 0.80, 0.25),
        (0.20, 0.40, 0.80, 2 / 3),
        (0.10, 0.30, 0.80, 4 / 11),
        (0.40, 0.30, 0.80, None),
    ],
)
def test_break_even_lift(depth: float, margin: float, redemption: float, lift: float | None) -> None:
    assert break_even_lift(depth, margin, redemption) == (None if lift is None else pytest.approx(lift))


rates = st.floats(0.01, 0.99)


@given(rates, rates, rates)
def test_at_the_break_even_lift_profit_is_what_it_was(depth: float, margin: float, redemption: float) -> None:
    lift = break_even_lift(depth, margin, redemption)
    if lift is None:
        assert depth * redemption >= margin
    else:
        assert (1 + lift) * (margin - depth * redemption) == pytest.approx(margin)


@given(rates, rates, st.floats(0, 500), rates, st.floats(1_000, 1e6))
def test_at_the_break_even_share_new_orders_pay_for_all(
    depth: float, margin: float, price: float, use: float, basket: float
) -> None:
    share = break_even_new_share(depth, margin, price, use, basket)
    assert share * margin * basket == pytest.approx(depth * basket + price / use)
    assert loss_sentence(share).ko.endswith("손해예요.")


@given(
    st.integers(1, 100),
    st.integers(0, 200_000),
    st.none() | st.integers(1, 50_000),
    st.lists(st.integers(0, 1_000_000), min_size=1),
)
def test_a_discount_keeps_its_terms(percent: int, minimum: int, cap: int | None, orders: list[int]) -> None:
    items = np.array(orders, dtype=float)
    off = discounts(promotion(percent=percent, minimum_order_krw=minimum, maximum_discount_krw=cap), items)
    assert (off >= 0).all()
    assert (off <= items).all()
    assert (off[items < minimum] == 0).all()
    assert cap is None or (off <= cap).all()


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_share(used: int, issued: int) -> None:
    used = min(used, issued)
    low, high = wilson(used, issued)
    assert 0 <= low <= used / issued + 1e-12
    assert used / issued - 1e-12 <= high <= 1


@given(st.integers(5, 95), st.integers(1, 30))
def test_a_deeper_coupon_needs_more_new_orders(percent: int, size: int) -> None:
    shallow = work_out(past(), promotion(percent=percent), np.arange(size))
    deep = work_out(past(), promotion(percent=percent + 5), np.arange(size))
    assert shallow.break_even_new_share < deep.break_even_new_share
    assert shallow.margin_after_krw > deep.margin_after_krw
    assert shallow.worst_case_krw < deep.worst_case_krw


def test_a_company_of_its_own_has_a_sheet(small_company: Company) -> None:
    ids = np.arange(small_company.meta.customers)
    shown = sheet(small_company, promotion(percent=10, minimum_order_krw=20_000), ids)
    assert shown.aov_krw == shown.aov_all_krw > 10_000
    assert shown.use_rate is not None
    assert 0 < shown.use_rate.low <= shown.use_rate.expected <= shown.use_rate.high < 1
    assert 0.25 < shown.margin_rate < 0.45
    assert 0.1 < shown.break_even_new_share < 0.6
    assert shown.coupon_to_gmv_segment == shown.coupon_to_gmv_all
    assert 0 < shown.would_have_bought_anyway_rate < 0.5
    assert shown.to_json()["use_rate"]["basis"]["en"]


def test_the_past_is_read_once(small_company: Company) -> None:
    assert read(small_company) is read(small_company)
    orders = small_company.scalar("SELECT count(*) FROM orders WHERE status <> 'refunded'")
    assert len(read(small_company).items_krw) == orders
