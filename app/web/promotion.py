"""혜택: how much to give, with what it costs these customers and how many new orders it must bring."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app.plan import Plan, Promotion, edit
from app.promotions import kinds
from app.web import _desk, _promotion_form, _promotion_view
from app.web._words import t
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("promotion", __name__, url_prefix="/promotion")


@bp.get("/")
def index() -> str:
    """One promotion with its sheet; `id` chooses among several."""
    _desk.company()
    plan = _desk.plan()
    asked = request.args.get("id")
    if not asked and not plan.promotions:
        return render_template("promotion/empty.html", kinds=_kinds())
    promotion = _found(plan, asked or plan.promotions[0].id)
    return render_template("promotion/index.html", plan=plan, kinds=_kinds(), **_shown(promotion))


@bp.post("/")
def add() -> Any:
    """Start a promotion of one kind with a modest benefit."""
    part = {"name": t("새 혜택", "New offer"), **_promotion_form.first(request.form.get("kind", "percent"))}
    changed, id = edit.add_part(_desk.plan(), "promotions", part)
    _desk.save(changed, "promotions")
    return _desk.towards(url_for("promotion.index", id=id))


@bp.post("/<id>")
def keep(id: str) -> Any:
    """Keep the terms as they change; answer with the figures and the sheet."""
    plan = _desk.plan()
    where = f"promotions[{edit.index_of(plan, 'promotions', _found(plan, id).id)}]"
    changes = _promotion_form.changes(_found(plan, id), request.form, where)
    for name, value in changes.items():
        plan = edit.set_field(plan, f"{where}.{name}", value)
    if changes:
        _desk.save(plan, f"{where}.{next(iter(changes))}")
    live = render_template("promotion/_live.html", oob=True, **_shown(_found(plan, id))) if _desk.is_live() else ""
    return _desk.saved(live, back=url_for("promotion.index", id=id))


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take a promotion out of the plan; undo brings it back."""
    _found(_desk.plan(), id)
    _desk.save(edit.remove_part(_desk.plan(), "promotions", id), "promotions")
    flash(t("혜택을 뺐어요. ‘계획 전체와 되돌리기’에서 되살릴 수 있어요.", "Removed. 'Whole plan and undo' brings it back."))
    return _desk.towards(url_for("promotion.index"))


def _shown(promotion: Promotion) -> dict[str, Any]:
    company, plan = _desk.company(), _desk.plan()
    return {"promotion": promotion, "view": _promotion_view.look_at(company, plan, promotion)}


def _kinds() -> dict[str, Text]:
    return {key: kinds.get(key).LABEL for key in sorted(kinds.keys(), reverse=True)}


def _found(plan: Plan, id: str) -> Promotion:
    found = plan.promotion(id)
    if found is None:
        raise NotFound(
            Text("이 계획에 그런 혜택이 없어요.", "The plan has no such offer."),
            f"promotions: {id}",
            Text("‘혜택’ 화면에서 다시 골라 주세요.", "Choose one again on the 'Offer' page."),
        )
    return found
