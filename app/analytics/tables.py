"""The public tables, page by page."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from fake_company.errors import NotFound
from fake_company.schema import Table, tables_of
from fake_company.text import Text
from fake_company.warehouse import Company

PAGE_ROWS = 50


@dataclass(frozen=True)
class Page:
    """One page of a table: its columns, its rows, and which page of how many rows it is."""

    table: Table
    rows: list[dict[str, Any]]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        """Whether there are rows after these."""
        return self.number * PAGE_ROWS < self.total


def first_rows(company: Company, name: str, number: int = 1) -> Page:
    """Page `number` (from 1) of a public table, in the table's own order."""
    known = tables_of(company.profile)
    if name not in known:
        raise NotFound(
            Text(f"‘{name}’이라는 표는 없어요.", f"There is no table '{name}'."),
            name,
            Text(f"있는 표: {', '.join(known)}", f"Tables there are: {', '.join(known)}"),
        )
    number = max(1, min(number, 200))
    rows = company.rows(f"SELECT * FROM {name} LIMIT ? OFFSET ?", [PAGE_ROWS, (number - 1) * PAGE_ROWS])
    return Page(known[name], rows, number, company.meta.rows[name])


def as_csv(page: Page) -> str:
    """The page as CSV with a header; a byte-order mark lets Excel read the Korean."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [column.name for column in page.table.columns], extrasaction="ignore")
    writer.writeheader()
    writer.writerows({key: _safe(value) for key, value in row.items()} for row in page.rows)
    return "\ufeff" + buffer.getvalue()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value
