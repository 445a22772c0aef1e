"""Each kind of company, built small: its own events, steps, goods and attributes are in its tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fake_company import profile as profiles
from fake_company.build import build
from fake_company.schema import events_of, tables_of
from fake_company.warehouse import Company


@pytest.fixture(scope="module", params=["beauty", "food", "learning"])
def trade(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    made = build(request.param, 900, 70, 1, tmp_path_factory.mktemp("trade") / request.param)
    yield made
    made.close()


def test_its_events_are_its_own(trade: Company) -> None:
    found = {row["name"] for row in trade.rows("SELECT DISTINCT name FROM events")}
    assert found <= set(events_of(trade.profile))
    assert trade.profile.guide.event in found
    assert "size_guide_viewed" not in found


def test_orders_go_through_its_own_steps_in_order(trade: Company) -> None:
    steps = [status.slug for status in trade.profile.statuses]
    rows = trade.rows(
        "SELECT status, count(DISTINCT order_id) AS orders FROM events WHERE name = 'order_status_changed' GROUP BY 1"
    )
    reached = {row["status"]: row["orders"] for row in rows}
    assert set(reached) <= {*steps, "refunded"}
    counts = [reached.get(step, 0) for step in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    backwards = trade.scalar(
        "SELECT count(*) FROM (SELECT occurred_at, lag(occurred_at) OVER (PARTITION BY order_id ORDER BY list_position($1, "
        "status)) AS before FROM events WHERE name = 'order_status_changed' AND status <> 'refunded') "
        "WHERE occurred_at < before",
        [steps],
    )
    assert backwards == 0


def test_goods_and_searches_are_those_of_the_profile(trade: Company) -> None:
    slugs = [row["slug"] for row in trade.rows("SELECT slug FROM categories ORDER BY category_id")]
    assert slugs == [part.slug for part in trade.profile.categories]
    known = {term for part in trade.profile.categories for term in part.searches} | set(trade.profile.words.searches)
    assert {row["t"] for row in trade.rows("SELECT DISTINCT search_term AS t FROM events WHERE search_term IS NOT NULL")} <= known
    codes = {one.promotion.code for one in trade.profile.campaigns if one.promotion}
    assert {row["code"] for row in trade.rows("SELECT DISTINCT code FROM coupons")} <= codes


def test_lists_and_records_are_columns_of_their_own_type(trade: Company) -> None:
    described = {row["column_name"]: row["column_type"] for row in trade.rows("DESCRIBE customers")}
    assert described == tables_of(trade.profile)["customers"].types()
    for attribute in trade.profile.attributes:
        missing = trade.scalar(f"SELECT avg(({attribute.key} IS NULL)::INTEGER) FROM customers WHERE is_member")
        assert missing == pytest.approx(attribute.missing_rate, abs=0.08), attribute.key
        if attribute.kind == "list":
            held = trade.rows(f"SELECT DISTINCT unnest({attribute.key}) AS one FROM customers")
            assert {row["one"] for row in held} == set(attribute.values)
            assert trade.scalar(f"SELECT count(*) FROM customers WHERE len({attribute.key}) = 0") > 0
        for leaf in attribute.fields:
            held = trade.rows(f"SELECT DISTINCT {attribute.key}.{leaf.key} AS one FROM customers WHERE {attribute.key} IS NOT NULL")
            assert {row["one"] for row in held} - {None} <= set(leaf.values)


def test_what_is_not_shipped_has_no_street_and_costs_nothing_to_deliver(trade: Company) -> None:
    streets = trade.scalar("SELECT count(street_address) FROM customers")
    ships = trade.profile.economics.shipping_cost_krw > 0
    assert (streets > 0) == ships
    assert (trade.scalar("SELECT sum(shipping_krw) FROM orders") > 0) == ships


def test_online_learning_is_led_by_search_and_not_everybody_finishes() -> None:
    learning, fashion = profiles.load("learning"), profiles.load("fashion")
    assert learning.response["search_share"] > 1.5 * 0.42
    assert [status.share for status in learning.statuses][1:] != [1.0] * 3
    assert next(status.slug for status in learning.statuses if status.is_received) == "first_lesson"
    assert all(status.share == 1 for status in fashion.statuses)
