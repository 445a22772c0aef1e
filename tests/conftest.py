"""What tests share: one company of 20,000 customers, built once and kept by the bytes of what makes it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

import fake_company
from fake_company.warehouse import Company

AFTERWARDS = ("realism", "export", "event_names", "dictionary")
"""Modules that only look at a company that has been built."""


def _recipe(profile: str) -> str:
    """A fingerprint of the generator's sources and the profile: another generator, another cached company."""
    total = hashlib.blake2b(digest_size=8)
    root = Path(fake_company.__file__).parent
    for path in sorted([*root.rglob("*.py"), root / "profiles" / f"{profile}.toml"]):
        if not path.name.startswith(AFTERWARDS):
            total.update(path.read_bytes())
    return total.hexdigest()


def cached_company(customers: int, seed: int = 1, profile: str = "fashion") -> Company:
    """A company of this size and profile, built at most once per machine and generator."""
    home = Path(os.environ.get("DANGOL_TEST_COMPANIES", Path(tempfile.gettempdir()) / "dangol-test-companies"))
    folder = home / f"{_recipe(profile)}-{customers}-s{seed}"
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):  # several test processes may ask at once
        if not (folder / "meta.json").exists():
            from fake_company.build import build

            build(profile, customers, 365, seed, folder).close()
    return Company.open(folder)


@pytest.fixture(scope="session")
def company() -> Iterator[Company]:
    """The common company: profile fashion, 20,000 customers, 365 days, seed 1. Read-only."""
    made = cached_company(20_000)
    yield made
    made.close()


@pytest.fixture(scope="session")
def small_company() -> Iterator[Company]:
    """A company of 2,000 customers, for tests that only need the shape of things."""
    made = cached_company(2_000)
    yield made
    made.close()
