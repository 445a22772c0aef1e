"""What every node of a journey has: an id, a name, where it leads, and how it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.findings import Finding, Fix, Severity
from app.promotions.model import Identifier
from fake_company.text import Text

Short = Annotated[str, Field(max_length=200)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
EventName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Shape = Literal["start", "box", "wait", "question", "end"]


@dataclass(frozen=True)
class Port:
    """One way out of a node: its key, how the edge reads, and the node it leads to (None: the journey ends)."""

    key: str
    label: Text
    to: str | None


@dataclass(frozen=True)
class Names:
    """What a journey names by id: messages (name, channel, is an ad), segments, events with their labels, and today."""

    messages: Mapping[str, tuple[str, str, bool]] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, Text] = field(default_factory=dict)
    today: datetime | None = None
    sentence: Callable[[Mapping[str, Any]], Text] | None = None
    """A rule in words."""

    def event(self, name: str | None) -> Text:
        """An event's label, or its name."""
        return self.events.get(name or "", Text.of(name or "…"))

    def message(self, id: str | None) -> str:
        """A message's name, or its id."""
        return self.messages[id][0] or id if id in self.messages and id else id or "…"

    def segment(self, id: str | None) -> str:
        """A segment's name, or its id."""
        return self.segments.get(id or "", "") or id or "…"


class Step(BaseModel):
    """One node. Where it leads is part of it: fields that hold the id of another node, or null for the end.

    `kind` is the name of the kind's file. `x` and `y` are where a person put it on the canvas, in pixels; null lets the layout decide.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    LABEL: ClassVar[Text] = Text("노드", "Node")
    HELP: ClassVar[Text] = Text("", "")
    SHAPE: ClassVar[Shape] = "box"

    kind: str
    id: Identifier
    name: Short = ""
    x: float | None = Field(None, ge=-100_000, le=100_000, allow_inf_nan=False)
    y: float | None = Field(None, ge=-100_000, le=100_000, allow_inf_nan=False)

    def ports(self) -> tuple[Port, ...]:
        """The ways out, in order."""
        return ()

    def led(self, port: str, to: str | None) -> Self:
        """The node with one way out leading elsewhere. KeyError for a way there is not."""
        if port not in {one.key for one in self.ports()}:
            raise KeyError(port)
        return self.model_copy(update={port: to})

    def sentence(self, names: Names) -> Text:
        """What the node does, in one phrase."""
        return self.LABEL

    def title(self, names: Names) -> Text:
        """What the canvas writes on it: its own name, else the phrase."""
        return Text.of(self.name) if self.name else self.sentence(names)

    def problems(self, where: str, names: Names) -> list[Finding]:
        """What is open or cannot work in the node itself."""
        return []

    def least_minutes(self, port: str) -> float:
        """The least time a customer spends here before leaving by that way."""
        return 0.0

    def messages(self) -> tuple[str, ...]:
        """Ids of the messages it sends."""
        return ()


class Single(Step):
    """A node with one way out."""

    next: Identifier | None = None

    def ports(self) -> tuple[Port, ...]:
        """The one way out."""
        return (Port("next", Text("다음", "next"), self.next),)


def finding(
    severity: Severity, code: str, ko: str, en: str, where: str, remedy: Text = Text("", ""), fix: Fix | None = None
) -> Finding:
    """A finding about a journey."""
    return Finding(severity, f"journey.{code}", Text(ko, en), where, remedy, fix)


def duration(minutes: float) -> Text:
    """Minutes as people say them: 90 → 1시간 30분."""
    whole = round(minutes)
    days, rest = divmod(whole, 1440)
    hours, left = divmod(rest, 60)
    ko = [f"{n}{unit}" for n, unit in ((days, "일"), (hours, "시간"), (left, "분")) if n]
    en = [
        f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((days, "day"), (hours, "hour"), (left, "minute")) if n
    ]
    return Text(" ".join(ko) or "바로", " ".join(en) or "at once")
