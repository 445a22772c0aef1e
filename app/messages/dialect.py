"""What Braze's documents forbid, contradict or cannot fill in a message: one finding for each, at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from liquid.ast import Node
from liquid.builtin.expressions import Path
from liquid.builtin.tags.for_tag import ForNode
from liquid.builtin.tags.tablerow_tag import TablerowNode
from liquid.expression import Expression

from app.findings import Finding
from app.messages import catalog, facts
from app.messages.around import Around, around_of
from app.messages.compiled import Compiled, MessageLike, Use
from app.messages.dialect_tags import CHOSEN, Note, chosen, of_tag, unknown
from app.messages.liquid.branching import AnyOf, Truth
from app.messages.liquid.braze_filters import QUERY_BUILDER
from app.messages.liquid.braze_tags import WordsNode
from app.messages.liquid.expressions import Condition, Filtered, Grouped
from app.messages.liquid.problems import place
from app.messages.liquid.tags import Output
from app.messages.namespaces import DOCUMENTED, ENTRY
from app.messages.namespaces import QUERY_BUILDER as REPORTS
from fake_company.text import Text
from fake_company.warehouse import Company

_CHOSEN_CODES = CHOSEN["braze.several_code_lists"]
MAX_BLOCK_BYTES = 50_000
_MATH = frozenset(("plus", "minus", "times", "divided_by", "modulo"))


def findings(
    compiled: Compiled,
    where: str,
    around: Around,
    known: Iterable[str] = (),
    selections: Mapping[str, Iterable[str]] | None = None,
) -> list[Finding]:
    """Everything the dialect has to say about a message. `known` are the company's variables."""
    found: dict[tuple[str, str, str], Finding] = {}
    for field, source in compiled.sources.items():
        notes = [*_nodes(compiled.templates[field].nodes, selections or {})]
        notes += _uses([use for use in compiled.uses if use.field == field], frozenset(known), around)
        for note in notes:
            line = place(source, note.index)["line"]
            text = Text(f"{note.text.ko} ({line}번째 줄)", f"{note.text.en} (line {line})")
            made = Finding(
                note.severity, note.code, text, f"{where}.fields.{field}", note.remedy, None, "braze"
            )
            found.setdefault((note.code, field, note.text.en), made)
    return [*found.values(), *_lists(compiled, where, around), *_blocks(compiled, where, around)]


def of_message(
    company: Company, message: MessageLike, promotion: Any, compiled: Compiled, where: str
) -> list[Finding]:
    """The notes on a message in its company and plan."""
    known = facts.of(company).variables
    return findings(compiled, where, around_of(message, promotion), known, catalog.of(company).selections)


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children(None))  # type: ignore[arg-type]


