"""무엇을: the words on one channel, the phone of any customer of the audience, and the review of everybody."""

from __future__ import annotations

from typing import Any

import numpy as np
from flask import Blueprint, Response, flash, render_template, request, url_for

from app.messages import channels, facts, gate, pictures, reasons, template_review
from app.messages.compiled import compile_message
from app.messages.reach import SKIPS
from app.plan import Message, Plan, edit
from app.web import (
    _appeals,
    _completion,
    _desk,
    _devices,
    _mail,
    _message_form,
    _message_test,
    _message_view,
    _message_whole,
)
from app.web._message_view import Desk
from app.web._words import t
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("message", __name__, url_prefix="/message")
MOST_VARIANTS = 3


@bp.get("/")
def index() -> str:
    """One message and its phone; `turn` flips customers, `review=1` shows the review without scripts."""
    company, plan = _desk.company(), _desk.plan()
    asked = request.args.get("id")
    if not asked and not plan.messages:
        return render_template("message/empty.html", channels=channels.all_channels().values())
    desk = _open(plan, asked or plan.messages[0].id)
    return render_template(
        "message/index.html",
        plan=plan,
        channels=channels.all_channels().values(),
        proof=_appeals.proof,
        reasons=reasons.all_reasons(),
        pictures=pictures.of(company),
        menu=_message_whole.variable_menu(company, desk.audience.is_triggered),
        **_phone(desk),
        **(_whole_audience(desk) if request.args.get("review") else {}),
    )


@bp.post("/")
def add() -> Any:
    """Start a message on a channel."""
    channel = channels.get(request.form.get("channel", "app_push"))
    purpose = "information" if channel.informational_only else "ad"
    part = {"name": t("새 메시지", "New message"), "channel": channel.key, "purpose": purpose}
    changed, id = edit.add_part(_desk.plan(), "messages", part)
    _desk.save(changed, "messages")
    return _desk.towards(url_for("message.index", id=id))


@bp.post("/<id>/words")
def words(id: str) -> Any:
    """Keep the words as they are typed, broken templates too; answer with the phone and the counters."""
    desk = _open(_desk.plan(), id)
    changes = _message_form.words(desk.message, request.form)
    desk = _kept(desk, changes)
    if "fields.format" in changes:  # another layout has other fields
        return _desk.towards(url_for("message.index", id=id, turn=_turn()))
    live = render_template("message/_live.html", oob=True, **_phone(desk)) if _desk.is_live() else ""
    return _desk.saved(live, back=url_for("message.index", id=id, turn=_turn(), _anchor="preview"))


@bp.post("/<id>/meaning")
def meaning(id: str) -> Any:
    """Keep the appeal, its phrase, the reason and the promotion."""
    desk = _open(_desk.plan(), id)
    desk = _kept(desk, _message_form.meaning(desk.message, request.form))
    live = render_template("message/_live.html", oob=True, **_phone(desk)) if _desk.is_live() else ""
    return _desk.saved(live, back=url_for("message.index", id=id, turn=_turn(), _anchor="meaning"))


@bp.post("/<id>/channel")
def channel(id: str) -> Any:
    """Move the message to another channel; its words stay, fields the channel lacks are kept unseen."""
    desk = _open(_desk.plan(), id)
    chosen = channels.get(request.form.get("channel", ""))
    _kept(desk, _message_form.changed(desk.message, {"channel": chosen.key}))
    return _desk.towards(url_for("message.index", id=id, turn=_turn()))


@bp.get("/<id>/preview")
def preview(id: str) -> str:
    """The phone of another customer."""
    return render_template("message/_preview.html", **_phone(_open(_desk.plan(), id)))


@bp.get("/<id>/review")
def review(id: str) -> str:
    """The message written to the whole audience and counted."""
    desk = _open(_desk.plan(), id)
    appeals = _appeals.APPEALS
    return render_template("message/_review.html", desk=desk, appeals=appeals, **_whole_audience(desk))


@bp.get("/<id>/words.json")
def known(id: str) -> dict[str, Any]:
    """What completion offers in this message: variables with their missing share, filters, tags."""
    desk = _open(_desk.plan(), id)
    return _completion.known(desk.company, desk.audience.is_triggered)


@bp.get("/<id>/mail")
def mail(id: str) -> Response:
    """The body of an e-mail as a page that runs nothing and loads nothing."""
    desk = _open(_desk.plan(), id)
    shown = _message_view.show(desk, _turn())
    texts = shown.preview.fields if shown else {}
    known = pictures.of(desk.company)
    chosen = [(known[one["key"]], one["alt"]) for one in (_message_view.images(desk) if shown else [])]
    theme = request.cookies.get("dangol_theme", "")
    page = _mail.document(texts.get("body", ""), texts.get("link", ""), chosen, theme)
    return Response(page, headers={"Content-Security-Policy": _mail.POLICY, "X-DNS-Prefetch-Control": "off"})


