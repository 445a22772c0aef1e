"""What customers did so far in a running world, for audiences that are judged on the simulated future."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fake_company.world.people import Array

_KINDS = {
    "row": np.int32, "second": np.int64, "stage": np.int8, "added": np.bool_, "ordered": np.bool_,
    "leaks": np.uint8, "searched": np.bool_, "category": np.int16, "product": np.int32, "amount": np.int32,
}  # fmt: skip


@dataclass
class Diary:
    """Visits in the order they were worked out; `second` counts from the world's day 0."""

    size: int = 0
    columns: dict[str, Array] = field(
        default_factory=lambda: {name: np.zeros(4096, dtype=kind) for name, kind in _KINDS.items()}
    )

    def add(self, **values: Array) -> None:
        """Append visits."""
        end = self.size + len(values["row"])
        if end > len(self.columns["row"]):
            for name, column in self.columns.items():
                self.columns[name] = np.concatenate([column, np.zeros(end, dtype=column.dtype)])
        for name, column in values.items():
            self.columns[name][self.size : end] = column
        self.size = end

    def of(self, rows: Array, n: int) -> dict[str, Array]:
        """Visits of the given rows (unique, of n in all); `row` becomes the position among those asked."""
        position = np.full(n, -1, dtype=np.int32)
        position[rows] = np.arange(len(rows), dtype=np.int32)
        where = position[self.columns["row"][: self.size]]
        at = np.flatnonzero(where >= 0)
        found = {name: column[at] for name, column in self.columns.items()}
        found["row"] = where[at]
        return found
