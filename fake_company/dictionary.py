"""What is in a company's tables: for each column how much is missing, how its values are spread, and an example.

Counted from the data, column by column as the schema lists them, so that it cannot say anything else. A table of more
than `MOST_ROWS` rows is counted on its first partitions: customers are spread over partitions by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from fake_company.schema import Column, Table, tables_of
from fake_company.text import Text
from fake_company.warehouse import Company

MOST_ROWS = 12_000_000
TOP, BINS = 8, 24
Progress = Callable[[float, Text], None]
Kind = Literal["values", "numbers", "moments", "many", "key", "nothing"]


@dataclass(frozen=True)
class Spread:
    """One column's values.

    kind values: `bars` are the commonest values with their share of what is there; numbers and moments: a histogram
    between the first and the last hundredth, `marks` are smallest, quartiles and largest; many: nearly all differ;
    key: says which row is meant.
    """

    column: str
    rows: int
    missing_share: float
    distinct: int
    kind: Kind
    bars: tuple[tuple[str, float], ...]
    marks: tuple[str, ...]
    example: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept on disk."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Spread:
        """The spread that `to_json` gave."""
        bars = tuple((str(label), float(share)) for label, share in kept["bars"])
        return cls(**{**kept, "bars": bars, "marks": tuple(kept["marks"])})


@dataclass(frozen=True)
class EventUse:
    """One event's use: how often, by how many customers, and which columns it fills."""

    name: str
    count: int
    customers: int
    first_at: str
    last_at: str
    columns: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept on disk."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> EventUse:
        """The use that `to_json` gave."""
        return cls(**{**kept, "columns": tuple(kept["columns"])})


def leaves(column: Column) -> Iterator[Column]:
    """A column, and the parts of a nested one as `home.floor`."""
    yield column
    if column.type.startswith("STRUCT("):
        for part in column.type.removeprefix("STRUCT(").removesuffix(")").split(", "):
            name, _, kind = part.partition(" ")
            yield Column(f"{column.name}.{name}", kind, column.meaning)


def spreads(company: Company, progress: Progress | None = None) -> dict[str, dict[str, Spread]]:
    """Table → column (and parts of nested columns) → how its values are spread."""
    schema = tables_of(company.profile)
    every = [(table, column) for table in schema.values() for whole in table.columns for column in leaves(whole)]
    found: dict[str, dict[str, Spread]] = {name: {} for name in schema}
    for number, (table, column) in enumerate(every):
        if progress:
            progress(number / len(every), Text(f"{table.name}.{column.name} 세는 중이에요", f"Counting {table.name}.{column.name}"))
        found[table.name][column.name] = spread(company, table, column)
    return found


def spread(company: Company, table: Table, column: Column) -> Spread:
    """How one column's values are spread."""
    source, name = source_of(company, table), column.name
    rows, filled, distinct = _one(company, f"SELECT count(*), count({name}), approx_count_distinct({name}) FROM {source}")
    example = _one(company, f"SELECT {name} FROM {source} WHERE {name} IS NOT NULL LIMIT 1") if filled else (None,)
    bars: tuple[tuple[str, float], ...] = ()
    marks: tuple[str, ...] = ()
    kind: Kind = "nothing" if not filled else "values"
    is_number = column.type in ("INTEGER", "BIGINT", "DOUBLE")
    if filled and not _is_key(column):
        if column.type.endswith("[]"):
            bars = _top(company, f"(SELECT unnest({name}) AS v FROM {source})", filled)
        elif column.type.startswith("STRUCT"):
            kind = "nothing"
        elif column.type in ("TIMESTAMP", "DATE"):
            kind, (bars, marks) = "moments", _moments(company, source, name)
        elif is_number and distinct > TOP and column.name != "category_id":
            kind, (bars, marks) = "numbers", _numbers(company, source, name)
        elif distinct > 0.5 * filled and distinct > 50:
            kind = "many"
        else:
            bars = _top(company, f"(SELECT {name} AS v FROM {source} WHERE {name} IS NOT NULL)", filled)
    elif filled:
        kind = "key"
    return Spread(name, rows, 1 - filled / rows if rows else 0.0, min(distinct, filled), kind, bars, marks, said(example[0]))


