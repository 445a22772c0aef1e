"""Drafts, saved as they are made: every change is kept and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from app.classroom.store import MOST, ClassFile
from fake_company.errors import NotFound
from fake_company.text import Text

KEPT_REVISIONS = 400
_TYPING = timedelta(seconds=20)


@dataclass(frozen=True)
class Draft:
    """One saved state of a plan: `document` is its JSON text, `what` the place that changed."""

    revision_id: int
    exercise: str
    what: str
    document: str
    saved_at: str
    parent_id: int | None


def get(book: ClassFile, exercise: str) -> Draft | None:
    """The current draft for an exercise (`""` for a free plan), or None before the first change."""
    return _one(book.db, "revision_id = (SELECT revision_id FROM drafts WHERE exercise = ?)", exercise)


class Moved(Exception):
    """The draft is no longer the one a change was made to; `head` is what it is now."""

    def __init__(self, head: Draft) -> None:
        super().__init__(f"{head.exercise}#{head.revision_id}")
        self.head = head


def save(
    book: ClassFile, exercise: str, document: str, now: datetime, what: str = "", base: str | None = None
) -> Draft:
    """Keep a changed plan before answering. Typing on at one place within seconds is one step of the history.

    With `base`, the document that was changed, raises `Moved` when somebody else has saved in between.
    """
    with book.writing() as db:
        head = _one(db, "revision_id = (SELECT revision_id FROM drafts WHERE exercise = ?)", exercise)
        if head is not None and base is not None and head.document != base:
            raise Moved(head)
        if head is not None and head.document == document:
            return head
        moment = now.isoformat(timespec="seconds")
        if head is not None and _still_typing(db, head, what, now):
            db.execute(
                "UPDATE revisions SET document = ?, saved_at = ? WHERE revision_id = ?",
                [document, moment, head.revision_id],
            )
            return _by_id(db, head.revision_id)
        cursor = db.execute(
            "INSERT INTO revisions (exercise, parent_id, what, document, saved_at) VALUES (?, ?, ?, ?, ?)",
            [exercise, head.revision_id if head else None, what, document, moment],
        )
        _move(db, exercise, int(cursor.lastrowid or 0), newest=True)
        _forget_old(db, exercise)
        return _by_id(db, int(cursor.lastrowid or 0))


def undo(book: ClassFile, exercise: str) -> Draft | None:
    """Step back to the state before the last change; None when there is nothing to undo."""
    with book.writing() as db:
        head = _one(db, "revision_id = (SELECT revision_id FROM drafts WHERE exercise = ?)", exercise)
        if head is None or head.parent_id is None or not _exists(db, head.parent_id):
            return None
        _move(db, exercise, head.parent_id)
        return _by_id(db, head.parent_id)


def redo(book: ClassFile, exercise: str) -> Draft | None:
    """Step forward again along the way that was undone; None at the newest state."""
    with book.writing() as db:
        head = _one(db, "revision_id = (SELECT revision_id FROM drafts WHERE exercise = ?)", exercise)
        row = db.execute("SELECT newest_id FROM drafts WHERE exercise = ?", [exercise]).fetchone()
        if head is None or row is None:
            return None
        step = _by_id(db, row[0])
        while step.parent_id is not None and step.parent_id != head.revision_id:
            if not _exists(db, step.parent_id):
                return None
            step = _by_id(db, step.parent_id)
        if step.parent_id != head.revision_id:
            return None
        _move(db, exercise, step.revision_id)
        return step


def restore(book: ClassFile, exercise: str, revision_id: int, now: datetime) -> Draft:
    """Make an earlier state the newest one again; what came between stays in the history."""
    wanted = list(
        book.db.query(
            "SELECT * FROM revisions WHERE exercise = ? AND revision_id = ?",
            [exercise, min(revision_id, MOST)],
        )
    )
    if not wanted:
        raise NotFound(
            Text("그 시점의 기록이 없어요.", "There is no such saved state."),
            f"{exercise}#{revision_id}",
            Text("기록 목록에서 다시 골라 주세요.", "Choose one from the history."),
        )
    return save(book, exercise, str(wanted[0]["document"]), now)


def history(book: ClassFile, exercise: str, limit: int = 50) -> list[Draft]:
    """The newest states first, those left behind by an undo included."""
    rows = book.db.query(
        "SELECT * FROM revisions WHERE exercise = ? ORDER BY revision_id DESC LIMIT ?", [exercise, limit]
    )
    return [Draft(**row) for row in rows]


def _still_typing(db: Database, head: Draft, what: str, now: datetime) -> bool:
    if not what or head.what != what or head.parent_id is None:
        return False
    newest = db.execute("SELECT newest_id FROM drafts WHERE exercise = ?", [head.exercise]).fetchone()[0]
    return newest == head.revision_id and now - datetime.fromisoformat(head.saved_at) < _TYPING


def _move(db: Database, exercise: str, revision_id: int, newest: bool = False) -> None:
    changed = "revision_id = excluded.revision_id" + (", newest_id = excluded.newest_id" if newest else "")
    db.execute(
        f"INSERT INTO drafts VALUES (?, ?, ?) ON CONFLICT (exercise) DO UPDATE SET {changed}",
        [exercise, revision_id, revision_id],
    )


def _forget_old(db: Database, exercise: str) -> None:
    db.execute(
        """DELETE FROM revisions WHERE exercise = ? AND revision_id NOT IN (
             SELECT revision_id FROM revisions WHERE exercise = ? ORDER BY revision_id DESC LIMIT ?)""",
        [exercise, exercise, KEPT_REVISIONS],
    )


def _exists(db: Database, revision_id: int) -> bool:
    return bool(
        db.execute("SELECT count(*) FROM revisions WHERE revision_id = ?", [revision_id]).fetchone()[0]
    )


def _one(db: Database, where: str, exercise: str) -> Draft | None:
    rows = list(db.query(f"SELECT * FROM revisions WHERE {where}", [exercise]))
    return Draft(**rows[0]) if rows else None


def _by_id(db: Database, revision_id: int) -> Draft:
    return Draft(**next(iter(db.query("SELECT * FROM revisions WHERE revision_id = ?", [revision_id]))))
