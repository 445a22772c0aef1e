"""Each channel: its limits and prices, and each of its rules with a message that keeps it and one that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from app.messages import channels, lint
from app.messages.compiled import compile_message
from fake_company.errors import NotFound
from tests.app.messages._made import message
from tests.app.messages.letters_of_rules import EXAMPLES, GOOD


def codes(channel: str, parts: dict[str, Any]) -> set[str]:
    made = message(channel, **{**GOOD[channel], **parts})
    compiled = compile_message(made)
    texts = {name: "값 값" if "{{" in source else source for name, source in compiled.sources.items()}
    page = lint.sheet(made, compiled, texts, "느린옷장", False)
    return {rule.code for rule, _, _ in lint.broken_rules(channels.get(channel), page)}


@pytest.mark.parametrize("key", [*GOOD])
def test_a_good_message_breaks_nothing(key: str) -> None:
    assert codes(key, {}) == set()


@pytest.mark.parametrize(("channel", "code"), EXAMPLES, ids=lambda part: str(part))
def test_rule_is_kept_and_broken(channel: str, code: str) -> None:
    keeps, breaks = EXAMPLES[(channel, code)]
    assert code not in codes(channel, keeps)
    assert code in codes(channel, breaks)


def test_every_rule_has_examples() -> None:
    rules = {
        (channel.key, rule.code) for channel in channels.all_channels().values() for rule in channel.rules
    }
    assert rules == set(EXAMPLES)


def test_prices_and_limits() -> None:
    found = {
        channel.key: (channel.price_krw, {field.key: (field.unit, field.limit) for field in channel.fields})
        for channel in channels.all_channels().values()
    }
    assert found == {
        "app_push": (0, {"title": ("chars", 200), "body": ("chars", 1000), "link": ("chars", None)}),
        "email": (0.5, {"subject": ("chars", 200), "body": ("chars", None), "link": ("chars", None)}),
        "alimtalk": (10, {"title": ("chars", 50), "body": ("chars", 1000), "buttons": ("chars", 5)}),
        "sms": (12, {"body": ("bytes", 90)}),
        "lms": (39, {"subject": ("bytes", 40), "body": ("bytes", 2000)}),
    }


def test_an_ad_as_alimtalk_is_rejected_quoting_the_line() -> None:
    made = message("alimtalk", purpose="information", body="주문이 접수됐어요.\n오늘만 20% 할인!")
    page = lint.sheet(made, compile_message(made), {"body": made.fields.body}, "느린옷장", False)
    broken = {
        rule.code: (quote, rule.stops) for rule, _, quote in lint.broken_rules(channels.get("alimtalk"), page)
    }
    assert broken["law.alimtalk_information_only"] == ("오늘만 20% 할인!", True)


def test_all_words_are_in_both_languages() -> None:
    for channel in channels.all_channels().values():
        words = [channel.label, channel.law, channel.price_note, *(field.label for field in channel.fields)]
        words += [text for rule in channel.rules for text in (rule.text, rule.remedy)]
        assert all(text.ko and text.en for text in words)


def test_an_unknown_channel_names_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        channels.get("alimtok")
    assert refused.value.remedy.ko == "`alimtalk`를 쓰려고 했나요?"
