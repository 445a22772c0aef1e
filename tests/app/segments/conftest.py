"""Tiny companies written by hand: rows as dicts, in the real layout on disk, in as many partitions as asked."""

import json
import random
from datetime import date, datetime, timedelta

import duckdb
import pytest

from fake_company import profile
from fake_company.schema import tables_of
from fake_company.warehouse import FORMAT, Company

TODAY = datetime(2026, 3, 2)
CATEGORIES = [
    {"category_id": 0, "slug": "outer", "name_ko": "아우터", "name_en": "outerwear"},
    {"category_id": 1, "slug": "top", "name_ko": "상의", "name_en": "tops"},
]
CAMPAIGNS = [{"campaign_id": "spring", "name_ko": "봄 세일", "name_en": "Spring sale", "channel": "email"}]


def _with_own_attributes(shop):
    """The profile with a list and a nested attribute, whatever else it has."""
    rates = {"weights": [0.5, 0.3, 0.2], "missing_rate": 0.3}
    more = [
        {"key": "tags", "name": {"ko": "취향", "en": "tastes"}, "kind": "list", "values": ["a", "b", "나들이"], **rates},
        {
            "key": "home", "name": {"ko": "집", "en": "home"}, "kind": "nested", "missing_rate": 0.3,
            "fields": [
                {"key": "city", "name": {"ko": "도시", "en": "city"}, "values": ["서울", "부산"], "weights": [0.5, 0.5]},
                {"key": "floor", "name": {"ko": "층", "en": "floor"}, "type": "INTEGER", "values": [3], "weights": [1.0]},
                {"key": "lift", "name": {"ko": "승강기", "en": "lift"}, "type": "BOOLEAN", "values": [True], "weights": [1.0]},
            ],
        },
    ]  # fmt: skip
    kept = [row.model_dump() for row in shop.attributes if row.kind == "one"]
    return profile.Profile.model_validate({**shop.model_dump(), "attributes": [*kept, *more]})


def write(folder, tables, partitions=1, today=TODAY):
    """A company folder holding the given rows; columns not given are missing."""
    customers = len(tables["customers"])
    size = -(-customers // partitions)
    shop = _with_own_attributes(profile.load("fashion"))
    for table in tables_of(shop).values():
        rows = tables.get(table.name, [])
        parts = partitions if table.per_customer else 1
        (folder / "tables" / table.name).mkdir(parents=True)
        for part in range(parts):
            mine = [row for row in rows if not table.per_customer or row["customer_id"] // size == part]
            _write_part(table, mine, folder / "tables" / table.name / f"part-{part:03d}.parquet")
    meta = {
        "format": FORMAT, "profile": "fashion", "customers": customers, "days": 365, "seed": 1, "generator": "test",
        "today": today.isoformat(), "partitions": partitions, "partition_size": size, "digest": str(folder),
        "truth_digest": "", "rows": {name: len(tables.get(name, [])) for name in tables_of(shop)}, "versions": {},
    }  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta))
    (folder / "profile.json").write_text(shop.model_dump_json())
    return Company.open(folder)


def _write_part(table, rows, path):
    types = table.types()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
        if rows:
            marks = ", ".join("?" for _ in types)
            connection.executemany(
                f"INSERT INTO t VALUES ({marks})", [[row.get(n) for n in types] for row in rows]
            )
        order = "ORDER BY name, customer_id, occurred_at" if table.name == "events" else ""
        connection.execute(f"COPY (SELECT * FROM t {order}) TO '{path}' (FORMAT parquet)")


@pytest.fixture(scope="session")
def write_company(tmp_path_factory):
    """A function that writes rows as a company and opens it."""

    def _write(tables, partitions=1, today=TODAY):
        tables = {"categories": CATEGORIES, "campaigns": CAMPAIGNS, **tables}
        return write(tmp_path_factory.mktemp("company"), tables, partitions, today)

    return _write


def ago(days=0, hours=0, minutes=0):
    return TODAY - timedelta(days=days, hours=hours, minutes=minutes)


