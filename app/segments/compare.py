"""A number worked out per customer (a count, a sum) against a wanted number: read, SQL, arrays, words, form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from app.segments import operators
from app.segments.form import Control, Shape, entry, select
from app.segments.operators import OPERATORS, Operator
from app.segments.place import Place, as_choice, as_mapping, as_whole
from app.segments.snapshot import Mask, Values
from app.segments.words import number, times
from fake_company.text import Text

MENU = ("at_least", "at_most", "more_than", "less_than", "is", "between")
_OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}
_NO_TIME = datetime.min


@dataclass(frozen=True)
class Comparison:
    """`at_least 2`, `between 1 and 5`."""

    operator: str
    value: Any

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Comparison:
        """Read `{"operator": …, "value": …}` (other keys are the caller's)."""
        key = as_choice(data.get("operator"), place.key("operator"), Text("비교", "operator"), MENU)
        value = operators.read_argument(OPERATORS[key], data.get("value"), "number", place.key("value"))
        return cls(key, tuple(value) if isinstance(value, list) else value)

    @classmethod
    def parse_count(cls, data: Any, place: Place) -> Comparison:
        """Read how often; nothing said means at least once."""
        if data is None:
            return ONCE
        found = cls.parse(as_mapping(data, place, ("operator", "value"), ("operator", "value")), place)
        values = found.value if isinstance(found.value, tuple) else (found.value,)
        for value in values:
            as_whole(value, place.key("value"), 0, 1_000_000)
        if not found.holds(np.arange(1_000_002)).any():
            raise place.error(
                Text("이 횟수에 맞는 고객은 있을 수 없어요.", "No customer can have such a count."),
                Text("0회는 ‘이하 0’으로 적어 주세요.", "For none at all, write 'at_most 0'."),
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """The form in a rule."""
        return {
            "operator": self.operator,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
        }

    @property
    def row(self) -> Operator:
        """The operator's row."""
        return OPERATORS[self.operator]

    def holds(self, values: Values) -> Mask:
        """Which numbers fit."""
        return np.asarray(self.row.test(values, self.value, values), dtype=bool)

    def holds_for(self, value: float | None) -> bool:
        """Whether one number fits; a missing one never does."""
        return value is not None and bool(self.holds(np.array([value]))[0])

    def sql(self, measure: str) -> str:
        """The test of an SQL measure."""
        return operators.sql(self.row, measure, self.value, "number", _NO_TIME)

    def _sql_not(self, measure: str) -> str:
        if self.operator in _OPPOSITE:
            return Comparison(_OPPOSITE[self.operator], self.value).sql(measure)
        return f"NOT ({self.sql(measure)})"

    def membership(self, source: str, measure: str, absent: float | None) -> str:
        """The test of a customer by a grouped measure over `source` (`FROM … WHERE …`).

        `absent` is the measure of a customer without rows there (None: missing).
        """
        if self == ONCE and measure == "count(*)":
            return f"customer_id IN (SELECT customer_id {source})"
        if not self.holds_for(absent):
            return f"customer_id IN (SELECT customer_id {source} GROUP BY customer_id HAVING {self.sql(measure)})"
        without = self._sql_not(measure)
        if without == "count(*) > 0" or (measure == "count(*)" and without == "count(*) >= 1"):
            return f"customer_id NOT IN (SELECT customer_id {source})"
        return f"customer_id NOT IN (SELECT customer_id {source} GROUP BY customer_id HAVING {without})"

    @property
    def is_never(self) -> bool:
        """Whether only zero fits."""
        return self.holds_for(0) and not self.holds(np.arange(1, 1000)).any()

    def times(self) -> Text:
        """How often, in words: `2번 이상` / `at least twice`; nothing for once or never."""
        if self == ONCE or self.is_never:
            return Text("", "")
        if isinstance(self.value, tuple):
            low, high = self.value
            return Text(f"{low:,}~{high:,}번 ", f" {low:,} to {high:,} times")
        ko = {
            "at_least": "{n}번 이상 ", "at_most": "{n}번 이하로 ", "more_than": "{n}번 넘게 ",
            "less_than": "{n}번 미만으로 ", "is": "정확히 {n}번 ",
        }[self.operator]  # fmt: skip
        en = {
            "at_least": " at least {t}", "at_most": " at most {t}", "more_than": " more than {t}",
            "less_than": " fewer than {m}", "is": " exactly {t}",
        }[self.operator]  # fmt: skip
        n = number(self.value)
        return Text(ko.format(n=n), en.format(t=times(self.value), m=f"{n} times"))


ONCE = Comparison("at_least", 1)


def controls(name: str, label: Text, data: Any) -> list[Control]:
    """Two inputs: the comparison and its number."""
    found = data if isinstance(data, Mapping) else {}
    prefix = f"{name}." if name else ""
    chosen = found.get("operator", "at_least")
    return [
        select(f"{prefix}operator", label, ((key, OPERATORS[key].label) for key in MENU), chosen),
        entry(
            f"{prefix}value",
            Text("값", "value"),
            "text" if chosen == "between" else "number",
            found.get("value"),
        ),
    ]


def optional_controls(name: str, label: Text, data: Any) -> list[Control]:
    """The same where nothing need be said; the number is asked for once a comparison is chosen."""
    found = data if isinstance(data, Mapping) else {}
    chosen = found.get("operator") or ""
    menu = [("", Text("상관없음", "any")), *((key, OPERATORS[key].label) for key in MENU)]
    controls = [select(f"{name}.operator", label, menu, chosen)]
    if chosen:
        shape: Shape = "text" if chosen == "between" else "number"
        controls.append(entry(f"{name}.value", Text("값", "value"), shape, found.get("value")))
    return controls


def schema() -> dict[str, Any]:
    """The JSON Schema of a comparison's two parts."""
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    return {"operator": {"enum": list(MENU)}, "value": {"anyOf": [{"type": "number"}, pair]}}


def count_schema() -> dict[str, Any]:
    """The JSON Schema of a count."""
    return {
        "type": "object",
        "properties": schema(),
        "required": ["operator", "value"],
        "additionalProperties": False,
    }
