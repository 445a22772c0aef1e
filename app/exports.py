"""A company as one file to take away: made in the background, once for its digest, and kept until the company is gone."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from app import companies, jobs
from app.jobs import Progress
from fake_company.errors import NotFound
from fake_company.export import FORMATS, Format, export
from fake_company.text import Text
from fake_company.warehouse import Company, read_meta

SUFFIX: dict[Format, str] = {"sqlite": ".db", "csv": "-csv.zip", "parquet": "-parquet.zip"}


@dataclass(frozen=True)
class Export:
    """One format of one company: the file when it is there, else how far its job is."""

    kind: Format
    path: Path
    job: jobs.Status

    @property
    def is_ready(self) -> bool:
        """Whether the file can be taken away."""
        return self.path.is_file()

    @property
    def bytes(self) -> int:
        """The file's size."""
        return self.path.stat().st_size


def all_of(instance: Path, company: Company) -> list[Export]:
    """Every format of this company."""
    return [one(instance, company, kind) for kind in FORMATS]


def one(instance: Path, company: Company, kind: str) -> Export:
    """One format of this company."""
    for known in FORMATS:
        if kind == known:
            return Export(known, _path(instance, company, known), jobs.status(instance, _name(company, known)))
    raise NotFound(
        Text("그런 형식은 없어요.", "There is no such format."),
        kind[:40],
        Text(f"있는 형식: {', '.join(FORMATS)}", f"Formats there are: {', '.join(FORMATS)}"),
    )


def start(instance: Path, company: Company, kind: str) -> Export:
    """Start making the file, unless it is there or being made."""
    found = one(instance, company, kind)
    if not found.is_ready:
        jobs.start(
            instance,
            _name(company, found.kind),
            "app.exports:job",
            folder=str(company.folder),
            kind=found.kind,
            target=str(found.path),
            root=str(instance),
        )
    return one(instance, company, kind)


def cancel(instance: Path, company: Company, kind: str) -> None:
    """Stop making the file; nothing half-made stays."""
    found = one(instance, company, kind)
    jobs.cancel(instance, _name(company, found.kind))
    for left in found.path.parent.glob(f".making-{found.kind}-*"):
        shutil.rmtree(left, ignore_errors=True)


def job(progress: Progress, *, folder: str, kind: Format, target: str, root: str) -> None:
    """The body of the background job, politely behind whatever else the machine does."""
    if hasattr(os, "nice"):
        os.nice(10)
    _forget_others(Path(root))
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    working = Path(mkdtemp(prefix=f".making-{kind}-", dir=path.parent))
    try:
        whole = kind == "sqlite"
        share = 1.0 if whole else 0.7
        made = export(companies.opened(Path(folder)), kind, working / path.stem, lambda done, text: progress(share * done, text))
        if not whole:
            made = _zipped(made, working / path.name, kind, progress)
        os.replace(made, path)
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _zipped(folder: Path, target: Path, kind: str, progress: Progress) -> Path:
    """One ZIP of a folder's files; Parquet is compressed already."""
    files = sorted(folder.iterdir())
    total, done = sum(file.stat().st_size for file in files) or 1, 0
    how = zipfile.ZIP_STORED if kind == "parquet" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", how, compresslevel=5) as archive:
        for file in files:
            progress(0.7 + 0.3 * done / total, Text("압축하는 중이에요", "Compressing"))
            archive.write(file, f"{folder.name}/{file.name}")
            done += file.stat().st_size
            file.unlink()
    return target


def _forget_others(instance: Path) -> None:
    """Exports of companies that are not here any more."""
    here = {read_meta(folder).digest[:16] for folder in [*companies.built(instance), companies.folder_in_use(instance)]}
    for folder in (instance / "cache" / "exports").glob("*"):
        if folder.name not in here:
            shutil.rmtree(folder, ignore_errors=True)


def _name(company: Company, kind: Format) -> str:
    return f"export-{kind}-{company.meta.digest[:16]}"


def _path(instance: Path, company: Company, kind: Format) -> Path:
    meta = company.meta
    name = f"{meta.profile}-{meta.customers}x{meta.days}-s{meta.seed}{SUFFIX[kind]}"
    return instance / "cache" / "exports" / meta.digest[:16] / name
