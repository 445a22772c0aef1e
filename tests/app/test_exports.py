"""Exports are made once, in the background, without the truth; pages answer while one is being made."""

from __future__ import annotations

import sqlite3
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from app import create_app, exports, jobs
from fake_company.errors import NotFound
from fake_company.schema import TABLES
from fake_company.warehouse import Company
from tests.conftest import cached_company


def made(instance: Path, company: Company, kind: str) -> exports.Export:
    """The export, made in this process."""
    found = exports.one(instance, company, kind)
    exports.job(lambda *_: None, folder=str(company.folder), kind=found.kind, target=str(found.path), root=str(instance))
    return exports.one(instance, company, kind)


@pytest.fixture(scope="module")
def tiny() -> Iterator[Company]:
    """A company of 500 customers: enough rows for every table."""
    made = cached_company(500)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, small_company: Company) -> None:
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    monkeypatch.setattr(exports.os, "nice", lambda _: 0)


def test_sqlite_is_one_file_with_every_public_table(tmp_path: Path, tiny: Company) -> None:
    found = made(tmp_path, tiny, "sqlite")
    assert found.is_ready
    db = sqlite3.connect(found.path)
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(TABLES) <= tables
    assert not any("truth" in name or "trait" in name for name in tables)
    assert db.execute("SELECT count(*) FROM orders").fetchone()[0] == tiny.meta.rows["orders"]
    home = db.execute("SELECT home FROM customers WHERE home IS NOT NULL LIMIT 1").fetchone()[0]
    assert home.startswith('{"kind":')
    assert not list(found.path.parent.glob(".making-*"))
    db.close()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_zip_holds_one_file_a_table_and_nothing_else(tmp_path: Path, tiny: Company, kind: str) -> None:
    found = made(tmp_path, tiny, kind)
    with zipfile.ZipFile(found.path) as archive:
        names = archive.namelist()
        assert {Path(name).name for name in names} == {f"{table}.{kind}" for table in TABLES}
        archive.extract(next(name for name in names if name.endswith(f"customers.{kind}")), tmp_path)
    path = next(tmp_path.rglob(f"customers.{kind}"))
    lists = duckdb.sql(f"SELECT typeof(liked_styles), count(*) FROM '{path}' WHERE tier = 'vip' GROUP BY ALL").fetchall()
    assert lists[0][0] == ("VARCHAR" if kind == "csv" else "VARCHAR[]")


def test_an_export_of_a_company_that_is_gone_is_forgotten(tmp_path: Path, tiny: Company) -> None:
    old = tmp_path / "cache" / "exports" / "0123456789abcdef" / "old.db"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"x")
    made(tmp_path, tiny, "parquet")
    assert not old.parent.exists()


def test_an_unknown_format_is_said(tmp_path: Path, small_company: Company) -> None:
    with pytest.raises(NotFound) as caught:
        exports.one(tmp_path, small_company, "xlsx")
    assert "parquet" in caught.value.remedy.en


def test_pages_answer_while_an_export_is_made_and_the_file_comes_in_parts(tmp_path: Path, small_company: Company) -> None:
    client = create_app({"INSTANCE": str(tmp_path), "TESTING": True}).test_client()
    exports.start(tmp_path, small_company, "sqlite")
    exports.start(tmp_path, small_company, "sqlite")  # the same one is made once
    answered = 0
    deadline = time.monotonic() + 60
    while not exports.one(tmp_path, small_company, "sqlite").is_ready and time.monotonic() < deadline:
        assert client.get("/company/tables/orders").status_code == 200
        answered += exports.one(tmp_path, small_company, "sqlite").job.is_running
    assert answered
    found = exports.one(tmp_path, small_company, "sqlite")
    assert found.is_ready, jobs.log(tmp_path, f"export-sqlite-{small_company.meta.digest[:16]}")
    with client.get("/downloads/sqlite/file") as whole:
        assert int(whole.headers["Content-Length"]) == found.bytes
        assert found.path.name in whole.headers["Content-Disposition"]
        assert whole.is_streamed
    with client.get("/downloads/sqlite/file", headers={"Range": "bytes=0-15"}) as part:
        assert (part.status_code, part.data) == (206, b"SQLite format 3\x00")


def test_an_export_can_be_stopped(tmp_path: Path, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    exports.start(tmp_path, company, "sqlite")
    exports.cancel(tmp_path, company, "sqlite")
    found = exports.one(tmp_path, company, "sqlite")
    assert (found.is_ready, found.job.state) == (False, "cancelled")
    assert not list(tmp_path.rglob(".making-*"))
