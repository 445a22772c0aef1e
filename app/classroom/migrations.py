"""Every shape the class file has had, in order. A released step is never changed; a new one is added below it."""

from __future__ import annotations

import secrets

from sqlite_utils import Database, Migrations

_steps = Migrations("classroom")


@_steps(name="0001_solo")
def _solo(db: Database) -> None:
    """Settings, drafts with their history, launches and attempts."""
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute("INSERT INTO settings VALUES ('key', ?)", [secrets.token_hex(32)])
    db.execute(
        """CREATE TABLE revisions (
             revision_id INTEGER PRIMARY KEY, exercise TEXT NOT NULL, parent_id INTEGER, what TEXT NOT NULL,
             document TEXT NOT NULL, saved_at TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX revisions_by_exercise ON revisions (exercise, revision_id)")
    db.execute(
        """CREATE TABLE drafts (
             exercise TEXT PRIMARY KEY, revision_id INTEGER NOT NULL REFERENCES revisions (revision_id),
             newest_id INTEGER NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE launches (
             launch_id INTEGER PRIMARY KEY, exercise TEXT NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
             company TEXT NOT NULL, outcome TEXT, launched_at TEXT NOT NULL, UNIQUE (exercise, number))"""
    )
    db.execute(
        """CREATE TABLE attempts (
             attempt_id INTEGER PRIMARY KEY, exercise TEXT NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
             company TEXT NOT NULL, points REAL NOT NULL, of REAL NOT NULL, counts INTEGER NOT NULL,
             grade TEXT NOT NULL, receipt TEXT NOT NULL, submitted_at TEXT NOT NULL, UNIQUE (exercise, number))"""
    )


@_steps(name="0002_queries")
def _queries(db: Database) -> None:
    """The SQL a learner has run."""
    db.execute(
        """CREATE TABLE queries (
             query_id INTEGER PRIMARY KEY AUTOINCREMENT, sql TEXT NOT NULL, rows INTEGER, asked_at TEXT NOT NULL)"""
    )


@_steps(name="0003_questions")
def _questions(db: Database) -> None:
    """Questions of the explore pages a learner keeps by name."""
    db.execute(
        """CREATE TABLE questions (
             question_id INTEGER PRIMARY KEY AUTOINCREMENT, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
             kept_at TEXT NOT NULL)"""
    )


def migrate(db: Database) -> None:
    """Bring a class file to the newest shape; safe when several processes open it at once."""
    if not _steps.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        _steps.apply(db)
    except BaseException:
        db.conn.execute("ROLLBACK")
        raise
    db.conn.execute("COMMIT")
