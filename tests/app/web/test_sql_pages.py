"""The SQL workbench as a page: run, share, sort, chart, file, segment, history, cancel; with and without JavaScript."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote, unquote_plus

import pytest

from app.web import _workbench
from app.workbench.running import Answer, Column, Reading
from tests.app.web.conftest import Visitor

TIERS = "SELECT tier, count(*) AS customers FROM customers GROUP BY tier ORDER BY customers DESC"
LIVE = {"HX-Request": "true"}


def page_of(sql: str, more: str = "") -> str:
    return f"/sql/?q={quote(sql)}{more}"


def cells(page: str) -> list[list[str]]:
    """The rows of the answer's table."""
    table = re.search(r'<table class="sql-table">.*?<tbody>(.*?)</tbody>', page, re.S)
    assert table
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table[1], re.S)]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_empty_page_has_all_that_is_at_hand(visitor: Visitor, language: str) -> None:
    page = visitor.get(f"/sql/?lang={language}")
    assert visitor.status == 200
    assert page.count('data-insert="') > 100
    assert page.count("/sql/?q=") >= 10
    assert ("고객 번호" in page) == (language == "ko")


def test_a_question_without_javascript_goes_to_its_address(visitor: Visitor) -> None:
    visitor.post("/sql/", {"q": TIERS})
    where = visitor.answer.headers["Location"]
    assert visitor.status == 303
    assert unquote_plus(where.partition("?q=")[2]) == TIERS
    assert cells(visitor.get(where))[0][0] == "basic"


def test_a_question_too_long_for_an_address_is_answered_at_once(visitor: Visitor) -> None:
    sql = "SELECT 1 AS a -- " + "가" * 3_000
    page = visitor.post("/sql/", {"q": sql})
    assert visitor.status == 200
    assert cells(page) == [["1"]]
    assert 'method="post" action="/sql/answer.csv"' in page


def test_a_live_question_answers_with_its_part_and_address(visitor: Visitor) -> None:
    part = visitor.post("/sql/", {"q": TIERS, "place": "here"}, headers=LIVE)
    assert "<html" not in part
    assert visitor.answer.headers["HX-Replace-Url"] == "/sql/?q=" + quote(TIERS, safe="").replace(
        "%20", "+"
    ).replace("%2A", "%2A")
    assert cells(part)[0][0] == "basic"


def test_a_live_mistake_is_shown_in_the_answers_place(visitor: Visitor) -> None:
    part = visitor.post("/sql/", {"q": "SELECT tiers\nFROM customers"}, headers=LIVE)
    assert visitor.status == 200
    assert 'role="alert"' in part
    assert "‘tiers’ 열이 없어요." in part
    assert "SELECT tiers\n       ^^^^^" in part


def test_a_mistake_in_an_address_is_a_400_with_the_editor(visitor: Visitor) -> None:
    page = visitor.get(page_of("SELEC 1") + "&lang=en")
    assert visitor.status == 400
    assert "The SQL cannot be read near" in page
    assert "SELEC 1</textarea>" in page


def test_a_column_sorts_the_whole_answer(visitor: Visitor) -> None:
    sql = "SELECT a, 2999 - a AS b FROM range(3000) t(a)"
    page = visitor.get(page_of(sql, "&sort=-1"))
    assert cells(page)[0] == ["2,999", "0"]
    assert 'aria-sort="descending"' in page
    assert "3,000줄" in page
    assert "앞의 1,000줄만 보여요" in page
    assert "sort=1" in page  # again the other way round
    assert cells(visitor.get(page_of(sql, "&sort=2")))[0] == ["2,999", "0"]


def test_more_rows_than_are_counted_are_said(visitor: Visitor) -> None:
    assert "50,000줄이 넘어요" in visitor.get(page_of("SELECT * FROM range(60000)"))


def test_an_answer_of_nothing_says_what_to_do(visitor: Visitor) -> None:
    assert "WHERE의 값과 기간을 넓혀" in visitor.get(page_of("SELECT * FROM orders WHERE false"))


def test_the_file_holds_the_whole_answer(visitor: Visitor) -> None:
    text = visitor.get("/sql/answer.csv?q=" + quote("SELECT a FROM range(2000) t(a)"))
    assert visitor.answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "answer.csv" in visitor.answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (rows[0], len(rows)) == (["a"], 2_001)
    assert visitor.post("/sql/answer.csv", {"q": "SELECT 1 AS a"}) == "\ufeffa\r\n1\r\n"
    visitor.get("/sql/answer.csv?q=SELEC")
    assert visitor.status == 400


def test_customers_become_a_segment_that_keeps_the_sql(visitor: Visitor) -> None:
    sql = "SELECT customer_id FROM orders WHERE total_krw > 50000"
    page = visitor.get(page_of(sql))
    found = re.search(r'name="rule" value="([^"]*)"', page)
    assert found
    rule = json.loads(found[1].replace("&#34;", '"').replace("&gt;", ">"))
    assert rule == {"all": [{"kind": "sql", "sql": sql}]}
    visitor.post("/segments/new-from", {"rule": json.dumps(rule), "name": "큰 주문"})
    assert visitor.status == 303
    plan = json.loads(visitor.get("/plan/download"))
    (made,) = [one for one in plan["segments"] if one["name"] == "큰 주문"]
    assert made["rule"] == rule
    shown = visitor.get(f"/segments/{made['id']}")
    assert visitor.status == 200
    assert "SELECT customer_id FROM orders" in shown.replace("\n", " ")


