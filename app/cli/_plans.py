"""What the plan and grade commands share: which company is meant, and which class key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import current_app

from app import companies
from app.classroom import open_solo
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

company_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--company",
    type=click.Path(file_okay=False),
    default=None,
    help="A company's folder; without it, the one in use.",
)


def instance() -> Path:
    """The instance folder of this installation."""
    return Path(current_app.instance_path)


def company_in_use(folder: str | None) -> Company:
    """The company in that folder, else the one in use."""
    return Company.open(Path(folder)) if folder else companies.current(instance())


def class_key(given: str | None) -> bytes:
    """The class key given in hex, else this installation's own."""
    if given is not None:
        try:
            key = bytes.fromhex(given)
        except ValueError:
            key = b""
        if not key:
            raise DangolError(
                Text("반 열쇠는 16진수여야 해요.", "The class key must be hexadecimal."),
                "--key",
                Text("0–9와 a–f를 짝수 개로 적어 주세요.", "Give an even number of the digits 0-9 and a-f."),
            )
        return key
    with open_solo(instance()) as book:
        return book.key
