"""The whole dialect, row by row: every case of `dialect-cases.jsonl` names the rule it comes from."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messages.liquid import compile_template, render
from app.messages.liquid.dates import strftime
from app.messages.liquid.problem_words import WORDS
from fake_company.errors import DangolError

LINES = (Path(__file__).parent / "dialect-cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


def said(template: str, context: dict[str, Any]) -> Any:
    """What the renderer answers: text, an abort, or the code of its mistake."""
    try:
        outcome = render(template, context)
    except DangolError as error:
        spoken = error.message.ko and error.remedy.ko and error.message.ko != error.message.en
        return {"error": error.extra["code"] if spoken else "says nothing in Korean"}
    return outcome.text.strip() if outcome.abort is None else {"abort": outcome.abort}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['row']}")
def test_case(case: dict[str, Any]) -> None:
    wanted = case["expected"]
    assert said(case["template"], case["context"]) == (wanted.strip() if isinstance(wanted, str) else wanted)


def test_every_chapter_of_the_dialect_has_cases() -> None:
    assert {case["row"][:3] for case in CASES} >= {"1.1", "1.2", "1.3", "1.4", "1.5"}
    assert len({case["id"] for case in CASES}) == len(CASES) >= 500


_LETTERS = "YCymdejHIMSsuwGgVUWBbhAap%DFTR"


@given(
    st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)), st.sampled_from(_LETTERS)
)
def test_dates_are_written_as_the_c_library_writes_them(moment: datetime, letter: str) -> None:
    aware = moment.replace(tzinfo=UTC)
    made = aware.strftime("%" + letter) if letter != "s" else str(int(aware.timestamp() // 1))
    assert strftime(aware, "%" + letter) == made


@given(st.integers(-10_000, 10_000), st.integers(1, 500), st.integers(0, 40))
def test_a_countdown_is_whole_days(days: int, seconds: int, more: int) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    then = (now + timedelta(days=days, seconds=seconds + more)).isoformat()
    template = "{% assign now = 'now' | date: '%s' %}{{ custom_attribute.${d} | date: '%s' | minus: now | divided_by: 86400 }}"
    assert render(template, {"custom_attribute": {"d": then}}, now).text == str(days)


def test_every_mistake_has_both_languages_and_says_what_to_do() -> None:
    for code, (message, remedy) in WORDS.items():
        assert message.ko != message.en, code
        assert remedy.ko != remedy.en, code


def test_the_place_of_a_mistake_inside_a_tag_of_braze_is_in_the_whole_template() -> None:
    with pytest.raises(DangolError) as refused:
        compile_template("첫 줄\n{% connected_content https://a.b/{{${city} | nope}} :save x %}")
    assert (refused.value.extra["line"], refused.value.extra["column"]) == (2, 46)


def test_what_was_asked_and_what_it_answered_is_kept() -> None:
    known = {"http": {"https://a.b/c": {"x": 1}}}
    outcome = render("{% connected_content https://a.b/c %}{% connected_content https://a.b/d %}", known)
    assert outcome.calls == (("https://a.b/c", 200), ("https://a.b/d", 404))


def test_message_extras_keep_the_first_key_its_order_and_a_thousand_bytes() -> None:
    outcome = render(
        "{% message_extras :key a :value 1 %}{% message_extras :key a :value 2 %}"
        "{% message_extras :value 3 :key b %}{% message_extras :key c :value {{custom_attribute.${long}}} %}",
        {"custom_attribute": {"long": "가" * 500}},
    )
    assert outcome.extras == {"a": "1", "c": "가" * 332}


def test_branches_of_a_content_block_are_not_counted_as_the_messages_own() -> None:
    outcome = render("{{content_blocks.${a}}}", {"blocks": {"a": "{% if true %}x{% endif %}"}})
    assert outcome.branches == frozenset()
