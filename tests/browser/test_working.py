"""Working in the browser: by keyboard alone, while composing Hangul, without JavaScript, and from an empty start."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Window, running_server

pytestmark = pytest.mark.browser


def count_of(window: Window) -> int:
    text = window.page.inner_text("#live-count .figure >> nth=0")
    return int(re.sub(r"\D", "", text))


def test_a_segment_is_made_by_keyboard_alone(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/segments/")
    everybody = count_of(window)
    page.focus(".chip.is-new summary")
    page.keyboard.press("Enter")
    page.focus("button[value='add:rule:event']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip[open] [id$='.within.amount']")
    assert count_of(window) < everybody

    three_days = count_of(window)
    page.focus(".chip[open] [id$='.within.amount']")
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    page.wait_for_function(
        "n => Number(document.querySelector('#live-count .figure').textContent.replace(/\\D/g, '')) > n",
        arg=three_days,
    )
    assert page.evaluate("document.activeElement.id.endsWith('.within.amount')"), "typing keeps the cursor"

    page.keyboard.press("Escape")
    assert page.locator(".chip[open]").count() == 0
    assert "지난 30일 안에" in page.inner_text(".sentence")
    assert window.complaints == []


def test_the_keys(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/customers/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"

    page.keyboard.type("?")
    assert page.locator("#keys[open]").count() == 0, "typing in a field opens nothing"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#keys[open]").count() == 0


def test_keys_wait_while_hangul_is_composed(browse: Callable[..., Window]) -> None:
    page = browse().go("/customers/")
    press = "composing => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '?', bubbles: true, isComposing: composing}))"
    page.evaluate(press, True)
    assert page.locator("#keys[open]").count() == 0

    page.evaluate(press, False)
    assert page.locator("#keys[open]").count() == 1


def test_the_first_tab_skips_to_the_content(browse: Callable[..., Window]) -> None:
    page = browse().go("/company/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_is_typed_is_saved_and_said(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/exercise/")
    page.fill("#behaviour_today", "담아 두기만 해요")
    page.wait_for_selector("#saved.is-shown")
    assert page.inner_text("#saved") == "저장했어요"

    page = window.go("/exercise/")
    assert page.input_value("#behaviour_today") == "담아 두기만 해요"


def test_searching_while_typing(browse: Callable[..., Window]) -> None:
    page = browse().go("/customers/")
    page.fill("#q", "7")
    page.wait_for_selector("#found a[href^='/customers/7?'], #found a[href='/customers/7']")
    assert "q=7" in page.url


def test_everything_works_without_javascript(browse: Callable[..., Window]) -> None:
    window = browse(java_script_enabled=False)
    page = window.go("/segments/")
    page.click("text=하나 더 만들기")
    page.click(".chip.is-new summary")
    page.click("button[value='add:rule:lifecycle']")
    assert "현재 고객" in page.inner_text(".sentence")

    page.click("text=이 묶음 지우기")
    assert "지웠어요" in page.inner_text("#notices")


def test_from_nothing_to_the_predecessors_note(browse: Callable[..., Window], tmp_path: Path) -> None:
    with running_server(tmp_path, DANGOL_CUSTOMERS="2000", DANGOL_DAYS="120") as address:
        window = browse(at=address)
        page = window.go("/")
        assert page.locator("progress").count() == 1
        assert "오늘부터" in page.inner_text("h1")
        window.shoot("first-start")

        page.click("text=전임자의 쪽지 읽기", timeout=60_000)
        page.click("text=그래서 이익도 늘었나요?")
        window.shoot("handover-opened")
        page.click("text=세 고객을 만나 보기")
        page.click("text=전임자의 캠페인 이어받기")
        assert page.url.endswith("/exercise/")
        assert window.complaints == []


def test_a_build_can_be_stopped_and_begun_again(browse: Callable[..., Window], tmp_path: Path) -> None:
    with running_server(tmp_path, DANGOL_CUSTOMERS="60000") as address:
        page = browse(at=address).go("/")
        page.click("text=그만 만들기")
        page.wait_for_selector("text=다시 만들기")
        assert not list((tmp_path / "companies").glob("*/meta.json"))

        page.click("text=다시 만들기")
        page.wait_for_selector("progress")
        page.click("text=그만 만들기")
        page.wait_for_selector("text=다시 만들기")
