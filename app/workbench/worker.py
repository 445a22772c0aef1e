"""The process a person's SQL runs in: opens the copy, locks every door behind itself, answers one question at a time.

    python -m app.workbench.worker COPY MEMORY THREADS

It is started and killed by `workers`. It reads questions from its standard input and answers on its standard output;
when the input ends, or nobody asks for a while, it ends.
"""

from __future__ import annotations

import array
import base64
import datetime
import decimal
import json
import os
import queue
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import duckdb

from app.workbench import clock, confine, frames, guard

IDLE_SECONDS = 900.0
CHUNK = 1_000
PART = 1 << 20
"""Characters of one message, about."""
LONGEST_CELL = 2_000
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "UHUGEINT", "FLOAT", "DOUBLE")  # fmt: skip
_KEPT = (array, base64, datetime, decimal, uuid)  # nothing can be imported once the door is closed
# When each row of a table came to be: at an earlier moment later rows were not there yet.
_SINCE = {"events": "occurred_at", "orders": "ordered_at", "coupons": "issued_at", "reviews": "written_at",
          "touches": "sent_at", "ad_costs": "date"}  # fmt: skip
_ITEMS = "SELECT * FROM {copy}.order_items WHERE order_id IN (SELECT order_id FROM orders)"


def main() -> None:
    """Open, lock, say so, answer."""
    confine.limit()
    copy, memory, threads = sys.argv[1:4]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever prints cannot garble the answers
    connection = opened(copy, memory)
    tables = frozenset(str(row[0]).lower() for row in connection.execute("SHOW TABLES").fetchall())
    connection.execute(
        "SELECT json_serialize_sql('SELECT 1'), DATE '2026-01-01', 1.5::DECIMAL(4, 1)"
    ).fetchall()
    confined = confine.close_the_door()
    connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET lock_configuration = true")
    questions: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    frames.write(answers, {"ready": True, "confined": confined})
    while True:
        try:
            question = questions.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return
        _answer(connection, question, tables, answers)


