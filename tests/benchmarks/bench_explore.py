"""Segments, a funnel of five steps, retention and RFM: how long they take, beside the same questions on the SQLite export.

    .venv/bin/python tests/benchmarks/bench_explore.py [FOLDER] [--customers 50000] [--rounds 5] [--no-sqlite]

Without FOLDER a company of so many customers is built once and kept in the temporary folder. The SQL for SQLite is written
by hand for its indexes (those of the export; planned with ANALYZE). Answers must be equal, customer by customer for
segments and figure by figure for the rest: a difference ends the run with status 1. Every first answer, nothing kept.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import create_app, segments
from app.analytics import (
    customer_list,
    customer_record,
    funnel,
    kpi_ads,
    kpi_crm,
    kpi_period,
    lifecycle_flow,
    order_log,
    past_course,
    past_credit,
    past_effect,
    retention,
    rfm_map,
)
from app.analytics.periods import Period
from app.analytics.streams import Step
from app.segments import evaluate, logs, rfm
from app.workbench import copying, running
from fake_company.build import build
from fake_company.export import export
from fake_company.warehouse import Company

STEPS = ("product_viewed", "product_added", "checkout_started", "payment_info_started", "order_completed")
TARGETS = {"segments": (100, 2_000), "funnel": (300, 2_000), "retention": (500, 2_000), "RFM": (200, 2_000)}
WINDOW_DAYS, FUNNEL_DAYS, WEEKS = 7, 28, 12


@dataclass(frozen=True)
class Question:
    """One question: ours, the same in SQLite's SQL, and how both answers are made comparable."""

    kind: str
    name: str
    ours: Callable[[Company], Any]
    sql: str


def rule(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"all": list(parts)}


def event(name: str, days: int, n: int = 1, operator: str = "at_least", **more: Any) -> dict[str, Any]:
    count = {"operator": operator, "value": n}
    return {"kind": "event", "name": name, "count": count, "within": {"days": days}, **more}


def attribute(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"kind": "attribute", "field": field, "operator": operator, "value": value}


def orders(measure: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "orders", "measure": measure, "operator": operator, "value": value, **more}


class Words:
    """Moments of the company as SQLite's texts."""

    def __init__(self, company: Company) -> None:
        self.today = company.meta.today
        self.now = self.ago(0)

    def ago(self, days: int) -> str:
        """So many days before today, as a literal."""
        return f"'{(self.today - timedelta(days=days)).strftime('%Y-%m-%d %H:%M:%S.%f')}'"

    def did(self, name: str, days: int, having: str = "", where: str = "") -> str:
        """Customers who did an event."""
        return (
            f"SELECT customer_id FROM events WHERE name = '{name}' AND occurred_at BETWEEN {self.ago(days)} AND {self.now}"
            f"{where} GROUP BY customer_id{having}"
        )

    def bought(self, having: str, days: int | None = None) -> str:
        """Customers by their orders."""
        since = f" AND ordered_at >= {self.ago(days)}" if days else ""
        return (
            f"SELECT customer_id FROM orders WHERE status <> 'refunded' AND ordered_at <= {self.now}{since} "
            f"GROUP BY customer_id HAVING {having}"
        )

    def types(self) -> str:
        """Every buyer's customer type."""
        return f"""SELECT customer_id, CASE WHEN last_at < {self.ago(90)} THEN 'dormant'
          WHEN before < strftime('%Y-%m-%d %H:%M:%S', last_at, '-90 days') || substr(last_at, 20) THEN 'returning'
          WHEN first_at >= {self.ago(30)} THEN 'new' ELSE 'current' END AS type
        FROM (SELECT customer_id, max(ordered_at) AS last_at, min(ordered_at) AS first_at,
                max(CASE WHEN nth = 2 THEN ordered_at END) AS before
              FROM (SELECT customer_id, ordered_at,
                      row_number() OVER (PARTITION BY customer_id ORDER BY ordered_at DESC) AS nth
                    FROM orders WHERE status <> 'refunded' AND ordered_at <= {self.now})
              GROUP BY customer_id)"""

    def left_cart(self, days: int, hours: int) -> str:
        """Added to the cart and did not order within so many hours."""
        return f"""SELECT DISTINCT a.customer_id FROM events a
        WHERE a.name = 'product_added' AND a.occurred_at BETWEEN {self.ago(days)} AND {self.now} AND NOT EXISTS (
          SELECT 1 FROM events b WHERE b.customer_id = a.customer_id AND b.name = 'order_completed'
            AND b.occurred_at > a.occurred_at AND b.occurred_at <= {self.now}
            AND b.occurred_at <= strftime('%Y-%m-%d %H:%M:%S', a.occurred_at, '+{hours} hours') || substr(a.occurred_at, 20))"""


