"""Values of an event's property: which are most frequent, what they are called, and their codes for splitting a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.analytics import streams
from app.analytics.once import once
from app.analytics.periods import history, midnight
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


_COLUMNS = {"category": "category_id"}  # compared by number, which is quicker than by name


def _is_text(name: str) -> bool:
    return name not in _COLUMNS and PROPERTIES[name].type == "string"


def expression(name: str) -> str:
    """The property over a row of `events`: text, or a number (a category's or a product's)."""
    return _COLUMNS.get(name) or properties.expression(name)


def _some(name: str, value: str) -> str:
    """The test that there is a value; blank text is none."""
    return SOMETHING.format(x=value) if _is_text(name) else f"{value} IS NOT NULL"


def code(name: str, values: Sequence[str]) -> str:
    """SQL for a value's number: the given values 0 …, then every other value, then no value."""
    rest, value = len(values), expression(name)
    literals = [quoted(one) if _is_text(name) else str(int(one)) for one in values]
    cases = " ".join(f"WHEN {literal} THEN {number}" for number, literal in enumerate(literals))
    other = f"CASE WHEN {_some(name, value)} THEN {rest} ELSE {rest + 1} END"
    return f"({f'CASE {value} {cases} ELSE {other} END' if cases else other})::SMALLINT"


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
    tests = streams.tests(step, company, *bounds)
    among = "" if only is None else " AND customer_id IN (SELECT customer_id FROM chosen)"
    with company.reading() as cursor:
        if only is not None:
            cursor.register("chosen", {"customer_id": np.flatnonzero(only).astype(np.int32)})
        rows = cursor.execute(
            f"SELECT v, n FROM (SELECT {expression(name)} AS v, count(*) AS n FROM events WHERE {tests}{among} GROUP BY 1) "
            f"WHERE {_some(name, 'v')} ORDER BY n DESC, v LIMIT {most + 1}"
        ).fetchall()
        if only is not None:
            cursor.unregister("chosen")
    found = [str(row[0]) for row in rows]
    return found if len(found) <= most else found[: most - 1]


def say(company: Company, name: str, value: str) -> Text:
    """A value in words: the category's, campaign's or product's name."""
    found = schema.of(company)
    if name == "category":
        rows = company.rows("SELECT name_ko, name_en FROM categories WHERE category_id = ?", [int(value)])
        return Text(rows[0]["name_ko"], rows[0]["name_en"]) if rows else Text.of(value)
    if name == "campaign_id":
        return found.campaigns.get(value, Text.of(value))
    if name == "product_id":
        rows = company.rows("SELECT name_ko, name_en FROM products WHERE product_id = ?", [int(value)])
        return Text(rows[0]["name_ko"], rows[0]["name_en"]) if rows else Text.of(value)
    return PROPERTIES[name].say(value) if PROPERTIES[name].type == "string" else Text.of(value)


@once
def samples(company: Company, event: str, name: str, most: int = 20) -> tuple[tuple[str, Text], ...]:
    """The most frequent values of an event's property with their words, over the whole history, to choose from.

    Values are what a test is written with: a category by its slug.
    """
    if name == "category":
        return tuple(schema.of(company).categories.items())
    bounds = (midnight(history(company).start), company.meta.today)
    found = most_frequent(company, Step(event), bounds, name, None, most)
    return tuple((one, say(company, name, one)) for one in found)
