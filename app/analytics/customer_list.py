"""Lists of customers: found by words, narrowed to a segment, sorted, cut into pages, walked from one to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from app import segments
from app.analytics.once import kept
from app.segments import schema
from app.segments.lifecycle import TYPES, buyers_sql
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

PAGE_ROWS = 50
MOST_LISTS = 12
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Sort:
    """One way to sort: its words, the SQL it goes by (missing last), and whether the largest comes first at first."""

    label: Text
    sql: str
    falls: bool


SORTS: dict[str, Sort] = {
    "last_order": Sort(Text("마지막 주문", "Last order"), "last_order_at", True),
    "orders": Sort(Text("주문 수", "Orders"), "coalesce(orders, 0)", True),
    "spent": Sort(Text("매출", "Sales"), "coalesce(spent_krw, 0)", True),
    "seen": Sort(Text("처음 온 날", "First visit"), "first_seen_at", True),
    "name": Sort(Text("이름", "Name"), "nullif(full_name, '')", False),
    "id": Sort(Text("번호", "Number"), "customer_id", False),
}


@dataclass(frozen=True)
class Asked:
    """What a list is asked: words to find, a segment's rule as JSON text (empty: everybody), a sort and its direction."""

    words: str = ""
    rule: str = ""
    sort: str = "last_order"
    falls: bool = True

    @classmethod
    def of(
        cls, words: str, rule: Mapping[str, Any] | None, sort: str = "last_order", falls: bool | None = None
    ) -> Asked:
        """The question; an unknown sort is an error with those there are."""
        if sort not in SORTS:
            raise DangolError(
                Text("이 순서로는 세울 수 없어요.", "The list cannot be sorted by this."),
                f"sort={sort[:40]}",
                Text(f"고를 수 있는 순서: {', '.join(SORTS)}", f"Sorts there are: {', '.join(SORTS)}"),
            )
        text = json.dumps(rule, sort_keys=True, ensure_ascii=False) if rule else ""
        return cls(words.strip(), text, sort, SORTS[sort].falls if falls is None else falls)


@dataclass(frozen=True)
class Row:
    """One customer of a list: enough to recognise them."""

    customer_id: int
    external_id: str
    name: str
    region: str | None
    tier: Text | None
    is_member: bool
    type: Text
    orders: int
    spent_krw: int
    first_seen_at: datetime
    last_order_at: datetime | None


@dataclass(frozen=True)
class Page:
    """One page of a list, which page it is (from 1) and of how many customers."""

    rows: list[Row]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_ROWS))


@dataclass(frozen=True)
class Neighbours:
    """A customer's place in a list: the ones before and after (None at its ends), the place from 1, of how many."""

    before: int | None
    after: int | None
    place: int
    total: int


_BOUGHT = """bought AS (
  SELECT customer_id, count(*) AS orders, coalesce(sum(total_krw), 0)::BIGINT AS spent_krw, max(ordered_at) AS last_order_at
  FROM orders WHERE status <> 'refunded' GROUP BY 1)"""
_NAMED = """named AS (
  SELECT *, concat(trim(coalesce(last_name, '')), trim(coalesce(first_name, ''))) AS full_name FROM customers{where})"""

# a phone by its last digits, four at least; a short number is a customer's number, not a part of an address
_FOUND = r"""full_name ILIKE $pattern ESCAPE '\' OR customer_id = $number
  OR (($number < 0 OR length($digits) >= 4)
    AND (email ILIKE $pattern ESCAPE '\' OR external_id ILIKE $pattern ESCAPE '\'))
  OR (length($digits) >= 4 AND ends_with(regexp_replace(phone, '[^0-9]', '', 'g'), $digits))"""


@kept(MOST_LISTS)
def listing(company: Company, asked: Asked) -> Ids:
    """The numbers of every customer of the list, in its order (an exact number first, equal ones by number)."""
    where, values = "", {}
    first = ""
    if asked.words:
        digits = "".join(letter for letter in asked.words if letter.isdigit() and letter.isascii())
        is_number = digits == asked.words and len(digits) < 10
        only_digits = not any(letter.isalpha() for letter in asked.words)
        pattern = asked.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where = f"WHERE {_FOUND}"
        first = "customer_id = $number DESC, "
        values = {
            "pattern": f"%{pattern}%",
            "number": int(digits) if is_number else -1,
            "digits": digits if only_digits else "",
        }
    sort = SORTS[asked.sort]
    direction = "DESC" if asked.falls else "ASC"
    rows = company.arrays(
        f"WITH {_BOUGHT}, {_NAMED.format(where='')} SELECT customer_id FROM named LEFT JOIN bought USING (customer_id) "
        f"{where} ORDER BY {first}{sort.sql} {direction} NULLS LAST, customer_id",
        values,
    )
    ids: Ids = np.asarray(rows["customer_id"]).astype(np.int32)
    return ids[segments.mask(company, json.loads(asked.rule))[ids]] if asked.rule else ids


def page(company: Company, asked: Asked, number: int = 1) -> Page:
    """Page `number` of the list; beyond its ends the nearest page there is."""
    ids = listing(company, asked)
    last = max(1, -(-len(ids) // PAGE_ROWS))
    at = max(1, min(number, last))
    return Page(rows_of(company, ids[(at - 1) * PAGE_ROWS : at * PAGE_ROWS]), at, len(ids))


def neighbours(company: Company, asked: Asked, customer_id: int) -> Neighbours | None:
    """A customer's place in the list; None when they are not in it."""
    ids = listing(company, asked)
    places = np.flatnonzero(ids == customer_id)
    if not len(places):
        return None
    at = int(places[0])
    return Neighbours(
        int(ids[at - 1]) if at else None,
        int(ids[at + 1]) if at + 1 < len(ids) else None,
        at + 1,
        len(ids),
    )


def rows_of(company: Company, ids: Ids) -> list[Row]:
    """These customers, in this order."""
    if not len(ids):
        return []
    among = f" WHERE customer_id IN ({', '.join(map(str, ids.tolist()))})"
    kinds = buyers_sql(schema.of(company).thresholds, company.meta.today)
    found = company.rows(
        f"WITH {_NAMED.format(where=among)}, {_BOUGHT}, kinds AS ({kinds}) "
        "SELECT customer_id, external_id, full_name AS name, region, tier, is_member, coalesce(type, 'prospect') AS type, "
        "coalesce(orders, 0) AS orders, coalesce(spent_krw, 0) AS spent_krw, first_seen_at, last_order_at "
        "FROM named LEFT JOIN bought USING (customer_id) LEFT JOIN kinds USING (customer_id)"
    )
    tiers = schema.of(company).attributes.get("tier")
    rows = {}
    for row in found:
        tier = tiers.say(row["tier"]) if tiers and row["tier"] else None
        rows[row["customer_id"]] = Row(**{**row, "type": TYPES[row["type"]], "tier": tier})
    return [rows[one] for one in ids.tolist()]
