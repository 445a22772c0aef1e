"""Keeping what happened: chunks during the run, sorted tables at the end."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from fake_company.world.behaviour import Behaviour, Lines, Orders, Table, Touches, Visits
from fake_company.world.people import Array

Chunk = dict[str, Array]


@dataclass
class Recorder:
    """Collects chunks; ids handed out while running are replaced by positions in the sorted tables."""

    visits: list[Chunk] = field(default_factory=list)
    orders: list[Chunk] = field(default_factory=list)
    touches: list[Chunk] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=lambda: {"visits": 0, "orders": 0, "touches": 0})

    def ids(self, table: str, n: int) -> Array:
        """The next n ids of a table."""
        first = self.count[table]
        self.count[table] = first + n
        return np.arange(first, first + n, dtype=np.int32)

    def behaviour(self) -> Behaviour:
        """Everything recorded, sorted by row and time."""
        visits, visit_at = _sorted(self.visits, Visits)
        orders, order_at = _sorted(self.orders, Orders)
        touches, touch_at = _sorted(self.touches, Touches)
        visits["touch"] = _moved(visits["touch"], touch_at)
        visits["order"] = _moved(visits["order"], order_at)
        orders["visit"] = _moved(orders["visit"], visit_at)
        lines = _lines(orders)
        return Behaviour(
            Visits(**_only(visits, Visits)),
            Orders(**_only(orders, Orders)),
            lines,
            Touches(**_only(touches, Touches)),
        )


def _only(chunk: Chunk, table: type[Table]) -> Chunk:
    return {f.name: chunk[f.name] for f in fields(table)}  # type: ignore[arg-type]


def _sorted(chunks: list[Chunk], table: type[Table]) -> tuple[Chunk, Array]:
    """One table sorted by (row, day, second), and where each id went."""
    if not chunks:
        names = [f.name for f in fields(table)]  # type: ignore[arg-type]
        nothing = {name: np.zeros(0, dtype=np.int32) for name in names}
        return nothing | {"extras": np.zeros((0, 3), np.int32), "product": np.zeros(0, np.int32)}, np.zeros(
            0, np.int64
        )
    joined = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    time = joined["day"].astype(np.int64) * 86400 + joined["second"]
    order = np.lexsort((time, joined["row"]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    result = {name: values[order] for name, values in joined.items()}
    _make_distinct(result)
    return result, place


def _make_distinct(table: Chunk) -> None:
    """No two rows of one customer at the same second: the later one starts a second afterwards."""
    time = (table["row"].astype(np.int64) << 32) + table["day"].astype(np.int64) * 90000 + table["second"]
    for _ in range(4):
        same = np.flatnonzero(time[1:] <= time[:-1]) + 1
        if not len(same):
            return
        shift = (time[same - 1] - time[same] + 1).astype(np.int32)
        time[same] += shift
        table["second"][same] += shift


def _moved(ids: Array, place: Array) -> Array:
    if not len(place):
        return ids.astype(np.int32)
    return np.where(ids >= 0, place[np.maximum(ids, 0)], -1).astype(np.int32)


def _lines(orders: Chunk) -> Lines:
    """The goods of each order: the main one, then what goes with it."""
    goods = np.concatenate([orders["product"][:, None], orders["extras"]], axis=1)
    order, at = np.nonzero(goods >= 0)
    product = goods[order, at]
    return Lines(order.astype(np.int32), product.astype(np.int32), np.ones(len(order), dtype=np.int8))
