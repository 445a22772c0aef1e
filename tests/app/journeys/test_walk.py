"""One customer's way, worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from app.journeys import Journey, due, walk
from app.journeys.nodes import delay
from tests.app.journeys.made import NAMES, cart, journey, journeys

NOON = datetime(2026, 3, 2, 12, 0)
LONG = datetime(2026, 5, 1)


def go(
    made: Journey,
    happened: list[tuple[datetime, str]] | None = None,
    holds: Any = lambda *_: False,
    draw: float = 0.0,
    start: datetime = NOON,
) -> Any:
    return walk(made, NAMES, start, happened or [], holds, lambda _: draw, LONG)


def test_nobody_orders_and_the_coin_falls_on_a() -> None:
    walked = go(cart())
    assert [(one.node.id, one.at, one.port) for one in walked.visits] == [
        ("in", NOON, "next"),
        ("offer", NOON, "next"),
        ("wait", NOON, "otherwise"),
        ("half", NOON + timedelta(days=2), "paths.0"),
        ("again", NOON + timedelta(days=2), "next"),
    ]
    assert (walked.ended, walked.ended_at) == ("end", NOON + timedelta(days=2))
    assert due(walked, NOON) == [(NOON, "m-ad")]
    assert due(walked, LONG) == [(NOON, "m-ad"), (NOON + timedelta(days=2), "m-ad")]


def test_an_order_in_time_goes_the_way_of_those_who_did_it() -> None:
    ordered = NOON + timedelta(hours=5)
    walked = go(cart(), [(ordered, "order_completed")])
    assert [(one.node.id, one.port) for one in walked.visits] == [
        ("in", "next"),
        ("offer", "next"),
        ("wait", "done"),
        ("thanks", None),
    ]
    assert walked.ended_at == ordered


def test_the_exit_criteria_end_a_wait() -> None:
    made = journey(
        {"id": "in", "kind": "entry", "next": "d"},
        {"id": "d", "kind": "delay", "minutes": 600, "next": "m"},
        {"id": "m", "kind": "message", "message": "m-ad"},
        exit_when={"events": ["order_completed"], "segment": None},
    )
    walked = go(made, [(NOON + timedelta(hours=1), "order_completed")])
    assert (walked.ended, walked.ended_at) == ("criteria", NOON + timedelta(hours=1))
    assert due(walked, LONG) == []


def test_an_ad_at_night_waits_and_information_does_not() -> None:
    night = datetime(2026, 3, 2, 23, 30)
    for message, leaves in (("m-ad", datetime(2026, 3, 3, 8, 30)), ("m-info", night)):
        made = journey(
            {"id": "in", "kind": "entry", "next": "m"}, {"id": "m", "kind": "message", "message": message}
        )
        assert due(go(made, start=night), LONG) == [(leaves, message)]


@pytest.mark.parametrize(("fits", "way"), [(True, "yes"), (False, "no")])
def test_a_question_is_asked_at_its_moment(fits: bool, way: str) -> None:
    asked: list[datetime] = []

    def holds(rule: Any, moment: datetime) -> bool:
        asked.append(moment)
        return fits

    made = journey(
        {"id": "in", "kind": "entry", "next": "d"},
        {"id": "d", "kind": "delay", "minutes": 60, "next": "q"},
        {"id": "q", "kind": "decision", "segment": "s-1"},
    )
    assert go(made, holds=holds).visits[-1].port == way
    assert asked == [NOON + timedelta(hours=1)]


def test_the_first_group_that_fits_wins() -> None:
    made = journey(
        {"id": "in", "kind": "entry", "next": "p"},
        {
            "id": "p",
            "kind": "audience_paths",
            "paths": [{"name": "금", "segment": "s-1"}, {"name": "은", "segment": "s-2"}],
        },
    )
    assert go(made, holds=lambda rule, _: rule == "s-2").visits[-1].port == "paths.1"
    assert go(made, holds=lambda *_: True).visits[-1].port == "paths.0"
    assert go(made).visits[-1].port == "otherwise"


@pytest.mark.parametrize(
    ("draw", "way"), [(0.0, "paths.0"), (0.49, "paths.0"), (0.5, "paths.1"), (0.999, "paths.1")]
)
def test_chance_follows_its_shares(draw: float, way: str) -> None:
    assert next(one.port for one in go(cart(), draw=draw).visits if one.node.id == "half") == way


@pytest.mark.parametrize(
    ("settings", "leaves"),
    [
        ({"how": "duration", "minutes": 90}, datetime(2026, 3, 2, 13, 30)),
        ({"how": "clock", "at": "18:00"}, datetime(2026, 3, 2, 18, 0)),
        ({"how": "clock", "at": "12:00"}, datetime(2026, 3, 3, 12, 0)),
        ({"how": "weekday", "weekday": 0, "at": "13:00"}, datetime(2026, 3, 2, 13, 0)),
        ({"how": "weekday", "weekday": 0, "at": "11:00"}, datetime(2026, 3, 9, 11, 0)),
        ({"how": "weekday", "weekday": 6, "at": "00:00"}, datetime(2026, 3, 8, 0, 0)),
        ({"how": "date", "until": "2026-03-31T09:00"}, datetime(2026, 3, 31, 9, 0)),
        ({"how": "date", "until": "2026-02-01T09:00"}, NOON),
    ],
)
def test_when_a_delay_ends(settings: dict[str, Any], leaves: datetime) -> None:
    assert delay.Node.model_validate({"id": "d", **settings}).leaves(NOON) == leaves


def test_where_a_customer_is_at_a_moment() -> None:
    walked = go(cart())
    here = walked.at(NOON + timedelta(days=1))
    assert here is not None
    assert here.node.id == "wait"
    assert walked.at(NOON - timedelta(minutes=1)) is None
    assert walked.at(LONG) is None


@given(journeys())
def test_every_walk_ends(made: Journey) -> None:
    walked = go(made)
    assert walked.ended in ("end", "criteria", "inside", "rounds")
    assert all(a.at <= b.at for a, b in zip(walked.visits, walked.visits[1:], strict=False))
