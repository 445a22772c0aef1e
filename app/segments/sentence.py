"""A rule as one sentence, in Korean and English, and as chips that know which condition they come from."""

from __future__ import annotations

from app.segments.rule import Group, Leaf, Rule
from app.segments.schema import STANDARD, Schema
from app.segments.words import DOES, Chip, Clause, Ending
from fake_company.text import Text

_NOT = Ending("하지 않고", "하지 않거나", "하지 않는")
_JOIN = {"all": " and ", "any": " or ", "none": " or "}


def sentence(rule: Rule, schema: Schema = STANDARD) -> Text:
    """`지난 3일 안에 장바구니에 담고 24시간 안에 주문하지 않은 고객` / `Customers who …`."""
    parts = chips(rule, schema)
    return Text("".join(chip.text.ko for chip in parts), "".join(chip.text.en for chip in parts))


def chips(rule: Rule, schema: Schema = STANDARD) -> list[Chip]:
    """The sentence in parts: a chip a condition, and the words that join them (path empty)."""
    if not rule.root.parts:
        return [_plain("모든 고객", "All customers")]
    parts = _inside(rule.root, schema)
    if rule.root.operator == "none":
        parts = [_plain("(", "not ("), *parts, _plain(" 경우)에 해당하지 않는", ")")]
    return [_plain("", "Customers "), *parts, _plain(" 고객", "")]


def _plain(ko: str, en: str) -> Chip:
    return Chip(Text(ko, en), "")


def _inside(group: Group, schema: Schema) -> list[Chip]:
    """The parts joined, ending as before a noun."""
    found: list[Chip] = []
    for index, part in enumerate(group.parts):
        last = index == len(group.parts) - 1
        found += _part(part, schema, None if last else group.operator)
        if not last:
            found.append(_plain(" ", _JOIN[group.operator]))
    return found


def _part(part: Group | Leaf, schema: Schema, joined_by: str | None) -> list[Chip]:
    if isinstance(part, Leaf):
        clause = part.condition.clause(schema)
        return [Chip(Text(clause.ko + _end(clause.ending, joined_by), clause.en), part.path)]
    ending = _end(_NOT if part.operator == "none" else DOES, joined_by)
    opening = "not (" if part.operator == "none" else "("
    return [_plain("(", opening), *_inside(part, schema), _plain(f" 경우)에 해당{ending}", ")")]


def _end(ending: Ending, joined_by: str | None) -> str:
    if joined_by is None:
        return ending.noun
    return ending.also if joined_by == "all" else ending.either


def clause_text(clause: Clause) -> Text:
    """A clause on its own: `등급이 골드인 고객` / `whose tier is gold`."""
    return Text(f"{clause.noun().ko} 고객", clause.en)
