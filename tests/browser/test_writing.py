"""Writing in the browser: the phone follows the keys, Hangul is never broken, customers flip, and all of it without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser


def test_the_phone_follows_the_keys_and_the_cursor_stays(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/message/")
    page.fill("#body", "")
    page.focus("#body")
    page.keyboard.type("아까 보던 셔츠, ", delay=15)
    page.wait_for_selector("#preview .push p:has-text('아까 보던 셔츠')")
    page.keyboard.type("아직 있어요", delay=15)
    page.wait_for_selector("#preview .push p:has-text('아직 있어요')")

    assert page.input_value("#body") == "아까 보던 셔츠, 아직 있어요"
    assert page.evaluate("document.activeElement.id") == "body"
    page.wait_for_selector("#saved.is-shown")
    page.reload()
    assert page.input_value("#body") == "아까 보던 셔츠, 아직 있어요"
    assert window.complaints == []


@pytest.mark.parametrize("field", ["#body", ".field:has(#body) .cm-content"])
def test_hangul_being_composed_is_not_disturbed_and_is_kept(browse: Callable[..., Window], field: str) -> None:
    window = browse()
    page = window.go("/message/")
    page.fill("#body", "")
    page.focus(field)
    keys = page.context.new_cdp_session(page)
    for part in ("ㅎ", "하", "한"):
        keys.send("Input.imeSetComposition", {"text": part, "selectionStart": 1, "selectionEnd": 1})
        page.wait_for_timeout(250)  # longer than the page waits before it saves
    keys.send("Input.insertText", {"text": "한"})
    keys.send("Input.imeSetComposition", {"text": "글", "selectionStart": 1, "selectionEnd": 1})
    keys.send("Input.insertText", {"text": "글"})

    assert page.input_value("#body") == "한글"
    page.wait_for_selector("#preview .push p:has-text('한글')")
    assert window.complaints == []


def test_a_variable_goes_in_at_the_caret_and_arrows_flip_customers(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/message/")
    page.fill("#body", "님, 안녕하세요")
    page.evaluate("document.querySelector('#body').setSelectionRange(0, 0)")
    page.click(".variables summary")
    page.click("[data-insert*='first_name']")
    assert page.input_value("#body") == "{{${first_name} | default: '고객'}}님, 안녕하세요"

    page.wait_for_selector("#preview .push p:text-matches('^.+님, 안녕하세요')")
    first = page.inner_text("#preview .flip")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("?/")
    assert page.input_value("#body").endswith("고객'}}님?/, 안녕하세요"), "keys are letters while one writes"
    page.wait_for_selector("#preview .push p:text-matches('^.+님[?]/, 안녕하세요')")
    assert page.inner_text("#preview .flip") == first
    page.evaluate("document.activeElement.shadowRoot.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('#preview .flip').innerText !== before", arg=first)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("before => document.querySelector('#preview .flip').innerText === before", arg=first)
    page.click("#flip-next")
    page.wait_for_function("before => document.querySelector('#preview .flip').innerText !== before", arg=first)
    assert page.evaluate("document.activeElement.id") == "flip-next", "the button keeps the focus"


def test_the_editor_completes_variables_filters_and_tags(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/message/")
    page.fill("#body", "")
    page.click("label[for=body]")
    assert page.evaluate("document.activeElement.className") == "liquid-editor"
    options = page.locator(".liquid-editor .cm-tooltip-autocomplete li")
    page.keyboard.type("{{${fir", delay=20)
    options.first.wait_for()
    page.wait_for_timeout(200)  # a list that has just opened takes no key, lest it swallow what is typed
    assert "${first_name}" in options.first.inner_text()
    assert "비어 있음" in options.first.inner_text()
    page.keyboard.press("Enter")
    assert page.input_value("#body") == "{{${first_name} | default: '고객'}}"

    page.keyboard.type("{% unl", delay=20)
    options.first.wait_for()
    page.wait_for_timeout(200)  # a list that has just opened takes no key, lest it swallow what is typed
    page.keyboard.press("Enter")
    page.keyboard.type("글", delay=20)
    assert page.input_value("#body").endswith("{% unless ${first_name} == blank %}글{% endunless %}")

    page.keyboard.press("Control+End")
    page.keyboard.type("{{${city} | upc", delay=20)
    options.first.wait_for()
    page.wait_for_timeout(200)  # a list that has just opened takes no key, lest it swallow what is typed
    assert "upcase" in options.first.inner_text()
    page.keyboard.press("Escape")
    before = page.input_value("#body")
    page.keyboard.press("Control+z")
    assert page.input_value("#body") != before, "undo takes back what was typed"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") != "liquid-editor", "Tab leaves the editor"
    assert window.complaints == []


def test_an_error_is_shown_with_its_place_and_goes_when_mended(browse: Callable[..., Window]) -> None:
    page = browse().go("/message/")
    page.fill("#body", "{{${first_name} | defualt: '고객'}}님")
    page.wait_for_selector("#preview [role=alert] pre")
    page.wait_for_selector("#counter-body:has-text('1번째 줄 19번째')")

    page.fill("#body", "{{${first_name} | default: '고객'}}님")
    page.wait_for_selector("#preview .push")


def test_one_tap_mends_customers_without_a_name(browse: Callable[..., Window]) -> None:
    page = browse().go("/message/")
    page.fill("#body", "{{${first_name}}}님, 안녕하세요")
    page.wait_for_selector("#review .finding:has-text('값이 없는 고객') button")
    page.click("#review .finding:has-text('값이 없는 고객') button")
    page.wait_for_load_state("networkidle")

    assert page.input_value("#body") == "{{${first_name} | default: '고객'}}님, 안녕하세요"
    page.wait_for_selector("#read-title")
    assert page.locator("#review .finding:has-text('값이 없는 고객')").count() == 0


def test_the_slider_and_its_figure_move_together(browse: Callable[..., Window]) -> None:
    page = browse("phone").go("/promotion/")
    page.focus("[data-mirror=percent]")
    before = page.inner_text("#figures")
    page.keyboard.press("Home")
    page.wait_for_function("before => document.querySelector('#figures').innerText !== before", arg=before)
    assert page.input_value("#percent") == "1"

    page.fill("#percent", "35")
    assert page.input_value("[data-mirror=percent]") == "35"
    page.wait_for_selector(".offer-terms:has-text('35%')")


def test_a_delay_of_ones_own_chooses_itself(browse: Callable[..., Window]) -> None:
    window = browse("phone")
    page = window.go("/campaign/")
    page.click("button[name=kind][value=trigger]")
    page.wait_for_load_state("networkidle")
    page.fill("#delay_value", "5")
    page.wait_for_selector("#say-delay:has-text('5시간')")

    assert page.is_checked("#delay-own")
    assert window.complaints == []


def test_everything_without_scripts(browse: Callable[..., Window]) -> None:
    page = browse(java_script_enabled=False).go("/message/")
    page.fill("#body", "스크립트 없이도 보여요")
    page.click("#words button:has-text('저장하고 미리 보기')")
    assert "스크립트 없이도 보여요" in page.inner_text("#preview .push")

    page.click("#flip-next")
    assert "2번째" in page.inner_text("#preview .flip")
    page.click("a:has-text('받는 고객 모두에게 써 보기')")
    assert page.locator("#read-title").count() == 1

    page.goto(page.url.split("/message/")[0] + "/promotion/")
    page.fill("#percent", "12")
    page.click("button:has-text('저장하고 다시 계산하기')")
    assert "12%" in page.inner_text(".offer-terms")
