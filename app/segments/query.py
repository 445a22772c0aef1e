"""A rule as the SQL an analyst would write: one SELECT over `customers`, a line a condition, a comment with its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.segments.condition import Query
from app.segments.evaluate import ask
from app.segments.rule import Group, Leaf, Rule
from fake_company.warehouse import Company

_BREAKS = re.compile(r" (FROM|WHERE|GROUP BY|HAVING|ASOF LEFT JOIN|JOIN|ON) ")
_NESTED = re.compile(r"\((SELECT )")


def sql(company: Company, rule: Rule | Mapping[str, Any], moment: datetime | None = None) -> str:
    """The whole segment as one query of `customer_id`, ready to run on the company's tables."""
    asked = ask(company, rule, moment)
    return f"SELECT customer_id\nFROM customers\nWHERE {_group(asked.rule.root, asked.query, 0)}\nORDER BY customer_id"


def _group(group: Group, query: Query, depth: int) -> str:
    pad = "  " * (depth + 1)
    word = "AND" if group.operator == "all" else "OR"
    parts = [_part(part, query, depth) for part in group.parts]
    body = f"\n{pad}{word} ".join(parts)
    return f"(\n{pad}   {body}\n{pad}) IS NOT TRUE" if group.operator == "none" else body


def _part(part: Group | Leaf, query: Query, depth: int) -> str:
    if isinstance(part, Leaf):
        return f"({_wrapped(part.condition.predicate(query), depth + 2)})"
    inside = _group(part, query, depth + 1)
    return f"({inside})"


def _wrapped(text: str, depth: int) -> str:
    """Clauses of a nested SELECT on lines of their own; a short test stays on one line."""
    if "(SELECT" not in text or len(text) < 60:
        return text
    pieces = _outside_quotes(text)
    pad = "\n" + "  " * depth
    return "".join(
        piece
        if quoted
        else _BREAKS.sub(lambda m: f"{pad}{m[1]} ", _NESTED.sub(lambda m: f"({pad}{m[1]}", piece))
        for piece, quoted in pieces
    )


def _outside_quotes(text: str) -> list[tuple[str, bool]]:
    """The text cut at SQL string literals; the flag says which pieces are literals."""
    return [(piece, index % 2 == 1) for index, piece in enumerate(re.split(r"('(?:[^']|'')*')", text))]
