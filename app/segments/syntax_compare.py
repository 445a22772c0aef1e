"""Parts of the text form that compare: spans of time, counts, operators with their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.segments.operator import Operator
from app.segments.operators import OPERATORS, of_type
from app.segments.reader import RESERVED, Reader
from app.segments.syntax import Data, read_list
from app.segments.tokens import span, written
from fake_company.text import Text

COMPARE = ("at_least", "at_most", "more_than", "less_than", "is", "between")
ONCE = {"operator": "at_least", "value": 1}
_UNITS = {
    "hours": "hours",
    "hour": "hours",
    "days": "days",
    "day": "days",
    "calendar days": "calendar_days",
    "calendar day": "calendar_days",
}


@dataclass(frozen=True)
class Span:
    """A length of time after a word: `within 3d`, `since 24h`, `within 3cd` (calendar days)."""

    key: str
    lead: str
    optional: bool = True

    def write(self, data: Mapping[str, Any]) -> str:
        """The span."""
        window = data.get(self.key)
        return f"{self.lead} {span(window)}" if window else ""

    def starts(self, reader: Reader) -> bool:
        """Whether its word stands here."""
        return reader.sees(self.lead) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The span: `3d` or `3 days`."""
        reader.expect(self.lead)
        data[self.key] = read_span(reader, f"{path}{self.key}")

    def grammar(self) -> str:
        """`within SPAN`."""
        return f"{self.lead} SPAN"


def read_span(reader: Reader, path: str) -> dict[str, int]:
    """`3d`, `24h`, `3cd`, or with the words spelled out."""
    reader.hope(["3d", "24h", "7d", "30d", "3cd"])
    token = reader.next
    what = Text("기간(예: 3d, 24h, 3cd)", "a span such as 3d, 24h or 3cd")
    if token.kind == "span":
        reader.at += 1
        ((unit, _),) = token.value.items()
        reader.mark(path, token)
        reader.mark(f"{path}.{unit}", token)
        return dict(token.value)
    if token.kind != "number":
        raise reader.error([], what)
    reader.at += 1
    unit = reader.longest(_UNITS) or ""
    if not unit:
        raise reader.error(_UNITS, what)
    reader.mark(path, token)
    reader.mark(f"{path}.{unit}", token)
    return {unit: token.value}


@dataclass(frozen=True)
class Compared:
    """A number compared: `>= 3`, `between 1 and 5`; under `key`, or (without one) in the condition itself.

    `tail` follows it (`times`); with a `default`, that value is not written.
    """

    key: str = ""
    tail: str = ""
    lead: str = ""
    default: Mapping[str, Any] | None = None
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The comparison."""
        found = data.get(self.key) if self.key else data
        if found is None or found == self.default:
            return ""
        said = comparison(found)
        return " ".join(part for part in (self.lead, said, self.tail) if part)

    def starts(self, reader: Reader) -> bool:
        """Whether a comparison stands here."""
        if self.lead:
            return reader.sees(self.lead) > 0
        return reader.any_of(words for key in COMPARE for words in OPERATORS[key].text)

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """Operator and number."""
        if self.lead:
            reader.expect(self.lead)
        holder = data.setdefault(self.key, {}) if self.key else data
        stem = f"{path}{self.key}." if self.key else path
        read_operator(reader, holder, stem, [OPERATORS[key] for key in COMPARE], "number")
        if self.tail:
            reader.expect(self.tail)

    def grammar(self) -> str:
        """`COMPARE times`."""
        return " ".join(part for part in (self.lead, "COMPARE", self.tail) if part)


def Times(key: str = "count") -> Compared:
    """How often: `>= 2 times`; nothing said is at least once."""
    return Compared(key, "times", default=ONCE, optional=True)


def comparison(data: Mapping[str, Any]) -> str:
    """`>= 3`, `in (a, b)`, `in last 30d`, `is set`."""
    row = OPERATORS[data["operator"]]
    value = data.get("value")
    if row.argument == "none":
        return row.text[0]
    if row.argument == "days":
        return f"{row.text[0]} {value}d"
    if row.argument == "range":
        return f"{row.text[0]} {written(value[0])} and {written(value[1])}"  # type: ignore[index]
    return f"{row.text[0]} {written(value, RESERVED)}"


def read_operator(
    reader: Reader, data: Data, path: str, menu: Sequence[Operator], kind: str | None = None,
    choices: Sequence[str] = (),
) -> None:  # fmt: skip
    """An operator and the value it takes."""
    token = reader.next
    key = reader.longest({words: row.key for row in menu for words in row.text})
    if key is None:
        raise reader.error([words for row in menu for words in row.text[:1]], Text("비교", "a comparison"))
    row = OPERATORS[key]
    data["operator"] = key
    reader.mark(f"{path}operator", token)
    first = reader.next
    what = Text("값", "a value")
    if row.argument == "days":
        found = read_span(reader, f"{path}value")
        if list(found) != ["days"]:
            raise reader.error([], Text("날 수(예: 30d)", "a number of days such as 30d"), first)
        data["value"] = found["days"]
    elif row.argument == "many":
        data["value"] = read_list(reader, what, choices, f"{path}value")
    elif row.argument == "range":
        low = reader.whole(Text("숫자", "a number"))
        reader.expect("and")
        high = reader.whole(Text("숫자", "a number"))
        data["value"] = [low.value, high.value]
        reader.mark(f"{path}value", low, high)
        reader.mark(f"{path}value[0]", low)
        reader.mark(f"{path}value[1]", high)
    elif row.argument != "none":
        number = kind == "number" or row.argument == "size"
        found_token = reader.whole(Text("숫자", "a number")) if number else reader.value(what, choices)
        data["value"] = found_token.value
        reader.mark(f"{path}value", found_token)


@dataclass(frozen=True)
class Test:
    """An attribute's operator and value: `in (gold, vip)`; `menu` may narrow the operators."""

    menu: Callable[[], Sequence[Operator]] = OPERATORS.values  # type: ignore[assignment]
    optional: bool = False
    __test__ = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The comparison."""
        return comparison(data)

    def starts(self, reader: Reader) -> bool:
        """Never: it is not optional."""
        return False

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """Operator and value, of the attribute's type where it is known."""
        known = reader.schema.attributes.get(data.get("field", ""))
        menu = of_type(known.type) if known else list(self.menu())
        read_operator(reader, data, path, menu, None, list(known.choices) if known else ())

    def grammar(self) -> str:
        """`OPERATOR VALUE`."""
        return "OPERATOR [VALUE]"
