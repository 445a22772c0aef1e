"""The whole plan: what it says, its history with undo, the file to take along, the three questions of its rationale."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import plan as plans
from app.classroom import drafts
from app.plan import Plan, edit
from app.web import _desk
from app.web._words import t
from fake_company import strict_json
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("plan", __name__, url_prefix="/plan")


@bp.get("/")
def index() -> str:
    """Read the plan whole, and step back in its history."""
    history = drafts.history(_desk.book(), _desk.slug())
    return render_template("plan/index.html", plan=_desk.plan(), history=history)


@bp.post("/rationale")
def rationale() -> Any:
    """Keep the answers to the three questions as they are typed."""
    for name in plans.Rationale.model_fields:
        if name in request.form:
            _desk.change(f"rationale.{name}", request.form[name].replace("\r\n", "\n"))
    return _desk.saved(back=url_for("plan.index"))


@bp.post("/undo")
def undo() -> Any:
    """Step back to the state before the last change."""
    return _stepped(drafts.undo(_desk.book(), _desk.slug()), t("한 단계 되돌렸어요.", "Went one step back."))


@bp.post("/redo")
def redo() -> Any:
    """Step forward again."""
    return _stepped(drafts.redo(_desk.book(), _desk.slug()), t("다시 했어요.", "Went one step forward."))


@bp.post("/restore")
def restore() -> Any:
    """Make an earlier state the newest one again."""
    revision = request.form.get("revision", type=int) or 0
    found = drafts.restore(_desk.book(), _desk.slug(), revision, _desk.now())
    return _stepped(found, t("그때로 돌아갔어요.", "Went back to that state."))


@bp.get("/download")
def download() -> Response:
    """The plan as the file that is graded."""
    return Response(
        _desk.plan().to_json(),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{_desk.slug() or "plan"}.json"'},
    )


@bp.post("/upload")
def upload() -> Any:
    """Take a plan file (or pasted JSON) as the new state; the old one stays in the history."""
    sent = request.files.get("file")
    source = (sent.read() if sent and sent.filename else b"") or request.form.get("document", "").encode()
    _desk.save(_for_this_exercise(plans.load(source)))
    flash(
        t(
            "계획을 불러왔어요. 되돌리기로 이전 계획을 다시 볼 수 있어요.",
            "The plan is loaded. Undo brings the old one back.",
        )
    )
    return _desk.towards(url_for("plan.index"))


@bp.post("/fix")
def fix() -> Any:
    """Make a finding's one-tap change."""
    path = request.form.get("path", "")
    value = strict_json.read(
        request.form.get("value", ""),
        path,
        Text("화면을 새로 고치고 다시 눌러 주세요.", "Reload the page and press again."),
    )
    _desk.save(edit.set_field(_desk.plan(), path, value))
    flash(t("고쳤어요.", "Mended."))
    return _desk.towards(_inside(request.form.get("back", "")))


def _stepped(draft: drafts.Draft | None, words: str) -> Any:
    flash(words if draft else t("더 갈 단계가 없어요.", "There is no further step."))
    return _desk.towards(_inside(request.form.get("back", "")))


def _for_this_exercise(plan: Plan) -> Plan:
    """A plan made for another exercise is refused: its grade would mean nothing."""
    if plan.exercise not in (None, _desk.slug()):
        raise DangolError(
            Text("다른 과제의 계획 파일이에요.", "This plan belongs to another exercise."),
            f"exercise = {plan.exercise}",
            Text("이 과제에서 내려받은 파일을 골라 주세요.", "Choose a file downloaded from this exercise."),
        )
    return edit.set_field(plan, "exercise", _desk.slug())


def _inside(address: str) -> str:
    """An address on this site; anything else becomes the plan page."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else url_for("plan.index")
