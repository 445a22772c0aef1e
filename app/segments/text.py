"""A rule as text a person can type, and back: `event product_added within 3d and not order_completed`.

    rule      = either
    either    = both { "or" both }
    both      = one { "and" one }
    one       = "not" one | "(" either ")" | ("all" | "any" | "none") "(" either { "," either } ")"
              | "everyone" | CONDITION | EVENT … | ATTRIBUTE OPERATOR [VALUE]
    CONDITION = the line of each kind of condition, made from its parts
    SPAN      = 3d | 24h | 3cd (calendar days) | 3 days …
    COMPARE   = >= N | <= N | > N | < N | = N | between N and N

"and" binds closer than "or". Reading what was written gives the same rule; every mistake points at a character.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from app.segments import syntax
from app.segments.condition import Condition
from app.segments.conditions import registry
from app.segments.fields import ATTRIBUTES, EVENTS
from app.segments.operators import OPERATORS
from app.segments.reader import RESERVED, Reader, Spans
from app.segments.rule import GROUPS, Rule, parse
from app.segments.schema import STANDARD, Schema
from app.segments.tokens import TextError, Token
from fake_company.errors import DangolError
from fake_company.text import Text

_SPELLINGS = {words: key for key, row in OPERATORS.items() for words in row.text}
_JOIN = {"all": " and ", "any": " or "}
DEEPEST = 20


@dataclass
class Node:
    """A condition or a group as it was read: its JSON and where its parts stand."""

    data: dict[str, Any]
    spans: Spans
    start: int
    end: int
    operator: str = ""
    parts: list[Node] = field(default_factory=list)


# --- writing ---------------------------------------------------------------------------------------------------


def write(rule: Rule | Mapping[str, Any]) -> str:
    """The rule as text."""
    data = rule.to_json() if isinstance(rule, Rule) else parse(rule).to_json()
    ((operator, parts),) = data.items()
    if not parts:
        return "everyone"
    if operator == "all" and len(parts) == 1 and "kind" in parts[0]:
        return _condition(parts[0])
    return _group(data)


def _group(data: Mapping[str, Any]) -> str:
    ((operator, parts),) = data.items()
    if operator == "none" and len(parts) == 1:
        return f"not {_inner(parts[0])}"
    if operator == "none" or len(parts) == 1:
        return f"{operator}({', '.join(_condition(p) if 'kind' in p else _group(p) for p in parts)})"
    return _JOIN[operator].join(_inner(part) for part in parts)


def _inner(data: Mapping[str, Any]) -> str:
    """A part inside a group; groups that are joined by words stand in parentheses."""
    if "kind" in data:
        return _condition(data)
    ((operator, parts),) = data.items()
    said = _group(data)
    return f"({said})" if operator in _JOIN and len(parts) > 1 else said


def _condition(data: Mapping[str, Any]) -> str:
    kind = data["kind"]
    said = syntax.write_all(registry()[kind].syntax, data)
    if kind == "event" and _is_plain(data["name"]):
        return said.removeprefix("event ")
    if kind == "attribute" and data["field"] in ATTRIBUTES and data["field"] not in heads():
        return said.removeprefix("attribute ")
    return said


def _is_plain(name: str) -> bool:
    return name in EVENTS and name not in ATTRIBUTES and name not in heads() and name not in RESERVED


def heads() -> dict[str, type[Condition]]:
    """The words a condition's text begins with."""
    return {head: one for kind, one in registry().items() for head in (one.heads or (kind,))}


# --- reading ---------------------------------------------------------------------------------------------------


def read(source: str, schema: Schema = STANDARD) -> dict[str, Any]:
    """The text as a rule's JSON, checked; a mistake is a `TextError` at its place."""
    reader = Reader(source, schema)
    if reader.next.kind == "end":
        raise TextError(
            source, 0, 1, Text("조건이 비어 있어요.", "There is no condition."),
            Text("예: product_added within 3d and not order_completed",
                 "For example product_added within 3d and not order_completed"),
        )  # fmt: skip
    root = _whole(reader)
    data = root.data if root.operator else {"all": [root.data]}
    spans = _places(root if root.operator else Node(data, {}, root.start, root.end, "all", [root]), "")
    try:
        parse(data).check(schema)
    except DangolError as error:
        raise _placed(source, error, spans) from None
    return data


def _whole(reader: Reader) -> Node:
    token = reader.next
    everyone = reader.accept("everyone")
    root = Node({"all": []}, {}, token.start, token.end, "all") if everyone else _joined(reader, "or", 1)
    if reader.next.kind != "end":
        reader.hope(["and", "or"])
        raise reader.error([])
    return root


def _joined(reader: Reader, word: str, depth: int) -> Node:
    """Parts joined by "or", each of them parts joined by "and"."""
    if depth > DEEPEST:
        raise TextError(
            reader.source, reader.next.start, reader.next.end,
            Text("괄호가 너무 깊어요.", "Parentheses are nested too deeply."),
            Text("안쪽 묶음을 다른 고객 묶음으로 만들어 주세요.", "Make the inner part a segment of its own."),
        )  # fmt: skip
    found = [_next(reader, word, depth)]
    while reader.accept(word):
        found.append(_next(reader, word, depth))
    if len(found) == 1:
        return found[0]
    return _grouped("any" if word == "or" else "all", found, found[0].start, found[-1].end)


