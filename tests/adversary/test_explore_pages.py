"""Hostile addresses of the pages that look at the company: every input a page has, filled with what does not belong there.

Inputs are taken from the pages themselves (their forms and links), so that a new one is attacked without being listed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from app import create_app
from fake_company.warehouse import Company

NOUNS = {
    "trends", "funnel", "retention", "lifecycle", "rfm", "past", "kpi", "customers", "dictionary", "downloads", "company",
    "sql", "segments",
}  # fmt: skip
ALWAYS = {"segment", "split", "from", "to", "unit", "period", "event", "page", "sort", "q"}
HOSTILE = (
    "", "-1", "0", "999999999999999999999", "1e309", "nan", "１２", "3.5", "../../../../etc/passwd",
    "..\\..\\windows\\win.ini", "'; DROP TABLE customers; --", "' UNION SELECT * FROM read_text('/etc/passwd') --",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "{{ 7*7777 }}", "${7*7777}", "x" * 3_000, "\x00", "\ud7ff",
    "\u202e고객", "[]", '{"a": 1}', "[" * 500, "0000-00-00", "2026-02-30", "9999-12-31", "segment:nope", "type:nope",
    "%s%n", "null", "true", "__class__",
)  # fmt: skip
FEW = 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, small_company: Company) -> Iterator[Flask]:
    patch = pytest.MonkeyPatch()
    patch.setenv("DANGOL_COMPANY", str(small_company.folder))
    yield create_app(
        {
            "INSTANCE": str(tmp_path_factory.mktemp("instance")),
            "TESTING": True,
            "PROPAGATE_EXCEPTIONS": False,
        }
    )
    patch.undo()


@pytest.fixture
def browser(server: Flask) -> FlaskClient:
    return server.test_client()


def addresses(server: Flask) -> list[str]:
    """Every page and file of these nouns that needs nothing in its path."""
    rules = [
        rule
        for rule in server.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] in NOUNS and not rule.arguments
    ]
    with server.test_request_context():
        return sorted(url_for(rule.endpoint) for rule in rules)


def inputs(page: str) -> set[str]:
    """The names a page's forms and links send."""
    found = set(re.findall(r'name="([a-zA-Z_0-9.\[\]-]+)"', page)) | set(
        re.findall(r"[?&;]([a-z_0-9.]+)=", page)
    )
    return (found - {"csrf_token", "viewport", "color-scheme", "lang"}) | ALWAYS


def judge(browser: FlaskClient, address: str) -> str:
    """What is wrong with the answer to a hostile address; nothing when all is well."""
    answer = browser.get(address)
    page = answer.get_data(as_text=True)
    if answer.status_code >= 500:
        return f"{answer.status_code} {address[:200]}"
    root = str(Path(__file__).parents[2])
    for leak in ("<script>alert", "<img src=x", "Traceback", "root:x:", root, "54439"):
        if leak in page:
            return f"{leak} in {address[:200]}"
    return ""


def attacks(server: Flask, most: int) -> list[str]:
    """Hostile addresses: every input of every page, with so many values each (few values, fewer inputs)."""
    browser, found = server.test_client(), []
    for address in addresses(server):
        page = browser.get(address).get_data(as_text=True)
        names = sorted(inputs(page), key=lambda name: crc32(name.encode()))
        for name in names[: 8 * most]:
            first = crc32(f"{address} {name}".encode()) % len(HOSTILE)
            values = [HOSTILE[(first + step * 11) % len(HOSTILE)] for step in range(min(most, len(HOSTILE)))]
            found += [f"{address}?{urlencode({name: value})}" for value in values]
    return found


def test_hostile_inputs_of_every_page(server: Flask, browser: FlaskClient) -> None:
    asked = attacks(server, FEW)
    assert len(asked) > 100
    assert [wrong for address in asked if (wrong := judge(browser, address))] == []


@pytest.mark.slow
def test_every_hostile_input_of_every_page(server: Flask, browser: FlaskClient) -> None:
    asked = attacks(server, len(HOSTILE))
    assert [wrong for address in asked if (wrong := judge(browser, address))] == []


@pytest.mark.parametrize(
    "address",
    [
        "/company/tables/../../truth",
        "/company/tables/truth",
        "/company/tables/..%2F..%2Ftruth",
        "/company/tables/duckdb_settings",
        "/company/tables/customers%00",
        "/company/tables/customers;DROP",
        "/downloads/truth.parquet",
        "/downloads/..%2f..%2fsecret.key",
        "/downloads/../classes/solo.db",
        "/dictionary/../../secret.key",
        "/customers/-1",
        "/customers/99999999999999999999999",
        "/customers/1%27%20OR%201=1",
        "/customers/%3Cscript%3E",
        "/segments/..%2f..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2f..%2finstance%2fsecret.key",
        "/static/../../instance/secret.key",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
    ],
)
def test_no_path_leads_out(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (308, 400, 404, 405), address
    assert "Traceback" not in page
    assert "<script>" not in page


def test_nothing_of_the_truth_is_in_any_file(server: Flask, browser: FlaskClient) -> None:
    hidden = [path.stem for path in (Path(server.instance_path)).glob("**/truth/*")]
    for address in addresses(server):
        if address.endswith(".csv"):
            head = browser.get(address).get_data(as_text=True).splitlines()[:1]
            assert not set(hidden) & set(",".join(head).split(","))
            assert "price_gap" not in ",".join(head)
            assert "blocker" not in ",".join(head)


@pytest.mark.parametrize("noun", ["funnel", "retention", "trends"])
def test_an_endless_list_of_inputs_is_answered(browser: FlaskClient, noun: str) -> None:
    many = "&".join(f"s{n}=product_viewed&s{n}.p1=category&s{n}.o1=is&s{n}.v1=x" for n in range(1, 300))
    assert judge(browser, f"/{noun}/?{many}") == ""


def test_a_hostile_segment_filters_nothing_but_says_why(browser: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/settings/").get_data(as_text=True))
    assert token
    rule = {"all": [{"kind": "sql", "sql": "SELECT customer_id FROM read_text('/etc/passwd')"}]}
    refused = browser.post(
        "/segments/new-from", data={"csrf_token": token[1], "rule": json.dumps(rule), "name": "hostile"}
    )
    assert refused.status_code == 400
    assert "read_text()" in refused.get_data(as_text=True)
    plan = json.loads(browser.get("/plan/download").data)
    plan["segments"][0] |= {"name": "hostile", "rule": rule}
    sent = browser.post("/plan/upload", data={"csrf_token": token[1], "document": json.dumps(plan)})
    assert sent.status_code in (303, 400)
    for noun in ("trends", "funnel", "retention", "customers", "segments"):
        key = plan["segments"][0]["id"]
        address = f"/segments/{key}" if noun == "segments" else f"/{noun}/?segment=segment:{key}"
        answer = browser.get(address)
        text = answer.get_data(as_text=True)
        assert answer.status_code in (200, 400), noun
        assert "root:x:" not in text
        assert sent.status_code == 400 or "read_text()" in text, noun
