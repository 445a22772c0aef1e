"""Where the library underneath differs from what Braze's documents and Ruby's Liquid say: each corrected, one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.messages.liquid import render
from fake_company.errors import DangolError

ROOT = Path(__file__).parents[4]
NOW = {"now": "2022-03-28T00:00:00Z"}

# trap → (template, context, what is right)
TRAPS: dict[str, tuple[str, dict[str, Any], str]] = {
    "a date is read as UTC": ("{{ '2022-03-31' | date: '%s' }}", NOW, "1648684800"),
    "now is the injected moment": ("{{ 'now' | date: '%s' }} {{ 'now' | date: '%Y' }}", NOW, "1648425600 2022"),
    "seconds respect the offset": ("{{ '2025-08-05T08:15:30-0800' | date: '%s' }}", {}, "1754410530"),
    "the twenty-fourth hour is the next day": ("{{ '2023-12-22T24:00-05:00' | date: '%s' }}", {}, "1703307600"),
    "nil is blank": ("{% if nothing == blank %}y{% endif %}", {}, "y"),
    "false is blank": ("{% if f == blank %}y{% endif %}", {"vars": {"f": False}}, "y"),
    "split drops empty parts at the end": ("{{ 'a*b*' | split: '*' | size }}{{ 'a*b**' | split: '*' | size }}", {}, "22"),
    "split keeps empty parts before": ("{{ '*a**b*' | split: '*' | size }}", {}, "4"),
    "half rounds up": ("{{ 2.5 | round }} {{ 3.5 | round }} {{ 0.5 | round }} {{ 1.25 | round: 1 }}", {}, "3 4 1 1.3"),
    "an empty text is not more than 0": ("{% if e > 0 %}y{% else %}n{% endif %}", {"vars": {"e": ""}}, "n"),
    "line ends stay": ("a\r\nb\rc\nd{{ x }}", {"vars": {"x": "\r\n"}}, "a\r\nb\rc\nd\r\n"),
    "line ends stay in a capture": ("{% capture c %}a\r\nb{% endcapture %}{{ c }}", {}, "a\r\nb"),
    "a number at the head of a text counts": ("{{ 1 | plus: '7,42' }} {{ '12abc' | plus: 0 }} {{ 'abc' | plus: 0 }}", {}, "8 12 0"),
    "a filter in a condition is worked out": ("{% if a | size > 3 %}y{% else %}n{% endif %}", {"vars": {"a": [1]}}, "n"),
    "parentheses group": ("{% if (a and b) or c %}y{% else %}n{% endif %}", {"vars": {"c": True}}, "y"),
    "&& is and": ("{% if a && b %}y{% else %}n{% endif %}", {"vars": {"a": True, "b": False}}, "n"),
    "limit 0 is nothing": ("{% for i in (1..3) limit:0 %}{{i}}{% endfor %}|", {}, "|"),
    "an attribute in braces": ("{{${first_name}}}|", {"user": {"first_name": "민지"}}, "민지|"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_trap(name: str) -> None:
    template, context, right = TRAPS[name]
    assert render(template, context).text == right


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{% assign v = t > 100 %}", "no_operator_here"),
        ("{% if t > 3 %}y{% endif %}", "cannot_compare"),
        ("{{ (1..99999999) | join: '' }}", "limit"),
        ("{% for i in (1..9999) %}{% endfor %}" * 30, "limit"),
        ("{% assign s = 'aaaaaaaaaaaaaaaa' %}{{ s | replace: 'a', s | replace: 'a', s | replace: 'a', s | replace: 'a', s }}", "limit"),
        ("{{ 9 | times: " + "9" * 5000 + " }}", "limit"),
    ],
)  # fmt: skip
def test_what_the_library_lets_pass_is_an_error(template: str, code: str) -> None:
    with pytest.raises(DangolError) as refused:
        render(template, {"vars": {"t": "abc"}})
    assert refused.value.extra["code"] == code


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_the_zone_of_the_machine_changes_nothing(zone: str) -> None:
    program = (
        "from app.messages.liquid import render\n"
        "print(render(\"{{ '2022-03-31' | date: '%s' }} {{ 'now' | date: '%H' }} {{ 'March 31, 2022' | date: '%s' }}\","
        " {'now': '2022-03-28T05:00:00Z'}).text)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, text=True,
        timeout=120, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "1648684800 05 1648684800"
