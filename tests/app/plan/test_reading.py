"""Reading a plan: whole round trips, and one place and remedy for every mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plan import FORMAT, Plan, json_schema, load
from app.plan.migrations import MIGRATIONS, migrate
from fake_company.errors import DangolError, TooLarge

FORMATS = Path(__file__).parent / "formats"
TRIGGER = {"kind": "trigger", "event": "product_added", "unless": "order_completed", "delay_minutes": 180}


def campaign(**fields: Any) -> dict[str, Any]:
    return {"campaigns": [{"id": "camp-1", **fields}]}


def test_an_empty_document_is_an_empty_plan() -> None:
    assert load({}) == Plan() == load("{}") == load(b'\xef\xbb\xbf{"format": 1}')


@pytest.mark.parametrize("path", sorted(FORMATS.glob("*.json")), ids=lambda path: path.stem)
def test_every_released_format_still_loads(path: Path) -> None:
    plan = load(path.read_bytes())
    assert plan.format == FORMAT
    assert load(plan.to_json()) == plan
    assert len(plan.campaigns) == 3


def test_there_is_one_kept_file_for_every_format() -> None:
    assert sorted(int(path.stem) for path in FORMATS.glob("*.json")) == list(range(1, FORMAT + 1))
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))


def test_migrations_run_one_after_the_other() -> None:
    steps = {1: lambda d: {**d, "title": d["name"]}, 2: lambda d: {**d, "title": d["title"] + "!"}}
    assert migrate({"format": 1, "name": "a"}, steps, 3) == {"format": 3, "name": "a", "title": "a!"}
    assert migrate({"format": 2, "title": "b"}, steps, 3) == {"format": 3, "title": "b!"}


WHOLE = "Use a whole number without quotes."
SHAPE = "Not an accepted form: hours as 19:00, ids and names in Latin letters, digits and - only."
BROKEN: dict[str, tuple[Any, str, str]] = {
    "unknown field": ({"segmnts": []}, "segmnts", "Did you mean 'segments'?"),
    "text for a number": (
        campaign(when={**TRIGGER, "delay_minutes": "3"}),
        "campaigns[0].when.delay_minutes",
        WHOLE,
    ),
    "unknown kind of time": (
        campaign(when={"kind": "sometimes"}),
        "campaigns[0].when",
        "Use one of: 'once', 'repeat', 'trigger'",
    ),
    "no kind of time": (campaign(when={}), "campaigns[0].when", "Give kind: once, repeat or trigger."),
    "a moment that is not one": (
        campaign(when={"kind": "once", "at": "2026-02-30T10:00"}),
        "campaigns[0].when.at",
        "Use a real moment such as 2026-03-03T19:00.",
    ),
    "half of a trigger": (
        campaign(when={"kind": "trigger", "event": "product_added"}),
        "campaigns[0].when.delay_minutes",
        "Give 'delay_minutes' a value.",
    ),
    "an id nobody has": (
        {**campaign(audience="seg-2"), "segments": [{"id": "seg-1"}]},
        "campaigns[0].audience",
        "Did you mean seg-1?",
    ),
    "an id twice": ({"segments": [{"id": "a"}, {"id": "a"}]}, "segments[1].id", "Change one of the two ids."),
    "over the bound": (
        {"promotions": [{"id": "p", "percent": 300}]},
        "promotions[0].percent",
        "Use 100 or less.",
    ),
    "under the bound": (campaign(holdout_rate=-0.1), "campaigns[0].holdout_rate", "Use 0.0 or more."),
    "true for a number": ({"promotions": [{"id": "p", "percent": True}]}, "promotions[0].percent", WHOLE),
    "not a list": ({"segments": 3}, "segments", "Use a list in [ ]."),
    "not an object": ({"forecast": []}, "forecast", "Use an object in { }."),
    "an hour that is not one": (
        campaign(quiet_hours={"from": "25:00"}),
        "campaigns[0].quiet_hours.from",
        SHAPE,
    ),
    "a newer format": ({"format": FORMAT + 1}, "format", "Update Dangol, then open it again."),
    "no format": ({"format": "one"}, "format", 'Write "format": 1.'),
    "unknown channel direction": (
        {"messages": [{"id": "m", "channel": "sms", "purpose": "both"}]},
        "messages[0].purpose",
        "Use one of: 'ad', 'information'",
    ),
}


@pytest.mark.parametrize(("document", "where", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_wrong_value_is_answered_with_place_and_remedy(document: Any, where: str, remedy: str) -> None:
    with pytest.raises(DangolError) as caught:
        load(document)
    assert (caught.value.where.en, caught.value.remedy.en) == (where, remedy)
    assert caught.value.message.ko
    assert caught.value.remedy.ko


@pytest.mark.parametrize(
    "source", ["", "[1,", "[]", "3", b"\xff\xfe", '{"a": NaN}', "[" * 100_000, '{"title": ']
)
def test_what_is_not_a_json_object_is_not_a_plan(source: str | bytes) -> None:
    with pytest.raises(DangolError) as caught:
        load(source)
    assert caught.value.message.en.startswith("The plan cannot be read as JSON.")


def test_a_broken_line_is_named() -> None:
    with pytest.raises(DangolError) as caught:
        load('{\n "title": }')
    assert caught.value.where.ko == "2번째 줄 11번째 글자"


def test_there_is_a_size_limit() -> None:
    with pytest.raises(TooLarge):
        load(json.dumps({"title": "a" * 1_100_000}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["format", "segments", "campaigns", "id", "when", "rule", "x"]), inner
            )
        ),
    )
)
def test_anything_at_all_is_a_plan_or_one_clear_error(document: Any) -> None:
    plan, error = None, None
    try:
        plan = load(document if isinstance(document, dict) else json.dumps(document, allow_nan=True))
    except DangolError as caught:
        error = caught
    if plan is None:
        assert error is not None
        assert all([error.message.ko, error.message.en, error.remedy.ko, error.remedy.en])
    else:
        assert load(plan.to_json()) == plan


def test_the_schema_names_every_part() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Plan().to_document())
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]["QuietHours"]["properties"]) == {"from", "to"}


def test_content_blocks_are_kept_by_name_and_old_plans_have_none() -> None:
    plan = load({"content_blocks": [{"id": "footer", "body": "수신거부: {{${email_address}}}"}]})
    assert plan.blocks == {"footer": "수신거부: {{${email_address}}}"}
    assert load(plan.to_json()) == plan
    assert load({}).blocks == {}
    with pytest.raises(DangolError) as refused:
        load({"content_blocks": [{"id": "a"}, {"id": "a"}]})
    assert refused.value.where.en == "content_blocks[1].id"
    with pytest.raises(DangolError):
        load({"content_blocks": [{"id": "two words"}]})
