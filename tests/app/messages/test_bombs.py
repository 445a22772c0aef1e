"""Every hostile template ends in a result or one clear error, within a second and 200 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages.liquid import render
from fake_company.errors import DangolError, TooLarge
from tests.app.messages.bombs import BOMBS

ROOT = Path(__file__).parents[3]
_WATCHED = """
import resource, sys
from time import perf_counter
from app.messages.liquid import render
from fake_company.errors import DangolError
from tests.app.messages.bombs import BOMBS
resource.setrlimit(resource.RLIMIT_CPU, (100, 100))
render("{{ 'now' | date: '%Y' }}", {})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, bomb in BOMBS.items():
    start = perf_counter()
    try:
        render(bomb, {"user": {"first_name": "a"}})
    except DangolError as error:
        assert error.message.ko and error.message.en and error.remedy.ko, name
    print(f"{name}\\t{perf_counter() - start:.3f}\\t{(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024}")
"""


@pytest.fixture(scope="module")
def measured() -> dict[str, tuple[float, int]]:
    """Seconds, and megabytes grown so far, for every bomb, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", _WATCHED], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    rows = (line.split("\t") for line in ran.stdout.splitlines())
    return {name: (float(seconds), int(megabytes)) for name, seconds, megabytes in rows}


def test_all_bombs_ran(measured: dict[str, tuple[float, int]]) -> None:
    assert set(measured) == set(BOMBS)


def test_memory_stays_small(measured: dict[str, tuple[float, int]]) -> None:
    assert max(megabytes for _, megabytes in measured.values()) < 200


@pytest.mark.parametrize(
    "name", ["replace chain", "sibling loops", "split bomb", "huge range", "huge integers", "doubling"]
)
def test_the_named_bombs_are_refused(name: str) -> None:
    with pytest.raises(DangolError) as refused:
        render(BOMBS[name], {})
    assert "멈췄어요" in refused.value.message.ko or "너무" in refused.value.message.ko


def test_sixty_four_kilobytes_is_the_limit() -> None:
    assert render("a" * 65_536, {}).text == "a" * 65_536
    with pytest.raises(TooLarge):
        render("a" * 65_537, {})


_PIECES = st.sampled_from([
    "{{", "}}", "{%", "%}", "${", "}", "{", "first_name", "custom_attribute.", "event_properties.", " | ", "default: ",
    "'고객'", "'", '"', "“", "if ", "elsif ", "else", "endif", "for i in ", "endfor", "(1..3)", "assign x = ", "case x",
    "when 1", "endcase", "capture x", "endcapture", "abort_message", "('why')", "==", ">", "contains", " and ", "blank",
    "nil", "date: '%Y'", "split: ','", "plus: 1", "[0]", ".size", "<!--", "-->", "raw", "endraw", "comment", "-", " ",
    "\n", "안녕", "님", "😀", "connected_content http://a :save b", "message_extras :key a", "catalog_items a", "liquid",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(max_examples=600, deadline=None)
def test_anything_gives_text_abort_or_one_error(template: str) -> None:
    answer: DangolError | str
    try:
        answer = render(template, {"user": {"first_name": "민지"}, "vars": {"x": [1, "2", None]}}).text
    except DangolError as error:
        answer = error
    if isinstance(answer, DangolError):
        assert answer.message.ko
        assert answer.message.en
        assert answer.extra["line"] >= 1
        assert answer.extra["snippet"].splitlines()[-1].strip() == "^"
    else:
        assert len(answer) <= 256_000
