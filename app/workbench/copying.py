"""The read-only copy of a company's public tables that a person's SQL runs on: one DuckDB file, made once a company.

A worker opens this file and then gives up the file system; the Parquet files, and the truth beside them, are never
within its reach. The clock of SQL (`today()`, `now()`, `current_date` …) is the company's.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from filelock import FileLock

from app.workbench import clock
from fake_company.errors import DangolError
from fake_company.schema import tables_of
from fake_company.text import Text
from fake_company.warehouse import Company

Progress = Callable[[float, Text], None]
VERSION = 1
"""Of what is in the copy; another one is made anew."""
_WAIT_SECONDS = 600.0


def path_of(company: Company) -> Path:
    """Where the copy is: in the company's folder, or in the temporary folder when that one cannot be written to."""
    name = f"workbench-{VERSION}-{company.meta.digest[:16]}.duckdb"
    home = company.folder.absolute()
    if (home / name).exists() or os.access(home, os.W_OK):
        return home / name
    return Path(tempfile.gettempdir()) / "dangol-workbench" / name


def is_made(company: Company) -> bool:
    """Whether the copy is there."""
    return path_of(company).exists()


def ensure(company: Company, progress: Progress | None = None) -> Path:
    """The copy, made now if need be (about 5 s for 50,000 customers); several who ask at once make it once."""
    path = path_of(company)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock"), timeout=_WAIT_SECONDS):
        if not path.exists():
            _make(company, path, progress or _silent)
    return path


def make_job(progress: Progress, *, folder: str) -> None:
    """The same as a background job."""
    company = Company.open(folder)
    try:
        ensure(company, progress)
    finally:
        company.close()


def _silent(share: float, text: Text) -> None:
    """Progress nobody watches."""


def _make(company: Company, path: Path, progress: Progress) -> None:
    working = path.with_suffix(f".{os.getpid()}.tmp")
    working.unlink(missing_ok=True)
    names = list(tables_of(company.profile))
    total = sum(company.meta.rows.get(name, 0) for name in names) or 1
    done = 0
    try:
        with duckdb.connect(working, config={"memory_limit": "1GB", "threads": 2}) as copy:
            for name in names:
                progress(done / total, Text(f"{name} 표를 옮기는 중이에요", f"Copying {name}"))
                pattern = str(company.folder / "tables" / name / "part-*.parquet").replace("'", "''")
                copy.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{pattern}')")
                done += company.meta.rows.get(name, 0)
            for name, answer in clock.answers(company.meta.today.isoformat(sep=" ")):
                copy.execute(f"CREATE MACRO {name}() AS {answer}")
            copy.execute("CHECKPOINT")
        os.replace(working, path)
    except duckdb.Error as error:
        raise DangolError(
            Text("SQL용 표를 준비하지 못했어요.", "The tables for SQL could not be made ready."),
            str(path.parent),
            Text(
                f"디스크에 빈 곳이 있는지 보고 다시 해 주세요. ({str(error).splitlines()[0]})",
                f"See whether the disk has room and try again. ({str(error).splitlines()[0]})",
            ),
        ) from None
    finally:
        working.unlink(missing_ok=True)
        path.with_suffix(f".{os.getpid()}.tmp.wal").unlink(missing_ok=True)
    _forget_older(path)


def _forget_older(path: Path) -> None:
    """Copies of what this folder held before."""
    for old in path.parent.glob("workbench-*.duckdb"):
        if old != path and path.parent.name != "dangol-workbench":
            try:
                old.unlink()
            except OSError:  # Windows keeps a file that is still open; the next copy tries again
                continue
