"""Everything one customer did and received, by visit: events, orders with their goods, messages, what came after."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.analytics.once import kept
from app.analytics.timeline import Line, lines_of
from app.analytics.words import Words, words_of
from fake_company.text import Text
from fake_company.warehouse import Company

MOST_CUSTOMERS = 24
PAGE_ENTRIES = 30
KINDS: dict[str, Text] = {
    "order": Text("주문", "Orders"),
    "visit": Text("사지 않은 방문", "Visits without an order"),
    "message": Text("메시지", "Messages"),
    "after": Text("배송·리뷰·가입", "Delivery, reviews, sign-up"),
}


@dataclass(frozen=True)
class Item:
    """One line of an order."""

    name: Text
    quantity: int
    price_krw: int


@dataclass(frozen=True)
class Order:
    """One order: goods, sums in won, how it was paid, the coupon and whose it was, its status today."""

    order_id: int
    items: tuple[Item, ...]
    items_krw: int
    discount_krw: int
    shipping_krw: int
    total_krw: int
    payment: Text
    coupon_code: str | None
    campaign: Text | None
    status: Text
    is_refunded: bool


@dataclass(frozen=True)
class Entry:
    """A visit with its lines, or one thing that happened outside of visits; `kind` is one of `KINDS`."""

    at: datetime
    until: datetime
    kind: str
    title: Text
    note: Text = Text("", "")
    lines: tuple[Line, ...] = ()
    orders: tuple[Order, ...] = ()
    is_off: bool = False

    @property
    def path(self) -> Text:
        """What was done in one line: `검색 “모자” → 상품 3개 봄 → 장바구니 담기`."""
        steps: list[Text] = []
        for line in self.lines:
            is_named = bool(line.note.ko) and (line.note.ko.startswith("“") or line.kind == "order")
            step = (
                Text(f"{line.text.ko} {line.note.ko}", f"{line.text.en} {line.note.en}")
                if is_named
                else line.text
            )
            if not steps or steps[-1] != step:
                steps.append(step)
        return Text(" → ".join(one.ko for one in steps), " → ".join(one.en for one in steps))

    @property
    def minutes(self) -> int:
        """How long it lasted, in whole minutes."""
        return int((self.until - self.at).total_seconds() // 60)


@dataclass(frozen=True)
class Active:
    """One day on which something happened: visits, events in them, orders, messages that left."""

    day: date
    visits: int
    events: int
    orders: int
    messages: int


@dataclass(frozen=True)
class Window:
    """A stretch of the record, newest first: where it starts (0 is the newest) and of how many; `here` is the one asked for."""

    entries: tuple[Entry, ...]
    start: int
    total: int
    here: int | None

    @property
    def newer(self) -> int | None:
        """Where the stretch after this one in time starts."""
        return max(0, self.start - PAGE_ENTRIES) if self.start else None

    @property
    def older(self) -> int | None:
        """Where the stretch before this one in time starts."""
        return self.start + PAGE_ENTRIES if self.start + PAGE_ENTRIES < self.total else None


_EVENTS = """
SELECT occurred_at AS moment, name, session_id, p.name_ko, p.name_en, c.name_ko AS kind_ko, c.name_en AS kind_en, search_term,
  order_id, amount_krw, e.channel, page, status, e.campaign_id
FROM events e LEFT JOIN products p USING (product_id) LEFT JOIN categories c ON c.category_id = e.category_id
WHERE customer_id = ? AND name NOT IN ('message_opened', 'message_clicked') ORDER BY session_id, occurred_at, event_id"""

_ORDERS = """
SELECT order_id, ordered_at, o.items_krw, discount_krw, shipping_krw, total_krw, payment_method, coupon_code, status,
  m.name_ko AS campaign_ko, m.name_en AS campaign_en
