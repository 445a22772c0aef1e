"""The figures of a shop small enough to check by hand, and that the real company's figures agree with each other."""

from datetime import timedelta

import pytest

from app.analytics import customers, past, timeline
from app.analytics.customer_list import Asked, listing
from app.analytics.kinds import kinds
from app.analytics.lift import lift


def test_types_add_up_to_everybody_today_and_in_the_past(small_company):
    for moment in (None, small_company.meta.today - timedelta(days=90)):
        found = kinds(small_company, moment)
        assert [kind.key for kind in found] == ["prospect", "new", "current", "dormant", "returning"]
        assert sum(kind.customers for kind in found) == small_company.meta.customers
        assert sum(kind.share for kind in found) == pytest.approx(1)


def test_lift_is_the_difference_between_those_touched_and_those_held_out(small_company):
    told = [one for one in past.campaigns(small_company) if one.held_out]
    assert told, "the company's past has a campaign with a holdout"
    for campaign in told:
        found = lift(small_company, campaign.campaign_id, days=7)
        assert found.held_out == campaign.held_out
        assert found.treated == campaign.sent
        assert found.difference == pytest.approx(
            found.treated_orders / found.treated - found.held_out_orders / found.held_out
        )
        assert found.low <= found.difference <= found.high
        assert found.tells == (not found.low <= 0 <= found.high)
    assert lift(small_company, "no-such-campaign") is None


def test_a_customer_is_found_by_id_name_mail_and_phone(small_company):
    person = small_company.rows(
        "SELECT * FROM customers WHERE phone IS NOT NULL AND email IS NOT NULL AND length(trim(first_name)) > 1 LIMIT 1"
    )[0]
    tail = person["phone"][-4:]
    for text in (str(person["customer_id"]), person["external_id"], person["email"], person["phone"], tail):
        assert person["customer_id"] in listing(small_company, Asked(text)), text
    assert not len(listing(small_company, Asked("'; DROP TABLE customers --")))
    assert not len(listing(small_company, Asked("%%%%")))


def test_one_customers_page_and_timeline_agree_with_the_tables(small_company):
    buyer = small_company.scalar(
        "SELECT customer_id FROM orders WHERE status <> 'refunded' ORDER BY order_id LIMIT 1"
    )
    found = customers.customer(small_company, buyer)
    sold = small_company.rows(
        "SELECT count(*) AS n, sum(total_krw) AS paid FROM orders WHERE customer_id = ? AND status <> 'refunded'",
        [buyer],
    )[0]
    assert (found.orders, found.spent_krw) == (sold["n"], sold["paid"])
    assert timeline.timeline(small_company, buyer)
