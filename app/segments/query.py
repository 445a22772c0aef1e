"""A rule as the SQL an analyst would write: one SELECT over `customers`, a line a condition, a comment with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.segments.condition import Query
from app.segments.evaluate import ask
from app.segments.rule import Group, Leaf, Rule
from fake_company.warehouse import Company

_CLAUSES = ("FROM", "WHERE", "GROUP BY", "HAVING", "ASOF LEFT JOIN", "ASOF JOIN", "ON")
_TOKENS = re.compile(rf"'(?:[^']|'')*'|\(SELECT|[()]| (?:{'|'.join(_CLAUSES)}) |[^()' ]+| ")


def sql(company: Company, rule: Rule | Mapping[str, Any], moment: datetime | None = None) -> str:
    """The whole segment as one query of `customer_id`, ready to run on the company's tables."""
    asked = ask(company, rule, moment)
    if not asked.rule.root.parts:
        return "SELECT customer_id\nFROM customers\nORDER BY customer_id"
    preludes = [one for one in dict.fromkeys(_preludes(asked.rule, asked.query)) if one]
    before = f"WITH {', '.join(preludes)}\n" if preludes else ""
    return f"{before}SELECT customer_id\nFROM customers\nWHERE {_group(asked.rule.root, asked.query, 0)}\nORDER BY customer_id"


def _preludes(rule: Rule, query: Query) -> Iterator[str]:
    """What stands in front of the whole query, of segments inside it too."""
    for leaf in rule.leaves():
        yield leaf.condition.prelude(query)
        inner = getattr(leaf.condition, "rule", None)
        if isinstance(inner, Rule):
            yield from _preludes(inner, query)


def inside(rule: Rule, query: Query) -> str:
    """A whole rule as one test of a customer, on one line."""
    return f"({_test(rule.root, query)})"


def _test(node: Group | Leaf, query: Query) -> str:
    if isinstance(node, Leaf):
        return f"({node.condition.predicate(query)})"
    if not node.parts:
        return "true"
    body = f" {'AND' if node.operator == 'all' else 'OR'} ".join(
        f"({_test(part, query)})" for part in node.parts
    )
    return f"({body}) IS NOT TRUE" if node.operator == "none" else body


def _group(group: Group, query: Query, depth: int) -> str:
    pad = "  " * (depth + 1)
    word = "AND" if group.operator == "all" else "OR"
    parts = [_part(part, query, depth) for part in group.parts]
    body = f"\n{pad}{word} ".join(parts)
    return f"(\n{pad}   {body}\n{pad}) IS NOT TRUE" if group.operator == "none" else body


def _part(part: Group | Leaf, query: Query, depth: int) -> str:
    if isinstance(part, Leaf):
        return f"({_wrapped(part.condition.predicate(query), depth + 1)})"
    inside = _group(part, query, depth + 1)
    return f"({inside})"


def _wrapped(text: str, depth: int) -> str:
    """Clauses of nested SELECTs on lines of their own, indented by nesting; a test without one stays as it is."""
    if "(SELECT" not in text:
        return text
    open_: list[bool] = []  # for each open parenthesis, whether a SELECT stands in it
    found: list[str] = []
    for token in _TOKENS.findall(text):
        if token.startswith("("):
            open_.append(token != "(")
            found.append(f"({_line(open_, depth)}SELECT" if open_[-1] else "(")
        elif token == ")":
            closed = open_.pop()
            found.append(f"{_line(open_, depth)})" if closed else ")")
        elif open_ and open_[-1] and token.strip() in _CLAUSES:
            found.append(f"{_line(open_, depth)}{token.strip()} ")
        else:
            found.append(token)
    return "".join(found)


def _line(open_: list[bool], depth: int) -> str:
    return "\n" + "  " * (depth + sum(open_))
