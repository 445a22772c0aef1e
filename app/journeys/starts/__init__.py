"""Ready journeys to start from, one JSON file each: name, what it is for, the messages it needs, the journey."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fake_company.errors import NotFound
from fake_company.text import Text


@dataclass(frozen=True)
class Start:
    """A starting point. Messages, segments and journey are parts of a plan; their ids are new to most plans."""

    key: str
    name: Text
    text: Text
    segments: tuple[dict[str, Any], ...]
    messages: tuple[dict[str, Any], ...]
    journey: dict[str, Any]


@cache
def every() -> tuple[Start, ...]:
    """All of them, in the order of their files' numbers."""
    found = []
    for file in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".json"):
            document = json.loads(file.read_text(encoding="utf-8"))
            found.append(
                Start(
                    file.name.removesuffix(".json").partition("-")[2],
                    Text.of(document["name"]),
                    Text.of(document["text"]),
                    tuple(document.get("segments", ())),
                    tuple(document["messages"]),
                    document["journey"],
                )
            )
    return tuple(found)


def get(key: str) -> Start:
    """The starting point of that name."""
    found = next((one for one in every() if one.key == key), None)
    if found is None:
        raise NotFound(
            Text(f"‘{key}’이라는 준비된 여정은 없어요.", f"There is no ready journey '{key}'."),
            "journeys",
            Text("여정 화면에서 하나를 골라 주세요.", "Choose one on the journey page."),
        )
    return found
