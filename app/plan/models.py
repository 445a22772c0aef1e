"""The parts of a plan document, format 1. Everything a learner has not decided yet is simply empty."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from app.journeys.model import Journey
from app.messages.around import Around
from app.plan.model_message import (
    Appeal,
    Appeals,
    Button,
    ContentBlock,
    Image,
    Item,
    Long,
    Message,
    MessageFields,
    Part,
    Short,
    Template,
)
from app.promotions.model import Identifier, Promotion

FORMAT = 1

_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$")
Clock = Annotated[str, Field(pattern=_CLOCK)]
EventName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Purpose(Part):
    """Why: what these customers do today, and what they would do instead."""

    behaviour_today: Long = ""
    behaviour_wanted: Long = ""


class Segment(Part):
    """Whom: a named rule (see `app.segments`). An empty rule means not yet decided."""

    id: Identifier
    name: Short = ""
    rule: dict[str, Any] = Field(default_factory=dict)


class Once(Part):
    """When: one moment, company time, `2026-03-03T19:00`."""

    kind: Literal["once"]
    at: str

    @field_validator("at")
    @classmethod
    def _real_moment(cls, value: str) -> str:
        if not _MOMENT.match(value):
            raise ValueError("moment")
        datetime.fromisoformat(value)
        return value


class Repeat(Part):
    """When: every so many days at one hour, from the first day on."""

    kind: Literal["repeat"]
    every_days: int = Field(ge=1, le=365)
    at: Clock


class Trigger(Part):
    """When: a customer did `event` and then not `unless` for `delay_minutes`."""

    kind: Literal["trigger"]
    event: EventName
    unless: EventName | None = None
    delay_minutes: int = Field(ge=0, le=60 * 24 * 60)


When = Annotated[Once | Repeat | Trigger, Field(discriminator="kind")]


class FrequencyCap(Part):
    """At most `touches` messages to one customer in any `days` days."""

    touches: int = Field(ge=1, le=100)
    days: int = Field(ge=1, le=365)


class QuietHours(Part):
    """Hours in which nothing is sent; `from` later than `to` spans midnight."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)

    from_: Clock = Field("21:00", alias="from")
    to: Clock = "08:00"


class Variant(Part):
    """Another message for a share of the same audience, drawn by chance: the B of an A/B test."""

    message: Identifier
    share: float = Field(0.5, gt=0.0, lt=1.0)


class Campaign(Part):
    """Purpose, whom, what, offer and when, joined by ids. What is not decided yet is null.

    `variants` are sent beside `message`, which keeps the share they leave.
    """

    id: Identifier
    name: Short = ""
    audience: Identifier | None = None
    message: Identifier | None = None
    variants: tuple[Variant, ...] = Field((), max_length=3)
    journey: Identifier | None = None
    promotion: Identifier | None = None
    when: When | None = None
    holdout_rate: float = Field(0.0, ge=0.0, le=0.9)
    frequency_cap: FrequencyCap | None = None
    quiet_hours: QuietHours | None = None
    goal_event: EventName = "order_completed"
    attribution_days: int = Field(7, ge=1, le=90)

    @field_validator("variants")
    @classmethod
    def _leave_something(cls, value: tuple[Variant, ...]) -> tuple[Variant, ...]:
        if sum(variant.share for variant in value) >= 1.0:
            raise ValueError("shares")
        return value


class Interval(Part):
    """An 80 % interval: eight times in ten the outcome should fall between `low` and `high`."""

    low: float | None = Field(None, allow_inf_nan=False)
    expected: float | None = Field(None, allow_inf_nan=False)
    high: float | None = Field(None, allow_inf_nan=False)

    @property
    def filled(self) -> bool:
        """Whether all three figures are given."""
        return None not in (self.low, self.expected, self.high)

    @property
    def ordered(self) -> bool:
        """Whether low ≤ expected ≤ high; False while a figure is missing."""
        return (
            self.low is not None
            and self.expected is not None
            and self.high is not None
            and self.low <= self.expected <= self.high
        )


