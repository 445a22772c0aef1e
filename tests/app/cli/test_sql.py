"""`flask sql`: a table, JSON, CSV; mistakes as message, place and remedy with the line and its caret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app.cli.sql import group
from app.workbench import running, workers
from fake_company.warehouse import Company


@pytest.fixture
def run(tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(workers, "POOL", workers.Pool(1, 1))
    monkeypatch.setattr(running, "POOL", workers.POOL)
    app = Flask("tests", root_path=str(tmp_path), instance_path=str(tmp_path))

    def invoke(*arguments: str, **options: Any) -> Result:
        with app.app_context():
            return CliRunner(env={"DANGOL_LANG": "ko"}).invoke(
                group, [*arguments, "--company", str(small_company.folder)], **options
            )

    return invoke


def test_a_table_in_the_terminal(run: Any) -> None:
    found = run("SELECT 'VIP 고객' AS tier, 1234567 AS won, NULL AS gone")
    assert found.output.splitlines() == [
        "tier            won  gone",
        "--------  ---------  ----",
        "VIP 고객  1,234,567  –",
    ]
    assert found.exit_code == 0


def test_json_and_csv(run: Any) -> None:
    found = json.loads(run("SELECT a FROM range(3) t(a)", "--json").output)
    assert (found["rows"], found["total"], found["more"]) == ([[0], [1], [2]], 3, False)
    assert found["columns"] == [{"name": "a", "type": "BIGINT"}]


def test_every_row_as_csv_from_standard_input(run: Any) -> None:
    found = run("-", "--csv", input="SELECT a FROM range(1500) t(a)")
    assert found.stdout_bytes.decode().split() == ["a", *map(str, range(1500))]


@pytest.mark.parametrize("extra", [[], ["--json"], ["--csv"]])
def test_a_mistake(run: Any, extra: list[str]) -> None:
    found = run("SELECT tie\nFROM customers", *extra)
    assert found.exit_code == 1
    assert "‘tie’ 열이 없어요." in found.output
    assert "1번째 줄 8번째 글자" in found.output
    assert ("SELECT tie\n       ^^^" in found.output) == (extra != ["--json"])


def test_it_ends_in_time(run: Any) -> None:
    found = run("SELECT count(*) FROM events a, events b, events c", "--seconds", "0.3")
    assert found.exit_code == 1
    assert "0.3초 안에 끝나지 않아 멈췄어요." in found.output
