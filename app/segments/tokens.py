"""The words of a segment written as text: tokens with their places, and the mistake that points at one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from fake_company.errors import DangolError
from fake_company.text import Text

LONGEST = 20_000
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<open>"(?:[^"\\]|\\.)*\Z)"""
    r"""|(?P<span>\d+(?:cd|[hdHD])(?![\w.]))"""
    r"""|(?P<date>\d{4}-\d\d-\d\d(?![\w-]))"""
    r"""|(?P<number>-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))"""
    r"""|(?P<name>[^\W\d](?:[\w.-]*\w)?)"""
    r"""|(?P<symbol><=|>=|!=|[()=<>,%])"""
    r"""|(?P<space>\s+)""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^\W\d](?:[\w.-]*\w)?\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True)
class Token:
    """One word: its kind (name, string, number, date, span, symbol, end), its meaning, and where it stands."""

    kind: str
    text: str
    value: Any
    start: int
    end: int


class TextError(DangolError):
    """A mistake in a segment written as text, at a character of it."""

    def __init__(self, source: str, start: int, end: int, message: Text, remedy: Text, **extra: Any) -> None:
        line = source.count("\n", 0, start) + 1
        column = start - (source.rfind("\n", 0, start) + 1) + 1
        self.source, self.start, self.end = source, start, max(end, start + 1)
        self.line, self.column = line, column
        where = Text(f"{line}번째 줄 {column}번째 글자", f"line {line}, column {column}")
        super().__init__(message, where, remedy, line=line, column=column, caret=self.caret(), **extra)

    def caret(self) -> str:
        """The line of the mistake with a caret under it."""
        first = self.source.rfind("\n", 0, self.start) + 1
        line = self.source[first:].split("\n")[0]
        before = "".join(" " * _width(letter) for letter in line[: self.start - first])
        marked = line[self.start - first : self.end - first] or " "
        return f"{line}\n{before}{'^' * sum(_width(letter) for letter in marked)}"


def _width(letter: str) -> int:
    return 2 if "\u1100" <= letter <= "\u115f" or "\u2e80" <= letter <= "\uffdc" else 1


def tokens(source: str) -> list[Token]:
    """The text as tokens, the last one being the end; a character that means nothing is an error at its place."""
    if len(source) > LONGEST:
        raise TextError(
            source, LONGEST, LONGEST + 1,
            Text(f"{LONGEST:,}자보다 길어요.", f"Longer than {LONGEST:,} characters."),
            Text("조건을 나눠 다른 고객 묶음으로 만들어 주세요.", "Split it into several segments."),
        )  # fmt: skip
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _odd(source, at)
        kind = str(match.lastgroup)
        if kind == "open":
            raise TextError(
                source, at, at + 1, Text("따옴표가 닫히지 않았어요.", "The quote is not closed."),
                Text('끝에 "를 붙여 주세요.', 'Add " at its end.'),
            )  # fmt: skip
        if kind != "space":
            found.append(Token(kind, match[0], _value(kind, match[0]), at, match.end()))
        at = match.end()
    return [*found, Token("end", "", None, len(source), len(source))]


def _odd(source: str, at: int) -> TextError:
    end = at + 1
    if source[at].isdigit():
        while end < len(source) and (source[end].isalnum() or source[end] in "._"):
            end += 1
        return TextError(
            source, at, end, Text(f"읽을 수 없는 숫자예요: {source[at:end]}", f"Not a number: {source[at:end]}"),
            Text("숫자는 30, 기간은 3d·24h처럼 적어 주세요.", "Write a number as 30, a span as 3d or 24h."),
        )  # fmt: skip
    return TextError(
        source, at, end, Text(f"여기에 쓸 수 없는 글자예요: {source[at]}", f"This character means nothing here: {source[at]}"),
        Text("글자 값은 큰따옴표로 묶어 주세요.", "Put text values in double quotes."),
    )  # fmt: skip


def _value(kind: str, text: str) -> Any:
    if kind == "string":
        return re.sub(
            r"\\(.)",
            lambda match: {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1]),
            text[1:-1],
            flags=re.DOTALL,
        )
    if kind == "number":
        plain = text.replace("_", "")
        return int(plain) if re.fullmatch(r"-?\d+", plain) else float(plain)
    if kind == "span":
        amount = re.match(r"\d+", text)
        unit = text.lstrip("0123456789").lower()
        return {{"h": "hours", "d": "days", "cd": "calendar_days"}[unit]: int(amount[0] if amount else 0)}
    return text


def written(value: Any, words: Iterable[str] = ()) -> str:
    """A value as it is typed: plain names and dates as they are, other texts in quotes."""
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(written(one, words) for one in value) + ")"
    if not isinstance(value, str):
        return repr(value)
    if (_PLAIN.match(value) and value.lower() not in words) or _DATE.match(value):
        return value
    inner = value.replace("\\", "\\\\").replace('"', '\\"')
    inner = inner.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{inner}"'


def span(window: Mapping[str, int]) -> str:
    """`{"days": 3}` as `3d`."""
    ((unit, amount),) = window.items()
    return f"{amount}{ {'hours': 'h', 'days': 'd', 'calendar_days': 'cd'}[unit] }"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return near[0] if near else None
