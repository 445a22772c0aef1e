"""Each profile's journey map is a diagrams.net file whose every event is one of the company's own."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from fake_company import profile as profiles
from fake_company.schema import events_of

LADDER = {"product_viewed", "product_added", "checkout_started", "order_completed"}


@pytest.mark.parametrize("name", profiles.names())
def test_the_map_parses_and_names_only_events_there_are(name: str) -> None:
    path = profiles.journey_map(name)
    assert path is not None
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert (root.tag, root[0].tag, root[0][0].tag) == ("mxfile", "diagram", "mxGraphModel")
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    assert cells["1"].get("parent") == "0"
    assert cells["0"].get("parent") is None
    shapes = {shape.get("id"): shape for shape in root.iter("UserObject")}
    profile = profiles.load(name)
    labels = events_of(profile)
    for shape in shapes.values():
        event = shape.get("event", "")
        assert event in labels, event
        assert labels[event].ko in str(shape.get("label"))
        assert event in str(shape.get("label"))
    named = {shape.get("event") for shape in shapes.values()}
    assert named >= LADDER | {profile.guide.event}


@pytest.mark.parametrize("name", profiles.names())
def test_the_map_goes_from_discovery_to_the_next_purchase(name: str) -> None:
    path = profiles.journey_map(name)
    assert path is not None
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    known = {shape.get("id") for kind in ("mxCell", "UserObject") for shape in root.iter(kind)}
    lanes = [cell for cell in root.iter("mxCell") if "swimlane" in cell.get("style", "")]
    assert len(lanes) == 4
    assert all(any("가" <= letter <= "힣" for letter in lane.get("value", "")) for lane in lanes)
    arrows = [(cell.get("source"), cell.get("target")) for cell in root.iter("mxCell") if cell.get("edge") == "1"]
    assert all(source in known and target in known for source, target in arrows)
    reached, pending = set(), ["step-1"]
    while pending:
        here = pending.pop()
        if here not in reached:
            reached.add(here)
            pending += [str(target) for source, target in arrows if source == here]
    steps = {step for step in known if step and step.startswith("step-")}
    assert len(steps) >= 6
    assert reached >= steps
    assert {source for source, target in arrows if target and target.startswith("exit-")} == {"step-3", "step-4", "step-5"}
