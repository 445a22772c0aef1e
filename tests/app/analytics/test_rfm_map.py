"""The RFM map against quintiles worked out one buyer at a time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from app.analytics.rfm_map import rfm_map
from app.segments import rfm
from fake_company.warehouse import Company
from tests.app.analytics.hand_made import TODAY, customer, make, order


def plain_scores(values: list[int]) -> list[int]:
    """1 to 5 by quintiles: the share of buyers strictly below decides, so equal values score the same."""
    found = []
    for value in values:
        below = sum(other < value for other in values)
        found.append(1 + below * 5 // len(values))
    return found


def plain_buyers(company: Company) -> list[tuple[datetime, int, int]]:
    """Last order, orders and won of every buyer, one order at a time."""
    found: dict[int, list[tuple[datetime, int]]] = {}
    for row in company.rows(
        "SELECT customer_id, ordered_at, total_krw FROM orders WHERE status <> 'refunded'"
    ):
        found.setdefault(row["customer_id"], []).append((row["ordered_at"], row["total_krw"]))
    return [(max(at for at, _ in mine), len(mine), sum(won for _, won in mine)) for mine in found.values()]


@pytest.mark.parametrize("other", ["f", "m"])
def test_the_map_is_the_plain_one(small_company, other):
    buyers = plain_buyers(small_company)
    epoch = datetime(1970, 1, 1)
    r = plain_scores([(at - epoch) // timedelta(microseconds=1) for at, _, _ in buyers])
    f, m = plain_scores([n for _, n, _ in buyers]), plain_scores([won for _, _, won in buyers])
    across = f if other == "f" else m

    found = rfm_map(small_company, other)

    assert (found.customers, found.orders, found.sales_krw) == (
        len(buyers), sum(n for _, n, _ in buyers), sum(won for _, _, won in buyers),
    )  # fmt: skip
    for cell in found.cells:
        mine = [buyer for buyer, *at in zip(buyers, r, across, strict=True) if at == [cell.r, cell.other]]
        assert (cell.customers, cell.orders, cell.sales_krw) == (
            len(mine), sum(n for _, n, _ in mine), sum(won for _, _, won in mine),
        )  # fmt: skip
    for row in found.groups:
        mine = [buyer for buyer, *at in zip(buyers, r, f, strict=True) if rfm.group_of(*at).key == row.key]
        assert (row.customers, row.sales_krw) == (len(mine), sum(won for _, _, won in mine))
    assert sum(row.customers for row in found.groups) == len(buyers)


def test_equal_buyers_score_the_same_and_the_scores_they_fill_are_empty(tmp_path):
    # seven of ten bought once: the four borders lie at 1, 1, 1 and 2
    orders, number = [], 0
    for who, times in enumerate([1] * 7 + [2, 3, 4]):
        for _ in range(times):
            orders.append(order(number, who, TODAY - timedelta(days=1 + number)))
            number += 1
    found = rfm_map(make(tmp_path, {"customers": [customer(n) for n in range(11)], "orders": orders}))

    assert found.customers == 10  # the eleventh never bought and is not on the map
    assert [(step.low, step.high, step.customers) for step in found.steps["f"]] == [
        (1, 1, 7), (None, None, 0), (None, None, 0), (2, 2, 1), (3, 4, 2),
    ]  # fmt: skip
    assert found.empty_scores("f") == [2, 3]
    for low, high in pairwise(step for step in found.steps["m"] if step.customers):
        assert low.high < high.low


def test_days_since_the_last_order_are_whole_days_to_the_company_s_midnight(tmp_path):
    edge = TODAY - timedelta(days=3)
    rows = [order(0, 0, edge), order(1, 1, edge + timedelta(microseconds=1)), order(2, 2, TODAY)]
    found = rfm_map(make(tmp_path, {"customers": [customer(n) for n in range(3)], "orders": rows}))

    days = sorted((step.low, step.high) for step in found.steps["r"] if step.customers)
    assert days == [(0, 0), (2, 2), (3, 3)]


def test_nobody_bought_nobody_is_on_the_map(tmp_path):
    found = rfm_map(make(tmp_path, {"customers": [customer(0)]}))

    assert (found.customers, found.sales_krw, sum(cell.customers for cell in found.cells)) == (0, 0, 0)
    assert all(row.recency_days is None for row in found.groups)


def test_partitions_never_change_the_map(tmp_path_factory):
    draw = random.Random(5)
    rows = [
        order(
            n, draw.randrange(21), TODAY - timedelta(days=draw.randrange(300)), draw.randrange(1, 9) * 10_000
        )
        for n in range(60)
    ]
    tables = {"customers": [customer(n) for n in range(21)], "orders": rows}
    one, seven = (
        rfm_map(make(tmp_path_factory.mktemp("company"), tables, partitions)) for partitions in (1, 7)
    )
    assert one == seven
