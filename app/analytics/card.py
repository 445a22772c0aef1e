"""The realism card of a company: worked out once in the background (it lives parts of a year again), then kept on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from app import jobs
from app.companies import opened
from fake_company import realism
from fake_company.realism import Row
from fake_company.text import Text
from fake_company.warehouse import Company

Progress = Callable[[float, Text], None]


def kept(instance: Path, company: Company) -> list[Row] | None:
    """The card, when it has been worked out."""
    try:
        rows = json.loads(_path(instance, company).read_text(encoding="utf-8"))
        return [Row.of_json(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def ensure(instance: Path, company: Company, again: bool = False) -> jobs.Status:
    """Start working it out unless that is being done; after a failure only when asked again."""
    return jobs.ensure(
        instance,
        _name(company),
        "app.analytics.card:job",
        again,
        folder=str(company.folder),
        target=str(_path(instance, company)),
    )


def job(progress: Progress, *, folder: str, target: str) -> None:
    """The body of the background job."""
    progress(
        0.1,
        Text(
            "지난 기록을 실제 가게의 범위와 견주고 있어요.",
            "Comparing the past with the ranges of real shops.",
        ),
    )
    rows = [row.to_json() for row in realism.card(opened(Path(folder)))]
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(f".{os.getpid()}")
    working.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    working.replace(path)


def _name(company: Company) -> str:
    return f"card-{company.meta.digest[:16]}"


def _path(instance: Path, company: Company) -> Path:
    return instance / "cache" / f"{_name(company)}.json"