def questions(company: Company) -> Iterator[Question]:
    """All of them, for one company."""
    say = Words(company)
    slug = next(iter(segments.schema_of(company).categories))
    lifecycle = company.profile.lifecycle
    assert (lifecycle.new_days, lifecycle.dormant_days) == (30, 90), "the hand-written SQL says 30 and 90"
    touched = f"SELECT customer_id FROM touches WHERE delivered_at BETWEEN {say.ago(90)} AND {say.now}"
    clicked = f"SELECT customer_id FROM touches WHERE clicked_at BETWEEN {say.ago(90)} AND {say.now}"
    cart = {
        "kind": "sequence", "first": "product_added", "then": "order_completed", "happened": False,
        "within": {"hours": 24}, "since": {"days": 3},
    }  # fmt: skip
    age = f"({say.today:%Y%m%d} - CAST(replace(birth_date, '-', '') AS INTEGER)) / 10000"
    whom: dict[str, tuple[dict[str, Any], str]] = {
        "gold or VIP": (
            rule(attribute("tier", "is_any_of", ["gold", "vip"])),
            "SELECT customer_id FROM customers WHERE tier IN ('gold', 'vip')",
        ),
        "women of 20 to 29": (
            rule(attribute("age", "between", [20, 29]), attribute("gender", "is", "female")),
            f"SELECT customer_id FROM customers WHERE {age} BETWEEN 20 AND 29 AND gender = 'female'",
        ),
        "added to the cart, 3 days": (rule(event("product_added", 3)), say.did("product_added", 3)),
        "viewed 3 products, 7 days": (
            rule(event("product_viewed", 7, 3)),
            say.did("product_viewed", 7, " HAVING count(*) >= 3"),
        ),
        "viewed 10 products, 365 days": (
            rule(event("product_viewed", 365, 10)),
            say.did("product_viewed", 365, " HAVING count(*) >= 10"),
        ),
        "not here for 30 days": (
            rule(event("session_started", 30, 0, "at_most")),
            f"SELECT customer_id FROM customers WHERE customer_id NOT IN ({say.did('session_started', 30)})",
        ),
        "left with a cart": (rule(cart), say.left_cart(3, 24)),
        "two orders, 180 days": (
            rule(orders("count", "at_least", 2, within={"days": 180})),
            say.bought("count(*) >= 2", 180),
        ),
        "spent 200,000 won": (
            rule(orders("spend_krw", "at_least", 200_000)),
            say.bought("sum(total_krw) >= 200000"),
        ),
        "dormant": (
            rule({"kind": "lifecycle", "types": ["dormant"]}),
            f"SELECT customer_id FROM ({say.types()}) WHERE type = 'dormant'",
        ),
        "current or returning": (
            rule({"kind": "lifecycle", "types": ["current", "returning"]}),
            f"SELECT customer_id FROM ({say.types()}) WHERE type IN ('current', 'returning')",
        ),
        "bought of a category": (
            rule({"kind": "bought", "categories": [slug]}),
            f"""SELECT DISTINCT i.customer_id FROM order_items i JOIN orders o USING (order_id)
            WHERE o.status <> 'refunded' AND o.ordered_at <= {say.now}
              AND i.category_id = (SELECT category_id FROM categories WHERE slug = '{slug}')""",
        ),
        "got a message, clicked none": (
            rule({"kind": "touches", "action": "received", "count": {"operator": "at_least", "value": 1}, "within": {"days": 90}},
                 {"kind": "touches", "action": "clicked", "count": {"operator": "at_most", "value": 0}, "within": {"days": 90}}),
            f"{touched} EXCEPT {clicked}",
        ),
        "left with a cart, current, not VIP": (
            rule(cart, {"kind": "lifecycle", "types": ["current"]}, {"none": [attribute("tier", "is", "vip")]}),
            f"""{say.left_cart(3, 24)} INTERSECT SELECT customer_id FROM ({say.types()}) WHERE type = 'current'
            EXCEPT SELECT customer_id FROM customers WHERE tier = 'vip'""",
        ),
    }  # fmt: skip
    for name, (asked, sql) in whom.items():
        yield Question("segments", name, lambda c, asked=asked: segments.members(c, asked).tolist(), sql)
    yield Question("funnel", "five steps in 7 days, entered in 28", _funnel, _funnel_sql(say))
    yield Question("retention", "visits by week, 12 weeks", _retention, _retention_sql(say))
    yield Question("RFM", "scores of every buyer", _rfm, _rfm_sql(say))


