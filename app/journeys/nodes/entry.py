"""Where customers come in: a segment on some day, an event as it happens, or one moment; and how often again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from app.findings import Finding
from app.journeys.step import Clock, EventName, Names, Shape, Single, duration, finding
from app.promotions.model import Identifier
from fake_company.text import Text


class Node(Single):
    """The one way in.

    `by` event: when `event` happens and then not `unless` for `delay_minutes`; segment: every `every_days` at `at`;
    schedule: once, at `moment` (company time). `segment` narrows all three. A customer may come in again
    `again_after_days` after the last time (0: whenever, null: never).
    """

    LABEL: ClassVar[Text] = Text("들어오기", "Entry")
    HELP: ClassVar[Text] = Text("누가 언제 이 여정에 들어오는지 정해요.", "Who enters this journey, and when.")
    SHAPE: ClassVar[Shape] = "start"

    kind: Literal["entry"] = "entry"
    by: Literal["event", "segment", "schedule"] = "event"
    event: EventName | None = "product_added"
    unless: EventName | None = None
    delay_minutes: int = Field(0, ge=0, le=60 * 24 * 60)
    segment: Identifier | None = None
    every_days: int = Field(1, ge=1, le=365)
    at: Clock = "10:00"
    moment: str | None = None
    again_after_days: int | None = Field(30, ge=0, le=720)

    @field_validator("moment")
    @classmethod
    def _real(cls, value: Any) -> Any:
        if value is not None:
            datetime.fromisoformat(value)
        return value

    def sentence(self, names: Names) -> Text:
        """Such as: 장바구니에 담고 3시간 안에 주문하지 않으면."""
        who = names.segment(self.segment)
        whom = Text(f"{who}, ", f"{who}: ") if self.segment else Text("", "")
        if self.by == "segment":
            every = Text("날마다", "every day") if self.every_days == 1 else Text(
                f"{self.every_days}일마다", f"every {self.every_days} days"
            )
            return Text(f"{who} 고객이 {every.ko} {self.at}에", f"{who}, {every.en} at {self.at}")
        if self.by == "schedule":
            at = (self.moment or "…").replace("T", " ")
            return Text(f"{whom.ko}{at}에 한 번", f"{whom.en}once at {at}")
        event = names.event(self.event)
        if not self.unless:
            wait = duration(self.delay_minutes)
            late = Text(f" {wait.ko} 뒤", f", {wait.en} later") if self.delay_minutes else Text("", "")
            return Text(f"{whom.ko}‘{event.ko}’ 때{late.ko}", f"{whom.en}on '{event.en}'{late.en}")
        not_done, wait = names.event(self.unless), duration(self.delay_minutes)
        return Text(
            f"{whom.ko}‘{event.ko}’ 뒤 {wait.ko} 동안 ‘{not_done.ko}’ 없으면",
            f"{whom.en}'{event.en}' and no '{not_done.en}' for {wait.en}",
        )

    def problems(self, where: str, names: Names) -> list[Finding]:
        """An entry needs its event, segment or moment."""
        found = []
        if self.by == "event" and not self.event:
            found.append(
                finding(
                    "error", "entry_event", "어떤 행동으로 들어오는지 정하지 않았어요.", "The entry's event is open.",
                    f"{where}.event", Text("행동 하나를 골라 주세요.", "Choose an event."),
                )
            )  # fmt: skip
        for field, name in (("event", self.event), ("unless", self.unless)):
            if self.by == "event" and name and names.events and name not in names.events:
                found.append(
                    finding(
                        "error", "no_such_event", f"‘{name}’이라는 행동은 없어요.", f"There is no event '{name}'.",
                        f"{where}.{field}", Text("이 회사가 남기는 행동 중에서 골라 주세요.", "Choose an event of this company."),
                    )
                )  # fmt: skip
        if self.by == "event" and self.unless and not self.delay_minutes:
            found.append(
                finding(
                    "error", "entry_wait", "기다리는 시간이 0이라 ‘하지 않으면’을 알 수 없어요.",
                    "With no wait nobody can fail to do it.", f"{where}.delay_minutes",
                    Text("얼마나 기다릴지 정해 주세요.", "Give the time to wait."),
                    {"path": f"{where}.delay_minutes", "value": 180},
                )
            )  # fmt: skip
        if self.by == "segment" and not self.segment:
            found.append(
                finding(
                    "error", "entry_segment", "어떤 고객이 들어오는지 정하지 않았어요.", "The entry's segment is open.",
                    f"{where}.segment", Text("세그먼트를 골라 주세요.", "Choose a segment."),
                )
            )  # fmt: skip
        if self.segment and names.segments and self.segment not in names.segments:
            found.append(
                finding(
                    "error", "no_such_segment", f"‘{self.segment}’이라는 세그먼트가 계획에 없어요.",
                    f"The plan has no segment '{self.segment}'.", f"{where}.segment",
                    Text("있는 세그먼트를 골라 주세요.", "Choose one that exists."),
                )
            )  # fmt: skip
        if self.by == "schedule":
            found += self._moment(where, names)
        return found

    def _moment(self, where: str, names: Names) -> list[Finding]:
        if self.moment is None:
            text = ("언제 들어오는지 정하지 않았어요.", "The entry's moment is open.")
        elif names.today is not None and datetime.fromisoformat(self.moment).replace(tzinfo=None) < names.today:
            text = ("들어오는 날이 이미 지났어요.", "The entry's moment is in the past.")
        else:
            return []
        remedy = Text("오늘보다 뒤의 날짜를 골라 주세요.", "Choose a moment after today.")
        return [finding("error", "entry_moment", *text, f"{where}.moment", remedy)]
