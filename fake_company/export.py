"""A company as a SQLite file, CSV files or Parquet files, so that any tool opens it. Public tables only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import sqlite_utils

from fake_company.errors import DangolError
from fake_company.schema import Column, Table, tables_of
from fake_company.text import Text
from fake_company.warehouse import Company

Format = Literal["sqlite", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("sqlite", "csv", "parquet")
Progress = Callable[[float, Text], None]
BATCH = 20_000

_SQLITE_TYPES = {"BOOLEAN": int, "INTEGER": int, "BIGINT": int, "DOUBLE": float}
_KEYS = {
    "customers": "customer_id", "events": "event_id", "orders": "order_id", "products": "product_id",
    "categories": "category_id", "coupons": "coupon_id", "reviews": "review_id", "campaigns": "campaign_id",
    "touches": "touch_id",
}  # fmt: skip
REFERENCES = {
    "customer_id": "customers", "order_id": "orders", "product_id": "products", "category_id": "categories",
    "campaign_id": "campaigns",
}  # fmt: skip
"""Column → the table it points to, wherever it is not that table's own key."""
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("tier",), ("phone",), ("email",)),
    "events": (("customer_id", "occurred_at"), ("name", "occurred_at")),
    "orders": (("customer_id", "ordered_at"),),
    "order_items": (("order_id",), ("product_id",)),
    "products": (("category_id",),),
    "coupons": (("customer_id",), ("campaign_id",)),
    "reviews": (("product_id",), ("customer_id",)),
    "ad_costs": (("date",),),
    "touches": (("customer_id",), ("campaign_id", "sent_at")),
}
_ORDER = ("categories", "products", "campaigns", "customers", "orders", "order_items", "coupons", "reviews",
          "ad_costs", "touches", "events")  # fmt: skip


def export(company: Company, kind: Format, target: Path, progress: Progress | None = None) -> Path:
    """Write the company to `target`: one SQLite file, or a folder with one CSV or Parquet file a table.

    What is already there is replaced only when the export is whole.
    """
    if kind not in FORMATS:
        raise DangolError(
            Text(f"내보낼 수 없는 형식이에요: {kind}", f"This format cannot be exported: {kind}"),
            "format",
            Text(f"쓸 수 있는 형식: {', '.join(FORMATS)}", f"Formats there are: {', '.join(FORMATS)}"),
        )
    target = target.absolute()
    if target.is_dir() and any(target.iterdir()) and (kind == "sqlite" or not _ours(target, kind)):
        raise DangolError(
            Text("그 자리에는 다른 폴더가 있어요.", "Another folder is in that place."),
            str(target),
            Text("새 이름을 골라 주세요.", "Choose a new name."),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    working = Path(mkdtemp(prefix=".exporting-", dir=target.parent))
    try:
        made = working / target.name
        if kind == "sqlite":
            _sqlite(company, made, progress or _silent)
        else:
            made.mkdir()
            _files(company, kind, made, progress or _silent)
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(made, target)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return target


def _silent(share: float, text: Text) -> None:
    """Progress nobody watches."""


def _ours(folder: Path, kind: str) -> bool:
    """Whether a folder holds nothing but an earlier export of this format."""
    return {path.name for path in folder.iterdir()} <= {f"{name}.{kind}" for name in _ORDER}


def _files(company: Company, kind: str, folder: Path, progress: Progress) -> None:
    how = "FORMAT csv, HEADER" if kind == "csv" else "FORMAT parquet, COMPRESSION zstd"
    schema = tables_of(company.profile)
    with company.reading() as cursor:
        for number, name in enumerate(_ORDER):
            progress(number / len(_ORDER), _writing(name))
            path = str(folder / f"{name}.{kind}").replace("'", "''")
            shown = ", ".join(_plain(column) for column in schema[name].columns) if kind == "csv" else "*"
            cursor.execute(f"COPY (SELECT {shown} FROM {name}) TO '{path}' ({how})")
    progress(1.0, Text("내보냈어요", "Exported"))


def _writing(name: str) -> Text:
    return Text(f"{name} 표를 쓰는 중이에요", f"Writing {name}")


def _sqlite(company: Company, path: Path, progress: Progress) -> None:
    """Tables with keys, then rows in one transaction, then indexes and full-text search on products."""
    db = sqlite_utils.Database(str(path))
    schema = tables_of(company.profile)
    rows = company.meta.rows
    total, done = sum(rows.values()) or 1, 0
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for name in _ORDER:
            _create(db, schema[name])
        for name in _ORDER:
            progress(0.9 * done / total, _writing(name))
            done += _copy(company, db, schema[name])
        progress(0.92, Text("색인을 만드는 중이에요", "Making the indexes"))
        for name, indexes in INDEXES.items():
            for columns in indexes:
                db.table(name).create_index(columns)
        db.table("products").enable_fts(["name_ko", "name_en", "brand"])
        progress(1.0, Text("내보냈어요", "Exported"))
    finally:
        db.close()


def _create(db: sqlite_utils.Database, table: Table) -> None:
    columns = {column.name: _SQLITE_TYPES.get(column.type, str) for column in table.columns}
    key = _KEYS.get(table.name)
    db.table(table.name).create(
        columns,
        pk=key,
        foreign_keys=[(name, REFERENCES[name]) for name in columns if name in REFERENCES and name != key],
    )


def _copy(company: Company, db: sqlite_utils.Database, table: Table) -> int:
    """Copy a table's rows in batches; times become ISO texts, true and false become 1 and 0."""
    shown = ", ".join(_shown(column) for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    count = 0
    with company.reading() as cursor, db.conn:
        cursor.execute(f"SELECT {shown} FROM {table.name}")
        while batch := cursor.fetchmany(BATCH):
            db.conn.executemany(f"INSERT INTO [{table.name}] VALUES ({marks})", batch)
            count += len(batch)
    return count


def _plain(column: Column) -> str:
    """A list or a record becomes JSON text where the format knows neither."""
    nested = column.type.endswith("[]") or column.type.startswith("STRUCT")
    return f"to_json({column.name})::VARCHAR AS {column.name}" if nested else column.name


def _shown(column: Column) -> str:
    name = column.name
    if column.type == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%d %H:%M:%S.%f') AS {name}"
    if column.type == "DATE":
        return f"strftime({name}, '%Y-%m-%d') AS {name}"
    return f"{name}::INTEGER AS {name}" if column.type == "BOOLEAN" else _plain(column)
