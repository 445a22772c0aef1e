"""Compile a template once, render it many times; every mistake comes out with its place and a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from liquid import BoundTemplate, Environment
from liquid.exceptions import LiquidError
from liquid.token import Token
from liquid.undefined import Undefined

from app.messages.liquid import filters, problems
from app.messages.liquid.braze_filters import BRAZE_FILTERS, QUERY_BUILDER
from app.messages.liquid.braze_tags import BRAZE_TAGS
from app.messages.liquid.context import Abort, Buffer, Context
from app.messages.liquid.dates import moment_of
from app.messages.liquid.numbers import NUMBER_FILTERS
from app.messages.liquid.scanner import scan
from app.messages.liquid.tags import TAGS
from fake_company.errors import TooLarge
from fake_company.text import Text

_UNSET = datetime(1970, 1, 1, tzinfo=UTC)
MAX_TEMPLATE = 64 * 1024
KINDS = frozenset((
    "now", "http", "catalogs", "selections", "promotions", "blocks", "shopping_carts", "message_components", "vars",
))  # fmt: skip


class Template(BoundTemplate):
    """A compiled template whose renders count their work."""

    context_class = Context


class Braze(Environment):
    """Liquid as Braze speaks it."""

    template_class = Template
    block_nesting_limit = 30

    def tokenizer(self) -> Callable[[str], Iterator[Token]]:
        """Our own scanner."""
        return scan

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Standard tags and filters, ours over them; what Braze does not have is taken out."""
        super().setup_tags_and_filters(extra=extra)
        for name in ("include", "render"):
            del self.tags[name]
        for tag in (*TAGS, *BRAZE_TAGS):
            self.add_tag(tag)
        known = {name: self.filters[name] for name in filters.KEPT}
        self.filters = {**known, **filters.FILTERS, **NUMBER_FILTERS, **BRAZE_FILTERS, **QUERY_BUILDER}


_ENVIRONMENT = Braze()
problems.KNOWN["filters"] = sorted(set(_ENVIRONMENT.filters) - set(QUERY_BUILDER))
problems.KNOWN["tags"] = sorted(name for name in _ENVIRONMENT.tags if name.isidentifier())


class Outcome(NamedTuple):
    """What one render gave: text or the reason it was not sent, and what was noticed on the way."""

    text: str
    abort: str | None = None
    branches: frozenset[tuple[int, int]] = frozenset()
    defaults: frozenset[str] = frozenset()
    holes: frozenset[str] = frozenset()
    printed: frozenset[str] = frozenset()
    extras: Mapping[str, str] = MappingProxyType({})
    calls: tuple[tuple[str, int], ...] = ()
    """Addresses asked by `connected_content`, and the status each answered with."""


class Blocks(Mapping[str, object]):
    """`content_blocks.${name}`: a block is rendered where it is named; a block inside a block's block is not."""

    def __init__(self, texts: Mapping[str, str], context: Context) -> None:
        self.texts, self.context = texts, context

    def __getitem__(self, name: str) -> object:
        if self.context.block_depth >= 2:
            return ""
        self.context.block_depth += 1
        branches, self.context.branches = self.context.branches, set()
        buffer: Any = Buffer()
        try:
            for node in _compiled(str(self.texts[name])).nodes:
                node.render(self.context, buffer)
        finally:
            self.context.block_depth -= 1
            self.context.branches = branches
        return buffer.getvalue()

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


@lru_cache(maxsize=512)
def _compiled(source: str) -> BoundTemplate:
    return _ENVIRONMENT.from_string(source)


def compile_template(source: str, where: str = "") -> BoundTemplate:
    """Parse a template (cached). Raises `DangolError` with line, column and caret; `TooLarge` over 64 KB."""
    if len(source.encode("utf-8", "replace")) > MAX_TEMPLATE:
        raise TooLarge(
            Text("템플릿이 너무 길어요.", "The template is too long."),
            where,
            Text("64 KB보다 짧게 줄여 주세요.", "Keep it under 64 KB."),
        )
    try:
        return _compiled(source)
    except LiquidError as error:
        if isinstance(error.__cause__, RecursionError):
            raise problems.too_complex(source, where) from None
        raise problems.explain(error, source, where) from None
    except RecursionError:
        raise problems.too_complex(source, where) from None


def render(template: BoundTemplate | str, context: Mapping[str, Any], now: datetime | None = None) -> Outcome:
    """Render with values (`user`, `custom_attribute`, `event_properties`, …) at the moment `now`.

    `context["now"]` counts when `now` is not given; nothing here reads the wall clock.
    Raises `DangolError` when the template cannot be rendered.
    """
    compiled = compile_template(template) if isinstance(template, str) else template
    given: dict[str, Any] = {"__u": context.get("user") or {}}
    given.update((key, value) for key, value in context.items() if key not in KINDS)
    for name, older in (("context", "canvas_entry_properties"), ("canvas_entry_properties", "context")):
        if name in given and older not in given:  # two names of the same
            given[older] = given[name]
    given.update(context.get("vars") or {})
    state = Context(compiled, globals=given)
    state.clock = now or moment_of(context.get("now"), _UNSET) or _UNSET
    given.setdefault("now", state.clock)
    given.setdefault("today", state.clock.date())
    state.kinds, state.compiled = context, _compiled
    state.source = compiled.nodes[0].token.source if compiled.nodes else ""
    if "blocks" in context:
        given["content_blocks"] = given["content_block"] = Blocks(context["blocks"], state)
    return _run(compiled, state)


def _run(compiled: BoundTemplate, state: Context) -> Outcome:
    buffer: Any = Buffer()
    abort = None
    try:
        for node in compiled.nodes:
            try:
                node.render(state, buffer)
            except LiquidError as error:
                error.token = error.token or node.token
                raise
    except Abort as stopped:
        abort = stopped.reason
    except (LiquidError, RecursionError, problems.Interrupt) as error:
        raise problems.explain_any(error, compiled) from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise problems.explain(LiquidError("not_filled", token=None), state.source) from error
    text = buffer.getvalue() if abort is None else ""
    return Outcome(
        text,
        abort,
        frozenset(state.branches),
        frozenset(state.defaults),
        frozenset(state.holes),
        frozenset(state.printed),
        dict(state.extras),
        tuple(state.calls),
    )


__all__ = ["Outcome", "Undefined", "compile_template", "render"]
