"""Forged forms, hostile addresses and hostile words in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from fake_company.warehouse import Company

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "solutions/06-cart-abandonment/reference.json").read_text(encoding="utf-8")
)
CODE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
PAGES = (
    "/guide/shop", "/guide/people", "/guide/handover", "/exercise/", "/company/", "/segments/", "/message/?review=1",
    "/promotion/", "/campaign/", "/forecast/", "/launch/", "/results/", "/grade/", "/plan/",
)  # fmt: skip


@pytest.fixture
def server(tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


@pytest.fixture
def browser(server: Flask) -> Iterator[FlaskClient]:
    with server.test_client() as client:
        yield client


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    """Post a form the way our own pages do."""
    page = browser.get("/settings/").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return browser.post(address, data={"csrf_token": found[1], **fields})


def upload(browser: FlaskClient, document: Any) -> Any:
    return send(browser, "/plan/upload", document=json.dumps(document, ensure_ascii=False))


@pytest.mark.parametrize("token", ["?", "", "None", "x", "\ud7ff"])
def test_a_stranger_without_a_session_changes_nothing(server: Flask, token: str) -> None:
    for headers in ({}, {"X-CSRF-Token": token.encode("ascii", "replace").decode()}):
        answer = server.test_client().post("/plan/upload", data={"csrf_token": token, "document": "{}"}, headers=headers)
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/\n/evil.example",
             "javascript:alert(1)", "/plan/\r\nX-Injected: 1", "evil.example", "/\x00"]
)  # fmt: skip
def test_a_fix_leads_nowhere_else(browser: FlaskClient, back: str) -> None:
    answer = send(browser, "/plan/fix", path="title", value='"x"', back=back)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/plan/"
    assert "X-Injected" not in answer.headers


@pytest.mark.parametrize("value", ["[" * 3_000, "9" * 6_000, '"\\ud800"', "NaN", "{", "5"])
def test_a_broken_fix_changes_nothing(browser: FlaskClient, value: str) -> None:
    answer = send(browser, "/plan/fix", path="title", value=value)
    assert answer.status_code == 400
    assert "Traceback" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("rule", ["[" * 3_000, "9" * 6_000, '{"all": ["\\ud800"]}', "null", "[]", '{"all": [{}]}'])
def test_a_broken_rule_changes_nothing(browser: FlaskClient, rule: str) -> None:
    before = browser.get("/plan/download").data
    assert send(browser, "/segments/seg-1/json", rule=rule).status_code == 400
    assert browser.get("/plan/download").data == before


@pytest.mark.parametrize("number", [0, 1, 10**18, 10**19, 10**40])
def test_numbers_of_nothing_are_nowhere(browser: FlaskClient, number: int) -> None:
    addresses = [f"/results/{number}", f"/results/{number}/figures.csv", f"/results/{number}/customers/{number}",
                 f"/launch/{number}", f"/launch/{number}/progress", f"/grade/{number}", f"/grade/{number}/receipt.json",
                 f"/customers/{number + 2_000}"]  # fmt: skip
    for address in addresses:
        assert browser.get(address).status_code == 404, address
    assert send(browser, "/plan/restore", revision=number).status_code == 404
    assert send(browser, "/grade/", launch=number).status_code == 400


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [("messages", "channel", "fax"), ("promotions", "kind", "bogus"), ("campaigns", "goal_event", "bought")],
)
def test_a_plan_that_no_page_could_show_is_not_taken(browser: FlaskClient, part: str, name: str, value: str) -> None:
    document = json.loads(json.dumps(REFERENCE))
    document[part][0][name] = value
    assert upload(browser, document).status_code == 400
    assert send(browser, "/promotion/promo-1", kind="true").status_code == 400
    assert browser.get("/promotion/").status_code == 200


@pytest.mark.parametrize("channel", ["app_push", "email", "sms"])
def test_words_never_become_code(browser: FlaskClient, channel: str) -> None:
    document = json.loads(json.dumps(REFERENCE))
    document["title"] = CODE
    for part in ("segments", "promotions", "messages", "campaigns"):
        for one in document[part]:
            one["name"] = CODE
    for message in document["messages"]:
        message["channel"] = channel
        message["appeal"]["phrase"] = CODE
        link = "javascript:alert(1)"
        message["fields"] = {"title": CODE, "subject": CODE, "body": CODE, "link": link,
                             "buttons": [{"label": CODE, "link": link}]}  # fmt: skip
    document["rationale"] = dict.fromkeys(document["rationale"], CODE)
    document["purpose"] = dict.fromkeys(document["purpose"], CODE)
    assert upload(browser, document).status_code == 303
    for address in PAGES:
        answer = browser.get(address, follow_redirects=True)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, address
        for code in ("<script>alert", "<img src=x", 'href="javascript', 'src="http', 'src="//'):
            assert code not in page, (address, code)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_too_large_a_form_is_one_error(browser: FlaskClient) -> None:
    answer = browser.post("/plan/upload", data={"document": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "2MB" in answer.get_data(as_text=True)
