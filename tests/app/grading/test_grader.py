"""Grading as a whole: points, what is not tried, what breaks by our fault, ceilings, receipts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.grading import checks, grader
from app.grading.exercises import Exercise
from app.grading.result import Verdict, by_share, failed, not_tried, passed
from app.grading.spec import CheckFields, Words
from app.plan import Plan
from fake_company.errors import DangolError
from fake_company.text import Text

SAW = Text("봤어요", "saw")
COMPANY: Any = SimpleNamespace(meta=SimpleNamespace(digest="company-1"))
VERDICTS: dict[str, Any] = {
    "good": lambda: passed(SAW),
    "half": lambda: by_share(0.5, SAW),
    "bad": lambda: failed(SAW),
    "open": lambda: not_tried(SAW),
    "crash": lambda: 1 / 0,
}


def unreadable() -> Verdict:
    raise DangolError("cannot be read", "segments[0].rule", "mend it")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(kind: str) -> Any:
        answer = {**VERDICTS, "unreadable": unreadable}[kind]
        return SimpleNamespace(Fields=CheckFields, check=lambda fields, subject: answer())

    monkeypatch.setattr(checks, "get", get)


def line(id: str, kind: str, points: int = 10, **more: Any) -> CheckFields:
    words = Words(ko=f"{id} 제목", en=f"{id} title")
    return CheckFields(id=id, kind=kind, title=words, why=words, hint=words, points=points, **more)


def exercise(*lines: CheckFields, version: int = 1) -> Exercise:
    nothing = Text("", "")
    return Exercise("task", 1, version, nothing, 1, 60, (), (), (), 10, "", nothing, {}, lines)


def graded(*lines: CheckFields) -> Any:
    return grader.grade(exercise(*lines), Plan(), COMPANY, b"key")


def test_points_are_shares_of_what_each_check_is_worth() -> None:
    grade = graded(line("a", "good", 30), line("b", "half", 15), line("c", "bad"), line("d", "open"))
    assert [(r.check, r.status, r.points) for r in grade.results] == [
        ("a", "passed", 30),
        ("b", "partly", 7.5),
        ("c", "failed", 0),
        ("d", "not_tried", 0),
    ]
    assert (grade.points, grade.of, grade.ceiling) == (37.5, 65, None)
    assert grade.next_hint.check == "c"


def test_a_check_that_crashes_is_our_fault() -> None:
    grade = graded(line("a", "good", 30), line("b", "crash", 70))
    assert (grade.points, grade.of, grade.broke) == (30, 30, True)
    assert grade.result("b").status == "broken"
    assert "저희" in grade.result("b").saw.ko


def test_a_check_whose_need_failed_is_not_tried() -> None:
    for kind in ("bad", "open", "crash"):
        grade = graded(line("law", kind), line("outcome", "good", needs=("law",)))
        assert grade.result("outcome").status == "not_tried"
        assert grade.result("outcome").saw.en == "'law title' comes first."
    assert (
        graded(line("law", "half"), line("outcome", "good", needs=("law",))).result("outcome").status
        == "passed"
    )


def test_a_failed_check_may_cap_the_whole() -> None:
    lines = (line("a", "good", 60), line("b", "bad", 30, ceiling=40), line("c", "bad", 10, ceiling=20))
    grade = graded(*lines)
    assert (grade.points, grade.ceiling.en) == (
        20,
        "While 'c title' fails, the whole grade is at most 20 points.",
    )
    assert graded(line("a", "good", 10), lines[1]).ceiling is None
    assert graded(line("a", "good", 60), line("b", "open", 30, ceiling=40)).points == 60


def test_a_plan_that_cannot_be_read_is_never_graded() -> None:
    with pytest.raises(DangolError) as caught:
        graded(line("a", "good"), line("b", "unreadable"))
    assert caught.value.where.ko == "segments[0].rule"


def test_the_receipt_recomputes() -> None:
    task = exercise(line("a", "good"), line("b", "half"))
    receipt = grader.grade(task, Plan(), COMPANY, b"key").receipt
    assert grader.verify(receipt, task, Plan(), COMPANY, b"key") == []
    assert grader.verify(receipt, task, Plan(), COMPANY, b"other") == ["digest", "seeds"]
    assert grader.verify(receipt, task, Plan(title="x"), COMPANY, b"key") == ["digest", "plan"]
    newer = exercise(line("a", "good"), line("b", "half"), version=2)
    assert grader.verify(receipt, newer, Plan(), COMPANY, b"key") == ["digest", "exercise_version"]
    forged = {**receipt, "points": 20.0}
    assert grader.verify(forged, task, Plan(), COMPANY, b"key") == ["points"]


def test_seeds_differ_by_class_exercise_version_and_company() -> None:
    other: Any = SimpleNamespace(meta=SimpleNamespace(digest="company-2"))
    keys = {
        grader.seeds_key(b"class", exercise(), COMPANY),
        grader.seeds_key(b"class 2", exercise(), COMPANY),
        grader.seeds_key(b"class", exercise(version=2), COMPANY),
        grader.seeds_key(b"class", exercise(), other),
    }
    assert len(keys) == 4
    assert all(len(key) == 32 for key in keys)


def test_a_grade_travels_as_json() -> None:
    document = graded(line("a", "half")).to_json()
    assert document["results"][0] == {
        "check": "a",
        "kind": "half",
        "status": "partly",
        "share": 0.5,
        "points": 5.0,
        "of": 10,
        "title": {"ko": "a 제목", "en": "a title"},
        "saw": SAW.to_json(),
        "why": {"ko": "a 제목", "en": "a title"},
        "hint": {"ko": "a 제목", "en": "a title"},
        "counter_examples": [],
        "figures": {},
    }
    assert sorted(document) == ["badge", "ceiling", "exercise", "of", "points", "receipt", "results"]