@bp.get("/picture/<key>.svg")
def picture(key: str) -> Response:
    """One of the company's own pictures."""
    found = pictures.of(_desk.company()).get(key)
    if found is None:
        raise NotFound(
            Text("그런 그림이 없어요.", "There is no such picture."),
            key,
            Text("메시지 화면에서 그림을 다시 골라 주세요.", "Choose a picture again on the message page."),
        )
    return Response(
        found.svg,
        mimetype="image/svg+xml",
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
    )


@bp.post("/<id>/template")
def template(id: str) -> Any:
    """Keep the samples of a template; with `ask` hand this very text in for review."""
    desk = _open(_desk.plan(), id)
    found = _message_form.samples(desk.message, request.form)
    if request.form.get("ask") == "samples":
        found = {**_real_samples(desk), **found}
    part = {"samples": found, "requested": desk.message.template.requested if desk.message.template else ""}
    desk = _kept(desk, {"template": part})
    if request.form.get("ask") == "review":
        desk = _kept(desk, {"template": {**part, "requested": template_review.fingerprint(desk.message)}})
    return _desk.towards(url_for("message.index", id=id, turn=_turn(), _anchor="template"))


@bp.post("/<id>/variant")
def variant(id: str) -> Any:
    """Try another message on part of the audience (`add`), or stop trying it (`drop`)."""
    plan = _desk.plan()
    desk = _open(plan, id)
    if desk.campaign is None:
        flash(t("먼저 ‘언제’에서 이 메시지를 보낼 캠페인을 만들어 주세요.", "First make a campaign that sends it, under When."))
    elif drop := request.form.get("drop"):
        _desk.save(_message_test.without(plan, desk.campaign, drop), "campaigns")
    elif len(desk.campaign.variants) < MOST_VARIANTS:
        name = t("{name} 다른 안", "{name}, another way", name=desk.message.name or desk.message.id)
        _desk.save(_message_test.with_copy(plan, desk.campaign, desk.message, name[:200]), "campaigns")
    return _desk.towards(url_for("message.index", id=id, turn=_turn(), _anchor="test"))


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take a message out of the plan; undo brings it back."""
    plan = _desk.plan()
    _open(plan, id)
    _desk.save(edit.remove_part(plan, "messages", id), "messages")
    flash(t("메시지를 뺐어요. ‘계획 전체와 되돌리기’에서 되살릴 수 있어요.", "Removed. 'Whole plan and undo' brings it back."))
    return _desk.towards(url_for("message.index"))


def _kept(desk: Desk, changes: dict[str, Any]) -> Desk:
    """Save the changes under the message; the desk with the message as it is now."""
    plan = desk.plan
    for path, value in changes.items():
        plan = edit.set_field(plan, f"{desk.where}.{path}", value)
    if changes:
        _desk.save(plan, f"{desk.where}.{next(iter(changes))}")
    return _open(plan, desk.message.id)


def _open(plan: Plan, id: str) -> Desk:
    found: Message | None = plan.message(id)
    if found is None:
        raise NotFound(
            Text("이 계획에 그런 메시지가 없어요.", "The plan has no such message."),
            f"messages: {id}",
            Text("‘무엇을’ 화면에서 다시 골라 주세요.", "Choose one again on the 'What' page."),
        )
    return Desk(_desk.company(), plan, found, f"messages[{edit.index_of(plan, 'messages', id)}]")


def _real_samples(desk: Desk) -> dict[str, str]:
    """Samples from the first customers of the audience who have a value."""
    compiled, known = compile_message(desk.message, desk.where), facts.of(desk.company)
    values: dict[str, Any] = {}
    for key in compiled.keys:
        variable = known.variables.get(key)
        if variable is None or variable.over == "plan":
            continue
        rows = desk.audience.customers if variable.over == "customer" else desk.audience.products
        column = known.column(key)
        codes = column.take(np.asarray(rows)) if rows is not None else column.codes
        there = codes[column.kinds[codes] == facts.VALUE]
        if len(there):
            values[key] = column.distinct[int(there[0])]
    return template_review.sample_values(compiled, values)


def _asked_turn(desk: Desk) -> int:
    """The turn asked for, by number or by customer."""
    customer = request.args.get("customer", type=int)
    return _turn() if customer is None else desk.turn_of(customer, request.args.get("product", type=int))


def _turn() -> int:
    return request.values.get("turn", 0, type=int)


def _phone(desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk,
        "message": desk.message,
        "shown": _message_view.show(desk, _asked_turn(desk), request.values.get("view", "")),
        "views": _devices.views(desk.channel.frame),
        "letter": template_review.read(desk.message) if desk.channel.needs_approval else None,
        "template_states": template_review.STATES,
        "appeals": _appeals.APPEALS,
    }


def _whole_audience(desk: Desk) -> dict[str, Any]:
    reviewed = _message_whole.review(desk)
    return {
        "reviewed": reviewed,
        "stopped": gate.stop(desk.message),
        "skip_words": SKIPS,
        "swap": _message_whole.swapped(desk, _asked_turn(desk)),
        "test": _message_test.of(desk, reviewed.review.sent),
    }
