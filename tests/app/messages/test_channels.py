"""Each channel and each rule: what facts say of it, and for every rule a message that keeps it and one that breaks it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.messages import channels, lint, rules
from app.messages.compiled import compile_message
from app.messages.rules import Send
from app.plan import json_schema
from fake_company.errors import NotFound
from tests.app.messages._made import message

DATA = json.loads((Path(__file__).parent / "lint-examples.json").read_text(encoding="utf-8"))
EXAMPLES = [pytest.param(one, id=f"{one['rule']}-{one['channel']}") for one in DATA["examples"]]


def written(channel: str, parts: dict[str, Any]) -> dict[str, Any]:
    """The parts over the channel's good message; `{12}` stands for twelve letters."""
    found = {**DATA["good"][channel], **parts}
    return {
        key: re.sub(r"(?<!\{)\{(\d+)\}", lambda n: "가" * int(n[1]), value) if isinstance(value, str) else value
        for key, value in found.items()
    }


def broken(channel: str, parts: dict[str, Any]) -> set[str]:
    """The ids of the rules this message breaks on its channel."""
    channel = parts.get("channel", channel)
    parts = written(channel, {key: value for key, value in parts.items() if key != "channel"})
    made = message(channel, **parts)
    compiled = compile_message(made)
    texts = {name: re.sub(r"\{\{.*?\}\}+", "값", source) for name, source in compiled.sources.items()}
    facts = dict(parts.get("send", {}))
    if "moment" in facts:
        facts["moment"] = datetime.fromisoformat(facts["moment"])
    known = lint.parts_of(made, compiled, tuple(parts.get("sensitive", ())))
    known = type(known)(**{**known.__dict__, "approved": parts.get("approved", True)})
    page = lint.sheet(made, compiled, texts, "느린옷장", False, known, Send(**facts))
    return {rule.id for rule, _, _ in lint.broken_rules(channels.get(channel), page)}


@pytest.mark.parametrize("key", sorted(set(channels.keys()) - {"friendtalk"}))
def test_a_good_message_breaks_nothing(key: str) -> None:
    assert broken(key, {}) == set()


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_failing_example_breaks_exactly_its_rule(example: dict[str, Any]) -> None:
    assert broken(example["channel"], example["breaks"]) == {example["rule"]}
    assert example["rule"] not in broken(example["channel"], example["keeps"])


@pytest.mark.parametrize("id", DATA["researched"])
def test_a_researched_rule_is_in_the_registry(id: str) -> None:
    assert id in rules.all_rules()


def test_every_rule_has_an_example_and_a_channel() -> None:
    known = set(rules.all_rules())
    assert known == {one["rule"] for one in DATA["examples"]}
    used = {rule.id for channel in channels.all_channels().values() for rule in channel.rules}
    assert used == known


@pytest.mark.parametrize("rule", list(rules.all_rules().values()), ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do_in_both_languages_and_where_it_comes_from(rule: rules.Rule) -> None:
    assert rule.text.ko.endswith("요.")
    assert rule.text.en.endswith(".")
    assert rule.remedy.ko
    assert rule.remedy.en
    assert rule.source


def fix_of(example: dict[str, Any]) -> tuple[str, Any] | None:
    """The one tap the rule offers for its failing example, if any."""
    made = message(example["channel"], **written(example["channel"], example["breaks"]))
    compiled = compile_message(made)
    texts = {name: re.sub(r"\{\{.*?\}\}+", "값", source) for name, source in compiled.sources.items()}
    page = lint.sheet(made, compiled, texts, "느린옷장", False)
    rule = rules.all_rules()[example["rule"]]
    found = rule.check(page) if rule.fix is not None else None
    return rule.fix(page, found[0]) if found is not None and rule.fix is not None else None


@pytest.mark.parametrize("example", [one for one in EXAMPLES if fix_of(one.values[0])])  # type: ignore[arg-type]
def test_a_one_tap_fix_mends_its_rule(example: dict[str, Any]) -> None:
    fix = fix_of(example)
    assert fix is not None
    path, value = fix
    mended = {**written(example["channel"], example["breaks"]), path.removeprefix("fields."): value}
    assert example["rule"] not in broken(mended.pop("channel", example["channel"]), mended)


def test_prices_and_limits() -> None:
    found = {
        channel.key: (channel.price_krw, {f.key: (f.unit, f.limit) for f in channel.fields if f.limit})
        for channel in channels.all_channels().values()
    }
    assert found == {
        "app_push": (0, {"title": ("chars", 200), "body": ("chars", 1000)}),
        "web_push": (0, {"title": ("chars", 200), "body": ("chars", 1000)}),
        "in_app": (0, {"title": ("chars", 200), "body": ("chars", 1000), "buttons": ("chars", 2)}),
        "in_web": (0, {"title": ("chars", 100), "body": ("chars", 500), "buttons": ("chars", 1)}),
        "alimtalk": (
            10,
            {"title": ("chars", 50), "subtitle": ("chars", 50), "header": ("chars", 16), "items": ("chars", 10),
             "body": ("chars", 1000), "extra": ("chars", 500), "buttons": ("chars", 5), "fallback": ("bytes", 2000)},
        ),
        "brand_message": (
            25,
            {"header": ("chars", 20), "body": ("chars", 1300), "items": ("chars", 6), "buttons": ("chars", 5),
             "fallback": ("bytes", 2000)},
        ),
        "sms": (12, {"body": ("bytes", 90)}),
        "lms": (39, {"subject": ("bytes", 40), "body": ("bytes", 2000)}),
        "mms": (90, {"subject": ("bytes", 40), "body": ("bytes", 2000)}),
        "email": (0.5, {"sender": ("chars", 60), "subject": ("chars", 200), "preheader": ("chars", 200)}),
        "webhook": (0, {"body": ("chars", 20_000)}),
        "friendtalk": (15, {"body": ("chars", 1000), "buttons": ("chars", 5)}),
    }  # fmt: skip


def test_what_cannot_be_sent_says_why_and_names_its_successor() -> None:
    shut = {key: (c.ended is not None, c.successor, c.recorded_only) for key, c in channels.all_channels().items() if not c.can_send}
    assert shut == {"friendtalk": (True, "brand_message", False), "webhook": (False, None, True)}


def test_the_schema_names_every_channel() -> None:
    assert json_schema()["$defs"]["Message"]["properties"]["channel"]["enum"] == channels.keys()


def test_all_words_are_in_both_languages() -> None:
    for channel in channels.all_channels().values():
        words = [channel.label, channel.law, channel.price_note, *(field.label for field in channel.fields)]
        words += [layout.label for layout in channel.layouts] + [label for _, label, _, _ in channel.targets]
        assert all(text.ko and text.en for text in words)


def test_an_unknown_channel_names_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        channels.get("alimtok")
    assert refused.value.remedy.ko == "`alimtalk`를 쓰려고 했나요?"
