"""What came out of a run: flat arrays, one row a visit, order, order line or touch."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from fake_company.world.people import Array

STAGES = ("viewed", "carted", "checkout", "payment", "ordered")
LEAKS = ("sorted_by_price", "coupon_page", "compared", "reviews", "size_guide", "return_policy", "wandered")
"""Bits of `Visits.leaks`, lowest first; `wandered`: looked at many categories."""
SKIPS = (
    "sent", "holdout", "no_consent", "consent_expired", "opted_out", "no_address", "no_app", "minor", "not_member",
    "night", "capped", "collided", "aborted", "converted", "left_audience", "illegal", "complained",
)  # fmt: skip
"""`Touches.skip`: 0 sent, else why not. `converted`: B happened while the timer ran."""
PAYMENTS = ("card", "kakao_pay", "naver_pay", "toss_pay", "bank_transfer", "mobile")


class Table:
    """Frozen dataclass of equally long arrays."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Visits(Table):
    """One row a session, sorted by (row, time)."""

    row: Array
    """int32 row of the run (= position in People when one seed is run)."""
    day: Array
    """int16 day number."""
    second: Array
    """int32 second of the day when the session starts."""
    touch: Array
    """int32 position in `touches` of the touch that brought the visit; -1 organic."""
    on_app: Array
    searched: Array
    views: Array
    """int16 products viewed, at least 1."""
    category: Array
    """int16 category of the main interest."""
    product: Array
    """int32 product of the main interest."""
    added: Array
    """bool: put the product into the cart in this session."""
    stage: Array
    """int8 furthest stage in this session (`STAGES`); 1 also when the session opened an old cart."""
    leaks: Array
    """uint8 bits (`LEAKS`)."""
    episode: Array
    """int32 number of the customer's episode."""
    order: Array
    """int32 position in `orders`; -1."""


@dataclass(frozen=True)
class Orders(Table):
    """One row an order, sorted by (row, time)."""

    row: Array
    visit: Array
    """int32 position in `visits`."""
    day: Array
    second: Array
    """int32 second of the day of the order (may pass midnight by minutes: then ≥ 86,400)."""
    items_krw: Array
    """int32 list amount."""
    discount_krw: Array
    shipping_krw: Array
    cost_krw: Array
    """int32 cost of goods."""
    coupon: Array
    """int16 index of the campaign whose coupon was used; -1."""
    payment: Array
    """int8 index into `PAYMENTS`."""


@dataclass(frozen=True)
class Lines(Table):
    """One row an order line, sorted by order."""

    order: Array
    product: Array
    quantity: Array


@dataclass(frozen=True)
class Touches(Table):
    """One row a message meant for a customer, sent or skipped, sorted by (row, time)."""

    row: Array
    campaign: Array
    """int16 index into `Programme.campaigns`."""
    day: Array
    second: Array
    """int32 second of the day of sending (or of the decision to skip)."""
    skip: Array
    """int8 index into `SKIPS`; 0 sent."""
    delivered: Array
    """bool."""
    open_after: Array
    """int32 seconds from sending to opening; -1 not opened."""
    click_after: Array
    """int32 seconds from sending to the click; -1 not clicked."""
    opted_out: Array
    """bool: opted out of the channel because of this touch."""
    price_krw: Array
    product: Array
    """int32 product of the triggering event or open episode; -1."""


Kind = TypeVar("Kind", Visits, Orders, Lines, Touches)


@dataclass(frozen=True)
class Behaviour:
    """Everything recorded in one run."""

    visits: Visits
    orders: Orders
    lines: Lines
    touches: Touches

    @classmethod
    def joined(cls, parts: list[Behaviour], rows: list[int]) -> Behaviour:
        """Runs over neighbouring stretches of rows (so many rows each), as if they had been one."""
        if len(parts) == 1:
            return parts[0]
        begins: dict[str, Array] = {"row": np.cumsum([0, *rows])}
        for name in ("visits", "orders", "touches"):
            begins[name] = np.cumsum([0, *(len(getattr(part, name)) for part in parts)])
        return cls(
            _joined(Visits, [part.visits for part in parts], begins, row="row", touch="touches", order="orders"),
            _joined(Orders, [part.orders for part in parts], begins, row="row", visit="visits"),
            _joined(Lines, [part.lines for part in parts], begins, order="orders"),
            _joined(Touches, [part.touches for part in parts], begins, row="row"),
        )


def _joined(kind: type[Kind], parts: list[Kind], begins: dict[str, Array], **refers: str) -> Kind:
    """One table of several; what refers to positions is counted on, and −1 stays none."""
    columns = {}
    for field in fields(kind):
        values = [getattr(part, field.name) for part in parts]
        if field.name in refers:
            first = begins[refers[field.name]]
            values = [
                np.where(one >= 0, one + first[at], -1).astype(np.int32) for at, one in enumerate(values)
            ]
        columns[field.name] = np.concatenate(values)
    return kind(**columns)


def empty(kind: type[Table]) -> dict[str, Array]:
    """No rows of a table, by field name."""
    return {f.name: np.zeros(0, dtype=np.int32) for f in fields(kind)}  # type: ignore[arg-type]
