"""WHO: segments. A rule is one object that reads as form, JSON, sentence and SQL, and counts exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.segments import rfm, twin
from app.segments import schema as _schema
from app.segments.builder import FormCondition, FormGroup, changed, from_form
from app.segments.builder import to_form as _to_form
from app.segments.channels import CHANNELS, CONSENTS
from app.segments.entries import Entries, entries
from app.segments.evaluate import ConditionCount, Count, count, counts_per_condition, mask, members
from app.segments.explain import (
    Conflict,
    Overlap,
    Reach,
    Verdict,
    conflicts,
    is_member,
    overlap,
    reach,
    sample,
    why,
)
from app.segments.form import Control, Option
from app.segments.history import History, Week, history
from app.segments.jsonschema import json_schema
from app.segments.lifecycle import TYPES
from app.segments.nested import Named, flattened, resolved, users_of
from app.segments.nested import names as _names
from app.segments.query import sql
from app.segments.regions import Region, Regions, regions
from app.segments.rule import Rule, parse
from app.segments.schema import STANDARD, Schema
from app.segments.sentence import chips as _chips
from app.segments.sentence import sentence as _sentence
from app.segments.text import read as read_text
from app.segments.text import suggestions
from app.segments.text import write as write_text
from app.segments.tokens import TextError
from app.segments.words import Chip
from fake_company.text import Text
from fake_company.warehouse import Company

__all__ = [
    "CHANNELS",
    "CONSENTS",
    "TYPES",
    "Chip",
    "ConditionCount",
    "Conflict",
    "Control",
    "Count",
    "Entries",
    "FormCondition",
    "FormGroup",
    "History",
    "Option",
    "Overlap",
    "Reach",
    "Region",
    "Regions",
    "Rule",
    "Schema",
    "TextError",
    "Verdict",
    "Week",
    "changed",
    "chips",
    "conflicts",
    "count",
    "counts_per_condition",
    "entries",
    "flattened",
    "from_form",
    "history",
    "is_member",
    "json_schema",
    "mask",
    "members",
    "overlap",
    "parse",
    "reach",
    "read_text",
    "regions",
    "resolved",
    "rfm",
    "sample",
    "schema_of",
    "sentence",
    "sql",
    "suggestions",
    "to_form",
    "twin",
    "users_of",
    "why",
    "write_text",
]


def schema_of(company: Company, parts: Iterable[Named] = ()) -> Schema:
    """What this company's rules can speak of: attributes, events, categories, campaigns, thresholds, a plan's segments."""
    found = _schema.of(company)
    return replace(found, segments=_names(parts)) if parts else found


def sentence(rule: Rule | Mapping[str, Any], company: Company | None = None) -> Text:
    """The rule as one sentence; with a company its own attributes have their names."""
    return _sentence(parse(rule), _schema.of(company) if company else STANDARD)


def chips(rule: Rule | Mapping[str, Any], company: Company | None = None) -> list[Chip]:
    """The sentence in parts, each with the path of its condition."""
    return _chips(parse(rule), _schema.of(company) if company else STANDARD)


def to_form(
    rule: Any, company: Company | None = None, where: str = "", parts: Iterable[Named] = ()
) -> FormGroup:
    """The form of a rule given as JSON, unfinished ones too; `parts` are the plan's segments it may name."""
    data = rule.to_json() if isinstance(rule, Rule) else rule
    return _to_form(data, schema_of(company, parts) if company else STANDARD, where)
