"""언제: when a message leaves, for whom, how many are held out to compare with, and when to stay quiet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app.plan import Campaign, Plan, edit
from app.plan.bar import span_text
from app.web import _campaign_form, _campaign_view, _desk
from app.web._words import t
from fake_company.errors import NotFound
from fake_company.schema import EVENT_NAMES
from fake_company.text import Text

bp = Blueprint("campaign", __name__, url_prefix="/campaign")


@bp.get("/")
def index() -> str:
    """The sentence of one campaign; with several, the one asked for."""
    company, plan = _desk.company(), _desk.plan()
    chosen = _asked(plan)
    if chosen is None:
        return render_template("campaign/empty.html", plan=plan, kinds=_campaign_view.KINDS)
    return render_template("campaign/index.html", plan=plan, company=company, **_shown(chosen))


@bp.post("/")
def add() -> Any:
    """Start a campaign of one kind, for the plan's first segment and message."""
    plan = _desk.plan()
    when = _campaign_form.first_when(request.form.get("kind", "trigger"), _desk.company().meta.today)
    part = {
        "name": t("새 캠페인", "New campaign"),
        "when": when,
        "audience": plan.segments[0].id if plan.segments else None,
        "message": plan.messages[0].id if plan.messages else None,
        "holdout_rate": 0.1,
        "frequency_cap": {"touches": 1, "days": 7},
        "quiet_hours": {"from": "21:00", "to": "08:00"},
    }
    changed, id = edit.add_part(plan, "campaigns", part)
    _desk.save(changed, "campaigns")
    return _desk.towards(url_for("campaign.index", id=id))


@bp.post("/<id>")
def keep(id: str) -> Any:
    """Keep what one of the page's forms says; answer with every part of the page that follows from it."""
    plan = _desk.plan()
    campaign = _found(plan, id)
    where = f"campaigns[{edit.index_of(plan, 'campaigns', id)}]"
    changes = _campaign_form.changes(campaign, request.form, where)
    for name, value in changes.items():
        plan = edit.set_field(plan, f"{where}.{name}", value)
    if changes:
        _desk.save(plan, f"{where}.{next(iter(changes))}")
    live = ""
    if _desk.is_live():
        live = render_template("campaign/_live.html", plan=plan, oob=True, **_shown(_found(plan, id)))
    return _desk.saved(live, back=url_for("campaign.index", id=id))


@bp.post("/<id>/kind")
def kind(id: str) -> Any:
    """Change between a trigger, one day and a rhythm; the sentence is written anew."""
    plan = _desk.plan()
    chosen = request.form.get("kind", "")
    if _found(plan, id).when is None or _found(plan, id).when.kind != chosen:  # type: ignore[union-attr]
        where = f"campaigns[{edit.index_of(plan, 'campaigns', id)}].when"
        _desk.change(where, _campaign_form.first_when(chosen, _desk.company().meta.today))
    return _desk.towards(url_for("campaign.index", id=id))


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take a campaign out of the plan; undo brings it back."""
    _found(_desk.plan(), id)
    _desk.save(edit.remove_part(_desk.plan(), "campaigns", id), "campaigns")
    flash(
        t(
            "캠페인을 뺐어요. ‘계획 전체와 되돌리기’에서 되살릴 수 있어요.",
            "Removed. 'Whole plan and undo' brings it back.",
        )
    )
    return _desk.towards(url_for("campaign.index"))


def _shown(campaign: Campaign) -> dict[str, Any]:
    """What the page's templates read."""
    company, plan = _desk.company(), _desk.plan()
    view = _campaign_view.look_at(company, plan, campaign)
    return {
        "view": view,
        "campaign": campaign,
        "said": _campaign_view.words(view),
        "kinds": _campaign_view.KINDS,
        "delays": _campaign_view.DELAYS,
        "span_text": span_text,
        "events": _campaign_view.EVENTS,
        "unless": _campaign_view.UNLESS,
        "goals": {name: EVENT_NAMES[name] for name in _campaign_view.GOALS},
    }


def _asked(plan: Plan) -> Campaign | None:
    asked = request.args.get("id")
    if asked:
        return _found(plan, asked)
    return plan.campaigns[0] if plan.campaigns else None


def _found(plan: Plan, id: str) -> Campaign:
    found = next((part for part in plan.campaigns if part.id == id), None)
    if found is None:
        raise NotFound(
            Text("이 계획에 그런 캠페인이 없어요.", "The plan has no such campaign."),
            f"campaigns: {id}",
            Text("‘언제’ 화면에서 다시 골라 주세요.", "Choose one again on the 'When' page."),
        )
    return found
