"""Each kind of check on its own, with the costly answers given."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from app.grading import checks
from app.grading.checks.forecast import interval_score
from app.grading.checks.no_id_lists import conditions
from app.grading.result import Verdict
from app.plan import Interval, load
from app.plan.sending import sendings
from fake_company.warehouse import Company

WORDS = {"ko": "제목", "en": "title"}
TRIGGER = {"kind": "trigger", "event": "product_added", "unless": "order_completed", "delay_minutes": 120}
QUIET = {"from": "21:00", "to": "08:00"}
RULE = {"all": [{"kind": "attribute", "field": "tier", "operator": "is_any_of", "value": ["gold"]}]}


def document(**more: Any) -> dict[str, Any]:
    message = {
        "id": "m",
        "channel": "app_push",
        "fields": {"body": "담아 두신 옷"},
        **more.pop("message", {}),
    }
    campaign = {"id": "c", "audience": "s", "message": "m", "when": TRIGGER, "quiet_hours": QUIET}
    return {
        "segments": [{"id": "s", "name": "담고 안 산 고객", "rule": more.pop("rule", RULE)}],
        "messages": [message],
        "promotions": [{"id": "p", "percent": 10}],
        "campaigns": [{**campaign, **more.pop("campaign", {})}],
        **more,
    }


def run(kind: str, plan: dict[str, Any], basis: dict[str, float] | None = None, **fields: Any) -> Verdict:
    found = checks.get(kind)
    stated = found.Fields.model_validate(
        {"id": "x", "kind": kind, "title": WORDS, "why": WORDS, "hint": WORDS, "points": 10, **fields}
    )
    loaded = load(plan)
    meta = SimpleNamespace(profile="fashion", customers=1000, days=365, seed=1)
    review: Callable[[Any], Any] = lambda sending: SimpleNamespace(findings=[])  # noqa: E731
    subject: Any = SimpleNamespace(
        plan=loaded,
        sendings=sendings(loaded),
        review=review,
        company=SimpleNamespace(meta=meta),
        basis=SimpleNamespace(**(basis or {})),
        reference=SimpleNamespace(incremental_profit_krw=1000.0, contacted=100.0),
    )
    return found.check(stated, subject)


def test_a_list_of_people_is_no_segment() -> None:
    ids = {"kind": "attribute", "field": "external_id", "operator": "is_any_of", "value": ["a", "b"]}
    assert run("no_id_lists", document(rule={"any": [{"all": [ids]}]})).status == "failed"
    assert run("no_id_lists", document()).status == "passed"
    known = {"kind": "attribute", "field": "email", "operator": "is_set"}
    assert run("no_id_lists", document(rule={"all": [known]})).status == "passed"
    assert run("no_id_lists", {}).status == "not_tried"


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT customer_id FROM customers WHERE customer_id IN (1, 2, 3)", "failed"),
        ("SELECT unnest([4, 9, 12]) AS customer_id", "failed"),
        ("SELECT customer_id FROM orders GROUP BY 1 HAVING count(*) > 3", "passed"),
    ],
)
def test_a_list_of_people_in_sql_is_no_segment_either(sql: str, status: str, small_company: Company) -> None:
    plan = load(document(rule={"all": [{"kind": "sql", "sql": sql}]}))
    subject: Any = SimpleNamespace(plan=plan, company=small_company)
    stated = checks.get("no_id_lists").Fields.model_validate(
        {"id": "x", "kind": "no_id_lists", "title": WORDS, "why": WORDS, "hint": WORDS, "points": 3}
    )
    assert checks.get("no_id_lists").check(stated, subject).status == status


def test_conditions_are_found_at_any_depth() -> None:
    rule = {"all": [{"none": [{"any": [{"field": "a", "where": [{"property": "b"}]}]}]}]}
    assert [c.get("field") or c.get("property") for c in conditions(rule)] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "passed"),
        ({"campaign": {"quiet_hours": None}}, "failed"),
        ({"campaign": {"quiet_hours": {"from": "23:00", "to": "08:00"}}}, "failed"),
        ({"campaign": {"quiet_hours": {"from": "21:00", "to": "07:30"}}}, "failed"),
        ({"campaign": {"quiet_hours": {"from": "20:00", "to": "09:00"}}}, "passed"),
        ({"campaign": {"quiet_hours": {"from": "08:00", "to": "21:00"}}}, "failed"),
        ({"campaign": {"quiet_hours": None}, "message": {"channel": "email"}}, "passed"),
        ({"message": {"purpose": "information"}}, "failed"),
        ({"message": {"purpose": "information", "promotion": "p"}, "campaign": {"when": None}}, "not_tried"),
    ],
)
def test_law_of_the_campaign_itself(change: dict[str, Any], status: str) -> None:
    assert run("law", document(**change)).status == status


@pytest.mark.parametrize(
    ("earned", "status", "share"),
    [
        (900, "passed", 1.0),
        (1200, "passed", 1.0),
        (475, "partly", 0.5),
        (50, "failed", 0.0),
        (-5000, "failed", 0.0),
    ],
)
def test_the_outcome_is_a_share_of_the_reference(earned: float, status: str, share: float) -> None:
    verdict = run("outcome", document(), {"incremental_profit_krw": earned})
    assert (verdict.status, max(0.0, min(1.0, verdict.share))) == (status, pytest.approx(share))


def test_a_loss_is_said_plainly() -> None:
    verdict = run("outcome", document(), {"incremental_profit_krw": -12_345})
    assert verdict.saw.ko.startswith("아무것도 안 했을 때보다 이익이 12,000원 줄었어요")


@pytest.mark.parametrize(("contacted", "status"), [(30, "passed"), (29, "failed"), (500, "passed")])
def test_enough_customers_are_contacted(contacted: float, status: str) -> None:
    assert run("contacted", document(), {"contacted": contacted}).status == status


@pytest.mark.parametrize(
    ("low", "high", "truth", "score"),
    [(80, 120, 100, 40), (80, 120, 130, 140), (80, 120, 70, 140), (5, 5, 5, 0)],
)
def test_interval_score_by_hand(low: float, high: float, truth: float, score: float) -> None:
    assert interval_score(Interval(low=low, expected=low, high=high), truth) == pytest.approx(score)


KINDS = checks.keys()
TRUTH = {"sends": 1000.0, "clicks": 50.0, "conversions": 20.0}
MEASURES: dict[str, Any] = {"measures": ["sends", "clicks"]}


def forecast(**intervals: tuple[float, float, float]) -> dict[str, Any]:
    return document(
        forecast={
            name: dict(zip(("low", "expected", "high"), i, strict=True)) for name, i in intervals.items()
        }
    )


@pytest.mark.parametrize(
    ("intervals", "status", "share"),
    [
        ({"sends": (800, 1000, 1200), "clicks": (20, 50, 100)}, "passed", 1.0),
        ({"sends": (800, 1000, 1200)}, "partly", 0.5),
        ({"sends": (3900, 4000, 4100), "clicks": (190, 200, 210)}, "failed", 0.0),
        ({"sends": (0, 1000, 5000), "clicks": (0, 50, 250)}, "partly", 0.5),
        ({"sends": (3, 2, 1), "clicks": (20, 50, 100)}, "failed", 0.0),
        ({}, "not_tried", 0.0),
    ],
)
def test_forecasts_are_scored_by_their_intervals(intervals: Any, status: str, share: float) -> None:
    verdict = run("forecast", forecast(**intervals), TRUTH, **MEASURES)
    assert (verdict.status, max(0.0, verdict.share)) == (status, pytest.approx(share))


def test_a_tiny_campaign_says_nothing_about_forecasting() -> None:
    plan = forecast(sends=(8, 10, 12), clicks=(0, 1, 2))
    assert run("forecast", plan, {**TRUTH, "conversions": 3.0}, **MEASURES).status == "not_tried"


def test_a_forecast_for_another_company_is_not_judged() -> None:
    plan = forecast(sends=(800, 1000, 1200), clicks=(20, 50, 100))
    plan["company"] = {"profile": "fashion", "customers": 50000}
    assert run("forecast", plan, TRUTH, **MEASURES).status == "not_tried"
    plan["company"] = {"profile": "fashion", "customers": 1000}
    assert run("forecast", plan, TRUTH, **MEASURES).status == "passed"


GOOD = {
    "why_these_customers": "골드 등급 고객은 담아 두고 두 번 생각하는 일이 많아서 먼저 골랐어요.",
    "why_now": "담은 지 2시간이면 아직 무엇을 담았는지 기억하고 있을 때예요.",
    "what_would_show_i_am_wrong": "비교 그룹과 주문율이 같으면 제가 틀렸다고 할게요.",
}


@pytest.mark.parametrize(
    ("change", "status", "answered"),
    [
        ({}, "passed", 3),
        ({"why_now": ""}, "partly", 2),
        ({"why_now": "ㅋ" * 60}, "partly", 2),
        ({"why_now": GOOD["why_these_customers"]}, "partly", 1),
        ({"why_these_customers": "왠지 그냥 좋아 보여서 이렇게 해 보았어요. 그렇습니다."}, "partly", 2),
        ({"what_would_show_i_am_wrong": "틀릴 일이 없을 것 같아요. 정말로 그렇게 생각해요."}, "partly", 2),
        (dict.fromkeys(GOOD, "좋아요"), "failed", 0),
        (dict.fromkeys(GOOD, ""), "not_tried", 0),
    ],
)
def test_the_three_questions(change: dict[str, str], status: str, answered: int) -> None:
    verdict = run("rationale", document(rationale={**GOOD, **change}))
    assert (verdict.status, round(verdict.share * 3)) == (status, answered)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rationale"])
def test_nothing_to_judge_is_not_tried(kind: str) -> None:
    needed: dict[str, Any] = {
        "forecast": MEASURES,
        "audience_intent": {
            "intent": WORDS,
            "include": RULE,
            "exclude": RULE,
            "event": "product_added",
            "clear_after_minutes": 60,
        },
    }.get(kind, {})
    assert run(kind, {}, **needed).status == "not_tried"
