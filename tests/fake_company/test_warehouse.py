"""An opened company holds no rows: questions read files, and large ones go on in temporary files."""

from __future__ import annotations

from fake_company import warehouse
from fake_company.schema import TABLES
from fake_company.warehouse import Company


def test_opening_a_company_loads_no_table(small_company: Company) -> None:
    assert small_company.rows("SELECT table_name FROM duckdb_tables()") == []
    views = {row["view_name"] for row in small_company.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert set(TABLES) <= views


def test_questions_together_take_no_more_than_the_limit(small_company: Company) -> None:
    limit = str(small_company.scalar("SELECT current_setting('memory_limit')"))
    assert limit.endswith("GiB")
    assert float(limit.removesuffix(" GiB")) <= float(warehouse.MEMORY.removesuffix("GB"))
    assert "dangol-duckdb" in str(small_company.scalar("SELECT current_setting('temp_directory')"))
