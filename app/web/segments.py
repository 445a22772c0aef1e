"""누구에게: a segment as a sentence with chips, counted live; who is in it and why; the same rule as SQL and JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import segments
from app.plan import Segment, edit, rule_of
from app.segments import docs
from app.web import _compare, _desk, _explore, _segment, _segment_history, _watch
from app.web._words import t
from fake_company import strict_json
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text
from fake_company.watching import Stopped

bp = Blueprint("segments", __name__, url_prefix="/segments")
_watch.pages(bp)
bp.add_app_template_global(_segment.names_of, "names_of")
bp.add_app_template_global(_segment.kinds, "kinds")


@bp.get("/")
def index() -> Any:
    """The segment of the first campaign, or an invitation to make one."""
    plan = _desk.plan()
    wanted = next((campaign.audience for campaign in plan.campaigns if campaign.audience), None)
    first = plan.segment(wanted) or next(iter(plan.segments), None)
    if first:
        return redirect(url_for("segments.show", id=first.id))
    return render_template("segments/none.html")


@bp.get("/help")
def help() -> str:
    """Every condition and operator with how it is typed, made from the conditions themselves."""
    schema = segments.schema_of(_desk.company())
    return render_template(
        "segments/help.html", conditions=docs.conditions(schema), operators=docs.operators()
    )


@bp.get("/compare")
def compare() -> str:
    """Up to four segments laid over each other."""
    return render_template("segments/compare.html", **_compare.page(request.args.getlist("with")))


@bp.get("/compare.csv")
def compare_csv() -> Response:
    """The regions as a table to take along."""
    page = _compare.page(request.args.getlist("with"))
    return _explore.as_csv(page["table"], str(t("고객 묶음 비교", "segments-compared")))


@bp.get("/<id>")
def show(id: str) -> str:
    """One segment: its sentence, its count, whom it reaches, ten of its customers."""
    return _page(_find(id), _view(id, _find(id).rule, request.args.get("open", "")))


@bp.post("/<id>")
def update(id: str) -> Any:
    """Keep the rule of the form when it is finished; say what is missing when it is not."""
    company, segment = _desk.company(), _find(id)
    rule = segments.from_form(request.form.items(multi=True), segments.schema_of(company))
    view = _view(id, rule, _opened(rule))
    if view.error is None:
        _desk.change(f"segments[{_index(id)}].rule", rule)
    if not _desk.is_live():
        return (
            _desk.saved(back=url_for("segments.show", id=id, open=view.is_open))
            if view.count
            else _page(segment, view)
        )
    part = "result" if request.args.get("part") == "result" else "segment"
    fragment = render_template(f"segments/_{part}.html", segment=segment, view=view, part=part)
    return _desk.saved(fragment) if view.error is None else fragment


@bp.post("/<id>/text")
def write(id: str) -> Any:
    """Take the rule as it was typed; while typing, say what it means and how it may go on."""
    company, parts = _desk.company(), _desk.plan().segments
    text = request.form.get("text", "").replace("\r\n", "\n")
    if request.args.get("part") == "hints":
        return render_template("segments/_hints.html", hints=_segment.hints(company, text, parts, id))
    others = [part for part in parts if part.id != id]
    try:
        rule = segments.read_text(text, segments.schema_of(company, others))
        segments.count(company, segments.resolved(rule, parts, "rule", id))
    except Stopped:
        raise
    except DangolError as error:
        view = dataclasses.replace(_view(id, _find(id).rule), text=text)
        return _page(_find(id), view, mistake=error), 400
    _desk.change(f"segments[{_index(id)}].rule", rule)
    return _desk.saved(back=url_for("segments.show", id=id))


@bp.post("/<id>/name")
def rename(id: str) -> Any:
    """Keep the segment's name as it is typed."""
    _desk.change(f"segments[{_index(id)}].name", request.form.get("name", "")[:200])
    return _desk.saved(back=url_for("segments.show", id=id))


@bp.post("/<id>/json")
def replace(id: str) -> Any:
    """Take a rule written as JSON."""
    rule = strict_json.read(request.form.get("rule", ""))
    whole = segments.resolved(rule, _desk.plan().segments, "rule", id)
    segments.count(_desk.company(), segments.parse(whole, "rule"))
    _desk.change(f"segments[{_index(id)}].rule", rule)
    return _desk.saved(back=url_for("segments.show", id=id))


@bp.get("/<id>/why")
def why(id: str) -> str:
    """Why one customer is in or out: each condition's verdict and what was seen."""
    company, rule = _desk.company(), _whole(id)
    asked = request.args.get("customer", type=int)
    verdicts = None if asked is None else segments.why(company, rule, asked)
    inside = asked is not None and segments.is_member(company, rule, asked)
    template = "segments/_why.html" if _desk.is_live() else "segments/why.html"
    return render_template(template, segment=_find(id), asked=asked, verdicts=verdicts, inside=inside)


