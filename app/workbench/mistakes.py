"""What went wrong with a question, in words: what, where (line, column, a caret below it), and what to do.

Errors of DuckDB that people often make have a sentence and a remedy of our own; any other is shown in DuckDB's words below
a sentence of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.workbench.mistake_words import COMMON, ENDED, REFUSED, UNKNOWN, Words
from app.workbench.workers import Ended
from fake_company.errors import DangolError
from fake_company.schema import Table
from fake_company.text import Text, josa

_WIDEST = 120


class SqlError(DangolError):
    """A question that has no answer. `snippet` is its line with a caret below the place, `detail` DuckDB's own words."""

    def __init__(self, message: Text, where: Text | str, remedy: Text, **extra: Any) -> None:
        self.snippet = str(extra.get("snippet", ""))
        self.detail = str(extra.get("detail", ""))
        super().__init__(message, where, remedy, **{key: value for key, value in extra.items() if value})


class Busy(SqlError):
    """Too many questions at once."""

    status = 503


@dataclass(frozen=True)
class Spot:
    """A place in a question: line and column from 1, and the line itself."""

    line: int
    column: int
    text: str
    length: int

    def where(self) -> Text:
        """`2번째 줄 8번째 글자` / `line 2, column 8`."""
        return Text(f"{self.line}번째 줄 {self.column}번째 글자", f"line {self.line}, column {self.column}")

    def snippet(self) -> str:
        """The line with a caret below; a long line is cut around the place. Hangul takes two places of a caret line."""
        start = max(0, self.column - 1 - _WIDEST // 2)
        shown = self.text[start : start + _WIDEST].replace("\t", " ")
        before = "".join("　" if _is_wide(one) else " " for one in shown[: self.column - 1 - start])
        marked = shown[self.column - 1 - start :][: max(self.length, 1)] or " "
        return f"{shown}\n{before}{''.join('＾' if _is_wide(one) else '^' for one in marked)}"


def _is_wide(one: str) -> bool:
    return "ᄀ" <= one <= "ᇿ" or "⺀" <= one <= "鿿" or "가" <= one <= "힣" or "＀" <= one <= "￯"


def spot(sql: str, at: int | None, length: int) -> Spot | None:
    """Where a byte of a question is."""
    raw = sql.encode("utf-8", "replace")
    if at is None or not 0 <= at <= len(raw):
        return None
    before = raw[:at].decode("utf-8", "replace")
    word = raw[at : at + length].decode("utf-8", "replace").partition("\n")[0]
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Spot(line + 1, column, sql.split("\n")[line].rstrip("\r"), len(word))


def of_error(found: dict[str, Any], sql: str, tables: dict[str, Table]) -> SqlError:
    """The error a SQL process answered, in words."""
    code = str(found.get("code", ""))
    at = found.get("at") if isinstance(found.get("at"), int) else None
    place = spot(sql, at, int(found.get("length") or 0))
    message = str(found.get("message", ""))
    words, values = _words(code, message)
    names = _names(code, words, found, tables)
    wrong = str(values.get("name") or found.get("name", ""))
    near = get_close_matches(wrong.lower().rpartition(".")[2], names, n=1, cutoff=0.6) if wrong else []
    values = {**{"name": wrong, "known": ", ".join(sorted(names)[:40])}, **values}
    values["quoted"] = f"‘{wrong}’"
    for pair in ("은/는", "이/가", "을/를"):
        values[pair.partition("/")[0]] = josa(f"‘{wrong}’", pair)
    remedy = words.remedy
    if near:
        remedy = Text(
            f"{josa(f'‘{near[0]}’', '을/를')} 쓰려던 것인가요? {remedy.ko}",
            f"Did you mean '{near[0]}'? {remedy.en}",
        )
    return SqlError(
        _filled(words.message, values),
        place.where() if place else "",
        _filled(remedy, values),
        line=place.line if place else None,
        column=place.column if place else None,
        snippet=place.snippet() if place else "",
        detail=_detail(message) if words is UNKNOWN or words.shows_detail else "",
        suggestion=near[0] if near else None,
    )


def of_end(ended: Ended, seconds: float) -> SqlError:
    """A question that was stopped."""
    words = ENDED[ended.why if ended.why in ENDED else "crashed"]
    kind = Busy if ended.why == "busy" else SqlError
    values = {"seconds": f"{seconds:g}"}
    return kind(_filled(words.message, values), "", _filled(words.remedy, values), why=ended.why)


def _words(code: str, message: str) -> tuple[Words, dict[str, str]]:
    if code in REFUSED:
        return REFUSED[code], {}
    for pattern, words in COMMON:
        match = re.search(pattern, message)
        if match:
            found_words = {key: value for key, value in match.groupdict().items() if value}
            return words, {"name": found_words.pop("other", ""), **found_words}
    return UNKNOWN, {}


def _names(code: str, words: Words, found: dict[str, Any], tables: dict[str, Table]) -> list[str]:
    """The names that could have been meant."""
    if code == "table":
        return list(tables)
    if words.means == "columns":
        given: Iterable[str] = (str(one) for one in found.get("candidates", ()))
        return list(
            dict.fromkeys([*given, *(column.name for table in tables.values() for column in table.columns)])
        )
    if words.means == "functions":
        return [str(one) for one in found.get("candidates", ())]
    return []


def _filled(text: Text, values: dict[str, str]) -> Text:
    """Fill `{name}` fields; what a person typed may itself hold braces."""
    fill = re.compile(r"\{(\w+)\}")
    return Text(*(fill.sub(lambda found: values.get(found[1], ""), words) for words in (text.ko, text.en)))


def _detail(message: str) -> str:
    """DuckDB's own words, without the long list of every function it knows."""
    return message.partition("\n\tCandidate functions")[0].partition("\n\nLINE ")[0].strip()[:600]