@pytest.mark.parametrize(
    ("sql", "has"),
    [("SELECT customer_id FROM orders", True), ("SELECT external_id FROM customers", False),
     ("SELECT customer_id FROM customers ORDER BY random()", False)],
)  # fmt: skip
def test_only_what_can_be_a_segment_offers_to(visitor: Visitor, sql: str, has: bool) -> None:
    assert ("/segments/new-from" in visitor.get(page_of(sql))) == has


def test_a_segment_of_sql_that_cannot_run_says_why(visitor: Visitor) -> None:
    rule = {"all": [{"kind": "sql", "sql": "SELECT customer_id FROM read_text('/etc/passwd')"}]}
    page = visitor.post("/segments/new-from", {"rule": json.dumps(rule), "name": "x"}, follow_redirects=True)
    assert visitor.status in (200, 400)
    assert "root:" not in page
    assert "read_text()에서는 읽을 수 없어요" in page


def test_earlier_questions_are_kept_once_and_can_be_forgotten(visitor: Visitor) -> None:
    for sql in (TIERS, "SELECT 1 AS first", TIERS):
        visitor.get(page_of(sql))
    visitor.get(page_of("SELEC"))
    page = visitor.get("/sql/")
    assert "지난 질문 3개" in page
    numbers = re.findall(r"/sql/\?asked=(\d+)", page)
    assert len(numbers) == 3
    assert "SELECT 1 AS first</textarea>" in visitor.get(f"/sql/?asked={numbers[2]}")
    visitor.post("/sql/forget")
    assert "지난 질문" not in visitor.get("/sql/")


def test_stopping_nothing_is_no_mistake(visitor: Visitor) -> None:
    visitor.post("/sql/stop", {"place": "nowhere"})
    assert visitor.status == 204


def answer(columns: list[tuple[str, str]], rows: list[tuple[object, ...]], more: bool = False) -> Answer:
    made = tuple(Column(name, "", kind) for name, kind in columns)
    return Answer(made, tuple(rows), len(rows), more, 0.0, Reading())


@pytest.mark.parametrize(
    ("columns", "rows", "kind", "labels", "series"),
    [
        ([("day", "time"), ("n", "number")], [("2026-01-01", 1), ("2026-02-01", 3)], "line",
         ("2026-01", "2026-02"), [("n", [1.0, 3.0])]),
        ([("day", "time"), ("n", "number")], [("2026-02-03", 1), ("2026-01-01", 3)], "bar",
         ("2026-02-03", "2026-01-01"), [("n", [1.0, 3.0])]),
        ([("tier", "text"), ("n", "number"), ("rate", "number")], [("a", 1, 0.5), (None, None, 0.2)], "bar",
         ("a", "–"), [("n", [1.0, None])]),
        ([("tier", "text"), ("customer_id", "number")], [("a", 1), ("b", 2)], None, (), []),
        ([("customer_id", "number"), ("n", "number")], [(1, 1), (2, 2)], None, (), []),
        ([("weeks", "number"), ("n", "number")], [(0, 5), (1, 4)], "bar", ("0", "1"), [("n", [5.0, 4.0])]),
        ([("tier", "text"), ("n", "number")], [("a", 1)], None, (), []),
        ([("tier", "text"), ("n", "number")], [("a", -1), ("b", 2)], None, (), []),
        ([("tier", "text"), ("n", "number")], [(str(n), n) for n in range(31)], None, (), []),
        ([("n", "number")], [(1,), (2,)], None, (), []),
        ([("tier", "text"), ("n", "number")], [("a", "nan"), ("b", "inf")], None, (), []),
    ],
)  # fmt: skip
def test_the_chart_suits_the_columns(
    visitor: Visitor,
    columns: list[tuple[str, str]],
    rows: list[tuple[object, ...]],
    kind: str | None,
    labels: tuple[str, ...],
    series: list[tuple[str, list[float | None]]],
) -> None:
    with visitor.client.application.test_request_context():
        chart = _workbench.chart_of(answer(columns, rows))
    if kind is None or chart is None:
        assert chart is None
        assert kind is None
        return
    assert (chart.kind, chart.labels) == (kind, labels)
    assert [(one["label"].ko, one["values"]) for one in chart.series] == series


def test_a_chart_can_show_another_unit(visitor: Visitor) -> None:
    found = answer([("tier", "text"), ("n", "number"), ("a_krw", "number")], [("a", 1, 9.0), ("b", 2, 8.0)])
    with visitor.client.application.test_request_context():
        won = _workbench.chart_of(found, "won")
        some = _workbench.chart_of(found, "<script>")
    assert won is not None
    assert some is not None
    assert (won.series[0]["label"].ko, won.show, some.series[0]["label"].ko) == ("a_krw", "won", "n")
    assert won.finding == "a_krw: a에서 ₩9로 가장 커요"


@pytest.mark.parametrize(
    ("kind", "name", "value", "shown"),
    [("number", "n", 1234567, "1,234,567"), ("number", "order_id", 1234567, "1234567"), ("number", "x", 0.25, "0.25"),
     ("number", "x", 1e20, "1e+20"), ("text", "t", None, "–"), ("truth", "t", True, "true"),
     ("time", "t", "2026-01-01 00:00:00", "2026-01-01"), ("number", "x", 2.0, "2")],
)  # fmt: skip
def test_a_cell(visitor: Visitor, kind: str, name: str, value: object, shown: str) -> None:
    with visitor.client.application.test_request_context():
        assert _workbench.cell(Column(name, "", kind), value) == shown
