"""결과: the envelope opens on forecast beside outcome, then what truly happened, world beside world."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app import plan as plans
from app.classroom import attempts, launches
from app.classroom.launches import Launch
from app.web import _desk, _homework, _outcome, _story
from app.web._words import language
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("results", __name__, url_prefix="/results")
bp.add_app_template_filter(_outcome.about, "about")


@bp.get("/")
def index() -> Any:
    """The latest results, or what to do to get some."""
    finished = _finished()
    if finished:
        return _desk.towards(url_for("results.show", number=finished[-1].number))
    return render_template("results/none.html")


@bp.get("/<int:number>")
def show(number: int) -> str:
    """What happened after one launch."""
    launch = _launch(number)
    view = _outcome.of(launch)
    graded = [one for one in attempts.of(_desk.book(), _desk.slug()) if one.document == launch.document]
    return render_template(
        "results/show.html",
        launch=launch,
        view=view,
        plan=plans.load(launch.document),
        finished=_finished(),
        graded=graded[-1] if graded else None,
        names=_story.names(_desk.company(), (int(one["customer_id"]) for one in view.customers)),
        blockers=view.by_blocker(_last_attempt_used()),
    )


@bp.get("/<int:number>/customers/<int:index>")
def customer(number: int, index: int) -> str:
    """One customer, day by day, in both worlds."""
    launch = _launch(number)
    view = _outcome.of(launch)
    told = view.customers
    if not 0 <= index < len(told):
        raise _missing()
    shown = int(told[index]["customer_id"])
    lived = _story.days(told[index]["story"])
    last = (_desk.company().meta.today + timedelta(days=view.days - 1)).date()
    return render_template(
        "results/customer.html",
        launch=launch,
        index=index,
        told=told,
        one=told[index],
        name=_story.names(_desk.company(), [shown]).get(shown),
        during=_story.stretches(day for day in lived if day.date <= last),
        after=_story.stretches(day for day in lived if day.date > last),
        later_days=view.later_days,
    )


@bp.get("/<int:number>/figures.csv")
def figures(number: int) -> Response:
    """Every figure of the page as a file any spreadsheet opens."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_HEAD[language()])
    writer.writerows(_outcome.of(_launch(number)).rows(language()))
    return Response(
        "\ufeff" + sheet.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="results-{number}.csv"'},
    )


_HEAD = {
    "ko": ("구분", "항목", "단위", "값", "낮게", "높게"),
    "en": ("part", "figure", "unit", "value", "low", "high"),
}


def _finished() -> list[Launch]:
    return [launch for launch in launches.of(_desk.book(), _desk.slug()) if launch.outcome is not None]


def _launch(number: int) -> Launch:
    found = launches.get(_desk.book(), _desk.slug(), number)
    if found is None or found.outcome is None:
        raise _missing()
    return found


def _last_attempt_used() -> bool:
    """Hidden reasons are shown only when no attempt is left that they could help."""
    return attempts.used(_desk.book(), _desk.slug()) >= _homework.exercise().attempts


def _missing() -> NotFound:
    return NotFound(
        Text("여기에는 결과가 없어요.", "There is no result here."),
        request.path,
        Text("보내기 화면에서 끝난 보내기를 골라 주세요.", "Choose a finished launch from the launch page."),
    )