def _inside(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in expression.children():
        yield from _inside(child)


def _nodes(nodes: Iterable[Node], selections: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    for node in _walk(nodes):
        if isinstance(node, Output) and not node.token.value.startswith("{{"):
            yield chosen(
                "braze.bare_attribute",
                node,
                ("괄호 없이 쓴 속성이에요.", "An attribute stands without braces."),
            )
        if isinstance(node, WordsNode):
            yield from of_tag(node, selections)
        looping = isinstance(node, (ForNode, TablerowNode))
        for expression in node.expressions():
            for part in _inside(expression):
                yield from _expression(part, isinstance(expression, (Truth, AnyOf)), looping)


def _expression(part: Expression, testing: bool, looping: bool) -> Iterator[Note]:
    if isinstance(part, Grouped):
        yield chosen("braze.parentheses", part, ("조건에 괄호를 썼어요.", "A condition uses parentheses."))
    if isinstance(part, Condition):
        for sign in part.signs:
            yield chosen("braze.and_sign", sign, ("`&&`나 `||`를 썼어요.", "`&&` or `||` is used."))
    if not isinstance(part, Filtered):
        return
    if testing:
        yield chosen(
            "braze.filter_in_condition",
            part,
            ("조건 안에서 필터를 썼어요.", "A filter stands in a condition."),
        )
    if looping:
        yield chosen(
            "braze.filter_in_loop", part, ("`for` 안에서 필터를 썼어요.", "A filter stands in a `for`.")
        )
    for filter_ in part.filters:
        if filter_.name in QUERY_BUILDER:
            yield chosen(
                "braze.query_builder",
                part,
                ("보고서에서만 쓰는 필터예요.", "This filter is for reports only."),
            )
        values = [argument.value for argument in filter_.arguments]
        if filter_.name in _MATH and _attribute(part.left) and any(map(_attribute, values)):
            yield chosen(
                "braze.two_attributes",
                part,
                ("한 줄에서 속성 둘을 계산해요.", "One line computes with two attributes."),
            )


def _attribute(expression: Expression) -> bool:
    return isinstance(expression, Path) and expression.path[0] == "custom_attribute"


def _uses(uses: list[Use], known: frozenset[str], around: Around) -> Iterator[Note]:
    for use in uses:
        namespace, dot, name = use.key.partition(".")
        if use.key in known:
            continue
        if use.key in _DEFAULTS:
            yield _unfilled(use, "", use.key)
        if not dot or use.key.startswith("?"):
            continue
        if namespace == "content_blocks" and name not in around.blocks:
            yield unknown(
                "braze.unknown_block", use.index, name, list(around.blocks), ("콘텐츠 블록", "content block")
            )
        elif namespace == "promotion" and name not in around.promotions:
            yield unknown(
                "braze.unknown_code_list",
                use.index,
                name,
                list(around.promotions),
                ("코드 목록", "list of codes"),
            )
        elif namespace in REPORTS:
            yield chosen(
                "braze.query_builder",
                _At(use.index),
                ("보고서에서만 쓰는 변수예요.", "This variable is for reports only."),
            )
        elif use.written in ENTRY or namespace in _UNFILLED:
            yield _unfilled(use, namespace, name)
        if use.written == "content_block":
            yield chosen(
                "braze.content_block_spelling",
                _At(use.index),
                ("`content_block.`이라고 썼어요.", "It says `content_block.`."),
            )


@dataclass(frozen=True)
class _At:
    """A place given by its index alone."""

    start_index: int


_UNFILLED = frozenset((*DOCUMENTED, "subscribed_state", "preference_center", "product_recommendation")) - {""}
_DEFAULTS = DOCUMENTED[""]


def _unfilled(use: Use, namespace: str, name: str) -> Note:
    names = DOCUMENTED.get(namespace)
    shown = f"{use.written or namespace}.{name}".removeprefix(".")
    if names is not None and name not in names:
        return unknown(
            "braze.unknown_name",
            use.index,
            name,
            sorted(names),
            (f"`{namespace}` 값", f"`{namespace}` value"),
        )
    return Note(
        "braze.no_value_here", use.index,
        Text(f"`{shown}`에는 이 회사의 값이 없어요.", f"This company has no value for `{shown}`."),
        Text("`default`를 쓰거나 이벤트 속성으로 바꾸세요.", "Give it a `default`, or use an event property."),
    )  # fmt: skip


def _lists(compiled: Compiled, where: str, around: Around) -> Iterator[Finding]:
    lists = [name for name in compiled.code_lists if name in around.promotions]
    if len(lists) > 1:
        names = ", ".join(f"`{name}`" for name in lists)
        yield Finding(
            "warning", "braze.several_code_lists",
            Text(f"코드 목록 {names}에서 받는 고객마다 하나씩 줄어요.", f"Every recipient uses up a code of each list: {names}."),
            where, Text("갈래마다 메시지를 나누면 낭비가 없어요.", "Separate messages, one a branch, waste none."), None, "braze",
        )  # fmt: skip


def codes_used(compiled: Compiled, around: Around, recipients: int, where: str) -> list[Finding]:
    """How many codes a send uses up: one of every list the message names, for everybody it is written to."""
    return [
        Finding(
            "info", "braze.codes_used",
            Text(f"코드 목록 `{name}`에서 {recipients:,}개를 써요.", f"Uses {recipients:,} codes of the list `{name}`."),
            where, _CHOSEN_CODES, None, "braze", recipients,
        )
        for name in compiled.code_lists
        if name in around.promotions and not around.promotions[name].code
    ]  # fmt: skip


def _blocks(compiled: Compiled, where: str, around: Around) -> Iterator[Finding]:
    for name in dict.fromkeys(
        key.removeprefix("content_blocks.") for key in compiled.keys if key in _named(around)
    ):
        size = len(around.blocks[name].encode())
        if size > MAX_BLOCK_BYTES:
            yield Finding(
                "error", "braze.block_size", Text(f"콘텐츠 블록 `{name}`이 50 KB를 넘어요.", f"Content block `{name}` is over 50 KB."),
                where, CHOSEN["braze.block_size"], None, "braze",
            )  # fmt: skip


def _named(around: Around) -> set[str]:
    return {f"content_blocks.{name}" for name in around.blocks}


__all__ = ["Note", "codes_used", "findings", "of_message"]
