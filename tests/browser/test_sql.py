"""The SQL workbench in the browser: keys, names that go into the question, cancelling, leaving, sorting; and no script at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
ENDLESS = "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t"


def test_keys_run_a_question_and_the_address_shares_it(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/sql/")
    page.fill("#q", "SELECT tier, count(*) AS n FROM customers GROUP BY tier ORDER BY n DESC")
    page.press("#q", "Control+Enter")
    page.wait_for_selector(".sql-table td")
    assert page.inner_text(".sql-table tbody td >> nth=0") == "basic"
    assert "q=SELECT+tier" in page.url
    page.click(".sql-table th a >> nth=1")
    page.wait_for_selector("[aria-sort=descending], [aria-sort=ascending]")
    page.reload()
    page.wait_for_selector(".sql-table td")
    assert page.input_value("#q").startswith("SELECT tier")
    assert window.complaints == []


def test_names_go_in_where_the_caret_is(browse: Callable[..., Window]) -> None:
    page = browse().go("/sql/")
    page.fill("#q", "SELECT  FROM customers")
    page.evaluate("() => { const q = document.querySelector('#q'); q.focus(); q.setSelectionRange(7, 7); }")
    page.click(".sql-schema summary >> nth=0")
    page.click("[data-insert=tier] >> nth=0")
    assert page.input_value("#q") == "SELECT tier FROM customers"


def test_a_question_can_be_cancelled(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/sql/")
    page.fill("#q", ENDLESS)
    page.press("#q", "Control+Enter")
    page.click("[data-cancel]")
    page.wait_for_selector("#answer >> text=질문을 멈췄어요")
    page.fill("#q", "SELECT 42 AS answer")
    page.press("#q", "Control+Enter")
    page.wait_for_selector(".sql-table td >> text=42")


def test_a_page_that_is_left_asks_no_more(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/sql/")
    page.fill("#q", ENDLESS)
    page.press("#q", "Control+Enter")
    page.wait_for_selector("[data-cancel] >> visible=true")
    page.evaluate(
        "() => { navigator.sendBeacon = (to) => { localStorage.setItem('told', to); return true; }; }"
    )
    page.goto(window.address + "/settings/")
    assert page.evaluate("localStorage.getItem('told')") == "/sql/stop"


def test_without_a_script_the_form_is_enough(browse: Callable[..., Window]) -> None:
    window = browse("phone", "en", java_script_enabled=False)
    page = window.go("/sql/")
    page.fill("#q", "SELECT 41 + 1 AS answer")
    page.click("form[data-sql] button.is-main")
    assert page.inner_text(".sql-table tbody td >> nth=0") == "42"
    page.fill("#q", "SELECT nope FROM customers")
    page.click("form[data-sql] button.is-main")
    assert "There is no column 'nope'" in page.inner_text("#answer")
