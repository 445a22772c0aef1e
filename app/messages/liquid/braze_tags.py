"""Tags only Braze has. What reaches outside answers from recorded fixtures or says that it is not available."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from liquid.ast import Node
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, Token

from app.messages.liquid.context import Abort, Buffer

GENERIC_ABORT = "{% abort_message %} called"
_REASON = re.compile(r"""\(?\s*(?:(['"])(.*?)\1)?\s*\)?""", re.DOTALL)
_OPTION = re.compile(r"\s:([A-Za-z_]+)")
_WORDS = re.compile(r"""\{\{.*?\}\}+|'[^']*'|"[^"]*"|[^\s'"{]+""", re.DOTALL)


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
        value, at = _argument(stream)
        found = _REASON.fullmatch(value)
        if found is None or (value.count("(") < value.count(")") and not found.group(1)):
            raise LiquidSyntaxError("bad_abort", token=at or token)
        return AbortNode(token, found.group(2) or GENERIC_ABORT)


class RawNode(Node):
    """A Braze tag with its text; what it does depends on the tag."""

    __slots__ = ("pieces", "value")

    def __init__(self, token: Token, value: str, pieces: list[Any]) -> None:
        super().__init__(token)
        self.value, self.pieces = value, pieces
        self.blank = token.value not in ("random", "promotion", "connected_content")

    def render_to_output(self, context: Any, buffer: Any) -> int:
        """Run the tag."""
        context.charge(200)
        try:
            return int(buffer.write(_RUN[self.token.value](self, context)))
        except LiquidError as error:
            error.token = error.token or self.token
            raise

    def expressions(self) -> Iterable[Any]:
        """Variables inside the tag's text."""
        for piece in self.pieces:
            for node in piece.nodes:
                yield from node.expressions()

    def words(self, context: Any) -> list[str]:
        """The tag's words with variables filled in; several pieces without a space are one word."""
        return [fill(piece, context) for piece in self.pieces]


def fill(piece: Any, context: Any) -> str:
    """A piece of a tag's text with its variables filled in."""
    buffer = Buffer()
    for node in piece.nodes:
        node.render(context, buffer)
    return buffer.getvalue()


class RawTag(Tag):
    """Reads a Braze tag whose argument is its own little language."""

    name = "random"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """Words; `{{ }}` inside them is Liquid."""
        token = stream.current
        value, _ = _argument(stream)
        words = re.findall(r"(?:\{\{.*?\}\}+|'[^']*'|\"[^\"]*\"|[^\s])+", value)
        return RawNode(token, value, [self.env.from_string(word) for word in words])


class Translation(Tag):
    """`{% translation id %}…{% endtranslation %}` prints what is inside."""

    name = "translation"
    end = "endtranslation"

    def parse(self, stream: TokenStream) -> Node:
        """The block between the tags."""
        token = stream.current
        _argument(stream)
        next(stream)
        block = get_parser(self.env).parse_block(stream, frozenset(("endtranslation", TOKEN_EOF)))
        if not stream.current.is_tag("endtranslation"):
            raise LiquidSyntaxError("unclosed_block:translation", token=token)
        return block


def _argument(stream: TokenStream) -> tuple[str, Token | None]:
    if stream.peek.kind != TOKEN_EXPRESSION:
        return "", None
    next(stream)
    return stream.current.value, stream.current


def _options(words: list[str]) -> tuple[list[str], dict[str, str]]:
    plain, options, waiting = list[str](), dict[str, str](), ""
    for word in words:
        if word.startswith(":"):
            waiting = word[1:]
            options[waiting] = ""
        elif waiting and not options[waiting]:
            options[waiting] = word.strip("'\"")
        elif not waiting:
            plain.append(word)
    return plain, options


def _not_yet(what: str) -> LiquidError:
    return LiquidError("not_available:" + what, token=None)


def _random(node: RawNode, context: Any) -> str:
    most = node.value.strip()
    if not most:
        return str(context.draw().random())
    if not most.isdigit() or not int(most[:9]):
        raise LiquidError("bad_random", token=None)
    return str(context.draw().randrange(int(most[:9])))


def _message_extras(node: RawNode, context: Any) -> str:
    _, options = _options(node.words(context))
    if options.get("key"):
        context.extras.setdefault(options["key"], options.get("value", ""))
    return ""


def _connected_content(node: RawNode, context: Any) -> str:
    recorded = context.kinds.get("http")
    if not isinstance(recorded, Mapping):
        raise _not_yet("connected_content")
    plain, options = _options(node.words(context))
    answer = recorded.get(plain[0] if plain else "")
    if isinstance(answer, str) and "save" in options:
        try:
            answer = json.loads(answer)
        except ValueError:
            return ""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, Mapping):
        answer = {"__http_status_code__": 200, **answer}
    elif answer is None:
        answer = {"__http_status_code__": 404}
    context.assign(options.get("save") or "connected", answer)
    return ""


def _catalog_items(node: RawNode, context: Any) -> str:
    catalogs = context.kinds.get("catalogs")
    if not isinstance(catalogs, Mapping):
        raise _not_yet("catalog_items")
    plain, _ = _options(node.words(context))
    rows = catalogs.get(plain[0], {}) if plain else {}
    by_id = rows if isinstance(rows, Mapping) else {str(row.get("id")): row for row in rows}
    wanted = [key.strip(" ,'\"") for key in plain[1:]]
    context.assign("items", [by_id[key] for key in wanted if key in by_id])
    return ""


def _promotion(node: RawNode, context: Any) -> str:
    lists = context.kinds.get("promotions")
    name = node.value.strip("() '\"")
    if not isinstance(lists, Mapping):
        raise _not_yet("promotion")
    codes = lists.get(name)
    if not codes:
        raise Abort(f"promotion list {name} is empty")
    return str(codes[0]) if isinstance(codes, (list, tuple)) else str(codes)


def _unavailable(node: RawNode, context: Any) -> str:
    raise _not_yet(node.token.value)


_RUN: dict[str, Any] = {
    "random": _random,
    "message_extras": _message_extras,
    "connected_content": _connected_content,
    "catalog_items": _catalog_items,
    "promotion": _promotion,
    "catalog_selection_items": _unavailable,
    "shopping_cart": _unavailable,
    "message_component": _unavailable,
    "landing_page_url": _unavailable,
    "form_field_name": _unavailable,
}
BRAZE_TAGS: list[type[Tag]] = [AbortMessage, Translation]
BRAZE_TAGS += [type(name.title().replace("_", ""), (RawTag,), {"name": name}) for name in _RUN]
