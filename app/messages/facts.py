"""Values of variables for a whole company, kept as codes into distinct values: quick to count and to combine."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from app.messages.liquid.values import text
from app.messages.variables import Variable, available
from fake_company.warehouse import Company

Ints = npt.NDArray[np.int64]
MISSING, BLANK, VALUE = 0, 1, 2


@dataclass(frozen=True)
class Column:
    """One variable for every customer (or product): `codes[id]` into `distinct`; code 0 is "no value"."""

    codes: Ints
    distinct: list[Any]

    @cached_property
    def kinds(self) -> npt.NDArray[np.int8]:
        """Per distinct value: missing (a default fires), blank (only whitespace), or a value."""
        return np.array([_kind(value) for value in self.distinct], dtype=np.int8)

    @cached_property
    def chars(self) -> Ints:
        """Per distinct value: letters when printed."""
        return np.array([len(text(value)) for value in self.distinct], dtype=np.int64)

    @cached_property
    def cp949_bytes(self) -> Ints:
        """Per distinct value: bytes in a text message."""
        return np.array([cp949_size(text(value)) for value in self.distinct], dtype=np.int64)

    @cached_property
    def unsendable(self) -> npt.NDArray[np.bool_]:
        """Per distinct value: has letters a text message cannot carry."""
        return np.array([bool(unsendable(text(value))) for value in self.distinct], dtype=bool)

    @cached_property
    def stripped(self) -> Column:
        """The same values without spaces around them."""
        return Column(
            self.codes, [value.strip() if isinstance(value, str) else value for value in self.distinct]
        )

    def take(self, ids: Ints) -> Ints:
        """Codes of these customers or products; an id outside has no value."""
        inside = (ids >= 0) & (ids < len(self.codes))
        codes = (
            self.codes[np.where(inside, ids, 0)] if len(self.codes) else np.zeros(len(ids), dtype=np.int64)
        )
        return np.where(inside, codes, 0)

    def value(self, identity: int) -> Any:
        """The value of one customer or product."""
        return self.distinct[int(self.take(np.array([identity]))[0])]


def _kind(value: Any) -> int:
    if value is None or value is False or value == "" or value == []:
        return MISSING
    return BLANK if isinstance(value, str) and value.isspace() else VALUE


def unsendable(message: str) -> str:
    """The letters a text message (CP949) cannot carry."""
    try:
        message.encode("cp949")
        return ""
    except UnicodeEncodeError:
        return "".join(dict.fromkeys(letter for letter in message if not _fits(letter)))


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp949")
        return True
    except UnicodeEncodeError:
        return False


def cp949_size(message: str) -> int:
    """Bytes of a text message; a letter that cannot be carried counts as two."""
    return (
        len(message.encode("cp949", "replace"))
        if not unsendable(message)
        else sum(len(letter.encode("cp949")) if _fits(letter) else 2 for letter in message)
    )


class Facts:
    """The variables of one company, each read from the tables when first used."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.variables = available(company.profile)
        self._columns: dict[str, Column] = {}
        self._lock = Lock()

    def column(self, key: str) -> Column:
        """A variable's values over all customers or products."""
        with self._lock:
            if key not in self._columns:
                self._columns[key] = self._read(self.variables[key])
            return self._columns[key]

    def _read(self, variable: Variable) -> Column:
        sql = variable.sql
        params = {"today": self.company.meta.today} if "$today" in sql else {}
        found = self.company.arrays(sql, params)
        ids = np.asarray(found["id"], dtype=np.int64)
        values = found["value"].tolist()
        size = self.company.meta.customers if variable.over == "customer" else int(ids.max(initial=-1)) + 1
        codes = np.zeros(size, dtype=np.int64)
        places: dict[Any, int] = {}
        distinct: list[Any] = [None]
        made = np.empty(len(values), dtype=np.int64)
        for row, value in enumerate(values):
            if isinstance(value, np.ndarray):  # a list attribute, perhaps of objects
                value = value.tolist()
            if value is None or value != value or value == []:
                made[row] = 0
                continue
            mark = (
                json.dumps(value, sort_keys=True, default=str) if isinstance(value, (list, dict)) else value
            )
            place = places.get(mark)
            if place is None:
                place = places[mark] = len(distinct)
                distinct.append(value)
            made[row] = place
        codes[ids] = made
        return Column(codes, distinct)

    def missing_share(self, key: str) -> float:
        """How many customers (or products) have no value, as a share; the insert menu shows it."""
        if self.variables[key].over == "plan":
            return 0.0
        column = self.column(key)
        return float((column.kinds[column.codes] != VALUE).mean()) if len(column.codes) else 0.0


_KEPT: OrderedDict[str, Facts] = OrderedDict()
_KEPT_LOCK = Lock()


def of(company: Company) -> Facts:
    """The facts of a company, kept for the last few companies by digest."""
    key = f"{company.meta.digest}|{company.folder}"
    with _KEPT_LOCK:
        if key not in _KEPT:
            _KEPT[key] = Facts(company)
            while len(_KEPT) > 4:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        return _KEPT[key]
