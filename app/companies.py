"""The companies of this installation: which exist, the one in use, and building it in the background.

Companies live under `<instance>/companies/<name>`; the one in use is set by `DANGOL_COMPANY` (a folder) or by
`DANGOL_PROFILE`, `DANGOL_CUSTOMERS`, `DANGOL_DAYS` and `DANGOL_SEED`. An opened company is immutable and kept by the
bytes of its `meta.json`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app import jobs
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

BUILD = "company"


@dataclass(frozen=True)
class Choice:
    """Which company to use: a profile, its size in customers, its history in days, and a seed."""

    profile: str = "fashion"
    customers: int = 50_000
    days: int = 365
    seed: int = 1

    @property
    def name(self) -> str:
        """The folder name: one company, one name."""
        return f"{self.profile}-{self.customers}x{self.days}-s{self.seed}"

    @classmethod
    def from_environment(cls) -> Choice:
        """The default, changed by `DANGOL_PROFILE`, `DANGOL_CUSTOMERS`, `DANGOL_DAYS`, `DANGOL_SEED`."""
        return cls(
            os.environ.get("DANGOL_PROFILE", cls.profile),
            _whole("DANGOL_CUSTOMERS", cls.customers),
            _whole("DANGOL_DAYS", cls.days),
            _whole("DANGOL_SEED", cls.seed),
        )


@dataclass(frozen=True)
class CompanyStatus:
    """Whether the company in use is there: `ready`, `building`, `missing` or `failed`, with the job's words."""

    state: Literal["ready", "building", "missing", "failed"]
    folder: Path
    share: float = 0.0
    message: Text = Text("", "")


def folder_in_use(instance: Path) -> Path:
    """The folder of the company in use, whether or not it has been built."""
    chosen = os.environ.get("DANGOL_COMPANY")
    return Path(chosen) if chosen else instance / "companies" / Choice.from_environment().name


def status(instance: Path) -> CompanyStatus:
    """What is known of the company in use, without starting anything."""
    folder = folder_in_use(instance)
    if (folder / "meta.json").exists():
        return CompanyStatus("ready", folder, 1.0)
    job = jobs.status(instance, BUILD)
    if job.is_running:
        return CompanyStatus("building", folder, job.share, job.message)
    if job.state in ("failed", "cancelled"):
        return CompanyStatus("failed", folder, job.share, job.message)
    return CompanyStatus("missing", folder)


def ensure_building(instance: Path, *, again: bool = False) -> CompanyStatus:
    """Start the build if the company is missing (or, with `again`, if the last try failed)."""
    now = status(instance)
    if now.state == "missing" or (again and now.state == "failed"):
        if "DANGOL_COMPANY" in os.environ:
            raise _no_company(now.folder)
        choice = Choice.from_environment()
        jobs.start(
            instance,
            BUILD,
            "app.building:build_job",
            profile=choice.profile,
            customers=choice.customers,
            days=choice.days,
            seed=choice.seed,
            folder=str(now.folder),
        )
        now = status(instance)
    return now


def cancel_building(instance: Path) -> CompanyStatus:
    """Stop the build; no half company is left."""
    jobs.cancel(instance, BUILD)
    return status(instance)


def current(instance: Path) -> Company:
    """The company in use, opened once per process.

    Raises `NotFound` with the remedy when it has not been built.
    """
    folder = folder_in_use(instance)
    if not (folder / "meta.json").exists():
        raise _no_company(folder)
    return opened(folder)


def opened(folder: Path) -> Company:
    """A company by folder, kept open for as long as its `meta.json` has the same bytes."""
    try:
        fingerprint = (folder / "meta.json").read_bytes()
    except OSError:
        raise _no_company(folder) from None
    kept = _opened.get(folder)
    if kept is None or kept[0] != fingerprint:
        _opened[folder] = kept = (fingerprint, Company.open(folder))
    return kept[1]


def built(instance: Path) -> list[Path]:
    """Folders of every company that has been built here, by name."""
    return sorted(meta.parent for meta in (instance / "companies").glob("*/meta.json"))


_opened: dict[Path, tuple[bytes, Company]] = {}


def _no_company(folder: Path) -> NotFound:
    return NotFound(
        Text("회사가 아직 없어요.", "There is no company yet."),
        Text(str(folder), str(folder)),
        Text(
            "`flask company build`를 실행하거나 첫 화면에서 만들어 주세요.",
            "Run `flask company build`, or let the first page build it.",
        ),
    )


def _whole(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdigit() or int(value) < 1:
        raise DangolError(
            Text("환경 변수는 1 이상의 정수여야 해요.", "The environment variable must be a whole number from 1."),
            Text(f"{name}={value}", f"{name}={value}"),
            Text(f"예: {name}={default}", f"For example {name}={default}"),
        )
    return int(value)