@pytest.fixture(scope="session")
def random_tables():
    """42 customers full of missing values, blanks, and times at the very edges of windows."""
    draw = random.Random(7)
    moments = [TODAY - timedelta(days=d) for d in (0, 1, 2, 3, 7, 30, 90, 365, 730)]
    moments += [m + timedelta(microseconds=step) for m in moments[1:] for step in (-1, 1)]
    moments += [ago(hours=h) for h in (1, 6, 24, 25, 48)] + [
        datetime(2024, 2, 29),
        datetime(2024, 2, 29, 23, 59),
    ]
    moments += [datetime(2024, 3, 2), datetime(2024, 3, 1, 23, 59, 59), datetime(2026, 2, 28, 23, 59, 59)]
    moments += [ago(days=draw.randrange(1, 200), minutes=draw.randrange(1440)) for _ in range(20)]
    maybe = lambda values, missing=0.3: None if draw.random() < missing else draw.choice(values)  # noqa: E731
    when = lambda missing=0.3: maybe(moments, missing)  # noqa: E731
    customers = [
        {
            "customer_id": i, "external_id": f"c{i}", "is_member": draw.random() < 0.8,
            "first_name": maybe(["민지", "", "  ", "\u3000", "지은😀", "서준", "\u200b"]), "last_name": maybe(["김", "이"]),
            "gender": maybe(["female", "male"]), "tier": maybe(["basic", "silver", "gold", "vip"], 0.1),
            "birth_date": maybe([date(2004, 2, 29), date(1996, 3, 2), date(1996, 3, 3), date(2010, 12, 31)]),
            "points": maybe([0, 1, 999, 1000, 1001, 30000]), "has_app": maybe([True, False]),
            "push_enabled": maybe([True, False]), "web_cookie": maybe([True, False]), "web_push_enabled": maybe([True, False]),
            "kakao_friend": maybe([True, False]), "device_os": maybe(["ios", "android", "web"]),
            "phone": maybe(["010-1234-5678", "01012345678", "010-12-34", "02-123-4567", ""]),
            "email": maybe(["a@b.kr", "a@b", "a b@c.kr", ""]), "signed_up_at": when(), "first_seen_at": when(),
            **{f"{c}_consent_at": when() for c in ("push", "sms", "email", "kakao", "night")},
            **{f"{c}_opted_out_at": when(0.7) for c in ("push", "sms", "email", "kakao")},
            "top_size": maybe(["S", "M", "L", " "]),
            "tags": maybe([[], ["a"], ["a", "b"], ["b", "나들이"], ["a", "a", "b"], ["나들이", None]]),
            "home": maybe([
                {"city": "서울", "floor": 3, "lift": True}, {"city": None, "floor": None, "lift": None},
                {"city": " ", "floor": -1, "lift": False}, {"city": "부산", "floor": 3, "lift": None},
            ]),
        }
        for i in range(42)
    ]  # fmt: skip
    events, orders, items, touches = [], [], [], []
    names = ["product_viewed", "product_added", "order_completed", "searched"]
    for i in range(36):
        for n in range(draw.randrange(0, 12)):
            events.append({
                "event_id": i << 20 | n, "customer_id": i, "occurred_at": draw.choice(moments), "name": draw.choice(names),
                "product_id": maybe([1, 2, 3]), "category_id": maybe([0, 1]), "amount_krw": maybe([0, 29999, 30000, 30001]),
                "search_term": maybe(["코트", "흰 셔츠", " "]), "page": maybe(["price", "home"]), "session_id": n,
            })  # fmt: skip
        for n in range(draw.choice([0, 0, 1, 1, 2, 3, 5])):
            order = i * 100 + n
            orders.append({
                "order_id": order, "customer_id": i, "ordered_at": draw.choice(moments),
                "total_krw": draw.choice([10000, 33333, 50000]), "coupon_code": maybe(["SALE"]),
                "status": draw.choice(["paid", "delivered", "refunded"]),
            })  # fmt: skip
            items += [
                {
                    "order_id": order,
                    "customer_id": i,
                    "product_id": 1,
                    "category_id": draw.choice([0, 1]),
                    "quantity": 1,
                }
                for _ in range(draw.randrange(1, 3))
            ]
        for n in range(draw.randrange(0, 4)):
            touches.append({
                "touch_id": i * 100 + n, "customer_id": i, "campaign_id": draw.choice(["spring", "other"]),
                "channel": draw.choice(["email", "app_push"]), "sent_at": draw.choice(moments), "delivered_at": when(0.2),
                "opened_at": when(), "clicked_at": when(),
            })  # fmt: skip
    return {
        "customers": customers,
        "events": events,
        "orders": orders,
        "order_items": items,
        "touches": touches,
    }


@pytest.fixture(scope="session")
def random_company(write_company, random_tables):
    return write_company(random_tables)
