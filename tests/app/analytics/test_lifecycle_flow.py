"""Customer types at each month's turn and the moves between them, held to plain Python and to the segments' own rule."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import segments
from app.analytics import customer_history, lifecycle_flow
from app.analytics.lifecycle_flow import STATES, UNKNOWN, flow, gaps, thresholds
from app.analytics.order_log import OrderLog, micros_of, months_back, order_log
from app.segments import twin
from app.segments.schema import Thresholds
from fake_company.errors import DangolError
from tests.app.analytics.hand_made import customer, make, order

START = datetime(2024, 2, 28)
TICK = timedelta(microseconds=1)
NAMES = list(STATES)


def plain_type(seen: datetime, orders: list[datetime], at: datetime, new: int, dormant: int) -> str:
    """The type of one customer, said as the words say it."""
    if seen > at:
        return UNKNOWN
    past = sorted(one for one in orders if one <= at)
    if not past:
        return "prospect"
    if past[-1] < at - timedelta(days=dormant):
        return "dormant"
    if len(past) > 1 and past[-2] < past[-1] - timedelta(days=dormant):
        return "returning"
    return "new" if past[0] >= at - timedelta(days=new) else "current"


def log_of(people: list[tuple[datetime, list[datetime]]]) -> OrderLog:
    rows = [(number, at) for number, (_, orders) in enumerate(people) for at in sorted(orders)]
    none = np.zeros(len(rows), np.int64)
    return OrderLog(
        len(people), micros_of([seen for seen, _ in people]), none, np.array([row[0] for row in rows], np.int64),
        micros_of([row[1] for row in rows]), none, none, none, none,
    )  # fmt: skip


# moments at the very edges: whole days apart, and a microsecond before and after
edges = st.builds(
    lambda days, ticks: START + timedelta(days=days) + ticks * TICK,
    st.sampled_from([0, 1, 29, 30, 31, 59, 60, 61, 89, 90, 91, 120, 366]),
    st.integers(-1, 1),
)


@settings(max_examples=150, deadline=None)
@given(
    people=st.lists(st.tuples(edges, st.lists(edges, max_size=4)), min_size=1, max_size=4),
    moments=st.lists(edges, min_size=1, max_size=3),
    new=st.sampled_from([1, 30]),
    dormant=st.sampled_from([1, 30, 90]),
)
def test_states_are_those_of_the_words(people, moments, new, dormant):
    people = [(seen, [max(one, seen) for one in orders]) for seen, orders in people]
    found = lifecycle_flow.states_at(log_of(people), micros_of(moments), Thresholds(new, dormant))

    for moment, states in zip(moments, found, strict=True):
        assert [NAMES[state] for state in states] == [
            plain_type(seen, orders, moment, new, dormant) for seen, orders in people
        ]


@settings(max_examples=100, deadline=None)
@given(orders=st.lists(edges, max_size=4), moments=st.lists(edges, min_size=1, max_size=4))
def test_one_customers_types_are_those_of_the_words(orders, moments):
    found = customer_history.types_of(sorted(orders), moments, (30, 90))

    assert found == [plain_type(datetime(2000, 1, 1), orders, at, 30, 90) for at in moments]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (
            datetime(2024, 3, 31),
            [(2024, 1, 31), (2024, 2, 29), (2024, 3, 31)],
        ),  # a leap year lends its 29 February
        (datetime(2025, 3, 31), [(2025, 1, 31), (2025, 2, 28), (2025, 3, 31)]),
        (datetime(2026, 1, 1), [(2025, 11, 1), (2025, 12, 1), (2026, 1, 1)]),
        (datetime(2024, 2, 29), [(2023, 12, 29), (2024, 1, 29), (2024, 2, 29)]),
    ],
)
def test_a_month_back_is_the_same_day_or_the_months_last(today, expected):
    assert [(at.year, at.month, at.day) for at in months_back(today, 2)] == expected


def test_points_are_what_the_segments_count_and_moves_add_up_to_them(small_company):
    found = flow(small_company, thresholds(small_company), 3)

    assert [len(found.points), found.points[-1].moment] == [4, small_company.meta.today]
    seen = order_log(small_company).first_seen
    for point in found.points:
        here = seen <= micros_of([point.moment])[0]
        for key in segments.TYPES:
            rule = {"kind": "lifecycle", "types": [key]}
            mask = np.zeros(small_company.meta.customers, dtype=bool)
            mask[segments.members(small_company, rule, point.moment)] = True
            assert point.customers[key] == int((mask & here).sum()), (point.moment, key)
        assert point.known == int(here.sum())
    for step in range(3):
        for key in STATES:
            mine = [move for move in found.moves if move.step == step]
            assert (
                sum(move.customers for move in mine if move.before == key)
                == found.points[step].customers[key]
            )
            assert (
                sum(move.customers for move in mine if move.after == key)
                == found.points[step + 1].customers[key]
            )


def test_a_line_nobody_crossed_changes_nobody_and_a_shorter_one_puts_more_to_sleep(small_company):
    usual, short = (flow(small_company, thresholds(small_company, None, days), 1) for days in (None, 30))

    assert short.points[-1].customers["dormant"] > usual.points[-1].customers["dormant"]
    assert short.points[-1].customers["prospect"] == usual.points[-1].customers["prospect"]


def test_a_type_by_other_lines_is_a_segment_of_exactly_these_customers(small_company):
    lines = Thresholds(14, 45)
    point = flow(small_company, lines, 1).points[-1]

    for key in segments.TYPES:
        rule = segments.parse({"kind": "lifecycle", "types": [key], "new_days": 14, "dormant_days": 45})
        members = segments.members(small_company, rule)
        assert len(members) == point.customers[key]
        arrays = twin.evaluate(rule, twin.load(small_company, rule.needs()))
        assert np.flatnonzero(arrays).tolist() == members.tolist()
        assert segments.parse(segments.read_text(segments.write_text(rule))) == rule


@pytest.mark.parametrize("days", [0, -3, 731])
def test_an_impossible_line_is_answered_with_the_remedy(small_company, days):
    with pytest.raises(DangolError) as told:
        thresholds(small_company, dormant_days=days)

    assert f"dormant_days = {days}" in str(told.value.where)
    assert told.value.remedy.ko


def test_the_gaps_between_orders(tmp_path):
    at = datetime(2025, 6, 1)
    rows = [order(n, who, at + timedelta(days=day)) for n, (who, day) in
            enumerate([(0, 0), (0, 10), (0, 40), (1, 5), (1, 100), (2, 7)])]  # fmt: skip
    rows.append(order(9, 0, at + timedelta(days=20), status="refunded"))
    company = make(tmp_path, {"customers": [customer(n) for n in range(3)], "orders": rows})

    found = gaps(company, 30)
    assert (found.repeats, found.median_days, found.ninety_days) == (3, 30.0, 95.0)  # gaps 10, 30 and 95 days
    assert found.within == pytest.approx(2 / 3)


def test_the_turns_of_one_customer_begin_and_end_to_the_microsecond(tmp_path):
    seen, first = datetime(2025, 4, 1, 9), datetime(2025, 4, 2, 10)
    back = datetime(2025, 12, 1)
    rows = [order(1, 0, first), order(2, 0, back)]
    company = make(tmp_path, {"customers": [customer(0, first_seen_at=seen), customer(1)], "orders": rows})

    found = customer_history.turns(company, 0)
    assert [(turn.key, turn.at, turn.until) for turn in found] == [
        ("prospect", seen, first),
        ("new", first, first + timedelta(days=30) + TICK),
        ("current", first + timedelta(days=30) + TICK, first + timedelta(days=90) + TICK),
        ("dormant", first + timedelta(days=90) + TICK, back),
        ("returning", back, back + timedelta(days=90) + TICK),
        ("dormant", back + timedelta(days=90) + TICK, company.meta.today),
    ]
    assert [turn.key for turn in customer_history.turns(company, 1)] == ["prospect"]
