"""무엇을: the words on one channel, the phone of any customer of the audience, and the review of everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app.messages import channels, reasons
from app.messages.reach import SKIPS
from app.plan import Message, Plan, edit
from app.web import _appeals, _desk, _message_form, _message_view
from app.web._message_view import Desk
from app.web._words import t
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("message", __name__, url_prefix="/message")


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
        menu=_message_view.variable_menu(company, desk.audience.is_triggered),
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
    desk = _kept(desk, _message_form.words(desk.message, request.form))
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


def _turn() -> int:
    return request.values.get("turn", 0, type=int)


def _phone(desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk,
        "message": desk.message,
        "shown": _message_view.show(desk, _turn()),
        "appeals": _appeals.APPEALS,
    }


def _whole_audience(desk: Desk) -> dict[str, Any]:
    return {"reviewed": _message_view.review(desk), "skip_words": SKIPS}
