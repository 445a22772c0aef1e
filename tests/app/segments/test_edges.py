"""The edges of time: midnights, the ends of months, the leap day, at the last microsecond before and at the first one in."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from app import segments
from app.segments import twin

STEP = timedelta(microseconds=1)


def days(n, unit="days"):
    return {"kind": "event", "name": "searched", "within": {unit: n}}


EDGES = [  # moment, rule, first instant that counts
    ("2024-03-01T00:00", days(1), "2024-02-29T00:00"),
    ("2024-03-01T09:30", days(1), "2024-02-29T09:30"),
    ("2024-03-01T09:30", days(1, "calendar_days"), "2024-02-29T00:00"),
    ("2024-02-29T23:59", days(365), "2023-03-01T23:59"),
    ("2025-03-01T00:00", days(1), "2025-02-28T00:00"),
    ("2026-03-31T12:00", days(31), "2026-02-28T12:00"),
    ("2026-03-31T12:00", days(31, "calendar_days"), "2026-02-28T00:00"),
    ("2026-01-01T00:00", days(1), "2025-12-31T00:00"),
    ("2026-01-01T00:00", days(1, "calendar_days"), "2025-12-31T00:00"),
    ("2026-05-01T00:30", days(1, "hours"), "2026-04-30T23:30"),
    ("2026-03-02T00:00", days(48, "hours"), "2026-02-28T00:00"),
]


def answers(company, rule, moment):
    """The same question to the arrays in memory, to the tables and to the twin."""
    parsed = segments.parse(rule)
    members = segments.members(company, parsed, moment).tolist()
    asked = company.rows(segments.sql(company, parsed, moment))
    snapshot = twin.load(company, parsed.needs(), moment)
    judged = np.flatnonzero(twin.evaluate(parsed, snapshot)).tolist()
    assert members == [row["customer_id"] for row in asked] == judged
    return members


def company_of(write_company, times, **columns):
    """One customer a time: the event `searched` then, or the column of that name."""
    customers = [{"customer_id": i, **dict.fromkeys(columns, time)} for i, time in enumerate(times)]
    events = [
        {"event_id": i << 20, "customer_id": i, "occurred_at": time, "name": "searched"}
        for i, time in enumerate(times)
    ]
    return write_company({"customers": customers, "events": [] if columns else events})


@pytest.mark.parametrize(("moment", "rule", "first"), EDGES)
def test_a_window_begins_at_its_very_first_instant_and_ends_at_the_moment(write_company, moment, rule, first):
    at, begin = datetime.fromisoformat(moment), datetime.fromisoformat(first)
    company = company_of(write_company, [begin - STEP, begin, begin + STEP, at - STEP, at, at + STEP])
    assert answers(company, rule, at) == [1, 2, 3, 4]
    never = {**rule, "count": {"operator": "at_most", "value": 0}}
    assert answers(company, never, at) == [0, 5]


def test_whole_days_since_turn_at_the_same_hour(write_company):
    at = datetime(2024, 3, 1, 12)
    company = company_of(
        write_company, [at, at - timedelta(days=1) + STEP, at - timedelta(days=1), at - timedelta(days=2)]
    )
    for n, expected in ((0, [0, 1]), (1, [2]), (2, [3])):
        rule = {"kind": "when", "which": "last", "name": "searched", "operator": "is", "value": n}
        assert answers(company, rule, at) == expected


@pytest.mark.parametrize(
    ("moment", "edge"),
    [
        ("2026-03-02T10:00", "2024-03-02T10:00"),
        ("2024-02-29T10:00", "2022-02-28T10:00"),  # there is no 29 February two years earlier
        ("2026-02-28T10:00", "2024-02-28T10:00"),
        ("2026-03-01T00:00", "2024-03-01T00:00"),
    ],
)
def test_a_consent_lasts_two_years_to_the_instant(write_company, moment, edge):
    at, begin = datetime.fromisoformat(moment), datetime.fromisoformat(edge)
    company = company_of(write_company, [begin - STEP, begin, at, at + STEP], sms_consent_at=True)
    state = lambda key: {"kind": "consent", "channel": "sms", "state": key}  # noqa: E731
    assert answers(company, state("expired"), at) == [0]
    assert answers(company, state("given"), at) == [1, 2]
    assert answers(company, state("none"), at) == [3]


def test_a_sequence_ends_at_its_last_instant_and_not_before_it_began(write_company):
    at, begin = datetime(2024, 3, 1), datetime(2024, 2, 29)
    gaps = [timedelta(0), STEP, timedelta(hours=24), timedelta(hours=24) + STEP]
    events = []
    for i, gap in enumerate(gaps):
        for n, (name, time) in enumerate((("product_added", begin), ("order_completed", begin + gap))):
            events.append({"event_id": i << 20 | n, "customer_id": i, "occurred_at": time, "name": name})
    company = write_company({"customers": [{"customer_id": i} for i in range(4)], "events": events})
    rule = {"kind": "sequence", "first": "product_added", "then": "order_completed", "within": {"hours": 24}}
    later = at + timedelta(days=1)
    assert answers(company, {**rule, "happened": True}, later) == [1, 2]
    assert answers(company, {**rule, "happened": False}, later) == [0, 3]


@pytest.mark.parametrize(("born", "moment", "age"), [
    ("2004-02-29", "2024-02-28T23:59", 19), ("2004-02-29", "2024-02-29T00:00", 20),
    ("2004-02-29", "2025-02-28T12:00", 20), ("2004-02-29", "2025-03-01T00:00", 21), ("1999-12-31", "2024-12-31T00:00", 25),
])  # fmt: skip
def test_an_age_turns_on_the_birthday(write_company, born, moment, age):
    company = write_company(
        {"customers": [{"customer_id": 0, "birth_date": datetime.fromisoformat(born).date()}]}
    )
    rule = {"kind": "attribute", "field": "age", "operator": "is", "value": age}
    assert answers(company, rule, datetime.fromisoformat(moment)) == [0]
