"""The processes: killed when told, replaced at once, a few at a time, the rest in line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.workbench import copying
from app.workbench.workers import Ended, Pool, Run
from fake_company.warehouse import Company
from fake_company.watching import Stopped, Watch

ENDLESS = "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t"
ROWS: dict[str, Any] = {"mode": "table", "shown": 10, "most": 10, "bytes": 1000}


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(most=1, threads=1, waiting=2, patience_seconds=20)
    yield made
    made.close()


@pytest.fixture(scope="module")
def copy(small_company: Company) -> Path:
    return copying.ensure(small_company)


def ask(
    pool: Pool, copy: Path, sql: str, seconds: float = 20, run: Run | None = None
) -> list[dict[str, Any]]:
    return list(pool.ask(copy, {**ROWS, "sql": sql}, seconds, run))


class Asking(threading.Thread):
    """A question in a thread of its own, and why it ended."""

    def __init__(self, pool: Pool, copy: Path, sql: str, place: str = "", seconds: float = 20) -> None:
        super().__init__()
        self.run_, self.why = Run(place), ""
        self.asked = (pool, copy, sql, seconds)
        self.start()

    def run(self) -> None:
        try:
            ask(*self.asked, self.run_)
            self.why = "answered"
        except Ended as ended:
            self.why = ended.why

    def ended(self) -> str:
        self.join(20)
        assert not self.is_alive()
        return self.why


def until_running(pool: Pool, count: int = 1) -> None:
    waited = threading.Event()
    for _ in range(2_000):
        if pool.running >= count and all(run.worker for run in pool._running):
            return
        waited.wait(0.005)
    pytest.fail("the question never ran")


def test_a_process_is_kept_for_the_next_question(pool: Pool, copy: Path) -> None:
    runs = [Run(), Run()]
    for run in runs:
        assert {"rows": [[2_000]]} in ask(pool, copy, "SELECT count(*) FROM customers", run=run)
    assert runs[0].worker is runs[1].worker


def test_a_mistake_costs_no_process(pool: Pool, copy: Path) -> None:
    runs = [Run(), Run()]
    assert "error" in ask(pool, copy, "SELEC", run=runs[0])[-1]
    ask(pool, copy, "SELECT 1", run=runs[1])
    assert runs[0].worker is runs[1].worker


def test_when_time_is_up_the_process_is_gone_and_another_is_ready(pool: Pool, copy: Path) -> None:
    run = Run()
    with pytest.raises(Ended, match="time"):
        ask(pool, copy, ENDLESS, 0.3, run)
    assert run.worker is not None
    assert run.worker.process.poll() is not None
    assert pool.running == 0
    after = Run()
    ask(pool, copy, "SELECT 1", run=after)
    assert after.worker is not run.worker


def test_cancelling_ends_it_now(pool: Pool, copy: Path) -> None:
    asking = Asking(pool, copy, ENDLESS, "here")
    until_running(pool)
    assert not pool.stop("elsewhere")
    assert pool.stop("here")
    assert asking.ended() == "cancelled"


def test_a_newer_question_of_the_same_place_ends_the_older(pool: Pool, copy: Path) -> None:
    older = Asking(pool, copy, ENDLESS, "here")
    until_running(pool)
    newer = Asking(pool, copy, "SELECT 1", "here")
    assert (older.ended(), newer.ended()) == ("newer", "answered")


def test_a_question_nobody_waits_for_ends(pool: Pool, copy: Path) -> None:
    watch, asking = Watch(), Asking(pool, copy, ENDLESS)
    until_running(pool)
    with watch.over(asking.run_):
        watch.stop("left")
    assert asking.ended() == "left"
    with pytest.raises(Stopped):
        watch.check()


def test_the_rest_wait_in_line_and_too_many_are_told(pool: Pool, copy: Path) -> None:
    first = Asking(pool, copy, ENDLESS, "first")
    until_running(pool)
    waiting = [Asking(pool, copy, "SELECT 1", f"w{n}") for n in range(2)]
    while len(pool._line) < 2:
        assert first.is_alive()
    with pytest.raises(Ended, match="busy"):
        ask(pool, copy, "SELECT 1")
    assert pool.stop("w1")
    assert waiting[1].ended() == "cancelled"
    pool.stop("first")
    assert (first.ended(), waiting[0].ended()) == ("cancelled", "answered")


def test_patience_ends_too(copy: Path) -> None:
    pool = Pool(most=1, threads=1, patience_seconds=0.2)
    try:
        first = Asking(pool, copy, ENDLESS, "first")
        until_running(pool)
        with pytest.raises(Ended, match="busy"):
            ask(pool, copy, "SELECT 1")
        pool.stop("first")
        first.ended()
    finally:
        pool.close()


def test_a_process_that_died_in_its_sleep_is_replaced_unseen(pool: Pool, copy: Path) -> None:
    run = Run()
    ask(pool, copy, "SELECT 1", run=run)
    assert run.worker is not None
    run.worker.process.kill()
    assert {"rows": [[1]]} in ask(pool, copy, "SELECT 1")


def test_a_process_that_dies_on_the_way_is_told(pool: Pool, copy: Path) -> None:
    run = Run()
    answer = pool.ask(copy, {**ROWS, "sql": ENDLESS}, 20, run)
    assert "reading" in next(answer)
    assert run.worker is not None
    run.worker.process.kill()
    with pytest.raises(Ended, match="crashed"):
        next(answer)
    assert {"rows": [[1]]} in ask(pool, copy, "SELECT 1")


def test_an_answer_left_half_way_frees_its_place(pool: Pool, copy: Path) -> None:
    answer = pool.ask(copy, {**ROWS, "sql": "SELECT * FROM range(10)"}, 20)
    next(answer)
    answer.close()
    assert pool.running == 0
    assert {"rows": [[1]]} in ask(pool, copy, "SELECT 1")


def test_warming_starts_one_process_only(pool: Pool, copy: Path) -> None:
    pool.warm(copy)
    pool.warm(copy)
    (kept,) = pool._idle[copy]
    run = Run()
    ask(pool, copy, "SELECT 1", run=run)
    assert run.worker is kept


def test_the_copy_is_made_once_and_holds_what_the_company_holds(
    small_company: Company, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "company"
    shutil.copytree(small_company.folder, folder, ignore=shutil.ignore_patterns("workbench-*"))
    company = Company.open(folder)
    try:
        stale = folder / "workbench-0-00.duckdb"
        stale.write_bytes(b"")
        assert not copying.is_made(company)
        asking = [threading.Thread(target=copying.ensure, args=[company]) for _ in range(3)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        assert copying.is_made(company)
        assert [path.name for path in folder.glob("workbench-*.duckdb")] == [copying.path_of(company).name]
        assert not list(folder.glob("*.tmp*"))
    finally:
        company.close()
