"""Segments laid over each other: the choices, every region with its size, and the rule that would select it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app import segments
from app.segments.regions import MOST
from app.web import _desk, _explore
from fake_company.text import Text

SLOTS = MOST


@dataclass(frozen=True)
class Row:
    """One region: which of the chosen segments it is in, how many customers, its share, and the rule of exactly them."""

    inside: tuple[bool, ...]
    count: int
    share: float
    name: Text
    rule: dict[str, Any]


def page(asked: Sequence[str]) -> dict[str, Any]:
    """What the comparison page shows for the chosen keys (`segment:<id>`, `type:<lifecycle>`)."""
    options = _explore.segment_options()
    known = {one.key: one for one in options}
    given = [key for key in dict.fromkeys(asked) if key in known][:SLOTS]
    chosen = [known[key] for key in given or [one.key for one in options[:2]]]
    found = segments.regions(_desk.company(), [one.rule for one in chosen])
    rows = [_row(chosen, region, found.of) for region in found.regions]
    asked_again: dict[str, Any] = {"with": [one.key for one in chosen]}
    return {
        "options": options,
        "keys": [one.key for one in chosen] + [""] * (SLOTS - len(chosen)),
        "chosen": chosen,
        "found": found,
        "rows": rows,
        "table": _table(chosen, rows),
        "csv": url_for("segments.compare_csv", **asked_again),
    }


def _row(chosen: Sequence[_explore.Choice], region: segments.Region, of: int) -> Row:
    ins = [one for one, inside in zip(chosen, region.inside, strict=True) if inside]
    outs = [one for one, inside in zip(chosen, region.inside, strict=True) if not inside]
    parts: list[dict[str, Any]] = [_condition(one) for one in ins]
    if outs:
        parts.append({"none": [_condition(one) for one in outs]})
    return Row(region.inside, region.count, region.count / of if of else 0.0, _name(ins), {"all": parts})


def _condition(one: _explore.Choice) -> dict[str, Any]:
    """A chosen segment as a condition: by its id, so that it follows the segment."""
    kind, _, key = one.key.partition(":")
    return {"kind": "segment", "id": key} if kind == "segment" else {"kind": "lifecycle", "types": [key]}


def _name(ins: Sequence[_explore.Choice]) -> Text:
    if not ins:
        return Text("어디에도 없음", "in none of them")
    return Text(" ∩ ".join(one.label.ko for one in ins), " ∩ ".join(one.label.en for one in ins))


def _table(chosen: Sequence[_explore.Choice], rows: Sequence[Row]) -> _explore.Table:
    yes, no = Text("들어감", "in"), Text("빠짐", "out")
    columns = [
        *(_explore.Column(one.label) for one in chosen),
        _explore.Column(Text("고객", "customers"), "number"),
        _explore.Column(Text("전체의 비율", "share of all"), "percent"),
    ]
    cells = [(*(yes if inside else no for inside in row.inside), row.count, row.share) for row in rows]
    return _explore.Table(tuple(columns), cells)
