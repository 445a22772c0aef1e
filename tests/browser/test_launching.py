"""From forecast to grade in a real browser: autosave, 28 days that run by, results and grade that everybody can read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import classroom
from app.classroom import drafts
from fake_company.warehouse import Company
from tests.app.web.launched import NOW, SLUG, graded, launched, reference
from tests.browser.conftest import Window, running_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, small_company: Company) -> Iterator[str]:
    """A server whose learner has launched the reference and had it graded; the plan is on the table."""
    instance = tmp_path_factory.mktemp("finished")
    launch = launched(str(instance), small_company)
    graded(str(instance), launch, {"law": "failed", "message": "partly", "outcome": "not_tried"})
    with classroom.open_solo(Path(instance)) as book:
        drafts.save(book, SLUG, reference().to_json(), NOW)
    with running_server(instance, DANGOL_COMPANY=str(small_company.folder)) as address:
        yield address


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("page", ["/forecast/", "/launch/", "/results/1", "/results/1/customers/0", "/grade/1"])
def test_what_a_launch_leads_to_is_clean(
    browse: Callable[..., Window], finished: str, page: str, width: str
) -> None:
    if os.environ.get("CI") != "true":
        pytest.importorskip("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        window = browse(width, at=finished, color_scheme=scheme)
        window.go(page)
        window.shoot(f"launched-{page.strip('/').replace('/', '-')}-{width}-{scheme}")
        found = Axe().run(window.page)

        assert [
            (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found.response["violations"]
        ] == []
        assert window.complaints == []
        assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_forecast_is_kept_while_it_is_typed(browse: Callable[..., Window], finished: str) -> None:
    page = browse(at=finished).go("/forecast/")
    page.fill("#sends-low", "300")
    page.fill("#sends-expected", "200")
    page.fill("#sends-high", "100")
    page.wait_for_selector("#state-sends .range-problem")
    page.fill("#sends-low", "50")
    page.fill("#sends-high", "1,000")
    page.wait_for_selector("#state-sends .interval")
    assert page.evaluate("document.activeElement.id") == "sends-high", "typing keeps the cursor"

    page.reload()
    assert page.input_value("#sends-high") == "1,000"


def test_arrow_keys_flip_customers(browse: Callable[..., Window], finished: str) -> None:
    page = browse(at=finished).go("/results/1/customers/0")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/results/1/customers/1")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/results/1/customers/0")


def test_28_days_run_by_and_lead_to_the_results(browse: Callable[..., Window], finished: str) -> None:
    window = browse(at=finished)
    page = window.go("/launch/")
    page.click("button.is-wide")
    page.wait_for_selector("#passing .days .is-past")
    window.shoot("launched-watching")
    page.wait_for_url("**/results/2", timeout=180_000)

    assert "보냈더니" in page.inner_text("main")
    assert window.complaints == []
