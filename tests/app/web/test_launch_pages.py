"""The plan is looked over, sent, watched; what happened is shown, graded and mended."""

from __future__ import annotations

import json
import time

import pytest
from flask import Flask

from app import jobs
from app.plan import edit
from app.web import _grading, _launching
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor
from tests.app.web.launched import NOW, SLUG, graded, launched, plan_on_table, put, reference

START = jobs.start  # the pages' tests run nothing in the background; these two do


def wait(visitor: Visitor, address: str) -> str:
    """Poll a page that moves by itself until it leads on; where it leads."""
    for _ in range(600):
        text = visitor.get(address, headers={"HX-Request": "true"})
        onward = visitor.answer.headers.get("HX-Redirect")
        if onward:
            return str(onward)
        assert visitor.status == 200
        assert "hx-get" in text, "it stopped half-way"
        time.sleep(0.2)
    raise AssertionError("it never ended")


@pytest.fixture
def results(visitor: Visitor, app: Flask, small_company: Company) -> Visitor:
    """Somebody who has launched the reference once."""
    launched(app.instance_path, small_company)
    return visitor


def test_the_review_names_what_a_careful_sender_would_not_leave_out(small_company: Company) -> None:
    plan = edit.set_field(reference(), "campaigns[0].quiet_hours", None)
    plan = edit.set_field(plan, "campaigns[0].holdout_rate", 0.0)
    found = {one.code: one for one in _launching.review(small_company, plan)}
    mended = edit.apply_fix(edit.apply_fix(plan, found["launch.quiet_hours"].fix), found["launch.holdout"].fix)

    left = {one.code for one in _launching.review(small_company, mended)}
    assert not left & {"launch.quiet_hours", "launch.holdout"}


def test_one_tap_mends_what_the_review_found(visitor: Visitor) -> None:
    put(visitor, edit.set_field(reference(), "campaigns[0].quiet_hours", None))
    assert "밤 9시부터 아침 8시까지 광고가 나갈 수 있어요." in visitor.get("/launch/")

    value = json.dumps({"from": "21:00", "to": "08:00"})
    visitor.post("/plan/fix", {"path": "campaigns[0].quiet_hours", "value": value, "back": "/launch/"})
    assert visitor.answer.headers["Location"] == "/launch/"
    assert "밤 9시부터 아침 8시까지 광고가 나갈 수 있어요." not in visitor.get("/launch/")


def test_an_unfinished_plan_is_not_sent(visitor: Visitor) -> None:
    put(visitor, edit.set_field(reference(), "campaigns", []))
    page = visitor.get("/launch/")
    assert "아직 보낼 수 없어요." in page
    assert 'action="/launch/"' not in page

    text = visitor.post("/launch/")
    assert visitor.status == 400
    assert "아직 보낼 수 없는 계획이에요." in text


def test_a_broken_rule_is_a_finding_not_a_crash(small_company: Company) -> None:
    rule = {"all": [{"kind": "attribute", "field": "nope", "operator": "is_set"}]}
    plan = edit.set_field(reference(), "segments[0].rule", rule)
    found = _launching.review(small_company, plan)

    assert found[0].code == "plan.broken"
    assert _launching.blocked(plan, found)


def test_from_sending_to_results(visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "start", START)
    put(visitor, reference())
    visitor.post("/launch/")
    assert visitor.answer.headers["Location"] == "/launch/1"
    assert plan_on_table(visitor).forecast.sealed_at  # sealed by sending

    assert wait(visitor, "/launch/1/progress?skip=1") == "/results/1"
    text = visitor.get("/results/1")
    for words in ("아무것도 안 했다면", "보냈더니", "이익 계산 과정", "보내지 않은 이유", "운에 따른 범위", "실제 효과"):
        assert words in text
    visitor.get("/launch/1?skip=1")
    assert visitor.answer.headers["Location"] == "/results/1"  # a finished launch leads there by itself


