"""Funnel, retention and trend over a whole company equal plain loops, in one partition and in seven, at every edge of time."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analytics import funnel, periods, retention, streams, trend
from app.analytics.periods import Period
from app.analytics.splits import Groups
from app.analytics.streams import Step
from app.segments import paths
from fake_company.text import Text
from tests.app.analytics import oracles
from tests.app.segments.conftest import CAMPAIGNS, CATEGORIES, write

TODAY = datetime(2024, 3, 14)  # a Thursday; the year has a 29 February
NAMES = ["session_started", "product_viewed", "product_added", "order_completed"]
CUSTOMERS = 42


class Events(dict):
    """Customer → [(moment, name, category_id, amount)], which nobody wants to read in a failure."""

    def __repr__(self) -> str:
        return "events"


def edges() -> list[datetime]:
    """Midnights, month ends, the leap day, Mondays, each a microsecond before and after too."""
    days = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 1, 31), date(2024, 2, 1),
            date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 4), date(2024, 3, 11), date(2024, 3, 13)]  # fmt: skip
    moments = [datetime(d.year, d.month, d.day) + timedelta(microseconds=n) for d in days for n in (-1, 0, 1)]
    week = TODAY - timedelta(days=7)
    return [*moments, TODAY - timedelta(microseconds=1), week, week - timedelta(microseconds=1)]


@pytest.fixture(scope="module")
def events() -> Events:
    draw = random.Random(11)
    moments = edges()
    found = Events()
    for customer in range(CUSTOMERS - 2):
        mine = []
        for _ in range(draw.randrange(0, 30)):
            at = (
                draw.choice(moments)
                if draw.random() < 0.6
                else TODAY - timedelta(minutes=draw.randrange(1, 100 * 1440))
            )
            mine.append((at, draw.choice(NAMES), draw.choice([0, 1, None]), draw.choice([0, 1000, 2500])))
        found[customer] = mine
    return found


@pytest.fixture(scope="module")
def companies(events: Events, tmp_path_factory: pytest.TempPathFactory) -> list:
    rows = [
        {"event_id": customer << 20 | n, "customer_id": customer, "occurred_at": at, "name": name, "session_id": n,
         "category_id": category, "amount_krw": amount}
        for customer, mine in events.items()
        for n, (at, name, category, amount) in enumerate(mine)
    ]  # fmt: skip
    tables = {
        "customers": [{"customer_id": i, "external_id": f"c{i}", "is_member": True} for i in range(CUSTOMERS)],
        "events": rows, "categories": CATEGORIES, "campaigns": CAMPAIGNS,
    }  # fmt: skip
    return [write(tmp_path_factory.mktemp(f"in{n}"), tables, n, TODAY) for n in (1, 7)]


@pytest.fixture(autouse=True)
def one_partition_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "TOGETHER", 1)


GROUPS = Groups((Text("짝", "even"), Text("홀", "odd")), (np.arange(CUSTOMERS) % 2).astype(np.int16))
spans = st.sampled_from([(date(2024, 2, 1), date(2024, 3, 14)), (date(2024, 2, 29), date(2024, 3, 1)),
                         (date(2023, 12, 15), date(2024, 2, 29)), (date(2024, 3, 1), date(2024, 3, 14))])  # fmt: skip
names = st.sampled_from(NAMES)
slow = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(st.lists(names, min_size=2, max_size=4), spans, st.sampled_from([1, 24, 24 * 7, 24 * 29]))
def test_a_funnel_is_what_a_loop_over_everybody_finds(companies, events, path, span, hours):
    window, (first, end) = timedelta(hours=hours), span
    expected = {}
    for customer, mine in events.items():
        start, stop = periods.midnight(first), periods.midnight(end)
        steps = [
            sorted({at for at, name, *_ in mine if name == one and (number or start <= at < stop)})
            for number, one in enumerate(path)
        ]
        answer = oracles.funnel(steps, window)
        if answer:
            expected[customer] = answer

    question = funnel.Question(tuple(map(Step, path)), Period(first, end), window)
    for company in companies:
        found = funnel.funnel(company, question, GROUPS)
        assert found.chains.customer.tolist() == sorted(expected)
        assert found.chains.depth.tolist() == [expected[c][0] for c in sorted(expected)]
        for level, step in enumerate(found.everybody.steps, 1):
            there = [moments for depth, moments in expected.values() if depth >= level]
            assert step.customers == len(there)
            if level > 1 and there:
                assert step.median_seconds == pytest.approx(
                    median((m[level - 1] - m[0]).total_seconds() for m in there)
                )
            if level < len(path):
                assert step.dropped == sum(depth == level for depth, _ in expected.values())
                assert step.open_ == sum(
                    depth == level and moments[0] + window > TODAY for depth, moments in expected.values()
                )
        assert sum(one.entered for one in found.groups) == found.everybody.entered


@slow
@given(st.lists(names, min_size=2, max_size=3), st.sampled_from([1, 24 * 7]))
def test_what_they_did_next_is_their_first_other_thing_in_time(companies, events, path, hours):
    window = timedelta(hours=hours)
    question = funnel.Question(tuple(map(Step, path)), Period(date(2024, 2, 1), date(2024, 3, 14)), window)
    for company in companies:
        found = funnel.find(company, question)
        ordered = found.customer[found.depth == 1]
        entries = found.at[found.depth == 1, 0]
        expected: dict[str, int] = defaultdict(int)
        for customer, entry in zip(ordered.tolist(), entries.tolist(), strict=True):
            later = sorted(
                (at, n, name)
                for n, (at, name, *_) in enumerate(events[customer])
                if entry < periods.micros(at) <= entry + int(window.total_seconds() * 1e6)
            )
            expected[later[0][2] if later else ""] += 1

        answered = funnel.next_things(company, question, found, 1)
        assert {one.name: one.customers for one in answered} == dict(expected)
        assert sum(one.share for one in answered) == pytest.approx(1 if expected else 0)


def bucket(at: datetime, unit: str) -> int:
    """A bucket, worked out another way: by the calendar."""
    day = at.date()
    if unit == "month":
        return (day.year - 1970) * 12 + day.month - 1
    ordinal = day.toordinal() - date(1970, 1, 1).toordinal()
    return ordinal if unit == "day" else (day - timedelta(days=day.weekday()) - date(1969, 12, 29)).days // 7


@slow
@given(names, names, spans, st.sampled_from(["day", "week", "month"]), st.integers(1, 8), st.sampled_from(["on", "since"]),
       st.sampled_from(["ever", "period"]))  # fmt: skip
def test_retention_is_what_a_loop_over_everybody_finds(
    companies, events, first, back, span, unit, count, mode, entry
):
    period = periods.aligned(Period(*span), unit)
    start, stop = periods.midnight(period.start), periods.midnight(period.end)
    sizes: dict[int, int] = defaultdict(int)
    came: dict[tuple[int, int], int] = defaultdict(int)
    for mine in events.values():
        begins = sorted(
            at for at, name, *_ in mine if name == first and (entry == "ever" or start <= at < stop)
        )
        if not begins or not start <= begins[0] < stop:
            continue
        cohort = bucket(begins[0], unit)
        sizes[cohort] += 1
        after = {bucket(at, unit) - cohort for at, name, *_ in mine if name == back and at > begins[0]}
        for n in range(count + 1):
            if (n in after) if mode == "on" else any(one >= n for one in after):
                came[cohort, n] += 1

    question = retention.Question(Step(first), Step(back), Period(*span), unit, count, mode, entry)
    for company in companies:
        found = retention.retention(company, question, GROUPS)
        whole = found.everybody
        assert whole.customers == sum(sizes.values())
        could: dict[int, int] = defaultdict(int)
        did: dict[int, int] = defaultdict(int)
        for one in whole.cohorts:
            assert one.customers == sizes[one.bucket]
            for n, cell in enumerate(one.cells):
                begins_at = periods.midnight(periods.begins(one.bucket + n, unit))
                ends_at = periods.midnight(periods.begins(one.bucket + n + 1, unit))
                assert (cell is None) == (begins_at >= TODAY)
                if cell is None:
                    continue
                assert cell.customers == came[one.bucket, n]
                assert cell.is_over == (ends_at <= TODAY)
                if cell.is_over:
                    could[n] += one.customers
                    did[n] += cell.customers
        for n, point in enumerate(whole.curve):
            assert (point.customers, point.returned) == (could[n], did[n])
        for n in range(count + 1):
            assert sum(group.curve[n].returned for group in found.groups) == whole.curve[n].returned


@slow
@given(names, spans, st.sampled_from(["day", "week", "month"]), st.sampled_from(list(trend.MEASURES)),
       st.sampled_from(["", "category"]))  # fmt: skip
def test_a_trend_is_what_a_loop_over_everybody_finds(companies, events, name, span, unit, measure, by):
    period = periods.aligned(Period(*span), unit)
    start, stop = periods.midnight(period.start), periods.midnight(period.end)
    cells: dict[tuple[object, int], list[tuple[int, int]]] = defaultdict(list)
    for customer, mine in events.items():
        for at, one, category, amount in mine:
            if one == name and start <= at < stop:
                for group in (
                    {"all", {0: "outer", 1: "top", None: None}[category]} if by else {"all", customer % 2}
                ):
                    cells[group, bucket(at, unit)].append((customer, amount))
                    cells[group, -1].append((customer, amount))

    def figure(rows: list[tuple[int, int]]) -> float | None:
        people = len({customer for customer, _ in rows})
        money = sum(amount for _, amount in rows)
        plain = {"customers": people, "total": len(rows), "amount": money}
        if measure in plain:
            return plain[measure]
        return None if not rows else len(rows) / people if measure == "per_customer" else money / len(rows)

    question = trend.Question(Step(name), Period(*span), unit, measure)
    labels = {"아우터": "outer", "상의": "top", "값 없음": None, "짝": 0, "홀": 1}
    for company in companies:
        found = trend.trend(company, question, None if by else GROUPS, by)
        for group, series in [
            ("all", found.everybody),
            *((labels[one.label.ko], one) for one in found.groups),
        ]:
            values = [figure(cells.get((group, one), [])) for one in found.buckets]
            assert list(series.values) == pytest.approx(values)
            assert series.whole == pytest.approx(figure(cells.get((group, -1), [])))
        assert len(found.groups) == len({group for group, _ in cells} - {"all"})


@pytest.mark.parametrize(
    ("unit", "day", "first", "label"),
    [
        ("day", date(2024, 2, 29), date(2024, 2, 29), "2월 29일"),
        ("week", date(2024, 2, 29), date(2024, 2, 26), "2월 26일 주"),
        ("week", date(2024, 2, 26), date(2024, 2, 26), "2월 26일 주"),
        ("week", date(2024, 3, 3), date(2024, 2, 26), "2월 26일 주"),
        ("month", date(2024, 2, 29), date(2024, 2, 1), "2024년 2월"),
        ("month", date(2023, 12, 31), date(2023, 12, 1), "2023년 12월"),
    ],
)
def test_buckets_follow_the_calendar(unit, day, first, label):
    number = periods.number(day, unit)

    assert periods.begins(number, unit) == first
    assert periods.label(number, unit).ko == label
    assert periods.number(periods.begins(number + 1, unit) - timedelta(days=1), unit) == number
    assert number == bucket(datetime(day.year, day.month, day.day), unit)


@pytest.mark.parametrize("slug", ["outer", "shoes"])
def test_events_stand_by_customer_and_time_whatever_is_tested(company, slug, monkeypatch):
    monkeypatch.setattr(streams, "TOGETHER", 20_000)
    tests = [{"property": "category", "operator": "is", "value": slug}]
    (step,) = streams.read_steps([{"name": "product_viewed", "where": tests}], company, "steps")
    expected = company.rows(
        """SELECT customer_id, occurred_at FROM events JOIN categories USING (category_id)
           WHERE name = 'product_viewed' AND slug = ? ORDER BY 1, 2""",
        [slug],
    )
    for stretch in streams.stretches(company):
        found = streams.read(company, stretch, step)
        assert found.customer.tolist() == [row["customer_id"] for row in expected]
        assert found.at.tolist() == [periods.micros(row["occurred_at"]) for row in expected]


@pytest.mark.parametrize("far", [1, 1 << 40])
def test_events_are_put_in_order_however_many_and_far_apart(far):
    rng = np.random.default_rng(3)
    who, at = rng.integers(0, 9, 500) * (1 << 30 if far > 1 else 1), rng.integers(0, 50, 500) * far

    order = paths.in_order(who, at)
    assert order is not None
    assert order.tolist() == np.lexsort((at, who)).tolist()
    assert paths.in_order(who[order], at[order]) is None
    assert paths.in_order(who[:0], at[:0]) is None
