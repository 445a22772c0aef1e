"""Profile × customers × days × seed → a company on disk: partition by partition, in processes, then one rename."""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from fake_company import catalog as catalogs
from fake_company import partitions, people
from fake_company import profile as profiles
from fake_company.build_tables import small_tables
from fake_company.catalog import Catalog
from fake_company.errors import DangolError
from fake_company.expand import tables
from fake_company.expand_scene import Scene
from fake_company.history import Past, first_date, live, split
from fake_company.profile import Profile
from fake_company.schema import tables_of
from fake_company.text import Text
from fake_company.truth import write_truth
from fake_company.warehouse import FORMAT, Company, Meta
from fake_company.warehouse_write import close, combined, write

GENERATOR = "4"
"""Changes whenever the same inputs would give other bytes, or the truth holds other arrays."""
MOST_CUSTOMERS, MOST_DAYS, FEWEST_DAYS = 2_000_000, 1095, 28
STALE_SECONDS = 24 * 3600
Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class Part:
    """What one partition reports when it is on disk."""

    digests: dict[str, str]
    rows: dict[str, int]
    truth: str
    sign_ups: Any  # (days, sources)
    installs: Any


def build(
    profile: str | Profile,
    customers: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    folder: Path | str = "company",
    progress: Progress | None = None,
    workers: int | None = None,
) -> Company:
    """Build a company into `folder` and open it. What is missing comes from the profile's defaults.

    The folder appears only when the company is whole: a build that is killed leaves a `.building-…` folder beside it,
    which the next build of that place removes. The same inputs give the same bytes for any number of workers.
    """
    chosen = profiles.load(profile) if isinstance(profile, str) else profile
    customers = _within("customers", chosen.defaults.customers if customers is None else customers, 1, MOST_CUSTOMERS)
    days = _within("days", chosen.defaults.days if days is None else days, FEWEST_DAYS, MOST_DAYS)
    seed = _within("seed", chosen.defaults.seed if seed is None else seed, 0, 2**63 - 1)
    target = Path(folder).absolute()
    if target.exists() and not (target / "meta.json").exists() and any(target.iterdir()):
        raise DangolError(
            Text("그 폴더에는 회사가 아닌 것이 들어 있어요.", "That folder holds something that is not a company."),
            str(target),
            Text("빈 폴더나 새 이름을 골라 주세요.", "Choose an empty folder or a new name."),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_stale(target)
    working = Path(mkdtemp(prefix=f".building-{os.getpid()}-", suffix=f"-{target.name}", dir=target.parent))
    try:
        _fill(working, chosen, customers, days, seed, progress or _silent, workers)
        _put_in_place(working, target)
        close()
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise
    return Company.open(target)


def _silent(share: float, text: Text) -> None:
    """Progress nobody watches."""


def _within(name: str, value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise DangolError(
            Text(f"{name} 값 {value}은(는) 쓸 수 없어요.", f"{name} cannot be {value}."),
            name,
            Text(f"{low}부터 {high} 사이의 정수를 주세요.", f"Give a whole number from {low} to {high}."),
        )
    return value


def _remove_stale(target: Path) -> None:
    """Remove what killed builds left: folders of processes that are gone, or older than a day."""
    for left in target.parent.glob(f".building-*-{target.name}"):
        number = left.name.split("-")[1]
        gone = not number.isdigit() or not _is_alive(int(number))
        if gone or time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put_in_place(working: Path, target: Path) -> None:
    """Swap the finished folder in. The same company already there stays: others may be reading it."""
    if _same(working, target):
        shutil.rmtree(working, ignore_errors=True)
        return
    old = working.with_name(working.name + "-old")
    try:
        if target.exists():
            target.rename(old)
        working.rename(target)
    except OSError:
        if not _same(working, target):  # unless another process has just put the same company there
            raise
        shutil.rmtree(working, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _same(one: Path, other: Path) -> bool:
    """Whether both folders hold the same company, byte for byte of its description."""
    try:
        return (one / "meta.json").read_bytes() == (other / "meta.json").read_bytes()
    except OSError:
        return False


def _fill(
    working: Path, profile: Profile, customers: int, days: int, seed: int, progress: Progress, workers: int | None
) -> None:
    progress(0.01, Text("상품을 진열하는 중이에요", "Filling the shelves"))
    catalog = catalogs.make(profile, seed)
    n = partitions.count(customers)
    text = Text("고객 {done}명 / {all}명의 {days}일을 만드는 중이에요", "Living {days} days of {done} of {all} customers")
    jobs = [(working, profile, catalog, customers, days, seed, group) for group in partitions.groups(n)]
    parts: list[Part] = []

    def report(share: float) -> None:
        done = f"{int(share * customers):,}"
        progress(0.03 + 0.92 * share, text.format(done=done, all=f"{customers:,}", days=days))

    report(0.0)
    for group in partitions.each(one_group, jobs, workers, report):
        parts += group
    progress(0.96, Text("장부를 정리하는 중이에요", "Closing the books"))
    sign_ups, installs = sum(part.sign_ups for part in parts), sum(part.installs for part in parts)
    small, small_rows = small_tables(working, profile, catalog, seed, days, sign_ups, installs)
    names = parts[0].digests
    rows = {name: sum(part.rows[name] for part in parts) for name in names} | small_rows
    digests = [f"{name}:{part.digests[name]}" for name in names for part in parts]
    meta = Meta(
        format=FORMAT, profile=profile.slug, customers=customers, days=days, seed=seed, generator=GENERATOR,
        today=profile.today_at, partitions=n, partition_size=partitions.SIZE,
        digest=combined(digests + [f"{name}:{value}" for name, value in small.items()]),
        truth_digest=combined([part.truth for part in parts]), rows=rows, versions=versions(),
    )  # fmt: skip
    (working / "profile.json").write_text(profile.model_dump_json(indent=1), encoding="utf-8")
    (working / "meta.json").write_text(json.dumps(meta.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    progress(1.0, Text("회사가 문을 열었어요", "The company is open"))


def versions() -> dict[str, str]:
    """What a company's bytes depend on."""
    found = {name: version(name) for name in ("numpy", "duckdb", "faker")}
    return {"python": platform.python_version(), **found}


def one_group(
    working: Path, profile: Profile, catalog: Catalog, customers: int, days: int, seed: int, group: range,
    tick: Callable[[float], None],
) -> list[Part]:  # fmt: skip
    """Live the customers of neighbouring partitions together, then write one partition after the other."""
    first, _ = partitions.bounds(group[0], customers)
    _, after = partitions.bounds(group[-1], customers)
    everybody = people.make(profile, seed, np.arange(first, after), days)
    past = live(profile, catalog, everybody, days, seed, lambda share: tick(0.7 * share))
    parts = []
    for done, number in enumerate(group):
        tick(0.7 + 0.3 * done / len(group))
        low, high = partitions.bounds(number, customers)
        crowd = people.make(profile, seed, np.arange(low, high), days)
        own = split(past, low - first, high - first)
        scene = Scene(profile, seed, days, first_date(profile, days), catalog, crowd, own.behaviour)
        parts.append(_write_partition(working, number, scene, own))
    tick(1.0)
    return parts


def _write_partition(working: Path, number: int, scene: Scene, past: Past) -> Part:
    digests, rows = {}, {}
    schema = tables_of(scene.profile)
    for name, columns in tables(scene).items():
        digests[name] = write(working / "tables" / name / f"part-{number:03d}.parquet", schema[name], columns)
        rows[name] = len(next(iter(columns.values())))
    sign_ups, installs = _arrivals(scene)
    truth = write_truth(working / "truth", number, past.traits, past.state)
    return Part(digests, rows, truth, sign_ups, installs)


def _arrivals(scene: Scene) -> tuple[Any, Any]:
    """Sign-ups and app installs by (day, source) in the window."""
    crowd, sources = scene.crowd, len(scene.profile.sources)
    new = crowd.is_member & (crowd.first_day >= 0)
    cell = crowd.first_day * sources + crowd.source
    size = scene.days * sources
    both = [np.bincount(cell[mask], minlength=size) for mask in (new, new & crowd.has_app)]
    return both[0].reshape(scene.days, sources), both[1].reshape(scene.days, sources)
