"""Errors in words: what, where (line, column, caret), what to do; in both languages."""

from __future__ import annotations

import pytest

from app.workbench import mistakes, running
from app.workbench.mistakes import SqlError
from app.workbench.workers import Ended
from fake_company.text import Text
from fake_company.warehouse import Company


@pytest.mark.parametrize(
    ("sql", "message", "where", "remedy"),
    [
        ("SELECT * FROM custmers", "‘custmers’ 표가 없어요.", "1번째 줄 15번째 글자", "‘customers’를 쓰려던 것인가요?"),
        ("SELECT tiers FROM customers", "‘tiers’ 열이 없어요.", "1번째 줄 8번째 글자", "‘tier’을 쓰려던 것인가요?"),
        ("SELECT o.totl_krw FROM orders o", "‘totl_krw’ 열이 없어요.", "1번째 줄 8번째 글자", "‘total_krw’를 쓰려던"),
        ("SELECT x.tier FROM customers c", "FROM에 ‘x’ 표나 별명이 없어요.", "1번째 줄 8번째 글자", "별명을 붙였다면"),
        ("SELECT *\nFORM customers", "‘customers’ 근처에서 SQL을 읽지 못했어요.", "2번째 줄 6번째 글자", "순서는 SELECT"),
        ("SELECT '한글', nope FROM orders", "‘nope’ 열이 없어요.", "1번째 줄 14번째 글자", "FROM에 적은 표의 열만"),
        ("SELECT tier, count(*) FROM customers", "‘tier’은 GROUP BY에 없고", "1번째 줄 8번째 글자", "GROUP BY에 ‘tier’을 넣거나"),
        ("SELECT sum(tier) FROM customers", "sum(VARCHAR): 값의 종류가", "1번째 줄 8번째 글자", "::INTEGER"),
        ("SELECT * FROM orders WHERE ordered_at > 5", "종류가 달라서 비교할 수", "1번째 줄 28번째 글자", "DATE '2026-01-01'"),
        ("SELECT * FROM customers WHERE tier = 1", "숫자나 날짜로 바꿀 수 없는 글자예요.", "1번째 줄 31번째 글자", "tier = 'vip'"),
        ("SELECT * FROM orders WHERE ordered_at > '어제'", "‘어제’는 날짜로 읽을 수 없어요.", "1번째 줄 41번째 글자", "'2026-02-28'"),
        ("SELECT customer_id FROM orders JOIN customers ON true", "여러 표에 있어요.", "1번째 줄 8번째 글자", "orders.customer_id"),
        ("SELECT * FROM customers WHERE count(*) > 1", "WHERE에는 count()나 sum()을", "1번째 줄 31번째 글자", "HAVING"),
        ("SELECT nosuch(1)", "nosuch() 함수가 없어요.", "1번째 줄 8번째 글자", "DuckDB의 함수"),
        ("SELECT 'a", "닫히지 않았어요.", "1번째 줄 8번째 글자", "작은따옴표"),
        ("SELECT (SELECT tier FROM customers)", "여러 줄을 돌려주는 SELECT", "", "IN을 쓰거나"),
        ("DROP TABLE customers", "DROP 문은 실행하지 않아요.", "", "SELECT 문 하나만"),
        ("SELECT 1; SELECT 2", "문장이 여러 개예요.", "", "세미콜론"),
        ("  -- nothing", "질문이 비어 있어요.", "", "예:"),
        ("SELECT current_time", "이 컴퓨터의 시계를 봐요.", "1번째 줄 8번째 글자", "today()나 now()"),
        ("SELECT now()::TIMESTAMPTZ AS t", "‘t’ 열의 시각에 시간대가", "", "::TIMESTAMP"),
        ("SELECT sum(total_krw) OVER w FROM orders", "이 질문은 실행할 수 없어요.", "", "DuckDB가 한 말"),
        ("SELECT list(a) FROM range(5000000000) t(a)", "메모리를 너무 많이 써요", "", "GROUP BY로 요약"),
    ],
)  # fmt: skip
def test_a_mistake_has_place_and_remedy(
    small_company: Company, sql: str, message: str, where: str, remedy: str
) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, sql)
    error = caught.value
    assert message in error.message.ko
    assert error.where.ko == where
    assert remedy in error.remedy.ko
    for text in (error.message, error.remedy):
        assert text.en
        assert not any("가" <= one <= "힣" for one in text.en.replace("어제", ""))
        assert "{" not in text.ko + text.en


def test_the_whole_error_as_a_program_reads_it(small_company: Company) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, "SELECT customer_id\nFROM   custmers\nLIMIT 3")
    tables = ("ad_costs, campaigns, categories, coupons, customers, events, order_items, orders, products, reviews,"
              " touches")  # fmt: skip
    assert caught.value.to_json() == {
        "error": {"ko": "‘custmers’ 표가 없어요.", "en": "There is no table 'custmers'."},
        "where": {"ko": "2번째 줄 8번째 글자", "en": "line 2, column 8"},
        "remedy": {
            "ko": f"‘customers’를 쓰려던 것인가요? 읽을 수 있는 표: {tables}",
            "en": f"Did you mean 'customers'? Tables there are: {tables}",
        },
        "line": 2,
        "column": 8,
        "snippet": "FROM   custmers\n       ^^^^^^^^",
        "suggestion": "customers",
    }


def test_duckdbs_own_words_stand_below_ours(small_company: Company) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, "SELECT sum(total_krw) OVER w FROM orders")
    assert caught.value.detail == 'window "w" does not exist'


def test_words_with_braces_stay_words(small_company: Company) -> None:
    with pytest.raises(SqlError) as caught:
        running.run(small_company, 'SELECT "{remedy}" FROM customers')
    assert caught.value.message == Text("‘{remedy}’ 열이 없어요.", "There is no column '{remedy}' here.")


@pytest.mark.parametrize(
    ("sql", "at", "length", "line", "column", "snippet"),
    [
        ("SELECT a", 7, 1, 1, 8, "SELECT a\n       ^"),
        ("SELECT '가나', b", 17, 1, 1, 14, "SELECT '가나', b\n        　　   ^"),
        ("가\n나 다", 8, 3, 2, 3, "나 다\n　 ＾"),
        ("a\r\nb", 3, 9, 2, 1, "b\n^"),
        ("x" * 300 + "y", 300, 1, 1, 301, "x" * 60 + "y\n" + " " * 60 + "^"),
    ],
)
def test_the_caret_stands_below_the_place(
    sql: str, at: int, length: int, line: int, column: int, snippet: str
) -> None:
    found = mistakes.spot(sql, at, length)
    assert found is not None
    assert (found.line, found.column, found.snippet()) == (line, column, snippet)


@pytest.mark.parametrize("why", ["time", "cancelled", "newer", "left", "busy", "crashed"])
def test_every_end_has_words(why: str) -> None:
    error = mistakes.of_end(Ended(why), 10.0)
    assert error.message.ko
    assert error.remedy.en
    assert error.status == (503 if why == "busy" else 400)
