"""Broken and hostile JSON files through every command that reads one: one error, place and remedy, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from fake_company.warehouse import Company

DEEP = b"[" * 200_000
FILES = {
    "not text": b"\x00\x00\xff",
    "another encoding": '{"가": 1}'.encode("cp949"),
    "utf-16": "{}".encode("utf-16"),
    "empty": b"",
    "a bare number": b"3",
    "a list": b"[]",
    "null": b"null",
    "cut": b'{"all": [',
    "deep lists": DEEP,
    "deep objects": b'{"all":[' * 5_000 + b"]}" * 5_000,
    "thousands of digits": b'{"all": [' + b"9" * 6_000 + b"]}",
    "not a number": b'{"all": [NaN]}',
    "half a character": b'{"all": [{"kind": "attribute", "field": "city", "operator": "is", "value": "\\ud800"}]}',
    "a key twice": b'{"all": [], "all": []}',
}
COMMANDS = (
    ("segment", "count", "{}"),
    ("segment", "sql", "{}"),
    ("segment", "sentence", "{}"),
    ("plan", "check", "{}"),
    ("plan", "simulate", "{}"),
    ("grade", "cart-abandonment", "{}"),
    ("message", "render", "--batch", "{}"),
)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, small_company: Company) -> Flask:
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("instance")), "TESTING": True})


def call(terminal: Flask, *words: str) -> Result:
    with terminal.app_context():
        return terminal.test_cli_runner().invoke(args=words)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_one_error(
    terminal: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_company: Company, name: str, language: str
) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    monkeypatch.setenv("DANGOL_LANG", language)
    file = tmp_path / "broken.json"
    file.write_bytes(FILES[name])
    for command in COMMANDS:
        answer = call(terminal, *(word.format(file) for word in command))
        if command[0] == "message" and answer.exception is None:
            continue  # a file without a line holds no case
        assert isinstance(answer.exception, SystemExit), (command, answer.exception)
        assert answer.exit_code == 1
        assert 10 < len(answer.output) < 1_000
        assert ("요" in answer.output) == (language == "ko"), answer.output


def test_a_file_with_a_byte_order_mark_is_read(
    terminal: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_company: Company
) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    file = tmp_path / "rule.json"
    file.write_bytes(b'\xef\xbb\xbf{"all": []}')
    answer = call(terminal, "segment", "count", str(file))
    assert "2,000" in answer.output


def test_a_huge_file_is_refused_before_it_is_read_whole(terminal: Flask, tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    answer = call(terminal, "segment", "sentence", str(file), "--json")
    assert answer.exit_code == 1
    assert "at most 2 MB" in answer.output
