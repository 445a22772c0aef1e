"""Build a company and print time, events per second and core, and peak memory: `python tests/benchmarks/bench_build.py`.

Options: `--customers 50000 --days 365 --workers 2 --seed 1`. Memory is the sum over this process and its workers, once as
resident set (`rss`, shared libraries counted once a process) and once proportionally (`pss`, counted once).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

from fake_company import partitions
from fake_company.build import build


def tree(root: int) -> list[int]:
    """This process and everything it started."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, ask = [root], [root]
    while ask:
        more = children.get(ask.pop(), [])
        found += more
        ask += more
    return found


def memory() -> tuple[int, int]:
    """Resident and proportional memory of the process tree, in bytes; zero where the system does not tell."""
    rss = pss = 0
    for process in tree(os.getpid()):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith("Rss:"):
                rss += int(line.split()[1]) * 1024
            elif line.startswith("Pss:"):
                pss += int(line.split()[1]) * 1024
    return rss, pss


class Watch(threading.Thread):
    """Looks at the memory of the process tree ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.rss = self.pss = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            rss, pss = memory()
            self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=50_000)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--workers", type=int, default=partitions.default_workers())
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    watch = Watch()
    watch.start()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        company = build(
            "fashion", chosen.customers, chosen.days, chosen.seed, Path(folder) / "c", workers=chosen.workers
        )
        seconds = time.perf_counter() - begin
        events = company.meta.rows["events"]
        company.close()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    watch.over.set()
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
    print(json.dumps({
        "customers": chosen.customers, "days": chosen.days, "workers": chosen.workers, "events": events,
        "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2),
        "events_per_second": round(events / seconds), "events_per_core_second": round(events / cpu),
        "peak_rss_mb": round(watch.rss / 1e6), "peak_pss_mb": round(watch.pss / 1e6), "disk_mb": round(size / 1e6),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
