"""Words in both languages, Korean first, and the Korean particle that fits the word before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

_FINAL_CONSONANT = {"은/는": "은는", "이/가": "이가", "을/를": "을를", "과/와": "과와", "으로/로": "으로로"}
_DIGIT_HAS_FINAL = "0136780"  # 영 일 삼 육 칠 팔; the sound a digit ends in, not its shape
_LATIN_HAS_FINAL = "lmnr"  # 엘 엠 엔 알


@dataclass(frozen=True)
class Text:
    """One sentence or label in Korean and in English."""

    ko: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.ko

    def format(self, **values: object) -> Text:
        """Fill `{name}` fields; a value that is itself a `Text` is filled in its own language."""
        return Text(
            self.ko.format(**{k: v.ko if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def to_json(self) -> dict[str, str]:
        """The form in which texts travel in JSON."""
        return {"ko": self.ko, "en": self.en}

    @classmethod
    def of(cls, value: Text | str | dict[str, Any]) -> Text:
        """Accept a Text, a `{"ko":…, "en":…}` object, or one string used for both languages."""
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(value, value)
        ko = str(value.get("ko") or value.get("en") or "")
        return cls(ko, str(value.get("en") or ko))


def ends_in_consonant(word: str) -> bool:
    """Whether the last sound of a word is a consonant (받침), which decides the particle after it."""
    stripped = word.rstrip(" .,!?\"'”’)]》」")
    last = stripped[-1:].lower()
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    if last.isdigit():
        return last in _DIGIT_HAS_FINAL
    return last in _LATIN_HAS_FINAL


def josa(word: str, pair: str) -> str:
    """The word with the particle of `pair` that fits: `josa("쿠폰", "을/를")` is `쿠폰을`.

    Pairs: 은/는, 이/가, 을/를, 과/와, 으로/로. A final ㄹ takes 로 ("서울로").
    """
    with_final, without_final = pair.split("/")
    if pair not in _FINAL_CONSONANT:
        raise ValueError(f"unknown particle pair {pair!r}: use one of {', '.join(_FINAL_CONSONANT)}")
    if pair == "으로/로":
        last = word.rstrip(" .,!?\"'”’)]》」")[-1:]
        if "가" <= last <= "힣" and (ord(last) - ord("가")) % 28 == 8:
            return word + without_final
        if last in "178lr":
            return word + without_final
    return word + (with_final if ends_in_consonant(word) else without_final)