def _next(reader: Reader, word: str, depth: int) -> Node:
    return _joined(reader, "and", depth) if word == "or" else _one(reader, depth)


def _grouped(operator: str, parts: list[Node], start: int, end: int) -> Node:
    return Node({operator: [part.data for part in parts]}, {}, start, end, operator, parts)


def _one(reader: Reader, depth: int) -> Node:
    token = reader.next
    if reader.accept("not"):
        inner = _one(reader, depth + 1) if depth < DEEPEST else _joined(reader, "or", depth + 1)
        return _grouped("none", [inner], token.start, inner.end)
    if reader.accept("("):
        found = _joined(reader, "or", depth + 1)
        reader.expect(")")
        return found
    for operator in GROUPS:
        if reader.sees(f"{operator} ("):
            reader.accept(f"{operator} (")
            parts = [_joined(reader, "or", depth + 1)]
            while reader.accept(","):
                parts.append(_joined(reader, "or", depth + 1))
            reader.expect(")")
            return _grouped(operator, parts, token.start, reader.tokens[reader.at - 1].end)
    return _leaf(reader, token)


def _leaf(reader: Reader, token: Token) -> Node:
    known = heads()
    reader.hope([*known, *reader.schema.events, *reader.schema.attributes])
    if token.kind not in ("name", "string") or (token.kind == "name" and token.text.lower() in RESERVED):
        raise reader.error([], Text("조건", "a condition"))
    condition = known.get(token.text.lower()) if token.kind == "name" else None
    data: dict[str, Any] = {}
    reader.spans = {}
    if condition is None or (_is_operator(reader) and token.text not in ("first", "last", "top", "bottom")):
        condition = registry()["attribute" if _is_attribute(reader, token) else "event"]
        parts = condition.syntax[1:]
    else:
        parts = condition.syntax if condition.heads else condition.syntax[1:]
        reader.at += 0 if condition.heads else 1
    data["kind"] = condition.kind
    syntax.read_all(parts, reader, data)
    return Node(data, reader.spans, token.start, reader.tokens[reader.at - 1].end)


def _is_operator(reader: Reader) -> bool:
    """Whether an operator follows the next word, which is then an attribute even if it looks like a keyword."""
    if reader.next.text not in reader.schema.attributes:
        return False
    return _ahead(reader).longest(_SPELLINGS) is not None


def _is_attribute(reader: Reader, token: Token) -> bool:
    """Whether a bare name is an attribute: known as one and not as an event, or followed by an operator and a value."""
    name = token.value
    if name in reader.schema.events:
        return False
    if name in reader.schema.attributes:
        return True
    ahead = _ahead(reader)
    if ahead.longest(_SPELLINGS) is None:
        return False
    return "times" not in [one.text for one in ahead.tokens[ahead.at : ahead.at + 4]]


def _ahead(reader: Reader) -> Reader:
    return Reader(reader.source, reader.schema, reader.at + 1, reader.tokens)


# --- places ----------------------------------------------------------------------------------------------------


def _places(node: Node, path: str) -> dict[str, tuple[int, int]]:
    """Where each path of the rule stands in the text."""
    found = {path: (node.start, node.end)}
    if not node.operator:
        return found | {f"{path}.{key}": span for key, span in node.spans.items()}
    stem = f"{path}.{node.operator}" if path else node.operator
    found[stem] = (node.start, node.end)
    for index, part in enumerate(node.parts):
        found |= _places(part, f"{stem}[{index}]")
    return found


def _placed(source: str, error: DangolError, spans: Mapping[str, tuple[int, int]]) -> TextError:
    """A rule's mistake at the characters of the part it names (or of the nearest part around it)."""
    path = error.where.en
    while path not in spans and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    start, end = spans.get(path, (0, len(source)))
    return TextError(source, start, end, error.message, error.remedy, **error.extra)


# --- what could come next --------------------------------------------------------------------------------------


def suggestions(source: str, schema: Schema = STANDARD, most: int = 12) -> list[str]:
    """What could stand at the end of the text: words that go on from the last one, or what may follow it."""
    ends_open = bool(source) and not source[-1].isspace() and source[-1] not in '(),"'
    typed = source.split()[-1].split("(")[-1].split(",")[-1].lower() if ends_open else ""
    begun = [
        word for word in _hopes(source[: len(source) - len(typed)], schema) if word.lower().startswith(typed)
    ]
    if typed in [word.lower() for word in begun]:
        begun = [word for word in begun if word.lower() != typed] + _hopes(source, schema)
    return begun[:most]


def _hopes(before: str, schema: Schema) -> list[str]:
    """What could stand after a text that is whole so far."""
    try:
        reader = Reader(before, schema)
    except TextError:
        return []
    with suppress(TextError):
        _whole(reader)
    return reader.hopes.get(len(reader.tokens) - 1, [])