def test_a_launch_can_be_stopped_and_sent_again(
    visitor: Visitor, app: Flask, small_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(_launching, "start", lambda root, launch: started.append(launch.number))
    put(visitor, reference())
    visitor.post("/launch/")
    state = "running"
    monkeypatch.setattr(jobs, "status", lambda root, name: jobs.Status(name, state, 0.5))
    assert "hx-get" in visitor.get("/launch/1")
    assert "http-equiv" in visitor.get("/launch/1")  # and without JavaScript the page reloads itself

    state = "cancelled"
    text = visitor.get("/launch/1")
    assert "보내기를 멈췄어요" in text
    assert "hx-get" not in text.split("<main")[1]
    visitor.post("/launch/1/retry")
    assert started == [1, 1]


def test_results_before_any_launch_say_what_to_do(visitor: Visitor) -> None:
    text = visitor.get("/results/")

    assert "아직 보낸 것이 없어요" in text
    assert "/launch/" in text
    visitor.get("/results/7")
    assert visitor.status == 404


@pytest.mark.parametrize("language", ["ko", "en"])
def test_results_in_both_languages(results: Visitor, language: str) -> None:
    text = results.get(f"/results/1?lang={language}")

    assert results.status == 200
    assert f'<html lang="{language}"' in text
    assert " style=" not in text


def test_why_they_hesitated_stays_hidden_until_no_attempt_is_left(
    results: Visitor, app: Flask, small_company: Company
) -> None:
    launch = launched(app.instance_path, small_company)
    assert "망설인 이유" not in results.get("/results/1")
    assert "by_blocker" not in results.get("/results/1/figures.csv")

    for _ in range(10):
        graded(app.instance_path, launch, {})
    assert "망설인 이유" in results.get("/results/1")


def test_every_figure_can_be_taken_along(results: Visitor) -> None:
    text = results.get("/results/1/figures.csv?lang=en")

    assert text.startswith("\ufeffpart,figure,unit,value,low,high")
    assert "Profit waterfall" in text
    assert "After sending,Orders" in text
    assert "망설" not in text


def test_one_customer_in_both_worlds_and_the_next(results: Visitor) -> None:
    text = results.get("/results/1/customers/0")

    assert 'data-flip="next"' in text
    assert "보냈더니" in text
    results.get("/results/1/customers/99")
    assert results.status == 404


def test_grading_needs_a_launch(visitor: Visitor) -> None:
    assert "아직 채점할 것이 없어요" in visitor.get("/grade/")
    visitor.post("/grade/")
    assert visitor.status == 400


def test_a_grade_says_what_was_seen_why_and_what_to_mend(
    results: Visitor, app: Flask, small_company: Company
) -> None:
    launch = launched(app.instance_path, small_company)
    graded(app.instance_path, launch, {"law": "failed", "message": "partly", "outcome": "not_tried"})
    text = results.get("/grade/1")

    for words in ("다시 볼 부분이 있어요", "일부 통과했어요", "아직 확인하지 못했어요", "통과했어요", "10번 가운데 9번"):
        assert words in text
    assert "<code>(광고)</code>" in text
    assert 'href="/customers/7"' in text
    assert "먼저 고칠 것" in text
    assert "연습용이에요" in text


def test_mending_starts_where_the_first_hint_points(
    results: Visitor, app: Flask, small_company: Company
) -> None:
    launch = launched(app.instance_path, small_company)
    number = graded(app.instance_path, launch, {"law": "failed"})
    put(results, edit.seal(reference(), NOW))
    results.post("/grade/again", {"attempt": str(number)})

    assert results.answer.headers["Location"] == "/message/"
    assert plan_on_table(results).forecast.sealed_at is None


def test_the_best_attempt_is_named_and_a_broken_check_gives_the_attempt_back(
    results: Visitor, app: Flask, small_company: Company
) -> None:
    launch = launched(app.instance_path, small_company)
    graded(app.instance_path, launch, {}, points=88)
    graded(app.instance_path, launch, {"outcome": "broken"}, points=40)
    text = results.get("/grade/2")

    assert "가장 높은 점수는 88" in text
    assert "10번 가운데 9번" in text
    assert "횟수에 넣지 않아요" in text


def test_the_receipt_and_the_plan_can_be_taken_along(
    results: Visitor, app: Flask, small_company: Company
) -> None:
    launch = launched(app.instance_path, small_company)
    graded(app.instance_path, launch, {}, points=88)

    assert json.loads(results.get("/grade/1/receipt.json"))["points"] == 88
    assert results.get("/grade/1/plan.json") == launch.document


def test_no_attempt_left_no_grading(
    results: Visitor, app: Flask, small_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(_grading, "start", lambda root, launch: started.append(launch.exercise))
    launch = launched(app.instance_path, small_company)
    results.post("/grade/")
    assert started == [SLUG]

    for _ in range(10):
        graded(app.instance_path, launch, {})
    results.post("/grade/")
    assert results.status == 400
    assert started == [SLUG]


@pytest.mark.slow
def test_from_sending_to_the_grade(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "start", START)
    put(visitor, reference())
    visitor.post("/launch/")
    wait(visitor, "/launch/1/progress?skip=1")
    visitor.post("/grade/")
    assert visitor.answer.headers["Location"] == "/grade/progress"

    assert wait(visitor, "/grade/progress") == "/grade/"
    visitor.get("/grade/")
    assert visitor.answer.headers["Location"] == "/grade/1"
    assert "채점 확인서" in visitor.get("/grade/1")
