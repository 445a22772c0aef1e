"""How long a segment's exact count takes: 30 varied segments, first answers (nothing kept), p50, p95 and worst.

    .venv/bin/python tests/benchmarks/bench_segments.py FOLDER [--rounds 5]

FOLDER is a company made by `flask company build --out FOLDER`.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import segments
from app.segments import evaluate, twin
from fake_company.warehouse import Company

Rule = dict[str, Any]


def event(name: str, days: int | None = None, n: int = 1, operator: str = "at_least", **more: Any) -> Rule:
    within = {"days": days} if days else None
    return {
        "kind": "event",
        "name": name,
        "count": {"operator": operator, "value": n},
        "within": within,
        **more,
    }


def exit_(first: str, then: str, hours: int, days: int, happened: bool = False) -> Rule:
    within, since = {"hours": hours}, {"days": days}
    return {
        "kind": "sequence",
        "first": first,
        "then": then,
        "happened": happened,
        "within": within,
        "since": since,
    }


def orders(measure: str, operator: str, value: Any, days: int | None = None) -> Rule:
    within = {"days": days} if days else None
    return {"kind": "orders", "measure": measure, "operator": operator, "value": value, "within": within}


def attribute(field: str, operator: str, value: Any = None) -> Rule:
    found = {"kind": "attribute", "field": field, "operator": operator}
    return found if value is None else {**found, "value": value}


def life(*types: str) -> Rule:
    return {"kind": "lifecycle", "types": list(types)}


def reachable(channel: str) -> Rule:
    return {"kind": "reachable", "channel": channel}


def where(name: str, operator: str, value: Any) -> list[Rule]:
    return [{"property": name, "operator": operator, "value": value}]


def touched(action: str, days: int, n: int = 1, operator: str = "at_least") -> Rule:
    count = {"operator": operator, "value": n}
    return {"kind": "touches", "action": action, "count": count, "within": {"days": days}}


def thirty(slugs: list[str]) -> list[Rule]:
    cart = exit_("product_added", "order_completed", 24, 3)
    bought = {"kind": "bought", "categories": slugs[:2]}
    return [
        {"all": [attribute("tier", "is_any_of", ["gold", "vip"])]},
        {"all": [attribute("first_name", "is_set"), attribute("email", "ends_with", ".com")]},
        {"all": [attribute("age", "between", [20, 29]), attribute("gender", "is", "female")]},
        {"all": [attribute("signed_up_at", "within_last_days", 90), attribute("has_app", "is_true")]},
        {"all": [event("product_added", 3)]},
        {"all": [event("product_viewed", 7, 3)]},
        {"all": [event("product_viewed", None, 20)]},
        {"all": [event("product_viewed", 365, 1, "at_most")]},
        {"all": [event("session_started", 30, 0, "at_most")]},
        {"all": [event("searched", 30, where=where("search_term", "contains", "코트"))]},
        {"all": [event("product_viewed", 30, 2, where=where("category", "is", slugs[0]))]},
        {"all": [event("product_added", 90, where=where("amount_krw", "at_least", 30_000))]},
        {"all": [cart]},
        {"all": [exit_("product_viewed", "product_added", 1, 30)]},
        {"all": [exit_("product_viewed", "order_completed", 72, 365, True)]},
        {"all": [exit_("session_started", "session_started", 48, 90, True)]},
        {"all": [cart, reachable("app_push"), {"none": [event("order_completed", 3)]}]},
        {"all": [orders("count", "at_least", 2, 180)]},
        {"all": [orders("spend_krw", "at_least", 200_000), orders("coupon_share", "at_least", 0.5)]},
        {"all": [orders("days_since_last", "between", [30, 90]), orders("aov_krw", "more_than", 50_000)]},
        {"all": [orders("count", "at_most", 0)]},
        {"all": [life("current", "returning")]},
        {"any": [life("dormant"), life("prospect")]},
        {"all": [reachable("sms"), reachable("email"), reachable("app_push")]},
        {"all": [{"kind": "consent", "channel": "push", "state": "expired"}]},
        {"all": [touched("received", 90), touched("clicked", 90, 0, "at_most")]},
        {"all": [bought, {"none": [event("product_viewed", 30)]}]},
        {"all": [{"any": [event("reviews_viewed", 14), event("size_guide_viewed", 14)]}, {"none": [cart]}]},
        {"all": [{"any": [attribute("tier", "is", "vip"), {"all": [orders("count", "at_least", 3), life("current")]}]},
                 {"none": [touched("received", 7), event("order_completed", 7)]}, reachable("app_push")]},
        {"all": [event("product_added", 14), event("checkout_started", 14), event("payment_info_started", 14),
                 event("order_completed", 14, 0, "at_most"), attribute("points", "at_least", 1000)]},
    ]  # fmt: skip


def milliseconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print one line a segment and the percentiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    company = Company.open(options.folder)
    rules = [segments.parse(rule) for rule in thirty(list(segments.schema_of(company).categories))]
    times: list[float] = []
    for index, rule in enumerate(rules):
        own = []
        for _ in range(options.rounds):
            evaluate.BITMAPS.clear()
            own.append(milliseconds(lambda rule=rule: segments.count(company, rule)))
        times += own
        kept = milliseconds(lambda rule=rule: segments.count(company, rule))
        found = segments.count(company, rule).n
        print(f"{index:2}  {sorted(own)[len(own) // 2]:7.1f} ms  kept {kept:5.2f} ms  n={found:7,}")
    times.sort()
    at = lambda share: times[min(int(len(times) * share), len(times) - 1)]  # noqa: E731
    print(
        f"\n{company.meta.customers:,} customers: p50 {at(0.5):.1f}  p95 {at(0.95):.1f}  worst {times[-1]:.1f} ms"
    )
    cart = rules[16]
    replay = sorted(
        milliseconds(lambda: segments.entries(company, cart, "product_added", "order_completed", 180))
        for _ in range(3)
    )
    snapshot = twin.load(company, cart.needs())
    judged = milliseconds(lambda: twin.evaluate(cart, snapshot))
    explained = milliseconds(lambda: segments.why(company, cart, 1))
    print(
        f"entries of 28 days {replay[1]:.0f} ms; twin of the cart rule {judged:.1f} ms; why {explained:.0f} ms"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