class Forecast(Part):
    """What the learner expects before sending. `sealed_at` is set at the first launch."""

    sends: Interval | None = None
    cost_krw: Interval | None = None
    clicks: Interval | None = None
    conversions: Interval | None = None
    incremental_orders: Interval | None = None
    incremental_profit_krw: Interval | None = None
    opt_outs: Interval | None = None
    sealed_at: Short | None = None

    @classmethod
    def measures(cls) -> tuple[str, ...]:
        """The figures that can be forecast, in the order of the page."""
        return tuple(name for name in cls.model_fields if name != "sealed_at")

    def interval(self, measure: str) -> Interval | None:
        """The interval of one measure."""
        found: Interval | None = getattr(self, measure)
        return found


class Rationale(Part):
    """The three questions a plan answers in words."""

    why_these_customers: Long = ""
    why_now: Long = ""
    what_would_show_i_am_wrong: Long = ""


class Plan(Part):
    """The one thing a learner submits."""

    format: Literal[1] = 1
    exercise: Identifier | None = None
    company: dict[str, str | int | float | bool | None] | None = None
    title: Short = ""
    purpose: Purpose = Purpose()
    segments: tuple[Segment, ...] = Field((), max_length=100)
    promotions: tuple[Promotion, ...] = Field((), max_length=50)
    messages: tuple[Message, ...] = Field((), max_length=100)
    content_blocks: tuple[ContentBlock, ...] = Field((), max_length=50)
    journeys: tuple[Journey, ...] = Field((), max_length=20)
    campaigns: tuple[Campaign, ...] = Field((), max_length=50)
    tracking_plan: tuple[dict[str, Any], ...] = Field((), max_length=500)
    forecast: Forecast = Forecast()
    rationale: Rationale = Rationale()

    @model_validator(mode="after")
    def _tell_the_messages(self) -> Plan:
        around = Around(self.blocks, {promotion.id: promotion for promotion in self.promotions})
        for message in self.messages:
            message.placed(around)
        return self

    def segment(self, id: str | None) -> Segment | None:
        """The segment with this id, or None."""
        return next((part for part in self.segments if part.id == id), None)

    @property
    def blocks(self) -> dict[str, str]:
        """The content blocks' templates by name, as a message reads them."""
        return {block.id: block.body for block in self.content_blocks}

    def journey(self, id: str | None) -> Journey | None:
        """The journey with this id, or None."""
        return next((part for part in self.journeys if part.id == id), None)

    def message(self, id: str | None) -> Message | None:
        """The message with this id, or None."""
        return next((part for part in self.messages if part.id == id), None)

    def promotion(self, id: str | None) -> Promotion | None:
        """The promotion with this id, or None."""
        return next((part for part in self.promotions if part.id == id), None)

    def promotion_of(self, campaign: Campaign) -> Promotion | None:
        """The benefit a campaign gives: its own, else the one its message names."""
        message = self.message(campaign.message)
        return self.promotion(campaign.promotion or (message.promotion if message else None))

    def to_document(self) -> dict[str, Any]:
        """The plan as a JSON object, every field spelled out."""
        document: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        return document

    def to_json(self) -> str:
        """The plan as the text that is downloaded, graded and kept."""
        return json.dumps(self.to_document(), ensure_ascii=False, indent=1)


__all__ = [
    "FORMAT", "Appeal", "Appeals", "Button", "Campaign", "Clock", "ContentBlock", "EventName", "Forecast", "FrequencyCap", "Image",
    "Interval", "Item", "Long", "Message", "MessageFields", "Once", "Part", "Plan", "Purpose", "QuietHours",
    "Rationale", "Repeat", "Segment", "Short", "Template", "Trigger", "Variant", "When",
]  # fmt: skip
