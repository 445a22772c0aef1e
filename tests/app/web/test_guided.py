"""The step bar of the first fifteen minutes: with those who came by the guide, until the first grade."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web import _guided
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor
from tests.app.web.launched import graded, launched


@pytest.mark.parametrize(("page", "step"), [("message", 5), ("promotion", 6), ("campaign", 7), ("forecast", 8)])
def test_the_steps_go_on_after_the_guide(visitor: Visitor, page: str, step: int) -> None:
    assert "걸음 가운데" not in visitor.get(f"/{page}/")
    visitor.post("/guide/done")
    assert f"10걸음 가운데 {step}" in visitor.get(f"/{page}/")


def test_they_end_with_the_first_grade(visitor: Visitor, app: Flask, small_company: Company) -> None:
    visitor.post("/guide/done")
    graded(app.instance_path, launched(app.instance_path, small_company), {"law": "failed"})
    assert "걸음 가운데" not in visitor.get("/message/")


def test_every_step_is_a_page_of_ours(app: Flask) -> None:
    assert set(_guided.STEPS) <= set(app.blueprints)
