"""`if`, `unless` and `case` with Braze's truth and equality, and marks that tell which branch was taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from liquid.ast import BlockNode, ConditionalBlockNode, Node
from liquid.builtin.tags.case_tag import CaseNode, CaseTag, MultiExpressionBlockNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_TAG, Token

from app.messages.liquid import parsing, values


class Mark(Node):
    """Writes nothing; remembers that its branch was taken, and looks at the clock in loops."""

    __slots__ = ("branch",)

    def __init__(self, token: Token, branch: int) -> None:
        super().__init__(token)
        self.branch = branch

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Note the branch (the tag's place, which branch of it)."""
        context.branches.add((int(self.token.start_index), self.branch))
        context.charge(4_000)
        return 0


def mark(block: BlockNode, token: Token, branch: int) -> BlockNode:
    """Put a mark at the head of a block."""
    block.nodes.insert(0, Mark(token, branch))
    return block


class If(Tag):
    """`{% if %} … {% elsif %} … {% else %} … {% endif %}`."""

    name = "if"
    end = "endif"
    node: type[IfNode] | type[UnlessNode] = IfNode

    def parse(self, stream: TokenStream) -> Node:
        """Every branch is marked, so that a review can tell who sees which."""
        token = stream.eat(TOKEN_TAG)
        first = self._condition(stream, token)
        block = mark(self._block(stream), token, 0)
        others: list[ConditionalBlockNode] = []
        while stream.current.is_tag("elsif"):
            at = next(stream)
            condition = self._condition(stream, at)
            others.append(
                ConditionalBlockNode(at, condition, mark(self._block(stream), token, len(others) + 1))
            )
        otherwise = None
        if stream.current.is_tag("else"):
            next(stream)
            if stream.current.kind == TOKEN_EXPRESSION:
                next(stream)  # Liquid reads past a condition after `else`; lint says so
            otherwise = mark(self._block(stream), token, -1)
        while stream.current.is_tag("else") or stream.current.is_tag("elsif"):  # after `else` nothing is read
            next(stream)
            if stream.current.kind == TOKEN_EXPRESSION:
                next(stream)
            self._block(stream)
        if not stream.current.is_tag(self.end):
            raise LiquidSyntaxError("unclosed_block:" + self.name, token=token)
        return self.node(token, first, block, others, otherwise)

    def _condition(self, stream: TokenStream, token: Token) -> Expression:
        inner = parsing.inner_tokens(stream, token)
        condition = parsing.parse_condition(self.env, inner)
        parsing.finish(inner)
        return Truth(token, condition)

    def _block(self, stream: TokenStream) -> BlockNode:
        ends = frozenset((self.end, "elsif", "else", TOKEN_EOF))
        return get_parser(self.env).parse_block(stream, ends)


class Unless(If):
    """`{% unless %}`: the other way round."""

    name = "unless"
    end = "endunless"
    node = UnlessNode


class Truth(Expression):
    """Whether a condition holds."""

    __slots__ = ("condition",)

    def __init__(self, token: Token, condition: Expression) -> None:
        super().__init__(token)
        self.condition = condition

    def evaluate(self, context: Any) -> bool:
        """True or false."""
        context.charge()
        return values.is_true(self.condition.evaluate(context))

    def children(self) -> list[Expression]:
        """The condition."""
        return [self.condition]


class AnyOf(Expression):
    """What `{% when a, b %}` asks, by Braze's equality."""

    __slots__ = ("choices", "left")

    def __init__(self, token: Token, left: Expression, choices: list[Expression]) -> None:
        super().__init__(token)
        self.left, self.choices = left, choices

    def evaluate(self, context: Any) -> list[bool]:
        """One answer for each choice."""
        context.charge()
        left = self.left.evaluate(context)
        return [values.equals(left, choice.evaluate(context)) for choice in self.choices]

    def children(self) -> list[Expression]:
        """The value and the choices."""
        return [self.left, *self.choices]


class When(MultiExpressionBlockNode):
    """A `when` block whose condition is known to reviews."""

    __slots__ = ()

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        """The block."""
        yield self.block

    def expressions(self) -> Iterable[Expression]:
        """The condition."""
        yield self.expression


class Case(CaseTag):
    """`{% case %}` with marks and Braze's equality."""

    def parse(self, stream: TokenStream) -> Node:
        """A value, then `when` and `else` blocks."""
        token = stream.eat(TOKEN_TAG)
        inner = parsing.inner_tokens(stream, token)
        left = parsing.parse_filtered(self.env, inner)
        parsing.finish(inner)
        while stream.current.kind not in (TOKEN_TAG, TOKEN_EOF):
            next(stream)
        blocks: list[Any] = []
        while not stream.current.is_tag("endcase"):
            if stream.current.kind == TOKEN_EOF:
                raise LiquidSyntaxError("unclosed_block:case", token=token)
            blocks.append(self._branch(stream, token, left, len(blocks)))
        return CaseNode(token, left, blocks)

    def _branch(self, stream: TokenStream, token: Token, left: Expression, number: int) -> Node:
        at = next(stream)
        parse_block = get_parser(self.env).parse_block
        ends = frozenset(("endcase", "when", "else", TOKEN_EOF))
        if at.value == "else":
            return mark(parse_block(stream, ends), token, -1)
        if at.value != "when":
            raise LiquidSyntaxError("unexpected_tag:" + at.value, token=at)
        inner = parsing.inner_tokens(stream, at)
        choices = [parsing.parse_primary(self.env, inner)]
        while inner.current.kind in ("comma", "or"):
            next(inner)
            choices.append(parsing.parse_primary(self.env, inner))
        parsing.finish(inner)
        return When(at, mark(parse_block(stream, ends), token, number), AnyOf(at, left, choices))  # type: ignore[arg-type]
