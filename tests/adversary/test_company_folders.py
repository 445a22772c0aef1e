"""Damaged company folders: cut, mixed, swapped, mistyped. One error that names the file, never a wrong figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fake_company.errors import DangolError
from fake_company.export import export
from fake_company.today import world_of
from fake_company.warehouse import Company


@pytest.fixture
def folder(tmp_path: Path, small_company: Company) -> Path:
    target = tmp_path / "company"
    shutil.copytree(small_company.folder, target, ignore=shutil.ignore_patterns("runs"))
    return target


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def hole(path: Path, first: int, length: int) -> None:
    """Overwrite the inside of a file, leaving its head and footer whole."""
    data = path.read_bytes()
    path.write_bytes(data[:first] + b"\xa5" * length + data[first + length :])


def meta(**changes: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "meta.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    return change


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "meta cut": lambda folder: cut(folder / "meta.json", 100),
    "meta empty": lambda folder: cut(folder / "meta.json", 0),
    "meta not text": lambda folder: (folder / "meta.json").write_bytes(b"\xff\xfe"),
    "meta a list": lambda folder: (folder / "meta.json").write_text("[]"),
    "meta deep": lambda folder: (folder / "meta.json").write_text("[" * 100_000),
    "customers a word": meta(customers="x"),
    "customers of another": meta(customers=5),
    "days a word": meta(days="365"),
    "seed missing": meta(seed=None),
    "seed below zero": meta(seed=-1),
    "rows a list": meta(rows=[]),
    "rows missing": meta(rows=None),
    "rows of words": meta(rows={"customers": "2000"}),
    "today a word": meta(today="yesterday"),
    "digest missing": meta(digest=None),
    "another layout": meta(format=9),
    "more parts": meta(partitions=7),
    "profile gone": lambda folder: (folder / "profile.json").unlink(),
    "profile cut": lambda folder: cut(folder / "profile.json", 50),
    "events cut": lambda folder: cut(folder / "tables/events/part-000.parquet", 5_000),
    "orders empty": lambda folder: cut(folder / "tables/orders/part-000.parquet", 0),
    "a table gone": lambda folder: shutil.rmtree(folder / "tables/reviews"),
    "a part twice": lambda folder: shutil.copy(
        folder / "tables/orders/part-000.parquet", folder / "tables/orders/part-001.parquet"
    ),
    "tables mixed": lambda folder: shutil.copy(
        folder / "tables/orders/part-000.parquet", folder / "tables/events/part-000.parquet"
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_folder_does_not_open(folder: Path, name: str) -> None:
    DAMAGES[name](folder)
    with pytest.raises(DangolError) as caught:
        Company.open(folder)
    assert str(folder) in caught.value.where.en
    assert "flask company build" in caught.value.remedy.ko


def test_damage_inside_a_file_is_found_when_it_is_read(folder: Path, tmp_path: Path) -> None:
    hole(folder / "tables/orders/part-000.parquet", 4, 12_000)
    company = Company.open(folder)
    for question in (company.rows, company.arrays, company.scalar):
        with pytest.raises(DangolError, match="damaged"):
            question("SELECT max(o::VARCHAR) FROM orders o")
    with pytest.raises(DangolError, match="damaged"):
        export(company, "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    company.close()


@pytest.mark.parametrize("size", [0, 3_000])
def test_a_cut_truth_is_named(folder: Path, size: int) -> None:
    cut(folder / "truth/part-000.npz", size)
    with pytest.raises(DangolError, match=r"part-000\.npz"):
        world_of(Company.open(folder))


def test_the_truth_of_another_company_is_refused(folder: Path) -> None:
    path = folder / "truth/part-000.npz"
    with np.load(path) as stored:
        half = {name: stored[name][:1_000] for name in stored.files}
    np.savez(path, **half)  # type: ignore[arg-type]
    with pytest.raises(DangolError, match="1000 customers instead of 2000"):
        world_of(Company.open(folder))


def test_a_truth_is_never_unpickled(folder: Path) -> None:
    np.savez(folder / "truth/part-000.npz", a=np.array([{"x": 1}], dtype=object))
    with pytest.raises(DangolError, match="damaged"):
        world_of(Company.open(folder))
