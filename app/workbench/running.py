"""Ask a company a question in SQL and get rows, customers, or lines of CSV; every failure is a `SqlError` in words.

The question never reaches the trusted instance: it is read, checked and run in a process of `workers`.
"""

from __future__ import annotations

import csv
import io
import time
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from app.workbench import copying, mistakes
from app.workbench.guard import Refused
from app.workbench.workers import POOL, Ended, Run
from fake_company import watching
from fake_company.schema import tables_of
from fake_company.warehouse import Company

SECONDS = 10.0
LARGE_SECONDS = 30.0
LARGE_CUSTOMERS = 200_000
"""Customers from which a question may take longer."""
FILE_SECONDS = 60.0
SHOWN = 1_000
COUNTED = 50_000
"""Rows that are counted; a larger answer is said to have more."""
FILED = 500_000
"""Rows of a CSV file at most."""
_ROOM_BYTES = 2_000_000
_KEPT_ANSWERS = 32

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Column:
    """A column of an answer: its name, DuckDB's type, and what it holds (number, time, truth, text, other)."""

    name: str
    type: str
    kind: str


@dataclass(frozen=True)
class Reading:
    """What a question reads: tables; a function that answers differently each time; whether it lists customers."""

    tables: tuple[str, ...] = ()
    moves: str = ""
    is_id_list: bool = False


@dataclass(frozen=True)
class Answer:
    """The first rows of an answer, how many there are (`more` when that is not all), and how long it took."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    more: bool
    seconds: float
    reading: Reading

    @property
    def has_customers(self) -> bool:
        """Whether the answer can become a segment."""
        return any(
            column.name.lower() == "customer_id" and column.kind == "number" for column in self.columns
        )


def warm(company: Company) -> None:
    """Have a process ready for the first question, if the copy has been made."""
    if copying.is_made(company):
        POOL.warm(copying.path_of(company))


def stop(place: str) -> bool:
    """Cancel what a place is asking; whether it was asking anything."""
    return POOL.stop(place)


def limit_of(company: Company) -> float:
    """How many seconds a question about this company may take."""
    return SECONDS if company.meta.customers < LARGE_CUSTOMERS else LARGE_SECONDS


def close() -> None:
    """End every process; nothing runs after it."""
    POOL.close()


def run(
    company: Company,
    sql: str,
    *,
    place: str = "",
    seconds: float | None = None,
    order: tuple[int, bool] | None = None,
    shown: int = SHOWN,
    fresh: bool = True,
) -> Answer:
    """The answer's first rows. `order` sorts by a column (from 1; downwards or not); not `fresh` may be a kept answer."""
    key = (company.meta.digest, sql, order, shown)
    kept = None if fresh else _kept(key)
    if kept is not None:
        return kept
    question: dict[str, Any] = {"mode": "table", "shown": shown, "most": COUNTED, "bytes": _ROOM_BYTES}
    if order:
        question["order"] = list(order)
    began = time.perf_counter()
    columns: tuple[Column, ...] = ()
    reading = Reading()
    rows: list[tuple[Any, ...]] = []
    end: dict[str, Any] = {}
    with closing(_ask(company, sql, question, place, seconds or limit_of(company))) as messages:
        for message in messages:
            if "reading" in message:
                reading = _reading(message["reading"])
            columns = tuple(Column(**one) for one in message["columns"]) if "columns" in message else columns
            rows += [tuple(row) for row in message.get("rows", ())]
            end = message.get("end", end)
    answer = Answer(
        columns, tuple(rows), int(end["rows"]), bool(end["more"]), time.perf_counter() - began, reading
    )
    if not reading.moves:
        _keep(key, answer)
    return answer


def read(company: Company, sql: str) -> Reading:
    """What a question reads, without running it."""
    with closing(_ask(company, sql, {"mode": "read"}, "", limit_of(company))) as messages:
        for message in messages:
            if "reading" in message:
                return _reading(message["reading"])
    return Reading()


def customers(
    company: Company, sql: str, moment: datetime | None = None, seconds: float | None = None
) -> Ids:
    """The customers a question selects (its column `customer_id`), in order, each once.

    At another moment than the company's today, rows of later events, orders, messages … are not there, and `now()` is
    that moment. Attributes are today's.
    """
    question: dict[str, Any] = {"mode": "ids"}
    if moment is not None and moment != company.meta.today:
        question["moment"] = moment.isoformat()
    parts: list[Ids] = []
    with closing(_ask(company, sql, question, "", seconds or limit_of(company))) as messages:
        for message in messages:
            if "reading" in message and message["reading"].get("moves"):
                raise _refused(company, sql, Refused("moves", str(message["reading"]["moves"])))
            if "ids" in message:
                parts.append(np.frombuffer(b64decode(message["ids"]), dtype=np.int32))
    found = np.concatenate(parts) if parts else np.empty(0, np.int32)
    return np.asarray(found[(found >= 0) & (found < company.meta.customers)], dtype=np.int32)


def csv_lines(company: Company, sql: str, place: str = "") -> Iterator[str]:
    """The whole answer as CSV, a chunk of lines at a time; the first chunk comes only once the question runs."""
    question = {"mode": "table", "shown": FILED, "most": FILED, "bytes": 1 << 40, "cell": 32_000}
    with closing(_ask(company, sql, question, place, FILE_SECONDS)) as messages:
        for message in messages:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            if "columns" in message:
                writer.writerow([_safe(one["name"]) for one in message["columns"]])
            for row in message.get("rows", ()):
                writer.writerow([_safe(value) for value in row])
            if text.tell():
                yield text.getvalue()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _ask(
    company: Company, sql: str, question: dict[str, Any], place: str, seconds: float
) -> Generator[dict[str, Any], None, None]:
    """The messages of an answer; errors in words. To be closed, so that its place is free at once."""
    try:
        sql.encode("utf-8")
    except UnicodeEncodeError:
        raise _refused(company, "", Refused("characters")) from None
    copy = copying.ensure(company)
    run = Run(place)
    try:
        with watching.over(run), closing(POOL.ask(copy, {**question, "sql": sql}, seconds, run)) as messages:
            for message in messages:
                if "error" in message:
                    raise mistakes.of_error(message["error"], sql, tables_of(company.profile))
                yield message
    except Ended as ended:
        watching.check()
        raise mistakes.of_end(ended, seconds) from None


def _refused(company: Company, sql: str, refused: Refused) -> mistakes.SqlError:
    return mistakes.of_error(refused.to_json(), sql, tables_of(company.profile))


def _reading(data: dict[str, Any]) -> Reading:
    return Reading(tuple(data["tables"]), str(data["moves"]), bool(data["is_id_list"]))


_answers: OrderedDict[Any, Answer] = OrderedDict()
_lock = Lock()


def _kept(key: Any) -> Answer | None:
    with _lock:
        return _answers.get(key)


def _keep(key: Any, answer: Answer) -> None:
    with _lock:
        _answers[key] = answer
        _answers.move_to_end(key)
        while len(_answers) > _KEPT_ANSWERS:
            _answers.popitem(last=False)
