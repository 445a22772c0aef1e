"""Pure changes to a plan document: put a value at a path, add or remove a part, seal the forecast."""

from __future__ import annotations

import copy
import re
from datetime import datetime
from typing import Any

from app.findings import Fix
from app.plan.models import Forecast, Plan
from app.plan.reading import load
from fake_company.errors import DangolError
from fake_company.text import Text

Document = dict[str, Any]
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")
_PREFIX = {
    "segments": "seg",
    "promotions": "promo",
    "messages": "msg",
    "campaigns": "camp",
    "journeys": "journey",
    "content_blocks": "block",
}
_REFERENCES = {
    "segments": "audience",
    "promotions": "promotion",
    "messages": "message",
    "journeys": "journey",
}


def steps(path: str) -> list[str | int]:
    """The steps of a path: `messages[0].fields.body` is `["messages", 0, "fields", "body"]`."""
    found: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            raise _no_place(path)
        found.append(match[1] if match[1] is not None else int(match[2]))
        position = match.end()
        if position < len(path) and path[position] == ".":
            position += 1
    if not found:
        raise _no_place(path)
    return found


def value_at(document: Document, path: str) -> Any:
    """The value at a path of the document."""
    place: Any = document
    for step in steps(path):
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            raise _no_place(path) from None
    return place


def set_at(document: Document, path: str, value: Any) -> Document:
    """A copy of the document with `value` at `path`; objects that are still null are made on the way."""
    changed = copy.deepcopy(document)
    *way, last = steps(path)
    place: Any = changed
    for step in way:
        try:
            if isinstance(place, dict) and place.get(step) is None:
                place[step] = {}
            place = place[step]
        except (KeyError, IndexError, TypeError):
            raise _no_place(path) from None
    try:
        place[last] = value
    except (KeyError, IndexError, TypeError):
        raise _no_place(path) from None
    return changed


def set_field(plan: Plan, path: str, value: Any) -> Plan:
    """The plan with one value changed; a value that does not fit there is an error with place and remedy."""
    return load(set_at(plan.to_document(), path, value))


def apply_fix(plan: Plan, fix: Fix) -> Plan:
    """The plan after a finding's one-tap change."""
    return set_field(plan, fix["path"], fix["value"])


def new_id(plan: Plan, parts: str) -> str:
    """An id for a new part of the list `parts` that no part has: `seg-3`."""
    prefix = _PREFIX[parts]
    used = {part["id"] for part in plan.to_document()[parts]}
    number = len(used) + 1
    while f"{prefix}-{number}" in used:
        number += 1
    return f"{prefix}-{number}"


def add_part(plan: Plan, parts: str, part: Document) -> tuple[Plan, str]:
    """The plan with one more segment, promotion, message or campaign, and the new part's id."""
    document = plan.to_document()
    id = str(part.get("id") or new_id(plan, parts))
    document[parts] = [*document[parts], {**part, "id": id}]
    return load(document), id


def remove_part(plan: Plan, parts: str, id: str) -> Plan:
    """The plan without one part; whoever named it now names nothing."""
    document = plan.to_document()
    document[parts] = [part for part in document[parts] if part["id"] != id]
    reference = _REFERENCES.get(parts)
    for holder in [*document["campaigns"], *document["messages"]]:
        if reference and holder.get(reference) == id:
            holder[reference] = None
        if parts == "messages" and "variants" in holder:
            holder["variants"] = [variant for variant in holder["variants"] if variant["message"] != id]
    return load(document)


def index_of(plan: Plan, parts: str, id: str) -> int:
    """The position of a part in its list, for building a path."""
    for index, part in enumerate(plan.to_document()[parts]):
        if part["id"] == id:
            return index
    raise _no_place(f"{parts}[{id}]")


def seal(plan: Plan, at: datetime) -> Plan:
    """The plan with its forecast sealed: the figures stand from the first launch on."""
    for measure in Forecast.measures():
        interval = plan.forecast.interval(measure)
        if interval is not None and interval.filled and not interval.ordered:
            raise DangolError(
                Text(
                    "예측 범위는 낮은 값 ≤ 예상 값 ≤ 높은 값이어야 해요.",
                    "A forecast must have low ≤ expected ≤ high.",
                ),
                f"forecast.{measure}",
                Text(
                    "세 값의 순서를 바로잡은 뒤 봉인해 주세요.", "Put the three figures in order, then seal."
                ),
            )
    if plan.forecast.sealed_at is not None:
        return plan
    return plan.model_copy(
        update={"forecast": plan.forecast.model_copy(update={"sealed_at": at.isoformat(timespec="seconds")})}
    )


def unseal(plan: Plan) -> Plan:
    """The plan with its forecast open again, for the next attempt."""
    return plan.model_copy(update={"forecast": plan.forecast.model_copy(update={"sealed_at": None})})


def _no_place(path: str) -> DangolError:
    return DangolError(
        Text("계획에 그런 자리가 없어요.", "The plan has no such place."),
        path,
        Text(
            "messages[0].fields.body 같은 경로로 적어 주세요.",
            "Write a path such as messages[0].fields.body.",
        ),
    )
