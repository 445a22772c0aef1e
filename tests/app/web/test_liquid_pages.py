"""The help for templates and the content blocks of a plan, as a visitor uses them."""

from __future__ import annotations

import pytest

from tests.app.web.conftest import Visitor


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_help_shows_rules_filters_and_choices(visitor: Visitor, language: str) -> None:
    text = visitor.get(f"/liquid/?lang={language}")

    assert visitor.status == 200
    for shown in ("{{${first_name}}}", "number_with_delimiter", "best_", "rates.example", 'id="bare_attribute"'):
        assert shown in text


def test_a_block_is_made_written_shown_and_removed(visitor: Visitor) -> None:
    visitor.post("/blocks/", {"name": "foot er"})
    assert "foot_er" in visitor.get("/blocks/")
    visitor.post("/blocks/foot_er", {"body": "끝 {{custom_attribute.${nothing} | default: '없음'}}"})
    assert "끝 없음" in visitor.get("/blocks/")
    visitor.post("/blocks/foot_er", {"body": "{{ x | nope }}"})
    text = visitor.get("/blocks/?lang=en")
    assert "There is no filter `nope`." in text
    visitor.post("/blocks/foot_er/remove")
    assert "content_blocks.${foot_er}" not in visitor.get("/blocks/")


@pytest.mark.parametrize("name", ["한글", "", "a/b", "<x>"])
def test_a_name_a_block_cannot_have(visitor: Visitor, name: str) -> None:
    visitor.post("/blocks/", {"name": name})

    assert visitor.status == 400


def test_a_name_is_used_once(visitor: Visitor) -> None:
    visitor.post("/blocks/", {"name": "twice"})
    visitor.post("/blocks/", {"name": "twice"})

    assert visitor.status == 400
