"""Which rendering is the longest, the shortest, the strangest: where to look first by eye."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

from app.messages.letters import Letters
from app.messages.liquid.values import text

Mask = npt.NDArray[np.bool_]


def oddness(words: str) -> float:
    """How unlike ordinary words a value is: spaces at its ends or in a row, emoji, signs, mixed alphabets, length."""
    if not words:
        return 1.0
    alphabets = {_alphabet(letter) for letter in words if letter.isalpha()}
    signs = sum(not (letter.isalnum() or letter in " .,!?-'%()·/:") for letter in words)
    return (
        2.0 * (words != words.strip())
        + 1.5 * ("  " in words)
        + 2.0 * min(signs, 3)
        + 1.0 * max(len(alphabets) - 1, 0)
        + 2.0 * sum(unicodedata.category(letter) in ("Cf", "Co", "Cn", "Cc") for letter in words)
        + 0.05 * max(len(words) - 12, 0)
    )


def _alphabet(letter: str) -> str:
    return "hangul" if "가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" else "latin" if letter.isascii() else "other"


def strangest(made: Letters, sent: Mask) -> int | None:
    """The recipient whose own values are the least like everybody else's; a rare letter breaks ties."""
    rows = np.flatnonzero(sent)
    if not len(rows):
        return None
    score = np.zeros(len(made.which), dtype=np.float64)
    for slot in made.slots:
        odd = np.array([oddness(_said(value)) for value in slot.column.distinct], dtype=np.float64)
        there = made.per_row([any(slot.stand_in in words for words in one.texts.values()) for one in made.letters], bool)
        score += there * odd[slot.codes]
    counts = np.bincount(made.which[rows], minlength=len(made.letters))
    score += 1.0 / np.maximum(counts, 1)[made.which]
    return int(rows[np.argmax(score[rows])])


def _said(value: Any) -> str:
    return "" if value is None else text(value)


def extremes(size: npt.NDArray[np.int64], sent: Mask) -> tuple[int | None, int | None]:
    """The rows of the longest and of the shortest text."""
    rows = np.flatnonzero(sent)
    if not len(rows):
        return None, None
    return int(rows[np.argmax(size[rows])]), int(rows[np.argmin(size[rows])])
