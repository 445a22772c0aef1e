"""보내기: look the plan over, send it, and watch 28 days run by; a finished launch leads to its results by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import jobs
from app.classroom import launches
from app.classroom.launches import Launch
from app.plan import edit
from app.web import _before, _desk, _launching
from app.web._words import t
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text

bp = Blueprint("launch", __name__, url_prefix="/launch")
DAYS = 28
PACE_SECONDS = 5.0


@dataclass(frozen=True)
class Passing:
    """How far a launch is: the job's state and words, and the day the reader watches."""

    state: jobs.State
    message: Text
    day: int
    date: datetime

    @property
    def is_over(self) -> bool:
        """Whether all 28 days have run by and the outcome is there."""
        return self.state == "done" and self.day >= DAYS


@bp.get("/")
def index() -> Any:
    """Look the whole plan over before it leaves."""
    company, plan = _desk.company(), _desk.plan()
    past = launches.of(_desk.book(), _desk.slug())
    if past and past[-1].outcome is None and _status(past[-1]).is_running:
        return _desk.towards(url_for("launch.watch", number=past[-1].number))
    found = _launching.review(company, plan)
    return render_template(
        "launch/index.html",
        plan=plan,
        found=found,
        errors=sum(one.severity == "error" for one in found),
        blocked=_launching.blocked(plan, found),
        known=_before.look(company, plan),
        past=[(launch, _status(launch).state) for launch in reversed(past)],
    )


@bp.post("/")
def send() -> Any:
    """Seal the forecast, keep the plan as it is sent, and begin."""
    company, plan = _desk.company(), _desk.plan()
    found = _launching.review(company, plan)
    if _launching.blocked(plan, found):
        raise DangolError(
            Text("아직 보낼 수 없는 계획이에요.", "This plan cannot be sent yet."),
            found[0].where if found else "campaigns",
            Text("보내기 화면에서 비어 있는 곳부터 채워 주세요.", "Fill in what the launch page lists as open."),
        )
    sealed = _desk.save(edit.seal(plan, _desk.now()), "forecast.sealed_at")
    launch = launches.record(
        _desk.book(), _desk.slug(), sealed.to_json(), _launching.identity(company), _desk.now()
    )
    _launching.start(_desk.instance(), launch)
    return _desk.towards(url_for("launch.watch", number=launch.number))


@bp.get("/<int:number>")
def watch(number: int) -> Any:
    """28 days run by; without JavaScript the page reloads itself."""
    launch = _launch(number)
    passing = _passing(launch)
    if passing.is_over:
        return redirect(url_for("results.show", number=number), 303)
    return render_template("launch/watch.html", launch=launch, passing=passing, days=DAYS)


@bp.get("/<int:number>/progress")
def progress(number: int) -> Any:
    """The part of the page that moves; when the days are over, htmx is sent to the results."""
    launch = _launch(number)
    passing = _passing(launch)
    if passing.is_over:
        return _desk.towards(url_for("results.show", number=number))
    return render_template("launch/_passing.html", launch=launch, passing=passing, days=DAYS)


@bp.post("/<int:number>/cancel")
def cancel(number: int) -> Any:
    """Stop the simulation; nothing of it is kept but the plan."""
    launch = _launch(number)
    jobs.cancel(_desk.instance(), _launching.job_name(launch))
    flash(t("보내기를 멈췄어요. 계획은 그대로예요.", "The launch was stopped; your plan is as it was."))
    return _desk.towards(url_for("launch.index"))


@bp.post("/<int:number>/retry")
def retry(number: int) -> Any:
    """Simulate a launch again that stopped half-way."""
    launch = _launch(number)
    if launch.outcome is None:
        _launching.start(_desk.instance(), launch)
    return _desk.towards(url_for("launch.watch", number=number))


def _launch(number: int) -> Launch:
    found = launches.get(_desk.book(), _desk.slug(), number)
    if found is None:
        raise NotFound(
            Text(f"{number}번째 보내기는 없어요.", f"There is no launch {number}."),
            request.path,
            Text("보내기 화면에서 지난 기록을 골라 주세요.", "Choose one from the launch page."),
        )
    return found


def _status(launch: Launch) -> jobs.Status:
    if launch.outcome is not None:
        return jobs.Status(_launching.job_name(launch), "done", 1.0)
    return jobs.status(_desk.instance(), _launching.job_name(launch))


def _passing(launch: Launch) -> Passing:
    """The day on show: never ahead of the simulation, and never faster than an eye can follow, unless skipped."""
    status = jobs.status(_desk.instance(), _launching.job_name(launch))
    state: jobs.State = "done" if launch.outcome is not None else status.state
    share = 1.0 if state == "done" else status.share
    watched = (_desk.now().timestamp() - status.started_at) / PACE_SECONDS
    if "skip" not in request.args:
        share = min(share, watched)
    day = min(int(share * DAYS), DAYS)
    return Passing(state, status.message, day, _desk.company().meta.today + timedelta(days=max(day - 1, 0)))
