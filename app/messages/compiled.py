"""A message made ready: its templates, and by reading them which variables they use and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, Protocol

from liquid import BoundTemplate
from liquid.ast import Node
from liquid.builtin.expressions import Path
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.expression import Expression

from app.messages.around import around_of
from app.messages.liquid import compile_template
from app.messages.liquid.braze_tags import CodeNode, WordsNode
from app.messages.liquid.expressions import Filtered
from app.messages.liquid.tags import EXTERNAL, Output
from app.messages.namespaces import ENTRY
from app.messages.variables import NAMESPACES

WORDS = (
    "sender", "subject", "preheader", "header", "title", "subtitle", "body", "extra", "link", "fallback",
)  # fmt: skip
"""The fields of a message that hold one template each, in the order they are read."""
How = Literal["printed", "stripped", "filtered", "tested"]


class ButtonLike(Protocol):
    """A button: what it says, where it leads."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def link(self) -> str: ...  # noqa: D102


class FieldsLike(Protocol):
    """The words of a message, each a template."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def body(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def link(self) -> str: ...  # noqa: D102
    @property
    def buttons(self) -> Sequence[Any]: ...  # noqa: D102


class AppealLike(Protocol):
    """The appeal a learner declared."""

    @property
    def main(self) -> str | None: ...  # noqa: D102
    @property
    def phrase(self) -> str: ...  # noqa: D102
    @property
    def others(self) -> Sequence[str]: ...  # noqa: D102


class MessageLike(Protocol):
    """A message as a plan holds it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def channel(self) -> str: ...  # noqa: D102
    @property
    def purpose(self) -> str: ...  # noqa: D102
    @property
    def fields(self) -> Any: ...  # noqa: D102
    @property
    def appeal(self) -> Any: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102
    @property
    def promotion(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True)
class Use:
    """One place where a variable is used. `insert_at` and `strip_at` are where a fix would go (-1: nowhere)."""

    key: str
    field: str
    how: How
    has_default: bool
    index: int
    insert_at: int = -1
    strip_at: int = -1
    written: str = ""
    """The namespace as written, when it is another name of the same (`context` for `event_properties`)."""


