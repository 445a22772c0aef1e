"""Read expressions: one grammar for every tag.

`and`/`or` have no precedence and group from the right, as in Liquid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liquid.builtin.expressions import (
    KeywordArgument,
    LoopExpression,
    Nil,
    Path,
    PositionalArgument,
    StringLiteral,
    parse_identifier,
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
from liquid.token import Token

from app.messages.liquid import values
from app.messages.liquid.expressions import Comparison, Condition, Filter, Filtered, Range

if TYPE_CHECKING:
    from liquid import Environment

_LITERALS: dict[str, Any] = {"true": TrueLiteral, "false": FalseLiteral, "nil": Nil, "null": Nil}
_LITERALS |= {"blank": Blank, "empty": Empty}
_COMPARISONS = frozenset(("eq", "ne", "ltgt", "lt", "gt", "le", "ge", "contains"))
_PATH_STARTS = frozenset(("word", "identstring", "lbracket"))
_END = "end of expression"
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
    if token.kind in ("rangeexpression", "lparen"):
        return _parse_brackets(env, tokens, depth)
    if token.kind in _PATH_STARTS:
        return Path.parse(env, tokens)
    raise LiquidSyntaxError("expected_value", token=token)


def _parse_brackets(env: Environment, tokens: TokenStream, depth: int) -> Expression:
    token = next(tokens)
    inner = parse_condition(env, tokens, depth + 1)
    if tokens.current.kind == "range":
        next(tokens)
        inner = Range(token, inner, parse_filtered(env, tokens, depth + 1))
    tokens.eat("rparen")
    return inner


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
    made = Filter(next(tokens), token.value)
    if tokens.current.kind != "colon":
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
            return made
        next(tokens)


def parse_condition(env: Environment, tokens: TokenStream, depth: int = 0) -> Expression:
    """Comparisons joined by `and`, `or`; a single value stays itself."""
    tests, joins, token = [_parse_comparison(env, tokens, depth)], [], tokens.current
    while tokens.current.kind in ("and", "or", "dpipe"):
        joins.append("and" if next(tokens).kind == "and" else "or")
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


def inner_tokens(stream: TokenStream, tag: Token, *, eat: bool = True) -> TokenStream:
    """The tokens of a tag's expression; running out of them points at the end of the expression."""
    token = stream.current
    if token.kind != "expression" or not token.value:
        raise LiquidSyntaxError("missing_expression", token=tag)
    tokens = stream.into_inner(tag=tag, eat=eat)
    tokens.eof = Token(_END, "", token.start_index + len(token.value), token.source)
    return tokens


def finish(tokens: TokenStream) -> None:
    """Nothing may be left over."""
    token = tokens.current
    if token.kind == _END:
        return
    if token.kind in _COMPARISONS or token.kind in ("and", "or"):
        raise LiquidSyntaxError("no_operator_here", token=token)
    raise LiquidSyntaxError("left_over", token=token)


def parse_loop(env: Environment, tokens: TokenStream) -> LoopExpression:
    """`item in list reversed limit:2 offset:1`."""
    token = tokens.current
    name = parse_identifier(env, tokens)
    tokens.eat("in")
    found: dict[str, Any] = {"limit": None, "offset": None, "cols": None}
    iterable, backwards = parse_filtered(env, tokens), False
    while tokens.current.kind != _END:
        argument = next(tokens)
        if argument.kind == "reversed":
            backwards = True
        elif argument.kind in found:
            tokens.eat("colon")
            continues = argument.kind == "offset" and tokens.current.kind == "continue"
            value = StringLiteral(next(tokens), "continue") if continues else parse_primary(env, tokens)
            found[argument.kind] = value
        elif argument.kind != "comma":
            raise LiquidSyntaxError("bad_loop", token=argument)
    return LoopExpression(token, name, iterable, reversed_=backwards, **found)
