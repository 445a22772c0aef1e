"""What an address asks for: whole numbers and choices; a wrong one is answered with its place and what would be right."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from fake_company.errors import DangolError
from fake_company.text import Text


def whole(name: str) -> int | None:
    """The whole number under `name`; None when the address has none."""
    given = request.args.get(name, "").strip()
    if not given:
        return None
    digits = given.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return int(given)
    raise DangolError(
        Text("주소에 적힌 숫자를 읽을 수 없어요.", "The number in the address cannot be read."),
        f"{name}={given[:40]}",
        Text("정수로 적어 주세요.", "Give a whole number."),
    )


def one_of(name: str, choices: Iterable[str], default: str) -> str:
    """The choice under `name`, or the default when the address has none."""
    given = request.args.get(name) or default
    known = list(choices)
    if given in known:
        return given
    raise DangolError(
        Text(
            "주소에 적힌 값이 고를 수 있는 것이 아니에요.",
            "The value in the address is not one of the choices.",
        ),
        f"{name}={given[:40]}",
        Text(f"고를 수 있는 값: {', '.join(known)}", f"Choices: {', '.join(known)}"),
    )
