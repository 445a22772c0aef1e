"""Answers: rows, types, order, what is cut and counted, files, customers, the company's clock."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import numpy as np
import pytest

from app.workbench import running
from app.workbench.examples import examples
from app.workbench.mistakes import SqlError
from fake_company import profile as profiles
from fake_company.warehouse import Company


def test_rows_and_types(small_company: Company) -> None:
    answer = running.run(
        small_company,
        "SELECT 1 AS a, 2.5 AS b, 1.25::DOUBLE AS c, 'x' AS d, DATE '2026-01-02' AS e, true AS f, NULL AS g,"
        " [1, 2] AS h, TIMESTAMP '2026-01-02 03:04:05' AS i, 'nan'::DOUBLE AS j, {'k': '단골'} AS k",
    )
    assert [(one.name, one.kind) for one in answer.columns] == [
        ("a", "number"), ("b", "number"), ("c", "number"), ("d", "text"), ("e", "time"), ("f", "truth"),
        ("g", "other"), ("h", "other"), ("i", "time"), ("j", "number"), ("k", "other"),
    ]  # fmt: skip
    assert answer.rows == (
        (
            1,
            2.5,
            1.25,
            "x",
            "2026-01-02",
            True,
            None,
            "[1, 2]",
            "2026-01-02 03:04:05",
            "nan",
            '{"k": "단골"}',
        ),
    )
    assert (answer.total, answer.more, answer.has_customers) == (1, False, False)


def test_the_same_figures_as_the_trusted_instance(small_company: Company) -> None:
    sql = (
        "SELECT name, count(*) AS n, count(DISTINCT customer_id) AS c FROM events GROUP BY name ORDER BY name"
    )
    expected = [tuple(row.values()) for row in small_company.rows(sql)]
    assert list(running.run(small_company, sql).rows) == expected


@pytest.mark.parametrize(("order", "first"), [((2, True), 9), ((2, False), 0), ((1, True), 0)])
def test_the_whole_answer_is_sorted_not_only_what_is_shown(
    small_company: Company, order: tuple[int, bool], first: int
) -> None:
    sql = "SELECT 9 - a AS x, a AS y FROM range(10) t(a) -- a comment at the end"
    answer = running.run(small_company, sql, order=order, shown=3)
    assert (len(answer.rows), answer.total, answer.rows[0][1]) == (3, 10, first)


def test_an_answer_is_kept_unless_it_moves(small_company: Company) -> None:
    still, moving = "SELECT count(*) FROM reviews", "SELECT uuid() AS u"
    assert running.run(small_company, still) is running.run(small_company, still, fresh=False)
    assert running.run(small_company, moving).rows != running.run(small_company, moving, fresh=False).rows


def test_a_file_holds_every_row_and_no_formula(small_company: Company) -> None:
    sql = "SELECT a, '=1+1' AS f, NULL AS n, '가,\"나\n' AS t FROM range(2500) t(a) ORDER BY a"
    rows = list(csv.reader(io.StringIO("".join(running.csv_lines(small_company, sql)), newline="")))
    assert rows[:2] == [["a", "f", "n", "t"], ["0", "'=1+1", "", '가,"나\n']]
    assert [int(row[0]) for row in rows[1:]] == list(range(2500))


def test_customers_each_once_in_order(small_company: Company) -> None:
    found = running.customers(
        small_company,
        "SELECT tier, CUSTOMER_ID AS customer_id FROM customers JOIN orders USING (customer_id)",
    )
    expected = small_company.arrays("SELECT DISTINCT customer_id FROM orders ORDER BY 1")["customer_id"]
    assert found.dtype == np.int32
    assert found.tolist() == expected.tolist()


def test_ids_that_are_nobodys_select_nobody(small_company: Company) -> None:
    sql = "SELECT a AS customer_id FROM (VALUES (-1), (0), (1999), (2000), (NULL), (9999999999)) t(a)"
    assert running.customers(small_company, sql).tolist() == [0, 1999]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT 1 AS a", "customer_id 열이 없어서"),
        ("SELECT external_id AS customer_id FROM customers", "고객 번호(정수)가 아니에요"),
        ("SELECT customer_id FROM customers WHERE random() < 0.5", "random()은 실행할 때마다"),
    ],
)
def test_what_cannot_be_customers(small_company: Company, sql: str, words: str) -> None:
    with pytest.raises(SqlError) as caught:
        running.customers(small_company, sql)
    assert words in caught.value.message.ko


def test_the_clock_is_the_companys(small_company: Company) -> None:
    today = small_company.meta.today
    answer = running.run(
        small_company,
        "SELECT today(), now(), current_date, current_timestamp, localtimestamp, current_date()",
    )
    moment, day = today.isoformat(sep=" "), today.date().isoformat()
    assert answer.rows == ((day, moment, day, moment, moment, day),)


def test_at_an_earlier_moment_later_rows_are_not_there(small_company: Company) -> None:
    moment = small_company.meta.today - timedelta(days=100)
    sql = (
        "SELECT customer_id FROM order_items JOIN orders USING (order_id, customer_id)"
        " WHERE ordered_at > now() - INTERVAL 30 DAY AND quantity > 0"
    )
    expected = small_company.rows(
        "SELECT DISTINCT customer_id AS c FROM orders WHERE ordered_at <= ? AND ordered_at > ? ORDER BY c",
        [moment, moment - timedelta(days=30)],
    )
    found = running.customers(small_company, sql, moment)
    assert found.tolist() == [row["c"] for row in expected]
    assert len(found)
    assert running.run(
        small_company, "SELECT max(occurred_at) > TIMESTAMP '2026-01-01' FROM events"
    ).rows == ((True,),)
    assert running.run(small_company, "SELECT now()").rows[0][0] == small_company.meta.today.isoformat(
        sep=" "
    )


def test_a_moment_of_the_future_changes_nothing(small_company: Company) -> None:
    sql = "SELECT DISTINCT customer_id FROM events"
    later = datetime(2030, 1, 1)
    assert (
        running.customers(small_company, sql, later).tolist()
        == running.customers(small_company, sql).tolist()
    )


@pytest.mark.parametrize(
    ("sql", "tables", "is_list"),
    [
        ("SELECT customer_id FROM orders WHERE total_krw > 50000", ("orders",), False),
        ("SELECT customer_id FROM customers WHERE tier IN ('gold', 'vip')", ("customers",), False),
        ("SELECT customer_id FROM customers WHERE customer_id % 10 = 3", ("customers",), False),
        ("SELECT customer_id FROM orders GROUP BY 1 HAVING count(order_id) >= 2", ("orders",), False),
        ("SELECT customer_id FROM customers WHERE email LIKE '%.kr'", ("customers",), False),
        ("SELECT 1 AS customer_id", (), True),
        ("SELECT * FROM (VALUES (1), (2)) t(customer_id)", (), True),
        ("SELECT customer_id FROM customers WHERE customer_id IN (1, 2)", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id = 7", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id < 500", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id BETWEEN 1 AND 9", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id + 0 = 7", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id::VARCHAR = '7'", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE list_contains([1, 2], customer_id)", ("customers",), True),
        ("SELECT customer_id FROM customers WHERE customer_id = ANY ([1, 2])", ("customers",), True),
        ("SELECT customer_id FROM customers SEMI JOIN (VALUES (1), (2)) v(customer_id) USING (customer_id)",
         ("customers",), True),
        ("SELECT unnest([1, 2, 3]) AS customer_id FROM categories", ("categories",), True),
        ("SELECT customer_id FROM customers WHERE email IN ('a@b.kr')", ("customers",), True),
        ("SELECT customer_id FROM orders WHERE order_id = 12", ("orders",), True),
        ("WITH a AS (SELECT * FROM Orders) SELECT customer_id FROM a", ("orders",), False),
    ],
)  # fmt: skip
def test_what_a_question_reads(
    small_company: Company, sql: str, tables: tuple[str, ...], is_list: bool
) -> None:
    found = running.read(small_company, sql)
    assert (found.tables, found.is_id_list) == (tables, is_list)


@pytest.mark.parametrize("index", range(len(examples(profiles.load("fashion")))))
def test_every_example_answers(small_company: Company, index: int) -> None:
    answer = running.run(small_company, examples(small_company.profile)[index].sql)
    assert answer.total > 0


@pytest.mark.parametrize("name", ["fashion", "food", "beauty", "learning"])
def test_examples_speak_of_events_the_company_has(name: str) -> None:
    profile = profiles.load(name)
    assert any(profile.guide.event in one.sql for one in examples(profile))
    assert not any("{" in one.sql for one in examples(profile))
