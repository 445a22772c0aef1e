"""`flask company`: build, list, card and export answer in JSON, and mistakes as message, place and remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from app import companies
from app.cli.company import group
from fake_company import profile as profiles
from fake_company import realism
from fake_company.warehouse import Company


@pytest.fixture
def run(tmp_path: Path) -> Any:
    app = Flask("tests", root_path=str(tmp_path), instance_path=str(tmp_path / "instance"))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(group, arguments, obj=ScriptInfo(create_app=lambda: app))

    return invoke


def test_build_answers_what_it_built_and_list_finds_it(run: Any, tmp_path: Path) -> None:
    built = run("build", "--customers", "150", "--days", "40", "--seed", "3", "--json")
    assert built.exit_code == 0, built.output
    answer = json.loads(built.output)
    assert (answer["customers"], answer["days"], answer["seed"]) == (150, 40, 3)
    assert Path(answer["folder"]) == tmp_path / "instance" / "companies" / "fashion-150x40-s3"
    listed = json.loads(run("list", "--json").output)
    assert [row["digest"] for row in listed["companies"]] == [answer["digest"]]
    assert [row["profile"] for row in listed["profiles"]] == profiles.names()
    words = run("list").output
    assert all(name in words for name in profiles.names())
    assert "fashion-150x40-s3" in words


def test_a_built_company_can_be_chosen(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in companies.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    run("build", "--profile", "beauty", "--customers", "120", "--days", "30", "--json")
    assert run("use", "beauty-120x30-s1").exit_code == 0
    assert [row["in_use"] for row in json.loads(run("list", "--json").output)["companies"]] == [True]
    assert run("use", "nobody").exit_code == 1


def test_out_is_where_it_goes(run: Any, tmp_path: Path) -> None:
    result = run("build", "--customers", "120", "--days", "30", "--out", str(tmp_path / "here"))
    assert result.exit_code == 0
    assert (tmp_path / "here" / "meta.json").exists()
    assert "120" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--customers", "0", "--json"],
        ["build", "--profile", "bakery", "--json"],
        ["card", "--company", "nowhere", "--json"],
        ["export", "--company", "nowhere", "--json"],
    ],
)
def test_mistakes_are_answered_with_place_and_remedy(run: Any, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert answer["where"]["ko"]
    assert answer["remedy"]["ko"] != answer["remedy"]["en"]


def test_the_card_is_rows_of_figures(run: Any, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [realism._row(target, target["low"]) for target in realism.targets()]
    monkeypatch.setattr(realism, "card", lambda company: rows)
    answer = json.loads(run("card", "--company", str(small_company.folder), "--json").output)
    assert {"metric", "value", "low", "high", "inside"} <= set(answer[0])
    assert "30" in run("card", "--company", str(small_company.folder)).output


def test_export_writes_the_file(run: Any, small_company: Company, tmp_path: Path) -> None:
    target = tmp_path / "shop.db"
    answer = json.loads(run("export", "--company", str(small_company.folder), "--out", str(target), "--json").output)
    assert answer["file"] == str(target)
    assert target.stat().st_size > 100_000
