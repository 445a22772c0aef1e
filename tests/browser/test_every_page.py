"""Every page, at phone and desktop width, in both languages: readable, reachable, nothing to complain of."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from flask import Flask

from app import create_app
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
PAGES = (
    "/guide/shop",
    "/guide/handover",
    "/guide/people",
    "/company/",
    "/company/choose",
    "/dictionary/",
    "/downloads/",
    "/company/tables/orders",
    "/customers/",
    "/customers/7",
    "/trends/",
    "/sql/",
    "/sql/?q=SELECT+tier,+count(*)+AS+customers+FROM+customers+GROUP+BY+tier",
    "/trends/?s1=product_viewed&by=property:category&marks=1",
    "/funnel/",
    "/funnel/?s1=product_viewed&s1.p1=category&s1.o1=is&s1.v1=outer&s2=product_added&s3=order_completed&by=type&left=1&days=90",
    "/retention/",
    "/retention/?unit=month&mode=since&by=attribute:gender&entry=period",
    "/lifecycle/",
    "/rfm/",
    "/past/",
    "/kpi/",
    "/journeys/",
    "/exercise/",
    "/segments/",
    "/blocks/",
    "/liquid/",
    "/plan/",
    "/settings/",
    "/message/",
    "/promotion/",
    "/campaign/",
    "/forecast/",
    "/launch/",
    "/results/",
    "/grade/",
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, only to ask which pages there are."""
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("asked"))})


def test_every_front_page_is_in_the_list(built: Flask) -> None:
    fronts = {
        str(rule)
        for rule in built.url_map.iter_rules()
        if rule.endpoint.endswith(".index") and not rule.arguments
    }

    assert fronts - set(PAGES) == {"/", "/guide/"}


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_clean(browse: Callable[..., Window], page: str, width: str) -> None:
    if os.environ.get("CI") != "true":
        pytest.importorskip("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe

    window = browse(width)
    window.go(page)
    window.shoot(f"{page.strip('/').replace('/', '-')}-{width}-ko")
    found = Axe().run(window.page)

    assert [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []
    assert window.complaints == []


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_page_is_wider_than_the_window(browse: Callable[..., Window], width: str, language: str) -> None:
    window = browse(width, language)
    wide = []
    for page in PAGES:
        window.go(page)
        if language == "en":
            window.shoot(f"{page.strip('/').replace('/', '-')}-{width}-en")
        if window.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(page)

    assert wide == []


def test_dark_is_readable_too(browse: Callable[..., Window]) -> None:
    pytest.importorskip("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe

    window = browse("desktop", color_scheme="dark")
    for page in ("/guide/handover", "/segments/", "/customers/7"):
        window.go(page)
        window.shoot(f"{page.strip('/').replace('/', '-')}-dark")
        found = Axe().run(window.page, options={"runOnly": ["color-contrast"]})
        assert [node["html"] for one in found.response["violations"] for node in one["nodes"]] == []
