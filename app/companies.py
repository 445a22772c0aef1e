"""The companies of this installation: which exist, the one in use, and building one in the background.

Companies live under `<instance>/companies/<name>`. The one in use is set by `DANGOL_COMPANY` (a folder) or by
`DANGOL_PROFILE`, `DANGOL_CUSTOMERS`, `DANGOL_DAYS` and `DANGOL_SEED`; without them by what a person chose on the
company's page (`<instance>/company.json`), else by the default. An opened company is immutable and kept by the bytes
of its `meta.json`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app import jobs
from fake_company import profile as profiles
from fake_company.errors import DangolError, NotFound
from fake_company.profile import Profile
from fake_company.text import Text
from fake_company.warehouse import FORMAT, Company

VARIABLES = ("DANGOL_COMPANY", "DANGOL_PROFILE", "DANGOL_CUSTOMERS", "DANGOL_DAYS", "DANGOL_SEED")
_BUILDS = "build-"


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
    def of_name(cls, name: str) -> Choice | None:
        """The choice behind a folder name, if it is one of ours."""
        found = re.fullmatch(r"([a-z][a-z0-9_-]*)-(\d+)x(\d+)-s(\d+)", name)
        return cls(found[1], int(found[2]), int(found[3]), int(found[4])) if found else None

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


def fixed_by() -> str | None:
    """The environment variable that sets the company in use; None when a person may choose."""
    return next((name for name in VARIABLES if name in os.environ), None)


def choice(instance: Path) -> Choice:
    """The company in use as profile, size, days and seed."""
    kept = None if fixed_by() else _kept(instance)
    return (Choice.of_name(kept) if kept else None) or Choice.from_environment()


def folder_in_use(instance: Path) -> Path:
    """The folder of the company in use, whether or not it has been built."""
    chosen = os.environ.get("DANGOL_COMPANY")
    if chosen:
        return Path(chosen)
    kept = None if fixed_by() else _kept(instance)
    return instance / "companies" / (kept or Choice.from_environment().name)


def profile_in_use(instance: Path) -> Profile:
    """Who the company in use is, also before it has been built."""
    if status(instance).state == "ready":
        return current(instance).profile
    return profiles.load(choice(instance).profile)


def use(instance: Path, name: str) -> None:
    """Make the company of that folder name the one in use from now on."""
    variable = fixed_by()
    if variable:
        raise DangolError(
            Text("회사가 환경 변수로 정해져 있어요.", "The company is set by the environment."),
            Text(f"{variable}={os.environ[variable]}", f"{variable}={os.environ[variable]}"),
            Text(
                f"{variable} 없이 서버를 다시 켜면 화면에서 고를 수 있어요.",
                f"Start the server without {variable} to choose on the page.",
            ),
        )
    if name not in [folder.name for folder in built(instance)] and Choice.of_name(name) is None:
        raise _no_company(instance / "companies" / name)
    working = instance / f"company.{os.getpid()}.tmp"
    working.write_text(json.dumps({"name": name}, ensure_ascii=False), encoding="utf-8")
    os.replace(working, instance / "company.json")


def status(instance: Path) -> CompanyStatus:
    """What is known of the company in use, without starting anything."""
    folder = folder_in_use(instance)
    if is_built(folder) or ("DANGOL_COMPANY" in os.environ and (folder / "meta.json").exists()):
        return CompanyStatus("ready", folder, 1.0)
    job = jobs.status(instance, _BUILDS + folder.name)
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
        start_build(instance, choice(instance))
        now = status(instance)
    return now


def start_build(instance: Path, wanted: Choice) -> jobs.Status:
    """Build a company in the background; the same one is never built twice at once."""
    folder = instance / "companies" / wanted.name
    return jobs.start(
        instance,
        _BUILDS + wanted.name,
        "app.building:build_job",
        profile=wanted.profile,
        customers=wanted.customers,
        days=wanted.days,
        seed=wanted.seed,
        folder=str(folder),
    )


def builds(instance: Path) -> dict[str, jobs.Status]:
    """Builds by the name of their company that are running or ended without one."""
    found = {path.name.removeprefix(_BUILDS): jobs.status(instance, path.name)
             for path in sorted((instance / "jobs").glob(f"{_BUILDS}*"))}  # fmt: skip
    return {name: job for name, job in found.items() if job.state in ("running", "failed", "cancelled")
            and not is_built(instance / "companies" / name)}  # fmt: skip


def cancel_building(instance: Path, name: str = "") -> CompanyStatus:
    """Stop the build of the company in use, or of that name; no half company is left."""
    jobs.cancel(instance, _BUILDS + (name or folder_in_use(instance).name))
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
    return [folder for folder in sorted((instance / "companies").glob("[!.]*")) if is_built(folder)]


def is_built(folder: Path) -> bool:
    """Whether a company of this version's layout is in the folder; one of an older layout is built again."""
    try:
        return bool(json.loads((folder / "meta.json").read_text(encoding="utf-8"))["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


_opened: dict[Path, tuple[bytes, Company]] = {}


def _kept(instance: Path) -> str | None:
    """The folder name a person chose."""
    try:
        name = json.loads((instance / "company.json").read_text(encoding="utf-8"))["name"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    known = isinstance(name, str) and name == Path(name).name
    return name if known and (Choice.of_name(name) or is_built(instance / "companies" / name)) else None


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
