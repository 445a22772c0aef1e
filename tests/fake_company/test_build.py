"""A company on disk: the same bytes for any number of workers, whole or not there at all, and believable."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pytest

from fake_company import partitions
from fake_company import profile as profiles
from fake_company.build import build
from fake_company.errors import DangolError, NotFound
from fake_company.schema import EVENT_NAMES, TABLES, tables_of
from fake_company.warehouse import Company

CODE = """
import sys
from fake_company.build import build
if __name__ == "__main__":
    build("fashion", 30_000, 365, 1, sys.argv[1], workers=2)
"""


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_inputs_give_the_same_bytes_for_any_number_of_workers(tmp_path: Path) -> None:
    one = build("fashion", 10_300, 40, 5, tmp_path / "one", workers=1)
    two = build("fashion", 10_300, 40, 5, tmp_path / "two", workers=2)
    assert one.meta == two.meta
    assert one.meta.partitions == 2
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_another_seed_is_another_company(tmp_path: Path) -> None:
    digests = {build("fashion", 200, 40, seed, tmp_path / str(seed)).meta.digest for seed in (1, 2)}
    assert len(digests) == 2


def test_every_table_has_exactly_its_documented_columns(small_company: Company) -> None:
    for name, table in tables_of(small_company.profile).items():
        found = {row["column_name"]: row["column_type"] for row in small_company.rows(f"DESCRIBE {name}")}
        assert found == table.types(), name
        for column in table.columns:
            assert column.meaning.ko, f"{name}.{column.name}"
            assert column.meaning.en != column.meaning.ko or column.meaning.en.isascii()
        assert small_company.scalar(f"SELECT count(*) FROM {name}") == small_company.meta.rows[name] > 0


def test_meta_says_what_the_company_is(small_company: Company) -> None:
    meta = small_company.meta
    assert (meta.profile, meta.customers, meta.days, meta.seed) == ("fashion", 2000, 365, 1)
    assert meta.today.isoformat() == "2026-03-02T00:00:00"
    assert set(meta.versions) == {"python", "numpy", "duckdb", "faker"}
    assert len(meta.digest) == len(meta.truth_digest) == 32


def test_progress_rises_to_one_in_both_languages(tmp_path: Path) -> None:
    seen = []
    build("fashion", 150, 30, 3, tmp_path / "c", progress=lambda share, text: seen.append((share, text)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(text.ko != text.en for _, text in seen)


# what is in the tables


def test_customers_are_dense_and_events_are_sorted_and_numbered(small_company: Company) -> None:
    ids = small_company.arrays("SELECT customer_id FROM customers")["customer_id"]
    assert np.array_equal(ids, np.arange(2000))
    events = small_company.arrays("SELECT event_id, customer_id, name, epoch_us(occurred_at) AS at FROM events")
    rank = {name: at for at, name in enumerate(EVENT_NAMES)}
    name = np.array([rank[one] for one in events["name"]])
    order = np.lexsort((events["at"], events["customer_id"], name))
    assert np.array_equal(order, np.arange(len(order)))
    assert np.array_equal(events["event_id"] >> 20, events["customer_id"])
    assert len(np.unique(events["event_id"])) == len(order)


def test_everything_happens_inside_the_history(small_company: Company) -> None:
    today = small_company.meta.today
    for table, column in (("events", "occurred_at"), ("orders", "ordered_at"), ("reviews", "written_at")):
        low, high = small_company.rows(f"SELECT min({column}) AS low, max({column}) AS high FROM {table}")[0].values()
        assert high < today
        assert (today - low).days <= 365


HOLDS = {
    "an order's total is items − discount + shipping":
        "SELECT count(*) FROM orders WHERE total_krw <> items_krw - discount_krw + shipping_krw",
    "an order's items add up to its lines":
        "SELECT count(*) FROM orders o JOIN (SELECT order_id, sum(quantity * unit_price_krw) AS krw FROM order_items "
        "GROUP BY 1) i USING (order_id) WHERE i.krw <> o.items_krw",
    "every order has lines": "SELECT count(*) FROM orders ANTI JOIN order_items USING (order_id)",
    "lines carry the catalogue's price":
        "SELECT count(*) FROM order_items i JOIN products p USING (product_id) WHERE unit_price_krw <> p.price_krw "
        "OR i.unit_cost_krw <> p.unit_cost_krw OR i.category_id <> p.category_id",
    "an order outside the outage is an event":
        "SELECT count(*) FROM orders ANTI JOIN (SELECT order_id FROM events WHERE name = 'order_completed') "
        "USING (order_id) WHERE ordered_at::DATE <> DATE '2026-01-14'",
    "an order comes after its checkout":
        "SELECT count(*) FROM events o JOIN events c USING (session_id) WHERE o.name = 'order_completed' AND "
        "c.name = 'payment_info_entered' AND c.occurred_at > o.occurred_at",
    "a discount has a code": "SELECT count(*) FROM orders WHERE (discount_krw > 0) <> (coupon_code IS NOT NULL)",
    "a used coupon was issued before and had not expired":
        "SELECT count(*) FROM coupons WHERE used_at IS NOT NULL AND NOT (used_at BETWEEN issued_at AND expires_at + INTERVAL 1 HOUR)",
    "coupon orders and used coupons are the same":
        "SELECT count(*) FROM (SELECT order_id FROM orders WHERE coupon_code IS NOT NULL) FULL JOIN "
        "(SELECT order_id FROM coupons WHERE order_id IS NOT NULL) c USING (order_id) WHERE order_id IS NULL",
    "delivered orders know when": "SELECT count(*) FROM orders WHERE status = 'delivered' AND delivered_at IS NULL",
    "statuses follow the order":
        "SELECT count(*) FROM events e JOIN orders o USING (order_id) WHERE e.name = 'order_status_changed' "
        "AND e.occurred_at <= o.ordered_at",
    "reviews come after delivery":
        "SELECT count(*) FROM reviews r JOIN orders o USING (order_id) WHERE r.written_at <= o.delivered_at OR o.status = 'refunded'",
    "reviews are of what was bought":
        "SELECT count(*) FROM reviews ANTI JOIN order_items USING (order_id, product_id)",
    "stars of a product are its reviews'":
        "SELECT count(*) FROM products p JOIN (SELECT product_id, count(*) AS n, avg(rating) AS stars FROM reviews "
        "GROUP BY 1) r USING (product_id) WHERE p.review_count <> n OR abs(p.rating - stars) > 0.006",
    "guests have no name, phone or consent":
        "SELECT count(*) FROM customers WHERE NOT is_member AND (first_name IS NOT NULL OR last_name IS NOT NULL OR "
        "phone IS NOT NULL OR push_consent_at IS NOT NULL OR signed_up_at IS NOT NULL)",
    "nobody consents before signing up":
        "SELECT count(*) FROM customers WHERE least(push_consent_at, sms_consent_at, email_consent_at, kakao_consent_at) "
        "< signed_up_at",
    "nobody visits before being seen first":
        "SELECT count(*) FROM events e JOIN customers c USING (customer_id) WHERE e.name = 'session_started' AND "
        "e.occurred_at < c.first_seen_at - INTERVAL 1 SECOND",
    "a tier is last year's spend":
        "SELECT count(*) FROM customers c LEFT JOIN (SELECT customer_id, sum(items_krw - discount_krw) AS krw FROM orders "
        "GROUP BY 1) o USING (customer_id) WHERE is_member AND tier <> CASE WHEN coalesce(krw, 0) >= 900000 THEN 'vip' "
        "WHEN coalesce(krw, 0) >= 400000 THEN 'gold' WHEN coalesce(krw, 0) >= 150000 THEN 'silver' ELSE 'basic' END",
    "holdouts get nothing": "SELECT count(*) FROM touches WHERE is_holdout AND (delivered_at IS NOT NULL OR coupon_code IS NOT NULL)",
    "what was skipped did not arrive": "SELECT count(*) FROM touches WHERE skipped_reason IS NOT NULL AND delivered_at IS NOT NULL",
    "advertising sign-ups are the customers who came by it":
        "SELECT count(*) FROM (SELECT source, sum(sign_ups) AS n FROM ad_costs GROUP BY 1) a JOIN (SELECT acquisition_source "
        "AS source, count(*) AS m FROM customers WHERE is_member AND first_seen_at >= TIMESTAMP '2025-03-02' GROUP BY 1) c "
        "USING (source) WHERE n <> m",
}  # fmt: skip


@pytest.mark.parametrize("sentence", HOLDS)
def test_the_books_agree(small_company: Company, sentence: str) -> None:
    assert small_company.scalar(HOLDS[sentence]) == 0


def test_every_event_name_happens_and_no_other(company: Company) -> None:
    found = {row["name"] for row in company.rows("SELECT DISTINCT name FROM events")}
    assert found == set(EVENT_NAMES)


def test_the_tracking_outage_is_a_day_without_visits_but_with_orders(company: Company) -> None:
    back = company.profile.imperfections.outage_days_before_today[0]
    by_day = company.rows(
        "SELECT date_diff('day', occurred_at, $today) AS back, count(*) AS n FROM events "
        "WHERE name = 'session_started' GROUP BY 1",
        {"today": company.meta.today},
    )
    found = {row["back"]: row["n"] for row in by_day}
    assert found.get(back, 0) < 0.02 * found[back + 7]  # a few visits that began before midnight
    assert company.scalar(
        "SELECT count(*) FROM orders WHERE ordered_at::DATE = ($today - to_days($back::INTEGER))::DATE",
        {"today": company.meta.today, "back": back},
    )


def test_refunds_are_few_and_switchable(company: Company, tmp_path: Path) -> None:
    share = company.scalar("SELECT avg((status = 'refunded')::INT) FROM orders")
    assert 0.02 < share < 0.08
    profile = profiles.load("fashion")
    never = profile.model_copy(update={"imperfections": profile.imperfections.model_copy(update={"refund": 0.0})})
    made = build(never, 600, 120, 1, tmp_path / "c")
    assert made.scalar("SELECT count(*) FROM orders WHERE status = 'refunded'") == 0


def test_the_past_campaigns_reached_people(company: Company) -> None:
    rows = {row["campaign_id"]: row for row in company.rows(
        "SELECT campaign_id, count(delivered_at) AS arrived, count(clicked_at) AS clicked, sum(is_holdout::INT) AS held, "
        "count(DISTINCT sent_at::DATE) AS days FROM touches GROUP BY 1"
    )}  # fmt: skip
    assert set(rows) == {one.id for one in company.profile.campaigns}
    assert all(row["arrived"] > 50 for row in rows.values())
    assert rows["winback-5000"]["held"] > 0.1 * rows["winback-5000"]["arrived"]
    assert rows["monthly-20-coupon"]["days"] == 5
    used = company.scalar("SELECT count(used_at) FROM coupons WHERE campaign_id = 'monthly-20-coupon'")
    assert used > 20


def test_price_and_trust_leave_signs(company: Company) -> None:
    for name in ("list_sorted", "coupon_page_viewed", "reviews_viewed", "size_guide_viewed", "return_policy_viewed"):
        assert company.scalar("SELECT count(*) FROM events WHERE name = ?", [name]) > 1000


# what is hidden


def test_the_truth_is_no_table_and_no_column(small_company: Company) -> None:
    shown = {row["name"] for row in small_company.rows("SHOW TABLES")}
    assert shown == set(TABLES)
    hidden = {"elasticity", "blocker", "blocker_mix", "price_gap", "sleeping", "orders_per_day", "answer"}
    for table in tables_of(small_company.profile).values():
        assert not hidden & set(table.types())
    public = [path.name for path in (small_company.folder / "tables").rglob("*")]
    assert not any(name.endswith(".npz") for name in public)


def test_the_truth_comes_back_for_the_world(small_company: Company) -> None:
    from fake_company.truth import read_truth

    traits, state = read_truth(small_company.folder, small_company.meta.partitions)
    assert len(traits) == len(state) == 2000
    orders = small_company.arrays("SELECT customer_id, count(*) AS n FROM orders GROUP BY 1")
    assert np.array_equal(state.orders[orders["customer_id"]], orders["n"])


# what can go wrong


def test_a_killed_build_leaves_no_company_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    target = tmp_path / "company"
    script = tmp_path / "script.py"
    script.write_text(CODE)
    root = str(Path(partitions.__file__).parent.parent)
    running = subprocess.Popen([sys.executable, str(script), str(target)], env={**os.environ, "PYTHONPATH": root})
    for _ in range(600):
        if list(tmp_path.glob(".building-*/tables/*/*.parquet")) or list(tmp_path.glob(".building-*")):
            break
        time.sleep(0.05)
    time.sleep(1.0)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not target.exists()
    assert len(list(tmp_path.glob(".building-*"))) == 1
    time.sleep(1.5)  # the workers notice that their parent is gone
    build("fashion", 120, 30, 1, target)
    assert not list(tmp_path.glob(".building-*"))
    assert Company.open(target).meta.customers == 120


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(share: float, text: object) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build("fashion", 120, 30, 1, tmp_path / "c", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_company_is_never_built_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DangolError):
        build("fashion", 120, 30, 1, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize(("customers", "days", "seed"), [(-5, 40, 1), (3_000_000, 40, 1), (10, 3, 1), (10, 40, -1)])
def test_impossible_sizes_are_refused(tmp_path: Path, customers: int, days: int, seed: int) -> None:
    with pytest.raises(DangolError):
        build("fashion", customers, days, seed, tmp_path / "c")


@pytest.fixture
def broken(small_company: Company, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_company.folder, tmp_path / "broken"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


BREAKS = {
    "meta is not JSON": ("meta.json", lambda folder: (folder / "meta.json").write_text("{")),
    "meta lacks a key": ("meta.json", lambda folder: (folder / "meta.json").write_text('{"today": "2026-03-02"}')),
    "meta of a later layout": ("meta.json", lambda folder: (folder / "meta.json").write_text(
        (folder / "meta.json").read_text().replace('"format": 3', '"format": 99'))),
    "a partition is missing": ("events", lambda folder: (folder / "tables/events/part-000.parquet").unlink()),
    "a partition is cut off": ("tables", lambda folder: cut(folder / "tables/events/part-000.parquet")),
    "a partition of something else": ("orders", lambda folder: shutil.copy(
        folder / "tables/reviews/part-000.parquet", folder / "tables/orders/part-000.parquet")),
    "no profile": ("profile.json", lambda folder: (folder / "profile.json").unlink()),
    "a broken profile": ("profile.json", lambda folder: (folder / "profile.json").write_text('{"slug": 1}')),
}  # fmt: skip


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_folder_is_one_error_with_place_and_remedy(broken: Path, what: str) -> None:
    place, break_it = BREAKS[what]
    break_it(broken)
    with pytest.raises(DangolError) as caught:
        Company.open(broken)
    assert place in caught.value.where.ko
    assert "flask company build" in caught.value.remedy.ko
    assert "flask company build" in caught.value.remedy.en


def test_no_folder_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Company.open(tmp_path)


def test_an_open_company_cannot_be_written_through_its_tables(small_company: Company) -> None:
    with pytest.raises(duckdb.Error):
        small_company.rows("INSERT INTO customers SELECT * FROM customers")
    before = json.loads((small_company.folder / "meta.json").read_text())
    assert before["rows"]["customers"] == small_company.scalar("SELECT count(*) FROM customers")
