"""What an operator is: one row that feeds the menu, the SQL, the NumPy test, the sentence and the text form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from app.segments.words import Ending
from fake_company.text import Text

Type = Literal["string", "number", "boolean", "date", "list"]
Argument = Literal["none", "one", "many", "range", "days", "size"]
Values = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
BLANKS = " \t\r\n\u00a0\u3000\u200b"
SOMETHING = (
    r"regexp_matches({x}, '[^ \t\r\n\x{{A0}}\x{{3000}}\x{{200B}}]')"  # true for text that is not blank
)


@dataclass(frozen=True)
class Operator:
    """One comparison.

    `sql` has `{x}` and `{v}` (or `{low}`, `{high}`); `test(values, argument, moments)` compares present values only;
    `ko` and `en` have `{x}`, `{x은는}`-like particles worked out by `clause`. `text` is how it is typed, the first
    spelling being the one that is printed.
    """

    key: str
    label: Text
    types: tuple[Type, ...]
    argument: Argument
    sql: str
    test: Callable[[Values, Any, Values], Mask]
    ko: str
    ending: Ending
    en: str
    negates: str | None = None
    text: tuple[str, ...] = ()


def any_of(values: Values, wanted: Sequence[Any]) -> Mask:
    """Which values are among the wanted ones."""
    found = np.zeros(len(values), dtype=bool)
    for one in wanted:
        found |= values == one
    return found


def each(values: Values, test: Callable[[Any], bool]) -> Mask:
    """A test of one value at a time."""
    return np.fromiter((test(value) for value in values), dtype=bool, count=len(values))
