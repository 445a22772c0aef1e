"""What every command shares: JSON on request, errors as message, place and remedy, a non-zero exit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from fake_company import strict_json
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
    with open(path, "rb") as file:
        return strict_json.read(file.read(strict_json.SIZE_LIMIT_BYTES + 1), path)


def answers_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a `DangolError`, or a file that cannot be read or written, into its message and exit status 1.

    With `--json` the message is a JSON document.
    """

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            raise
        except (DangolError, OSError) as error:
            said = error if isinstance(error, DangolError) else _no_file(error)
            if kwargs.get("as_json"):
                print_json(said.to_json())
            else:
                click.echo(said.say(language()), err=True)
            raise SystemExit(1) from None

    return wrapped


def _no_file(error: OSError) -> DangolError:
    """What the system says about a file, as one of our errors."""
    place = error.filename2 or error.filename or ""
    return DangolError(
        Text(f"파일을 읽거나 쓸 수 없어요: {error.strerror}", f"A file cannot be read or written: {error.strerror}"),
        str(place),
        Text("자리와 권한, 남은 공간을 확인해 주세요.", "Check the place, its permissions and the space left."),
    )