def _funnel(company: Company) -> list[int]:
    end = company.meta.today.date()
    asked = funnel.Question(
        tuple(Step(name) for name in STEPS),
        Period(end - timedelta(days=FUNNEL_DAYS), end),
        timedelta(days=WINDOW_DAYS),
    )
    return [step.customers for step in funnel.funnel(company, asked).everybody.steps]


def _funnel_sql(say: Words) -> str:
    """From every entry, each next step is the first later event of its kind within the window."""
    limit = f"strftime('%Y-%m-%d %H:%M:%S', entry, '+{WINDOW_DAYS} days') || substr(entry, 20)"
    parts = [
        f"""s1 AS MATERIALIZED (SELECT customer_id, occurred_at AS entry, occurred_at AS at FROM events
        WHERE name = '{STEPS[0]}' AND occurred_at >= {say.ago(FUNNEL_DAYS)} AND occurred_at < {say.now})"""
    ]
    for number, name in enumerate(STEPS[1:], 2):
        parts.append(
            f"""s{number} AS MATERIALIZED (SELECT customer_id, entry, at FROM (
              SELECT customer_id, entry, (SELECT min(e.occurred_at) FROM events e WHERE e.customer_id = s.customer_id
                AND e.name = '{name}' AND e.occurred_at > s.at AND e.occurred_at <= {limit}
                AND e.occurred_at <= {say.now}) AS at
              FROM s{number - 1} s) WHERE at IS NOT NULL)"""
        )
    counts = ", ".join(f"(SELECT count(DISTINCT customer_id) FROM s{n})" for n in range(1, len(STEPS) + 1))
    return f"WITH {', '.join(parts)} SELECT {counts}"


def _retention(company: Company) -> list[tuple[int, int, int]]:
    today = company.meta.today.date()
    monday = today - timedelta(days=today.weekday())
    asked = retention.Question(
        Step("session_started"), Step("session_started"), Period(monday - timedelta(weeks=WEEKS), monday),
        unit="week", count=WEEKS,
    )  # fmt: skip
    found = retention.retention(company, asked).everybody
    return sorted(
        (cohort.bucket, level, cell.customers)
        for cohort in found.cohorts
        for level, cell in enumerate(cohort.cells)
        if cell is not None and cell.customers
    )


def _retention_sql(say: Words) -> str:
    monday = say.today.date() - timedelta(days=say.today.weekday())
    start = monday - timedelta(weeks=WEEKS)
    week = "(CAST(julianday(date({x})) - 2440587.5 AS INTEGER) + 3) / 7"
    return f"""WITH began AS MATERIALIZED (
      SELECT customer_id, min(occurred_at) AS at FROM events
      WHERE name = 'session_started' GROUP BY customer_id
      HAVING min(occurred_at) >= '{start} 00:00:00.000000' AND min(occurred_at) < '{monday} 00:00:00.000000'
    ), days AS MATERIALIZED (
      SELECT DISTINCT b.customer_id, {week.format(x="b.at")} AS cohort, {week.format(x="e.occurred_at")} AS week
      FROM began b JOIN events e ON e.customer_id = b.customer_id AND e.occurred_at > b.at AND e.name = 'session_started'
      WHERE e.occurred_at < {say.now}
    )
    SELECT cohort, week - cohort AS level, count(*) FROM days WHERE week - cohort <= {WEEKS}
    GROUP BY cohort, level ORDER BY cohort, level"""


def _rfm(company: Company) -> list[tuple[int, int, int, int]]:
    found = rfm.scores(company)
    columns = (found.customer_id, found.r, found.f, found.m)
    return list(zip(*(one.tolist() for one in columns), strict=True))


def _rfm_sql(say: Words) -> str:
    score = "1 + (rank() OVER (ORDER BY {x}) - 1) * 5 / count(*) OVER ()"
    return f"""SELECT customer_id, {score.format(x="last_at")}, {score.format(x="orders")}, {score.format(x="spend")}
    FROM (SELECT customer_id, max(ordered_at) AS last_at, count(*) AS orders, sum(total_krw) AS spend
          FROM orders WHERE status <> 'refunded' AND ordered_at <= {say.now} GROUP BY customer_id)
    ORDER BY customer_id"""


