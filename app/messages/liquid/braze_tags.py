"""Tags only Braze has: abort, translation, chance, message extras, codes, addresses and field names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from liquid.ast import Node
from liquid.builtin.tags.liquid_tag import LiquidNode
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_TAG, Token

from app.messages.liquid import outside
from app.messages.liquid.context import Abort
from app.messages.liquid.scanner import Scanner
from app.messages.liquid.words import Arguments, argument, read, unquoted

GENERIC_ABORT = "{% abort_message %} called"
MAX_EXTRAS_BYTES = 1_000
_REASON = re.compile(r"""\(?\s*(?:(['"])(.*?)\1)?\s*\)?""", re.DOTALL)
_CODES = re.compile(r"""\(?\s*(['"])([^'"{}]+)\1\s*\)?""")


class AbortNode(Node):
    """Cancels this one message."""

    __slots__ = ("reason",)

    def __init__(self, token: Token, reason: str) -> None:
        super().__init__(token)
        self.reason = reason

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Stop here."""
        raise Abort(self.reason)


class AbortMessage(Tag):
    """`{% abort_message('why') %}`; the reason is plain text without Liquid."""

    name = "abort_message"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """A reason in straight quotes, or none."""
        token = stream.current
        value, at = argument(stream)
        found = _REASON.fullmatch(value)
        if found is None or (value.count("(") < value.count(")") and not found.group(1)):
            raise LiquidSyntaxError("bad_abort", token=at)
        return AbortNode(token, found.group(2) or GENERIC_ABORT)


class WordsNode(Node):
    """A Braze tag with its words; what it does depends on the tag."""

    __slots__ = ("given", "run")

    def __init__(self, token: Token, given: Arguments, run: Callable[[Arguments, Any], str]) -> None:
        super().__init__(token)
        self.given, self.run = given, run
        self.blank = False

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Run the tag and write what it gives."""
        context.charge(200)
        try:
            return int(buffer.write(self.run(self.given, context)))
        except LiquidError as error:
            error.token = error.token or self.token
            raise

    def expressions(self) -> Iterable[Any]:
        """Variables inside the tag's words."""
        return self.given.expressions()

    def template_scope(self) -> Iterable[Any]:
        """The variable the tag sets."""
        names = outside.SETS.get(self.token.value)
        return names(self.given) if names else ()


class WordsTag(Tag):
    """Reads a Braze tag whose argument is its own little language."""

    name = "random"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """Words and options; `{{ }}` inside them is Liquid."""
        token = stream.current
        given = read(self.env, stream)
        check = outside.CHECKS.get(self.name)
        if check is not None:
            check(given, token)
        return WordsNode(token, given, _RUN[self.name])


class CodeNode(Node):
    """Draws one code of a list for this recipient."""

    __slots__ = ("codes",)

    def __init__(self, token: Token, codes: str) -> None:
        super().__init__(token)
        self.codes = codes
        self.blank = False

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Write the recipient's code; an empty list cancels the message."""
        lists = context.kinds.get("promotions")
        known = lists if isinstance(lists, Mapping) else {}
        if self.codes not in known:
            raise LiquidError(
                f"unknown_promotion:{self.codes}\x1f{', '.join(known) or '-'}", token=self.token
            )
        drawn = known[self.codes]
        code = (drawn[0] if drawn else "") if isinstance(drawn, (list, tuple)) else drawn
        if not code:
            raise Abort(f"promotion code list '{self.codes}' is empty or expired")
        context.printed.add("promotion." + self.codes)
        return int(buffer.write(str(code)))


class Promotion(Tag):
    """`{% promotion('list') %}`: the list's snippet, capitals counted."""

    name = "promotion"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """The list's name in quotes."""
        token = stream.current
        value, at = argument(stream)
        found = _CODES.fullmatch(value)
        if found is None:
            raise LiquidSyntaxError("bad_promotion", token=at)
        return CodeNode(token, found.group(2).strip())


class Translation(Tag):
    """`{% translation id %}…{% endtranslation %}` prints what is inside."""

    name = "translation"
    end = "endtranslation"

    def parse(self, stream: TokenStream) -> Node:
        """The block between the tags."""
        token = stream.current
        argument(stream)
        next(stream)
        block = get_parser(self.env).parse_block(stream, frozenset(("endtranslation", TOKEN_EOF)))
        if not stream.current.is_tag("endtranslation"):
            raise LiquidSyntaxError("unclosed_block:translation", token=token)
        return block


class Liquid(Tag):
    """`{% liquid %}`: one tag a line without delimiters, also Braze's own tags."""

    name = "liquid"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """The lines as a block."""
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind != TOKEN_EXPRESSION:
            stream.pos -= 1
            return LiquidNode(token, None, get_parser(self.env).parse_block(TokenStream(iter(())), end=()))
        value = stream.current
        lines = Scanner(value.value, whole=value.source, base=int(value.start_index)).lines()
        inner = TokenStream(lines, block_depth_carry=stream.block_depth)
        return LiquidNode(token, value, get_parser(self.env).parse_block(inner, end=()))


def _random(given: Arguments, context: Any) -> str:
    words = [word.fill(context) for word in given.plain]
    if not words:
        return str(context.draw().random())
    if len(words) > 1 or not words[0].isdigit() or not int(words[0][:9]):
        raise LiquidError("bad_random", token=None)
    return str(context.draw().randrange(int(words[0][:9])))


def _message_extras(given: Arguments, context: Any) -> str:
    """Key before value, or nothing is kept; the first of two equal keys counts; 1,000 bytes in all."""
    key = given.option("key", context)
    if given.plain or given.order != ["key", "value"] or not key or key in context.extras:
        return ""
    used = sum(len((name + value).encode()) for name, value in context.extras.items())
    room = MAX_EXTRAS_BYTES - used - len(key.encode())
    if room > 0:
        context.extras[key] = given.option("value", context).encode()[:room].decode(errors="ignore")
    return ""


def _landing_page_url(given: Arguments, context: Any) -> str:
    return "https://pages.example/" + "-".join(word.fill(context) for word in given.plain)


def _message_component(given: Arguments, context: Any) -> str:
    parts = context.kinds.get("message_components")
    name = unquoted(" ".join(word.fill(context) for word in given.plain))
    return str(parts.get(name, "")) if isinstance(parts, Mapping) else ""


def _form_field_name(given: Arguments, context: Any) -> str:
    return "_".join(
        part for name in given.order for part in (name, given.option(name, context).replace(" ", "_")) if part
    )


_RUN: dict[str, Callable[[Arguments, Any], str]] = {
    "random": _random,
    "message_extras": _message_extras,
    "message_component": _message_component,
    "landing_page_url": _landing_page_url,
    "form_field_name": _form_field_name,
    **outside.RUN,
}
BRAZE_TAGS: list[type[Tag]] = [AbortMessage, Translation, Promotion, Liquid]
BRAZE_TAGS += [type(name.title().replace("_", ""), (WordsTag,), {"name": name}) for name in _RUN]