@bp.get("/<id>/history")
def history(id: str) -> str:
    """How large the segment was in each week of the past year."""
    found = segments.history(_desk.company(), _whole(id))
    template = "segments/_history.html" if _desk.is_live() else "segments/history.html"
    return render_template(template, segment=_find(id), **_segment_history.page(found))


@bp.get("/<id>/history.csv")
def history_csv(id: str) -> Response:
    """The weeks as a table to take along."""
    found = segments.history(_desk.company(), _whole(id))
    return _explore.as_csv(_segment_history.table(found), f"{_find(id).name or id}")


@bp.get("/<id>/download")
def download(id: str) -> Response:
    """The segment as a file of its own."""
    document = _segment.exported(_find(id), _desk.plan().segments)
    answer = Response(json.dumps(document, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = _explore.attachment(f"{_find(id).name or id}.json")
    return answer


@bp.post("/upload")
def upload() -> Any:
    """Add a segment from its file."""
    sent = request.files.get("file")
    source = (sent.read() if sent and sent.filename else b"") or request.form.get("document", "").encode()
    name, rule = _segment.imported(strict_json.read(source))
    return _added(name, rule)


@bp.post("/new")
def add() -> Any:
    """Begin another segment: everybody, until conditions say otherwise."""
    name = t("새 고객 묶음", "New segment")
    changed, id = edit.add_part(_desk.plan(), "segments", {"name": str(name), "rule": {"all": []}})
    _desk.save(changed)
    return _desk.towards(url_for("segments.show", id=id))


@bp.post("/new-from")
def new_from() -> Any:
    """Make a segment of a rule found elsewhere (a funnel's drop-off, an RFM cell, a query) and open it."""
    return _added(request.form.get("name", "").strip(), strict_json.read(request.form.get("rule", "")))


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take the segment out of the plan; undo brings it back."""
    _desk.save(edit.remove_part(_desk.plan(), "segments", _find(id).id))
    flash(
        t(
            "지웠어요. ‘계획 전체와 되돌리기’에서 되돌릴 수 있어요.",
            "Removed. “Whole plan and undo” brings it back.",
        )
    )
    return _desk.towards(url_for("segments.index"))


def _added(name: str, rule: Any) -> Any:
    """A new segment of the plan with this rule, opened; a rule this company cannot judge is refused first."""
    plan = _desk.plan()
    segments.count(_desk.company(), segments.parse(segments.resolved(rule, plan.segments, "rule"), "rule"))
    kept = {"all": [rule]} if "kind" in rule else rule
    words = name[:200] or str(t("새 고객 묶음", "New segment"))
    changed, id = edit.add_part(plan, "segments", {"name": words, "rule": kept})
    _desk.save(changed)
    return _desk.towards(url_for("segments.show", id=id))


def _view(id: str, rule: Any, is_open: str = "") -> _segment.SegmentView:
    return _segment.view(_desk.company(), rule, is_open, _desk.plan().segments, id)


def _whole(id: str) -> dict[str, Any]:
    """The segment's rule with the rules of the segments it names."""
    return rule_of(_desk.plan(), _find(id)) or {"all": []}


def _page(segment: Segment, view: _segment.SegmentView, mistake: DangolError | None = None) -> str:
    plan = _desk.plan()
    return render_template("segments/show.html", segment=segment, view=view, plan=plan, mistake=mistake)


def _find(id: str) -> Segment:
    found = _desk.plan().segment(id)
    if found is None:
        raise NotFound(
            Text("이 계획에 그런 고객 묶음이 없어요.", "The plan has no such segment."),
            f"segments: {id}",
            Text("누구에게 화면에서 다시 골라 주세요.", "Choose one on the Whom page."),
        )
    return found


def _index(id: str) -> int:
    return edit.index_of(_desk.plan(), "segments", id)


def _opened(rule: dict[str, Any]) -> str:
    """Which condition's editor stays open: the one being edited, or the one just added."""
    action, _, rest = request.form.get("do", "").partition(":")
    if action in ("add", "group"):
        group: Any = rule
        for step in [part for part in rest.split(":")[0].split(".")[1:] if part.isdecimal()]:
            group = next(iter(group.values()))[int(step)]
        return f"{rest.split(':')[0]}.{len(next(iter(group.values()))) - 1}"
    touched = request.headers.get("HX-Trigger-Name", "")
    numbers = touched.split(".")[1:]
    depth = next((at for at, part in enumerate(numbers) if not part.isdecimal()), len(numbers))
    return ".".join(["rule", *numbers[:depth]]) if touched.startswith("rule.") and depth else ""
