"""Stopping a question nobody waits for any more: a watch over whatever a company is asked inside it.

`with Watch().on(): company.rows(…)` runs under the watch; `watch.stop(cause)`, from any thread, interrupts DuckDB and makes
`check()` raise. Without a watch nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Literal, Protocol

from fake_company.errors import DangolError
from fake_company.text import Text

Cause = Literal["late", "newer", "left"]
_WORDS: dict[str, Text] = {
    "late": Text("계산이 너무 오래 걸려 멈췄어요.", "The answer took too long and was stopped."),
    "newer": Text("더 새로운 질문이 와서 이 계산을 멈췄어요.", "A newer question stopped this one."),
    "left": Text("화면을 떠나서 이 계산을 멈췄어요.", "The page was left, so this was stopped."),
}
_REMEDY = Text(
    "기간을 줄이거나 조건을 덜어 다시 해 주세요.", "Try again with a shorter period or fewer conditions."
)


class Interruptible(Protocol):
    """What can be told to stop: a DuckDB cursor."""

    def interrupt(self) -> None:
        """Stop what runs now."""


class Stopped(DangolError):
    """A question was stopped before its answer: too late, replaced by a newer one, or its page was left."""

    status = 503

    def __init__(self, cause: Cause) -> None:
        super().__init__(_WORDS[cause], "", _REMEDY)
        self.cause = cause


class Watch:
    """Watches the cursors of one request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[int, Interruptible] = {}
        self.cause: Cause | None = None

    def stop(self, cause: Cause) -> None:
        """Interrupt everything that runs; the first cause is the one that is told. May be called again and again."""
        with self._lock:
            self.cause = self.cause or cause
            for cursor in self._running.values():
                cursor.interrupt()

    def check(self) -> None:
        """Raise `Stopped` once the watch was told to stop."""
        if self.cause is not None:
            raise Stopped(self.cause)

    @contextmanager
    def over(self, cursor: Interruptible) -> Iterator[None]:
        """Watch one cursor."""
        with self._lock:
            self._running[id(cursor)] = cursor
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._running.pop(id(cursor), None)

    @contextmanager
    def on(self) -> Iterator[Watch]:
        """Everything asked inside, in this thread, is under this watch."""
        token = _CURRENT.set(self)
        try:
            yield self
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Watch | None] = ContextVar("watch", default=None)


def current() -> Watch | None:
    """The watch this thread works under; hand it to threads of your own with `on()`."""
    return _CURRENT.get()


def check() -> None:
    """Raise `Stopped` when nobody waits any more; long work of our own calls it between its steps."""
    watch = _CURRENT.get()
    if watch is not None:
        watch.check()


@contextmanager
def over(cursor: Interruptible) -> Iterator[None]:
    """Put a cursor under the current watch, if there is one."""
    watch = _CURRENT.get()
    if watch is None:
        yield
    else:
        with watch.over(cursor):
            yield
