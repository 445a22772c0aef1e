"""The text of property conditions, and of an event that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.segments.fields import PROPERTIES
from app.segments.operators import OPERATORS, of_type
from app.segments.reader import RESERVED, Reader
from app.segments.syntax import Data
from app.segments.syntax_compare import comparison, read_operator
from app.segments.tokens import written
from fake_company.text import Text

EVENT = Text("이벤트", "event")
_PROPERTY = Text("이벤트 속성", "property")


@dataclass(frozen=True)
class Where:
    """`where (category = outer, amount_krw >= 30000)`: every one of them must hold."""

    key: str = "where"
    optional: bool = True

    def write(self, data: Mapping[str, Any]) -> str:
        """The tests."""
        return write_where(data.get(self.key))

    def starts(self, reader: Reader) -> bool:
        """Whether `where` stands here."""
        return reader.sees("where") > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The tests."""
        data[self.key] = read_where(reader, f"{path}{self.key}")

    def grammar(self) -> str:
        """`where (PROPERTY OPERATOR VALUE, …)`."""
        return "where (PROPERTY OPERATOR [VALUE], …)"


def write_where(tests: Any) -> str:
    """Property conditions as text."""
    if not tests:
        return ""
    said = [f"{written(one['property'], RESERVED)} {comparison(one)}" for one in tests]
    return f"where ({', '.join(said)})"


def read_where(reader: Reader, path: str) -> list[Data]:
    """Property conditions, joined by commas."""
    reader.expect("where")
    reader.expect("(")
    found: list[Data] = []
    while True:
        stem = f"{path}[{len(found)}]."
        token = reader.name(_PROPERTY, list(PROPERTIES))
        one: Data = {"property": token.value}
        reader.mark(f"{stem}property", token)
        known = PROPERTIES.get(token.value)
        menu = of_type(known.type) if known else list(OPERATORS.values())
        choices = list(reader.schema.categories) if token.value == "category" else ()
        read_operator(reader, one, stem, menu, known.type if known else None, choices)
        found.append(one)
        if not reader.accept(","):
            break
    reader.expect(")")
    return found


@dataclass(frozen=True)
class Ago:
    """A moment against a date, or the whole days since it: `before 2026-01-01`, `days ago >= 30`."""

    menu: tuple[str, ...]
    numbers: tuple[str, ...]
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The comparison."""
        return ("days ago " if data["operator"] in self.numbers else "") + comparison(data)

    def starts(self, reader: Reader) -> bool:
        """Never: it is not optional."""
        return False

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """`days ago` and a number, or a comparison of dates."""
        days = reader.accept("days ago")
        menu = [OPERATORS[key] for key in self.menu if (key in self.numbers) == days]
        read_operator(reader, data, path, menu, "number" if days else "date")

    def grammar(self) -> str:
        """Both ways."""
        return "(DATE_OPERATOR VALUE | days ago COMPARE)"
