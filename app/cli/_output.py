"""What every command shares: JSON on request, errors as message, place and remedy, a non-zero exit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from fake_company.errors import DangolError
from fake_company.text import Text


def language() -> str:
    """The language of the terminal's messages: `DANGOL_LANG`, else Korean unless the locale is English."""
    chosen = os.environ.get("DANGOL_LANG")
    if chosen in ("ko", "en"):
        return chosen
    return "en" if os.environ.get("LANG", "").startswith("en") else "ko"


def say(text: Text) -> None:
    """Print one sentence in the terminal's language."""
    click.echo(text[language()])


def print_json(value: Any) -> None:
    """Print one JSON document, Korean readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def read_json(path: str) -> Any:
    """Read a JSON file; a broken one is answered with its line and column."""
    text = Path(path).read_text(encoding="utf-8-sig")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DangolError(
            Text("JSON으로 읽을 수 없어요.", "This is not valid JSON."),
            Text(f"{path} {error.lineno}번째 줄 {error.colno}번째 글자", f"{path} line {error.lineno} column {error.colno}"),
            Text("그 자리의 쉼표, 따옴표, 괄호를 확인해 주세요.", "Check the comma, quote or bracket at that place."),
        ) from None


def answers_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a `DangolError` into its message (or JSON with `--json`) and exit status 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DangolError as error:
            if kwargs.get("as_json"):
                print_json(error.to_json())
            else:
                click.echo(error.say(language()), err=True)
            raise SystemExit(1) from None

    return wrapped
