"""The class file: one SQLite database that survives a killed server, shared by several processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from filelock import FileLock
from sqlite_utils import Database

from app.classroom.migrations import migrate
from fake_company.errors import DangolError
from fake_company.text import Text

_WAIT_SECONDS = 15.0
MOST = 2**62
"""A number SQLite can still hold; what is asked for beyond it does not exist."""


class ClassFile:
    """One open connection to a class file. Use it as a context manager, one a request, never across threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            connection = sqlite3.connect(path, timeout=_WAIT_SECONDS)
            _use_wal(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self.db = Database(connection)
            migrate(self.db)
        except sqlite3.DatabaseError as error:
            raise DangolError(
                Text("저장 파일을 열 수 없어요.", "The class file cannot be opened."),
                f"{path.parent.name}/{path.name}",
                Text(
                    f"파일 이름을 바꿔 따로 두고 다시 시작하면 새로 만들어요. ({error})",
                    f"Move the file aside and start again to get a new one. ({error})",
                ),
            ) from None

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction that nobody else writes in between; undone when it fails."""
        self.db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
        except BaseException:
            self.db.conn.execute("ROLLBACK")
            raise
        self.db.conn.execute("COMMIT")

    @property
    def key(self) -> bytes:
        """The secret from which this class's hidden seeds are derived, drawn at random when the file was made."""
        row = self.db.execute("SELECT value FROM settings WHERE name = 'key'").fetchone()
        return bytes.fromhex(row[0])

    def close(self) -> None:
        """Close the connection; everything saved is already on disk."""
        self.db.close()

    def __enter__(self) -> ClassFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _use_wal(connection: sqlite3.Connection, path: Path) -> None:
    """Set the journal mode once; SQLite does not wait for others who set it at the same time, so they queue here."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT_SECONDS):
        connection.execute("PRAGMA journal_mode = WAL")


def open_class(instance: Path, name: str) -> ClassFile:
    """Open `classes/<name>.db` under the instance folder, making it on first use."""
    return ClassFile(instance / "classes" / f"{name}.db")


def open_solo(instance: Path) -> ClassFile:
    """The one learner's own class file: no account, a random key of its own."""
    return open_class(instance, "solo")