def events(company: Company) -> list[EventUse]:
    """How each event is used, in the order of storage."""
    table = tables_of(company.profile)["events"]
    own = [column.name for column in table.columns if column.name not in ("event_id", "customer_id", "occurred_at", "name")]
    counted = ", ".join(f"count({name}) AS {name}" for name in own)
    rows = company.rows(
        f"SELECT name, count(*) AS n, count(DISTINCT customer_id) AS who, min(occurred_at) AS first_at, "
        f"max(occurred_at) AS last_at, {counted} FROM {source_of(company, table)} GROUP BY name ORDER BY name"
    )
    return [
        EventUse(row["name"], row["n"], row["who"], said(row["first_at"]), said(row["last_at"]),
                 tuple(name for name in own if row[name]))
        for row in rows
    ]  # fmt: skip


def source_of(company: Company, table: Table) -> str:
    """The table, or as many of its partitions as hold `MOST_ROWS` rows."""
    rows, parts = company.meta.rows[table.name], company.meta.partitions
    if not table.per_customer or rows <= MOST_ROWS:
        return table.name
    count = max(1, int(parts * MOST_ROWS / rows))
    folder = company.folder / "tables" / table.name
    files = ", ".join("'" + str(folder / f"part-{n:03d}.parquet").replace("'", "''") + "'" for n in range(count))
    return f"read_parquet([{files}])"


def said(value: Any) -> str:
    """A value as a dictionary shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(said, value))
    if isinstance(value, float):
        return f"{value:,.2f}"
    return str(value)


def _is_key(column: Column) -> bool:
    """Whether a column only says which row, customer, order … is meant: its histogram says nothing."""
    return column.name.endswith("_id") and column.type in ("INTEGER", "BIGINT") and column.name != "category_id"


def _one(company: Company, sql: str) -> tuple[Any, ...]:
    with company.reading() as cursor:
        row: tuple[Any, ...] = cursor.execute(sql).fetchone() or ()
    return row


def _all(company: Company, sql: str) -> list[tuple[Any, ...]]:
    with company.reading() as cursor:
        return list(cursor.execute(sql).fetchall())


def _top(company: Company, source: str, filled: int) -> tuple[tuple[str, float], ...]:
    """The commonest values with their share of the rows that have one."""
    rows = _all(company, f"SELECT v, count(*) FROM {source} GROUP BY v ORDER BY 2 DESC, v LIMIT {TOP}")
    return tuple((said(value) if value != "" else "''", count / filled) for value, count in rows)


def _numbers(company: Company, source: str, name: str) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...]]:
    """A histogram from the first to the last hundredth, and smallest, quartiles, largest."""
    low, *quartiles, high, least, most = _one(
        company,
        f"SELECT quantile_disc({name}, 0.01), quantile_disc({name}, 0.25), quantile_disc({name}, 0.5), "
        f"quantile_disc({name}, 0.75), quantile_disc({name}, 0.99), min({name}), max({name}) FROM {source}",
    )
    marks = tuple(_number(mark) for mark in (least, *quartiles, most))
    width = (high - low) / BINS or 1
    rows = dict(_all(
        company,
        f"SELECT least(greatest(floor(({name} - {low}) / {width}), 0), {BINS - 1})::INTEGER, count(*) FROM {source} "
        f"WHERE {name} IS NOT NULL GROUP BY 1",
    ))  # fmt: skip
    total = sum(rows.values())
    return tuple((f"{_number(low + at * width)} ~ {_number(low + (at + 1) * width)}", rows.get(at, 0) / total) for at in range(BINS)), marks


def _moments(company: Company, source: str, name: str) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...]]:
    """A histogram over time, and first, quartiles, last."""
    marks = _one(
        company,
        f"SELECT min({name}), quantile_disc({name}, 0.25), quantile_disc({name}, 0.5), quantile_disc({name}, 0.75), "
        f"max({name}) FROM {source}",
    )
    first, last = _midnight(marks[0]), _midnight(marks[-1]) + timedelta(days=1)
    seconds = (last - first).total_seconds() / BINS
    rows = dict(_all(
        company,
        f"SELECT least(floor(date_diff('second', TIMESTAMP '{first}', {name}::TIMESTAMP) / {seconds}), {BINS - 1})::INTEGER, "
        f"count(*) FROM {source} WHERE {name} IS NOT NULL GROUP BY 1",
    ))  # fmt: skip
    total = sum(rows.values())
    bars = ((f"{first + timedelta(seconds=seconds * at):%Y-%m-%d} ~", rows.get(at, 0) / total) for at in range(BINS))
    return tuple(bars), tuple(said(mark)[:10] for mark in marks)


def _midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day)


def _number(value: float) -> str:
    return f"{value:,.2f}" if isinstance(value, float) and abs(value) < 100 and value != int(value) else f"{value:,.0f}"
