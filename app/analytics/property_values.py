"""Values of an event's property: which are most frequent, what they are called, and their codes for splitting a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.analytics import streams
from app.analytics.once import once
from app.analytics.streams import Step
from app.segments import properties, schema
from app.segments.fields import PROPERTIES
from app.segments.operators import SOMETHING, quoted
from fake_company.errors import NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

SPLITS = (
    "category",
    "product_id",
    "search_term",
    "channel",
    "page",
    "coupon_code",
    "campaign_id",
    "status",
)
"""Properties an event can be split by: those with values people know by name."""


def choices() -> list[tuple[str, Text]]:
    """What events can be split by: keys of an address with their words."""
    return [(f"property:{name}", PROPERTIES[name].label) for name in SPLITS]


def check(name: str) -> None:
    """Raise unless events can be split by this property."""
    if name not in SPLITS:
        raise NotFound(
            Text("그 속성으로는 나눠 볼 수 없어요.", "Events cannot be split by that property."),
            f"by=property:{name[:60]}",
            Text("목록에서 다시 골라 주세요.", "Choose from the list."),
        )


def expression(name: str) -> str:
    """The property as text over a row of `events`; blank text is missing."""
    value = f"{properties.expression(name)}::VARCHAR"
    if PROPERTIES[name].type != "string":
        return value
    return f"CASE WHEN {SOMETHING.format(x=value)} THEN {value} END"


def code(name: str, values: Sequence[str]) -> str:
    """SQL for a value's number: the given values 0 …, then every other value, then no value."""
    rest = len(values)
    value = expression(name)
    cases = " ".join(f"WHEN {quoted(one)} THEN {number}" for number, one in enumerate(values))
    known = f"CASE {value} {cases} ELSE {rest} END" if values else f"{rest}"
    return f"(CASE WHEN {value} IS NULL THEN {rest + 1} ELSE {known} END)::SMALLINT"


def most_frequent(
    company: Company,
    step: Step,
    bounds: tuple[datetime, datetime],
    name: str,
    only: npt.NDArray[np.bool_] | None,
    most: int,
) -> list[str]:
    """The values that occur most often, at most `most`; when there are more, one fewer, to leave room for the rest."""
    check(name)
    value, tests = expression(name), streams.tests(step, company, *bounds)
    among = "" if only is None else " AND customer_id IN (SELECT customer_id FROM chosen)"
    with company.reading() as cursor:
        if only is not None:
            cursor.register("chosen", {"customer_id": np.flatnonzero(only).astype(np.int32)})
        rows = cursor.execute(
            f"SELECT {value} AS v, count(*) AS n FROM events WHERE {tests}{among} "
            f"GROUP BY v HAVING v IS NOT NULL ORDER BY n DESC, v LIMIT {most + 1}"
        ).fetchall()
        if only is not None:
            cursor.unregister("chosen")
    found = [str(row[0]) for row in rows]
    return found if len(found) <= most else found[: most - 1]


def say(company: Company, name: str, value: str) -> Text:
    """A value in words: the category's, campaign's or product's name."""
    found = schema.of(company)
    if name == "category":
        return found.categories.get(value, Text.of(value))
    if name == "campaign_id":
        return found.campaigns.get(value, Text.of(value))
    if name == "product_id":
        rows = company.rows("SELECT name_ko, name_en FROM products WHERE product_id = ?", [int(value)])
        return Text(rows[0]["name_ko"], rows[0]["name_en"]) if rows else Text.of(value)
    return PROPERTIES[name].say(value) if PROPERTIES[name].type == "string" else Text.of(value)


@once
def samples(company: Company, event: str, name: str, most: int = 20) -> tuple[tuple[str, Text], ...]:
    """The most frequent values of an event's property with their words, over the whole history, to choose from."""
    step = Step(event)
    value, tests = expression(name), streams.tests(step, company, None, None)
    rows = company.rows(
        f"SELECT {value} AS v, count(*) AS n FROM events WHERE {tests} "
        f"GROUP BY v HAVING v IS NOT NULL ORDER BY n DESC, v LIMIT {most}"
    )
    return tuple((str(row["v"]), say(company, name, str(row["v"]))) for row in rows)
