"""What keeps a plan from being sent, looked for in a company."""

from __future__ import annotations

from typing import Any

import pytest

from app.findings import errors
from app.grading import exercises
from app.plan import load, open_parts, problems
from fake_company.errors import DangolError
from fake_company.warehouse import Company


def test_an_empty_plan_needs_a_campaign() -> None:
    assert [(finding.where, finding.code) for finding in open_parts(load({}))] == [("campaigns", "plan.open")]


def test_half_a_campaign_names_what_is_open() -> None:
    plan = load({"campaigns": [{"id": "c"}], "forecast": {"clicks": {"low": 3, "expected": 2, "high": 1}}})
    assert [finding.where for finding in open_parts(plan)] == [
        "campaigns[0].audience",
        "campaigns[0].message",
        "campaigns[0].when",
        "forecast.clicks",
    ]


def test_the_predecessors_plan_has_the_problems_it_is_known_for(small_company: Company) -> None:
    plan = load(exercises.load("cart-abandonment").starting_plan)
    codes = {finding.code for finding in errors(problems(plan, small_company))}
    assert {"law.ad_label", "law.sender", "law.opt_out", "hole.no_default"} <= codes


def test_the_reference_has_no_errors(small_company: Company) -> None:
    plan = exercises.solution("cart-abandonment").reference
    assert [finding.code for finding in errors(problems(plan, small_company))] == []


def test_an_audience_of_nobody_is_said(small_company: Company) -> None:
    document: dict[str, Any] = exercises.solution("cart-abandonment").reference.to_document()
    for segment in document["segments"]:
        segment["rule"]["all"].append({"kind": "attribute", "field": "tier", "operator": "is_not_set"})
    found = problems(load(document), small_company)
    assert [(finding.code, finding.count) for finding in found] == [
        ("audience.empty", 0),
        ("audience.empty", 0),
    ]


def test_a_rule_of_another_company_is_an_error_with_its_place(small_company: Company) -> None:
    rule = {"all": [{"kind": "attribute", "field": "shoe_brand", "operator": "is_set"}]}
    with pytest.raises(DangolError) as caught:
        problems(load({"segments": [{"id": "a"}, {"id": "b", "rule": rule}]}), small_company)
    assert caught.value.where.ko == "segments[1].rule.all[0].field"
