"""The processes that run people's SQL: a few at once, one kept warm a company, killed at once when told to.

A question waits in line for one of a fixed number of places. Its process is killed when its time is up, when its place
(the page it was asked from) asks something newer, or when it is cancelled; the next question gets a fresh one.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.workbench import confine, frames

MEMORY = "512MB"
START_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[2]


class Ended(Exception):
    """Why a question has no answer: `time`, `cancelled`, `newer`, `left`, `busy` or `crashed`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Worker:
    """One process with one company's copy."""

    def __init__(self, copy: Path, threads: int) -> None:
        self.copy = copy
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "app.workbench.worker", str(copy), MEMORY, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=confine.environment(),
        )
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def ask(self, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Send a question and yield its messages up to the last one; ends early when the process dies."""
        if not self._is_ready:
            self._is_ready = frames.read(cast(BinaryIO, self.process.stdout)) is not None
        with suppress(OSError):
            frames.write(cast(BinaryIO, self.process.stdin), question)
        while (message := frames.read(cast(BinaryIO, self.process.stdout))) is not None:
            yield message
            if "end" in message or "error" in message:
                return

    def kill(self) -> None:
        """End the process, whatever it does."""
        with suppress(OSError):
            self.process.kill()

    def close(self) -> None:
        """Kill it and take back what the system keeps of it."""
        self.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)


@dataclass
class Run:
    """One question under way: who asked from where, its process once it has one, and why it was stopped."""

    place: str = ""
    worker: Worker | None = None
    stopped: str = ""

    @property
    def copy(self) -> Path | None:
        """Which company it asks, once it has a process."""
        return self.worker.copy if self.worker else None

    def interrupt(self) -> None:
        """End it because nobody waits for the answer any more."""
        self.stop("left")

    def stop(self, why: str) -> None:
        """End it now; the first reason stands."""
        self.stopped = self.stopped or why
        if self.worker is not None:
            self.worker.kill()


class Pool:
    """The places of this server."""

    def __init__(self, most: int, threads: int, waiting: int = 32, patience_seconds: float = 15.0) -> None:
        self.most, self.threads = most, threads
        self.waiting, self.patience_seconds = waiting, patience_seconds
        self._state = threading.Condition()
        self._line: deque[Run] = deque()
        self._running: list[Run] = []
        self._idle: dict[Path, list[Worker]] = {}
        self._owner = os.getpid()
        self._is_closed = False

    def warm(self, copy: Path) -> None:
        """See to it that a process is ready, or getting ready, for the next question about this company."""
        self._mine()
        with self._state:
            kept = self._idle.setdefault(copy, [])
            for worker in [one for one in kept if not one.is_alive]:
                kept.remove(worker)
                worker.close()
            if kept or self._is_closed or any(run.copy == copy for run in self._running):
                return
            kept.append(Worker(copy, self.threads))
            self._forget_companies(copy)

    def ask(
        self, copy: Path, question: dict[str, Any], seconds: float, run: Run | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """The messages that answer a question; raises `Ended` when there is no whole answer."""
        self._mine()
        run = run or Run()
        if run.place:
            self.stop(run.place, "newer")
        self._enter(run)
        watch = threading.Timer(seconds, run.stop, ["time"])
        watch.daemon = True
        is_whole = False
        try:
            run.worker = self._take(copy)
            watch.start()
            if run.stopped:
                run.worker.kill()
            for message in self._messages(run, question):
                is_whole = "end" in message or "error" in message
                yield message
            if not is_whole:
                raise Ended(run.stopped or "crashed")
        finally:
            watch.cancel()
            self._leave(run, is_whole)

    def _messages(self, run: Run, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What the process answers; one that had died in its sleep is replaced once."""
        worker = cast(Worker, run.worker)
        first = next(answer := worker.ask(question), None)
        if first is None and not run.stopped:
            worker.close()
            run.worker = Worker(worker.copy, self.threads)
            if run.stopped:
                run.worker.kill()
            first = next(answer := run.worker.ask(question), None)
        if first is not None:
            yield first
            yield from answer

    def stop(self, place: str, why: str = "cancelled") -> bool:
        """End what was asked from a place; whether there was anything."""
        with self._state:
            found = [run for run in (*self._running, *self._line) if run.place == place]
            for run in found:
                run.stop(why)
            self._state.notify_all()
        return bool(found)

    def close(self) -> None:
        """End every process."""
        with self._state:
            self._is_closed = True
            workers = [worker for kept in self._idle.values() for worker in kept]
            self._idle.clear()
            for run in self._running:
                run.stop("cancelled")
        for worker in workers:
            worker.close()

    @property
    def running(self) -> int:
        """Questions with a place."""
        return len(self._running)

    def _enter(self, run: Run) -> None:
        """Wait in line for a place, first come first served."""
        deadline = time.monotonic() + self.patience_seconds
        with self._state:
            if len(self._line) >= self.waiting:
                raise Ended("busy")
            self._line.append(run)
            try:
                while len(self._running) >= self.most or self._line[0] is not run:
                    left = deadline - time.monotonic()
                    if run.stopped or left <= 0:
                        raise Ended(run.stopped or "busy")
                    self._state.wait(left)
                self._running.append(run)
            finally:
                self._line.remove(run)
                self._state.notify_all()

    def _leave(self, run: Run, is_whole: bool) -> None:
        """Give the place back; a process that answered whole is kept warm, another one is replaced."""
        worker = run.worker
        keep = worker is not None and is_whole and not run.stopped and worker.is_alive
        with self._state:
            if worker is not None and keep:
                kept = self._idle.setdefault(worker.copy, [])
                keep = len(kept) < self.most
                if keep:
                    kept.append(worker)
            self._running.remove(run)
            self._state.notify_all()
        if worker is not None and not keep:
            worker.close()
            if not is_whole:
                self.warm(worker.copy)

    def _take(self, copy: Path) -> Worker:
        with self._state:
            kept = self._idle.get(copy, [])
            while kept:
                worker = kept.pop()
                if worker.is_alive:
                    return worker
                worker.close()
            self._forget_companies(copy)
        return Worker(copy, self.threads)

    def _forget_companies(self, copy: Path) -> None:
        """Keep warm processes of this company and of the one before it only."""
        for other in [path for path in self._idle if path != copy][:-1]:
            for worker in self._idle.pop(other):
                worker.close()

    def _mine(self) -> None:
        """A server that has forked does not share its parent's processes."""
        if self._owner != os.getpid():
            self.__init__(self.most, self.threads, self.waiting, self.patience_seconds)  # type: ignore[misc]


def _count(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isdigit() and int(value) else default


POOL = Pool(
    most=_count("DANGOL_SQL_WORKERS", max(1, min(4, (os.cpu_count() or 2) // 2 + 1))),
    threads=max(1, min(4, (os.cpu_count() or 2) // 2)),
)
atexit.register(POOL.close)
