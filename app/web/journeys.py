"""언제, over time: a journey drawn as an outline, looked over in words, walked as one customer, carried to diagrams.net."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for

from app import journeys
from app.findings import Finding
from app.journeys import Journey, editing, nodes, starts
from app.plan import Plan, edit
from app.web import _desk, _journey_form, _journey_view
from app.web._words import language, t
from fake_company.errors import DangolError, NotFound
from fake_company.text import Language, Text

_KINDS = nodes.keys()

bp = Blueprint("journeys", __name__, url_prefix="/journeys")


@bp.get("/")
def index() -> str:
    """One journey of the plan; without any, ways to begin."""
    _desk.company()
    plan = _desk.plan()
    asked = request.args.get("id")
    if not plan.journeys and not asked:
        return render_template("journeys/empty.html", plan=plan, starts=starts.every())
    journey = _found(plan, asked or plan.journeys[0].id)
    return render_template("journeys/index.html", plan=plan, starts=starts.every(), **_shown(plan, journey))


@bp.post("/")
def add() -> Any:
    """Begin with a ready journey (its messages and segments come along), or with an empty one."""
    plan = _desk.plan()
    key = request.form.get("start", "")
    if not key:
        node = {"id": "entry", "kind": "entry", "unless": "order_completed", "delay_minutes": 180}
        changed, id = edit.add_part(plan, "journeys", {"name": t("새 여정", "New journey"), "nodes": [node]})
    else:
        start = starts.get(key)
        changed = _with_new(plan, "segments", start.segments)
        changed = _with_new(changed, "messages", start.messages)
        part = dict(start.journey)
        if plan.journey(part["id"]):
            part["id"] = edit.new_id(plan, "journeys")
        changed, id = edit.add_part(changed, "journeys", part)
    _desk.save(changed, "journeys")
    return _desk.towards(url_for("journeys.index", id=id))


@bp.post("/upload")
def upload() -> Any:
    """A `.drawio` file becomes a journey; what stayed unclear is said on the page."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise DangolError(
            Text("올릴 파일을 고르지 않았어요.", "No file was chosen."),
            "journeys",
            Text("diagrams.net에서 저장한 .drawio 파일을 골라 주세요.", "Choose the .drawio file diagrams.net saved."),
        )
    plan = _desk.plan()
    id = edit.new_id(plan, "journeys")
    names = _journey_view.names_of(_desk.company(), plan)
    journey, found = journeys.read_sketch(file.read(), id, names, f"journeys[{len(plan.journeys)}]")
    name = journey.name or file.filename.rsplit(".", 1)[0][:200]
    changed, id = edit.add_part(plan, "journeys", {**journey.to_document(), "name": name, "source": file.filename[:200]})
    _desk.save(changed, "journeys")
    for one in found[:12]:
        flash(t(one.text))
    return _desk.towards(url_for("journeys.index", id=id))


@bp.post("/<id>")
def keep(id: str) -> Any:
    """Keep the journey's own settings."""
    journey, where = _open(id)
    _desk.change(where, _journey_form.whole_journey(journey, request.form, where))
    return _answer(id)


@bp.post("/<id>/nodes")
def add_node(id: str) -> Any:
    """Place a node on a way."""
    journey, where = _open(id)
    after, port = request.form.get("after") or None, request.form.get("port") or None
    changed, made = editing.add(journey, request.form.get("kind", ""), after, port)
    _desk.change(where, changed.to_document())
    return _answer(id, made)


@bp.post("/<id>/nodes/<node>")
def keep_node(id: str, node: str) -> Any:
    """Keep a node's settings."""
    journey, where = _open(id)
    index = next((i for i, one in enumerate(journey.nodes) if one.id == node), None)
    if index is None:
        raise _no_node(id, node)
    place = f"{where}.nodes[{index}]"
    _desk.change(place, _journey_form.settings(journey.nodes[index], request.form, place))
    return _answer(id, node)


@bp.post("/<id>/nodes/<node>/lead")
def lead(id: str, node: str) -> Any:
    """Lead a way to another node, or to the end."""
    journey, where = _open(id)
    changed = editing.lead(journey, node, request.form.get("port", ""), request.form.get("to") or None)
    _desk.change(where, changed.to_document())
    return _answer(id, node)


