"""The body of the build job: apart from `companies`, so that a server that only reads never loads the builder."""

from __future__ import annotations

from pathlib import Path

from app.jobs import Progress
from fake_company.build import build


def build_job(
    progress: Progress, *, profile: str, customers: int, days: int, seed: int, folder: str
) -> None:
    """Build a company into its folder; runs in the job's own process."""
    Path(folder).parent.mkdir(parents=True, exist_ok=True)
    build(profile, customers, days, seed, Path(folder), progress=progress)
