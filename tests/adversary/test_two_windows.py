"""Two windows, two servers: what one has saved, the other does not take away."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, plan
from app.plan import Plan, edit, merge
from fake_company.warehouse import Company

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "solutions/06-cart-abandonment/reference.json").read_text(encoding="utf-8")
)
NAMES = tuple(plan.Rationale.model_fields)


@pytest.fixture
def base() -> Plan:
    return plan.load(REFERENCE)


def test_changes_at_two_places_are_both_kept(base: Plan) -> None:
    mine = edit.set_field(base, "messages[0].fields.body", "mine")
    theirs = edit.set_field(edit.set_field(base, "messages[0].name", "theirs"), "title", "theirs")
    both = merge.merged(base, mine, theirs)
    assert (both.messages[0].fields.body, both.messages[0].name, both.title) == ("mine", "theirs", "theirs")


def test_at_the_same_place_the_later_one_wins(base: Plan) -> None:
    mine, theirs = edit.set_field(base, "title", "mine"), edit.set_field(base, "title", "theirs")
    assert merge.merged(base, mine, theirs).title == "mine"


def test_what_does_not_fit_together_is_the_later_plan(base: Plan) -> None:
    mine = edit.set_field(base, "campaigns[0].message", base.messages[-1].id)
    theirs = edit.remove_part(base, "messages", base.messages[-1].id)
    assert merge.merged(base, mine, theirs) == mine


def test_a_part_that_one_window_adds_stays_when_the_other_edits(base: Plan) -> None:
    theirs, added = edit.add_part(base, "segments", {"name": "new", "rule": {"all": []}})
    both = merge.merged(base, edit.set_field(base, "title", "mine"), theirs)
    assert both.title == "mine"
    assert both.segment(added)


def test_two_servers_on_one_folder_lose_nothing(
    tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    servers = [create_app({"INSTANCE": str(tmp_path), "TESTING": True}) for _ in range(2)]
    seen: list[int] = []

    def write(server: Flask, name: str) -> None:
        with server.test_client() as browser:
            token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/settings/").get_data(as_text=True))
            assert token
            for number in range(8):
                form = {"csrf_token": token[1], name: f"{name} {number}"}
                seen.append(browser.post("/plan/rationale", data=form).status_code)

    writers = [threading.Thread(target=write, args=(servers[i % 2], name)) for i, name in enumerate(NAMES)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept: dict[str, Any] = json.loads(servers[0].test_client().get("/plan/download").data)["rationale"]
    assert set(seen) == {303}
    assert kept == {name: f"{name} 7" for name in NAMES}
