"""The text form of a condition, as a row of parts: each part writes and reads its share of the condition's JSON.

    syntax = (Word("event"), Name("name", "events"), Where(), Times("count"), Span("within", "within"))

is `event product_added where (category = outer) >= 2 times within 3d`, its grammar line and its completions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.segments.reader import RESERVED, Reader, names_of
from app.segments.tokens import written
from fake_company.text import Text

Data = dict[str, Any]


class Part(Protocol):
    """One part of a condition's text."""

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""

    def write(self, data: Mapping[str, Any]) -> str:
        """Its text; nothing when there is nothing to say."""

    def starts(self, reader: Reader) -> bool:
        """Whether an optional part stands here."""

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """Read it into the condition's JSON."""

    def grammar(self) -> str:
        """Its line in the grammar."""


Syntax = Sequence[Part]


def write_all(syntax: Syntax, data: Mapping[str, Any]) -> str:
    """A condition's JSON as text."""
    return " ".join(text for part in syntax if (text := part.write(data)))


def read_all(syntax: Syntax, reader: Reader, data: Data, path: str = "") -> None:
    """The parts in order; optional ones that follow each other in any order."""
    waiting: list[Part] = []
    for part in [*syntax, None]:
        if part is not None and part.optional:
            waiting.append(part)
            continue
        while (found := next((one for one in waiting if one.starts(reader)), None)) is not None:
            waiting.remove(found)
            found.read(reader, data, path)
        waiting = []
        if part is not None:
            part.read(reader, data, path)


def grammar_of(syntax: Syntax) -> str:
    """One line: `event NAME [where (…)] [>= N times] [within SPAN]`."""
    return " ".join(f"[{part.grammar()}]" if part.optional else part.grammar() for part in syntax)


@dataclass(frozen=True)
class Word:
    """A fixed word."""

    text: str
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The word."""
        return self.text

    def starts(self, reader: Reader) -> bool:
        """Whether the word stands here."""
        return reader.sees(self.text) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """Step over the word."""
        reader.expect(self.text)

    def grammar(self) -> str:
        """The word."""
        return self.text


@dataclass(frozen=True)
class Name:
    """A name out of a company's own (`events`, `attributes` …) or out of a fixed list; `lead` stands before it."""

    key: str
    source: str | tuple[str, ...]
    what: Text
    lead: str = ""
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The name, when there is one."""
        value = data.get(self.key)
        return "" if value is None else f"{self.lead} {written(value, RESERVED)}".strip()

    def starts(self, reader: Reader) -> bool:
        """Whether its lead stands here."""
        return bool(self.lead) and reader.sees(self.lead) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The name."""
        if self.lead:
            reader.expect(self.lead)
        token = reader.name(self.what, names_of(reader.schema, self.source))
        data[self.key] = token.value
        reader.mark(f"{path}{self.key}", token)

    def grammar(self) -> str:
        """`NAME`."""
        said = self.what.en.upper() if isinstance(self.source, str) else "|".join(self.source)
        return f"{self.lead} {said}".strip()


@dataclass(frozen=True)
class Names:
    """Several names or numbers in parentheses (one may go without)."""

    key: str
    source: str | tuple[str, ...]
    what: Text
    lead: str = ""
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The names."""
        values = data.get(self.key)
        return f"{self.lead} {written(values, RESERVED)}".strip() if values else ""

    def starts(self, reader: Reader) -> bool:
        """Whether its lead stands here."""
        return bool(self.lead) and reader.sees(self.lead) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The names."""
        if self.lead:
            reader.expect(self.lead)
        data[self.key] = read_list(
            reader, self.what, names_of(reader.schema, self.source), f"{path}{self.key}"
        )

    def grammar(self) -> str:
        """`(NAME, …)`."""
        said = self.what.en.upper() if isinstance(self.source, str) else "|".join(self.source)
        return f"{self.lead} ({said}, …)".strip()


@dataclass(frozen=True)
class Quoted:
    """A text in quotes."""

    key: str
    what: Text
    lead: str = ""
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The text in quotes."""
        value = data.get(self.key)
        if value is None or (self.optional and value == ""):
            return ""
        return f"{self.lead} {written(value, (value.lower(),))}".strip()

    def starts(self, reader: Reader) -> bool:
        """Whether its lead stands here."""
        return bool(self.lead) and reader.sees(self.lead) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The text."""
        if self.lead:
            reader.expect(self.lead)
        token = reader.value(self.what)
        data[self.key] = token.value
        reader.mark(f"{path}{self.key}", token)

    def grammar(self) -> str:
        """`"TEXT"`."""
        return f'{self.lead} "TEXT"'.strip()


@dataclass(frozen=True)
class Number:
    """A number between fixed words: `top 10 %`."""

    key: str
    what: Text
    lead: str = ""
    tail: str = ""
    optional: bool = False

    def write(self, data: Mapping[str, Any]) -> str:
        """The number."""
        value = data.get(self.key)
        return "" if value is None else f"{self.lead} {value!r}{self.tail}".strip()

    def starts(self, reader: Reader) -> bool:
        """Whether its lead stands here."""
        return bool(self.lead) and reader.sees(self.lead) > 0

    def read(self, reader: Reader, data: Data, path: str) -> None:
        """The number."""
        if self.lead:
            reader.expect(self.lead)
        token = reader.whole(self.what)
        data[self.key] = token.value
        reader.mark(f"{path}{self.key}", token)
        if self.tail:
            reader.expect(self.tail)

    def grammar(self) -> str:
        """`N%`."""
        return f"{self.lead} N{self.tail}".strip()


def read_list(reader: Reader, what: Text, choices: Sequence[str], path: str) -> list[Any]:
    """`(a, b)` or one value."""
    first = reader.next
    found: list[Any] = []

    def one() -> None:
        token = reader.value(what, choices)
        reader.mark(f"{path}[{len(found)}]", token)
        found.append(token.value)

    if not reader.accept("("):
        one()
    else:
        one()
        while reader.accept(","):
            one()
        reader.expect(")")
    reader.mark(path, first, reader.tokens[reader.at - 1])
    return found
