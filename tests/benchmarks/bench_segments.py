"""How long a segment's exact count takes: 30 segments by hand, every newer kind of condition, and 40 drawn at random.

"cold" is the very first answer, with nothing in memory; "first" the first answer to a rule in a running app, which keeps
the times of events it has read (but no answer). p50, p95 and worst; wall and CPU time.

    .venv/bin/python tests/benchmarks/bench_segments.py FOLDER [--rounds 5]

FOLDER is a company made by `flask company build --out FOLDER`.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import segments
from app.segments import evaluate, logs, twin
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


def newer(slugs: list[str]) -> list[Rule]:
    chain = [
        {"name": "product_viewed"},
        {"name": "product_added", "within": {"days": 1}},
        {"name": "order_completed", "within": {"days": 2}, "happened": False},
    ]
    three = {"kind": "sequence", "steps": chain, "since": {"days": 90}}
    last = {
        "kind": "when",
        "which": "last",
        "name": "product_viewed",
        "operator": "more_than_days_ago",
        "value": 30,
    }
    first = {"kind": "when", "which": "first", "name": "order_completed", "operator": "at_most", "value": 60}
    share = {"kind": "percentile", "side": "top", "percent": 10, "measure": "spend_krw"}
    often = {
        "kind": "percentile",
        "side": "top",
        "percent": 5,
        "measure": "events",
        "event": "product_viewed",
    }
    scores = {"kind": "rfm", "groups": ["champions", "loyal"]}
    half = {"kind": "bucket", "from": 0, "to": 4999, "salt": "spring"}
    old = {
        "kind": "consent",
        "channel": "push",
        "state": "given",
        "age": {"operator": "at_least", "value": 600},
    }
    inner = {"kind": "segment", "id": "a", "rule": {"all": [scores, old]}}
    views = exit_("product_viewed", "product_added", 24, 365)
    year = exit_("session_started", "product_viewed", 1, 365, True)
    return [{"all": parts} for parts in (
        [three], [last], [first], [share], [often], [scores], [half], [old], [inner], [views], [year],
        [share, half, reachable("app_push")], [last, scores], [three, {"none": [often]}],
        [attribute("liked_styles", "is_set"), half], [{"any": [first, last]}, event("product_viewed", 365, 5)],
    )]  # fmt: skip


def drawn(slugs: list[str], events: list[str], count: int, seed: int = 11) -> list[Rule]:
    """Random rules: any event, any window, any nesting; nobody has chosen the friendly ones."""
    draw = random.Random(seed)
    days = [1, 3, 7, 14, 30, 60, 90, 180, 365, None]

    def leaf() -> Rule:
        name, other, window = draw.choice(events), draw.choice(events), draw.choice(days)
        kind = draw.randrange(9)
        if kind == 0:
            return event(name, window, draw.randrange(1, 6), draw.choice(["at_least", "at_most", "is"]))
        if kind == 1:
            return exit_(
                name, other, draw.choice([1, 24, 72, 240]), draw.choice(days[:-1]), draw.random() < 0.5
            )
        if kind == 2:
            return orders(
                draw.choice(["count", "spend_krw", "aov_krw"]),
                "at_least",
                draw.choice([1, 2, 50_000]),
                window,
            )
        if kind == 3:
            return {"kind": "when", "which": draw.choice(["first", "last"]), "name": name,
                    "operator": draw.choice(["within_last_days", "more_than_days_ago"]), "value": draw.choice([7, 30, 180])}  # fmt: skip
        if kind == 4:
            return {"kind": "percentile", "side": draw.choice(["top", "bottom"]), "percent": draw.choice([1, 10, 25]),
                    "measure": "events", "event": name, "within": {"days": window} if window else None}  # fmt: skip
        if kind == 5:
            return {
                "kind": "bought",
                "categories": draw.sample(slugs, 2),
                "within": {"days": window} if window else None,
            }
        if kind == 6:
            return event(name, window, 1, where=where("category", "is", draw.choice(slugs)))
        if kind == 7:
            return touched(
                draw.choice(["received", "opened", "clicked"]), window or 365, draw.randrange(1, 4)
            )
        return draw.choice(
            [
                life("dormant"),
                reachable("sms"),
                attribute("points", "at_least", 1000),
                attribute("age", "less_than", 30),
            ]
        )

    def group(depth: int) -> Rule:
        parts = [
            group(depth - 1) if depth and draw.random() < 0.3 else leaf() for _ in range(draw.randrange(1, 4))
        ]
        return {draw.choice(["all", "any", "none"]): parts}

    return [group(2) for _ in range(count)]


def milliseconds(work: Callable[[], Any]) -> tuple[float, float]:
    """Wall and CPU time."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000


def main() -> None:
    """Print one line a segment and the percentiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--drawn", type=int, default=40, help="how many random segments")
    options = parser.parse_args()
    company = Company.open(options.folder)
    schema = segments.schema_of(company)
    slugs = list(schema.categories)
    events = sorted(row["name"] for row in company.rows("SELECT DISTINCT name FROM events"))
    rules = [
        segments.parse(rule) for rule in [*thirty(slugs), *newer(slugs), *drawn(slugs, events, options.drawn)]
    ]
    kinds: dict[str, list[float]] = {
        name: [] for name in ("cold wall", "cold cpu", "first wall", "first cpu")
    }
    for index, rule in enumerate(rules):
        own = []
        for turn in range(options.rounds + 1):
            evaluate.BITMAPS.clear()
            if not turn:
                logs.LOGS.clear()
            own.append(milliseconds(lambda rule=rule: segments.count(company, rule)))
        kinds["cold wall"].append(own[0][0])
        kinds["cold cpu"].append(own[0][1])
        kinds["first wall"] += [wall for wall, _ in own[1:]]
        kinds["first cpu"] += [cpu for _, cpu in own[1:]]
        kept, _ = milliseconds(lambda rule=rule: segments.count(company, rule))
        found = segments.count(company, rule).n
        wall, cpu = sorted(own[1:])[options.rounds // 2]
        print(
            f"{index:2}  cold {own[0][0]:7.1f} cpu {own[0][1]:6.1f}  first {wall:7.1f} cpu {cpu:6.1f}  "
            f"kept {kept:5.2f}  n={found:7,}  {segments.write_text(rule)[:110]}"
        )
    print(f"\n{company.meta.customers:,} customers, {len(rules)} segments, ms")
    for name, values in kinds.items():
        values.sort()
        at = [values[min(int(len(values) * share), len(values) - 1)] for share in (0.5, 0.95)]
        print(f"{name}: p50 {at[0]:.1f}  p95 {at[1]:.1f}  worst {values[-1]:.1f}")
    cart = rules[16]
    replay = sorted(
        milliseconds(lambda: segments.entries(company, cart, "product_added", "order_completed", 180))[0]
        for _ in range(3)
    )
    snapshot = twin.load(company, cart.needs())
    judged, _ = milliseconds(lambda: twin.evaluate(cart, snapshot))
    explained, _ = milliseconds(lambda: segments.why(company, cart, 1))
    print(
        f"entries of 28 days {replay[1]:.0f} ms; twin of the cart rule {judged:.1f} ms; why {explained:.0f} ms"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
