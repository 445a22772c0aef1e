"""A journey: nodes that lead to each other, and what holds for the whole."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.journeys import nodes
from app.journeys.step import Clock, EventName, Short, Step
from app.promotions.model import Identifier

MOST_NODES = 200

if TYPE_CHECKING:
    AnyNode = Step
else:
    AnyNode = Annotated[reduce(or_, map(nodes.get, nodes.keys())), Field(discriminator="kind")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Cap(_Part):
    """At most `touches` messages of this journey to one customer in any `days` days."""

    touches: int = Field(1, ge=1, le=100)
    days: int = Field(1, ge=1, le=365)


class Quiet(_Part):
    """Hours in which no ad leaves; `from` later than `to` spans midnight."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)

    from_: Clock = Field("21:00", alias="from")
    to: Clock = "08:00"


class ExitWhen(_Part):
    """Leave at once when one of these happens, or while a rule or segment of the plan holds."""

    events: tuple[EventName, ...] = Field((), max_length=10)
    segment: Identifier | None = None


class Journey(_Part):
    """Nodes by id; exactly one of them is the entry. `conversion_event` within `conversion_days` counts as success."""

    id: Identifier
    name: Short = ""
    nodes: tuple[AnyNode, ...] = Field((), max_length=MOST_NODES)
    exit_when: ExitWhen = Field(default_factory=lambda: ExitWhen.model_validate({}))
    conversion_event: EventName = "order_completed"
    conversion_days: int = Field(7, ge=1, le=90)
    holdout_rate: float = Field(0.0, ge=0.0, le=0.9)
    frequency_cap: Cap | None = None
    quiet_hours: Quiet | None = Field(default_factory=lambda: Quiet.model_validate({}))
    source: Short = ""

    @property
    def by_id(self) -> dict[str, Step]:
        """Every node by its id (the last one wins where two share an id)."""
        return {node.id: node for node in self.nodes}

    @property
    def entry(self) -> Step | None:
        """The way in; None while there is none."""
        return next((node for node in self.nodes if node.kind == "entry"), None)

    def node(self, id: str | None) -> Step | None:
        """The node with this id, or None."""
        return next((node for node in self.nodes if node.id == id), None)

    def reached(self) -> set[str]:
        """Ids that can be reached from the entry."""
        known, found = self.by_id, set[str]()
        waiting = [self.entry.id] if self.entry else []
        while waiting:
            id = waiting.pop()
            if id in found or id not in known:
                continue
            found.add(id)
            waiting += [port.to for port in known[id].ports() if port.to]
        return found

    def to_document(self) -> dict[str, Any]:
        """The journey as a JSON object."""
        document: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        return document
