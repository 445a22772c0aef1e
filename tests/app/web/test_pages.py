"""Every page answers, in both languages, with the headers that keep it safe."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.app.web.conftest import Visitor

PAGES = [
    "/guide/shop",
    "/guide/handover",
    "/guide/people",
    "/company/",
    "/company/choose",
    "/dictionary/",
    "/dictionary/?q=consent&sort=missing",
    "/downloads/",
    "/company/tables/orders",
    "/customers/",
    "/customers/?q=010",
    "/customers/5",
    "/trends/",
    "/sql/",
    "/sql/?q=SELECT+tier,+count(*)+AS+customers+FROM+customers+GROUP+BY+tier",
    "/funnel/",
    "/retention/",
    "/exercise/",
    "/segments/",
    "/blocks/",
    "/liquid/",
    "/plan/",
    "/settings/",
]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers(visitor: Visitor, page: str, language: str) -> None:
    text = visitor.get(page + ("&" if "?" in page else "?") + f"lang={language}", follow_redirects=True)

    assert visitor.status == 200
    assert f'<html lang="{language}"' in text
    assert "<h1" in text


def test_a_first_visitor_meets_the_shop(visitor: Visitor) -> None:
    visitor.get("/")

    assert visitor.answer.headers["Location"] == "/guide/shop"


def test_after_the_guide_the_front_page_says_what_to_do_next(visitor: Visitor) -> None:
    visitor.post("/guide/done")

    assert "다음은 ‘왜’" in visitor.get("/")


def test_the_language_chosen_stays(visitor: Visitor) -> None:
    visitor.get("/settings/?lang=en")

    assert '<html lang="en"' in visitor.get("/settings/")


def test_no_page_may_run_inline_code(visitor: Visitor) -> None:
    text = visitor.get("/company/")

    assert "default-src 'self'" in visitor.answer.headers["Content-Security-Policy"]
    assert "unsafe" not in visitor.answer.headers["Content-Security-Policy"]
    assert "<script>" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_the_key_of_the_session_is_kept_in_the_instance_folder(app: Flask) -> None:
    from pathlib import Path

    key = Path(app.instance_path, "secret.key")

    assert key.read_text() == app.config["SECRET_KEY"]
    assert key.stat().st_mode & 0o077 == 0


def test_without_a_company_pages_lead_to_the_shop_that_is_being_built(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", "/nowhere")
    visitor.get("/company/")

    assert visitor.status == 303
    assert visitor.answer.headers["Location"] == "/guide/shop"


def test_htmx_is_told_to_go_there_too(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", "/nowhere")
    visitor.get("/customers/", headers={"HX-Request": "true"})

    assert visitor.answer.headers["HX-Redirect"] == "/guide/shop"
