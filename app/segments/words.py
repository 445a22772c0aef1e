"""How conditions become one sentence: Korean clauses with the endings that join them, English relative clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fake_company.text import Text, josa


@dataclass(frozen=True)
class Ending:
    """How a Korean clause goes on: …고 (and), …거나 (or), …ㄴ/는 (before the noun 고객)."""

    also: str
    either: str
    noun: str


IS = Ending("이고", "이거나", "인")
STATE = Ending("고", "거나", "는")
DOES = Ending("하고", "하거나", "하는")
DID_NOT = Ending("았고", "았거나", "은")


@dataclass(frozen=True)
class Clause:
    """One condition in words: Korean stem and ending; English relative clause ("who …", "whose …")."""

    ko: str
    ending: Ending
    en: str

    def noun(self) -> Text:
        """The clause as it stands before the noun: `등급이 골드인` / `whose tier is gold`."""
        return Text(self.ko + self.ending.noun, self.en)


@dataclass(frozen=True)
class Chip:
    """A part of the sentence: its words, and the path of the condition they come from (empty for joining words)."""

    text: Text
    path: str


def number(value: float | int) -> str:
    """A number as people read it: `30,000`, `0.5`."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def listed(values: Sequence[Text]) -> Text:
    """Values as a short list: `골드·VIP` / `gold or VIP`."""
    return Text("·".join(v.ko for v in values), " or ".join(v.en for v in values))


def times(count: int) -> str:
    """English counts: `never`, `once`, `twice`, `3 times`."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def with_josa(word: Text, pair: str) -> str:
    """The Korean word with the particle that fits."""
    return josa(word.ko, pair)
