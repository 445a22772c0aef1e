"""Asking on the explore pages with hands: choosing redraws, the address follows, going back goes back, words explain themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser


def test_choosing_redraws_and_going_back_goes_back(browse: Callable[..., Window]) -> None:
    window = browse()
    page = window.go("/funnel/?s1=product_viewed&s2=product_added")
    before = page.text_content(".funnel li:last-child .figure")

    page.focus("#q-s2")
    page.select_option("#q-s2", "searched")
    page.locator(".funnel", has_text="검색").wait_for()
    assert "s2=searched" in page.url
    assert page.evaluate("document.activeElement.id") == "q-s2"

    page.click("#q-add")
    page.wait_for_selector("#q-s3")
    assert "s3=" in page.url
    assert "do=" not in page.url

    page.go_back()
    page.locator("#q-s3").wait_for(state="detached")
    page.go_back()
    page.locator(".funnel", has_text="장바구니").wait_for()
    assert page.input_value("#q-s2") == "product_added"
    assert page.text_content(".funnel li:last-child .figure") == before
    assert window.complaints == []


def test_a_word_says_its_definition_to_the_keyboard_and_hides_it_on_escape(
    browse: Callable[..., Window],
) -> None:
    window = browse()
    page = window.go("/retention/")
    word = page.locator("h2 .term-word").first
    note = page.locator("h2 .term-note").first
    assert not note.is_visible()

    word.focus()
    note.wait_for(state="visible")
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280

    page.keyboard.press("Escape")
    note.wait_for(state="hidden")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_every_definition_stays_inside_the_window(browse: Callable[..., Window], width: str) -> None:
    window = browse(width)
    page = window.go("/funnel/?days=90")
    page.click(".figure-frame details.more summary")
    outside = page.evaluate(
        """async () => {
          const found = [];
          for (const word of document.querySelectorAll('.term-word')) {
            if (!word.checkVisibility()) continue;
            word.scrollIntoView({block: 'center', behavior: 'instant'});
            word.focus();
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            const {left, right, top, bottom} = word.nextElementSibling.getBoundingClientRect();
            if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight)
              found.push([word.textContent, left, right, top, bottom]);
          }
          return found;
        }"""
    )

    assert outside == []


def test_without_scripts_everything_can_be_asked(browse: Callable[..., Window]) -> None:
    window = browse(java_script_enabled=False)
    page = window.go("/funnel/?s1=product_viewed&s2=product_added")

    page.click("#q-test-1")
    page.fill("#q-s1-v1", "outer")
    page.select_option("#q-window", "1d")
    page.click("button.is-main")

    assert "s1.v1=outer" in page.url
    assert "window=1d" in page.url
    assert "카테고리" in page.text_content(".funnel")