def comparable(question: Question, rows: list[tuple[Any, ...]]) -> Any:
    """SQLite's rows in the shape of our answer."""
    if question.kind == "segments":
        return sorted(row[0] for row in rows)
    return list(rows[0]) if question.kind == "funnel" else rows


def milliseconds(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The median time of so many rounds, nothing kept between them, and the answer."""
    times, answer = [], None
    for _ in range(rounds):
        evaluate.BITMAPS.clear()
        logs.LOGS.clear()
        start = time.perf_counter()
        answer = work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), answer


def opened(folder: str | None, customers: int) -> Company:
    """The company of a folder, or one built once and kept in the temporary folder."""
    if folder:
        return Company.open(folder)
    home = Path(tempfile.gettempdir()) / f"dangol-bench-{customers}"
    if not (home / "meta.json").exists():
        print(f"building {customers:,} customers …", flush=True)
        build("fashion", customers, 365, 1, home).close()
    return Company.open(home)


def exported(company: Company) -> sqlite3.Connection:
    """The SQLite export, made once beside the company's folder, with statistics for its planner."""
    path = company.folder.parent / f"{company.folder.name}.sqlite"
    if not path.exists():
        print("exporting to SQLite …", flush=True)
        export(company, "sqlite", path)
        with sqlite3.connect(path) as made:
            made.execute("ANALYZE")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size = -1048576")  # 1 GiB
    connection.execute("PRAGMA mmap_size = 8589934592")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def main() -> None:
    """One line a question, then percentiles and the limits they are held to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--no-sqlite", action="store_true", help="only our engine (1,000,000 customers make a 30 GB file)"
    )
    parser.add_argument(
        "--no-copy", action="store_true", help="leave a person's own SQL out (it makes a copy of the tables)"
    )
    options = parser.parse_args()
    company = opened(options.folder, options.customers)
    other = None if options.no_sqlite else exported(company)
    events = company.meta.rows["events"]
    print(f"\n{company.meta.customers:,} customers, {events:,} events, {date.today()}\n")
    print(f"{'':46}{'ours':>10}{'SQLite':>12}{'ratio':>9}")
    wrong, taken, pairs = [], [], {}
    for question in questions(company):
        ours, answer = milliseconds(lambda question=question: question.ours(company), options.rounds)
        line = f"{question.kind:10}{question.name:36}{ours:7.1f} ms"
        taken.append((question.kind, ours))
        if other is not None:
            theirs, rows = milliseconds(
                lambda question=question: other.execute(question.sql).fetchall(), min(options.rounds, 3)
            )
            same = comparable(question, rows) == answer
            line += f"{theirs:9.1f} ms{theirs / ours:8.1f}×" + ("" if same else "   ANSWERS DIFFER")
            pairs.setdefault(question.kind, []).append((ours, theirs))
            if not same:
                wrong.append(question.name)
        print(line, flush=True)
    if not options.no_copy:
        _workbench(company, options.rounds)
        _hostile(company)
    _customers(company, options.rounds)
    print()
    column = 0 if company.meta.customers <= 50_000 else 1
    for kind, limits in TARGETS.items():
        times = sorted(ms for found, ms in taken if found == kind)
        worst = times[min(int(len(times) * 0.95), len(times) - 1)]
        ratio = _ratio(pairs[kind]) if kind in pairs else ""
        verdict = "within" if worst <= limits[column] else "OVER"
        print(f"{kind:10} p95 {worst:7.1f} ms, {verdict} {limits[column]:,} ms{ratio}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if wrong:
        sys.exit(f"answers differ: {', '.join(wrong)}")


PAGES = ("/company/", "/customers/", "/customers/7", "/rfm/", "/segments/help", "/plan/", "/settings/")
ENDLESS = (
    "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t",
    "SELECT count(*) FROM events a, events b, events c",
    "SELECT list(a) FROM range(10000000000) t(a)",
    "SELECT sum(hash(a)) FROM range(1000000000000) t(a)",
)


def _hostile(company: Company) -> None:
    """Pages while eight hostile questions run: the slowest answer."""
    os.environ["DANGOL_COMPANY"] = str(company.folder)
    with tempfile.TemporaryDirectory() as instance:
        app = create_app({"INSTANCE": instance})
        browser = app.test_client()
        for page in PAGES:
            browser.get(page)
        quiet = max(milliseconds(lambda page=page: browser.get(page), 1)[0] for page in PAGES)
        asking = [
            threading.Thread(target=app.test_client().get, args=[f"/sql/?q={quote(sql)}"])
            for sql in ENDLESS * 2
        ]
        for one in asking:
            one.start()
        time.sleep(1)
        times = [milliseconds(lambda page=page: browser.get(page), 1)[0] for page in PAGES * 3]
        running_still = sum(one.is_alive() for one in asking)
        for one in asking:
            one.join()
    times.sort()
    print(
        f"{len(times)} pages while {running_still} of 8 hostile questions ran: median {times[len(times) // 2]:.0f} ms, "
        f"slowest {times[-1]:.0f} ms (without them {quiet:.0f} ms)"
    )


def _ratio(pairs: list[tuple[float, float]]) -> str:
    """How much longer SQLite takes: a typical question (geometric mean), and all of them together."""
    typical = statistics.geometric_mean(theirs / ours for ours, theirs in pairs)
    together = sum(theirs for _, theirs in pairs) / sum(ours for ours, _ in pairs)
    return f"; SQLite takes {typical:.1f}× as long" + (
        f", {together:.0f}× together" if len(pairs) > 1 else ""
    )


def _workbench(company: Company, rounds: int) -> None:
    """What a person's own SQL costs: the copy, the process, a question to a warm one."""
    start = time.perf_counter()
    had = copying.is_made(company)
    size = copying.ensure(company).stat().st_size / 1e6
    made = time.perf_counter() - start
    print(f"\nSQL copy {size:,.0f} MB" + ("" if had else f", made in {made:.1f} s"), end="; ")
    cold, _ = milliseconds(lambda: running.run(company, "SELECT 1"), 1)
    sql = "SELECT name, count(*), count(DISTINCT customer_id) FROM events GROUP BY name"
    warm, _ = milliseconds(lambda: running.run(company, sql), rounds)
    print(f"first question {cold:.0f} ms, all events by name {warm:.0f} ms")


def _customers(company: Company, rounds: int) -> None:
    """What the pages of customers, lifecycle, RFM, past campaigns and KPIs ask; only the orders' arrays are kept."""
    year = kpi_period.months(company, 12)
    sent = "SELECT campaign_id FROM touches GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    largest = company.scalar(sent)
    visits = "SELECT customer_id FROM events WHERE name = 'session_started' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    busiest = company.scalar(visits)
    dormant = customer_list.Asked.of("", {"kind": "lifecycle", "types": ["dormant"]}, "spent")
    asked: dict[str, Callable[[], Any]] = {
        "orders as arrays": lambda: order_log.order_log.__wrapped__(company),
        "lifecycle flow, 12 months": lambda: lifecycle_flow.flow.__wrapped__(
            company, lifecycle_flow.thresholds(company), 12
        ),
        "RFM map": lambda: rfm_map.rfm_map.__wrapped__(company),
        "attribution, every campaign": lambda: past_credit.claims.__wrapped__(company, "delivered"),
        f"effect by type, {largest}": lambda: past_effect.reading.__wrapped__(company, largest, 7),
        f"orders around, {largest}": lambda: past_course.around.__wrapped__(company, largest),
        "KPIs by source, a year": lambda: (
            kpi_ads.by_source.__wrapped__(company, year), kpi_crm.by_source.__wrapped__(company, year),
        ),
        "KPIs by month, a year": lambda: (
            kpi_ads.by_month.__wrapped__(company, year), kpi_crm.by_month.__wrapped__(company, year),
        ),
        "a list by name": lambda: customer_list.listing.__wrapped__(company, customer_list.Asked("김민")),
        "a list of a segment": lambda: customer_list.listing.__wrapped__(company, dormant),
        "the busiest customer's record": lambda: customer_record.record.__wrapped__(company, busiest),
    }  # fmt: skip
    order_log.order_log(company)
    print()
    for name, work in asked.items():
        start = time.process_time()
        wall, _ = milliseconds(work, rounds)
        cpu = (time.process_time() - start) * 1000 / rounds
        print(f"{'customers':10}{name:36}{wall:7.1f} ms{cpu:9.1f} ms of processor", flush=True)


if __name__ == "__main__":
    main()
