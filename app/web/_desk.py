"""The learner's desk: the company in use, the homework in hand, the plan on the table. Every page reaches them here.

A page reads `plan()`, makes a changed plan with `app.plan.edit`, calls `save(plan, what)` and answers `saved(...)`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for

from app import classroom, companies
from app import plan as plans
from app.classroom import drafts
from app.plan import Plan, edit, merge
from app.web import _homework

if TYPE_CHECKING:
    from fake_company.warehouse import Company


_TRIES = 5


class NotReady(Exception):
    """The company is still being built: the page that introduces the shop answers instead."""


def register(app: Flask) -> None:
    """Send people to the shop's introduction while there is no company yet; close the class file after each request."""
    app.register_error_handler(NotReady, lambda _: towards(url_for("guide.shop")))
    app.teardown_request(lambda _: close())


def towards(address: str) -> Any:
    """Go to an address, whether a person or htmx asked."""
    if request.headers.get("HX-Request"):
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address, 303)


def now() -> datetime:
    """The wall clock: only for saying when something was saved, never for the company's own time."""
    return datetime.now().astimezone()


def instance() -> Path:
    """The instance folder of this installation."""
    return Path(current_app.instance_path)


def company() -> Company:
    """The company in use; a page that needs it before it is built shows the building page instead."""
    if "company" not in g:
        if companies.status(instance()).state != "ready":
            raise NotReady
        g.company = companies.current(instance())
    found: Company = g.company
    return found


def has_company() -> bool:
    """Whether the company in use has been built."""
    return companies.status(instance()).state == "ready"


def book() -> classroom.ClassFile:
    """This request's connection to the class file."""
    if "book" not in g:
        g.book = classroom.open_solo(instance())
    found: classroom.ClassFile = g.book
    return found


def close() -> None:
    """Give the class file back at the end of the request."""
    opened = g.pop("book", None)
    if opened is not None:
        opened.close()


def slug() -> str:
    """The exercise in hand."""
    return _homework.slug()


def plan() -> Plan:
    """The plan on the table: the learner's draft, or the exercise's starting plan before the first change."""
    if "plan" not in g:
        kept = drafts.get(book(), slug())
        g.plan = plans.load(kept.document if kept else _homework.starting_plan())
        g.kept = kept.document if kept else g.plan.to_json()
    found: Plan = g.plan
    return found


def save(changed: Plan, what: str = "") -> Plan:
    """Keep a changed plan on disk; `what` is the path that changed, so that typing on is one step of the history.

    The starting plan is kept as the first step, so that the first change can be undone too. What another window has
    saved since this request read the plan is kept as well.
    """
    base = plan()
    if drafts.get(book(), slug()) is None:
        drafts.save(book(), slug(), base.to_json(), now())
    for _ in range(_TRIES):
        try:
            kept = drafts.save(book(), slug(), changed.to_json(), now(), what, g.kept)
            break
        except drafts.Moved as moved:
            theirs = plans.load(moved.head.document)
            changed, base, g.kept = merge.merged(base, changed, theirs), theirs, moved.head.document
    else:
        kept = drafts.save(book(), slug(), changed.to_json(), now(), what)
    g.plan, g.kept = changed, kept.document
    return changed


def change(path: str, value: Any) -> Plan:
    """Put one value at a path of the plan and keep it."""
    return save(edit.set_field(plan(), path, value), path)


def saved(fragment: str = "", back: str = "") -> Response:
    """Answer a save: to htmx the fragment, the plan bar and a quiet note; to a plain form a redirect to `back`."""
    if not request.headers.get("HX-Request"):
        answer: Response = make_response(redirect(back or request.referrer or url_for("home.index"), 303))
        return answer
    answer = make_response(fragment + render_template("pieces/plan_bar.html", oob=True))
    answer.headers["HX-Trigger"] = "saved"
    return answer


def is_live() -> bool:
    """Whether htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request"))
