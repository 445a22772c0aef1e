"""Reads tokens one by one for the text form, notes where each part of the rule stands and what could have come next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.segments.schema import STANDARD, Schema
from app.segments.tokens import TextError, Token, nearest, tokens, written
from fake_company.text import Text

Spans = dict[str, tuple[int, int]]
RESERVED = frozenset(
    [
        "and",
        "or",
        "not",
        "all",
        "any",
        "none",
        "everyone",
        "where",
        "within",
        "since",
        "then",
        "in",
        "is",
        "true",
    ]
)
VALUE_KINDS = ("name", "string", "number", "date")


@dataclass
class Reader:
    """A position in the text."""

    source: str
    schema: Schema = STANDARD
    at: int = 0
    tokens: list[Token] = field(default_factory=list)
    spans: Spans = field(default_factory=dict)
    hopes: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = self.tokens or tokens(self.source)

    @property
    def next(self) -> Token:
        """The token to be read."""
        return self.tokens[self.at]

    def hope(self, words: Iterable[str]) -> None:
        """Note what could stand here."""
        kept = self.hopes.setdefault(self.at, [])
        kept += [word for word in words if word not in kept]

    def sees(self, words: str) -> int:
        """How many tokens the words take here; 0 when they do not stand here."""
        self.hope([words])
        wanted = words.split(" ")
        for step, word in enumerate(wanted):
            token = self.tokens[min(self.at + step, len(self.tokens) - 1)]
            if token.kind not in ("name", "symbol") or token.text.lower() != word:
                return 0
        return len(wanted)

    def accept(self, words: str) -> bool:
        """Step over the words when they stand here."""
        taken = self.sees(words)
        self.at += taken
        return taken > 0

    def longest(self, spellings: Mapping[str, str]) -> str | None:
        """The meaning of the longest of the spellings that stands here, stepped over."""
        best, length = None, 0
        for words, meaning in spellings.items():
            taken = self.sees(words)
            if taken > length:
                best, length = meaning, taken
        self.at += length
        return best

    def any_of(self, spellings: Iterable[str]) -> bool:
        """Whether any of the spellings stands here (all of them are noted)."""
        return max(self.sees(words) for words in spellings) > 0

    def expect(self, words: str) -> None:
        """Step over the words, which must stand here."""
        if not self.accept(words):
            raise self.error([words])

    def value(self, what: Text, choices: Sequence[str] = ()) -> Token:
        """A name, text, number or date."""
        self.hope(written(choice, RESERVED) for choice in choices)
        token = self.next
        if token.kind not in VALUE_KINDS:
            raise self.error([], what)
        self.at += 1
        return token

    def name(self, what: Text, choices: Sequence[str] = ()) -> Token:
        """A name (or a text in quotes)."""
        self.hope(written(choice, RESERVED) for choice in choices)
        token = self.next
        if token.kind not in ("name", "string") or (token.kind == "name" and token.text in RESERVED):
            raise self.error(list(choices), what)
        self.at += 1
        return token

    def whole(self, what: Text) -> Token:
        """A number."""
        token = self.next
        if token.kind != "number":
            raise self.error([], what)
        self.at += 1
        return token

    def mark(self, path: str, token: Token, last: Token | None = None) -> None:
        """Note where a part of the condition stands."""
        self.spans[path] = (token.start, (last or token).end)

    def error(self, wanted: Iterable[str], what: Text | None = None, token: Token | None = None) -> TextError:
        """The token here is not what was wanted; the remedy names the nearest word, or what could stand here."""
        token = token or self.next
        hoped = list(dict.fromkeys([*wanted, *self.hopes.get(self.at, [])]))
        near = nearest(token.text.lower(), hoped) if token.kind == "name" else None
        listed = ", ".join(hoped[:16])
        if token.kind == "end":
            message = Text("조건이 끝나지 않았어요.", "The condition is not finished.")
        else:
            message = Text(
                f"여기에는 ‘{token.text}’ 말고 다른 말이 와야 해요.", f"'{token.text}' does not fit here."
            )
        if near:
            remedy = Text(
                f"‘{near}’ 아닌가요? 쓸 수 있는 말: {listed}", f"Did you mean '{near}'? Possible: {listed}"
            )
        elif what is not None:
            more = f" ({listed})" if listed else ""
            remedy = Text(f"{what.ko}{more} 자리예요.", f"Write {what.en}{more}.")
        elif listed:
            remedy = Text(f"쓸 수 있는 말: {listed}", f"Possible: {listed}")
        else:
            remedy = Text("이 부분을 지우거나 고쳐 주세요.", "Remove or change this part.")
        return TextError(self.source, token.start, token.end, message, remedy, suggestion=near)

    def keep(self) -> tuple[int, Spans]:
        """The place, to come back to."""
        return self.at, dict(self.spans)

    def back(self, kept: tuple[int, Spans]) -> None:
        """Come back."""
        self.at, self.spans = kept[0], dict(kept[1])


def names_of(schema: Schema, source: str | Sequence[str]) -> list[str]:
    """What can stand for a name: a company's own words, or a fixed list."""
    if not isinstance(source, str):
        return list(source)
    known: dict[str, Iterable[Any]] = {
        "events": schema.events,
        "attributes": schema.attributes,
        "campaigns": schema.campaigns,
        "categories": schema.categories,
        "segments": schema.segments,
    }
    return [str(name) for name in known[source]]
