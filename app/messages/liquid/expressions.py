"""Read and work out expressions: values, filters, comparisons, and filters in brackets.

One grammar for every tag. `and`/`or` have no precedence and group from the right, as in Liquid.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from liquid.exceptions import FilterArgumentError, LiquidError, LiquidSyntaxError, LiquidTypeError
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.token import Token

from app.messages.liquid import values
from app.messages.liquid.values import MAX_ITEMS, MAX_TEXT, TooBig

if TYPE_CHECKING:
    from liquid import Environment

    from app.messages.liquid.context import Context

_LITERALS: dict[str, Any] = {"true": TrueLiteral, "false": FalseLiteral, "nil": Nil, "null": Nil}
_LITERALS |= {"blank": Blank, "empty": Empty}
_COMPARISONS = frozenset(("eq", "ne", "ltgt", "lt", "gt", "le", "ge", "contains"))
_PATH_STARTS = frozenset(("word", "identstring", "lbracket"))
_END = "end of expression"
_MAX_DEPTH = 40


class Range(Expression):
    """`(1..5)`, never longer than a message could need."""

    __slots__ = ("start", "stop")

    def __init__(self, token: Token, start: Expression, stop: Expression) -> None:
        super().__init__(token)
        self.start, self.stop = start, stop

    def __str__(self) -> str:
        return f"({self.start}..{self.stop})"

    def evaluate(self, context: Any) -> object:
        """The whole numbers from start to stop."""
        first, last = (
            int(values.number(values.plain(end.evaluate(context)))) for end in (self.start, self.stop)
        )
        if last - first > MAX_ITEMS:
            raise TooBig("range")
        return list(range(first, last + 1))

    def children(self) -> list[Expression]:
        """Both ends."""
        return [self.start, self.stop]


class Filter:
    """One `| name: arguments`."""

    __slots__ = ("arguments", "keywords", "name", "token")

    def __init__(self, token: Token, name: str) -> None:
        self.token, self.name = token, name
        self.arguments: list[PositionalArgument] = []
        self.keywords: list[KeywordArgument] = []

    def apply(self, left: object, context: Context) -> object:
        """The filtered value, charged to the render's budget and kept to its size limits."""
        function = context.env.filters[self.name]
        given = [argument.value.evaluate(context) for argument in self.arguments]
        named = {argument.name: argument.value.evaluate(context) for argument in self.keywords}
        if getattr(function, "with_context", False):
            named["context"] = context
        if getattr(function, "with_environment", False):
            named["environment"] = context.env
        context.charge(len(left) if isinstance(left, str) else 1)
        try:
            made = function(left, *given, **named)
        except LiquidError as error:
            error.token = error.token or self.token
            raise
        except (TypeError, ValueError, OverflowError, ArithmeticError, RecursionError) as error:
            raise FilterArgumentError("bad_argument:" + self.name, token=self.token) from error
        if isinstance(made, str):
            if len(made) > MAX_TEXT:
                raise TooBig("text")
        elif isinstance(made, (list, tuple)):
            if len(made) > MAX_ITEMS:
                raise TooBig("list")
            context.charge(values.weigh(made))
        return made


class Filtered(Expression):
    """A value and the filters it goes through."""

    __slots__ = ("filters", "left")

    def __init__(self, token: Token, left: Expression, filters: list[Filter]) -> None:
        super().__init__(token)
        self.left, self.filters = left, filters

    def evaluate(self, context: Any) -> object:
        """The value after all filters."""
        value = self.left.evaluate(context)
        for filter_ in self.filters:
            value = filter_.apply(value, context)
        return value

    def children(self) -> list[Expression]:
        """The value and every argument."""
        arguments = [argument.value for f in self.filters for argument in (*f.arguments, *f.keywords)]
        return [self.left, *arguments]


class Comparison(Expression):
    """Two values and what is asked of them."""

    __slots__ = ("kind", "left", "right")

    def __init__(self, token: Token, kind: str, left: Expression, right: Expression) -> None:
        super().__init__(token)
        self.kind, self.left, self.right = kind, left, right

    def evaluate(self, context: Any) -> bool:
        """Whether it holds, by Braze's rules."""
        context.charge()
        left, right = self.left.evaluate(context), self.right.evaluate(context)
        kind = self.kind
        if kind == "eq":
            return values.equals(left, right)
        if kind in ("ne", "ltgt"):
            return not values.equals(left, right)
        if kind == "contains":
            return values.contains(left, right)
        try:
            if kind in ("lt", "le"):
                return values.less(left, right, kind == "le")
            return values.less(right, left, kind == "ge")
        except LiquidTypeError as error:
            error.token = self.token
            raise

    def children(self) -> list[Expression]:
        """Both sides."""
        return [self.left, self.right]


class Condition(Expression):
    """Tests joined by `and`/`or`: `a and b or c` means `a and (b or c)`."""

    __slots__ = ("joins", "tests")

    def __init__(self, token: Token, tests: list[Expression], joins: list[str]) -> None:
        super().__init__(token)
        self.tests, self.joins = tests, joins

    def evaluate(self, context: Any) -> bool:
        """Whether the whole condition holds."""
        for test, join in zip(self.tests, self.joins, strict=False):
            holds = values.is_true(test.evaluate(context))
            if holds != (join == "and"):
                return holds
        return values.is_true(self.tests[-1].evaluate(context))

    def children(self) -> Iterable[Expression]:
        """Every test."""
        return self.tests


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
