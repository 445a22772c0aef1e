"""Questions of the explore pages that a learner keeps by name: the page, and the query string of its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.classroom.store import MOST, ClassFile
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text

KEPT = 100
LONGEST_NAME = 120
LONGEST_QUERY = 2_000


@dataclass(frozen=True)
class Kept:
    """One kept question."""

    question_id: int
    page: str
    name: str
    query: str
    kept_at: str


def keep(book: ClassFile, page: str, name: str, query: str, now: datetime) -> None:
    """Keep a question; one of the same page and name is replaced.

    Raises an error when a page already keeps as many as it may.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise DangolError(
            Text("질문에 이름이 없어요.", "The question has no name."),
            "name",
            Text("나중에 알아볼 이름을 적어 주세요.", "Give it a name to know it by."),
        )
    if len(query) > LONGEST_QUERY:
        raise DangolError(
            Text("질문이 너무 길어 저장하지 않았어요.", "The question is too long to keep."),
            "query",
            Text("조건을 덜어 주세요.", "Use fewer conditions."),
        )
    with book.writing() as db:
        db.execute("DELETE FROM questions WHERE page = ? AND name = ?", [page, name])
        (count,) = db.execute("SELECT count(*) FROM questions WHERE page = ?", [page]).fetchone()
        if count >= KEPT:
            raise DangolError(
                Text(f"질문은 화면마다 {KEPT}개까지 저장해요.", f"Each page keeps at most {KEPT} questions."),
                page,
                Text("쓰지 않는 질문을 지워 주세요.", "Remove one you no longer need."),
            )
        db.execute(
            "INSERT INTO questions (page, name, query, kept_at) VALUES (?, ?, ?, ?)",
            [page, name, query, now.isoformat(timespec="seconds")],
        )


def of_page(book: ClassFile, page: str) -> list[Kept]:
    """The questions kept of one page, by name."""
    rows = book.db.query("SELECT * FROM questions WHERE page = ? ORDER BY name, question_id", [page])
    return [Kept(**row) for row in rows]


def forget(book: ClassFile, question_id: int) -> Kept:
    """Remove a kept question; answers what it was."""
    with book.writing() as db:
        rows = list(db.query("SELECT * FROM questions WHERE question_id = ?", [min(question_id, MOST)]))
        if not rows:
            raise NotFound(
                Text("저장한 질문이 이미 없어요.", "That question is no longer kept."),
                f"questions#{question_id}",
                Text("목록에서 다시 골라 주세요.", "Choose from the list."),
            )
        db.execute("DELETE FROM questions WHERE question_id = ?", [question_id])
    return Kept(**rows[0])
