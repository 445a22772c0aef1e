"""The commands an instructor types, run as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app.cli.grade import group as grade
from app.cli.plan import group as plan
from app.grading import exercises
from fake_company.warehouse import Company

SOLUTIONS = exercises.content("solutions") / "06-cart-abandonment"


def run(command: click.Command, *arguments: str, instance: Path) -> Result:
    app = Flask("test", instance_path=str(instance))
    with app.app_context():
        return CliRunner().invoke(command, list(arguments), env={"DANGOL_LANG": "en"})


@pytest.fixture
def company_folder(small_company: Company) -> str:
    return str(small_company.folder)


def test_schema_is_json(tmp_path: Path) -> None:
    shown = run(plan, "schema", instance=tmp_path)
    assert json.loads(shown.output)["title"] == "Plan"


def test_a_good_plan_checks_out(tmp_path: Path, company_folder: str) -> None:
    shown = run(
        plan, "check", str(SOLUTIONS / "reference.json"), "--company", company_folder, instance=tmp_path
    )
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("Why: ")


def test_a_bad_plan_lists_its_problems_and_fails(tmp_path: Path, company_folder: str) -> None:
    arguments = ["check", str(SOLUTIONS / "predecessor.json"), "--company", company_folder]
    shown = run(plan, *arguments, "--json", instance=tmp_path)
    assert shown.exit_code == 1
    document: dict[str, Any] = json.loads(shown.output)
    assert document["findings"][0]["severity"] == "error"
    assert run(plan, *arguments, instance=tmp_path).output.count("✗") >= 3


def test_an_unreadable_plan_is_one_error_and_never_a_zero(tmp_path: Path, company_folder: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"campaigns": [{"id": "c", "holdout_rate": "much"}]}', encoding="utf-8")
    for command, arguments in ((plan, ["check"]), (grade, ["cart-abandonment"])):
        shown = run(
            command, *arguments, str(broken), "--company", company_folder, "--json", instance=tmp_path
        )
        assert shown.exit_code == 1
        document = json.loads(shown.output)
        assert document["where"]["en"] == "campaigns[0].holdout_rate"
        assert "points" not in document


def test_an_empty_plan_gets_nothing_and_the_receipt_recomputes(tmp_path: Path, company_folder: str) -> None:
    arguments = ["cart-abandonment", str(SOLUTIONS / "empty.json"), "--company", company_folder]
    shown = run(grade, *arguments, "--json", instance=tmp_path)
    document = json.loads(shown.output)
    assert (document["points"], document["of"]) == (0, 100)
    assert {result["status"] for result in document["results"]} == {"not_tried"}
    kept = tmp_path / "grade.json"
    kept.write_text(shown.output, encoding="utf-8")
    again = run(grade, *arguments, "--verify", str(kept), instance=tmp_path)
    assert (again.exit_code, again.output) == (0, "Grading again gives the same.\n")
    other = run(grade, *arguments, "--verify", str(kept), "--key", "00" * 32, instance=tmp_path)
    assert other.exit_code == 1
    assert "seeds" in other.output


def test_the_grade_reads_as_text(tmp_path: Path, company_folder: str) -> None:
    arguments = ["cart-abandonment", str(SOLUTIONS / "empty.json"), "--company", company_folder]
    shown = run(grade, *arguments, instance=tmp_path).output
    assert shown.startswith("Left in the cart: 0 / 100\n")
    assert shown.count(":|") == 10
    assert "Receipt: " in shown