@bp.post("/<id>/nodes/<node>/remove")
def remove_node(id: str, node: str) -> Any:
    """Take a node out; undo brings it back."""
    journey, where = _open(id)
    _desk.change(where, editing.remove(journey, node).to_document())
    return _answer(id)


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take the journey out of the plan; undo brings it back."""
    _open(id)
    _desk.save(edit.remove_part(_desk.plan(), "journeys", id), "journeys")
    flash(t("여정을 뺐어요. ‘계획 전체와 되돌리기’에서 되살릴 수 있어요.", "Removed. 'Whole plan and undo' brings it back."))
    return _desk.towards(url_for("journeys.index"))


@bp.get("/<id>.<form>")
def carry(id: str, form: str) -> Response:
    """The journey as a file: drawio, mmd (Mermaid), svg or json."""
    plan = _desk.plan()
    journey, names = _found(plan, id), _journey_view.names_of(_desk.company(), plan)
    made: dict[str, Callable[[], tuple[str, str]]] = {
        "drawio": lambda: (journeys.to_drawio(journey, names, _reader()), "application/xml"),
        "mmd": lambda: (journeys.mermaid(journey, names, _reader()), "text/plain"),
        "svg": lambda: (journeys.picture(journey, names, _reader()), "image/svg+xml"),
        "json": lambda: (json.dumps(journey.to_document(), ensure_ascii=False, indent=1), "application/json"),
    }
    if form not in made:
        raise NotFound(
            Text(f"‘{form}’로는 내려받을 수 없어요.", f"There is no download as '{form}'."),
            request.path,
            Text("drawio, mmd, svg, json 가운데 골라 주세요.", "Choose drawio, mmd, svg or json."),
        )
    text, type = made[form]()
    answer = Response(text, mimetype=type)
    if "show" not in request.args:
        answer.headers["Content-Disposition"] = f'attachment; filename="{journey.id}.{form}"'
    return answer


@bp.get("/<id>/walk")
def walked(id: str) -> str:
    """One customer's walk, with a clock that can be moved."""
    company, plan = _desk.company(), _desk.plan()
    journey = _found(plan, id)
    people = _journey_view.entrants(company, journey)
    if not people:
        return render_template("journeys/walk.html", plan=plan, journey=journey, shown=None, people=[])
    turn = _number("turn", 0) % len(people)
    customer, started = people[turn]
    clock = _moment("clock") or started.replace(microsecond=0)
    shown = _journey_view.follow(company, plan, journey, customer, started, clock)
    return render_template(
        "journeys/walk.html", plan=plan, journey=journey, shown=shown, turn=turn, of=len(people), people=people,
        names=_journey_view.names_of(company, plan),
    )  # fmt: skip


def _shown(plan: Plan, journey: Journey) -> dict[str, Any]:
    """What the page's templates read."""
    company = _desk.company()
    names = _journey_view.names_of(company, plan)
    where = f"journeys[{edit.index_of(plan, 'journeys', journey.id)}]"
    found = journeys.problems(journey, names, where)
    return {
        "journey": journey,
        "names": names,
        "lines": journeys.outline(journey),
        "found": found,
        "at_node": _by_node(journey, found, where),
        "picture": journeys.picture(journey, names, _reader()),
        "kinds": [(key, nodes.get(key)) for key in _KINDS if key != "entry"],
        "opened": request.args.get("node", ""),
    }


def _by_node(journey: Journey, found: list[Finding], where: str) -> dict[str, list[Finding]]:
    """Findings by the node they lie at."""
    at: dict[str, list[Finding]] = {}
    for i, node in enumerate(journey.nodes):
        place = f"{where}.nodes[{i}]"
        at[node.id] = [one for one in found if one.where == place or one.where.startswith(f"{place}.")]
    return at


def _answer(id: str, node: str = "") -> Any:
    """To htmx the changed parts of the page; to a plain form the page, at the node."""
    back = url_for("journeys.index", id=id, node=node or None) + (f"#node-{node}" if node else "")
    if not _desk.is_live():
        return _desk.saved(back=back)
    plan = _desk.plan()
    shown = _shown(plan, _found(plan, id)) | {"opened": node}
    return _desk.saved(render_template("journeys/_desk.html", plan=plan, **shown), back=back)


def _with_new(plan: Plan, list_name: str, parts: tuple[dict[str, Any], ...]) -> Plan:
    """The plan with those parts it does not have yet."""
    there = {part["id"] for part in plan.to_document()[list_name]}
    for part in parts:
        if part["id"] not in there:
            plan, _ = edit.add_part(plan, list_name, part)
    return plan


def _open(id: str) -> tuple[Journey, str]:
    plan = _desk.plan()
    journey = _found(plan, id)
    return journey, f"journeys[{edit.index_of(plan, 'journeys', id)}]"


def _found(plan: Plan, id: str) -> Journey:
    found = plan.journey(id)
    if found is None:
        raise NotFound(
            Text("이 계획에 그런 여정이 없어요.", "The plan has no such journey."),
            f"journeys: {id}",
            Text("‘여정’ 화면에서 다시 골라 주세요.", "Choose one again on the journey page."),
        )
    return found


def _no_node(id: str, node: str) -> DangolError:
    return NotFound(
        Text("이 여정에 그런 노드가 없어요.", "The journey has no such node."),
        f"journeys: {id}.{node}",
        Text("여정 화면을 새로 열어 다시 골라 주세요.", "Reload the journey page and choose again."),
    )


def _reader() -> Language:
    return "en" if language() == "en" else "ko"


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else default


def _moment(name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(request.args.get(name, "")).replace(tzinfo=None)
    except ValueError:
        return None
