"""`flask message render --batch CASES.jsonl --json`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli.message import group


def run(tmp_path: Path, lines: list[str], *options: str) -> tuple[int, list[str]]:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(group, ["render", "--batch", str(cases), *options])
    return done.exit_code, done.output.splitlines()


def test_each_line_is_answered(tmp_path: Path) -> None:
    cases = [
        {"id": "a", "template": " {{${first_name}}} ", "context": {"user": {"first_name": "민지"}}},
        {"id": "b", "template": "{% abort_message('끝') %}", "context": {}},
        {"id": "c", "template": "{{ x | nope }}", "context": {}},
        {"id": "d", "template": 3, "context": {}},
    ]
    code, lines = run(tmp_path, [json.dumps(case) for case in cases] + [""], "--json")
    answers = [json.loads(line) for line in lines]
    assert code == 0
    assert answers[:2] == [{"id": "a", "output": "민지"}, {"id": "b", "abort": "끝"}]
    assert answers[2]["error"]["en"] == "There is no filter `nope`."
    assert (answers[2]["line"], answers[2]["column"]) == (1, 8)
    assert answers[3]["error"]["en"] == "template must be text and context an object."


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    code, lines = run(tmp_path, ["{}", "nonsense"], "--json")
    assert code == 1
    assert "line 2" in "\n".join(lines)
