"""Questions kept by name: replaced under the same name, listed by page, forgotten, limited."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import classroom
from app.classroom import questions
from fake_company.errors import DangolError, NotFound

NOW = datetime(2026, 3, 2, 9)


@pytest.fixture
def book(tmp_path: Path):
    opened = classroom.open_solo(tmp_path)
    yield opened
    opened.close()


def test_a_question_is_kept_by_its_name(book):
    questions.keep(book, "funnel", "  장바구니\n 이탈 ", "s1=product_added", NOW)
    questions.keep(book, "funnel", "a", "s1=searched", NOW)
    questions.keep(book, "trends", "a", "unit=day", NOW)
    questions.keep(book, "funnel", "a", "s1=product_viewed", NOW + timedelta(hours=1))

    assert [(one.name, one.query) for one in questions.of_page(book, "funnel")] == [
        ("a", "s1=product_viewed"),
        ("장바구니 이탈", "s1=product_added"),
    ]
    assert [one.query for one in questions.of_page(book, "trends")] == ["unit=day"]


def test_a_forgotten_question_is_gone(book):
    questions.keep(book, "funnel", "a", "", NOW)
    (kept,) = questions.of_page(book, "funnel")

    assert questions.forget(book, kept.question_id) == kept
    assert questions.of_page(book, "funnel") == []
    with pytest.raises(NotFound):
        questions.forget(book, kept.question_id)
    with pytest.raises(NotFound):
        questions.forget(book, 10**30)


@pytest.mark.parametrize(("name", "query"), [("   ", ""), ("a", "s" * 2_001)])
def test_what_cannot_be_kept_says_why(book, name, query):
    with pytest.raises(DangolError) as told:
        questions.keep(book, "funnel", name, query, NOW)

    assert told.value.remedy.ko
    assert questions.of_page(book, "funnel") == []


def test_a_page_keeps_so_many(book):
    for number in range(questions.KEPT):
        questions.keep(book, "funnel", f"{number}", "", NOW)

    questions.keep(book, "funnel", "7", "new", NOW)  # replaced, not one more
    with pytest.raises(DangolError, match="at most 100"):
        questions.keep(book, "funnel", "one more", "", NOW)
    assert len(questions.of_page(book, "funnel")) == questions.KEPT
