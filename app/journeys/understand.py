"""From a sketch to a journey: what each shape and arrow most likely means, and a list of what stayed unclear."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.findings import Finding
from app.journeys import nodes
from app.journeys.guess import guess, note, short
from app.journeys.model import MOST_NODES, AnyNode, Journey
from app.journeys.sketch import Arrow, Shape, Sketch
from app.journeys.step import Names

_NODE: TypeAdapter[Any] = TypeAdapter(AnyNode)
_NO = re.compile(r"^(아니|no|n|x|미|안 ?|못|없|false|else|그 외|나머지)", re.I)
_YES = re.compile(r"^(예|네|yes|y|o|true|했|있|맞)", re.I)


def understand(
    sketch: Sketch, id: str, names: Names, where: str = "journeys"
) -> tuple[Journey, list[Finding]]:
    """The journey, and a finding for every shape or arrow that was guessed or could not be used."""
    found: list[Finding] = []
    if sketch.pages > 1:
        found.append(
            note(
                "pages",
                f"쪽이 {sketch.pages}장이에요. 도형이 있는 첫 쪽만 읽었어요.",
                f"Of {sketch.pages} pages only the first with shapes was read.",
            )
        )
    shapes = [shape for shape in sketch.shapes if not _is_decoration(shape, sketch.arrows)]
    for shape in sketch.shapes:
        if shape not in shapes and shape.label:
            found.append(
                note(
                    "loose",
                    f"아무것과도 이어지지 않은 ‘{short(shape.label)}’은 읽지 않았어요.",
                    f"'{short(shape.label)}' is connected to nothing and was left out.",
                )
            )
    if len(shapes) > MOST_NODES:
        found.append(
            note(
                "many",
                f"도형이 {len(shapes)}개라 앞의 {MOST_NODES}개만 읽었어요.",
                f"Only the first {MOST_NODES} of {len(shapes)} shapes were read.",
            )
        )
        shapes = shapes[:MOST_NODES]
    exact = {shape.id: _exact(shape) for shape in shapes}
    ids = _ids(shapes, exact)
    ways = _ways(shapes, sketch.arrows, found)
    made = []
    for shape in shapes:
        written = exact[shape.id]
        document = dict(written) if written else guess(shape, ways[shape.id], sketch.arrows, names, found)
        document = {**document, "id": ids[shape.id], "x": shape.x, "y": shape.y}
        made.append(_connect(document, ways[shape.id], ids, found, is_exact=written is not None))
    made = _one_entry(made, ids, sketch.arrows, found)
    whole = _whole(sketch)
    journey = Journey.model_validate_json(
        json.dumps({**whole, "id": id, "name": whole.get("name") or sketch.name[:200], "nodes": made})
    )
    return journey, [Finding(one.severity, one.code, one.text, where, one.remedy) for one in found]


def _exact(shape: Shape) -> dict[str, Any] | None:
    """The settings this sandbox wrote into the shape, if they are still whole."""
    if not shape.settings:
        return None
    try:
        document = json.loads(shape.settings)
        _NODE.validate_json(json.dumps({**document, "id": "x"}))
    except (ValueError, TypeError, ValidationError):
        return None
    if not isinstance(document, dict):
        return None
    return {key: value for key, value in document.items() if key not in ("x", "y")}


def _ids(shapes: list[Shape], exact: dict[str, dict[str, Any] | None]) -> dict[str, str]:
    """A short id for every shape: our own where we wrote it, else n1, n2 …"""
    ids: dict[str, str] = {}
    used: set[str] = set()
    for i, shape in enumerate(shapes, 1):
        written = exact[shape.id]
        wanted = (
            str(written["id"])
            if written and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", str(written.get("id")))
            else f"n{i}"
        )
        while wanted in used:
            wanted += "x"
        used.add(wanted)
        ids[shape.id] = wanted
    return ids


def _ways(shapes: list[Shape], arrows: list[Arrow], found: list[Finding]) -> dict[str, list[Arrow]]:
    known = {shape.id: shape for shape in shapes}
    ways: dict[str, list[Arrow]] = {shape.id: [] for shape in shapes}
    for arrow in arrows:
        if arrow.source in known and arrow.target in known:
            ways[arrow.source].append(arrow)
        elif arrow.source or arrow.target or arrow.label:
            at = known.get(arrow.source) or known.get(arrow.target)
            of = f"‘{short(at.label)}’에 붙은 " if at else ""
            en = f" at '{short(at.label)}'" if at else ""
            found.append(
                note(
                    "arrow",
                    f"{of}화살표의 한쪽 끝이 도형에 붙어 있지 않아 읽지 못했어요.",
                    f"An arrow{en} hangs loose and was not read.",
                )
            )
    return ways


def _connect(
    document: dict[str, Any], ways: list[Arrow], ids: dict[str, str], found: list[Finding], is_exact: bool
) -> dict[str, Any]:
    """The ways out, by what is written on the arrows: yes, no, a share, a name."""
    kind = document["kind"]
    document = dict(document)
    for key in ("next", "yes", "no", "done", "otherwise"):
        if key in nodes.get(kind).model_fields:
            document[key] = None
    if is_exact and all(arrow.way for arrow in ways):
        node = _NODE.validate_json(json.dumps(document))
        for port in node.ports():
            node = node.led(port.key, None)
        there = {port.key for port in node.ports()}
        if all(arrow.way in there for arrow in ways):
            for arrow in ways:
                node = node.led(str(arrow.way), ids[arrow.target])
            return dict(node.model_dump(mode="json"))
    left = _JOIN.get(kind, _single)(document, list(ways), ids)
    for arrow in left:
        words = f" ‘{short(arrow.label)}’" if arrow.label else ""
        found.append(
            note(
                "way",
                f"‘{short(str(document.get('name')))}’에서 나가는 화살표{words} 하나를 이을 곳이 없었어요.",
                f"An arrow{words} out of '{short(str(document.get('name')))}' found no place.",
            )
        )
    return document


def _single(document: dict[str, Any], ways: list[Arrow], ids: dict[str, str]) -> list[Arrow]:
    if ways and "next" in document:
        document["next"] = ids[ways.pop(0).target]
    return ways


def _two(first: str, second: str) -> Callable[[dict[str, Any], list[Arrow], dict[str, str]], list[Arrow]]:
    def join(document: dict[str, Any], ways: list[Arrow], ids: dict[str, str]) -> list[Arrow]:
        no = next((arrow for arrow in ways if _NO.search(arrow.label)), None)
        yes = next((arrow for arrow in ways if arrow is not no and _YES.search(arrow.label)), None)
        rest = [arrow for arrow in ways if arrow is not no and arrow is not yes]
        yes = yes or (rest.pop(0) if rest else None)
        no = no or (rest.pop(0) if rest else None)
        document[first], document[second] = ids[yes.target] if yes else None, ids[no.target] if no else None
        return rest

    return join


def _groups(document: dict[str, Any], ways: list[Arrow], ids: dict[str, str]) -> list[Arrow]:
    rest = next((arrow for arrow in reversed(ways) if _NO.search(arrow.label)), ways[-1] if ways else None)
    others = [arrow for arrow in ways if arrow is not rest]
    document["otherwise"] = ids[rest.target] if rest else None
    document["paths"] = [{"name": arrow.label[:200], "next": ids[arrow.target]} for arrow in others[:8]]
    return others[8:]


def _shares(document: dict[str, Any], ways: list[Arrow], ids: dict[str, str]) -> list[Arrow]:
    taken, left = ways[:8], ways[8:]
    said = [re.search(r"(\d{1,3})\s*%", arrow.label) for arrow in taken]
    even = [100 // max(len(taken), 1)] * len(taken)
    if even:
        even[0] += 100 - sum(even)
    shares = [int(match[1]) for match in said if match]
    if len(shares) != len(taken) or sum(shares) != 100:
        shares = even
    document["paths"] = [
        {
            "name": re.sub(r"\s*\d{1,3}\s*%", "", arrow.label)[:200],
            "percent": share,
            "next": ids[arrow.target],
        }
        for arrow, share in zip(taken, shares, strict=True)
    ]
    return left


_JOIN = {
    "decision": _two("yes", "no"),
    "event_wait": _two("done", "otherwise"),
    "audience_paths": _groups,
    "random_split": _shares,
}


def _one_entry(
    made: list[dict[str, Any]], ids: dict[str, str], arrows: list[Arrow], found: list[Finding]
) -> list[dict[str, Any]]:
    """A journey begins somewhere: where no entry was drawn, one is placed before the first loose node."""
    if not made or any(node["kind"] == "entry" for node in made):
        return made
    led_to = {ids.get(arrow.target) for arrow in arrows}
    first = next((node for node in made if node["id"] not in led_to), made[0])
    found.append(
        note(
            "entry",
            "들어오는 곳이 그려져 있지 않아 맨 앞에 놓았어요.",
            "No entry was drawn; one was placed at the front.",
        )
    )
    entry = {
        "kind": "entry",
        "id": "entry",
        "next": first["id"],
        "event": None,
        "x": first["x"],
        "y": (first["y"] or 0) - 130,
    }
    while any(node["id"] == entry["id"] for node in made):
        entry["id"] += "x"
    return [entry, *made]


def _whole(sketch: Sketch) -> dict[str, Any]:
    """The journey's own settings, if we wrote them and they are still whole."""
    if not sketch.whole:
        return {}
    try:
        document = json.loads(sketch.whole)
        Journey.model_validate_json(json.dumps({**document, "id": "x", "nodes": []}))
    except (ValueError, TypeError, ValidationError):
        return {}
    return document if isinstance(document, dict) else {}


def _is_decoration(shape: Shape, arrows: list[Arrow]) -> bool:
    touched = any(shape.id in (arrow.source, arrow.target) for arrow in arrows)
    return not touched and shape.settings is None
