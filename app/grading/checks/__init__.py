"""Kinds of check, one file each; the file's name is the kind. Every file has the same two parts:

`Fields` (what its `[[check]]` may state) and `check(fields, subject)` (what it says of a plan).
A check reports what it saw; it never looks at points.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from app.grading.result import Verdict
from app.grading.spec import CheckFields
from fake_company.errors import NotFound
from fake_company.text import Text


class Kind(Protocol):
    """What every file in this folder offers."""

    Fields: type[CheckFields]

    def check(self, fields: Any, subject: Any) -> Verdict:
        """Judge one plan."""


def keys() -> list[str]:
    """Every kind there is."""
    return sorted(module.name for module in iter_modules(__path__))


def get(key: str) -> Kind:
    """The kind of that name."""
    if key not in keys():
        raise NotFound(
            Text(f"‘{key}’이라는 채점 항목 종류는 없어요.", f"There is no kind of check '{key}'."),
            "check.kind",
            Text(f"쓸 수 있는 종류: {', '.join(keys())}", f"Kinds there are: {', '.join(keys())}"),
        )
    return cast(Kind, import_module(f"{__name__}.{key}"))
