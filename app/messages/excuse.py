"""Swap the excuse: if 봄 can become 여름 or 데이트 and the message reads as well, it gives no reason (명분).

A reason is a fact about this customer, so it stands beside something that comes from this customer. A season or an
occasion that no variable touches can be exchanged for any other: nothing in the message would notice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from app.messages.compiled import MessageLike, texts_of
from app.messages.reasons import all_reasons
from fake_company.text import josa

Verdict = Literal["swappable", "anchored", "stated", "none"]
_KOREAN = (
    "봄맞이", "여름맞이", "가을맞이", "겨울맞이", "봄", "여름", "가을", "겨울", "환절기", "장마", "휴가", "바캉스", "주말", "월말",
    "연말", "새해", "명절", "설날", "추석", "어린이날", "어버이날", "발렌타인데이", "화이트데이", "크리스마스", "블랙프라이데이", "월급날",
    "데이트", "나들이", "개강", "입학", "졸업",
)  # fmt: skip
_ENGLISH = ("spring", "summer", "autumn", "winter", "weekend", "holiday", "new year", "christmas", "payday", "date night")
_WORD = re.compile(
    r"(?<![가-힣])(?P<word>" + "|".join((*_KOREAN, *(rf"\b{word}\b" for word in _ENGLISH))) + ")"
    "(?=$|[^가-힣]|[은는이가을를에도의과와엔](?![가-힣])|에[는도만]|이[니라면에]|니까)",
    re.IGNORECASE,
)
_KOREAN_CYCLE = ("봄", "여름", "데이트", "월급날", "주말")
_ENGLISH_CYCLE = ("spring", "summer", "date night", "payday", "weekend")
_TEMPLATE = re.compile(r"\{\{.*?\}\}+|\{%.*?%\}", re.DOTALL)
_END = re.compile(r"[.!?…\n]+\s*")
_OWN = "\0"
_PARTICLES = {"은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가", "을": "을/를", "를": "을/를", "과": "과/와", "와": "과/와"}
_READ = ("title", "subject", "preheader", "subtitle", "header", "body")


@dataclass(frozen=True)
class Swap:
    """The excuse found, the sentence it stands in, the same sentence with other excuses, and what follows from it."""

    verdict: Verdict
    field: str = ""
    word: str = ""
    sentence: str = ""
    versions: tuple[tuple[str, str], ...] = ()


def swap(message: MessageLike) -> Swap:
    """Look for an excuse and exchange it.

    `swappable`: no variable stands in its sentence and no fact of the customer is stated: there is no reason.
    `anchored`: the sentence also names something of this customer's own. `stated`: another sentence gives a reason.
    `none`: there is no season or occasion to exchange.
    """
    texts = {name: words for name, words in texts_of(message).items() if name in _READ}
    reason = all_reasons().get(message.reason or "")
    stated = reason is not None and any(reason.cue.search(_TEMPLATE.sub("", words)) for words in texts.values())
    for field, words in texts.items():
        bare = _TEMPLATE.sub(_masked, words)
        for start, end in _sentences(bare):
            found = _WORD.search(bare, start, end)
            if found is None:
                continue
            anchored = _OWN in bare[start:end]
            verdict: Verdict = "anchored" if anchored else "stated" if stated else "swappable"
            sentence = words[start:end].strip()
            return Swap(verdict, field, found["word"], sentence, _versions(sentence, found["word"]))
    return Swap("stated" if stated else "none")


def _masked(found: re.Match[str]) -> str:
    """A variable as signs of the same length; a name only greets, so it is no fact to stand on."""
    greets = found.group().startswith("{%") or re.search(r"\$\{(?:first|last)_name\}", found.group())
    return ("\1" if greets else _OWN) * len(found.group())


def _sentences(bare: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in _END.finditer(bare)]
    return list(zip([0, *ends], [*ends, len(bare)], strict=True))


def _versions(sentence: str, word: str) -> tuple[tuple[str, str], ...]:
    cycle = _ENGLISH_CYCLE if word.isascii() else _KOREAN_CYCLE
    stem = word.removesuffix("맞이")
    others = [other for other in cycle if other.lower() != stem.lower()][:3]
    return tuple((other, exchanged(sentence, word, other)) for other in others)


def exchanged(sentence: str, word: str, other: str) -> str:
    """The sentence with one excuse for another, particles following the new word."""
    ending = "맞이" if word.endswith("맞이") else ""

    def put(found: re.Match[str]) -> str:
        follows = found["particle"] or found["copula"] or ""
        pair = _PARTICLES.get(follows) if not found["copula"] else None
        if pair is not None and not ending and not word.isascii():
            return josa(other, pair)
        if follows == "이" and not _closed(other):
            follows = ""
        return f"{other}{ending}{follows}"

    particle = r"(?P<particle>[은는이가을를과와](?=[\s,.!?]|$))?(?P<copula>이(?=니까|라|에요))?"
    return re.sub(re.escape(word) + particle, put, sentence)


def _closed(word: str) -> bool:
    """Whether a Korean word ends in a consonant."""
    return "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 > 0
