"""A place in a template's text, and the reading of one expression from there, rewritten on the way."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from liquid.exceptions import LiquidSyntaxError
from liquid.token import TOKEN_ILLEGAL, Token

from app.messages.liquid.rewriting import Writer

MAX_EXPRESSION = 8_000
MAX_BRACKETS = 64
CURLY_QUOTES = "‘’“”"
_ATTRIBUTE_PATH = re.compile(r"\[\s*(-?\d+)\s*\]|\.([^.\[\]]+)|^([^.\[\]]+)")
_PLAIN = re.compile(r"[^'\"{}$%&\n\[(‘’“”]{1,500}")


@dataclass
class Cursor:
    """A template without its HTML comments, every index still known in the original."""

    source: str
    whole: str = ""
    """The template this is a part of, and where it begins there."""
    base: int = 0
    in_tag: bool = False
    text: str = ""
    kept: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    ahead: dict[str, int] = field(default_factory=lambda: {"{{": -1, "{%": -1})

    def __post_init__(self) -> None:
        self.whole = self.whole or self.source
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
        return self.base + start + index - size

    def wrong(self, message: str, index: int, value: str = " ") -> LiquidSyntaxError:
        """A syntax error at a place of the comment-free text."""
        token = Token(TOKEN_ILLEGAL, value, min(self.place(index), max(len(self.whole) - 1, 0)), self.whole)
        return LiquidSyntaxError(message, token=token)

    def expression(self, begin: int, closing: str) -> tuple[str, tuple[tuple[int, int], ...], int]:
        """Rewrite up to `closing`; gives the text, (rewritten, original) places, and where markup ends."""
        writer = Writer()
        text, i, open_braces, brackets = self.text, begin, list[int](), 0
        while True:
            if i >= len(text) and closing == "\n" and not open_braces:
                break
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
                i = self.attribute(i, writer)
            elif text.startswith("{{", i):
                open_braces.append(writer.size)
                i += 2
            elif text.startswith("}}", i) and open_braces:
                writer.group_from(open_braces.pop(), self.place(i))
                i += 2
            elif letter in "{}" or text.startswith(("%}", "{%"), i):
                raise self.wrong("stray_brace", i, letter)
            elif letter in CURLY_QUOTES:
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
        return value, marks, i + len(closing)

    def attribute(self, start: int, writer: Writer) -> int:
        """Read `${…}`; gives where it ends."""
        end = self.text.find("}", start)
        if end < 0:
            raise self.wrong("unclosed_attribute", start, "${")
        self.write_attribute(self.text[start + 2 : end].strip(), writer, start)
        return end + 1

    def write_attribute(self, name: str, writer: Writer, start: int) -> None:
        """Write an attribute's name, which may be a path: `address.city`, `cart_items[0]`."""
        end = start + 2 + len(name)
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
