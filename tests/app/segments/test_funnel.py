"""The funnel condition: SQL, arrays and a plain loop agree over random steps; it counts what the funnel page counts."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import segments
from app.analytics import funnel
from app.analytics.periods import Period
from app.analytics.streams import read_steps
from app.segments import twin
from tests.app.analytics import oracles
from tests.app.segments.conftest import TODAY

NAMES = ["product_viewed", "product_added", "order_completed", "searched"]
WHERE = [[], [], [{"property": "amount_krw", "operator": "at_least", "value": 30000}]]
step = st.builds(
    lambda name, where: {"name": name, "where": where}, st.sampled_from(NAMES), st.sampled_from(WHERE)
)
rules = st.builds(
    lambda path, within, since, share: {
        "kind": "funnel", "path": path, "within": within, "since": since, "reached": 1 + int(share * (len(path) - 1)),
    },
    st.lists(step, min_size=2, max_size=4),
    st.sampled_from([{"hours": 1}, {"hours": 24}, {"days": 3}, {"days": 30}, {"days": 365}]),
    st.sampled_from([None, {"days": 3}, {"days": 90}, {"days": 365}, {"calendar_days": 2}]),
    st.sampled_from([0, 0.5, 1]),
)  # fmt: skip


class Tables(dict):
    """The random rows, which nobody wants to read in a failure."""

    def __repr__(self):
        return "tables"


@pytest.fixture(scope="module")
def tables_(random_tables):
    return Tables(random_tables)


def plain(tables, rule, moment=TODAY):
    """Who fits, by looping over everybody's events."""
    since = rule["since"]
    start = None
    if since:
        ((unit, value),) = since.items()
        base = (
            moment.replace(hour=0, minute=0, second=0, microsecond=0) if unit == "calendar_days" else moment
        )
        start = base - timedelta(days=value)
    ((unit, value),) = rule["within"].items()
    window = timedelta(**{unit: value})
    found = []
    for customer in tables["customers"]:
        mine = [e for e in tables["events"] if e["customer_id"] == customer["customer_id"]]
        steps = [
            [
                e["occurred_at"] - TODAY
                for e in mine
                if e["name"] == one["name"] and e["occurred_at"] <= moment and (start is None or e["occurred_at"] >= start)
                and (not one["where"] or (e["amount_krw"] or 0) >= 30000)
            ]
            for one in rule["path"]
        ]  # fmt: skip
        answer = oracles.funnel(steps, window)
        if answer and answer[0] == rule["reached"]:
            found.append(customer["customer_id"])
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules)
def test_sql_arrays_and_a_plain_loop_agree(random_company, tables_, rule):
    expected = plain(tables_, rule)

    assert segments.members(random_company, rule).tolist() == expected
    sql = segments.sql(random_company, {"all": [rule]})
    assert sorted(row["customer_id"] for row in random_company.rows(sql)) == expected
    parsed = segments.parse(rule)
    assert (
        np.flatnonzero(twin.evaluate(parsed, twin.load(random_company, parsed.needs()))).tolist() == expected
    )


@pytest.mark.parametrize("reached", [1, 2, 3])
def test_it_selects_whom_the_funnel_counts_as_dropped(small_company, reached):
    path = [{"name": "product_viewed"}, {"name": "product_added"}, {"name": "order_completed"}]
    today = small_company.meta.today.date()
    period = Period(today - timedelta(days=90), today)
    steps = read_steps(path, small_company, "steps")
    found = funnel.funnel(small_company, funnel.Question(steps, period, timedelta(days=7)))
    rule = {"kind": "funnel", "path": path, "within": {"days": 7}, "since": {"days": 90}, "reached": reached}

    dropped = found.chains.customer[found.chains.depth == reached]
    assert len(dropped) > 0
    assert np.array_equal(segments.members(small_company, rule), dropped)


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        ({"path": [{"name": "product_viewed"}]}, "path", "두 개에서 8개"),
        ({"path": "product_viewed"}, "path", "두 개에서 8개"),
        ({"reached": 4}, "reached", "1에서 3까지"),
        ({"reached": 0}, "reached", "1에서 3까지"),
        ({"within": {"days": 0}}, "within.days", "1에서"),
        ({"within": {"calendar_days": 3}}, "within", "calendar_days"),
        ({"path": [{"name": "product_viewed"}, {"name": "nothing"}]}, "path[1].name", "nothing"),
        ({"until": 3}, "until", "until"),
    ],
)
def test_a_mistake_names_its_place(small_company, change, where, words):
    rule = {
        "kind": "funnel", "path": [{"name": "product_viewed"}, {"name": "product_added"}, {"name": "order_completed"}],
        "within": {"days": 7}, "reached": 2, **change,
    }  # fmt: skip
    with pytest.raises(
        segments.rule.DangolError if hasattr(segments.rule, "DangolError") else Exception
    ) as told:
        segments.count(small_company, rule)

    assert where in told.value.where.ko
    assert words in told.value.say("ko")


def test_its_words():
    rule = {
        "kind": "funnel", "path": [{"name": "product_viewed"}, {"name": "product_added"}, {"name": "order_completed"}],
        "within": {"days": 7}, "reached": 2, "since": {"days": 30},
    }  # fmt: skip

    assert (
        segments.sentence(rule).ko
        == "지난 30일 안에 상품을 보고 장바구니에 담고 처음부터 7일 안에 주문하지 않은 고객"
    )
    assert segments.sentence({**rule, "reached": 3}).en == (
        "Customers who viewed a product in the last 30 days and then added to the cart and then ordered "
        "within 7 days of the first"
    )
