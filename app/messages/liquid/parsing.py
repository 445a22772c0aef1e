"""Read expressions: one grammar for every tag.

`and`/`or` have no precedence and group from the right, as in Liquid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liquid.builtin.expressions import (
    KeywordArgument,
    Nil,
    Path,
    PositionalArgument,
    StringLiteral,
)
from liquid.builtin.expressions.primitive import (
    Blank,
    Empty,
    FalseLiteral,
    FloatLiteral,
    IntegerLiteral,
    TrueLiteral,
)
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.stream import TokenStream

from app.messages.liquid import values
from app.messages.liquid.expressions import (
    Comparison,
    Condition,
    Filter,
    Filtered,
    Grouped,
    Loop,
    Range,
    Variable,
)
from app.messages.liquid.lexing import END, inner_tokens

if TYPE_CHECKING:
    from liquid import Environment

_LITERALS: dict[str, Any] = {"true": TrueLiteral, "false": FalseLiteral, "nil": Nil, "null": Nil}
_LITERALS |= {"blank": Blank, "empty": Empty}
_COMPARISONS = frozenset(("eq", "ne", "ltgt", "lt", "gt", "le", "ge", "contains"))
_SPOKEN = frozenset(("is", "eq", "ne", "gt", "lt", "equals", "like", "matches", "includes", "has"))
_PATH_STARTS = frozenset(("word", "identstring", "lbracket"))
_NAME_KINDS = frozenset(("word", "integer", "in", "contains", "not"))
_MAX_DEPTH = 40


def parse_primary(env: Environment, tokens: TokenStream, depth: int = 0) -> Expression:
    """A literal, a variable, a range, or a bracketed expression."""
    token = tokens.current
    if depth > _MAX_DEPTH:
        raise LiquidSyntaxError("too_complex", token=token)
    if token.kind in _LITERALS:
        return _LITERALS[token.kind](next(tokens))  # type: ignore[no-any-return]
    if token.kind == "integer":
        next(tokens)
        if len(token.value) > values.MAX_DIGITS:
            raise LiquidSyntaxError("limit:number", token=token)
        return IntegerLiteral(token, int(token.value))
    if token.kind == "float":
        return FloatLiteral(next(tokens), float(token.value[:60]))
    if token.kind == "string":
        return StringLiteral(next(tokens), token.value)
    if token.kind == "lparen":
        return _parse_brackets(env, tokens, depth)
    if token.kind in _PATH_STARTS:
        return parse_path(tokens, depth)
    if token.kind in ("not", "assign"):
        raise LiquidSyntaxError("no_not" if token.kind == "not" else "expected_value", token=token)
    raise LiquidSyntaxError("expected_value", token=token)


def parse_path(tokens: TokenStream, depth: int = 0) -> Path:
    """A variable: a name, then `.member`, `[0]`, `["key"]` or `[another variable]`."""
    token = tokens.current
    if depth > _MAX_DEPTH:
        raise LiquidSyntaxError("too_complex", token=token)
    segments: list[Any] = []
    while True:
        current = tokens.current
        if current.kind == "dot" and segments:
            next(tokens)
            if tokens.current.kind not in ("word", "integer"):
                raise LiquidSyntaxError("expected_member", token=tokens.current)
            segments.append(next(tokens).value)
        elif (current.kind == "word" and not segments) or current.kind == "identstring":
            segments.append(next(tokens).value)
        elif current.kind == "identindex":
            segments.append(int(next(tokens).value[:20]))
        elif current.kind == "lbracket":
            next(tokens)
            if tokens.current.kind not in _PATH_STARTS:
                raise LiquidSyntaxError("expected_value", token=tokens.current)
            segments.append(parse_path(tokens, depth + 1))
            if tokens.current.kind == "pipe":
                raise LiquidSyntaxError("no_filter_here", token=tokens.current)
            tokens.eat("rbracket")
        else:
            return Variable(token, segments)


def parse_name(tokens: TokenStream, *, quoted: bool = False, question: bool = False) -> str:
    """The name of a variable a template makes: ASCII letters, digits, `_` and `-`."""
    token = next(tokens)
    if quoted and token.kind in ("string", "identstring"):
        return token.value
    if token.kind not in _NAME_KINDS or (token.value.endswith("?") and not question):
        raise LiquidSyntaxError("expected_name", token=token)
    if not token.value.isascii():
        raise LiquidSyntaxError("ascii_name:" + token.value[:60], token=token)
    return token.value


def _parse_brackets(env: Environment, tokens: TokenStream, depth: int) -> Expression:
    token = next(tokens)
    inner = parse_condition(env, tokens, depth + 1)
    if tokens.current.kind == "range":
        next(tokens)
        inner = Range(token, inner, parse_filtered(env, tokens, depth + 1))
    tokens.eat("rparen")
    written = token.source[token.start_index : token.start_index + 1] == "("
    return Grouped(token, inner) if written and not isinstance(inner, Range) else inner


def parse_filtered(env: Environment, tokens: TokenStream, depth: int = 0) -> Expression:
    """A value with any filters after it."""
    left = parse_primary(env, tokens, depth)
    filters = []
    while tokens.current.kind == "pipe":
        next(tokens)
        filters.append(_parse_filter(env, tokens, depth))
    return Filtered(left.token, left, filters) if filters else left


def _parse_filter(env: Environment, tokens: TokenStream, depth: int) -> Filter:
    token = tokens.current
    if token.kind != "word":
        raise LiquidSyntaxError("expected_filter", token=token)
    if token.value not in env.filters:
        raise LiquidSyntaxError("unknown_filter:" + token.value, token=token)
    made = Filter(next(tokens), token.value, env)
    if tokens.current.kind != "colon":
        if tokens.current.kind in ("string", "integer", "float"):
            raise LiquidSyntaxError("filter_colon:" + made.name, token=tokens.current)
        made.check()
        return made
    next(tokens)
    while True:
        if tokens.current.kind == "word" and tokens.peek.kind == "colon":
            name = next(tokens)
            next(tokens)
            made.keywords.append(KeywordArgument(name, name.value, parse_primary(env, tokens, depth + 1)))
        else:
            made.arguments.append(PositionalArgument(parse_primary(env, tokens, depth + 1)))
        if tokens.current.kind != "comma":
            made.check()
            return made
        next(tokens)


def parse_condition(env: Environment, tokens: TokenStream, depth: int = 0) -> Expression:
    """Comparisons joined by `and`, `or`; a single value stays itself."""
    tests, joins, token = [_parse_comparison(env, tokens, depth)], [], tokens.current
    while tokens.current.kind in ("and", "or", "dpipe"):
        joins.append(next(tokens))
        tests.append(_parse_comparison(env, tokens, depth))
    return Condition(token, tests, joins) if joins else tests[0]


def _parse_comparison(env: Environment, tokens: TokenStream, depth: int) -> Expression:
    left = parse_filtered(env, tokens, depth)
    token = tokens.current
    if token.kind == "assign":
        raise LiquidSyntaxError("single_equals", token=token)
    if token.kind not in _COMPARISONS:
        return left
    next(tokens)
    return Comparison(token, token.kind, left, parse_filtered(env, tokens, depth))


def finish(tokens: TokenStream) -> None:
    """Nothing may be left over."""
    token = tokens.current
    if token.kind == END:
        return
    if token.kind in _COMPARISONS or token.kind in ("and", "or"):
        raise LiquidSyntaxError("no_operator_here", token=token)
    if token.kind == "word" and token.value.lower() in _SPOKEN:
        raise LiquidSyntaxError("unknown_operator:" + token.value, token=token)
    raise LiquidSyntaxError("left_over", token=token)


def parse_loop(env: Environment, tokens: TokenStream) -> Loop:
    """`item in list reversed limit:2 offset:1`."""
    token = tokens.current
    name = parse_name(tokens, question=True)
    tokens.eat("in")
    found: dict[str, Any] = {"limit": None, "offset": None, "cols": None}
    iterable, backwards = parse_filtered(env, tokens), False
    while tokens.current.kind != END:
        argument = next(tokens)
        if argument.value == "reversed":
            backwards = True
        elif argument.value in found:
            tokens.eat("colon")
            continues = argument.value == "offset" and tokens.current.value == "continue"
            value = StringLiteral(next(tokens), "continue") if continues else parse_primary(env, tokens)
            found[argument.value] = value
        elif argument.kind != "comma":
            raise LiquidSyntaxError("bad_loop", token=argument)
    return Loop(token, name, iterable, reversed_=backwards, **found)


__all__ = [
    "finish", "inner_tokens", "parse_condition", "parse_filtered", "parse_loop", "parse_name", "parse_path",
    "parse_primary",
]  # fmt: skip
