"""Holes: a blank where a value was meant, raw markup, "님" after nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.findings import Finding
from app.messages import lint, variables
from app.messages.compiled import Compiled
from app.messages.letters import Letter
from fake_company.text import Text

_HONORIFIC = re.compile(r"(?m)(?:^|[,.!?)\]~])\s*님(?=[\s,.!?~을의께은이]|$)")
_RAW = re.compile(r"\{\{|\}\}|\{%|%\}|\$\{|#\{")


def honorific(words: str) -> bool:
    """Whether "님" stands after nothing."""
    return bool(_HONORIFIC.search(words.replace(" ", "")))


def raw(words: str) -> bool:
    """Whether markup is shown to the customer."""
    return bool(_RAW.search(words))


def has_hole(letter: Letter) -> bool:
    """Whether this text has a hole a reader would see."""
    shown = [words for name, words in letter.texts.items() if not name.endswith("link")]
    return bool(letter.holes) or any(honorific(words) or raw(words) for words in shown)


def hole_finding(key: str, blank: bool, compiled: Compiled, where: str, count: int | None) -> Finding:
    """A value that is missing (or only spaces) where it is printed, with the one-tap fix."""
    use = lint.first_use(compiled.uses, key)
    path = f"{where}.fields.{use.field if use else 'body'}"
    if blank:
        text = Text(
            "{name} 값에 공백만 있는 고객에게는 빈칸으로 보여요.",
            "{name} is only spaces for some; they see a blank.",
        ).format(name=variables.called(key))
        remedy = Text(
            "`strip`을 먼저 써서 공백도 없는 값으로 다뤄 주세요.",
            "Use `strip` first, so that spaces count as missing.",
        )
        fix = lint.strip_fix(use, compiled, where) if use else None
        return Finding(
            "error",
            "name.blank" if key in lint.NAMES else "hole.blank",
            text,
            path,
            remedy,
            fix,
            "dangol",
            count,
        )
    text = Text(
        "{name} 값이 없는 고객에게는 빈칸으로 보여요.", "{name} is missing for some; they see a hole."
    ).format(name=variables.called(key))
    remedy = Text("기본값을 정해 주세요.", "Give it a default.")
    fix = lint.default_fix(use, compiled, where) if use and not use.has_default else None
    return Finding("error", "hole.no_default", text, path, remedy, fix, "dangol", count)


def text_findings(letter: Letter, where: str, count: int | None) -> list[Finding]:
    """Raw markup and orphaned honorifics in a finished text."""
    found = []
    for name, words in letter.texts.items():
        path = f"{where}.fields.{name}"
        if raw(words):
            text = Text("치환되지 않은 기호가 그대로 보여요.", "Raw markup is shown to the customer.")
            remedy = Text("중괄호를 확인해 주세요.", "Check the braces.")
            found.append(Finding("error", "hole.raw", text, path, remedy, None, "dangol", count))
        if not letter.holes and honorific(words):
            text = Text("이름 없이 `님`만 보여요.", "`님` stands after nothing.")
            remedy = Text("이름이 없을 때 쓸 말을 정해 주세요.", "Say what to write when there is no name.")
            found.append(Finding("error", "hole.honorific", text, path, remedy, None, "dangol", count))
    return found


def holes_in(letter: Letter, compiled: Compiled, values: Mapping[str, Any], where: str) -> list[Finding]:
    """Everything hollow in one finished message."""
    found = []
    for key in sorted(letter.holes):
        value = values.get(key)
        found.append(hole_finding(key, isinstance(value, str) and bool(value), compiled, where, None))
    return found + text_findings(letter, where, None)
