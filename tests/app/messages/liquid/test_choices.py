"""The answers chosen where the documents contradict themselves are the answers given."""

from __future__ import annotations

import pytest

from app.messages.liquid import render
from app.messages.liquid.choices import CHOICES, Choice


@pytest.mark.parametrize("choice", [one for one in CHOICES if one.shown], ids=lambda choice: choice.key)
def test_choice(choice: Choice) -> None:
    assert render(choice.shown, choice.context).text == choice.gives


def test_every_choice_is_told_once_in_both_languages() -> None:
    assert len({choice.key for choice in CHOICES}) == len(CHOICES) >= 20
    for choice in CHOICES:
        for text in (choice.about, choice.said, choice.chosen):
            assert text.ko
            assert text.en
