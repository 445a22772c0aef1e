"""The SQL a learner has run, newest first, so that an earlier question is one click away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.classroom.store import MOST, ClassFile
from fake_company.errors import NotFound
from fake_company.text import Text

KEPT = 200


@dataclass(frozen=True)
class Asked:
    """One question: its SQL, how many rows it answered (None: it failed), when it was last run."""

    query_id: int
    sql: str
    rows: int | None
    asked_at: str


def remember(book: ClassFile, sql: str, rows: int | None, now: datetime) -> None:
    """Keep a question; the same one asked again moves to the top."""
    with book.writing() as db:
        db.execute("DELETE FROM queries WHERE sql = ?", [sql])
        db.execute(
            "INSERT INTO queries (sql, rows, asked_at) VALUES (?, ?, ?)",
            [sql, rows, now.isoformat(timespec="seconds")],
        )
        db.execute(
            "DELETE FROM queries WHERE query_id NOT IN (SELECT query_id FROM queries ORDER BY query_id DESC LIMIT ?)",
            [KEPT],
        )


def history(book: ClassFile, limit: int = 30) -> list[Asked]:
    """The newest first."""
    rows = book.db.query("SELECT * FROM queries ORDER BY query_id DESC LIMIT ?", [limit])
    return [Asked(**row) for row in rows]


def get(book: ClassFile, query_id: int) -> Asked:
    """One question by its number."""
    rows = list(book.db.query("SELECT * FROM queries WHERE query_id = ?", [min(query_id, MOST)]))
    if not rows:
        raise NotFound(
            Text("그 질문의 기록이 없어요.", "There is no such question in the history."),
            f"sql#{query_id}",
            Text("지난 질문 목록에서 다시 골라 주세요.", "Choose one from the history."),
        )
    return Asked(**rows[0])


def forget(book: ClassFile) -> None:
    """Empty the history."""
    with book.writing() as db:
        db.execute("DELETE FROM queries")
