"""누구에게: a segment as a sentence with chips, counted live; who is in it and why; the same rule as SQL and JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import segments
from app.plan import Segment, edit
from app.web import _desk, _segment
from app.web._words import t
from fake_company import strict_json
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("segments", __name__, url_prefix="/segments")
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


@bp.get("/<id>")
def show(id: str) -> str:
    """One segment: its sentence, its count, whom it reaches, ten of its customers."""
    company = _desk.company()
    return _page(_find(id), _segment.view(company, _find(id).rule, request.args.get("open", "")))


@bp.post("/<id>")
def update(id: str) -> Any:
    """Keep the rule of the form when it is finished; say what is missing when it is not."""
    company, segment = _desk.company(), _find(id)
    rule = segments.from_form(request.form.items(multi=True), segments.schema_of(company))
    view = _segment.view(company, rule, _opened(rule))
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


@bp.post("/<id>/name")
def rename(id: str) -> Any:
    """Keep the segment's name as it is typed."""
    _desk.change(f"segments[{_index(id)}].name", request.form.get("name", "")[:200])
    return _desk.saved(back=url_for("segments.show", id=id))


@bp.post("/<id>/json")
def replace(id: str) -> Any:
    """Take a rule written as JSON."""
    rule = strict_json.read(request.form.get("rule", ""))
    segments.count(_desk.company(), segments.parse(rule, "rule"))
    _desk.change(f"segments[{_index(id)}].rule", rule)
    return _desk.saved(back=url_for("segments.show", id=id))


@bp.get("/<id>/why")
def why(id: str) -> str:
    """Why one customer is in or out: each condition's verdict and what was seen."""
    company, rule = _desk.company(), _find(id).rule or {"all": []}
    asked = request.args.get("customer", type=int)
    verdicts = None if asked is None else segments.why(company, rule, asked)
    inside = asked is not None and segments.is_member(company, rule, asked)
    template = "segments/_why.html" if _desk.is_live() else "segments/why.html"
    return render_template(template, segment=_find(id), asked=asked, verdicts=verdicts, inside=inside)


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
    rule = strict_json.read(request.form.get("rule", ""))
    plan = _desk.plan()
    segments.count(_desk.company(), segments.parse(segments.resolved(rule, plan.segments, "rule"), "rule"))
    name = request.form.get("name", "").strip()[:200] or str(t("새 고객 묶음", "New segment"))
    changed, id = edit.add_part(plan, "segments", {"name": name, "rule": rule})
    _desk.save(changed)
    return _desk.towards(url_for("segments.show", id=id))


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


def _page(segment: Segment, view: _segment.SegmentView) -> str:
    return render_template("segments/show.html", segment=segment, view=view, plan=_desk.plan())


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
