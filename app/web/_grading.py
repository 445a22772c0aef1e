"""From a launch to a grade in a process of its own, and a kept grade read for the page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import classroom, companies, grading, jobs, simulator
from app import plan as plans
from app.classroom import attempts, launches
from app.classroom.attempts import Attempt
from app.classroom.launches import Launch
from app.jobs import Progress
from fake_company.text import Text

PAGES = {
    "no_id_lists": "segments.index",
    "audience_intent": "segments.index",
    "contacted": "segments.index",
    "outcome": "segments.index",
    "message_review": "message.index",
    "law": "message.index",
    "reason": "message.index",
    "promotion_pays": "promotion.index",
    "forecast": "forecast.index",
    "rationale": "forecast.index",
}
"""Where a kind of check is mended; others on the page of the whole plan."""
SIDES = {
    "wrongly_in": Text("잘못 들어온 고객", "Wrongly in"),
    "wrongly_out": Text("빠진 고객", "Wrongly out"),
    "recipient": Text("이 메시지를 받은 고객", "Received this message"),
}


@dataclass(frozen=True)
class View:
    """A grade as the page shows it: its lines in the rubric's order, and the open one that brings most points."""

    points: float
    of: float
    lines: tuple[dict[str, Any], ...]
    ceiling: Text | None
    badge: Text | None
    first: dict[str, Any] | None

    @property
    def broke(self) -> bool:
        """Whether a check of ours broke, so that the attempt is given back."""
        return any(line["status"] == "broken" for line in self.lines)

    def count(self, status: str) -> int:
        """How many checks ended this way."""
        return sum(line["status"] == status for line in self.lines)


def start(instance: Path, launch: Launch) -> jobs.Status:
    """Begin grading a launch."""
    return jobs.start(
        instance,
        job_name(launch.exercise),
        "app.web._grading:run",
        root=str(instance),
        company=str(companies.folder_in_use(instance)),
        exercise=launch.exercise,
        number=launch.number,
    )


def job_name(exercise: str) -> str:
    """One grading at a time for one exercise."""
    return f"grade-{exercise or 'free'}"


def run(progress: Progress, *, root: str, company: str, exercise: str, number: int) -> None:
    """The job: grade the plan as it was launched, and keep the attempt with its receipt."""
    _await_preparing(progress, Path(root), exercise)
    with classroom.open_solo(Path(root)) as book:
        launch, key = launches.get(book, exercise, number), book.key
    if launch is None:
        return
    opened, task = companies.opened(Path(company)), grading.exercises.load(exercise)
    seeds = grading.seeds_key(key, task, opened)
    simulator.prepare(opened, seeds, lambda share, text: progress(0.5 * share, text))
    progress(0.5, Text("계획을 여러 가지 운으로 돌려 보고 있어요.", "Running the plan with many kinds of luck."))
    grade = grading.grade(task, plans.load(launch.document), opened, seeds)
    progress(0.95, Text("채점 결과를 적고 있어요.", "Writing the grade down."))
    with classroom.open_solo(Path(root)) as book:
        attempts.record(
            book, exercise, launch.document, launch.company, grade.to_json(), datetime.now().astimezone()
        )


def prepare(instance: Path, exercise: str) -> jobs.Status:
    """Begin what the first launch and grade would otherwise wait for: the worlds without a plan, and the reference."""
    return jobs.start(
        instance,
        _preparing(exercise),
        "app.web._grading:run_prepare",
        root=str(instance),
        company=str(companies.folder_in_use(instance)),
        exercise=exercise,
    )


def run_prepare(progress: Progress, *, root: str, company: str, exercise: str) -> None:
    """The job: everything about a company that all launches and grades share, once."""
    with classroom.open_solo(Path(root)) as book:
        key = book.key
    opened, task = companies.opened(Path(company)), grading.exercises.load(exercise)
    seeds = grading.seeds_key(key, task, opened)
    simulator.prepare(opened, None, lambda share, text: progress(0.3 * share, text))
    simulator.prepare(opened, seeds, lambda share, text: progress(0.3 + 0.6 * share, text))
    progress(0.9, Text("기준안을 돌려 보고 있어요.", "Running the reference."))
    simulator.score_basis(opened, grading.exercises.solution(exercise).reference, seeds)


def _preparing(exercise: str) -> str:
    return f"prepare-{exercise or 'free'}"


def _await_preparing(progress: Progress, instance: Path, exercise: str) -> None:
    """While the shared part is being worked out elsewhere, wait for it instead of doing it twice."""
    while (now := jobs.status(instance, _preparing(exercise))).is_running:
        progress(0.5 * now.share, now.message)
        time.sleep(0.3)


def view(attempt: Attempt) -> View:
    """A kept grade for the page."""
    grade = attempt.grade
    lines = tuple(grade["results"])
    open_lines = [line for line in lines if line["status"] in ("failed", "partly", "not_tried")]
    return View(
        points=float(grade["points"]),
        of=float(grade["of"]),
        lines=lines,
        ceiling=Text.of(grade["ceiling"]) if grade.get("ceiling") else None,
        badge=Text.of(grade["badge"]) if grade.get("badge") else None,
        first=max(open_lines, key=lambda line: line["of"] - line["points"], default=None),
    )


def shown(attempt: Attempt) -> list[int]:
    """The customers whom the grade shows as examples."""
    return [int(one["customer_id"]) for line in attempt.grade["results"] for one in line["counter_examples"]]
