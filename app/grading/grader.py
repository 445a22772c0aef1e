"""Grading: a pure function of exercise version, plan, company and seeds, with a receipt that recomputes it."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from typing import Any

from app.grading import checks
from app.grading.exercises import Exercise, load, to_json
from app.grading.result import CheckResult, Grade, Verdict, not_tried
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.plan import Plan
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

_log = logging.getLogger(__name__)
_OURS = Text(
    "채점하다가 저희 쪽에서 문제가 생겼어요. 이 시도는 횟수에 넣지 않아요.",
    "Something of ours broke while grading. This attempt does not count.",
)


def seeds_key(class_key: bytes, exercise: Exercise, company: Company) -> bytes:
    """The key of the hidden seeds: HMAC-SHA256 of exercise, version and company under the class key."""
    message = f"{exercise.slug}\n{exercise.version}\n{company.meta.digest}"
    return hmac.new(class_key, message.encode(), hashlib.sha256).digest()


def grade(exercise: Exercise | str, plan: Plan, company: Company, key: bytes) -> Grade:
    """Grade a plan. `key` is `seeds_key(...)`; the same four arguments always give the same grade."""
    task = load(exercise) if isinstance(exercise, str) else exercise
    subject = Subject(task.slug, plan, company, key)
    results: dict[str, CheckResult] = {}
    for fields in task.checks:
        results[fields.id] = _result(fields, _judge(fields, subject, results))
    lines = tuple(results.values())
    of = sum(line.of for line in lines if line.status != "broken")
    points = round(sum(line.points for line in lines), 1)
    points, ceiling = _cap(task, results, points)
    earned = any(line.kind == "outcome" and line.status == "passed" for line in lines)
    badge = subject.badge if earned else None
    return Grade(
        task.slug, points, of, lines, receipt(task, plan, company, key, lines, points, of), ceiling, badge
    )


def receipt(
    exercise: Exercise,
    plan: Plan,
    company: Company,
    key: bytes,
    lines: tuple[CheckResult, ...],
    points: float,
    of: float,
) -> dict[str, Any]:
    """What must be the same for the grade to be the same, and the grade; `digest` seals all of it."""
    content: dict[str, Any] = {
        "version": 1,
        "exercise": exercise.slug,
        "exercise_version": exercise.version,
        "rubric": _digest(to_json(exercise)),
        "plan": _digest(plan.to_json()),
        "company": company.meta.digest,
        "seeds": hashlib.sha256(b"seeds" + key).hexdigest()[:16],
        "results": {line.check: [line.status, round(line.share, 6), line.points] for line in lines},
        "points": points,
        "of": of,
    }
    return {**content, "digest": _digest(json.dumps(content, sort_keys=True))}


def verify(
    given: dict[str, Any], exercise: Exercise | str, plan: Plan, company: Company, key: bytes
) -> list[str]:
    """Grade again and compare with a receipt: the names of what differs, empty when it recomputes."""
    fresh = grade(exercise, plan, company, key).receipt
    return sorted(name for name in {*given, *fresh} if given.get(name) != fresh.get(name))


def _judge(fields: CheckFields, subject: Subject, results: dict[str, CheckResult]) -> Verdict:
    blocking = [results[need] for need in fields.needs if results[need].status not in ("passed", "partly")]
    if blocking:
        first = blocking[0]
        return not_tried(
            Text(f"‘{first.title.ko}’ 항목이 먼저예요.", f"'{first.title.en}' comes first."),
            Text(f"‘{first.title.ko}’부터 고쳐 주세요.", f"Mend '{first.title.en}' first."),
        )
    try:
        return checks.get(fields.kind).check(fields, subject)
    except DangolError:
        raise  # the plan cannot be read: answered with place and remedy, never graded
    except Exception:
        _log.exception("check %s (%s) broke", fields.id, fields.kind)
        return Verdict("broken", 0.0, _OURS)


def _result(fields: CheckFields, verdict: Verdict) -> CheckResult:
    share = min(1.0, max(0.0, verdict.share))
    return CheckResult(
        check=fields.id,
        kind=fields.kind,
        title=fields.title.text(),
        status=verdict.status,
        share=share,
        points=round(share * fields.points, 1),
        of=fields.points,
        saw=verdict.saw,
        why=fields.why.text(),
        hint=verdict.hint or fields.hint.text(),
        counter_examples=verdict.counter_examples,
        figures=verdict.figures,
    )


def _cap(exercise: Exercise, results: dict[str, CheckResult], points: float) -> tuple[float, Text | None]:
    """The lowest ceiling among failed checks, and why, when it bites."""
    caps = [
        (fields.ceiling, results[fields.id])
        for fields in exercise.checks
        if fields.ceiling is not None and results[fields.id].status == "failed"
    ]
    if not caps:
        return points, None
    ceiling, line = min(caps, key=lambda cap: cap[0])
    if points <= ceiling:
        return points, None
    return float(ceiling), Text(
        f"‘{line.title.ko}’ 항목을 통과하지 못하면 전체 점수는 {ceiling}점을 넘지 않아요.",
        f"While '{line.title.en}' fails, the whole grade is at most {ceiling} points.",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
