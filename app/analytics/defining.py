"""The shape of a definition: a figure's name, what it means, how it is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from fake_company.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class Definition:
    """A figure's name, its meaning in a sentence, and its formula (empty when the sentence says it all)."""

    label: Text
    meaning: Text
    formula: Text = NOTHING
