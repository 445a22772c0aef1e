"""Building another company: what may be built, what has been, and the body of the build job.

The builder itself is loaded only in the job's process, so that a server that only reads never pays for it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from app import companies
from app.companies import Choice
from app.jobs import Progress
from fake_company import profile as profiles
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Meta, read_meta

FEWEST_CUSTOMERS, MOST_CUSTOMERS, MOST_SEED = 500, 1_000_000, 999_999
BYTES_A_CUSTOMER = 5_000
"""Room on disk to ask for: the busiest profile takes about 3.5 kB a customer and year."""


@dataclass(frozen=True)
class Built:
    """A company that has been built here."""

    name: str
    title: Text
    meta: Meta
    bytes: int


def built(instance: Path) -> list[Built]:
    """Every company there is, by name, with what it takes on disk."""
    found = []
    for folder in companies.built(instance):
        meta = read_meta(folder)
        known = meta.profile in profiles.names()
        title = profiles.load(meta.profile).name.text() if known else Text.of(meta.profile)
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        found.append(Built(folder.name, title, meta, size))
    return found


def wanted(instance: Path, profile: str, customers: str, seed: str) -> Choice:
    """The company a form asks for, checked; missing numbers come from the profile."""
    usual = profiles.load(_profile(profile)).defaults
    size = _whole("customers", Text("고객 수", "customers"), customers, usual.customers, FEWEST_CUSTOMERS, MOST_CUSTOMERS)
    number = _whole("seed", Text("씨앗", "seed"), seed, usual.seed, 1, MOST_SEED)
    choice = Choice(profile, size, usual.days, number)
    running = [name for name, job in companies.builds(instance).items() if job.is_running and name != choice.name]
    if running:
        raise DangolError(
            Text("다른 회사를 만들고 있어요.", "Another company is being built."),
            running[0],
            Text("끝나길 기다리거나 그만 만들기를 눌러 주세요.", "Wait until it is done, or stop it."),
        )
    instance.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(instance).free
    if free < size * BYTES_A_CUSTOMER + 200_000_000:
        raise DangolError(
            Text("디스크에 자리가 모자라요.", "There is not enough room on the disk."),
            Text(f"{free // 1_000_000:,}MB 남음", f"{free // 1_000_000:,} MB left"),
            Text("고객 수를 줄이거나 자리를 비워 주세요.", "Ask for fewer customers, or make room."),
        )
    return choice


def build_job(progress: Progress, *, profile: str, customers: int, days: int, seed: int, folder: str) -> None:
    """Build a company into its folder; runs in the job's own process."""
    from fake_company.build import build

    Path(folder).parent.mkdir(parents=True, exist_ok=True)
    build(profile, customers, days, seed, Path(folder), progress=progress)


def _profile(name: str) -> str:
    """A profile's name as a form may give it: never a path."""
    if name in profiles.names():
        return name
    raise DangolError(
        Text("그런 가게는 없어요.", "There is no such shop."),
        Text(f"profile={name[:40]}", f"profile={name[:40]}"),
        Text(f"있는 가게: {', '.join(profiles.names())}", f"Shops there are: {', '.join(profiles.names())}"),
    )


def _whole(name: str, label: Text, value: str, default: int, low: int, high: int) -> int:
    text = value.strip().replace(",", "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not low <= int(text) <= high:
        raise DangolError(
            Text(f"{label.ko}는 그렇게 정할 수 없어요.", f"The number of {label.en} cannot be that."),
            Text(f"{name}={value[:40]}", f"{name}={value[:40]}"),
            Text(f"{low:,}부터 {high:,} 사이의 정수를 적어 주세요.", f"Write a whole number from {low:,} to {high:,}."),
        )
    return int(text)
