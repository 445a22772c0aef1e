"""Reading a plan: bytes, text or object → `Plan`, or one error with the place and the remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.journeys import nodes
from app.journeys.model import Journey
from app.messages import channels
from app.plan.migrations import migrate
from app.plan.models import Campaign, ContentBlock, Message, Plan, Segment, Trigger
from app.promotions import kinds
from app.promotions.model import Promotion
from fake_company import strict_json
from fake_company.errors import DangolError, TooLarge
from fake_company.schema import every_event
from fake_company.text import Text

SIZE_LIMIT_BYTES = 1_000_000
_TAGS = {"once", "repeat", "trigger"}
_KINDS = frozenset(nodes.keys())


def load(source: dict[str, Any] | str | bytes) -> Plan:
    """Read a plan of any released format. Missing parts are empty; unknown or wrong ones are an error."""
    document = migrate(_document(source))
    try:
        plan = Plan.model_validate_json(json.dumps(document, ensure_ascii=False))
    except ValidationError as error:
        raise _explain(error.errors(include_url=False)[0], document) from None
    _check_names(plan)
    _check_references(plan)
    return plan


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of the plan document."""
    schema = Plan.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def path_of(parts: Iterable[str | int]) -> str:
    """A place in the document as people read it: `campaigns[0].when.delay_minutes`."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _document(source: dict[str, Any] | str | bytes) -> dict[str, Any]:
    raw = source if isinstance(source, (str, bytes)) else _as_text(source)
    if len(raw if isinstance(raw, bytes) else raw.encode(errors="replace")) > SIZE_LIMIT_BYTES:
        raise TooLarge(
            Text("계획 파일이 너무 커요(최대 1MB).", "The plan file is too large (at most 1 MB)."),
            "",
            Text(
                "쓰지 않는 세그먼트와 메시지를 지우고 다시 올려 주세요.",
                "Remove unused segments and messages, then retry.",
            ),
        )
    document = strict_json.read(raw, "", _UNREADABLE, _NO_JSON)
    if not isinstance(document, dict):
        raise DangolError(_NO_JSON, "", _UNREADABLE)
    return document


def _as_text(source: Any) -> str:
    """An object as JSON text; what JSON cannot hold is answered as unreadable."""
    try:
        return json.dumps(source, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise DangolError(_NO_JSON, "", _UNREADABLE) from None


_NO_JSON = Text("계획 파일을 JSON으로 읽을 수 없어요.", "The plan cannot be read as JSON.")
_UNREADABLE = Text(
    "계획 페이지의 ‘내려받기’로 받은 파일인지, 쉼표·따옴표·괄호가 맞는지 확인해 주세요.",
    "Check that it is the file the plan page's Download gave, and its commas, quotes and brackets.",
)


def _explain(error: ErrorDetails, document: dict[str, Any]) -> DangolError:
    """One pydantic error in words, with the nearest valid name where there is one."""
    place = [part for i, part in enumerate(error["loc"]) if not _is_tag(error["loc"], i)]
    where = path_of(place)
    if error["type"] == "extra_forbidden":
        name = str(place[-1])
        near = get_close_matches(name, _all_names(), 1)
        return DangolError(
            Text(f"‘{name}’이라는 항목은 없어요.", f"There is no field named '{name}'."),
            where,
            Text(f"혹시 ‘{near[0]}’인가요?", f"Did you mean '{near[0]}'?")
            if near
            else Text("이 항목을 지워 주세요.", "Remove this field."),
        )
    if error["type"] == "missing":
        return DangolError(
            Text("꼭 필요한 항목이 빠졌어요.", "A required field is missing."),
            where,
            Text(f"‘{place[-1]}’ 값을 적어 주세요.", f"Give '{place[-1]}' a value."),
        )
    return DangolError(
        Text(
            f"이 자리의 값을 읽을 수 없어요: {_short(error['input'])}",
            f"Cannot use this value: {_short(error['input'])}",
        ),
        where,
        _remedy(error),
    )


def _is_tag(loc: tuple[int | str, ...], i: int) -> bool:
    """Whether a step of a place is no field but the kind a value was read as."""
    return i > 0 and (loc[i] in _TAGS or (i > 1 and loc[i - 2] == "nodes" and loc[i] in _KINDS))


def _remedy(error: ErrorDetails) -> Text:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "value_error" and "variants" in error["loc"]:
        return Text("변형들의 몫을 더해 1보다 작게 해 주세요.", "Keep the variants' shares below 1 in all.")
    if kind in ("literal_error", "union_tag_invalid"):
        expected = str(context.get("expected") or context.get("expected_tags")).replace(" or ", ", ")
        return Text(f"다음 중 하나를 써 주세요: {expected}", f"Use one of: {expected}")
    if kind == "union_tag_not_found" and "nodes" in error["loc"]:
        kinds_there = ", ".join(nodes.keys())
        return Text(f"kind에 다음 중 하나를 써 주세요: {kinds_there}", f"Give kind, one of: {kinds_there}")
    if kind == "union_tag_not_found":
        return Text(
            "kind에 once, repeat, trigger 중 하나를 써 주세요.", "Give kind: once, repeat or trigger."
        )
    if kind in ("greater_than_equal", "greater_than"):
        bound = context.get("ge", context.get("gt"))
        return Text(f"{bound} 이상으로 써 주세요.", f"Use {bound} or more.")
    if kind in ("less_than_equal", "less_than"):
        bound = context.get("le", context.get("lt"))
        return Text(f"{bound} 이하로 써 주세요.", f"Use {bound} or less.")
    if kind in ("string_too_long", "too_long"):
        bound = context.get("max_length")
        return Text(f"{bound} 이하로 줄여 주세요.", f"Shorten it to {bound}.")
    return _REMEDIES.get(
        kind, Text("형식 설명(flask plan schema)을 보고 고쳐 주세요.", "See the schema (flask plan schema).")
    )


_REMEDIES = {
    "int_type": Text("따옴표 없는 정수로 써 주세요.", "Use a whole number without quotes."),
    "int_from_float": Text("소수점 없는 정수로 써 주세요.", "Use a whole number."),
    "float_type": Text("따옴표 없는 숫자로 써 주세요.", "Use a number without quotes."),
    "finite_number": Text("끝이 있는 숫자로 써 주세요.", "Use a finite number."),
    "string_type": Text("따옴표로 감싼 글자로 써 주세요.", "Use text in quotes."),
    "bool_type": Text("true 또는 false로 써 주세요.", "Use true or false."),
    "tuple_type": Text("[ ] 로 감싼 목록으로 써 주세요.", "Use a list in [ ]."),
    "dict_type": Text("{ } 로 감싼 묶음으로 써 주세요.", "Use an object in { }."),
    "model_type": Text("{ } 로 감싼 묶음으로 써 주세요.", "Use an object in { }."),
    "model_attributes_type": Text("{ } 로 감싼 묶음으로 써 주세요.", "Use an object in { }."),
    "value_error": Text(
        "2026-03-03T19:00 처럼 실제 있는 날짜와 시각으로 써 주세요.",
        "Use a real moment such as 2026-03-03T19:00.",
    ),
    "string_pattern_mismatch": Text(
        "쓸 수 있는 모양이 아니에요. 시각은 19:00, 이름표(id)는 영문·숫자·-만 써 주세요.",
        "Not an accepted form: hours as 19:00, ids and names in Latin letters, digits and - only.",
    ),
}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _all_names() -> list[str]:
    """Every field name of every part, for 'did you mean'."""
    names: set[str] = set()
    waiting: list[type[BaseModel]] = [BaseModel]
    while waiting:
        model = waiting.pop()
        waiting.extend(sub for sub in model.__subclasses__() if sub.__module__.startswith(("app.p", "app.journeys")))
        if model is not BaseModel:
            names.update(field.alias or name for name, field in model.model_fields.items())
    return sorted(names)


def _check_names(plan: Plan) -> None:
    """Every channel and event that is named exists."""
    named: list[tuple[str, str | None, list[str]]] = [
        (f"messages[{index}].channel", message.channel, channels.keys())
        for index, message in enumerate(plan.messages)
    ]
    for index, promotion in enumerate(plan.promotions):
        named.append((f"promotions[{index}].kind", promotion.kind, kinds.keys()))
    for index, campaign in enumerate(plan.campaigns):
        named.append((f"campaigns[{index}].goal_event", campaign.goal_event, list(every_event())))
        if isinstance(campaign.when, Trigger):
            where = f"campaigns[{index}].when"
            named.append((f"{where}.event", campaign.when.event, list(every_event())))
            named.append((f"{where}.unless", campaign.when.unless, list(every_event())))
    for where, name, known in named:
        if name and name not in known:
            near = get_close_matches(name, known, 1) or known
            raise DangolError(
                Text(f"‘{name}’이라는 것은 없어요.", f"There is nothing named '{name}'."),
                where,
                Text(f"다음 중 하나를 써 주세요: {', '.join(near)}", f"Use one of: {', '.join(near)}"),
            )


def _check_references(plan: Plan) -> None:
    """Ids are unique within their list, and every id that is named exists."""
    lists: dict[str, Sequence[Segment | Promotion | Message | Campaign | ContentBlock | Journey]] = {
        "segments": plan.segments,
        "promotions": plan.promotions,
        "messages": plan.messages,
        "campaigns": plan.campaigns,
        "content_blocks": plan.content_blocks,
        "journeys": plan.journeys,
    }
    for name, parts in lists.items():
        seen: set[str] = set()
        for index, part in enumerate(parts):
            if part.id in seen:
                raise DangolError(
                    Text(f"같은 id가 두 번 나와요: {part.id}", f"The same id appears twice: {part.id}"),
                    f"{name}[{index}].id",
                    Text("둘 중 하나의 id를 바꿔 주세요.", "Change one of the two ids."),
                )
            seen.add(part.id)
    known = {name: {part.id for part in parts} for name, parts in lists.items()}
    wanted = [
        (f"campaigns[{index}].{field}", getattr(campaign, field), target)
        for index, campaign in enumerate(plan.campaigns)
        for field, target in (
            ("audience", "segments"),
            ("message", "messages"),
            ("journey", "journeys"),
            ("promotion", "promotions"),
        )
    ] + [
        (f"messages[{index}].promotion", message.promotion, "promotions")
        for index, message in enumerate(plan.messages)
    ] + [
        (f"campaigns[{index}].variants[{number}].message", variant.message, "messages")
        for index, campaign in enumerate(plan.campaigns)
        for number, variant in enumerate(campaign.variants)
    ]
    for where, id, target in wanted:
        if id is not None and id not in known[target]:
            near = get_close_matches(id, sorted(known[target]), 1)
            raise DangolError(
                Text(f"{target}에 id가 {id}인 것이 없어요.", f"Nothing in {target} has the id {id}."),
                where,
                Text(f"혹시 {near[0]}인가요?", f"Did you mean {near[0]}?")
                if near
                else Text("있는 id를 적거나 null로 비워 주세요.", "Name one that exists, or leave it null."),
            )
