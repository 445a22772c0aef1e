"""Content blocks: pieces of template written once and used by name in many messages."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for

from app.messages import blocks
from app.messages.around import Around
from app.plan import Plan, edit
from app.web import _desk
from app.web._words import t
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("blocks", __name__, url_prefix="/blocks")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
SAMPLE = "수신거부: 설정 > 알림 · {{${first_name} | default: '고객'}}님께 드려요"


@bp.get("/")
def index() -> str:
    """Every block with how one customer reads it."""
    return render_template("blocks/index.html", **_view())


@bp.post("/")
def add() -> Any:
    """A new block under a name letters can carry: English letters, digits, `-` and `_`."""
    plan = _desk.plan()
    name = request.form.get("name", "").strip().replace(" ", "_")
    if not _NAME.fullmatch(name):
        raise DangolError(
            Text("블록 이름에는 영문, 숫자, -, _만 쓸 수 있어요.", "A block's name is letters A–Z, digits, - and _."),
            "content_blocks", Text("예: footer", "For example footer"),
        )  # fmt: skip
    if name in plan.blocks:
        raise DangolError(
            Text(f"`{name}`라는 블록이 이미 있어요.", f"There is a block `{name}` already."),
            "content_blocks", Text("다른 이름을 쓰세요.", "Choose another name."),
        )  # fmt: skip
    changed, _ = edit.add_part(plan, "content_blocks", {"id": name, "body": SAMPLE})
    _desk.save(changed, "content_blocks")
    return _desk.towards(url_for("blocks.index") + f"#{name}")


@bp.post("/<id>")
def keep(id: str) -> Any:
    """Keep a block's words as they change; answer with how it reads."""
    where = f"content_blocks[{edit.index_of(_desk.plan(), 'content_blocks', id)}].body"
    _desk.change(where, request.form.get("body", "").replace("\r\n", "\n"))
    plan = _desk.plan()
    part = render_template("blocks/_shown.html", name=id, **_one(plan, id))
    return _desk.saved(part, back=url_for("blocks.index") + f"#{id}")


@bp.post("/<id>/remove")
def remove(id: str) -> Any:
    """Take a block out of the plan."""
    _desk.save(edit.remove_part(_desk.plan(), "content_blocks", id), "content_blocks")
    flash(t("블록을 뺐어요. ‘계획 전체와 되돌리기’에서 되살릴 수 있어요.", "Removed. 'Whole plan and undo' brings it back."))
    return _desk.towards(url_for("blocks.index"))


def _view() -> dict[str, Any]:
    plan = _desk.plan()
    return {"plan": plan, "shown": {block.id: _one(plan, block.id) for block in plan.content_blocks}}


def _one(plan: Plan, name: str) -> dict[str, Any]:
    around = Around(plan.blocks, {promotion.id: promotion for promotion in plan.promotions})
    company = _desk.company()
    return {
        "look": blocks.show(company, around, name, min(7, company.meta.customers - 1)),
        "users": blocks.users(plan.messages, name),
    }
