"""Cut a template into tokens, reading `${attribute}`, `ns.${name}` and braces inside braces as Braze does.

python-liquid parses what this yields. Every token keeps its place in the *original* text, although HTML comments are
taken out before Liquid is read and expressions are rewritten (`custom_attribute.${zip code}` becomes
`custom_attribute["zip code"]`, `${first_name}` becomes `__u["first_name"]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from liquid.token import (
    TOKEN_COMMENT,
    TOKEN_CONTENT,
    TOKEN_DOC,
    TOKEN_EXPRESSION,
    TOKEN_OUTPUT,
    TOKEN_TAG,
    Token,
)

from app.messages.liquid.cursor import CURLY_QUOTES, Cursor
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
        "liquid",
    ]
)
MAX_MARKUP = 4_000
_LINE = re.compile(r"^[ \t]*(#|\w+)", re.MULTILINE)
_VERBATIM = {
    name: re.compile(r"\{%-?\s*end" + name + r"\s*(-?)%\}", re.DOTALL) for name in ("comment", "raw", "doc")
}
_IN_COMMENT = re.compile(r"\{%-?\s*(comment|raw|endcomment)\s*-?%\}")
_VERBATIM_TOKEN = {"comment": TOKEN_COMMENT, "raw": TOKEN_CONTENT, "doc": TOKEN_DOC}
_TAG_NAME = re.compile(r"-?\s*(#|\w+)")
_STANDARD = (
    "city", "country", "date_of_birth", "email_address", "first_name", "gender", "language", "last_name",
    "last_used_app_date", "most_recent_app_version", "most_recent_locale", "most_recent_location", "phone_number",
    "time_zone", "user_id", "braze_id", "random_bucket_number",
)  # fmt: skip
BARE = re.compile(r"(?<![$.])\$\{(" + "|".join(_STANDARD) + r")\}")
BARE_IN_TAG = re.compile(r"(?:\b([a-z_]{3,40})\.)?(?<!\$)\$\{([^{}|\n]{1,200})\}")


class Scanner(Cursor):
    """One pass over one template."""

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
                yield from self._content(content, self.at)
            if start >= len(self.text):
                return
            self.at = start
            if opens.startswith("{{"):
                yield from self._output(start)
            else:
                yield from self._tag(start)
            strip_next = self.text[self.at - 3 : self.at - 2] == "-"

    def _content(self, content: str, at: int) -> Iterator[Token]:
        """Text; `${first_name}` without braces counts as if it had them, as two pages of the documents show."""
        if "${" in content:
            done = 0
            for found in (BARE_IN_TAG if self.in_tag else BARE).finditer(content):
                if found.start() > done:
                    yield Token(
                        TOKEN_CONTENT, content[done : found.start()], self.place(at + done), self.whole
                    )
                writer, place = Writer(), self.place(at + found.start())
                if self.in_tag and found.group(1):
                    writer.add(found.group(1) + ".", place)
                self.write_attribute(found.group(2 if self.in_tag else 1).strip(), writer, at + found.start())
                value, marks = writer.finish(place)
                yield Token(TOKEN_OUTPUT, found.group(), place, self.whole)
                yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.whole)
                done = found.end()
            content, at = content[done:], at + done
        if content:
            yield Token(TOKEN_CONTENT, content, self.place(at), self.whole)

    def lines(self) -> Iterator[Token]:
        """The tokens of a `liquid` tag: one tag a line, without delimiters."""
        while (found := _LINE.search(self.text, self.at)) is not None:
            name = found.group(1)
            self.at = found.end()
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            if name == "#":
                self.at = end
                continue
            if name == "comment":
                closes = re.compile(r"^[ \t]*endcomment\b", re.MULTILINE).search(self.text, end)
                if closes is None:
                    raise self.wrong("unclosed_block:comment", found.start(1), name)
                self.at = closes.end()
                continue
            yield Token(TOKEN_TAG, name, self.place(found.start(1)), self.whole)
            if name in RAW_TAGS:
                value = self.text[self.at : end].strip()
                first = self.at + len(self.text[self.at : end]) - len(self.text[self.at : end].lstrip())
                marks: tuple[tuple[int, int], ...] = ((0, self.place(first)),)
                self.at = end
            else:
                value, marks, self.at = self.expression(self.at, "\n")
            if value:
                yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.whole)

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
        value, marks, end = self.expression(first, "}}")
        yield Token(TOKEN_OUTPUT, self.text[start:end], self.place(start), self.whole)
        yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.whole)
        self.at = end

    def _tag(self, start: int) -> Iterator[Token]:
        named = _TAG_NAME.match(self.text, start + 2)
        if named is None:
            raise self.wrong("missing_tag_name", start, "{%")
        name = named.group(1)
        if name not in ("raw", "doc"):
            yield Token(TOKEN_TAG, name, self.place(named.start(1)), self.whole)
        if name in RAW_TAGS:
            yield from self._raw(name, named.end(), start)
            return
        value, marks, end = self.expression(named.end(), "%}")
        if value:
            yield Token(TOKEN_EXPRESSION, value, Place(marks[0][1], marks), self.whole)
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
            yield Token(TOKEN_EXPRESSION, value, self.place(first), self.whole)

    def _verbatim(self, name: str, start: int) -> Iterator[Token]:
        closes = self._end_of_comment() if name == "comment" else _VERBATIM[name].search(self.text, self.at)
        if closes is None:
            raise self.wrong("unclosed_block:" + name, start, "{%")
        kind = _VERBATIM_TOKEN[name]
        inner = Token(kind, self.text[self.at : closes.start()], self.place(self.at), self.whole)
        self.at = closes.end()
        yield inner
        if kind == TOKEN_COMMENT:
            yield Token(TOKEN_TAG, "endcomment", self.place(closes.start()), self.whole)

    def _end_of_comment(self) -> re.Match[str] | None:
        depth, at, unending = 1, self.at, False
        while (found := _IN_COMMENT.search(self.text, at)) is not None:
            at = found.end()
            if found.group(1) == "raw":
                ends = None if unending else _VERBATIM["raw"].search(self.text, at)
                unending = ends is None
                at = ends.end() if ends else at
                continue
            depth += 1 if found.group(1) == "comment" else -1
            if not depth:
                return found
        return None

    def _no_curly_quotes(self, value: str, first: int) -> None:
        outside = re.sub(r"'[^']*'|\"[^\"]*\"", lambda quoted: " " * len(quoted.group()), value)
        for offset, letter in enumerate(outside):
            if letter in CURLY_QUOTES:
                raise self.wrong("curly_quotes", first + offset, letter)


def scan(source: str) -> Iterator[Token]:
    """The tokens of a template, as `Environment.tokenizer()` must give them."""
    return Scanner(source).tokens()
