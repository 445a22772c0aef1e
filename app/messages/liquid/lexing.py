"""Cut an expression into words, signs and literals. `reversed`, `limit` and the like are names unless a loop asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from liquid.exceptions import LiquidSyntaxError
from liquid.stream import TokenStream
from liquid.token import Token, operators

END = "end of expression"
_RULES = (
    ("identindex", r"\[\s*(?P<index>-?\d+)\s*\]"),
    ("identstring", r"\[\s*(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\")\s*\]"),
    ("string", r"'(?P<text>[^']*)'|\"(?P<quoted>[^\"]*)\""),
    ("range", r"\.\."),
    ("float", r"-?\d+\.(?!\.)\d*"),
    ("integer", r"-?\d+\b"),
    ("dot", r"\."),
    ("word", r"\w[\w\-]*\??"),
    ("lparen", r"\("),
    ("rparen", r"\)"),
    ("lbracket", r"\["),
    ("rbracket", r"\]"),
    ("colon", r":"),
    ("comma", r","),
    ("dpipe", r"\|\|"),
    ("pipe", r"\|"),
    ("operator", r"[!=<>]+"),
    ("skip", r"\s+"),
    ("strange", r"."),
)
_WORDS = frozenset(("true", "false", "nil", "null", "empty", "blank", "and", "or", "contains", "not", "in"))
_INNER = {"identindex": ("index",), "identstring": ("single", "double"), "string": ("text", "quoted")}
_RE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _RULES), re.DOTALL)


def lex(value: str, parent: Token) -> Iterator[Token]:
    """The tokens of an expression; a sign Liquid does not know is an error at its place."""
    after_dot = False
    for found in _RE.finditer(value):
        kind, piece = str(found.lastgroup), found.group()
        if kind in ("text", "quoted"):
            kind = "string"
        elif kind in ("single", "double"):
            kind = "identstring"
        elif kind == "index":
            kind = "identindex"
        if kind == "skip":
            continue
        place = parent.start_index + found.start()
        if kind in _INNER:
            piece = next(found.group(name) for name in _INNER[kind] if found.group(name) is not None)
        elif kind == "word" and piece in _WORDS and not after_dot:
            kind = piece
        elif kind == "operator":
            if piece not in operators:
                raise _wrong("unknown_operator:" + piece, kind, piece, place, parent)
            kind = operators[piece]
        elif kind == "strange":
            raise _wrong("unexpected_sign:" + piece, kind, piece, place, parent)
        after_dot = kind == "dot"
        yield Token(kind, piece, place, parent.source)


def _wrong(code: str, kind: str, piece: str, place: int, parent: Token) -> LiquidSyntaxError:
    return LiquidSyntaxError(code, token=Token(kind, piece, place, parent.source))


def inner_tokens(stream: TokenStream, tag: Token, *, eat: bool = True) -> TokenStream:
    """The tokens of a tag's expression; running out of them points at the end of the expression."""
    token = stream.current
    if token.kind != "expression" or not token.value:
        raise LiquidSyntaxError("missing_expression:" + tag.value, token=tag)
    if eat:
        next(stream)
    tokens = TokenStream(lex(token.value, token))
    tokens.eof = Token(END, "", token.start_index + len(token.value), token.source)
    return tokens
