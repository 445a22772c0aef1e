"""Work is kept as it is made, can be undone, and travels as one file."""

from __future__ import annotations

import io
import json
from typing import Any

from tests.app.web.conftest import Visitor


def plan_of(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(visitor.get("/plan/download"))
    return found


def test_the_predecessors_draft_is_the_starting_plan(visitor: Visitor) -> None:
    plan = plan_of(visitor)

    assert plan["exercise"] == "cart-abandonment"
    assert [promotion["percent"] for promotion in plan["promotions"]] == [20]


def test_the_purpose_is_kept_and_shown_in_the_plan_bar(visitor: Visitor) -> None:
    visitor.post(
        "/exercise/purpose", {"behaviour_today": "담아만 둬요", "behaviour_wanted": "다시 와서 사요"}
    )

    assert plan_of(visitor)["purpose"] == {
        "behaviour_today": "담아만 둬요",
        "behaviour_wanted": "다시 와서 사요",
    }
    assert "담아만 둬요 → 다시 와서 사요" in visitor.get("/plan/")


def test_htmx_gets_the_plan_bar_and_a_quiet_note(visitor: Visitor) -> None:
    text = visitor.post(
        "/exercise/purpose", {"behaviour_today": "담아만 둬요"}, headers={"HX-Request": "true"}
    )

    assert visitor.answer.headers["HX-Trigger"] == "saved"
    assert 'id="plan-bar"' in text
    assert 'hx-swap-oob="true"' in text


def test_undo_and_redo(visitor: Visitor) -> None:
    visitor.post("/plan/rationale", {"why_now": "방금 담았으니까요"})
    visitor.post("/plan/undo")
    assert plan_of(visitor)["rationale"]["why_now"] == ""

    visitor.post("/plan/redo")
    assert plan_of(visitor)["rationale"]["why_now"] == "방금 담았으니까요"


def test_what_is_downloaded_can_be_uploaded(visitor: Visitor) -> None:
    plan = plan_of(visitor) | {"title": "내 첫 계획"}
    visitor.post("/plan/upload", {"file": (io.BytesIO(json.dumps(plan).encode()), "plan.json")})

    assert plan_of(visitor) == plan


def test_a_broken_upload_names_the_place_and_keeps_the_plan(visitor: Visitor) -> None:
    before = plan_of(visitor)
    text = visitor.post("/plan/upload", {"document": '{"format": 1, "titel": "오타"}'})

    assert visitor.status == 400
    assert "titel" in text
    assert plan_of(visitor) == before


def test_a_plan_of_another_exercise_is_refused(visitor: Visitor) -> None:
    text = visitor.post("/plan/upload", {"document": '{"format": 1, "exercise": "welcome"}'})

    assert visitor.status == 400
    assert "다른 과제의 계획 파일이에요." in text


def test_a_one_tap_fix_changes_the_plan_and_comes_back(visitor: Visitor) -> None:
    visitor.post("/plan/fix", {"path": "promotions[0].percent", "value": "10", "back": "/segments/"})

    assert visitor.answer.headers["Location"] == "/segments/"
    assert plan_of(visitor)["promotions"][0]["percent"] == 10


def test_a_fix_never_leads_to_another_site(visitor: Visitor) -> None:
    visitor.post("/plan/fix", {"path": "title", "value": '"x"', "back": "//elsewhere.example"})

    assert visitor.answer.headers["Location"] == "/plan/"
