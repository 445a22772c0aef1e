"""What was launched: the plan as it was sent, the company it was sent in, and the outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import plan as plans
from app.classroom.store import MOST, ClassFile


@dataclass(frozen=True)
class Launch:
    """One launch; `number` counts from 1 per exercise, `outcome` is None while it is being simulated."""

    launch_id: int
    exercise: str
    number: int
    document: str
    company: dict[str, Any]
    outcome: dict[str, Any] | None
    launched_at: str


def record(book: ClassFile, exercise: str, document: str, company: dict[str, Any], now: datetime) -> Launch:
    """Keep a launch before it is simulated.

    A plan that was launched before keeps the forecast of its first launch: whoever has seen the outcome no longer
    forecasts it. A plan that was changed has a forecast of its own.
    """
    document = _with_first_forecast(document, of(book, exercise))
    with book.writing() as db:
        number = db.execute("SELECT count(*) + 1 FROM launches WHERE exercise = ?", [exercise]).fetchone()[0]
        cursor = db.execute(
            "INSERT INTO launches (exercise, number, document, company, launched_at) VALUES (?, ?, ?, ?, ?)",
            [exercise, number, document, json.dumps(company), now.isoformat(timespec="seconds")],
        )
        launch_id = int(cursor.lastrowid or 0)
    return _by_id(book, launch_id)


def finish(book: ClassFile, launch_id: int, outcome: dict[str, Any]) -> Launch:
    """Keep what happened."""
    with book.writing() as db:
        db.execute(
            "UPDATE launches SET outcome = ? WHERE launch_id = ?",
            [json.dumps(outcome, ensure_ascii=False), launch_id],
        )
    return _by_id(book, launch_id)


def get(book: ClassFile, exercise: str, number: int) -> Launch | None:
    """One launch by its number."""
    if not 0 < number < MOST:
        return None
    rows = list(book.db.query("SELECT * FROM launches WHERE exercise = ? AND number = ?", [exercise, number]))
    return _launch(rows[0]) if rows else None


def latest(book: ClassFile, exercise: str) -> Launch | None:
    """The last launch of an exercise."""
    found = of(book, exercise)
    return found[-1] if found else None


def of(book: ClassFile, exercise: str) -> list[Launch]:
    """All launches of an exercise, first to last."""
    rows = book.db.query("SELECT * FROM launches WHERE exercise = ? ORDER BY number", [exercise])
    return [_launch(row) for row in rows]


def _with_first_forecast(document: str, before: list[Launch]) -> str:
    plan = plans.load(document)
    for launch in before:
        first = plans.load(launch.document)
        if _sent(first) == _sent(plan):
            same = first.forecast == plan.forecast
            return document if same else plan.model_copy(update={"forecast": first.forecast}).to_json()
    return document


def _sent(plan: plans.Plan) -> tuple[object, ...]:
    """The parts of a plan that decide what happens."""
    return plan.segments, plan.promotions, plan.messages, plan.journeys, plan.campaigns


def _by_id(book: ClassFile, launch_id: int) -> Launch:
    return _launch(next(iter(book.db.query("SELECT * FROM launches WHERE launch_id = ?", [launch_id]))))


def _launch(row: dict[str, Any]) -> Launch:
    outcome = json.loads(row["outcome"]) if row["outcome"] else None
    return Launch(**{**row, "company": json.loads(row["company"]), "outcome": outcome})
