"""The three customers of the guide show what the guide says of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.analytics.customers import recent_exits
from app.analytics.timeline import timeline
from fake_company.schema import EVENT_NAMES
from fake_company.warehouse import Company

SIGNS = {
    "price": {"list_sorted", "coupon_page_viewed"},
    "trust": {"reviews_viewed", "size_guide_viewed", "return_policy_viewed"},
    "payment": {"payment_info_started"},
}


@pytest.mark.parametrize("sign", SIGNS)
def test_the_lines_shown_hold_the_cart_and_the_sign_but_no_order(company: Company, sign: str) -> None:
    left = recent_exits(company)[sign]
    days = timeline(company, left.customer_id, left.added_at - timedelta(days=2), most=60)[-3:]
    said = {line.text.ko for day in days for line in day.lines}

    assert EVENT_NAMES["product_added"].ko in said
    assert EVENT_NAMES["order_completed"].ko not in said
    assert said & {EVENT_NAMES[name].ko for name in SIGNS[sign]}


def test_three_different_people(company: Company) -> None:
    assert len({left.customer_id for left in recent_exits(company).values()}) == 3
