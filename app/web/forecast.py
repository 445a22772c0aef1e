"""예측: seven figures as ranges, written beside what is known before launch, then sealed; and why the plan is as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app.plan import Forecast, Interval, Plan, Rationale, edit
from app.web import _before, _desk, _forecast, _grading
from app.web._words import t
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("forecast", __name__, url_prefix="/forecast")
_ENDS = ("low", "expected", "high")


@dataclass(frozen=True)
class Line:
    """One measure on the page: its words, its interval so far, what is known of it, and what to mend."""

    measure: _forecast.Measure
    interval: Interval | None
    hints: tuple[_forecast.Hint, ...]
    problem: Text | None


@bp.get("/")
def index() -> str:
    """Write the forecast beside what is known, and seal it."""
    plan = _desk.plan()
    known = _before.look(_desk.company(), plan)
    return render_template("forecast/index.html", plan=plan, known=known, lines=_lines(plan, known))


@bp.post("/")
def save() -> Any:
    """Keep the ranges as they are typed."""
    plan = _desk.plan()
    if plan.forecast.sealed_at:
        raise _sealed()
    for name in Forecast.measures():
        if any(f"{name}.{end}" in request.form for end in _ENDS):
            plan = edit.set_field(plan, f"forecast.{name}", _interval(name))
    plan = _desk.save(plan, "forecast")
    part = (
        render_template("forecast/_states.html", lines=_lines(plan, None), oob=True)
        if _desk.is_live()
        else ""
    )
    return _desk.saved(part, back=url_for("forecast.index"))


@bp.post("/rationale")
def rationale() -> Any:
    """Keep the answers to the three questions as they are typed."""
    for name in Rationale.model_fields:
        if name in request.form:
            _desk.change(f"rationale.{name}", request.form[name].replace("\r\n", "\n"))
    return _desk.saved(back=url_for("forecast.index") + "#rationale")


@bp.post("/seal")
def seal() -> Any:
    """Close the envelope."""
    plan = _desk.plan()
    if not any(_filled(plan, name) for name in Forecast.measures()):
        flash(
            t(
                "봉투에 넣을 예측이 아직 없어요. 한 가지라도 세 숫자를 모두 적어 주세요.",
                "There is no forecast to seal yet. Write at least one figure as a whole range.",
            )
        )
        return _desk.towards(url_for("forecast.index") + "#ranges-title")
    _desk.save(edit.seal(plan, _desk.now()), "forecast.sealed_at")
    _grading.prepare(_desk.instance(), _desk.slug())
    flash(t("예측을 봉인했어요. 이제 보내 볼 차례예요.", "The forecast is sealed. Now send."))
    return _desk.towards(url_for("launch.index"))


@bp.post("/unseal")
def unseal() -> Any:
    """Open the envelope again before it is sent, or for the next attempt; what was launched keeps its own."""
    _desk.save(edit.unseal(_desk.plan()), "forecast.sealed_at")
    flash(t("봉투를 열었어요. 예측을 다시 쓸 수 있어요.", "The envelope is open; you can write again."))
    return _desk.towards(url_for("forecast.index"))


def _lines(plan: Plan, known: _before.Known | None) -> list[Line]:
    return [
        Line(
            measure,
            plan.forecast.interval(measure.key),
            _forecast.hints(measure.key, known) if known else (),
            _forecast.problem(measure, plan.forecast.interval(measure.key)),
        )
        for measure in _forecast.MEASURES
    ]


def _filled(plan: Plan, name: str) -> bool:
    interval = plan.forecast.interval(name)
    return interval is not None and interval.filled


def _interval(name: str) -> dict[str, float | None] | None:
    """The three figures of one measure from the form; None while all are empty."""
    found = {end: _figure(f"{name}.{end}") for end in _ENDS}
    return None if all(value is None for value in found.values()) else found


def _figure(field: str) -> float | None:
    text = request.form.get(field, "").strip().replace(",", "").replace("₩", "").replace("−", "-")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DangolError(
            Text("숫자로 읽을 수 없어요.", "This is not a number."),
            f"forecast.{field}",
            Text("1200이나 1,200처럼 적어 주세요.", "Write it like 1200 or 1,200."),
        )
    return value


def _sealed() -> DangolError:
    return DangolError(
        Text("봉인한 예측은 고칠 수 없어요.", "A sealed forecast cannot be changed."),
        "forecast",
        Text("봉투를 다시 연 뒤에 고쳐 주세요.", "Open the envelope first."),
    )
