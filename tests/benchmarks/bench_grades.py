"""What the reference, the empty plan and each kept mistake score, how long a grade takes, and how much luck is in it.

Run: `python tests/benchmarks/bench_grades.py [company folder] [independent sets of hidden seeds, 1 to skip noise]`
(without a folder a company of 50,000 is built in the temporary folder).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.grading import Grade, exercises, grade, seeds_key
from app.plan import Plan
from fake_company.build import build
from fake_company.warehouse import Company

MARK = {"passed": "passed", "partly": "partly", "failed": "FAILED", "not_tried": "-", "broken": "BROKEN"}


def company_of(arguments: list[str]) -> Company:
    """The company named on the command line, or one of 50,000 kept in the temporary folder."""
    if arguments:
        return Company.open(Path(arguments[0]))
    folder = Path(tempfile.gettempdir()) / "dangol-bench-50000"
    if not (folder / "meta.json").exists():
        build("fashion", 50_000, 365, 1, folder).close()
    return Company.open(folder)


def once(task: exercises.Exercise, plan: Plan, company: Company, class_key: bytes) -> tuple[Grade, float]:
    """One grade and its seconds."""
    started = perf_counter()
    result = grade(task, plan, company, seeds_key(class_key, task, company))
    return result, perf_counter() - started


def main() -> None:
    """Print one table an exercise."""
    company = company_of(sys.argv[1:2])
    sets = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{company.meta.profile}, {company.meta.customers:,} customers, seed {company.meta.seed}")
    for task in exercises.all():
        solution = exercises.solution(task.slug)
        plans = {"reference": solution.reference, **solution.mistakes}
        _, first = once(task, exercises.made_for(solution.reference, company), company, b"bench 0")
        print(f"\n{task.order:02d}-{task.slug}: first grade of a company, caches empty: {first:.1f} s")
        print(f"{'plan':24} {'points':>6} {'profit KRW':>14} {'seconds':>7} {'noise':>6}  failed")
        for name, plan in plans.items():
            _line(name, task, exercises.made_for(plan, company), company, sets)


def _line(name: str, task: exercises.Exercise, plan: Plan, company: Company, sets: int) -> None:
    results = [once(task, plan, company, b"bench %d" % number) for number in range(sets)]
    result, seconds = results[0]
    shares = [line.share * 100 for one, _ in results for line in one.results if line.kind == "outcome"]
    earned = next(line.figures.get("earned_krw") for line in result.results if line.kind == "outcome")
    profit = "-" if earned is None else f"{earned:,.0f}"
    noise = f"{np.std(shares):.2f}" if sets > 1 else "-"
    failed = [f"{line.check}:{MARK[line.status]}" for line in result.results if line.status != "passed"]
    print(f"{name:24} {result.points:6.1f} {profit:>14} {seconds:7.2f} {noise:>6}  {' '.join(failed)}")


if __name__ == "__main__":
    main()
