"""Customers in groups: by an attribute, by type, or in and outside a segment. What a chart is split by.

At most six groups are shown: the largest ones, the rest together, and those without a value by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app import segments
from app.analytics.once import once
from app.segments import schema
from app.segments.fields import Field, column
from app.segments.operators import SOMETHING
from fake_company.errors import NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

MOST = 6
NO_VALUE = Text("값 없음", "no value")
THE_REST = Text("그 밖", "others")
_KINDS = ("string", "boolean", "number", "date")
_MISSING = -1


@dataclass(frozen=True)
class Groups:
    """The group of each customer (a code into `labels`), over the whole company."""

    labels: tuple[Text, ...]
    codes: npt.NDArray[np.int16]

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.labels)


def everybody(company: Company) -> Groups:
    """One group of all."""
    return Groups((Text("모든 고객", "All customers"),), np.zeros(company.meta.customers, np.int16))


def choices(company: Company) -> list[tuple[str, Text]]:
    """What customers can be split by: keys of an address with their words."""
    fields = schema.of(company).attributes.values()
    return [("type", Text("고객 유형", "customer type"))] + [
        (f"attribute:{one.key}", one.label)
        for one in fields
        if one.type in _KINDS and one.key not in _NAMES_OF_ONE
    ]


_NAMES_OF_ONE = frozenset(
    ["external_id", "last_name", "first_name", "phone", "email", "street_address", "user_agent", "birth_date"]
)


def by_key(company: Company, key: str) -> Groups:
    """The split named in an address: `type`, `attribute:<name>` or `campaign:<id>`."""
    if not key:
        return everybody(company)
    if key == "type":
        return by_type(company, company.meta.today)
    if key.startswith("campaign:") and key in dict(campaign_choices(company)):
        return by_campaign(company, key.removeprefix("campaign:"))
    name = key.removeprefix("attribute:")
    if not key.startswith("attribute:") or f"attribute:{name}" not in dict(choices(company)):
        raise NotFound(
            Text("그것으로는 나눠 볼 수 없어요.", "The figures cannot be split by that."),
            f"by={key[:60]}",
            Text("목록에서 다시 골라 주세요.", "Choose from the list."),
        )
    return by_attribute(company, name)


def by_mask(company: Company, mask: npt.NDArray[np.bool_], inside: Text) -> Groups:
    """In a segment, and not in it."""
    outside = Text("그 밖의 고객", "everybody else")
    return Groups((inside, outside), np.where(mask, 0, 1).astype(np.int16))


def campaign_choices(company: Company) -> list[tuple[str, Text]]:
    """The past campaigns that held some customers out: received against held out is a fair comparison."""
    rows = company.rows(
        """SELECT campaign_id, name_ko, name_en FROM campaigns
           WHERE campaign_id IN (SELECT campaign_id FROM touches WHERE is_holdout) ORDER BY campaign_id"""
    )
    return [(f"campaign:{row['campaign_id']}", Text(row["name_ko"], row["name_en"])) for row in rows]


@once
def by_campaign(company: Company, campaign_id: str) -> Groups:
    """Whom a past campaign was sent to, who was held out of it by chance, and everybody else.

    Sent, not delivered: holding out happens before delivery, so only those two are alike but for the message. A customer
    once held out and once sent to belongs to those it was sent to.
    """
    codes = np.full(company.meta.customers, 2, np.int16)
    for code, test in ((1, "is_holdout"), (0, "NOT is_holdout AND skipped_reason IS NULL")):
        found = company.arrays(
            f"SELECT DISTINCT customer_id FROM touches WHERE campaign_id = ? AND {test}", [campaign_id]
        )
        codes[np.asarray(found["customer_id"])] = code
    labels = (
        Text("메시지를 보낸 고객", "sent the message"),
        Text("비교하려고 보내지 않은 고객", "held out"),
        Text("대상이 아니었던 고객", "not addressed"),
    )
    return Groups(labels, codes)


@once
def by_type(company: Company, moment: datetime) -> Groups:
    """The five customer types at a moment."""
    codes = np.zeros(company.meta.customers, np.int16)
    for number, key in enumerate(segments.TYPES):
        codes[segments.mask(company, {"kind": "lifecycle", "types": [key]}, moment)] = number
    return Groups(tuple(segments.TYPES.values()), codes)


@once
def by_attribute(company: Company, name: str) -> Groups:
    """The values of a customer attribute: the most frequent, or four equal parts of a number, or years of a date."""
    field = schema.of(company).attributes[name]
    if field.type == "number":
        return _numbers(company, field)
    sql = column(name) if name != "age" else "age"
    value = f"year({sql})::VARCHAR" if field.type == "date" else f"{sql}::VARCHAR"
    some = SOMETHING.format(x=value) if field.type == "string" else f"{value} IS NOT NULL"
    ranked = company.rows(
        f"SELECT v, count(*) AS n FROM (SELECT CASE WHEN {some} THEN {value} END AS v FROM customers) "
        "WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v"
    )
    shown = [row["v"] for row in ranked[: MOST if len(ranked) <= MOST else MOST - 1]]
    if field.type == "date" or (field.choices and len(ranked) <= MOST):
        order = list(field.choices) if field.choices else sorted(shown)
        shown.sort(key=lambda one: order.index(one) if one in order else len(order))
    cases = " ".join(f"WHEN ? THEN {index}" for index in range(len(shown)))
    found = company.arrays(
        f"SELECT CASE WHEN v IS NULL THEN -1 ELSE CASE v {cases} ELSE {len(shown)} END END::SMALLINT AS code FROM "
        f"(SELECT customer_id, CASE WHEN {some} THEN {value} END AS v FROM customers) ORDER BY customer_id"
        if shown
        else "SELECT -1::SMALLINT AS code FROM customers",
        shown,
    )
    labels = [_say(field, one) for one in shown] + ([THE_REST] if len(ranked) > len(shown) else [])
    return _with_missing(labels, np.asarray(found["code"], np.int16))


def _say(field: Field, value: str) -> Text:
    if field.type == "boolean":
        return Text("예", "yes") if value == "true" else Text("아니요", "no")
    if field.type == "date":
        return Text(f"{value}년", value)
    return field.say(value)


def _numbers(company: Company, field: Field) -> Groups:
    """Ages by decade; other numbers in four parts of equal size, as far as equal values allow."""
    if field.key == "age":
        today = company.meta.today.date().isoformat()
        sql = f"date_part('year', age(DATE '{today}', birth_date))"
    else:
        sql = column(field.key)
    values = company.arrays(f"SELECT {sql}::DOUBLE AS v FROM customers ORDER BY customer_id")["v"]
    missing = np.ma.getmaskarray(values) | ~np.isfinite(np.ma.filled(values.astype(float), np.nan))
    plain = np.ma.filled(values.astype(float), 0.0)
    if field.key == "age":
        edges = [20.0, 30.0, 40.0, 50.0, 60.0]
        labels = [Text("10대 이하", "under 20"), *(Text(f"{n}대", f"{n}s") for n in (20, 30, 40, 50)),
                  Text("60대 이상", "60 and over")]  # fmt: skip
        codes = np.searchsorted(edges, plain, "right").astype(np.int16)
    else:
        known = plain[~missing]
        cuts = np.unique(np.quantile(known, [0.25, 0.5, 0.75])) if len(known) else np.empty(0)
        codes = np.searchsorted(cuts, plain, "left").astype(np.int16)
        labels = _ranges(field, cuts.tolist())
    codes[missing] = _MISSING
    return _with_missing(labels, codes)


def _ranges(field: Field, cuts: list[float]) -> list[Text]:
    def say(value: float) -> Text:
        return field.say(int(value) if value == int(value) else round(value, 2))

    if not cuts:
        return [Text("모두", "all")]
    said = [say(cut) for cut in cuts]
    first = Text(f"{said[0].ko} 이하", f"up to {said[0].en}")
    between = [
        Text(f"{low.ko} 초과 {high.ko} 이하", f"over {low.en} to {high.en}") for low, high in pairwise(said)
    ]
    return [first, *between, Text(f"{said[-1].ko} 초과", f"over {said[-1].en}")]


def _with_missing(labels: list[Text], codes: npt.NDArray[np.int16]) -> Groups:
    """Missing values as a group of their own at the end, when there are any."""
    missing = codes == _MISSING
    if not missing.any():
        return Groups(tuple(labels), codes)
    codes = np.where(missing, len(labels), codes).astype(np.int16)
    return Groups((*labels, NO_VALUE), codes)