@dataclass(frozen=True)
class Compiled:
    """The templates of a message by field (`title`, `body`, `buttons[0].label`, …) and every use of a variable."""

    sources: dict[str, str]
    templates: dict[str, BoundTemplate]
    uses: tuple[Use, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The variables used, each once, in the order met."""
        return tuple(dict.fromkeys(use.key for use in self.uses))

    @property
    def code_lists(self) -> tuple[str, ...]:
        """Every list of codes the message names, in whatever branch: each loses a code for every recipient."""
        return tuple(key.removeprefix("promotion.") for key in self.keys if key.startswith("promotion."))

    @cached_property
    def _by_field(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(dict.fromkeys(use.key for use in self.uses if use.field == name))
            for name in self.sources
        }

    def keys_of(self, field: str) -> tuple[str, ...]:
        """The variables one field uses."""
        return self._by_field[field]

    def how(self, key: str) -> How:
        """The most demanding way a variable is used."""
        found = {use.how for use in self.uses if use.key == key}
        if len(found) == 1:
            return found.pop()
        return "tested" if "tested" in found else "filtered"


def texts_of(message: MessageLike) -> dict[str, str]:
    """The words of a message by field path, empty ones left out."""
    fields = message.fields
    found: dict[str, str] = {name: getattr(fields, name, "") for name in WORDS}
    for number, button in enumerate(fields.buttons):
        found[f"buttons[{number}].label"] = button.label
        found[f"buttons[{number}].link"] = button.link
    for number, item in enumerate(getattr(fields, "items", ())):
        found[f"items[{number}].name"] = item.name
        found[f"items[{number}].description"] = item.description
    return {name: words for name, words in found.items() if words}


def compile_message(message: MessageLike, where: str = "messages[0]") -> Compiled:
    """Parse every field. Raises `DangolError` that names field, line and column."""
    blocks = around_of(message).blocks
    return compile_texts(tuple(texts_of(message).items()), where, tuple(sorted(blocks.items())))


@lru_cache(maxsize=256)
def compile_texts(
    texts: tuple[tuple[str, str], ...], where: str, blocks: tuple[tuple[str, str], ...] = ()
) -> Compiled:
    """Parse fields given as (name, template) pairs, with the content blocks they may insert."""
    templates, uses = {}, list[Use]()
    for name, source in texts:
        templates[name] = compile_template(source, f"{where}.fields.{name}")
        uses.extend(_uses(templates[name].nodes, name, source, dict(blocks)))
    return Compiled(dict(texts), templates, tuple(uses))


def _uses(
    nodes: Iterable[Node], field: str, source: str, blocks: Mapping[str, str], local: set[str] | None = None
) -> Iterator[Use]:
    local = set() if local is None else local
    for node, kept in _walk(nodes, False):
        local.update(str(name) for name in (*node.template_scope(), *node.block_scope()))
        found: Iterable[Use] = ()
        if isinstance(node, Output):
            found = _printed(node, field, source, kept, local)
        elif isinstance(node, CodeNode):
            index = int(node.token.start_index)
            found = [Use(f"promotion.{node.codes}", field, "tested" if kept else "printed", True, index)]
        else:
            found = [
                use
                for expression in node.expressions()
                for path in _paths(expression)
                for use in _use(path, field, "tested", local)
            ]
            if isinstance(node, WordsNode) and node.token.value == "random":  # chance differs by recipient
                found = [*found, Use("user_id", field, "tested", True, int(node.token.start_index))]
        for use in found:
            yield use
            yield from _inserted(use, blocks, local)


def _inserted(use: Use, blocks: Mapping[str, str], local: set[str], depth: int = 1) -> Iterator[Use]:
    """What a content block uses counts as used by the message, two blocks deep."""
    name = use.key.removeprefix("content_blocks.")
    if name == use.key or name not in blocks or depth > 2:
        return
    for inner in _uses(
        compile_template(blocks[name], f"content_blocks[{name}]").nodes, use.field, "", {}, local
    ):
        how: How = "tested" if use.how in ("tested", "filtered") else inner.how
        found = Use(inner.key, use.field, how, inner.has_default, use.index, written=inner.written)
        yield found
        yield from _inserted(found, blocks, local, depth + 1)


def _walk(nodes: Iterable[Node], kept: bool) -> Iterator[tuple[Node, bool]]:
    for node in nodes:
        yield node, kept
        yield from _walk(node.children(None), kept or isinstance(node, CaptureNode))  # type: ignore[arg-type]


def _paths(expression: Expression) -> Iterator[Path]:
    if isinstance(expression, Path):
        yield expression
    for child in expression.children():
        yield from _paths(child)


def _printed(node: Output, field: str, source: str, kept: bool, local: set[str]) -> Iterator[Use]:
    expression = node.expression
    filters = expression.filters if isinstance(expression, Filtered) else []
    left = expression.left if isinstance(expression, Filtered) else expression
    names = [filter_.name for filter_ in filters]
    simple: How = "stripped" if "strip" in names else "printed"
    end = int(node.token.start_index) + len(node.token.value)
    bare = not node.token.value.startswith("{{")
    insert_at = -1 if bare else end - (3 if source[end - 3 : end - 2] == "-" else 2)
    strip_at = _before_pipe(source, int(filters[0].token.start_index)) if filters else insert_at
    how: How = "tested" if kept else simple if set(names) <= {"default", "strip"} else "filtered"
    if isinstance(left, Path) and len(left.path) > 1 + (str(left.path[0]) in NAMESPACES | {EXTERNAL}):
        how = "tested" if kept else "filtered"  # a part of the value is printed, not the value
    if isinstance(left, Path):
        yield from _use(
            left, field, how, local, "default" in names, insert_at, -1 if "strip" in names else strip_at
        )
        left_paths = [left]
    else:
        left_paths = []
    for path in _paths(expression):
        if path not in left_paths:
            yield from _use(path, field, "tested" if kept else "filtered", local, True)


def _before_pipe(source: str, index: int) -> int:
    pipe = source.rfind("|", 0, index)
    while pipe > 0 and source[pipe - 1] == " ":
        pipe -= 1
    return pipe


def _use(
    path: Path,
    field: str,
    how: How,
    local: set[str],
    has_default: bool = False,
    insert: int = -1,
    strip: int = -1,
) -> Iterator[Use]:
    head, *parts = (part if isinstance(part, (str, int)) else "" for part in path.path)
    rest = [part for part in parts if isinstance(part, str) and part]
    written = ""
    if head == EXTERNAL and rest:
        key = rest[0]
    elif head in NAMESPACES and rest and str(head) not in local:
        namespace = (
            "event_properties" if head in ENTRY else "content_blocks" if head == "content_block" else head
        )
        key = f"{namespace}.{rest[0]}"
        written = str(head) if namespace != head else ""
    elif str(head) in local or head in ("forloop", "now", "today", "tablerowloop"):
        return
    else:
        key = f"?{head}"
    yield Use(key, field, how, has_default, int(path.token.start_index), insert, strip, written)
