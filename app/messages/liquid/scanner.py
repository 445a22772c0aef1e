"""Cut a template into tokens, reading `${attribute}`, `ns.${name}` and braces inside braces as Braze does.

python-liquid parses what this yields. Every token keeps its place in the *original* text, although HTML comments are
taken out before Liquid is read and expressions are rewritten (`custom_attribute.${zip code}` becomes
`custom_attribute["zip code"]`, `${first_name}` becomes `__u["first_name"]`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from liquid.exceptions import LiquidSyntaxError
from liquid.token import (
    TOKEN_COMMENT,
    TOKEN_CONTENT,
    TOKEN_DOC,
    TOKEN_EXPRESSION,
    TOKEN_ILLEGAL,
    TOKEN_OUTPUT,
    TOKEN_TAG,
    Token,
)

from app.messages.liquid.rewriting import Place, Writer

RAW_TAGS = frozenset(
    [
        "abort_message",
        "connected_content",
        "catalog_items",
        "catalog_selection_items",
        "promotion",
        "message_extras",
        "shopping_cart",
        "translation",
        "message_component",
        "landing_page_url",
        "form_field_name",
        "comment",
        "raw",
        "doc",
        "#",
    ]
)
MAX_EXPRESSION = 8_000
MAX_BRACKETS = 64
MAX_MARKUP = 4_000
_VERBATIM = {
    name: re.compile(r"\{%-?\s*end" + name + r"\s*(-?)%\}", re.DOTALL) for name in ("comment", "raw", "doc")
}
_IN_COMMENT = re.compile(r"\{%-?\s*(comment|raw|endcomment)\s*-?%\}")
_VERBATIM_TOKEN = {"comment": TOKEN_COMMENT, "raw": TOKEN_CONTENT, "doc": TOKEN_DOC}
_TAG_NAME = re.compile(r"-?\s*(#|\w+)")
_ATTRIBUTE_PATH = re.compile(r"\[\s*(-?\d+)\s*\]|\.([^.\[\]]+)|^([^.\[\]]+)")
_PLAIN = re.compile(r"[^'\"{}$%&\[(‘’“”]{1,500}")
_CURLY_QUOTES = "‘’“”"


@dataclass
class Scanner:
    """One pass over one template."""

    source: str
    text: str = ""
    kept: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    ahead: dict[str, int] = field(default_factory=lambda: {"{{": -1, "{%": -1})

    def __post_init__(self) -> None:
        parts, end, size = [], 0, 0
        while (opens := self.source.find("<!--", end)) >= 0 and (
            closes := self.source.find("-->", opens + 4)
        ) >= 0:
            parts.append(self.source[end:opens])
            self.kept.append((size, end))
            size += opens - end
            end = closes + 3
        parts.append(self.source[end:])
        self.kept.append((size, end))
        self.text = "".join(parts)

    def place(self, index: int) -> int:
        """The index in the original of an index in the comment-free text."""
        size, start = self.kept[bisect_right(self.kept, (index, 1 << 60)) - 1]
        return start + index - size

    def wrong(self, message: str, index: int, value: str = " ") -> LiquidSyntaxError:
        """A syntax error at a place of the comment-free text."""
        token = Token(TOKEN_ILLEGAL, value, min(self.place(index), max(len(self.source) - 1, 0)), self.source)
        return LiquidSyntaxError(message, token=token)

    def tokens(self) -> Iterator[Token]:
        """The tokens of the whole template."""
        strip_next = False
        markup = 0
        while self.at < len(self.text):
            start = self._next_markup()
            markup += 1
            if markup > MAX_MARKUP:
                raise self.wrong("limit:tags", start)
            content = self.text[self.at : start]
            opens = self.text[start : start + 3]
            if strip_next:
                content = content.lstrip()
            if opens.endswith("-"):
                content = content.rstrip()
            if content:
                yield Token(TOKEN_CONTENT, content, self.place(self.at), self.source)
            if start >= len(self.text):
                return
            self.at = start
            if opens.startswith("{{"):
                yield from self._output(start)
            else:
                yield from self._tag(start)
            strip_next = self.text[self.at - 3 : self.at - 2] == "-"

    def _next_markup(self) -> int:
        for opens, place in self.ahead.items():
            if place < self.at:
                found = self.text.find(opens, self.at)
                self.ahead[opens] = found if found >= 0 else len(self.text)
        return min(self.ahead.values())

    def _output(self, start: int) -> Iterator[Token]:
        if self.text.startswith("{{{", start):
            raise self.wrong("three_braces", start, "{{{")
        first = start + (3 if self.text.startswith("{{-", start) else 2)
        value, marks, end = self._expression(first, "}}")
        yield Token(TOKEN_OUTPUT, self.text[start:end], self.place(start), self.source)
        yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.source)
        self.at = end

    def _tag(self, start: int) -> Iterator[Token]:
        named = _TAG_NAME.match(self.text, start + 2)
        if named is None:
            raise self.wrong("missing_tag_name", start, "{%")
        name = named.group(1)
        if name not in ("raw", "doc"):
            yield Token(TOKEN_TAG, name, self.place(named.start(1)), self.source)
        if name in RAW_TAGS:
            yield from self._raw(name, named.end(), start)
            return
        value, marks, end = self._expression(named.end(), "%}")
        if value:
            yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.source)
        self.at = end

    def _raw(self, name: str, begin: int, start: int) -> Iterator[Token]:
        end = self.text.find("%}", begin)
        if end < 0:
            raise self.wrong("unclosed_tag", start, "{%")
        value = self.text[begin:end].strip()
        value = value[:-1].rstrip() if value.endswith("-") else value
        self.at = end + 2
        if name == "doc" and (value or "{% doc" in self.text[self.at : self.text.find("enddoc", self.at)]):
            raise self.wrong("bad_doc", start, "{%")
        if name in _VERBATIM:
            yield from self._verbatim(name, start)
        elif value:
            first = begin + len(self.text[begin:end]) - len(self.text[begin:end].lstrip())
            if name != "#":
                self._no_curly_quotes(value, first)
            yield Token(TOKEN_EXPRESSION, value, self.place(first), self.source)

    def _verbatim(self, name: str, start: int) -> Iterator[Token]:
        closes = self._end_of_comment() if name == "comment" else _VERBATIM[name].search(self.text, self.at)
        if closes is None:
            raise self.wrong("unclosed_block:" + name, start, "{%")
        kind = _VERBATIM_TOKEN[name]
        inner = Token(kind, self.text[self.at : closes.start()], self.place(self.at), self.source)
        self.at = closes.end()
        yield inner
        if kind == TOKEN_COMMENT:
            yield Token(TOKEN_TAG, "endcomment", self.place(closes.start()), self.source)

    def _end_of_comment(self) -> re.Match[str] | None:
        depth, at = 1, self.at
        while (found := _IN_COMMENT.search(self.text, at)) is not None:
            at = found.end()
            if found.group(1) == "raw":
                ends = _VERBATIM["raw"].search(self.text, at)
                at = ends.end() if ends else at
                continue
            depth += 1 if found.group(1) == "comment" else -1
            if not depth:
                return found
        return None

    def _no_curly_quotes(self, value: str, first: int) -> None:
        outside = re.sub(r"'[^']*'|\"[^\"]*\"", lambda quoted: " " * len(quoted.group()), value)
        for offset, letter in enumerate(outside):
            if letter in _CURLY_QUOTES:
                raise self.wrong("curly_quotes", first + offset, letter)

    def _expression(self, begin: int, closing: str) -> tuple[str, tuple[tuple[int, int], ...], int]:
        """Rewrite up to `closing`; gives the text, (rewritten, original) places, and where markup ends."""
        writer = Writer()
        text, i, open_braces, brackets = self.text, begin, list[int](), 0
        while True:
            if i >= len(text) or i - begin > MAX_EXPRESSION:
                why = "unclosed_output" if closing == "}}" else "unclosed_tag"
                raise self.wrong(why if i >= len(text) else "too_long", begin - 2, text[begin - 2 : begin])
            letter = text[i]
            if letter in "'\"":
                end = text.find(letter, i + 1)
                if end < 0:
                    raise self.wrong("unclosed_quote", i, letter)
                writer.add(text[i : end + 1], self.place(i))
                i = end + 1
            elif not open_braces and text.startswith(closing, i):
                break
            elif text.startswith("${", i):
                i = self._attribute(i, writer)
            elif text.startswith("{{", i):
                open_braces.append(writer.size)
                i += 2
            elif text.startswith("}}", i) and open_braces:
                writer.group_from(open_braces.pop(), self.place(i))
                i += 2
            elif letter in "{}" or text.startswith(("%}", "{%"), i):
                raise self.wrong("stray_brace", i, letter)
            elif letter in _CURLY_QUOTES:
                raise self.wrong("curly_quotes", i, letter)
            elif text.startswith("&&", i):
                writer.add("and", self.place(i))
                i += 2
            elif (run := _PLAIN.match(text, i)) is not None:
                writer.add(run.group(), self.place(i))
                i = run.end()
            else:
                brackets += letter in "[("
                if brackets > MAX_BRACKETS:
                    raise self.wrong("too_complex", i, letter)
                writer.add(letter, self.place(i))
                i += 1
        value, marks = writer.finish(self.place(begin))
        if value.endswith("-") and text[i - 1] == "-":
            value = value[:-1].rstrip()
        return value, marks, i + 2

    def _attribute(self, start: int, writer: Writer) -> int:
        end = self.text.find("}", start)
        if end < 0:
            raise self.wrong("unclosed_attribute", start, "${")
        name = self.text[start + 2 : end].strip()
        if not name or "{" in name or "|" in name or "\n" in name:
            raise self.wrong("bad_attribute", start, self.text[start : end + 1])
        path, position = "", 0
        while position < len(name):
            part = _ATTRIBUTE_PATH.match(name, position) if position else _ATTRIBUTE_PATH.match(name)
            if part is None:
                raise self.wrong("bad_attribute", start, self.text[start : end + 1])
            index, key = part.group(1), (part.group(2) or part.group(3) or "").strip()
            quote = "'" if '"' in key else '"'
            path += f"[{index}]" if index is not None else f"[{quote}{key}{quote}]"
            position = part.end()
        writer.attribute(path, self.place(start))
        return end + 1


def scan(source: str) -> Iterator[Token]:
    """The tokens of a template, as `Environment.tokenizer()` must give them."""
    return Scanner(source).tokens()
