"""Whole numbers out of form fields, with an error that names the place and the bounds."""

from __future__ import annotations

from fake_company.errors import DangolError
from fake_company.text import Text


def whole(text: str, where: str, least: int, most: int) -> int:
    """A whole number between two bounds, commas allowed."""
    clean = text.strip().replace(",", "")
    if clean.isascii() and clean.isdigit() and len(clean) < 16 and least <= int(clean) <= most:
        return int(clean)
    shown = text.strip()[:20]
    raise DangolError(
        Text(f"여기에는 쓸 수 없는 값이에요: {shown}", f"This cannot be used here: {shown}")
        if shown
        else Text("숫자가 비어 있어요.", "The figure is missing."),
        where,
        Text(f"{least:,}부터 {most:,}까지의 정수를 적어 주세요.", f"Give a whole number from {least:,} to {most:,}."),
    )
