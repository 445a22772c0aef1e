"""A journey as a diagrams.net file (`.drawio`): opened there it looks as here, brought back it is the same journey."""

from __future__ import annotations

import json
from html import escape
from xml.etree import ElementTree as ET

from app.journeys.layout import HEIGHT, WIDTH, layout
from app.journeys.model import Journey
from app.journeys.step import Names
from fake_company.text import Language

SETTINGS = "dangol"
"""The attribute of a shape that keeps the node's own settings as JSON."""
WAY = "dangolWay"
"""The attribute of an arrow that keeps which way out of its node it is."""
STYLES = {
    "start": "ellipse;whiteSpace=wrap;html=1;fillColor=#fff2ec;strokeColor=#b7410e;",
    "box": "rounded=1;whiteSpace=wrap;html=1;",
    "wait": "shape=hexagon;perimeter=hexagonPerimeter2;whiteSpace=wrap;html=1;fixedSize=1;size=12;",
    "question": "rhombus;whiteSpace=wrap;html=1;",
    "end": "ellipse;whiteSpace=wrap;html=1;double=1;",
}
ARROW = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;endArrow=block;endFill=1;"


def write(journey: Journey, names: Names, language: Language = "ko") -> str:
    """The whole file as text, uncompressed so that people can read and compare it."""
    file = ET.Element("mxfile", host="dangol", type="device")
    page = ET.SubElement(file, "diagram", id=journey.id, name=journey.name or journey.id)
    model = ET.SubElement(page, "mxGraphModel", grid="1", gridSize="10", page="0")
    root = ET.SubElement(model, "root")
    ET.SubElement(root, "mxCell", {"id": "0"})
    whole = {key: value for key, value in journey.to_document().items() if key != "nodes"}
    layer = ET.SubElement(root, "UserObject", {"id": "1", "label": "", SETTINGS: _json(whole)})
    ET.SubElement(layer, "mxCell", {"parent": "0"})
    places = layout(journey)
    for node in journey.nodes:
        settings = {k: v for k, v in node.model_dump(mode="json").items() if k not in ("x", "y")}
        words = {"id": f"node-{node.id}", "label": escape(node.title(names)[language]), SETTINGS: _json(settings)}
        shape = ET.SubElement(root, "UserObject", words)
        cell = ET.SubElement(shape, "mxCell", {"style": STYLES[node.SHAPE], "vertex": "1", "parent": "1"})
        x, y = places[node.id]
        box = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{WIDTH:g}", "height": f"{HEIGHT:g}", "as": "geometry"}
        ET.SubElement(cell, "mxGeometry", box)
    known = journey.by_id
    for node in journey.nodes:
        ways = node.ports()
        for port in ways:
            if port.to not in known:
                continue
            label = port.label[language] if len(ways) > 1 else ""
            words = {"id": f"way-{node.id}-{port.key}", "label": escape(label), WAY: port.key}
            arrow = ET.SubElement(root, "UserObject", words)
            ends = {"source": f"node-{node.id}", "target": f"node-{port.to}"}
            cell = ET.SubElement(arrow, "mxCell", {"style": ARROW, "edge": "1", "parent": "1", **ends})
            ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    ET.indent(file)
    return ET.tostring(file, encoding="unicode") + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