FROM orders o LEFT JOIN campaigns m USING (campaign_id) WHERE customer_id = ? ORDER BY ordered_at, order_id"""

_ITEMS = """
SELECT order_id, name_ko, name_en, quantity, unit_price_krw
FROM order_items JOIN products USING (product_id) WHERE customer_id = ? ORDER BY order_id, product_id"""

_TOUCHES = """
SELECT t.*, m.name_ko, m.name_en FROM touches t LEFT JOIN campaigns m USING (campaign_id)
WHERE customer_id = ? ORDER BY sent_at, touch_id"""


@kept(MOST_CUSTOMERS)
def record(company: Company, customer_id: int) -> tuple[Entry, ...]:
    """The whole record of a customer, the oldest first."""
    words = words_of(company)
    orders = _orders(company, customer_id, words)
    entries: list[Entry] = []
    rows = company.rows(_EVENTS, [customer_id])
    said: set[int] = set()  # orders that some visit holds
    for session, group in groupby(rows, key=lambda row: row["session_id"]):
        found = list(group)
        if session is None:
            entries += [_after(row, words) for row in found]
            continue
        entry = _visit(found, orders, words)
        said |= {order.order_id for order in entry.orders}
        entries.append(entry)
    for order_id, (at, order) in orders.items():
        if order_id not in said:
            note = Text("방문이 기록되지 않은 주문이에요", "an order whose visit was not recorded")
            entries.append(Entry(at, at, "order", Text("주문", "Ordered"), note, orders=(order,)))
    entries += [_message(row, words) for row in company.rows(_TOUCHES, [customer_id])]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind)))


def window(
    entries: tuple[Entry, ...],
    kinds: frozenset[str] = frozenset(),
    start: int = 0,
    at: datetime | None = None,
) -> Window:
    """A stretch of the record, newest first; with `at`, the neighbours in time of what happened last by then."""
    chosen = [entry for entry in entries if not kinds or entry.kind in kinds]
    here = None
    if at is not None and chosen:
        place = max(bisect_right([entry.at for entry in chosen], at) - 1, 0)
        here = len(chosen) - 1 - place
        start = max(0, here - PAGE_ENTRIES // 2)
    start = max(0, min(start, max(0, len(chosen) - 1)))
    newest = chosen[::-1][start : start + PAGE_ENTRIES]
    return Window(tuple(newest), start, len(chosen), None if here is None else here - start)


def days(entries: tuple[Entry, ...]) -> list[Active]:
    """Every day on which something happened, the oldest first."""
    found: dict[date, list[int]] = {}
    for entry in entries:
        row = found.setdefault(entry.at.date(), [0, 0, 0, 0])
        is_visit = entry.kind in ("visit", "order") and bool(entry.lines)
        row[0] += is_visit
        row[1] += len(entry.lines) if is_visit else 0
        row[2] += len(entry.orders)
        row[3] += entry.kind == "message" and not entry.is_off
    return [Active(day, *counts) for day, counts in sorted(found.items())]


def _orders(company: Company, customer_id: int, words: Words) -> dict[int, tuple[datetime, Order]]:
    items: dict[int, list[Item]] = {}
    for row in company.rows(_ITEMS, [customer_id]):
        item = Item(Text(row["name_ko"], row["name_en"]), row["quantity"], row["unit_price_krw"])
        items.setdefault(row["order_id"], []).append(item)
    found = {}
    for row in company.rows(_ORDERS, [customer_id]):
        found[row["order_id"]] = (
            row["ordered_at"],
            Order(
                row["order_id"],
                tuple(items.get(row["order_id"], ())),
                row["items_krw"],
                row["discount_krw"],
                row["shipping_krw"],
                row["total_krw"],
                words.payment(row["payment_method"]),
                row["coupon_code"],
                Text(row["campaign_ko"], row["campaign_en"]) if row["campaign_ko"] else None,
                words.status(row["status"]),
                row["status"] == "refunded",
            ),
        )
    return found


def _visit(rows: list[dict[str, Any]], orders: dict[int, tuple[datetime, Order]], words: Words) -> Entry:
    channel = next((row["channel"] for row in rows if row["name"] == "session_started"), None)
    bought = tuple(
        orders[row["order_id"]][1]
        for row in rows
        if row["name"] == "order_completed" and row["order_id"] in orders
    )
    lines = tuple(lines_of(rows, words))
    title = Text("방문해서 주문함", "Visited and ordered") if bought else Text("방문", "Visited")
    note = words.visit(channel) if channel else Text("", "")
    return Entry(
        rows[0]["moment"], rows[-1]["moment"], "order" if bought else "visit", title, note, lines, bought
    )


def _after(row: dict[str, Any], words: Words) -> Entry:
    """Something outside of a visit: a status, a review, a sign-up."""
    note = words.status(row["status"]) if row["status"] else Text(row["name_ko"] or "", row["name_en"] or "")
    return Entry(row["moment"], row["moment"], "after", words.event(row["name"]), note)


def _message(row: dict[str, Any], words: Words) -> Entry:
    """A message that was sent, with what became of it, or one that was not, with the reason."""
    at = row["sent_at"]
    name = Text(row["name_ko"] or row["campaign_id"], row["name_en"] or row["campaign_id"])
    if row["skipped_reason"]:
        return Entry(at, at, "message", name, words.skip(row["skipped_reason"]), is_off=True)
    steps = [
        ("delivered_at", Text("도착", "Delivered")),
        ("opened_at", Text("엶", "Opened")),
        ("clicked_at", Text("누름", "Clicked")),
        ("opted_out_at", Text("수신 거부", "Opted out")),
    ]
    lines = tuple(
        Line(row[key], label, kind="touch", deciding=key == "opted_out_at")
        for key, label in steps
        if row[key]
    )
    coupon = row["coupon_code"]
    sent = words.channel(row["channel"])
    note = Text(f"{sent.ko} · 쿠폰 {coupon}", f"{sent.en} · coupon {coupon}") if coupon else sent
    return Entry(at, lines[-1].at if lines else at, "message", name, note, lines)
