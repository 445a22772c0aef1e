"""Companies small enough to check by hand: rows as dicts, in the real layout on disk, in as many partitions as asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from fake_company import profile
from fake_company.schema import Table, tables_of
from fake_company.warehouse import FORMAT, Company

TODAY = datetime(2026, 3, 2)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def make(
    folder: Path, tables: Rows, partitions: int = 1, today: datetime = TODAY, days: int = 365
) -> Company:
    """A company of these rows; columns not given are missing."""
    customers = len(tables["customers"])
    size = -(-customers // partitions)
    shop = profile.load("fashion")
    known = tables_of(shop)
    with duckdb.connect() as connection:
        for table in known.values():
            parts = partitions if table.per_customer else 1
            place = folder / "tables" / table.name
            place.mkdir(parents=True)
            _fill(connection, table, tables.get(table.name, ()))
            for part in range(parts):
                among = f"WHERE customer_id // {size} = {part}" if table.per_customer else ""
                order = "ORDER BY name, customer_id, occurred_at" if table.name == "events" else ""
                target = place / f"part-{part:03d}.parquet"
                connection.execute(f"COPY (SELECT * FROM t {among} {order}) TO '{target}' (FORMAT parquet)")
    meta = {
        "format": FORMAT, "profile": "fashion", "customers": customers, "days": days, "seed": 1, "generator": "test",
        "today": today.isoformat(), "partitions": partitions, "partition_size": size, "digest": str(folder),
        "truth_digest": "", "rows": {name: len(tables.get(name, ())) for name in known}, "versions": {},
    }  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (folder / "profile.json").write_text(shop.model_dump_json(), encoding="utf-8")
    return Company.open(folder)


def customer(number: int, **more: Any) -> dict[str, Any]:
    """A customer who came on the first day of the records unless told otherwise."""
    return {
        "customer_id": number, "external_id": f"m-{number}", "is_member": True, "first_seen_at": datetime(2025, 3, 2),
        "acquisition_source": "instagram", **more,
    }  # fmt: skip


def order(number: int, customer_id: int, at: datetime, total: int = 10_000, **more: Any) -> dict[str, Any]:
    """An order at list price, delivered."""
    return {
        "order_id": number, "customer_id": customer_id, "ordered_at": at, "items_krw": total, "discount_krw": 0,
        "shipping_krw": 0, "total_krw": total, "status": "delivered", "payment_method": "card", **more,
    }  # fmt: skip


def item(
    order_row: Mapping[str, Any], category: int = 0, price: int = 10_000, cost: int = 6_000
) -> dict[str, Any]:
    """One of some goods in an order."""
    return {
        "order_id": order_row["order_id"], "customer_id": order_row["customer_id"], "product_id": category,
        "category_id": category, "quantity": 1, "unit_price_krw": price, "unit_cost_krw": cost,
    }  # fmt: skip


def touch(number: int, customer_id: int, campaign: str, at: datetime, **more: Any) -> dict[str, Any]:
    """A message that was sent and arrived at once."""
    return {
        "touch_id": number, "customer_id": customer_id, "campaign_id": campaign, "channel": "email", "sent_at": at,
        "delivered_at": at, "is_holdout": False, **more,
    }  # fmt: skip


def campaign(key: str) -> dict[str, Any]:
    """A past campaign by e-mail."""
    moment = datetime(2025, 6, 1)
    return {
        "campaign_id": key, "name_ko": key, "name_en": key, "channel": "email", "kind": "scheduled",
        "started_at": moment, "ended_at": moment, "holdout_rate": 0.0,
    }  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows as a table `t` of the schema's types."""
    types = table.types()
    connection.execute(
        f"CREATE OR REPLACE TABLE t ({', '.join(f'{name} {kind}' for name, kind in types.items())})"
    )
    if rows:
        marks = ", ".join([f"({', '.join('?' for _ in types)})"] * len(rows))
        connection.execute(f"INSERT INTO t VALUES {marks}", [row.get(name) for row in rows for name in types])
