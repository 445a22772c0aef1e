"""Exports open in other tools, whole, with keys that hold, and without the truth."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest
import sqlite_utils

from fake_company.errors import DangolError
from fake_company.export import INDEXES, export
from fake_company.schema import TABLES, tables_of
from fake_company.warehouse import Company


@pytest.fixture(scope="module")
def sqlite(small_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(small_company, "sqlite", tmp_path_factory.mktemp("export") / "company.db")


def test_sqlite_has_every_row_of_every_table(small_company: Company, sqlite: Path) -> None:
    db = sqlite_utils.Database(str(sqlite))
    for name, table in tables_of(small_company.profile).items():
        assert list(db.table(name).columns_dict) == list(table.types()), name
        assert db.table(name).count == small_company.meta.rows[name], name
    db.close()


def test_sqlite_keys_hold_and_indexes_are_there(sqlite: Path) -> None:
    with sqlite3.connect(sqlite) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = {(row[3], row[2]) for row in db.execute("PRAGMA foreign_key_list(orders)")}
        assert keys == {("customer_id", "customers"), ("campaign_id", "campaigns")}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for name, indexes in INDEXES.items():
            assert len(db.execute(f"PRAGMA index_list({name})").fetchall()) >= len(indexes)
    db.close()


def test_products_are_found_by_their_words(sqlite: Path) -> None:
    db = sqlite_utils.Database(str(sqlite))
    found = list(db.table("products").search("linen shirt"))
    assert found
    assert all("linen shirt" in row["name_en"] for row in found)
    db.close()


def test_values_survive(small_company: Company, sqlite: Path) -> None:
    wanted = small_company.rows(
        "SELECT customer_id, first_name, is_member, birth_date, points FROM customers ORDER BY 1"
    )
    with sqlite3.connect(sqlite) as db:
        got = db.execute("SELECT customer_id, first_name, is_member, birth_date, points FROM customers ORDER BY 1")
        for row, (number, first, member, birth, points) in zip(wanted, got, strict=True):
            assert (row["customer_id"], row["first_name"], int(row["is_member"]), row["points"]) == (
                number, first, member, points,
            )  # fmt: skip
            assert (row["birth_date"].isoformat() if row["birth_date"] else None) == birth
    db.close()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_files_hold_every_table(small_company: Company, tmp_path: Path, kind: str) -> None:
    folder = export(small_company, kind, tmp_path / "out")  # type: ignore[arg-type]
    assert {path.name for path in folder.iterdir()} == {f"{name}.{kind}" for name in TABLES}
    for name in TABLES:
        count = duckdb.sql(f"SELECT count(*) FROM '{folder / f'{name}.{kind}'}'").fetchall()
        assert count == [(small_company.meta.rows[name],)], name
    export(small_company, kind, tmp_path / "out")  # type: ignore[arg-type]  # again: the earlier one is replaced


def test_nothing_of_the_truth_leaves(sqlite: Path) -> None:
    with sqlite3.connect(sqlite) as db:
        columns = {row[0] for row in db.execute(
            "SELECT DISTINCT c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        )}  # fmt: skip
    db.close()
    assert not columns & {"elasticity", "blocker", "blocker_mix", "price_gap", "orders_per_day", "sleeping"}


def test_another_folder_is_not_replaced(small_company: Company, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(DangolError):
        export(small_company, "csv", tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine"


def test_an_unknown_format_names_those_there_are(small_company: Company, tmp_path: Path) -> None:
    with pytest.raises(DangolError) as caught:
        export(small_company, "xlsx", tmp_path / "c")  # type: ignore[arg-type]
    assert "sqlite, csv, parquet" in caught.value.remedy.en
