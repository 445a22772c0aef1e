"""The tags of standard Liquid that print, keep and repeat, with our own expressions."""

from __future__ import annotations

from typing import Any

from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import Path
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.builtin.tags.for_tag import ForTag
from liquid.builtin.tags.tablerow_tag import TablerowNode, TablerowTag
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

from app.messages.liquid import expressions, parsing, values
from app.messages.liquid.branching import Case, If, Mark, Unless, mark
from app.messages.liquid.context import Context

EXTERNAL = "__u"


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
        """One filtered value; an empty `echo` prints nothing."""
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind != TOKEN_EXPRESSION:
            stream.pos -= 1
            return BlockNode(token, [])
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
        name = parsing.parse_name(inner)
        if inner.current.kind != "assign":
            raise LiquidSyntaxError("assign_needs_equals", token=inner.current)
        next(inner)
        expression = parsing.parse_filtered(self.env, inner)
        parsing.finish(inner)
        return AssignNode(token, name=name, expression=expression)  # type: ignore[arg-type]


class Capture(Tag):
    """`{% capture name %} … {% endcapture %}`."""

    name = "capture"
    end = "endcapture"

    def parse(self, stream: TokenStream) -> Node:
        """A name, plain or quoted, and the block to keep."""
        token = stream.eat(TOKEN_TAG)
        inner = parsing.inner_tokens(stream, token)
        name = parsing.parse_name(inner, quoted=True, question=True)
        parsing.finish(inner)
        block = get_parser(self.env).parse_block(stream, frozenset(("endcapture", TOKEN_EOF)))
        if not stream.current.is_tag("endcapture"):
            raise LiquidSyntaxError("unclosed_block:capture", token=token)
        return CaptureNode(token, name, block)  # type: ignore[arg-type]


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


class Rows(TablerowNode):
    """A loop that writes table cells; columns that are no number are one row."""

    def _int_or_zero(self, arg: object) -> int:
        return int(arg) if isinstance(arg, float) else values.whole(arg) or 0


class Tablerow(TablerowTag):
    """`{% tablerow %}` under the same budget."""

    def parse(self, stream: TokenStream) -> TablerowNode:
        """A loop that writes table cells."""
        token = stream.eat(TOKEN_TAG)
        loop = parsing.parse_loop(self.env, parsing.inner_tokens(stream, token))
        block = get_parser(self.env).parse_block(stream, frozenset(("endtablerow", TOKEN_EOF)))
        if not stream.current.is_tag("endtablerow"):
            raise LiquidSyntaxError("unclosed_block:tablerow", token=token)
        return Rows(token, expression=loop, block=mark(block, token, 0))


TAGS: list[type[Tag]] = [OutputTag, Echo, Assign, Capture, If, Unless, Case, For, Tablerow]
__all__ = ["TAGS", "Context", "Mark", "Output", "mark", "name_of", "root_path"]
