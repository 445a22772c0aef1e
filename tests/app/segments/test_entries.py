"""The trigger rule replayed: one timer a customer, cancelled by B, not restarted by A, the segment judged at the end."""

import random
from datetime import datetime, timedelta

import numpy as np
import pytest

from app import segments
from fake_company.errors import DangolError

TODAY = datetime(2026, 3, 2)
EVERYBODY = {"all": []}
CART, ORDER = "product_added", "order_completed"


def ago(days=0, hours=0, minutes=0):
    return TODAY - timedelta(days=days, hours=hours, minutes=minutes)


def events(*rows):
    return [
        {"event_id": n, "customer_id": c, "name": name, "occurred_at": at, "product_id": n}
        for n, (c, name, at) in enumerate(rows)
    ]


def replay(write_company, rows, rule=EVERYBODY, unless=ORDER, delay=180, customers=2):
    company = write_company(
        {"customers": [{"customer_id": i} for i in range(customers)], "events": events(*rows)}
    )
    found = segments.entries(company, rule, CART, unless, delay)
    return list(
        zip(found.customer_ids.tolist(), found.moments.tolist(), found.product_ids.tolist(), strict=True)
    )


def test_a_cart_without_an_order_enters_when_the_timer_ends(write_company):
    at = ago(5)
    assert replay(write_company, [(1, CART, at)]) == [(1, at + timedelta(hours=3), 0)]


def test_an_order_cancels_and_frees_the_timer(write_company):
    at = ago(5)
    later = at + timedelta(hours=2)
    rows = [(0, CART, at), (0, ORDER, at + timedelta(hours=1)), (0, CART, later)]
    assert replay(write_company, rows) == [(0, later + timedelta(hours=3), 2)]


def test_an_order_at_the_very_end_still_cancels_and_one_after_does_not(write_company):
    at, end = ago(5), ago(5) + timedelta(hours=3)
    assert replay(write_company, [(0, CART, at), (0, ORDER, end)]) == []
    late = end + timedelta(microseconds=1)
    assert replay(write_company, [(0, CART, at), (0, ORDER, late)]) == [(0, end, 0)]


def test_a_new_cart_does_not_restart_a_running_timer(write_company):
    at = ago(5)
    rows = [(0, CART, at), (0, CART, at + timedelta(hours=2)), (0, CART, at + timedelta(hours=4))]
    assert [(moment, product) for _, moment, product in replay(write_company, rows)] == [
        (at + timedelta(hours=3), 0),
        (at + timedelta(hours=7), 2),
    ]


def test_timers_still_running_today_and_carts_before_the_replay_do_not_enter(write_company):
    rows = [(0, CART, ago(hours=2)), (1, CART, ago(28, minutes=1))]
    assert replay(write_company, rows) == []


def test_the_segment_is_judged_at_the_entry_not_today(write_company):
    at = ago(5)
    seen = {"kind": "event", "name": CART, "within": {"hours": 4}}
    rows = [(0, CART, at), (1, CART, ago(6))]
    assert len(replay(write_company, rows, {"all": [seen]})) == 2
    assert replay(write_company, rows, {"none": [seen]}) == []


def test_nothing_cancels_without_an_exception_event(write_company):
    at = ago(5)
    rows = [(0, CART, at), (0, ORDER, at + timedelta(minutes=1))]
    assert len(replay(write_company, rows, unless=None)) == 1


def test_impossible_triggers_are_refused_with_their_place(write_company):
    company = write_company({"customers": [{"customer_id": 0}]})
    with pytest.raises(DangolError) as error:
        segments.entries(company, EVERYBODY, "product_aded", ORDER, 180, where="campaigns[0].when")
    assert error.value.where.en == "campaigns[0].when.event"
    assert error.value.extra["suggestion"] == "product_added"
    with pytest.raises(DangolError, match="60 days"):
        segments.entries(company, EVERYBODY, CART, ORDER, -1)


def walked(mine, delay):
    """One customer's entries, event by event; at one instant an order comes before a cart."""
    running, found = None, []
    for at, is_cart in sorted(mine):
        end = None if running is None else running + delay
        if end is not None and (end < at or (end == at and is_cart)):
            found.append(end)
            running = None
        if is_cart and running is None:
            running = at
        elif not is_cart and running is not None and running < at:
            running = None
    if running is not None and running + delay < TODAY:
        found.append(running + delay)
    return found


@pytest.mark.parametrize("delay", [0, 1, 60, 180, 700])
def test_the_replay_is_the_rule_walked_event_by_event(crowded, delay):
    company, rows = crowded
    expected = [
        (customer, moment)
        for customer in range(60)
        for moment in walked(
            [(at, name == CART) for c, name, at in rows if c == customer], timedelta(minutes=delay)
        )
    ]
    found = segments.entries(company, EVERYBODY, CART, ORDER, delay)
    assert list(zip(found.customer_ids.tolist(), found.moments.tolist(), strict=True)) == expected


@pytest.fixture(scope="module")
def crowded(write_company):
    """60 customers with carts and orders close to each other, many at the very same minute."""
    draw = random.Random(5)
    rows = [
        (
            customer,
            draw.choice([CART, CART, ORDER]),
            TODAY - timedelta(minutes=draw.choice([30, 60, 180]) * n),
        )
        for customer in range(60)
        for n in draw.choices(range(1, 25), k=draw.randrange(16))
    ]
    tables = {"customers": [{"customer_id": i} for i in range(60)], "events": events(*rows)}
    return write_company(tables), rows


def test_entries_come_as_arrays(write_company):
    company = write_company({"customers": [{"customer_id": 0}], "events": events((0, CART, ago(2)))})
    found = segments.entries(company, EVERYBODY, CART, ORDER, timedelta(hours=1))
    assert (found.customer_ids.dtype, found.product_ids.dtype) == (np.int32, np.int32)
    assert found.triggered.tolist() == [ago(2)]
