"""Wait: for a while, until an hour of the day, a weekday, or a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from app.findings import Finding
from app.journeys.step import Clock, Names, Shape, Single, duration, finding
from fake_company.text import Text

WEEKDAYS = (
    Text("월요일", "Monday"), Text("화요일", "Tuesday"), Text("수요일", "Wednesday"), Text("목요일", "Thursday"),
    Text("금요일", "Friday"), Text("토요일", "Saturday"), Text("일요일", "Sunday"),
)  # fmt: skip
MOST_MINUTES = 730 * 1440


class Node(Single):
    """`how` duration: `minutes`; clock: the next `at`; weekday: the next `weekday` (0 Monday) at `at`; date: `until`."""

    LABEL: ClassVar[Text] = Text("기다리기", "Delay")
    HELP: ClassVar[Text] = Text("얼마 동안, 또는 정한 때까지 기다려요.", "Waits for a while or until a moment.")
    SHAPE: ClassVar[Shape] = "wait"

    kind: Literal["delay"] = "delay"
    how: Literal["duration", "clock", "weekday", "date"] = "duration"
    minutes: int = Field(1440, ge=0, le=MOST_MINUTES)
    at: Clock = "10:00"
    weekday: int = Field(0, ge=0, le=6)
    until: str | None = None

    @field_validator("until")
    @classmethod
    def _real(cls, value: Any) -> Any:
        if value is not None:
            datetime.fromisoformat(value)
        return value

    def sentence(self, names: Names) -> Text:
        """Such as: 3일 기다리기."""
        if self.how == "clock":
            return Text(f"{self.at}까지 기다리기", f"Wait until {self.at}")
        if self.how == "weekday":
            day = WEEKDAYS[self.weekday]
            return Text(f"{day.ko} {self.at}까지 기다리기", f"Wait until {day.en} {self.at}")
        if self.how == "date":
            at = (self.until or "…").replace("T", " ")
            return Text(f"{at}까지 기다리기", f"Wait until {at}")
        if not self.minutes:
            return Text("기다리지 않기", "No wait")
        wait = duration(self.minutes)
        return Text(f"{wait.ko} 기다리기", f"Wait {wait.en}")

    def leaves(self, at: datetime) -> datetime:
        """When a customer who arrives at a moment goes on; a date that is past lets them go at once."""
        if self.how == "duration":
            return at + timedelta(minutes=self.minutes)
        if self.how == "date":
            until = datetime.fromisoformat(self.until).replace(tzinfo=None) if self.until else at
            return max(at, until)
        hour, minute = (int(part) for part in self.at.split(":"))
        found = at.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if self.how == "weekday":
            found += timedelta(days=(self.weekday - found.weekday()) % 7)
            return found if found > at else found + timedelta(days=7)
        return found if found > at else found + timedelta(days=1)

    def least_minutes(self, port: str) -> float:
        """The time it surely takes: nothing for a clock, which may be about to strike."""
        return float(self.minutes) if self.how == "duration" else 0.0

    def problems(self, where: str, names: Names) -> list[Finding]:
        """A wait of nothing, or until a day gone by."""
        if self.how == "duration" and not self.minutes:
            return [
                finding(
                    "warning", "no_wait", "기다리는 시간이 0이에요.", "This waits for no time at all.", f"{where}.minutes",
                    Text("얼마나 기다릴지 정해 주세요.", "Give the time to wait."), {"path": f"{where}.minutes", "value": 1440},
                )
            ]  # fmt: skip
        if self.how != "date":
            return []
        later = Text("오늘보다 뒤의 날짜를 골라 주세요.", "Choose a date after today.")
        if self.until is None:
            what = ("언제까지 기다릴지 정하지 않았어요.", "The date to wait for is open.")
            return [finding("error", "no_date", *what, f"{where}.until", later)]
        if names.today is not None and datetime.fromisoformat(self.until).replace(tzinfo=None) <= names.today:
            what = ("기다리는 날이 이미 지났어요.", "The date to wait for is past.")
            return [finding("error", "past_date", *what, f"{where}.until", later)]
        return []
