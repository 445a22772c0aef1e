"""Customers: find them, narrow them to a segment, and read one of them whole: who they are, what they agreed to and did."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from app.analytics import customer_history, customer_list, customer_record, customers
from app.analytics.customer_list import PAGE_ROWS, SORTS, Asked
from app.web import _asked, _desk, _explore
from app.web._explore import Column, Table
from app.web._plots import shade
from app.web._words import day as say_day
from app.web._words import t
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("customers", __name__, url_prefix="/customers")
KEPT = ("q", "segment", "sort", "order")
"""What the address of one customer keeps of the list they were found in."""
ORDERS = {"": None, "falls": True, "rises": False}
MOST_ROWS = 5000


@bp.get("/")
def index() -> str:
    """Search, filter and sort; without a word, the latest buyers."""
    asked = _list()
    found = customer_list.page(_desk.company(), asked, _asked.whole("page") or 1)
    template = "customers/_found.html" if _desk.is_live() else "customers/index.html"
    return render_template(
        template,
        asked=asked,
        found=found,
        sorts=SORTS,
        segment=request.args.get("segment", ""),
        choice=_explore.segment_choice(request.args.get("segment")),
        kept=_kept(),
        first=(found.number - 1) * PAGE_ROWS + 1,
        address=_address,
        csv_url=_explore.csv_url,
    )


@bp.get("/list.csv")
def list_csv() -> Response:
    """The list as CSV, its first 5,000 customers."""
    company = _desk.company()
    ids = customer_list.listing(company, _list())[:MOST_ROWS]
    columns = [
        Column(Text("번호", "Number")),
        Column(Text("외부 ID", "External id")),
        Column(Text("이름", "Name")),
        Column(Text("유형", "Type")),
        Column(Text("등급", "Tier")),
        Column(Text("지역", "Region")),
        Column(Text("주문", "Orders")),
        Column(Text("매출", "Sales")),
        Column(Text("마지막 주문", "Last order")),
    ]
    rows = [
        [
            one.customer_id,
            one.external_id,
            one.name,
            one.type,
            one.tier,
            one.region,
            one.orders,
            one.spent_krw,
            one.last_order_at,
        ]
        for one in customer_list.rows_of(company, ids)
    ]
    return _explore.as_csv(Table(columns, rows), "customers")


@bp.get("/<int:customer_id>")
def show(customer_id: int) -> str:
    """One customer: attributes, consents, types over time, and a stretch of their record."""
    company = _desk.company()
    customer = customers.customer(company, customer_id)
    entries = customer_record.record(company, customer_id)
    kinds = _kinds()
    stretch = customer_record.window(entries, kinds, _asked.whole("from") or 0, _moment())
    active = customer_record.days(entries)
    consents, reach = customer_history.standing(company, customer_id)
    return render_template(
        "customers/show.html",
        customer=customer,
        consents=consents,
        reach=reach,
        turns=customer_history.turns(company, customer_id),
        stretch=stretch,
        kinds=customer_record.KINDS,
        chosen=kinds,
        counts={key: sum(one.kind == key for one in entries) for key in customer_record.KINDS},
        active=_days(active),
        calendar=_calendar(customer_id, active, company.meta.today, company.meta.days),
        neighbours=customer_list.neighbours(company, _list(), customer_id),
        kept=_kept(),
        here=_here,
        today=company.meta.today,
        csv_url=_explore.csv_url,
    )


@bp.get("/<int:customer_id>/days.csv")
def days_csv(customer_id: int) -> Response:
    """The days on which something happened."""
    company = _desk.company()
    customers.customer(company, customer_id)
    active = customer_record.days(customer_record.record(company, customer_id))
    return _explore.as_csv(_days(active), f"customer-{customer_id}-days")


def _list() -> Asked:
    """The list the address asks for."""
    choice = _explore.segment_choice(request.args.get("segment"))
    return Asked.of(
        request.args.get("q", "")[:80],
        choice.rule if choice else None,
        request.args.get("sort") or "last_order",
        ORDERS[_asked.one_of("order", ORDERS, "")],
    )


def _kept() -> dict[str, str]:
    return {key: request.args[key] for key in KEPT if request.args.get(key)}


def _address(**changed: Any) -> str:
    """This list with something changed; a new order starts at its first page."""
    return url_for(
        "customers.index", **{**_kept(), **{key: value for key, value in changed.items() if value}}
    )


def _here(customer_id: int, **changed: Any) -> str:
    """This customer with another stretch of the record."""
    asked = {**_kept(), "kind": request.args.getlist("kind"), **changed}
    return url_for(
        "customers.show", customer_id=customer_id, **{key: value for key, value in asked.items() if value}
    )


def _kinds() -> frozenset[str]:
    given = request.args.getlist("kind")
    wrong = [kind for kind in given if kind not in customer_record.KINDS]
    if wrong:
        raise DangolError(
            Text("그런 종류의 기록은 없어요.", "There is no such kind of record."),
            f"kind={wrong[0][:40]}",
            Text(
                f"있는 종류: {', '.join(customer_record.KINDS)}",
                f"Kinds there are: {', '.join(customer_record.KINDS)}",
            ),
        )
    return frozenset(given)


def _moment() -> datetime | None:
    """The moment under `at`; a day alone means its end."""
    given = request.args.get("at", "")
    if not given:
        return None
    try:
        if len(given) == 10:
            return datetime.combine(date.fromisoformat(given), datetime.max.time())
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise DangolError(
            Text("주소에 적힌 날을 읽을 수 없어요.", "The day in the address cannot be read."),
            f"at={given[:40]}",
            Text("2026-03-02처럼 적어 주세요.", "Write it like 2026-03-02."),
        )
    return moment


def _days(active: list[customer_record.Active]) -> Table:
    columns = [
        Column(Text("날", "Day"), "day"),
        Column(Text("방문", "Visits"), "number"),
        Column(Text("행동", "Events"), "number"),
        Column(Text("주문", "Orders"), "number"),
        Column(Text("받은 메시지", "Messages"), "number"),
    ]
    return Table(
        columns, [[one.day, one.visits, one.events, one.orders, one.messages] for one in reversed(active)]
    )


def _calendar(
    customer_id: int, active: list[customer_record.Active], today: datetime, days: int
) -> dict[str, Any]:
    """A square a day, a column a week, of the records' last year: how much was done, and where an order lies."""
    found = {one.day: one for one in active}
    last = (today - timedelta(days=1)).date()
    first = last - timedelta(days=min(days, 371) - 1)
    start = first - timedelta(days=first.weekday())
    high = max((one.events for one in active), default=0)
    squares, months = [], []
    address = url_for("customers.show", customer_id=customer_id) + "?" + urlencode(_kept())
    words = t("방문 {v}, 행동 {e}, 주문 {o}, 메시지 {m}", "{v} visits, {e} events, {o} orders, {m} messages")
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        week = (day - start).days // 7
        one = found.get(day)
        if day.day == 1:
            months.append((week, Text(f"{day.month}월", f"{day:%b}")))
        squares.append(
            {
                "x": week * 12,
                "y": day.weekday() * 12,
                "shade": shade(one.events if one else 0, high),
                "words": f"{say_day(day)}: {words.format(v=one.visits, e=one.events, o=one.orders, m=one.messages)}"
                if one
                else say_day(day),
                "address": f"{address}&at={day}#here" if one else "",
                "one": one,
            }
        )
    return {"squares": squares, "months": months, "weeks": (last - start).days // 7 + 1}
