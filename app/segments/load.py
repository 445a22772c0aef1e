"""Read a company into a `Snapshot`: only the columns, events and logs a rule needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np

from app.segments import properties, schema
from app.segments.condition import Query
from app.segments.fields import PROPERTIES
from app.segments.fields import column as column_sql
from app.segments.operators import SOMETHING, quoted
from app.segments.snapshot import Column, Ints, Log, Needs, Snapshot, Values
from fake_company.warehouse import Company

_TOUCHES = {
    ":received": "delivered_at",
    ":opened": "opened_at",
    ":clicked": "clicked_at",
    ":opted_out": "opted_out_at",
}


def snapshot(
    company: Company, needs: Needs, moment: datetime | None = None, customers: Ints | None = None
) -> Snapshot:
    """The company as arrays at a moment; with `customers`, only these (sorted ids)."""
    only = "" if customers is None else " AND " + _among(customers)
    ids, columns = _columns(company, needs.columns, only)
    logs = {name: _event(company, ids, name, needs.properties, only) for name in sorted(needs.events)}
    logs |= {name: _log(company, ids, name, only) for name in sorted(needs.logs)}
    now = micros(moment or company.meta.today)
    query = Query(schema.of(company), moment or company.meta.today)
    limits = query.schema.thresholds
    return Snapshot(
        ids.astype(np.int32),
        columns,
        logs,
        np.arange(len(ids), dtype=np.int64),
        np.full(len(ids), now, dtype=np.int64),
        (limits.new_days, limits.dormant_days),
        {one: one.fact(company, query) for one in needs.facts},
    )


def micros(moment: datetime) -> int:
    """A naive moment as microseconds since 1970."""
    return int(np.datetime64(moment, "us").astype(np.int64))


def _among(customers: Ints) -> str:
    """The SQL test of being one of these customers."""
    return f"customer_id IN (SELECT unnest([{', '.join(map(str, customers.tolist()))}]))"


def _columns(company: Company, names: Iterable[str], only: str) -> tuple[Ints, dict[str, Column]]:
    found = schema.of(company).attributes
    wanted = sorted(names)
    kinds = {name: found[name].type if name in found else "date" for name in wanted}
    parts = ["customer_id"]
    for index, name in enumerate(wanted):
        column = column_sql(name)
        if kinds[name] == "date":
            column = f"CAST({column} AS TIMESTAMP)"
        elif kinds[name] == "string":
            column = f"CASE WHEN {SOMETHING.format(x=column)} THEN {column} END"
        parts.append(f"{column} AS c{index}")
    rows = company.arrays(f"SELECT {', '.join(parts)} FROM customers WHERE true{only} ORDER BY customer_id")
    columns = {name: _column(rows[f"c{index}"]) for index, name in enumerate(wanted)}
    columns |= {name: _lists(columns[name]) for name in wanted if kinds[name] == "list"}
    return np.asarray(rows["customer_id"]).astype(np.int64), columns


def _lists(column: Column) -> Column:
    """Lists as tuples, so that tests are plain Python."""
    found = np.empty(len(column.values), dtype=object)
    for index, (value, present) in enumerate(zip(column.values, column.present, strict=True)):
        found[index] = tuple(value.tolist()) if present else ()
    return Column(found, column.present)


def _column(values: Any) -> Column:
    """A DuckDB column as values and presence; times in microseconds."""
    present = ~np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else np.ones(len(values), dtype=bool)
    plain: Values = np.ma.getdata(values)
    if plain.dtype.kind == "M":
        plain = plain.astype("datetime64[us]").astype(np.int64)
    elif plain.dtype == object:
        present = present & np.fromiter((value is not None for value in plain), dtype=bool, count=len(plain))
    return Column(plain, present)


def _event(company: Company, ids: Ints, name: str, wanted: frozenset[str], only: str) -> Log:
    parts = {}
    for one in sorted(wanted):
        column = properties.expression(one)
        if PROPERTIES[one].type == "string":
            column = f"CASE WHEN {SOMETHING.format(x=column)} THEN {column} END"
        parts[one] = column
    return _read(company, ids, f"FROM events WHERE name = {quoted(name)}{only}", "occurred_at", parts)


def _log(company: Company, ids: Ints, name: str, only: str) -> Log:
    if name == ":orders":
        source = f"FROM orders WHERE status <> 'refunded'{only}"
        return _read(
            company, ids, source, "ordered_at", {"total_krw": "total_krw", "coupon_code": "coupon_code"}
        )
    if name == ":bought":
        source = (
            "FROM (SELECT i.customer_id, ordered_at, slug FROM order_items i JOIN orders USING (order_id) "
            f"JOIN categories USING (category_id) WHERE status <> 'refunded') WHERE true{only}"
        )
        return _read(company, ids, source, "ordered_at", {"category": "slug"})
    at = _TOUCHES[name]
    source = f"FROM touches WHERE {at} IS NOT NULL{only}"
    return _read(company, ids, source, at, {"campaign_id": "campaign_id", "channel": "channel"})


def _read(company: Company, ids: Ints, source: str, at: str, columns: dict[str, str]) -> Log:
    parts = [
        "customer_id",
        f"{at} AS at",
        *(f"{sql} AS c{index}" for index, sql in enumerate(columns.values())),
    ]
    rows = company.arrays(f"SELECT {', '.join(parts)} {source} ORDER BY customer_id, {at}")
    return Log(
        np.searchsorted(ids, np.asarray(rows["customer_id"]).astype(np.int64)),
        _column(rows["at"]).values,
        {name: _column(rows[f"c{index}"]) for index, name in enumerate(columns)},
    )
