"""Plans that name what does not exist, and wrong options of the commands that read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, plan
from app.plan import edit
from fake_company.errors import DangolError
from fake_company.warehouse import Company

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "solutions/06-cart-abandonment/reference.json").read_text(encoding="utf-8")
)
TRIGGER = {"kind": "trigger", "event": "product_added", "unless": "order_completed", "delay_minutes": 180}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("messages[0].channel", "fax"),
        ("campaigns[0].goal_event", "bought"),
        ("campaigns[0].when.event", "product_add"),
        ("campaigns[0].when.unless", "order_complete"),
    ],
)
def test_an_unknown_name_is_refused_at_its_place(path: str, value: Any) -> None:
    document = plan.load(REFERENCE).to_document()
    document["campaigns"][0]["when"] = dict(TRIGGER)
    holder = document
    *steps, last = path.replace("[0]", ".0").split(".")
    for step in steps:
        holder = holder[int(step)] if step.isdigit() else holder[step]
    holder[last] = value
    with pytest.raises(DangolError) as caught:
        plan.load(document)
    assert caught.value.where.en == path
    assert "Use one of" in caught.value.remedy.en
    with pytest.raises(DangolError):
        edit.set_field(plan.load({**REFERENCE, "campaigns": [{**REFERENCE["campaigns"][0], "when": TRIGGER}]}), path, value)


@pytest.mark.parametrize("key", ["zz", "abc", ""])
def test_a_class_key_is_hexadecimal(terminal: Flask, key: str) -> None:
    assert "hexadecimal" in grade(terminal, "--key", key)


@pytest.mark.parametrize("document", ["[]", "{}", '{"receipt": 3}', "null"])
def test_a_receipt_is_a_receipt(terminal: Flask, tmp_path: Path, document: str) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(document)
    assert "not a receipt" in grade(terminal, "--verify", str(file))


@pytest.mark.parametrize("slug", ["../../etc", "/etc", "..", "", "06-../../etc", "cart-abandonment/../x", "\0", "x" * 5000])
def test_an_exercise_is_one_of_ours(terminal: Flask, tmp_path: Path, slug: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text("{}")
    assert "There is no exercise" in answer(terminal, "grade", slug, str(file))


@pytest.fixture
def terminal(tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    monkeypatch.setenv("DANGOL_LANG", "en")
    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


def grade(terminal: Flask, *options: str) -> str:
    file = Path(terminal.instance_path) / "plan.json"
    file.write_text(json.dumps(REFERENCE))
    return answer(terminal, "grade", "cart-abandonment", str(file), *options)


def answer(terminal: Flask, *words: str) -> str:
    with terminal.app_context():
        found = terminal.test_cli_runner().invoke(args=words)
    assert isinstance(found.exception, SystemExit), found.exception
    assert found.exit_code == 1
    return found.output
