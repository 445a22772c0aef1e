"""The tables of the help page, made from the conditions and operators themselves."""

from __future__ import annotations

from dataclasses import dataclass

from app.segments import text
from app.segments.conditions import registry
from app.segments.operators import OPERATORS
from app.segments.rule import parse
from app.segments.schema import STANDARD, Schema
from app.segments.sentence import sentence
from app.segments.syntax import grammar_of
from fake_company.text import Text

TYPES = {
    "string": Text("글자", "text"),
    "number": Text("숫자", "number"),
    "boolean": Text("예·아니요", "yes or no"),
    "date": Text("날짜", "date"),
    "list": Text("목록", "list"),
}


@dataclass(frozen=True)
class ConditionRow:
    """One kind of condition: its key and words, how it is typed, an example of it and what that says."""

    kind: str
    label: Text
    grammar: str
    sample: str
    sentence: Text


@dataclass(frozen=True)
class OperatorRow:
    """One operator: its key and words, how it is typed, what it compares, whether a missing value matches."""

    key: str
    label: Text
    spellings: tuple[str, ...]
    types: tuple[Text, ...]
    takes_missing: bool


def conditions(schema: Schema = STANDARD) -> list[ConditionRow]:
    """A row for every kind of condition, in the order of the menu."""
    found = []
    for kind, condition in registry().items():
        sample = condition.sample or text.write({"kind": kind, **condition.example})
        said = sentence(parse(text.read(sample)), schema)
        grammar = grammar_of(condition.syntax)
        found.append(ConditionRow(kind, condition.label, grammar, sample, said))
    return found


def operators() -> list[OperatorRow]:
    """A row for every operator."""
    return [
        OperatorRow(
            row.key, row.label, row.text, tuple(TYPES[one] for one in row.types), row.negates is not None
        )
        for row in OPERATORS.values()
    ]
