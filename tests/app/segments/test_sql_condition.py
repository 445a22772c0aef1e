"""A segment that is a person's SQL: run anew in the locked-down process, never in the trusted instance."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pytest

from app import segments
from app.segments import twin
from app.workbench import running
from app.workbench.mistakes import SqlError
from fake_company.errors import DangolError
from fake_company.warehouse import Company

SQL = "SELECT customer_id FROM orders WHERE ordered_at > now() - INTERVAL 60 DAY"
RULE = {
    "all": [
        {"kind": "sql", "sql": SQL},
        {"kind": "attribute", "field": "tier", "operator": "is", "value": "basic"},
    ]
}


def test_it_selects_what_the_sql_says(small_company: Company) -> None:
    expected = small_company.rows(
        "SELECT DISTINCT customer_id AS c FROM orders JOIN customers USING (customer_id) "
        "WHERE tier = 'basic' AND ordered_at > ? ORDER BY c",
        [small_company.meta.today - timedelta(days=60)],
    )
    assert segments.members(small_company, RULE).tolist() == [row["c"] for row in expected]
    assert len(expected) > 3


def test_the_arrays_say_the_same(small_company: Company) -> None:
    rule = segments.parse(RULE)
    snapshot = twin.load(small_company, rule.needs())
    assert twin.evaluate(rule, snapshot).tolist() == segments.mask(small_company, rule).tolist()


def test_in_the_simulated_future_membership_stays(small_company: Company) -> None:
    rule = segments.parse({"kind": "sql", "sql": SQL})
    now = twin.load(small_company, rule.needs())
    later = now.judge(now.row, now.moment + 30 * 86_400_000_000)
    assert twin.evaluate(rule, later).tolist() == twin.evaluate(rule, now).tolist()


def test_at_an_earlier_moment_it_is_asked_of_the_data_of_then(small_company: Company) -> None:
    moment = small_company.meta.today - timedelta(days=90)
    rule = {"kind": "sql", "sql": SQL}
    found = segments.members(small_company, rule, moment).tolist()
    assert found == running.customers(small_company, SQL, moment).tolist()
    assert found != segments.members(small_company, rule).tolist()


def test_what_is_shown_runs_in_the_workbench(small_company: Company) -> None:
    shown = segments.sql(small_company, RULE)
    assert SQL in shown
    assert running.customers(small_company, shown).tolist() == segments.members(small_company, RULE).tolist()


def test_its_predicate_means_nothing_to_the_trusted_instance(small_company: Company) -> None:
    (leaf, _) = segments.parse(RULE).leaves()
    predicate = leaf.condition.predicate(None)  # type: ignore[arg-type]
    assert SQL not in predicate
    with pytest.raises(duckdb.CatalogException):
        small_company.rows(f"SELECT customer_id FROM customers WHERE {predicate}")


def test_why_in_or_out(small_company: Company) -> None:
    inside = int(segments.members(small_company, {"kind": "sql", "sql": SQL})[0])
    verdict = segments.why(small_company, {"kind": "sql", "sql": SQL}, inside)[0]
    assert verdict.passed
    assert "이 SQL을 실행해" in verdict.saw.ko
    assert segments.sentence({"kind": "sql", "sql": SQL}).ko.startswith("SQL ‘SELECT customer_id FROM orders")


@pytest.mark.parametrize("sql", [None, 3, "", "  ;  ", "x" * 20_001, ["SELECT 1"]])
def test_what_is_no_text_is_one_error(sql: object) -> None:
    with pytest.raises(DangolError) as caught:
        segments.parse({"all": [{"kind": "sql", "sql": sql}]})
    assert caught.value.where.ko == "all[0].sql"


@pytest.mark.parametrize(
    "sql", ["SELECT 1", "DROP TABLE customers", "SELECT customer_id FROM read_text('/etc/passwd')"]
)
def test_what_cannot_run_says_why(small_company: Company, sql: str) -> None:
    with pytest.raises(SqlError):
        segments.count(small_company, {"kind": "sql", "sql": sql})


def test_a_closing_semicolon_is_no_second_statement() -> None:
    assert segments.parse({"kind": "sql", "sql": f" {SQL} ; "}).to_json() == {
        "all": [{"kind": "sql", "sql": SQL}]
    }
