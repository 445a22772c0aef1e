"""From every released plan format to the next: pure functions from document to document.

`MIGRATIONS[n]` turns a document of format n into one of format n + 1. A released format is never changed;
tests keep one file of each in `tests/app/plan/formats/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.plan.models import FORMAT
from fake_company.errors import DangolError
from fake_company.text import Text

Document = dict[str, Any]
MIGRATIONS: dict[int, Callable[[Document], Document]] = {}


def migrate(
    document: Document,
    migrations: Mapping[int, Callable[[Document], Document]] = MIGRATIONS,
    current: int = FORMAT,
) -> Document:
    """The document in the current format; one without `format` is taken to be current."""
    found = document.get("format", current)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise DangolError(
            Text(
                "계획 파일의 format은 1 이상의 정수여야 해요.",
                "The plan's format must be a whole number from 1.",
            ),
            "format",
            Text(f'"format": {current} 이라고 써 주세요.', f'Write "format": {current}.'),
        )
    if found > current:
        raise DangolError(
            Text(f"이 계획은 더 새로운 형식({found})이에요.", f"This plan has a newer format ({found})."),
            "format",
            Text("단골을 새 버전으로 올린 뒤 다시 열어 주세요.", "Update Dangol, then open it again."),
        )
    for step in range(found, current):
        document = {**migrations[step](document), "format": step + 1}
    return document
