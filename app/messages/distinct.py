"""The distinct tuples of values among recipients: only these are rendered.

A value that is only printed counts as missing, blank or there; one that is tested or filtered counts as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.messages import facts
from app.messages.around import CodeListLike, own_code
from app.messages.compiled import Compiled
from app.messages.facts import BLANK, MISSING, VALUE, Facts, Ints

FIRST_STAND_IN = 0xE000


@dataclass(frozen=True)
class Slot:
    """A value that is only printed: its stand-in, and each recipient's code into its distinct values."""

    key: str
    stand_in: str
    column: facts.Column
    codes: Ints


class Distinct:
    """Recipients' codes for each variable, and the distinct tuples among them."""

    def __init__(
        self, known: Facts, compiled: Compiled, ids: Ints, products: Ints, exact: bool,
        promotions: Mapping[str, CodeListLike],
    ) -> None:  # fmt: skip
        self.slots: list[Slot] = []
        self.kept: list[tuple[str, facts.Column, Ints]] = []
        self.blank: dict[str, npt.NDArray[np.bool_]] = {}
        self.missing: dict[str, npt.NDArray[np.bool_]] = {}
        combined = np.zeros(len(ids), dtype=np.int64)
        for key in compiled.keys:
            variable, list_ = known.variables.get(key), promotions.get(key.removeprefix("promotion."))
            if key.startswith("promotion.") and list_ is not None and not list_.code:
                column = facts.Column(
                    np.arange(len(ids)), [own_code(list_.id, int(row)) for row in ids.tolist()]
                )
                codes = column.codes
            elif variable is None or variable.over == "plan":
                continue
            else:
                column = known.column(key)
                codes = column.take(ids if variable.over == "customer" else products)
            kinds = column.kinds[codes].astype(np.int64)
            self.blank[key], self.missing[key] = kinds == BLANK, kinds == MISSING
            how = compiled.how(key)
            if how == "stripped":
                column = column.stripped
                kinds = column.kinds[codes].astype(np.int64)
            if how in ("printed", "stripped"):
                self.slots.append(Slot(key, chr(FIRST_STAND_IN + len(self.slots)), column, codes))
            else:
                self.kept.append((key, column, codes))
            coarse = how in ("printed", "stripped") or (how == "filtered" and not exact)
            part, size = (kinds, 3) if coarse else (codes, len(column.distinct))
            if coarse and exact:  # blanks differ in how many spaces they hold
                part, size = np.where(kinds == BLANK, codes + 3, kinds), len(column.distinct) + 3
            combined = _combine(combined, part, size)
        if len(ids):
            _, first, which = np.unique(combined, return_index=True, return_inverse=True)
        else:
            first = which = np.zeros(0, dtype=np.int64)
        self.representatives: Ints = np.asarray(first, dtype=np.int64)
        self.which: Ints = np.asarray(which, dtype=np.int64)

    def values(self, row: int) -> dict[str, Any]:
        """The values the representative of a tuple is written to with."""
        found = {key: column.distinct[int(codes[row])] for key, column, codes in self.kept}
        for slot in self.slots:
            code = int(slot.codes[row])
            there = int(slot.column.kinds[code]) == VALUE
            found[slot.key] = slot.stand_in if there else slot.column.distinct[code]
        return found


def _combine(combined: Ints, part: Ints, size: int) -> Ints:
    """One number for each pair, kept small enough to go on."""
    made = combined * max(size, 1) + part
    if int(made.max(initial=0)) > 1 << 40:
        _, made = np.unique(made, return_inverse=True)
    return made
