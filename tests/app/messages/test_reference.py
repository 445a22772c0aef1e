"""What completion offers is what the renderer knows: nothing missing, nothing invented."""

from __future__ import annotations

import pytest

from app.messages import reference
from app.messages.liquid.environment import Braze, compile_template

LIQUID = Braze()


def test_every_filter_is_listed_and_no_other() -> None:
    assert set(reference.FILTERS) | set(reference.REPORT_FILTERS) == set(LIQUID.filters)
    assert not set(reference.FILTERS) & set(reference.REPORT_FILTERS)


@pytest.mark.parametrize("key", [*reference.FILTERS])
def test_a_filter_as_its_signature_writes_it_can_be_read(key: str) -> None:
    entry = reference.FILTERS[key]
    assert entry.signature.startswith(key)
    assert entry.text.ko
    assert entry.text.en
    compile_template("{{ x | " + entry.signature + " }}")


@pytest.mark.parametrize("key", [key for key in reference.TAGS if key != "raw"])
def test_every_tag_offered_exists(key: str) -> None:
    assert key in LIQUID.tags
    assert reference.TAGS[key].signature.startswith(key)


@pytest.mark.parametrize("key", sorted(reference.CLOSED - {"case"}))
def test_tags_that_are_closed_can_be_read(key: str) -> None:
    compile_template("{% " + reference.TAGS[key].signature + " %}글{% end" + key + " %}")
