"""Windows of time: the last hours or days (rolling), or calendar days; closed at both ends, ending at the moment.

Calendar days follow Braze: today is day 0, so `{"calendar_days": 3}` starts at midnight three days before today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from app.segments.place import Place, as_mapping, as_whole
from fake_company.text import Text

Micros = npt.NDArray[np.int64]
DAY = 86_400_000_000
HOUR = 3_600_000_000
LONGEST_DAYS = 3_660

UNITS: dict[str, Text] = {
    "hours": Text("시간", "hours"),
    "days": Text("일", "days"),
    "calendar_days": Text("일(달력)", "calendar days"),
}


@dataclass(frozen=True)
class Window:
    """How far back to look from the moment."""

    unit: str
    value: int

    @classmethod
    def parse(cls, data: Any, place: Place, units: tuple[str, ...] = tuple(UNITS)) -> Window:
        """Read `{"days": 3}`; impossible windows are errors."""
        found = as_mapping(data, place, units)
        if len(found) != 1:
            raise place.error(
                Text("기간은 단위 하나로 적어야 해요.", "A window has exactly one unit."),
                Text('예: {"days": 3}', 'For example {"days": 3}'),
            )
        ((unit, value),) = found.items()
        longest = LONGEST_DAYS * (24 if unit == "hours" else 1)
        return cls(unit, as_whole(value, place.key(unit), 1, longest))

    @classmethod
    def parse_optional(cls, data: Mapping[str, Any], key: str, place: Place) -> Window | None:
        """The window under `key`, or None for "ever"."""
        return None if data.get(key) is None else cls.parse(data[key], place.key(key))

    def to_json(self) -> dict[str, int]:
        """The form in a rule."""
        return {self.unit: self.value}

    def length(self) -> int:
        """The length in microseconds (calendar days count whole days)."""
        return self.value * (HOUR if self.unit == "hours" else DAY)

    def start(self, moment: datetime) -> datetime:
        """The first instant that belongs to the window."""
        if self.unit == "hours":
            return moment - timedelta(hours=self.value)
        if self.unit == "calendar_days":
            moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return moment - timedelta(days=self.value)

    def starts(self, moments: Micros) -> Micros:
        """The same for many moments, in microseconds since 1970."""
        base = moments - moments % DAY if self.unit == "calendar_days" else moments
        return base - self.length()

    def last(self) -> Text:
        """`지난 3일 안에` / `in the last 3 days`."""
        if self.unit == "calendar_days":
            return Text(
                f"오늘과 지난 {self.value}일 안에", f"today or in the last {self.value} calendar days"
            )
        return Text(f"지난 {self.span().ko} 안에", f"in the last {self.span().en}")

    def span(self) -> Text:
        """`24시간` / `24 hours`."""
        unit = "hour" if self.unit == "hours" else "day"
        return Text(
            f"{self.value:,}{'시간' if self.unit == 'hours' else '일'}",
            f"{self.value:,} {unit}{'' if self.value == 1 else 's'}",
        )


def literal(moment: datetime) -> str:
    """The moment as SQL."""
    return f"TIMESTAMP '{moment.isoformat(sep=' ')}'"


def between(column: str, window: Window | None, moment: datetime) -> str:
    """The SQL test that a time is in the window (everything up to the moment when there is none)."""
    upper = f"{column} <= {literal(moment)}"
    return upper if window is None else f"{column} >= {literal(window.start(moment))} AND {upper}"


def window_schema(*, optional: bool = True) -> dict[str, Any]:
    """The JSON Schema of a window."""
    one = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {unit: {"type": "integer", "minimum": 1} for unit in UNITS},
    }
    return {"anyOf": [one, {"type": "null"}]} if optional else one
