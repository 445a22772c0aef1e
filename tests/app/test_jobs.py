"""Jobs: single-flight, progress, honest ends, cancel, and a killed child is not taken for a running one."""

import os
import signal
import sys
import time

import pytest

from app import jobs
from fake_company.errors import DangolError
from fake_company.text import Text

HERE = "tests.app.test_jobs"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def finishes(progress, *, steps: int) -> None:
    for step in range(steps):
        progress(step / steps, Text("하는 중", "Working"))


def refuses(progress) -> None:
    raise DangolError(Text("안 돼요", "No"), Text("여기", "here"), Text("이렇게 해 주세요", "Do this"))


def crashes(progress) -> None:
    raise RuntimeError("boom")


def waits(progress) -> None:
    progress(0.5, Text("기다려요", "Waiting"))
    time.sleep(60)


@pytest.fixture(autouse=True)
def importable(monkeypatch, pytestconfig):
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))


def until(instance, name, done, seconds=20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        now = jobs.status(instance, name)
        if done(now):
            return now
        time.sleep(0.02)
    raise AssertionError(f"still {now}: {jobs.log(instance, name)}")


def test_a_job_runs_to_its_end(tmp_path):
    assert jobs.status(tmp_path, "a").state == "absent"
    jobs.start(tmp_path, "a", f"{HERE}:finishes", steps=3)
    assert until(tmp_path, "a", lambda now: now.state == "done").share == 1.0


def test_a_refusal_is_told_in_both_languages(tmp_path):
    jobs.start(tmp_path, "a", f"{HERE}:refuses")
    ended = until(tmp_path, "a", lambda now: now.state == "failed")
    assert ended.message == Text("안 돼요 (여기) 이렇게 해 주세요", "No (here) Do this")


def test_a_crash_is_told_and_logged(tmp_path):
    jobs.start(tmp_path, "a", f"{HERE}:crashes")
    ended = until(tmp_path, "a", lambda now: now.state == "failed")
    assert "boom" in ended.message.ko
    deadline = time.monotonic() + 5
    while "RuntimeError: boom" not in jobs.log(tmp_path, "a"):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_same_job_is_started_once_and_can_be_cancelled(tmp_path):
    jobs.start(tmp_path, "a", f"{HERE}:waits")
    first = until(tmp_path, "a", lambda now: now.share == 0.5)
    assert jobs.start(tmp_path, "a", f"{HERE}:waits").started_at == first.started_at
    assert jobs.cancel(tmp_path, "a").state == "cancelled"


def test_a_killed_job_counts_as_failed_and_can_be_started_again(tmp_path):
    jobs.start(tmp_path, "a", f"{HERE}:waits")
    until(tmp_path, "a", lambda now: now.share == 0.5)
    os.kill(jobs._read(tmp_path / "jobs" / "a")["pid"], signal.SIGKILL)
    assert until(tmp_path, "a", lambda now: not now.is_running).message.en == "The work stopped half-way."
    jobs.start(tmp_path, "a", f"{HERE}:finishes", steps=1)
    until(tmp_path, "a", lambda now: now.state == "done")
