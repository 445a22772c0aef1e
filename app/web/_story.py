"""One customer's two lives laid side by side, a row a day, so that the day on which they part can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, of what kind, in words."""

    at: datetime
    kind: str
    text: Text
    note: Text | None
    amount_krw: int | None


@dataclass(frozen=True)
class Day:
    """One day in both worlds; `parts` when they are no longer the same."""

    date: date
    nothing: tuple[Moment, ...]
    plan: tuple[Moment, ...]

    @property
    def parts(self) -> bool:
        """Whether the two worlds differ on this day; a message that was not sent changes nothing."""
        return _lived(self.nothing) != _lived(self.plan)


def _lived(moments: tuple[Moment, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.text.ko) for one in moments if one.kind != "skip"]


@dataclass(frozen=True)
class Stretch:
    """Days in a row that are the same in both worlds, or one day that is not."""

    days: tuple[Day, ...]

    @property
    def parts(self) -> bool:
        """Whether this is a day on which the worlds differ."""
        return self.days[0].parts


def stretches(lived: Iterable[Day]) -> list[Stretch]:
    """Days in order, with the same ones gathered so that the others stand out."""
    found: list[Stretch] = []
    for day in lived:
        if found and not found[-1].parts and not day.parts:
            found[-1] = Stretch((*found[-1].days, day))
        else:
            found.append(Stretch((day,)))
    return found


def days(story: dict[str, Any]) -> list[Day]:
    """Every day on which something happened in either world, in order."""
    worlds = {name: [_moment(one) for one in story.get(name) or []] for name in ("nothing", "plan")}
    dates = sorted({moment.at.date() for moments in worlds.values() for moment in moments})
    return [
        Day(
            day,
            tuple(moment for moment in worlds["nothing"] if moment.at.date() == day),
            tuple(moment for moment in worlds["plan"] if moment.at.date() == day),
        )
        for day in dates
    ]


def names(company: Company, ids: Iterable[int]) -> dict[int, str]:
    """Names of customers as they are written; a blank one is left out."""
    asked = sorted(set(ids))
    if not asked:
        return {}
    rows = company.rows(
        f"SELECT customer_id, trim(concat(last_name, first_name)) AS name FROM customers "
        f"WHERE customer_id IN ({', '.join('?' * len(asked))})",
        asked,
    )
    return {int(row["customer_id"]): str(row["name"]) for row in rows if row["name"]}


def _moment(line: dict[str, Any]) -> Moment:
    note, amount = line.get("note"), line.get("amount_krw")
    return Moment(
        datetime.fromisoformat(line["at"]),
        str(line["kind"]),
        Text.of(line["text"]),
        None if note is None else Text.of(note),
        None if amount is None else round(float(amount)),
    )
