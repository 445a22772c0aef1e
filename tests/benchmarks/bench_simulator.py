"""Seconds of a simulation, of a grade, and the noise of a grade.

    python tests/benchmarks/bench_simulator.py [COMPANY FOLDER] [--customers 50000]

Prints CPU seconds (one core) beside wall seconds, since other work on the machine only stretches the latter.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from app import plan as plans
from app import simulator
from app.simulator import basis, nothing
from app.simulator.programme import compiled, standard
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, stage_of
from fake_company.warehouse import Company
from fake_company.world import Programme, State, run

SOLUTIONS = Path(__file__).parents[2] / "solutions" / "06-cart-abandonment"
KEY = b"benchmark"


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU seconds, wall seconds, answer."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    return time.process_time() - cpu, time.perf_counter() - wall, answer


def line(what: str, cpu: float, wall: float, more: str = "") -> None:
    print(f"{what:<58} {cpu:7.2f} s CPU {wall:7.2f} s wall  {more}", flush=True)


def opened(folder: str | None, customers: int) -> Company:
    """The given company, or one built into the temporary folder."""
    if folder:
        return Company.open(Path(folder))
    from fake_company.build import build

    place = Path(tempfile.gettempdir()) / f"dangol-bench-{customers}"
    return (
        Company.open(place) if (place / "meta.json").exists() else build("fashion", customers, 365, 1, place)
    )


def plan_of(path: Path) -> plans.Plan:
    return plans.load(json.loads(path.read_text(encoding="utf-8")))


def one_simulation(company: Company) -> None:
    """All customers × 84 days, plan and do-nothing, one seed, expectations included."""
    stage = stage_of(company)
    n = company.meta.customers
    everybody = np.arange(n)
    campaigns = compiled(stage, plan_of(SOLUTIONS / "reference.json"))

    def world(programme: Programme) -> None:
        state = stage.fork(everybody, np.full(n, 12345, np.uint64))
        state, _, _ = run(stage.setting, state, stage.today, HORIZON_DAYS, programme, False, True)
        run(stage.setting, state, stage.today + HORIZON_DAYS, FOLLOW_UP_DAYS, standard(stage), False, True)

    cpu, wall, _ = timed(lambda: (world(Programme(campaigns)), world(Programme())))
    rate = 2 * n * (HORIZON_DAYS + FOLLOW_UP_DAYS) / cpu / 1e6
    line(f"{n:,} customers x 84 days, plan and do-nothing", cpu, wall, f"{rate:.1f} M customer-days/s")


def beside_plain_loops(company: Company, customers: int = 2000) -> None:
    """The days after a plan for some customers, vectorised and as plain Python loops: equal, and how much faster."""
    path = Path(__file__).parents[1] / "fake_company" / "plain_world.py"
    found = importlib.util.spec_from_file_location("plain_world", path)
    if found is None or found.loader is None:
        raise FileNotFoundError(path)
    plain = sys.modules["plain_world"] = importlib.util.module_from_spec(found)
    found.loader.exec_module(plain)
    stage = stage_of(company)
    twins = stage.state.twin
    alone = np.flatnonzero(np.bincount(twins, minlength=len(twins))[twins] == 1)[:customers]
    first, campaigns = stage.today + HORIZON_DAYS, standard(stage).campaigns

    def start() -> State:
        return stage.fork(alone, np.full(len(alone), 12345, np.uint64))

    quick, _, (_, _, tally) = timed(
        lambda: run(stage.setting, start(), first, FOLLOW_UP_DAYS, Programme(campaigns), False, True)
    )
    slow, _, lives = timed(lambda: plain.run(stage.setting, start(), first, FOLLOW_UP_DAYS, campaigns))
    same = np.allclose([one.expected for one in lives], tally.expected, rtol=1e-4, atol=1e-2)
    ratio = f"{'equal' if same else 'NOT EQUAL'}, {slow / quick:.0f} times slower"
    line(f"{len(alone):,} customers x {FOLLOW_UP_DAYS} days, vectorised", quick, quick)
    line("the same model in plain Python loops", slow, slow, ratio)


def main() -> None:
    """Print every figure."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("company", nargs="?")
    reader.add_argument("--customers", type=int, default=50_000)
    given = reader.parse_args()
    company = opened(given.company, given.customers)
    cpu, wall, _ = timed(lambda: stage_of(company))
    line("opening the world", cpu, wall)
    one_simulation(company)
    beside_plain_loops(company)
    cpu, wall, kept = timed(lambda: nothing.nothing_of(company, KEY))
    line(f"one-off per company and key: do-nothing, {len(kept.seeds)} seeds", cpu, wall)
    reference = plan_of(SOLUTIONS / "reference.json")
    cpu, wall, theirs = timed(lambda: basis.per_seed(company, reference, kept))
    line("grade basis of the reference, do-nothing kept", cpu, wall)
    simulator.score_basis(company, reference, KEY)
    cpu, wall, _ = timed(lambda: simulator.score_basis(company, reference, KEY))
    line("the same with every cache present", cpu, wall)
    best = theirs["incremental_profit_krw"]
    print(f"\nreference: {best.mean():,.0f} won on {len(best)} seeds, one launch +- {best.std(ddof=1):,.0f}")
    print(f"{'plan':<26}{'profit':>14}{'score':>8}{'noise':>7}{'seeds':>7}{'CPU s':>8}")
    for path in sorted(SOLUTIONS.glob("*.json")):
        cpu, _, found = timed(lambda path=path: basis.per_seed(company, plan_of(path), kept))
        ours = found["incremental_profit_krw"]
        share = 100 * ours.mean() / best.mean()
        noise = basis.score_noise(ours, best)
        print(
            f"{path.stem:<26}{ours.mean():>14,.0f}{share:>8.1f}{noise:>7.2f}{len(ours):>7}{cpu:>8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
