"""The dictionary counts every column of every table, and counts it right."""

from __future__ import annotations

import json

import pytest

from fake_company import dictionary
from fake_company.dictionary import EventUse, Spread
from fake_company.schema import tables_of
from fake_company.warehouse import Company


@pytest.fixture(scope="module")
def found(small_company: Company) -> dict[str, dict[str, Spread]]:
    return dictionary.spreads(small_company)


def test_every_column_is_counted_and_nothing_else(small_company: Company, found: dict[str, dict[str, Spread]]) -> None:
    described = {
        name: {row["column_name"] for row in small_company.rows(f"DESCRIBE {name}")} for name in tables_of(small_company.profile)
    }
    assert {name: {column for column in columns if "." not in column} for name, columns in found.items()} == described
    parts = {column for columns in found.values() for column in columns if "." in column}
    assert parts == {"home.kind", "home.floor", "home.gate_code"}


def test_missing_shares_and_values_are_those_of_the_table(small_company: Company, found: dict[str, dict[str, Spread]]) -> None:
    for column in ("first_name", "tier", "push_consent_at", "liked_styles", "home.floor"):
        missing = small_company.scalar(f"SELECT avg(({column} IS NULL)::INTEGER) FROM customers")
        assert found["customers"][column].missing_share == pytest.approx(missing), column
    tier = found["customers"]["tier"]
    share = small_company.scalar("SELECT avg((tier = 'basic')::INTEGER) FROM customers")
    assert (tier.kind, tier.bars[0]) == ("values", ("basic", pytest.approx(share)))
    assert sum(part for _, part in tier.bars) == pytest.approx(1)


def test_numbers_and_moments_have_a_histogram_and_quartiles(found: dict[str, dict[str, Spread]], small_company: Company) -> None:
    paid, ordered = found["orders"]["total_krw"], found["orders"]["ordered_at"]
    assert (paid.kind, ordered.kind) == ("numbers", "moments")
    for spread in (paid, ordered):
        assert len(spread.bars) == dictionary.BINS
        assert sum(share for _, share in spread.bars) == pytest.approx(1)
        assert len(spread.marks) == 5
    median = small_company.scalar("SELECT quantile_disc(total_krw, 0.5) FROM orders")
    assert paid.marks[2] == f"{median:,}"


def test_keys_and_nearly_unique_texts_say_so(found: dict[str, dict[str, Spread]]) -> None:
    assert found["orders"]["order_id"].kind == found["events"]["customer_id"].kind == "key"
    assert found["customers"]["email"].kind == "many"
    assert found["customers"]["email"].example.endswith((".com", ".net", ".org"))


def test_lists_are_counted_value_by_value(found: dict[str, dict[str, Spread]], small_company: Company) -> None:
    styles = dict(found["customers"]["liked_styles"].bars)
    share = small_company.scalar(
        "SELECT avg(list_contains(liked_styles, '캐주얼')::INTEGER) FROM customers WHERE liked_styles IS NOT NULL"
    )
    assert styles["캐주얼"] == pytest.approx(share)


def test_events_say_how_often_and_which_columns_they_fill(small_company: Company) -> None:
    uses = {use.name: use for use in dictionary.events(small_company)}
    row = small_company.rows(
        "SELECT count(*) AS n, count(DISTINCT customer_id) AS who FROM events WHERE name = 'searched'"
    )[0]
    assert (uses["searched"].count, uses["searched"].customers) == (row["n"], row["who"])
    assert "search_term" in uses["searched"].columns
    assert "order_id" not in uses["searched"].columns
    again = EventUse.of_json(json.loads(json.dumps(uses["searched"].to_json())))
    assert again == uses["searched"]


def test_a_spread_travels_as_json(found: dict[str, dict[str, Spread]]) -> None:
    for columns in found.values():
        for spread in columns.values():
            assert Spread.of_json(json.loads(json.dumps(spread.to_json()))) == spread


def test_a_long_table_is_counted_on_its_first_partitions(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tables_of(company.profile)["orders"]
    assert dictionary.source_of(company, table) == "orders"
    monkeypatch.setattr(dictionary, "MOST_ROWS", company.meta.rows["orders"] - 1)
    assert "part-000.parquet" in dictionary.source_of(company, table)
    assert "part-001.parquet" not in dictionary.source_of(company, table)
    counted = dictionary.spread(company, table, table.columns[3]).rows
    assert counted == company.scalar("SELECT count(*) FROM orders WHERE customer_id < 10000")
