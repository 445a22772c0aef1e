"""The arguments of Braze's own tags: words and `:options`, each a small template at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from liquid import Environment
from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION, Token

from app.messages.liquid.context import Buffer
from app.messages.liquid.scanner import Scanner

MAX_WORDS = 400


@dataclass(frozen=True)
class Word:
    """One word as written; `nodes` fill it in, none when it is plain text."""

    text: str
    place: int
    nodes: tuple[Node, ...] = ()

    def fill(self, context: Any) -> str:
        """The word with its variables filled in."""
        if not self.nodes:
            return self.text
        buffer: Any = Buffer()
        for node in self.nodes:
            node.render(context, buffer)
        return str(buffer.getvalue())


@dataclass
class Arguments:
    """The words of a tag before its options, and each option's words."""

    plain: list[Word] = field(default_factory=list)
    options: dict[str, list[Word]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def words(self) -> Iterator[Word]:
        """Every word."""
        yield from self.plain
        for words in self.options.values():
            yield from words

    def expressions(self) -> Iterable[Any]:
        """The variables inside the words."""
        for word in self.words():
            for node in word.nodes:
                yield from node.expressions()

    def option(self, name: str, context: Any) -> str:
        """An option's value, quotes taken off; empty when it is not given."""
        return unquoted(" ".join(word.fill(context) for word in self.options.get(name, ())))


def unquoted(value: str) -> str:
    """A text without the quotes around it."""
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def argument(stream: TokenStream) -> tuple[str, Token]:
    """The raw text of a tag's argument and its token; a tag without one gives an empty text and the tag."""
    tag = stream.current
    if stream.peek.kind != TOKEN_EXPRESSION:
        return "", tag
    next(stream)
    return stream.current.value, stream.current


def read(env: Environment, stream: TokenStream) -> Arguments:
    """Read a tag's words. Raises a syntax error at its place in the whole template."""
    value, token = argument(stream)
    made, current = Arguments(), ""
    for number, (start, end) in enumerate(_cut(value, token)):
        if number >= MAX_WORDS:
            raise LiquidSyntaxError("too_complex", token=token)
        piece, place = value[start:end], token.start_index + start
        name = piece[1:]
        if piece[0] == ":" and name.isidentifier():
            current = name
            made.options.setdefault(current, [])
            made.order.append(current)
            continue
        word = Word(piece, int(place), _nodes(env, piece, int(place), token))
        (made.options[current] if current else made.plain).append(word)
    return made


def _nodes(env: Environment, piece: str, place: int, token: Token) -> tuple[Node, ...]:
    if "{{" not in piece and "{%" not in piece and "${" not in piece:
        return ()
    tokens = Scanner(piece, whole=token.source, base=place, in_tag=True).tokens()
    return tuple(get_parser(env).parse(TokenStream(tokens)))


def _cut(value: str, token: Token) -> Iterator[tuple[int, int]]:
    """Where words begin and end: spaces part them, but not inside `{{ }}` or quotes."""
    at, size = 0, len(value)
    missing = dict.fromkeys("'\"", False)
    while at < size:
        if value[at].isspace():
            at += 1
            continue
        start = at
        while at < size and not value[at].isspace():
            if value.startswith("{{", at):
                closes = value.find("}}", at)
                if closes < 0:
                    place = token.start_index + at
                    raise LiquidSyntaxError("unclosed_output", token=Token("{{", "{{", place, token.source))
                at = closes + 2
                while value.startswith("}", at):
                    at += 1
            elif value[at] in missing and not missing[value[at]]:
                closes = _closing_quote(value, at)
                missing[value[at]] = closes < 0
                at = closes + 1 if closes >= 0 else at + 1
            else:
                at += 1
        yield start, at


def _closing_quote(value: str, at: int) -> int:
    """Where a quote closes; quotes inside `{{ }}` are not its own."""
    quote, reached = value[at], at + 1
    while (closes := value.find(quote, reached)) >= 0:
        opens = value.find("{{", reached, closes)
        ends = value.find("}}", opens) if opens >= 0 else -1
        if ends < 0:
            return closes
        reached = ends + 2
    return -1
