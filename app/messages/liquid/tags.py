"""The tags of standard Liquid with our own expressions, and marks that tell which branch was taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from liquid.ast import BlockNode, ConditionalBlockNode, Node
from liquid.builtin.expressions import Path, parse_identifier
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.case_tag import CaseNode, CaseTag, MultiExpressionBlockNode
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.builtin.tags.for_tag import ForTag
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.tablerow_tag import TablerowNode, TablerowTag
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

from app.messages.liquid import expressions, parsing, values
from app.messages.liquid.context import Context

EXTERNAL = "__u"


class Mark(Node):
    """Writes nothing; remembers that its branch was taken, and looks at the clock in loops."""

    __slots__ = ("branch",)

    def __init__(self, token: Token, branch: int) -> None:
        super().__init__(token)
        self.branch = branch

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Note the branch (the tag's place, which branch of it)."""
        context.branches.add((int(self.token.start_index), self.branch))
        context.look_at_clock()
        return 0


def mark(block: BlockNode, token: Token, branch: int) -> BlockNode:
    """Put a mark at the head of a block."""
    block.nodes.insert(0, Mark(token, branch))
    return block


def root_path(expression: Expression) -> Path | None:
    """The variable an expression prints, through any filters."""
    if isinstance(expression, expressions.Filtered):
        expression = expression.left
    return expression if isinstance(expression, Path) else None


class Output(OutputNode):
    """`{{ … }}`: prints a value, and notices when nothing came out where a value was meant."""

    __slots__ = ("source",)

    def __init__(self, token: Token, expression: Expression) -> None:
        super().__init__(token, expression)
        path = root_path(expression)
        self.source = name_of(path) if path is not None else ""

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Write the value as text."""
        made = values.text(self.expression.evaluate(context))
        context.charge(len(made))
        if self.source:
            context.printed.add(self.source)
            if not made or made.isspace():
                context.holes.add(self.source)
        return int(buffer.write(made))


def name_of(path: Path) -> str:
    """`first_name` for `${first_name}`, `custom_attribute.top_size` for a namespaced one."""
    head, *rest = path.path
    parts = [str(part) for part in (rest if head == EXTERNAL else path.path)]
    return ".".join(parts)


class OutputTag(Tag):
    """Reads `{{ … }}`."""

    name = TOKEN_OUTPUT
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """One filtered value."""
        token = stream.eat(TOKEN_OUTPUT)
        if not stream.current.value:
            raise LiquidSyntaxError("empty_output", token=token)
        inner = parsing.inner_tokens(stream, token, eat=False)
        expression = parsing.parse_filtered(self.env, inner)
        parsing.finish(inner)
        return Output(token, expression)


class Echo(EchoTag):
    """`{% echo … %}`."""

    def parse(self, stream: TokenStream) -> Node:
        """One filtered value."""
        token = stream.eat(TOKEN_TAG)
        inner = parsing.inner_tokens(stream, token, eat=False)
        expression = parsing.parse_filtered(self.env, inner)
        parsing.finish(inner)
        return Output(token, expression)


class Assign(Tag):
    """`{% assign name = value | filters %}`."""

    name = "assign"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """A name, `=`, one filtered value; operators do not belong here."""
        token = stream.eat(TOKEN_TAG)
        inner = parsing.inner_tokens(stream, token, eat=False)
        name = parse_identifier(self.env, inner, allow_trailing_question_mark=False)
        inner.eat("assign")
        expression = parsing.parse_filtered(self.env, inner)
        parsing.finish(inner)
        return AssignNode(token, name=name, expression=expression)


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


class For(ForTag):
    """`{% for item in list %}`; each turn looks at the clock."""

    def parse(self, stream: TokenStream) -> Node:
        """A loop and what to write when there is nothing to loop over."""
        token = stream.eat(TOKEN_TAG)
        loop = parsing.parse_loop(self.env, parsing.inner_tokens(stream, token))
        parse_block = get_parser(self.env).parse_block
        block = mark(parse_block(stream, frozenset(("endfor", "else", TOKEN_EOF))), token, 0)
        otherwise = None
        if stream.current.is_tag("else"):
            next(stream)
            otherwise = mark(parse_block(stream, frozenset(("endfor", TOKEN_EOF))), token, -1)
        if not stream.current.is_tag("endfor"):
            raise LiquidSyntaxError("unclosed_block:for", token=token)
        return self.node_class(token, expression=loop, block=block, default=otherwise)


class Tablerow(TablerowTag):
    """`{% tablerow %}` under the same budget."""

    def parse(self, stream: TokenStream) -> TablerowNode:
        """A loop that writes table cells."""
        node = super().parse(stream)
        mark(node.block, node.token, 0)
        return node


TAGS: list[type[Tag]] = [OutputTag, Echo, Assign, If, Unless, Case, For, Tablerow]
__all__ = ["TAGS", "Context", "Mark", "Output", "mark", "name_of", "root_path"]
