"""The data dictionary of a company: meanings from the schema, spreads from the data, counted once and kept on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import jobs
from app.companies import opened
from fake_company import dictionary as counted
from fake_company.dictionary import EventUse, Spread
from fake_company.event_names import Names, elsewhere_of, meanings_of
from fake_company.profile import Profile
from fake_company.schema import Column, events_of, tables_of
from fake_company.text import Text
from fake_company.warehouse import Company

Progress = Callable[[float, Text], None]
VERSION = 2
"""Changes when the kept figures would be of another shape."""
SORTS = {
    "": Text("표의 차례대로", "In the table's order"),
    "name": Text("이름순", "By name"),
    "type": Text("형별로", "By type"),
    "missing": Text("빈 값이 많은 순", "Most missing first"),
}
_UNITS = (
    ("_krw", Text("원", "won")), ("_days", Text("일", "days")), ("_rate", Text("0~1", "0 to 1")),
    ("_minutes", Text("분", "minutes")),
)  # fmt: skip
_OWN_UNITS = {
    "percent": Text("%", "%"), "promotion_percent": Text("%", "%"), "rating": Text("별 1~5", "stars, 1 to 5"),
    "points": Text("원", "won"), "quantity": Text("개", "pieces"), "stock": Text("개", "pieces"),
    "impressions": Text("번", "times"), "clicks": Text("번", "times"), "installs": Text("명", "customers"),
    "sign_ups": Text("명", "customers"), "review_count": Text("개", "reviews"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One column of one table: what it means, its type and unit, and how its values are spread when counted."""

    table: str
    column: Column
    meaning: Text
    unit: Text
    spread: Spread | None

    @property
    def anchor(self) -> str:
        """Where on the page it is: `customers.tier`."""
        return f"{self.table}.{self.column.name}"

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a nested column."""
        return "." in self.column.name


@dataclass(frozen=True)
class TableEntry:
    """One table with its columns."""

    name: str
    meaning: Text
    rows: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class EventEntry:
    """One event: its label and meaning, how it is used when counted, and what other tools call it."""

    name: str
    label: Text
    meaning: Text
    use: EventUse | None
    elsewhere: Names


@dataclass(frozen=True)
class Counts:
    """What has been counted: spreads by table and column, uses by event."""

    spreads: dict[str, dict[str, Spread]]
    events: dict[str, EventUse]


NOTHING_COUNTED = Counts({}, {})


def tables(company: Company, counts: Counts, query: str = "", sort: str = "") -> list[TableEntry]:
    """Every table with every column; `query` keeps columns whose name, meaning or values hold it."""
    found = []
    for table in tables_of(company.profile).values():
        entries = [
            Entry(table.name, column, _meaning(company.profile, whole, column), _unit(column),
                  counts.spreads.get(table.name, {}).get(column.name))
            for whole in table.columns for column in counted.leaves(whole)
        ]  # fmt: skip
        kept = [entry for entry in entries if _holds(entry, table.meaning, query)]
        if kept:
            found.append(TableEntry(table.name, table.meaning, company.meta.rows[table.name], _sorted(kept, sort)))
    return found


def events(company: Company, counts: Counts, query: str = "") -> list[EventEntry]:
    """Every event of the company; `query` keeps those whose name, label, meaning or other names hold it."""
    profile = company.profile
    labels, meanings, elsewhere = events_of(profile), meanings_of(profile), elsewhere_of(profile)
    rows = [EventEntry(name, labels[name], meanings[name], counts.events.get(name), elsewhere[name]) for name in labels]
    wanted = query.casefold()
    return [row for row in rows if wanted in " ".join(
        (row.name, row.label.ko, row.label.en, row.meaning.ko, row.meaning.en,
         *filter(None, vars(row.elsewhere).values()))).casefold()]  # fmt: skip


def counts(instance: Path, company: Company) -> Counts | None:
    """What has been counted of this company, if it has been."""
    try:
        kept = json.loads(_path(instance, company).read_text(encoding="utf-8"))
        spreads = {table: {name: Spread.of_json(one) for name, one in columns.items()}
                   for table, columns in kept["spreads"].items()}  # fmt: skip
        return Counts(spreads, {one["name"]: EventUse.of_json(one) for one in kept["events"]})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def ensure(instance: Path, company: Company, again: bool = False) -> jobs.Status:
    """Start counting unless that is being done; after a failure only when asked again."""
    return jobs.ensure(
        instance,
        _name(company),
        "app.analytics.dictionary:job",
        again,
        folder=str(company.folder),
        target=str(_path(instance, company)),
    )


def job(progress: Progress, *, folder: str, target: str) -> None:
    """The body of the background job."""
    company = opened(Path(folder))
    spreads = counted.spreads(company, lambda share, text: progress(0.95 * share, text))
    uses = counted.events(company)
    kept = {
        "spreads": {table: {name: one.to_json() for name, one in columns.items()} for table, columns in spreads.items()},
        "events": [one.to_json() for one in uses],
    }
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(f".{os.getpid()}")
    working.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    working.replace(path)


def _meaning(profile: Profile, whole: Column, column: Column) -> Text:
    """A column's meaning; a part of a nested column has the profile's own words."""
    if column is whole:
        return column.meaning
    for attribute in profile.attributes:
        for leaf in attribute.fields:
            if f"{attribute.key}.{leaf.key}" == column.name:
                own, part = attribute.name, leaf.name
                return Text(f"{own.ko}: {part.ko}", f"{own.en}: {part.en}")
    return column.meaning


def _unit(column: Column) -> Text:
    name = column.name.rpartition(".")[2]
    if name in _OWN_UNITS:
        return _OWN_UNITS[name]
    if column.type == "TIMESTAMP":
        return Text("한국 시각", "Korean time")
    return next((unit for end, unit in _UNITS if name.endswith(end)), Text("", ""))


def _holds(entry: Entry, table: Text, query: str) -> bool:
    values = " ".join(label for label, _ in entry.spread.bars) if entry.spread and entry.spread.kind == "values" else ""
    said = f"{entry.anchor} {entry.meaning.ko} {entry.meaning.en} {table.ko} {table.en} {values}"
    return query.casefold() in said.casefold()


def _sorted(entries: list[Entry], sort: str) -> tuple[Entry, ...]:
    if sort == "name":
        return tuple(sorted(entries, key=lambda entry: entry.column.name))
    if sort == "type":
        return tuple(sorted(entries, key=lambda entry: entry.column.type))
    if sort == "missing":
        return tuple(sorted(entries, key=lambda entry: -(entry.spread.missing_share if entry.spread else 0.0)))
    return tuple(entries)


def _name(company: Company) -> str:
    return f"dictionary-{VERSION}-{company.meta.digest[:16]}"


def _path(instance: Path, company: Company) -> Path:
    return instance / "cache" / f"{_name(company)}.json"
