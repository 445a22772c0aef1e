"""채점 결과: points, what each check saw and why it matters, the customers that show it, and what to mend next."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import jobs
from app.classroom import attempts, launches
from app.classroom.attempts import Attempt
from app.classroom.launches import Launch
from app.plan import edit
from app.web import _desk, _grading, _homework, _story
from app.web._layout import page_url
from app.web._words import t
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text

bp = Blueprint("grade", __name__, url_prefix="/grade")


@bp.get("/")
def index() -> Any:
    """The latest grade, or what it takes to get one."""
    status = jobs.status(_desk.instance(), _grading.job_name(_desk.slug()))
    if status.is_running:
        return _desk.towards(url_for("grade.watch"))
    launch = _chosen()
    graded = attempts.of(_desk.book(), _desk.slug())
    if graded and (launch is None or any(one.document == launch.document for one in graded)):
        return _desk.towards(url_for("grade.show", number=graded[-1].number))
    return render_template("grade/ready.html", launch=launch, exercise=_homework.exercise(), **_standing(graded))


@bp.post("/")
def submit() -> Any:
    """Have a launch graded; this uses one attempt."""
    launch = _chosen()
    if launch is None:
        raise DangolError(
            Text("채점할 보내기가 없어요.", "There is no launch to grade."),
            "launches",
            Text("계획을 먼저 보내 주세요.", "Launch the plan first."),
        )
    if _standing(attempts.of(_desk.book(), _desk.slug()))["left"] <= 0:
        raise DangolError(
            Text("시도를 모두 썼어요.", "All attempts are used."),
            request.path,
            Text("결과 화면에서 고객이 망설인 이유를 살펴보세요.", "See on the results page why customers hesitated."),
        )
    _grading.start(_desk.instance(), launch)
    return _desk.towards(url_for("grade.watch"))


@bp.get("/progress")
def watch() -> Any:
    """How far the grading is; leads to the grade by itself."""
    status = jobs.status(_desk.instance(), _grading.job_name(_desk.slug()))
    if status.state in ("done", "absent"):
        return _desk.towards(url_for("grade.index"))
    if _desk.is_live():
        return render_template("grade/_waiting.html", status=status)
    return render_template("grade/waiting.html", status=status)


@bp.post("/cancel")
def cancel() -> Any:
    """Stop grading; no attempt is used."""
    jobs.cancel(_desk.instance(), _grading.job_name(_desk.slug()))
    flash(t("채점을 멈췄어요. 시도는 줄지 않았어요.", "Grading was stopped; no attempt was used."))
    return _desk.towards(url_for("launch.index"))


@bp.get("/<int:number>")
def show(number: int) -> str:
    """One graded attempt."""
    attempt = _attempt(number)
    graded = attempts.of(_desk.book(), _desk.slug())
    return render_template(
        "grade/show.html",
        attempt=attempt,
        grade=_grading.view(attempt),
        names=_story.names(_desk.company(), _grading.shown(attempt)),
        sides=_grading.SIDES,
        graded=graded,
        **_standing(graded),
    )


@bp.post("/again")
def again() -> Any:
    """Open the plan for the next try: same plan, forecast unsealed, at the page where the first hint is mended."""
    _desk.save(edit.unseal(_desk.plan()), "forecast.sealed_at")
    attempt = attempts.get(_desk.book(), _desk.slug(), request.form.get("attempt", type=int) or 0)
    first = _grading.view(attempt).first if attempt else None
    flash(t("같은 계획에서 이어서 고쳐요. 예측 봉투도 다시 열었어요.", "You go on from the same plan; the forecast is open again."))
    return _desk.towards(page_url(_grading.PAGES.get(first["kind"], "plan.index") if first else "plan.index"))


@bp.get("/<int:number>/receipt.json")
def receipt(number: int) -> Response:
    """What must be the same for the grade to be the same: it recomputes the grade offline."""
    attempt = _attempt(number)
    return Response(
        json.dumps(attempt.receipt, ensure_ascii=False, indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{attempt.exercise}-{number}-receipt.json"'},
    )


@bp.get("/<int:number>/plan.json")
def plan(number: int) -> Response:
    """The plan file that was graded."""
    attempt = _attempt(number)
    return Response(
        attempt.document,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{attempt.exercise}-{number}.json"'},
    )


def _chosen() -> Launch | None:
    """The finished launch to grade: the one asked for, else the latest."""
    finished = [one for one in launches.of(_desk.book(), _desk.slug()) if one.outcome is not None]
    asked = request.values.get("launch", type=int)
    return next((one for one in finished if one.number == asked), finished[-1] if finished else None)


def _standing(graded: list[Attempt]) -> dict[str, Any]:
    """Best attempt and attempts left."""
    allowed = _homework.exercise().attempts
    best = max(graded, key=lambda one: (one.points, -one.number), default=None)
    return {"best": best, "allowed": allowed, "left": allowed - sum(one.counts for one in graded)}


def _attempt(number: int) -> Attempt:
    found = attempts.get(_desk.book(), _desk.slug(), number)
    if found is None:
        raise NotFound(
            Text(f"{number}번째 채점 결과는 없어요.", f"There is no grade {number}."),
            request.path,
            Text("보낸 계획을 채점 받으면 여기에 나와요.", "It appears once a launched plan is graded."),
        )
    return found
