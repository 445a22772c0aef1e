"""The inputs of the segment form: plain HTML controls that work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fake_company.text import Text

Shape = Literal["select", "multi", "number", "text", "date", "checkbox", "long"]


@dataclass(frozen=True)
class Option:
    """One choice of a select."""

    value: str
    label: Text
    selected: bool = False


@dataclass(frozen=True)
class Control:
    """One input: its dotted name inside the condition, what it asks, its shape and present value."""

    name: str
    label: Text
    shape: Shape
    value: str = ""
    options: Sequence[Option] = field(default_factory=tuple)

    @property
    def redraws(self) -> bool:
        """Whether choosing another value changes which inputs follow."""
        return self.shape == "select"


def select(name: str, label: Text, choices: Iterable[tuple[str, Text]], chosen: Any) -> Control:
    """A menu of one choice."""
    text = "" if chosen is None else str(chosen)
    return Control(name, label, "select", text, tuple(Option(v, t, v == text) for v, t in choices))


def multi(name: str, label: Text, choices: Iterable[tuple[str, Text]], chosen: Any) -> Control:
    """A menu of several choices."""
    picked = [str(one) for one in chosen] if isinstance(chosen, (list, tuple)) else []
    return Control(name, label, "multi", "", tuple(Option(v, t, v in picked) for v, t in choices))


def entry(name: str, label: Text, shape: Shape, value: Any) -> Control:
    """A field to type in; lists are shown separated by commas."""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(one) for one in value)
    return Control(name, label, shape, "" if value is None else str(value))


WITHIN_UNITS = (
    ("", Text("기간 제한 없음", "any time")),
    ("hours", Text("시간 안에", "hours")),
    ("days", Text("일 안에", "days")),
    ("calendar_days", Text("일 안에(달력)", "calendar days")),
)


def window(name: str, label: Text, data: Any, *, optional: bool = True) -> list[Control]:
    """Two inputs for a window: `name.unit` and `name.amount`."""
    unit, amount = next(iter(data.items())) if isinstance(data, Mapping) and data else ("", "")
    return [
        entry(f"{name}.amount", label, "number", amount),
        select(f"{name}.unit", Text("단위", "unit"), WITHIN_UNITS if optional else WITHIN_UNITS[1:], unit),
    ]
