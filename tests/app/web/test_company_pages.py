"""The company's own pages: choosing another one, its journey map, its dictionary and its files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import companies, exports
from app.analytics import dictionary
from app.grading import exercises
from fake_company import profile as profiles
from fake_company.build import build
from fake_company.schema import tables_of
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company of online learning."""
    folder = tmp_path_factory.mktemp("built") / "learning-600x40-s1"
    build("learning", 600, 40, 1, folder).close()
    return folder


@pytest.fixture
def free(app: Flask, learning: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance whose company a person chooses, with one of online learning built."""
    monkeypatch.delenv("DANGOL_COMPANY")
    instance = Path(app.instance_path)
    shutil.copytree(learning, instance / "companies" / learning.name)
    return instance


def test_a_person_switches_to_another_company(visitor: Visitor, free: Path) -> None:
    assert "오늘배움" in visitor.get("/company/choose")
    visitor.post("/company/choose/use", {"name": "learning-600x40-s1"})
    assert visitor.status == 303
    page = visitor.get("/company/")
    assert "오늘배움" in page
    assert "journey-map.drawio" in page
    assert "강의 하나" in visitor.get("/guide/shop")
    assert "curriculum_viewed" in visitor.get("/dictionary/")
    assert "size_guide_viewed" not in visitor.get("/dictionary/")
    for address in ("/customers/", "/customers/3", "/segments/", "/message/", "/promotion/", "/campaign/", "/plan/",
                    "/company/tables/events", "/exercise/", "/guide/people", "/guide/handover"):  # fmt: skip
        visitor.get(address, follow_redirects=True)
        assert visitor.status == 200, address


def test_the_homework_says_when_it_is_about_another_company(visitor: Visitor, free: Path) -> None:
    assert exercises.load("cart-abandonment").company == "fashion"
    companies.use(free, "learning-600x40-s1")
    page = visitor.get("/exercise/")
    assert "느린옷장" in page
    assert "/company/choose" in page


def test_the_homework_says_nothing_when_the_company_is_the_one_meant(visitor: Visitor) -> None:
    assert "/company/choose" not in visitor.get("/exercise/")


def test_a_form_starts_a_build(visitor: Visitor, free: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(companies, "start_build", lambda instance, wanted: started.append(wanted))
    visitor.post("/company/choose/build", {"profile": "food", "customers": "1,500", "seed": "4"})
    assert visitor.status == 303
    assert started == [companies.Choice("food", 1500, 365, 4)]


@pytest.mark.parametrize("form", [{"profile": "bakery"}, {"profile": "food", "customers": "lots"}, {}])
def test_a_form_that_makes_no_sense_is_answered(visitor: Visitor, free: Path, form: dict[str, str]) -> None:
    visitor.post("/company/choose/build", form)
    assert visitor.status == 400


def test_under_a_fixed_company_the_page_says_so(visitor: Visitor) -> None:
    assert "DANGOL_COMPANY" in visitor.get("/company/choose")
    assert "/company/choose/use" not in visitor.get("/company/choose")
    visitor.post("/company/choose/use", {"name": "fashion-50000x365-s1"})
    assert visitor.status == 400


def test_the_journey_map_is_the_profiles_own_file(visitor: Visitor) -> None:
    visitor.get("/company/journey-map.drawio")
    path = profiles.journey_map("fashion")
    assert path is not None
    assert visitor.answer.data == path.read_bytes()
    assert "journey-map.drawio" in visitor.answer.headers["Content-Disposition"]


def test_the_dictionary_has_an_anchor_for_every_column(visitor: Visitor, app: Flask, small_company: Company) -> None:
    dictionary.job(lambda *_: None, folder=os.environ["DANGOL_COMPANY"],
                   target=str(dictionary._path(Path(app.instance_path), small_company)))  # fmt: skip
    page = visitor.get("/dictionary/")
    for table in tables_of(small_company.profile).values():
        for column in table.columns:
            assert f'id="{table.name}.{column.name}"' in page
    assert 'id="customers.home.floor"' in page
    assert "<svg" in page
    assert "ecommerce.order_placed" in page
    found = visitor.get("/dictionary/?q=tier", headers={"HX-Request": "true"})
    assert found.lstrip().startswith('<div id="found"')
    assert 'id="customers.tier"' in found
    assert 'id="orders.total_krw"' not in found
    assert "customers,tier," in visitor.get("/dictionary/dictionary.csv")


def test_the_notebooks_code_runs_on_the_sqlite_file(visitor: Visitor, free: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    companies.use(free, "learning-600x40-s1")
    company = companies.current(free)
    found = exports.one(free, company, "sqlite")
    monkeypatch.setattr(exports.os, "nice", lambda _: 0)
    exports.job(lambda *_: None, folder=str(company.folder), kind="sqlite", target=str(found.path), root=str(free))
    book = json.loads(visitor.get("/downloads/notebook.ipynb"))
    assert book["nbformat"] == 4
    monkeypatch.chdir(found.path.parent)
    room: dict[str, Any] = {}
    codes = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    for code in codes:
        exec(compile(code, "notebook", "exec"), room)
    assert isinstance(room["db"], sqlite3.Connection)
    carts, left = room["db"].execute(codes[2].split('"""')[1]).fetchone()
    assert 0 < left < carts
    room["db"].close()


def test_a_file_that_is_not_there_yet_is_said(visitor: Visitor) -> None:
    visitor.get("/downloads/csv/file")
    assert visitor.status == 400
    visitor.get("/downloads/xlsx/file")
    assert visitor.status == 404
