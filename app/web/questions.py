"""Questions of the explore pages kept by name: kept, opened again, forgotten."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, request, url_for

from app.classroom import questions
from app.web import _desk
from app.web._words import t
from fake_company.errors import NotFound
from fake_company.text import Text

bp = Blueprint("questions", __name__, url_prefix="/questions")

PAGES = ("trends", "funnel", "retention")


@bp.app_template_global()
def kept_questions(page: str) -> list[questions.Kept]:
    """The questions kept of a page."""
    return questions.of_page(_desk.book(), page)


@bp.app_template_global()
def question_url(kept: questions.Kept) -> str:
    """The address of a kept question."""
    return f"{url_for(f'{kept.page}.index')}?{kept.query}"


@bp.post("/<page>/keep")
def keep(page: str) -> Any:
    """Keep the question in the address of a page under a name."""
    if page not in PAGES:
        raise NotFound(
            Text("그 화면의 질문은 저장할 수 없어요.", "Questions of that page cannot be kept."),
            page,
            Text("살펴보기의 화면에서 저장해 주세요.", "Keep one on an explore page."),
        )
    query = urlencode(
        [pair for pair in parse_qsl(request.form.get("query", "")) if pair[0] not in ("do", "lang")]
    )
    questions.keep(_desk.book(), page, request.form.get("name", ""), query, _desk.now())
    flash(t("질문을 저장했어요.", "The question is kept."))
    return redirect(f"{url_for(f'{page}.index')}?{query}", 303)


@bp.post("/<int:question_id>/forget")
def forget(question_id: int) -> Any:
    """Remove a kept question and show the page it was of."""
    kept = questions.forget(_desk.book(), question_id)
    flash(t("저장한 질문을 지웠어요.", "The question is no longer kept."))
    return redirect(url_for(f"{kept.page}.index") + (f"?{kept.query}" if kept.query else ""), 303)
