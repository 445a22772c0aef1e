"""A segment is a rule that finds customers by what they do, never a list of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.grading.result import Verdict, failed, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.workbench import running
from fake_company.text import Text

_WHO = {
    "customer_id",
    "external_id",
    "phone",
    "email",
    "first_name",
    "last_name",
    "birth_date",
    "phone_number",
}


class Fields(CheckFields):
    """Needs nothing of its own."""


def check(fields: Fields, subject: Subject) -> Verdict:
    """Look through every segment's rule for conditions that name people."""
    rules = [(index, segment.rule) for index, segment in enumerate(subject.plan.segments) if segment.rule]
    if not rules:
        return not_tried(Text("받는 고객을 아직 정하지 않았어요.", "No audience has been chosen yet."))
    for index, rule in rules:
        for condition in conditions(rule):
            if condition.get("kind") == "sql":
                if running.read(subject.company, str(condition.get("sql") or "")).is_id_list:
                    return failed(
                        Text(
                            f"segments[{index}]의 SQL이 고객을 값으로 하나하나 골랐어요.",
                            f"The SQL of segments[{index}] picks customers one by one.",
                        )
                    )
                continue
            field = str(condition.get("field") or condition.get("property") or "")
            if field in _WHO and str(condition.get("operator")) not in ("is_set", "is_not_set"):
                return failed(
                    Text(
                        f"segments[{index}]에서 고객을 ‘{field}’ 값으로 하나하나 골랐어요.",
                        f"segments[{index}] picks customers one by one by '{field}'.",
                    )
                )
    return passed(
        Text(
            "고객을 명단이 아니라 행동과 속성으로 골랐어요.",
            "Customers are found by what they do, not by a list.",
        )
    )


def conditions(rule: Any) -> Iterator[dict[str, Any]]:
    """Every condition inside a rule, however deep, nested property conditions included."""
    if isinstance(rule, dict):
        if "field" in rule or "property" in rule or rule.get("kind") == "sql":
            yield rule
        for value in rule.values():
            yield from conditions(value)
    elif isinstance(rule, list):
        for value in rule:
            yield from conditions(value)
