"""Wait for something the customer does: those who do it in time go one way, the rest another."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from app.findings import Finding
from app.journeys.step import EventName, Names, Port, Shape, Step, duration, finding
from app.promotions.model import Identifier
from fake_company.text import Text

MOST_MINUTES = 31 * 1440


class Node(Step):
    """`event` within `minutes` of arriving: `done`, at the moment it happens; else `otherwise`, when time is up."""

    LABEL: ClassVar[Text] = Text("행동 기다리기", "Event wait")
    HELP: ClassVar[Text] = Text("정한 시간 안에 하면 이쪽, 아니면 저쪽으로 가요.", "Did it in time: one way; else the other.")
    SHAPE: ClassVar[Shape] = "question"

    kind: Literal["event_wait"] = "event_wait"
    event: EventName | None = "order_completed"
    minutes: int = Field(1440, ge=0, le=MOST_MINUTES)
    done: Identifier | None = None
    otherwise: Identifier | None = None

    def ports(self) -> tuple[Port, ...]:
        """Done, not done."""
        return (
            Port("done", Text("했어요", "did it"), self.done),
            Port("otherwise", Text("안 했어요", "did not"), self.otherwise),
        )

    def sentence(self, names: Names) -> Text:
        """Such as: 1일 안에 ‘주문 완료’?"""
        event, wait = names.event(self.event), duration(self.minutes)
        return Text(f"{wait.ko} 안에 ‘{event.ko}’?", f"'{event.en}' within {wait.en}?")

    def least_minutes(self, port: str) -> float:
        """Whoever does it may do it at once; the rest have waited the whole time."""
        return float(self.minutes) if port == "otherwise" else 0.0

    def problems(self, where: str, names: Names) -> list[Finding]:
        """It needs an event of the company and some time."""
        found = []
        if self.event is None or (names.events and self.event not in names.events):
            ko = "기다릴 행동을 정하지 않았어요." if self.event is None else f"‘{self.event}’이라는 행동은 없어요."
            en = "The event to wait for is open." if self.event is None else f"There is no event '{self.event}'."
            found.append(
                finding("error", "no_such_event", ko, en, f"{where}.event", Text("행동을 하나 골라 주세요.", "Choose an event."))
            )
        if not self.minutes:
            found.append(
                finding(
                    "error", "no_window", "기다리는 시간이 0이에요.", "There is no time to do it in.", f"{where}.minutes",
                    Text("얼마나 기다릴지 정해 주세요.", "Give the time to wait."), {"path": f"{where}.minutes", "value": 1440},
                )
            )  # fmt: skip
        return found
