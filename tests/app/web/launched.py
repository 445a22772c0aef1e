"""Plans, outcomes and grades that the tests of the launch pages share."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from app import classroom
from app import plan as plans
from app.classroom import attempts, launches
from app.classroom.launches import Launch
from app.grading import exercises
from app.plan import Plan, edit
from app.web import _launching
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor

SLUG = "cart-abandonment"
NOW = datetime(2026, 3, 2, 9, 0).astimezone()


def reference() -> Plan:
    """The kept reference of the cart exercise, not sealed yet."""
    return edit.unseal(exercises.solution(SLUG).reference)


def put(visitor: Visitor, plan: Plan) -> None:
    """Lay a plan on the visitor's table."""
    visitor.post("/plan/upload", {"document": plan.to_json()})
    assert visitor.status == 303


@cache
def outcome_of(company: Company) -> str:
    """What truly happens with the reference and a small forecast, simulated once."""
    plan = edit.set_field(reference(), "forecast.sends", {"low": 0, "expected": 1, "high": 2})
    return json.dumps(_launching.simulate(company, plan, lambda share, text: None))


def launched(root: str, company: Company) -> Launch:
    """A finished launch of the reference in the visitor's class file."""
    from pathlib import Path

    with classroom.open_solo(Path(root)) as book:
        launch = launches.record(book, SLUG, reference().to_json(), _launching.identity(company), NOW)
        return launches.finish(book, launch.launch_id, json.loads(outcome_of(company)))


def graded(root: str, launch: Launch, statuses: dict[str, str], points: float = 40.0) -> int:
    """A graded attempt of a launch in which the named checks ended as told, the others passed."""
    from pathlib import Path

    grade = _grade(statuses, points)
    with classroom.open_solo(Path(root)) as book:
        return attempts.record(book, SLUG, launch.document, launch.company, grade, NOW).number


def _grade(statuses: dict[str, str], points: float) -> dict[str, Any]:
    lines = []
    for check in exercises.load(SLUG).checks:
        status = statuses.get(check.id, "passed")
        share = {"passed": 1.0, "partly": 0.5}.get(status, 0.0)
        example = {"customer_id": 7, "side": "wrongly_in", "moment": None, "lines": [{"ko": "담은 적이 없어요", "en": "No cart"}]}
        lines.append(
            {
                "check": check.id, "kind": check.kind, "status": status, "share": share,
                "points": check.points * share, "of": check.points, "title": check.title.text().to_json(),
                "saw": {"ko": "`(광고)`가 없어요", "en": "`(광고)` is missing"},
                "why": check.why.text().to_json(), "hint": check.hint.text().to_json(),
                "counter_examples": [example] if status == "failed" else [], "figures": {},
            }
        )  # fmt: skip
    return {
        "exercise": SLUG, "points": points, "of": 100, "ceiling": None, "badge": None, "results": lines,
        "receipt": {"version": 1, "points": points, "digest": "d" * 64},
    }  # fmt: skip


def plan_on_table(visitor: Visitor) -> Plan:
    """The plan as it is kept."""
    return plans.load(visitor.get("/plan/download"))
