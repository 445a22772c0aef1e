"""Mistakes in a company's profile, and places where nothing can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from fake_company import profile
from fake_company.errors import DangolError
from fake_company.export import export
from fake_company.warehouse import Company

FASHION = (profile.FOLDER / "fashion.toml").read_text(encoding="utf-8")


def curve(name: str, value: str, length: int) -> str:
    numbers = ", ".join([value] * length)
    return re.sub(rf"^{name} *= *\[.*?\]", f"{name} = [{numbers}]", FASHION, count=1, flags=re.M | re.S)


def constant(line: str) -> str:
    return FASHION.replace("[response]", f"[response]\n{line}", 1) if "[response]" in FASHION else f"{FASHION}\n[response]\n{line}\n"


BROKEN = {
    "today long ago": (re.sub(r"^today *=.*$", "today = 0001-01-01", FASHION, count=1, flags=re.M), "today"),
    "today at the end": (re.sub(r"^today *=.*$", "today = 9999-12-31", FASHION, count=1, flags=re.M), "today"),
    "slug of a place": (re.sub(r"^slug *=.*$", 'slug = "../../x"', FASHION, count=1, flags=re.M), "slug"),
    "hours below zero": (curve("hours", "-1.0", 24), "hours"),
    "no hours at all": (curve("hours", "0.0", 24), "hours"),
    "season without end": (curve("season", "nan", 12), "season"),
    "constant without end": (constant("habit_logit = inf"), "habit_logit"),
    "half-life of nothing": (constant("habit_half_life_days = 0.0"), "habit_half_life_days"),
    "deep": ("a = " + "[" * 50_000, "deep"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_found_before_anything_is_built(name: str) -> None:
    text, word = BROKEN[name]
    with pytest.raises(DangolError) as caught:
        profile.parse(text, "mine.toml")
    assert "mine.toml" in caught.value.where.ko
    assert word in caught.value.say("ko")


@pytest.mark.parametrize("command", ["build --customers 50 --days 28", "export --format csv"])
def test_a_place_that_cannot_be_written_is_one_error(
    tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    monkeypatch.setenv("DANGOL_LANG", "en")
    terminal: Flask = create_app({"INSTANCE": str(tmp_path), "TESTING": True})
    (tmp_path / "file").write_text("not a folder")
    with terminal.app_context():
        words = ["company", *command.split(), "--out", str(tmp_path / "file" / "inside")]
        answer = terminal.test_cli_runner().invoke(args=words)
    assert isinstance(answer.exception, SystemExit)
    assert "cannot be read or written" in answer.output


def test_an_export_holds_public_columns_only(tmp_path: Path, small_company: Company) -> None:
    from fake_company.schema import tables_of
    from fake_company.truth import read_truth

    traits, state = read_truth(small_company.folder, small_company.meta.partitions)
    hidden = {*traits.to_arrays(), *state.to_arrays()}
    made = export(small_company, "csv", tmp_path / "out")
    known = tables_of(small_company.profile)
    assert {path.stem for path in made.iterdir()} == set(known)
    for path in made.iterdir():
        with path.open(encoding="utf-8") as lines:
            columns = lines.readline().strip().split(",")
        assert columns == [column.name for column in known[path.stem].columns]
        assert not (set(columns) & hidden) - {"customer_id"}, path.stem
