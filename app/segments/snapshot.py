"""Customers as arrays: what the NumPy twin of a rule reads, at one moment or at each subject's own.

Logs (events, orders, touches) are sorted by customer row, then time; times are microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Values = npt.NDArray[Any]


@dataclass(frozen=True)
class Column:
    """Values with a mask of those that are present (missing and blank ones are not)."""

    values: Values
    present: Mask

    def __getitem__(self, rows: Any) -> Column:
        return Column(self.values[rows], self.present[rows])


@dataclass(frozen=True)
class Log:
    """Things that happened: the customer's row, when, and columns of details."""

    row: Ints
    at: Ints
    columns: Mapping[str, Column] = field(default_factory=dict)

    def where(self, keep: Mask) -> Log:
        """Only the entries that are kept."""
        return Log(
            self.row[keep], self.at[keep], {name: column[keep] for name, column in self.columns.items()}
        )

    def span(self, rows: Ints, starts: Ints | None, ends: Ints) -> tuple[Ints, Ints]:
        """For each subject, the first and one past the last entry with start <= at <= end."""
        first, last = np.searchsorted(self.row, rows, "left"), np.searchsorted(self.row, rows, "right")
        high = _search(self.at, first, last, ends, after=True)
        low = first if starts is None else _search(self.at, first, last, starts, after=False)
        return low, np.maximum(low, high)

    def joined(self, other: Log) -> Log:
        """This log with another's entries, in order (for a simulated future after the history)."""
        row, at = np.concatenate([self.row, other.row]), np.concatenate([self.at, other.at])
        order = np.lexsort((at, row))
        columns = {
            name: Column(
                np.concatenate([column.values, other.columns[name].values])[order],
                np.concatenate([column.present, other.columns[name].present])[order],
            )
            for name, column in self.columns.items()
        }
        return Log(row[order], at[order], columns)


def _search(times: Ints, low: Ints, high: Ints, limits: Ints, *, after: bool) -> Ints:
    """A binary search for many subjects at once, each inside its own stretch of `times`."""
    low, high = low.copy(), high.copy()
    while (open_ := low < high).any():
        middle = (low + high) // 2
        found = times[np.minimum(middle, len(times) - 1)]
        right = open_ & ((found <= limits) if after else (found < limits))
        low = np.where(right, middle + 1, low)
        high = np.where(open_ & ~right, middle, high)
    return low


EMPTY = Log(np.empty(0, np.int64), np.empty(0, np.int64))


@dataclass(frozen=True)
class Needs:
    """What a rule reads: customer columns, event names and properties, and other logs (`:orders`, `:touches` …).

    `facts` are conditions that need to know something of the whole company first, such as the border of a percentile.
    """

    columns: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    logs: frozenset[str] = frozenset()
    facts: frozenset[Any] = frozenset()

    def __or__(self, other: Needs) -> Needs:
        return Needs(
            self.columns | other.columns,
            self.events | other.events,
            self.properties | other.properties,
            self.logs | other.logs,
            self.facts | other.facts,
        )


@dataclass(frozen=True)
class Snapshot:
    """Per-customer arrays, logs, and the subjects to judge: a customer row and a moment each.

    `logs` holds one log for each event name, and `orders`, `bought`, `touches` under `:orders` and so on.
    `facts` holds what conditions know of the whole company, worked out once, at the moment the snapshot was read.
    """

    customer_id: npt.NDArray[np.int32]
    columns: Mapping[str, Column]
    logs: Mapping[str, Log]
    row: Ints
    moment: Ints
    thresholds: tuple[int, int] = (30, 90)
    facts: Mapping[Any, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """A customer column, one value a subject."""
        return self.columns[name][self.row]

    def log(self, name: str) -> Log:
        """A log by event name (or `:orders`); an event nobody did is an empty log."""
        return self.logs.get(name, EMPTY)

    def judge(self, rows: Ints, moments: Ints) -> Snapshot:
        """The same customers, other subjects."""
        return replace(self, row=rows, moment=moments)

    def with_logs(self, more: Mapping[str, Log]) -> Snapshot:
        """The snapshot after more has happened (entries are appended to the logs of the same names)."""
        logs = dict(self.logs)
        for name, log in more.items():
            logs[name] = logs[name].joined(log) if name in logs else log
        return replace(self, logs=logs)

    def with_columns(self, columns: Mapping[str, Column]) -> Snapshot:
        """The snapshot with customer columns replaced."""
        return replace(self, columns={**self.columns, **columns})


def expand(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Stretches low…high of a log as flat indices, and for each the subject it belongs to."""
    lengths = high - low
    subject = np.repeat(np.arange(len(low), dtype=np.int64), lengths)
    offset = np.arange(lengths.sum(), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(low, lengths) + offset, subject


def merged(needs: Iterable[Needs]) -> Needs:
    """All that several conditions read."""
    total = Needs()
    for one in needs:
        total |= one
    return total
