"""Graded attempts, each with the plan, the grade and a receipt that recomputes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.classroom.store import MOST, ClassFile


@dataclass(frozen=True)
class Attempt:
    """One graded submission. `counts` is False when a check broke by our fault: the attempt is given back."""

    attempt_id: int
    exercise: str
    number: int
    document: str
    company: dict[str, Any]
    points: float
    of: float
    counts: bool
    grade: dict[str, Any]
    receipt: dict[str, Any]
    submitted_at: str


def record(
    book: ClassFile,
    exercise: str,
    document: str,
    company: dict[str, Any],
    grade: dict[str, Any],
    now: datetime,
) -> Attempt:
    """Keep a graded attempt; `grade` is `Grade.to_json()`."""
    counts = not any(result["status"] == "broken" for result in grade["results"])
    with book.writing() as db:
        number = db.execute("SELECT count(*) + 1 FROM attempts WHERE exercise = ?", [exercise]).fetchone()[0]
        cursor = db.execute(
            """INSERT INTO attempts (exercise, number, document, company, points, of, counts, grade, receipt,
                 submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                exercise,
                number,
                document,
                json.dumps(company),
                grade["points"],
                grade["of"],
                int(counts),
                json.dumps(grade, ensure_ascii=False),
                json.dumps(grade["receipt"], ensure_ascii=False),
                now.isoformat(timespec="seconds"),
            ],
        )
        attempt_id = int(cursor.lastrowid or 0)
    return _attempt(next(iter(book.db.query("SELECT * FROM attempts WHERE attempt_id = ?", [attempt_id]))))


def of(book: ClassFile, exercise: str) -> list[Attempt]:
    """All attempts at an exercise, first to last."""
    rows = book.db.query("SELECT * FROM attempts WHERE exercise = ? ORDER BY number", [exercise])
    return [_attempt(row) for row in rows]


def get(book: ClassFile, exercise: str, number: int) -> Attempt | None:
    """One attempt by its number."""
    if not 0 < number < MOST:
        return None
    rows = list(book.db.query("SELECT * FROM attempts WHERE exercise = ? AND number = ?", [exercise, number]))
    return _attempt(rows[0]) if rows else None


def best(book: ClassFile, exercise: str) -> Attempt | None:
    """The attempt with the most points, the earliest of equals."""
    return max(of(book, exercise), key=lambda attempt: (attempt.points, -attempt.number), default=None)


def used(book: ClassFile, exercise: str) -> int:
    """How many attempts are used up; those given back do not count."""
    return sum(attempt.counts for attempt in of(book, exercise))


def _attempt(row: dict[str, Any]) -> Attempt:
    parsed = {name: json.loads(row[name]) for name in ("company", "grade", "receipt")}
    return Attempt(**{**row, **parsed, "counts": bool(row["counts"])})