def opened(copy: str, memory: str) -> duckdb.DuckDBPyConnection:
    """The copy, read-only, in a DuckDB that opens no other file, loads nothing and keeps nothing."""
    connection = duckdb.connect(
        copy,
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_unsigned_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "python_scan_all_frames": "false",
            "temp_directory": "",
            "memory_limit": memory,
            "threads": "1",  # more only behind the closed door
        },
    )
    for setting in (
        "disabled_filesystems = 'LocalFileSystem'",
        "errors_as_json = true",
        "enable_progress_bar = false",
        "max_expression_depth = 250",
        "TimeZone = 'Asia/Seoul'",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _listen(stream: BinaryIO, questions: queue.Queue[dict[str, Any]]) -> None:
    """Pass questions on; when the server is gone, so is this process, whatever it is doing."""
    while (question := frames.read(stream)) is not None:
        questions.put(question)
    os._exit(0)


def _answer(
    connection: duckdb.DuckDBPyConnection, question: dict[str, Any], tables: frozenset[str], answers: BinaryIO
) -> None:
    try:
        for message in _run(connection, question, tables):
            frames.write(answers, message)
    except guard.Refused as refused:
        frames.write(answers, {"error": refused.to_json()})
    except guard.Unreadable as error:
        frames.write(answers, {"error": told(error.said)})
    except duckdb.Error as error:
        said = told(_said(error))
        if question.get("order"):  # its place would be one in the question that sorts
            said["at"] = None
        frames.write(answers, {"error": said})
    except MemoryError:
        frames.write(answers, {"error": {"code": "memory"}})
    except UnicodeError:
        frames.write(answers, {"error": {"code": "characters"}})
    except RecursionError:
        frames.write(answers, {"error": {"code": "too_deep"}})
    except (ValueError, TypeError, OverflowError) as error:
        frames.write(answers, {"error": {"code": "duckdb", "message": str(error)[:300]}})


def _run(
    cursor: duckdb.DuckDBPyConnection, question: dict[str, Any], tables: frozenset[str]
) -> Iterator[dict[str, Any]]:
    sql = str(question["sql"])
    reading = guard.check(cursor, sql, tables)
    yield {"reading": reading.to_json()}
    if question["mode"] == "read":
        yield {"end": {"rows": 0, "more": False}}
        return
    with _as_of(cursor, question.get("moment"), tables):
        cursor.execute(_ordered(cursor, sql, question.get("order")))
        columns = [(str(part[0]), str(part[1])) for part in cursor.description or ()]
        if len(columns) > guard.MOST_COLUMNS:
            raise guard.Refused("columns", str(len(columns)))
        zoned = next((name for name, kind in columns if "TIME ZONE" in kind), None)
        if zoned is not None:
            raise guard.Refused("time_zone", zoned)
        yield {"columns": [{"name": name, "type": kind, "kind": kind_of(kind)} for name, kind in columns]}
        yield from _ids(cursor, columns) if question["mode"] == "ids" else _rows(cursor, question)


def _ordered(cursor: duckdb.DuckDBPyConnection, sql: str, order: list[Any] | None) -> str:
    """The question, sorted by one column of its answer (number from 1, downwards or not) when that is asked for."""
    if not order:
        return sql
    text = cursor.extract_statements(sql)[0].query.strip().rstrip(";")
    return f"SELECT * FROM (\n{text}\n) ORDER BY {int(order[0])} {'DESC' if order[1] else 'ASC'} NULLS LAST"


def _rows(cursor: duckdb.DuckDBPyConnection, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows in parts up to `shown` rows or `bytes` characters; the rest is only counted, up to `most`."""
    shown, most, room = int(question["shown"]), int(question["most"]), int(question["bytes"])
    longest = int(question.get("cell", LONGEST_CELL))
    total = sent = size = 0
    part: list[list[Any]] = []
    while total <= most:
        chunk = cursor.fetchmany(min(CHUNK, most + 1 - total))
        if not chunk:
            break
        total += len(chunk)
        for row in chunk:
            if sent >= shown or room < 0:
                break
            part.append([_plain(value, longest) for value in row])
            width = sum(len(value) for value in part[-1] if isinstance(value, str)) + 8 * len(row)
            sent, size, room = sent + 1, size + width, room - width
            if size > PART or len(part) >= CHUNK:
                yield {"rows": part}
                part, size = [], 0
    yield {"rows": part}
    yield {"end": {"rows": min(total, most), "more": total > most}}


def _ids(cursor: duckdb.DuckDBPyConnection, columns: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The customers of an answer, each once, as 32-bit numbers."""
    at = next((index for index, (name, _) in enumerate(columns) if name.lower() == "customer_id"), None)
    if at is None:
        raise guard.Refused("no_customer_id", ", ".join(name for name, _ in columns)[:200])
    if columns[at][1] not in _NUMBERS[:10]:
        raise guard.Refused("id_type", columns[at][1])
    found: set[int] = set()
    while chunk := cursor.fetchmany(20_000):
        found.update(row[at] for row in chunk if row[at] is not None and 0 <= row[at] < 2**31)
    ids = array.array("i", sorted(found))
    for start in range(0, len(ids), 1_000_000):
        yield {"ids": base64.b64encode(ids[start : start + 1_000_000].tobytes()).decode("ascii")}
    yield {"end": {"rows": len(ids), "more": False}}


@contextmanager
def _as_of(cursor: duckdb.DuckDBPyConnection, moment: str | None, tables: frozenset[str]) -> Iterator[None]:
    """The company as it was at an earlier moment: later rows hidden, the clock set back."""
    if moment is None:
        yield
        return
    at = datetime.datetime.fromisoformat(moment).isoformat(sep=" ")
    copy = str((cursor.execute("SELECT current_database()").fetchone() or [""])[0]).replace('"', '""')
    views = {
        name: f"SELECT * FROM \"{copy}\".{name} WHERE {column} <= TIMESTAMP '{at}'"
        for name, column in _SINCE.items()
    }
    views["order_items"] = _ITEMS.format(copy=f'"{copy}"')
    made = [name for name in views if name in tables]
    for name in made:
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {views[name]}")
    for name, answer in clock.answers(at):
        cursor.execute(f"CREATE OR REPLACE TEMP MACRO {name}() AS {answer}")
    try:
        yield
    finally:
        for name in reversed(made):
            cursor.execute(f"DROP VIEW temp.{name}")
        for name, _ in clock.answers(at):
            cursor.execute(f"DROP MACRO temp.{name}")


def kind_of(type_name: str) -> str:
    """What a column holds, as charts and tables need it: number, time, truth, text or other."""
    plain = type_name.partition("(")[0]
    if plain in _NUMBERS or (plain == "DECIMAL" and not type_name.endswith("]")):
        return "number"
    if plain in ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        return "time"
    if plain in ("VARCHAR", "ENUM", "UUID") and not type_name.endswith("]"):
        return "text"
    return "truth" if plain == "BOOLEAN" else "other"


def _plain(value: Any, longest: int) -> Any:
    """A cell as JSON has it; what is long is cut."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, decimal.Decimal):
        return float(value) if len(value.as_tuple().digits) <= 15 else str(value)
    if isinstance(value, datetime.datetime):
        text = value.isoformat(sep=" ")
    elif isinstance(value, (datetime.date, datetime.time)):
        text = value.isoformat()
    elif isinstance(value, (bytes, bytearray)):
        text = bytes(value[:longest]).hex()
    elif isinstance(value, (list, tuple, dict)):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = str(value)
    return text if len(text) <= longest else text[:longest] + "…"


def _said(error: duckdb.Error) -> dict[str, Any]:
    """DuckDB's error as it tells it: a kind, a colon, JSON."""
    head, _, body = str(error).partition(": ")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    return (
        found
        if isinstance(found, dict)
        else {"exception_type": head.removesuffix(" Error"), "exception_message": body}
    )


def told(found: dict[str, Any]) -> dict[str, Any]:
    """The error as it travels: kind, words, and where (in bytes)."""
    kind = str(found.get("exception_type", ""))
    try:
        at, length = json.loads(found.get("location", ""))
    except (ValueError, TypeError):
        at, length = found.get("position"), 0
    return {
        "code": "memory" if kind == "Out of Memory" else "duckdb",
        "kind": kind,
        "subtype": found.get("error_subtype", ""),
        "message": str(found.get("exception_message", ""))[:2_000],
        "name": str(found.get("name", ""))[:200],
        "what": str(found.get("type", "")),
        "candidates": [part for part in str(found.get("candidates", "")).split(",") if part][:10],
        "at": int(at) if str(at or "").isdigit() else None,
        "length": int(length),
    }


if __name__ == "__main__":
    main()
