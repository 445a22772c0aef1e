"""History rows of the realism card: counted from the public tables, as the targets' `how_to_compute` says."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.realism_fit import bgnbd
from fake_company.warehouse import Company

Array = npt.NDArray[Any]


def values(company: Company) -> dict[str, float]:
    """Metric → value for every row that needs only the tables."""
    days = company.meta.days
    bought = company.arrays(
        "SELECT customer_id, date_diff('day', $start, ordered_at) AS day, sum(items_krw - discount_krw) AS krw "
        "FROM orders GROUP BY ALL ORDER BY customer_id, day",
        {"start": company.meta.today - np.timedelta64(days, "D").astype(object)},
    )
    if len(bought["day"]) < 50:
        return {}
    customer, day, krw = bought["customer_id"], bought["day"].astype(np.int64), bought["krw"].astype(np.float64)
    return {
        **_repeat(customer, day, days),
        **_concentration(customer, krw),
        **_orders(company),
        **_sessions(company),
    }


def _repeat(customer: Array, day: Array, days: int) -> dict[str, float]:
    """Second and later purchases, their rhythm, and the BG/NBD fit on the first half's buyers."""
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    counts = np.diff(np.append(first, len(customer)))
    gaps = np.diff(day)[np.diff(customer) == 0]
    second = np.where(counts > 1, day[np.minimum(first + 1, len(day) - 1)] - day[first], 10_000)
    old_30, old_90 = day[first] <= days - 30, day[first] <= days - 90
    third = first[counts >= 3] + 2
    third = third[day[third] <= days - 90]
    following = np.minimum(third + 1, len(day) - 1)
    again = (customer[following] == customer[third]) & (day[following] - day[third] <= 90) & (following > third)
    month = day - np.repeat(day[first], counts)
    cohort = day[first] <= days - 60
    returned = np.zeros(len(first), bool)
    of = np.repeat(np.arange(len(first)), counts)
    returned[of[(month >= 30) & (month < 60)]] = True
    half = days // 2
    buyers = np.flatnonzero(day[first] < half)
    frequency, last = counts[buyers] - 1, day[first[buyers] + counts[buyers] - 1] - day[first[buyers]]
    return {
        "p2_30": float((second[old_30] <= 30).mean()),
        "p2_90": float((second[old_90] <= 90).mean()),
        "one_time_share": float((counts == 1).mean()),
        "pnext90_k3": float(again.mean()) if len(third) else float("nan"),
        "ipt_median": float(np.median(gaps)),
        "ipt_mean_over_median": float(gaps.mean() / np.median(gaps)),
        "ret_m1": float(returned[cohort].mean()),
        "bgnbd_r": bgnbd(frequency, last / 7.0, (days - day[first[buyers]]) / 7.0).r,
    }


def _concentration(customer: Array, krw: Array) -> dict[str, float]:
    """What the best fifth of buyers bring."""
    number = np.unique(customer, return_inverse=True)[1]
    return {"rev_top20": _top(np.bincount(number, krw)), "orders_top20": _top(np.bincount(number).astype(float))}


def _top(amounts: Array, share: float = 0.2) -> float:
    """Share of the total that the largest fifth (rounded up) holds."""
    best = np.sort(amounts)[::-1]
    return float(best[: int(np.ceil(len(best) * share))].sum() / best.sum())


def _orders(company: Company) -> dict[str, float]:
    amounts = company.arrays("SELECT items_krw - discount_krw AS krw FROM orders")["krw"].astype(float)
    hours = company.arrays("SELECT hour(ordered_at) AS hour, count(*) AS n FROM orders GROUP BY 1")["n"]
    return {
        "aov_sd_log": float(np.log(np.maximum(amounts, 1)).std()),
        "hour_peak_over_mean": float(24 * hours.max() / hours.sum()),
    }


def _sessions(company: Company) -> dict[str, float]:
    """Funnel per session and views per product, from the events."""
    counts = {row["name"]: row for row in company.rows(
        "SELECT name, count(*) AS n, count(DISTINCT session_id) AS sessions FROM events "
        "WHERE name IN ('session_started', 'product_added', 'order_completed', 'cart_viewed') GROUP BY 1"
    )}  # fmt: skip
    sessions = counts["session_started"]["n"]
    bought, added = counts["order_completed"]["n"], counts["product_added"]
    carts = company.scalar(
        "SELECT count(DISTINCT session_id) FROM events WHERE name IN ('product_added', 'cart_viewed')"
    )
    views = company.arrays(
        "SELECT log(n) / log(exp(1)) AS v FROM (SELECT count(*) AS n FROM events WHERE name = 'product_viewed' "
        "GROUP BY session_id)"
    )["v"]
    products = company.arrays(
        "SELECT count(e.product_id) AS n FROM products p LEFT JOIN events e "
        "ON e.product_id = p.product_id AND e.name = 'product_viewed' GROUP BY p.product_id"
    )["n"]
    return {
        "session_cvr": bought / sessions,
        "session_atc": added["sessions"] / sessions,
        "cart_abandon": 1 - bought / carts,
        "purchase_per_cart_event": bought / added["n"],
        "views_sdlog": float(np.asarray(views, float).std()),
        "prod_top20_share": _top(np.asarray(products, float)),
    }
