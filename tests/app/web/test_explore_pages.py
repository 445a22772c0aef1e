"""Events over time, funnel and retention as a person meets them: questions in the address, answers in words, files to take."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from app import segments
from app.analytics import splits
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor

PAGES = [
    "/trends/",
    "/trends/?s1=product_viewed&by=property:category&unit=day&days=30&marks=1",
    "/trends/?s1=order_completed&measure=amount&unit=month&days=365&by=attribute:tier",
    "/trends/?s1=order_completed&measure=per_customer&segment=type:current&by=type",
    "/funnel/",
    "/funnel/?s1=product_viewed&s1.p1=category&s1.o1=is&s1.v1=outer&s2=product_added&by=attribute:gender&left=1",
    "/funnel/?s1=searched&s2=order_completed&window=1h&from=2026-01-01&to=2026-01-31&segment=type:current",
    "/retention/",
    "/retention/?s1=order_completed&s2=order_completed&unit=month&mode=since&by=type",
    "/retention/?s1=session_started&s2=product_viewed&unit=day&days=30&entry=period&segment=type:dormant",
]
MISTAKES = [
    ("/trends/?s1=nothing", "‘nothing’"),
    ("/trends/?unit=hour", "hour"),
    ("/trends/?by=property:amount_krw", "나눠 볼 수 없어요"),
    ("/trends/?by=attribute:phone", "나눠 볼 수 없어요"),
    ("/trends/?from=2026-02-30", "날짜로 읽을 수 없어요"),
    ("/trends/?from=2026-02-01&to=2026-01-01", "시작하는 날이 끝나는 날보다 늦어요"),
    ("/trends/?from=1999-01-01&to=1999-02-01", "기록이 없어요"),
    ("/trends/?days=-3", "1일부터 3660일까지"),
    ("/funnel/?window=5m", "5m"),
    ("/funnel/?segment=segment:gone", "이 계획에 없어요"),
    ("/funnel/?s1=product_viewed&s2=product_added&s1.p1=category&s1.o1=is&s1.v1=hats", "hats"),
    ("/funnel/?s1=product_viewed&s2=product_added&s1.p1=amount_krw&s1.o1=at_least&s1.v1=much", "much"),
    ("/retention/?mode=never", "never"),
]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_question_is_answered(visitor: Visitor, page: str, language: str) -> None:
    text = visitor.get(page + ("&" if "?" in page else "?") + f"lang={language}")

    assert visitor.status == 200
    assert 'role="alert"' not in text
    assert " style=" not in text
    assert "<figure" in text


@pytest.mark.parametrize(("page", "words"), MISTAKES)
def test_a_question_that_cannot_be_asked_says_why_beside_its_form(
    visitor: Visitor, page: str, words: str
) -> None:
    text = visitor.get(page)

    assert visitor.status == 200
    assert words in html.unescape(text.split('role="alert"')[1])
    assert 'id="q-s1"' in text


HOSTILE = [
    "days=" + "9" * 5000,
    "from=0001-01-01&to=9999-12-31",
    "to=0001-01-01",
    "left=" + "9" * 5000,
    "do=remove:" + "9" * 5000,
    "do=untest:1:" + "9" * 5000,
    "s1=product_viewed'; DROP TABLE events; --&s2=product_added",
    "s1=product_viewed&s1.p1=search_term&s1.o1=contains&s1.v1=%27%20OR%201=1--&s2=product_added",
    "s1=product_viewed&s1.p1=amount_krw&s1.o1=at_least&s1.v1=1e999&s2=product_added",
    "s1=product_viewed&s1.p1=amount_krw&s1.o1=between&s1.v1=nan~inf&s2=product_added",
    "s1=product_viewed&s1.p1=page&s1.o1=is_any_of&s1.v1="
    + ",".join(map(str, range(60)))
    + "&s2=product_added",
    "by=attribute:home.kind%27--",
    "by=property:search_term%27--",
    "by=campaign:none",
    "segment=%00",
    "by=type&segment=type:nobody",
    "%F0%9F%98%80=%F0%9F%98%80&unit=%F0%9F%98%80",
    "&".join(f"s{n}=searched" for n in range(1, 40)),
]


@pytest.mark.parametrize("page", ["/trends/", "/funnel/", "/retention/"])
def test_whatever_stands_in_the_address_the_page_answers(visitor: Visitor, page: str) -> None:
    for query in HOSTILE:
        visitor.get(f"{page}?{query}")
        assert visitor.status in (200, 302), query[:80]


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ("add", ["product_viewed", "product_added", "searched", "order_completed"]),
        ("remove:1", ["product_added", "searched"]),
        ("up:3", ["product_viewed", "searched", "product_added"]),
        ("down:1", ["product_added", "product_viewed", "searched"]),
        ("up:1", ["product_viewed", "product_added", "searched"]),
        ("remove:9", ["product_viewed", "product_added", "searched"]),
        ("remove:x", ["product_viewed", "product_added", "searched"]),
    ],
)
def test_steps_are_added_removed_and_moved_by_plain_buttons(
    visitor: Visitor, pressed: str, expected: list[str]
) -> None:
    visitor.get(f"/funnel/?s1=product_viewed&s2=product_added&s3=searched&window=1d&do={pressed}")

    where = visitor.answer.headers["Location"]
    assert re.findall(r"s\d=(\w+)", where) == expected
    assert "window=1d" in where
    assert "do=" not in where


def test_a_test_of_a_property_is_added_and_removed(visitor: Visitor) -> None:
    visitor.get("/funnel/?s1=product_viewed&s2=product_added&do=test:1")
    where = visitor.answer.headers["Location"]
    assert "s1.p1=category" in where

    visitor.get(f"{where}&do=untest:1:1")
    assert ".p1=" not in visitor.answer.headers["Location"]


def test_a_part_carries_the_address_it_stands_for(visitor: Visitor) -> None:
    headers = {"HX-Request": "true"}
    text = visitor.get("/trends/?s1=searched&by=&segment=&do=", headers=headers)

    assert text.startswith('<div id="explore"')
    assert visitor.answer.headers["HX-Push-Url"] == "/trends/?s1=searched&days=90&unit=week&measure=customers"

    back = visitor.get("/trends/?s1=searched", headers={**headers, "HX-History-Restore-Request": "true"})
    assert back.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/trends/trend.csv?s1=product_viewed&by=property:category", 14),
        ("/funnel/funnel.csv?by=attribute:gender", 16),
        ("/retention/cohorts.csv?unit=week&days=28", 4 + 3 + 2 + 1),
        ("/retention/curve.csv?by=type", None),
    ],
)
def test_figures_can_be_taken_along(visitor: Visitor, address: str, rows: int | None) -> None:
    text = visitor.get(address)

    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert visitor.status == 200
    assert {len(row) for row in table} == {len(table[0])}
    assert len(table) > 2
    if rows:
        assert len(table) - 1 == rows


def test_the_page_links_to_its_own_figures(visitor: Visitor) -> None:
    text = html.unescape(visitor.get("/funnel/?s1=searched&s2=order_completed&by=type"))

    assert 'href="/funnel/funnel.csv?s1=searched&s2=order_completed&by=type"' in text


def test_those_who_left_become_a_segment_of_as_many(visitor: Visitor, small_company: Company) -> None:
    text = visitor.get("/funnel/?days=90")
    dropped = re.search(r'drop-off|이탈</button>.*?<span class="figure">([\d,]+)</span>', text, re.DOTALL)
    rule = re.search(r'name="rule" value="([^"]+)"', text)
    name = re.search(r'name="name" value="([^"]+)"', text)
    assert dropped
    assert rule
    assert name
    found = html.unescape(rule[1])

    visitor.post(
        "/segments/new-from", {"rule": found, "name": html.unescape(name[1])}, follow_redirects=False
    )

    assert visitor.status in (302, 303)
    page = visitor.get(visitor.answer.headers["Location"])
    assert html.unescape(name[1]) in html.unescape(page)
    import json

    assert segments.count(small_company, json.loads(found)).n == int(dropped[1].replace(",", ""))


def test_a_period_in_the_past_makes_no_segment_that_would_mean_another(visitor: Visitor) -> None:
    assert 'name="rule"' not in visitor.get("/funnel/?from=2025-12-01&to=2025-12-31")
    assert 'name="rule"' in visitor.get("/retention/?entry=period")
    assert 'name="rule"' not in visitor.get("/retention/?entry=ever")


def test_a_question_is_kept_opened_and_forgotten(visitor: Visitor) -> None:
    asked = "s1=searched&s2=order_completed&window=1d&segment=type%3Acurrent&do=add&lang=en"
    visitor.post("/questions/funnel/keep", {"name": "검색 <뒤>", "query": asked})

    where = "/funnel/?s1=searched&s2=order_completed&window=1d&segment=type%3Acurrent"
    assert visitor.status == 303
    assert visitor.answer.headers["Location"] == where
    text = visitor.get("/funnel/")
    assert html.escape(where) in text
    assert "검색 &lt;뒤&gt;" in text
    assert visitor.get(where).count("제한 시간") > 0

    number = re.search(r"/questions/(\d+)/forget", text)
    assert number
    visitor.post(f"/questions/{number[1]}/forget")
    assert visitor.status == 303
    assert "/forget" not in visitor.get("/funnel/")
    visitor.post("/questions/company/keep", {"name": "a", "query": ""})
    assert visitor.status == 404


def test_a_campaign_that_held_customers_out_can_be_compared(visitor: Visitor, small_company: Company) -> None:
    held = splits.campaign_choices(small_company)
    assert held

    text = visitor.get(f"/retention/?by={held[0][0]}&days=365&unit=month")

    assert "비교하려고 보내지 않은 고객" in text
    groups = splits.by_key(small_company, held[0][0])
    sent = small_company.scalar(
        "SELECT count(DISTINCT customer_id) FROM touches WHERE campaign_id = ? AND NOT is_holdout AND skipped_reason IS NULL",
        [held[0][0].removeprefix("campaign:")],
    )
    assert int((groups.codes == 0).sum()) == sent
