"""Every mistake is answered with what happened, where, and what to do; never with a traceback."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from tests.app.web.conftest import Visitor


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/nothing", "이 주소에는 아무것도 없어요."),
        ("/customers/999999", "그런 고객이 없어요."),
        ("/company/tables/truth", "‘truth’이라는 표는 없어요."),
        ("/segments/seg-none", "이 계획에 그런 고객 묶음이 없어요."),
    ],
)
def test_what_is_not_there(visitor: Visitor, page: str, words: str) -> None:
    text = visitor.get(page)

    assert visitor.status == 404
    assert words in text
    assert "Traceback" not in text


def test_a_program_gets_json(visitor: Visitor) -> None:
    visitor.get("/customers/999999", headers={"Accept": "application/json"})

    assert visitor.answer.get_json() == {
        "error": {"ko": "그런 고객이 없어요.", "en": "There is no such customer."},
        "where": {"ko": "customer_id = 999999", "en": "customer_id = 999999"},
        "remedy": {
            "ko": "고객 찾기에서 이름이나 번호로 찾아 주세요.",
            "en": "Find them by name or number on the customers page.",
        },
    }


def test_htmx_gets_a_notice_without_the_frame(visitor: Visitor) -> None:
    text = visitor.get("/customers/999999", headers={"HX-Request": "true"})

    assert visitor.status == 404
    assert 'role="alert"' in text
    assert "<html" not in text


def test_a_form_without_its_token_changes_nothing(visitor: Visitor) -> None:
    before = visitor.get("/plan/download")
    answer = visitor.client.post("/exercise/purpose", data={"behaviour_today": "담기만 해요"})

    assert answer.status_code == 403
    assert "화면을 새로 고치고" in answer.get_data(as_text=True)
    assert visitor.get("/plan/download") == before


def test_a_file_that_is_too_large(visitor: Visitor) -> None:
    answer = visitor.client.post("/plan/upload", data={"document": "x" * 2_100_000})

    assert answer.status_code == 413
    assert "너무 커요" in answer.get_data(as_text=True)


def test_our_own_fault_shows_no_traceback(visitor: Visitor, app: Flask) -> None:
    app.view_functions["settings.index"] = lambda: 1 / 0
    text = visitor.get("/settings/")

    assert visitor.status == 500
    assert "우리 쪽 문제로" in text
    assert "ZeroDivisionError" not in text


def test_without_the_bundle_the_css_sources_are_used(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    app.static_folder = str(tmp_path_factory.mktemp("static"))
    with app.test_client() as client:
        text = client.get("/settings/").get_data(as_text=True)
        assert '<link rel="stylesheet" href="/sources/main.css">' in text
        assert "<script" not in text
        with client.get("/sources/main.css") as sources:
            assert "@layer" in sources.get_data(as_text=True)
        assert client.get("/sources/../../__init__.py").status_code == 404


def test_a_missing_bundle_is_said_at_start(
    tmp_path: object, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web._assets.read_manifest", lambda app: {})
    create_app({"INSTANCE": str(tmp_path)})

    assert "pip install -e ." in caplog.text
