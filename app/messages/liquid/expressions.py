"""Work out expressions: ranges, filters, comparisons and conditions, each charged to the render's budget."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

from liquid.builtin.expressions import (
    KeywordArgument,
    LoopExpression,
    Path,
    PositionalArgument,
    StringLiteral,
)
from liquid.builtin.expressions.primitive import Literal
from liquid.exceptions import FilterArgumentError, LiquidError, LiquidSyntaxError, LiquidTypeError
from liquid.expression import Expression
from liquid.token import Token

from app.messages.liquid import values
from app.messages.liquid.problem_words import WORDS
from app.messages.liquid.values import MAX_ITEMS, MAX_TEXT, TooBig

if TYPE_CHECKING:
    from app.messages.liquid.context import Context


class Variable(Path):
    """A name and the way on from it; what is not there is nothing."""

    __slots__ = ()

    def evaluate(self, context: Any) -> object:
        """The value, or None."""
        first, *rest = self.path
        try:
            found = context.scope[first.evaluate(context) if isinstance(first, Path) else first]
            for part in rest:
                key = part.evaluate(context) if isinstance(part, Path) else part
                found = found[key] if type(found) is dict and key in found else context.get_item(found, key)
        except (KeyError, IndexError, TypeError):
            return None
        return found


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
        return range(first, last + 1)

    def children(self) -> list[Expression]:
        """Both ends."""
        return [self.start, self.stop]


class Loop(LoopExpression):
    """`item in list limit:2 offset:1 reversed`: the part is cut first, then turned round; `limit:0` is none."""

    __slots__ = ()

    def evaluate(self, context: Any) -> tuple[Any, int]:
        """The items of the loop and how many."""
        items = values.sequence(self.iterable.evaluate(context))
        key = f"{self.identifier}-{self.iterable}"
        continues = isinstance(self.offset, StringLiteral) and self.offset.value == "continue"
        start = context.stopindex(key) if continues else self._number(self.offset, context) or 0
        limit = self._number(self.limit, context)
        first = min(max(start, 0), len(items))
        last = len(items) if limit is None else max(min(start + limit, len(items)), first)
        context.stopindex(key=key, index=last)
        context.charge(last - first)
        part = items[first:last]
        return iter(part[::-1] if self.reversed else part), len(part)

    def _number(self, given: Expression | None, context: Any) -> int | None:
        value = values.plain(given.evaluate(context)) if given is not None else None
        if given is None or value is None:
            return None
        number = values.whole(value)
        if number is None:
            raise LiquidTypeError("bad_loop_number", token=given.token)
        return number


@lru_cache(maxsize=256)
def _arity(function: Any) -> tuple[int, int]:
    """How many values a filter needs and takes, the filtered one not counted."""
    kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    places = [part for part in signature(function).parameters.values() if part.kind in kinds][1:]
    return sum(part.default is Parameter.empty for part in places), len(places)


class Filter:
    """One `| name: arguments`."""

    __slots__ = (
        "arguments",
        "environment",
        "fixed",
        "function",
        "keywords",
        "name",
        "token",
        "wants_context",
    )

    def __init__(self, token: Token, name: str, environment: Any) -> None:
        self.token, self.name, self.environment = token, name, environment
        self.function = environment.filters[name]
        self.wants_context = bool(getattr(self.function, "with_context", False))
        self.arguments: list[PositionalArgument] = []
        self.fixed: list[object] | None = None
        self.keywords: list[KeywordArgument] = []

    def check(self) -> None:
        """Refuse too few or too many values when the template is read, not when it is sent."""
        least, most = _arity(self.function)
        if len(self.arguments) < least:
            raise LiquidSyntaxError("missing_argument:" + self.name, token=self.token)
        if len(self.arguments) > most:
            raise LiquidSyntaxError("bad_argument:" + self.name, token=self.token)
        if all(isinstance(argument.value, Literal) for argument in self.arguments) and not self.keywords:
            self.fixed = [argument.value.value for argument in self.arguments]  # type: ignore[attr-defined]

    def apply(self, left: object, context: Context) -> object:
        """The filtered value, charged to the render's budget and kept to its size limits."""
        given, named = self.fixed, {}
        if given is None:
            given = [argument.value.evaluate(context) for argument in self.arguments]
            named = {argument.name: argument.value.evaluate(context) for argument in self.keywords}
        if self.wants_context:
            named["context"] = context
        context.charge(len(left) if isinstance(left, str) else 1)
        try:
            made = self.function(left, *given, **named)
        except LiquidError as error:
            error.token = error.token or self.token
            if str(error.args[0] if error.args else "").partition(":")[0] not in WORDS:
                raise FilterArgumentError("bad_argument:" + self.name, token=self.token) from error
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
        given = [argument.value for filter_ in self.filters for argument in filter_.arguments]
        named = [argument.value for filter_ in self.filters for argument in filter_.keywords]
        return [self.left, *given, *named]


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


class Grouped(Expression):
    """A condition in parentheses."""

    __slots__ = ("inner",)

    def __init__(self, token: Token, inner: Expression) -> None:
        super().__init__(token)
        self.inner = inner

    def evaluate(self, context: Any) -> object:
        """What is inside."""
        return self.inner.evaluate(context)

    def children(self) -> list[Expression]:
        """What is inside."""
        return [self.inner]


class Condition(Expression):
    """Tests joined by `and`/`or`: `a and b or c` means `a and (b or c)`. `signs` are places written `&&` or `||`."""

    __slots__ = ("joins", "signs", "tests")

    def __init__(self, token: Token, tests: list[Expression], joins: list[Token]) -> None:
        super().__init__(token)
        self.tests, self.joins = tests, ["and" if join.kind == "and" else "or" for join in joins]
        self.signs = [
            join for join in joins if join.source[join.start_index : join.start_index + 2] in ("&&", "||")
        ]

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
