"""What is wrong with a journey is said at its place, and one tap mends what one tap can."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from app.journeys import Journey, Names, problems
from app.plan import load
from app.plan.edit import set_at
from fake_company.errors import DangolError
from tests.app.journeys.made import NAMES, cart, journey, journeys

ENTRY = {"id": "in", "kind": "entry", "event": "product_added"}
MESSAGE = {"id": "m", "kind": "message", "message": "m-info"}
LEAVES: dict[str, Any] = {"exit_when": {"events": ["order_completed"], "segment": None}}


def codes(made: Journey, names: Names = NAMES) -> list[str]:
    return [found.code.removeprefix("journey.") for found in problems(made, names)]


def test_a_sound_journey_has_nothing_to_mend() -> None:
    assert problems(cart(), NAMES) == []


@pytest.mark.parametrize(
    ("nodes", "whole", "found"),
    [
        ([], {}, ["empty"]),
        ([MESSAGE], LEAVES, ["no_entry"]),
        ([ENTRY | {"next": "m"}, MESSAGE, ENTRY | {"id": "in2", "next": "m"}], LEAVES, ["two_entries"]),
        ([ENTRY | {"next": "m"}, MESSAGE, MESSAGE], LEAVES, ["same_id"]),
        ([ENTRY | {"next": "nope"}, MESSAGE], LEAVES, ["leads_nowhere", "unreachable"]),
        (
            [ENTRY | {"next": "m"}, MESSAGE | {"next": "in"}],
            LEAVES,
            ["into_entry", "loop_without_delay"],
        ),
        (
            [ENTRY | {"next": "m"}, MESSAGE | {"next": "m2"}, MESSAGE | {"id": "m2", "next": "m"}],
            LEAVES,
            ["loop_without_delay"],
        ),
        (
            [ENTRY | {"next": "m"}, MESSAGE | {"next": "d"}, {"id": "d", "kind": "delay", "next": "m"}],
            {"exit_when": {"events": [], "segment": None}},
            ["no_way_out", "no_exit_criteria"],
        ),
        (
            [ENTRY | {"next": "m"}, MESSAGE | {"next": "d"}, {"id": "d", "kind": "delay", "next": "m"}],
            LEAVES,
            [],
        ),
        ([ENTRY | {"next": "m"}, MESSAGE | {"message": None}], LEAVES, ["no_message"]),
        ([ENTRY | {"next": "m"}, MESSAGE | {"message": "m-9"}], LEAVES, ["no_such_message"]),
        (
            [ENTRY | {"next": "d"}, {"id": "d", "kind": "delay", "minutes": 0, "next": "m"}, MESSAGE],
            LEAVES,
            ["no_wait"],
        ),
        (
            [
                ENTRY | {"next": "d"},
                {"id": "d", "kind": "delay", "how": "date", "until": "2026-03-01", "next": "m"},
                MESSAGE,
            ],
            LEAVES,
            ["past_date"],
        ),
        (
            [ENTRY | {"by": "schedule", "moment": "2026-02-01T09:00", "next": "m"}, MESSAGE],
            LEAVES,
            ["entry_moment"],
        ),
        ([ENTRY | {"by": "segment", "segment": "s-7", "next": "m"}, MESSAGE], LEAVES, ["no_such_segment"]),
        ([ENTRY | {"event": "cart_filled", "next": "m"}, MESSAGE], LEAVES, ["no_such_event"]),
        ([ENTRY | {"unless": "order_completed", "next": "m"}, MESSAGE], LEAVES, ["entry_wait"]),
        (
            [ENTRY | {"next": "q"}, {"id": "q", "kind": "decision", "yes": "m"}, MESSAGE],
            LEAVES,
            ["no_question"],
        ),
        (
            [
                ENTRY | {"next": "q"},
                {"id": "q", "kind": "decision", "segment": "s-1", "yes": "m", "no": "m"},
                MESSAGE,
            ],
            LEAVES,
            ["pointless_split"],
        ),
        (
            [
                ENTRY | {"next": "r"},
                {"id": "r", "kind": "random_split", "paths": [{"percent": 60, "next": "m"}, {"percent": 60}]},
                MESSAGE,
            ],
            LEAVES,
            ["shares"],
        ),
        (
            [
                ENTRY | {"next": "w"},
                {"id": "w", "kind": "event_wait", "minutes": 0, "otherwise": "m"},
                MESSAGE,
            ],
            LEAVES,
            ["no_window"],
        ),
        ([ENTRY | {"next": "h"}, {"id": "h", "kind": "webhook", "next": "m"}, MESSAGE], LEAVES, ["no_url"]),
        (
            [ENTRY | {"next": "u"}, {"id": "u", "kind": "update_attribute", "next": "m"}, MESSAGE],
            LEAVES,
            ["no_attribute"],
        ),
        ([ENTRY | {"next": "x"}, {"id": "x", "kind": "exit"}], LEAVES, ["sends_nothing"]),
        ([ENTRY | {"next": "m"}, MESSAGE], {}, ["no_exit_criteria"]),
        (
            [ENTRY | {"next": "m"}, MESSAGE | {"message": "m-ad"}],
            {**LEAVES, "quiet_hours": None},
            ["no_quiet_hours"],
        ),
        (
            [
                ENTRY | {"next": "m"},
                MESSAGE | {"message": "m-ad", "next": "m2"},
                MESSAGE | {"id": "m2", "message": "m-ad"},
            ],
            LEAVES,
            ["two_ads_a_day"],
        ),
    ],
)
def test_each_problem_is_found(nodes: list[dict[str, Any]], whole: dict[str, Any], found: list[str]) -> None:
    assert codes(journey(*nodes, **whole)) == found


def test_every_problem_has_a_place_and_words_in_both_languages() -> None:
    made = journey(ENTRY | {"next": "m"}, MESSAGE | {"message": "m-ad", "next": "gone"}, quiet_hours=None)
    for found in problems(made, NAMES, "journeys[2]"):
        assert found.where.startswith("journeys[2].")
        assert found.text.ko
        assert found.text.en
        assert found.remedy.ko


@given(journeys())
def test_any_journey_can_be_looked_at(made: Journey) -> None:
    for found in problems(made, NAMES):
        assert found.text.ko
        assert found.text.en


@given(journeys())
def test_one_tap_mends_shares_and_ways_that_lead_nowhere(made: Journey) -> None:
    document = {"journeys": [made.to_document()]}
    for found in problems(made, NAMES):
        if found.fix is None or found.code not in (
            "journey.shares",
            "journey.leads_nowhere",
            "journey.no_window",
        ):
            continue
        mended = Journey.model_validate(
            _tuples(set_at(document, found.fix["path"], found.fix["value"])["journeys"][0])
        )
        again = [(one.code, one.where) for one in problems(mended, NAMES)]
        assert (found.code, found.where) not in again


def _tuples(value: Any) -> Any:
    """Lists as tuples: what strict reading of Python objects wants."""
    if isinstance(value, list):
        return tuple(_tuples(one) for one in value)
    return {key: _tuples(one) for key, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("node", "where", "remedy"),
    [
        ({"id": "a", "kind": "dely"}, "journeys[0].nodes[0]", "entry"),
        ({"id": "a"}, "journeys[0].nodes[0]", "entry"),
        ({"id": "a", "kind": "delay", "minutes": -5}, "journeys[0].nodes[0].minutes", "0"),
        ({"id": "a", "kind": "delay", "minuts": 5}, "journeys[0].nodes[0].minuts", "minutes"),
        ({"id": "a", "kind": "random_split", "paths": [{"percent": 130}]}, "journeys[0].nodes[0].paths[0].percent", "100"),
        ({"id": "a", "kind": "entry", "moment": "2026-13-40"}, "journeys[0].nodes[0].moment", "2026-03-03T19:00"),
        ({"id": "a", "kind": "entry", "at": "25:00"}, "journeys[0].nodes[0].at", "19:00"),
    ],
)
def test_a_node_that_cannot_be_read_is_an_error_at_its_place(node: dict[str, Any], where: str, remedy: str) -> None:
    with pytest.raises(DangolError) as caught:
        load({"journeys": [{"id": "j", "nodes": [node]}]})
    assert caught.value.where.ko == where
    assert remedy in caught.value.remedy.ko


def test_two_journeys_of_one_id_are_refused() -> None:
    with pytest.raises(DangolError) as caught:
        load({"journeys": [{"id": "j"}, {"id": "j"}]})
    assert caught.value.where.ko == "journeys[1].id"
