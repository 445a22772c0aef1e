"""Drafts survive a killed server and can be stepped back through."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.classroom import ClassFile, drafts, open_solo
from fake_company.errors import DangolError, NotFound

NOW = datetime(2026, 3, 2, 9, 0)
SLUG = "cart-abandonment"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[ClassFile]:
    with open_solo(tmp_path) as opened:
        yield opened


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_nothing_saved_is_nothing(book: ClassFile) -> None:
    assert drafts.get(book, SLUG) is None
    assert drafts.undo(book, SLUG) is None
    assert drafts.redo(book, SLUG) is None
    assert drafts.history(book, SLUG) == []


def test_the_last_save_is_the_draft(book: ClassFile) -> None:
    drafts.save(book, SLUG, "{}", NOW)
    saved = drafts.save(book, SLUG, '{"title": "둘"}', later(1))
    assert drafts.get(book, SLUG) == saved
    assert (saved.document, saved.saved_at) == ('{"title": "둘"}', "2026-03-02T09:01:00")
    assert drafts.get(book, "another") is None


def test_undo_and_redo_walk_the_history(book: ClassFile) -> None:
    for number in range(4):
        drafts.save(book, SLUG, str(number), later(number))
    back = [step.document for step in iter(lambda: drafts.undo(book, SLUG), None)]
    forth = [step.document for step in iter(lambda: drafts.redo(book, SLUG), None)]
    assert (back, forth) == (["2", "1", "0"], ["1", "2", "3"])


def test_a_change_after_an_undo_starts_a_new_way(book: ClassFile) -> None:
    for number in range(3):
        drafts.save(book, SLUG, str(number), later(number))
    drafts.undo(book, SLUG)
    drafts.save(book, SLUG, "new", later(5))
    assert drafts.redo(book, SLUG) is None
    undone = drafts.undo(book, SLUG)
    assert undone is not None
    assert undone.document == "1"
    assert [draft.document for draft in drafts.history(book, SLUG)] == ["new", "2", "1", "0"]


def test_typing_at_one_place_is_one_step(book: ClassFile) -> None:
    drafts.save(book, SLUG, "start", NOW)
    for number, letter in enumerate("abc"):
        drafts.save(book, SLUG, letter, NOW + timedelta(seconds=number), what="messages[0].fields.body")
    drafts.save(book, SLUG, "d", NOW + timedelta(seconds=4), what="title")
    drafts.save(book, SLUG, "e", later(9), what="title")
    assert [draft.document for draft in drafts.history(book, SLUG)] == ["e", "d", "c", "start"]


def test_saving_the_same_again_adds_nothing(book: ClassFile) -> None:
    first = drafts.save(book, SLUG, "{}", NOW)
    assert drafts.save(book, SLUG, "{}", later(3)) == first


def test_an_earlier_state_can_be_restored(book: ClassFile) -> None:
    first = drafts.save(book, SLUG, "one", NOW)
    drafts.save(book, SLUG, "two", later(1))
    restored = drafts.restore(book, SLUG, first.revision_id, later(2))
    assert (restored.document, len(drafts.history(book, SLUG))) == ("one", 3)
    with pytest.raises(NotFound):
        drafts.restore(book, SLUG, 999, later(2))


def test_the_history_is_bounded(book: ClassFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "KEPT_REVISIONS", 5)
    for number in range(12):
        drafts.save(book, SLUG, str(number), later(number))
    assert [draft.document for draft in drafts.history(book, SLUG)] == ["11", "10", "9", "8", "7"]
    assert len(list(iter(lambda: drafts.undo(book, SLUG), None))) == 4


def test_the_class_key_is_random_and_stays(tmp_path: Path) -> None:
    with (
        open_solo(tmp_path / "a") as one,
        open_solo(tmp_path / "b") as other,
        open_solo(tmp_path / "a") as again,
    ):
        assert len(one.key) == 32
        assert one.key == again.key != other.key


def test_many_hands_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(number: int) -> None:
        with open_solo(tmp_path) as opened:
            drafts.save(opened, SLUG, str(number), later(number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with open_solo(tmp_path) as opened:
        assert {draft.document for draft in drafts.history(opened, SLUG, 100)} == {str(n) for n in range(40)}
        assert opened.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_no_class_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "classes").mkdir()
    (tmp_path / "classes" / "solo.db").write_bytes(b"not a database, just words" * 100)
    with pytest.raises(DangolError) as caught:
        open_solo(tmp_path)
    assert caught.value.where.ko == "classes/solo.db"


KILLED = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from app.classroom import drafts, open_solo
for number in range(100_000):
    with open_solo(Path(sys.argv[1])) as book:
        drafts.save(book, "x", str(number), datetime(2026, 3, 2) + timedelta(minutes=number))
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_a_killed_server_loses_no_draft(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        text=True,
    )
    assert child.stdout is not None
    confirmed = [int(next(child.stdout)) for _ in range(30)]
    os.kill(child.pid, signal.SIGKILL)
    confirmed += [int(line) for line in child.stdout.read().split()]
    child.wait()
    child.stdout.close()
    with open_solo(tmp_path) as book:
        kept = drafts.get(book, "x")
        assert kept is not None
        assert int(kept.document) >= confirmed[-1]
        assert drafts.undo(book, "x") is not None
    with sqlite3.connect(tmp_path / "classes" / "solo.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
