"""One customer at a time: who they are, and the few whose record shows why they left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.analytics.once import once
from app.segments import lifecycle, schema
from app.segments.channels import CONSENTS
from fake_company.errors import NotFound
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Found:
    """One row of a search: enough to recognise a customer."""

    customer_id: int
    name: str
    region: str | None
    tier: str | None
    is_member: bool
    type: Text
    orders: int
    last_order_at: datetime | None


@dataclass(frozen=True)
class Exit:
    """Somebody who left with a full cart, and when the last thing went into it."""

    customer_id: int
    added_at: datetime


@dataclass(frozen=True)
class Customer:
    """One customer: their type, attributes with their words (None where the value is missing), what they bought."""

    customer_id: int
    name: str
    type: Text
    attributes: tuple[tuple[Text, Text | None], ...]
    orders: int
    spent_krw: int
    last_order_at: datetime | None
    coupon_orders: int


_WHO = """
WITH bought AS (
  SELECT customer_id, count(*) AS orders, max(ordered_at) AS last_order_at FROM orders
  WHERE status <> 'refunded' GROUP BY 1),
kinds AS ({kinds})
SELECT c.customer_id, concat(trim(coalesce(last_name, '')), trim(coalesce(first_name, ''))) AS name, region, tier,
  is_member, coalesce(type, 'prospect') AS type, coalesce(orders, 0) AS orders, last_order_at
FROM customers c LEFT JOIN bought USING (customer_id) LEFT JOIN kinds USING (customer_id)
{where} LIMIT {limit}"""


def some(company: Company, ids: Sequence[int]) -> list[Found]:
    """These customers, in this order."""
    if not ids:
        return []
    kinds = lifecycle.buyers_sql(schema.of(company).thresholds, company.meta.today)
    where = f"WHERE c.customer_id IN ({', '.join(str(int(one)) for one in ids)})"
    rows = company.rows(_WHO.format(kinds=kinds, where=where, limit=len(ids)))
    found = {row["customer_id"]: Found(**{**row, "type": lifecycle.TYPES[row["type"]]}) for row in rows}
    return [found[one] for one in ids if one in found]


def customer(company: Company, customer_id: int) -> Customer:
    """Everything public about one customer; `NotFound` for a number nobody has."""
    known = 0 <= customer_id < company.meta.customers
    rows = company.rows("SELECT * FROM customers WHERE customer_id = ?", [customer_id]) if known else []
    if not rows:
        raise NotFound(
            Text("그런 고객이 없어요.", "There is no such customer."),
            f"customer_id = {customer_id}",
            Text(
                "고객 찾기에서 이름이나 번호로 찾아 주세요.",
                "Find them by name or number on the customers page.",
            ),
        )
    row = rows[0]
    bought = company.rows(
        """SELECT count(*) AS orders, coalesce(sum(total_krw), 0)::BIGINT AS spent_krw, max(ordered_at) AS last_order_at,
             count(coupon_code) AS coupon_orders FROM orders WHERE customer_id = ? AND status <> 'refunded'""",
        [customer_id],
    )[0]
    kinds = lifecycle.buyers_sql(schema.of(company).thresholds, company.meta.today)
    kind = company.scalar(f"SELECT type FROM ({kinds}) WHERE customer_id = ?", [customer_id]) or "prospect"
    return Customer(
        customer_id,
        f"{(row['last_name'] or '').strip()}{(row['first_name'] or '').strip()}",
        lifecycle.TYPES[kind],
        _attributes(company, row),
        **bought,
    )


def _attributes(company: Company, row: dict[str, Any]) -> tuple[tuple[Text, Text | None], ...]:
    """The attributes in words, in the schema's order; consents have a place of their own."""
    hidden = {f"{one.key}_{what}_at" for one in CONSENTS.values() for what in ("consent", "opted_out")} | {
        "user_agent"
    }
    found = []
    for field in schema.of(company).attributes.values():
        name, _, leaf = field.key.partition(".")
        value = row.get(name)
        if name in row and field.key not in hidden and (leaf or not isinstance(value, dict)):
            found.append(
                (field.label, _in_words(field, value.get(leaf) if isinstance(value, dict) else value))
            )
    return tuple(found)


def _in_words(field: Any, value: Any) -> Text | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        return Text("예", "yes") if value else Text("아니요", "no")
    if isinstance(value, datetime | date):
        return Text.of(value.isoformat()[:10])
    said: Text = field.say(value)
    return said


@once
def recent_exits(company: Company, days: int = 14) -> dict[str, Exit]:
    """Three customers who filled a cart lately and did not order, each with another sign of why.

    Keys: `price` (sorted by price, looked at coupons), `trust` (read reviews, the shop's guide page, returns), `payment`
    (left while paying). Signs are hints only: the reason itself is nowhere in the data.
    """
    since = company.meta.today - timedelta(days=days)
    rows = company.rows(
        """
        WITH lately AS (
          SELECT customer_id, name, occurred_at FROM events WHERE occurred_at >= $since
            AND name IN ('product_added', 'order_completed', 'list_sorted', 'coupon_page_viewed', 'reviews_viewed',
                         $guide, 'return_policy_viewed', 'payment_info_started')),
        adds AS (
          SELECT customer_id, max(occurred_at) AS added_at FROM lately WHERE name = 'product_added' GROUP BY 1),
        signs AS (
          SELECT customer_id, any_value(added_at) AS added_at, count(*) FILTER (name = 'order_completed') AS orders,
            count(*) FILTER (near AND name IN ('list_sorted', 'coupon_page_viewed')) AS price,
            count(*) FILTER (near AND name IN ('reviews_viewed', $guide, 'return_policy_viewed')) AS trust,
            count(*) FILTER (near AND name = 'payment_info_started') AS payment
          FROM (SELECT *, occurred_at BETWEEN added_at - INTERVAL 1 DAY AND added_at + INTERVAL 1 DAY AS near
                FROM lately JOIN adds USING (customer_id))
          GROUP BY 1)
        SELECT * FROM signs JOIN customers USING (customer_id)
        WHERE orders = 0 AND trim(coalesce(first_name, '')) <> ''""",
        {"since": since, "guide": company.profile.guide.event},
    )
    chosen: dict[str, Exit] = {}
    for sign, others in (
        ("payment", ("price", "trust")),
        ("price", ("trust", "payment")),
        ("trust", ("price", "payment")),
    ):
        ranked = sorted(
            (
                row
                for row in rows
                if row[sign] and row["customer_id"] not in {one.customer_id for one in chosen.values()}
            ),
            key=lambda row: (sum(row[other] for other in others), -min(row[sign], 4), row["customer_id"]),
        )
        if ranked:
            chosen[sign] = Exit(int(ranked[0]["customer_id"]), ranked[0]["added_at"])
    return chosen
