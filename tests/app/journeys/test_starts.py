"""Every ready journey is a plan one could go on with: nothing broken, every message lawful in its words."""

from __future__ import annotations

import pytest

from app.findings import errors
from app.journeys import editing, problems, starts
from app.journeys.step import Names
from app.plan import load
from fake_company.errors import DangolError
from fake_company.schema import EVENT_NAMES
from tests.app.journeys.made import TODAY, cart


def test_six_starting_points() -> None:
    assert [one.key for one in starts.every()] == [
        "welcome", "browse-exit", "exit-matrix", "order-status", "replenishment", "win-back"
    ]  # fmt: skip
    with pytest.raises(DangolError):
        starts.get("nothing")


@pytest.mark.parametrize("key", [one.key for one in starts.every()])
def test_each_is_sound(key: str) -> None:
    start = starts.get(key)
    plan = load(
        {"segments": list(start.segments), "messages": list(start.messages), "journeys": [start.journey]}
    )
    names = Names(
        {one.id: (one.name, one.channel, one.purpose == "ad") for one in plan.messages},
        {one.id: one.name for one in plan.segments},
        EVENT_NAMES,
        TODAY,
    )
    assert problems(plan.journeys[0], names) == []
    assert errors(problems(plan.journeys[0], names)) == []
    assert start.text.ko
    assert start.text.en


def test_the_exit_matrix_has_nine_messages() -> None:
    assert [one["name"] for one in starts.get("exit-matrix").messages] == [
        f"{where} 이탈 {time}차" for where in ("상품", "장바구니", "결제") for time in (1, 2, 3)
    ]


def test_a_node_placed_on_a_way_is_followed_by_what_was_there() -> None:
    made, id = editing.add(cart(), "delay", "offer", "next", minutes=60)
    assert made.node("offer").next == id  # type: ignore[union-attr]
    assert made.node(id).next == "wait"  # type: ignore[union-attr]
    assert [node.id for node in made.nodes][:3] == ["in", "offer", id]
    assert editing.remove(made, id) == cart()


def test_a_way_can_lead_elsewhere_or_end() -> None:
    made = editing.lead(cart(), "half", "paths.1", "again")
    assert [port.to for port in made.node("half").ports()] == ["again", "again"]  # type: ignore[union-attr]
    assert editing.lead(made, "half", "paths.1", None) == cart()
    for id, port, to in (("half", "paths.7", None), ("gone", "next", None), ("half", "paths.0", "gone")):
        with pytest.raises(DangolError):
            editing.lead(cart(), id, port, to)


def test_a_journey_has_an_end_of_nodes() -> None:
    made = cart()
    for _ in range(200 - len(made.nodes)):
        made, _id = editing.add(made, "exit")
    with pytest.raises(DangolError):
        editing.add(made, "exit")
    with pytest.raises(DangolError):
        editing.add(cart(), "teleport")
