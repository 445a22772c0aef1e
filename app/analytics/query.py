"""Questions that can be stopped: when their time is up, when a newer one of the same place arrives, when their page is left.

`with watched(place, seconds=…): …` covers whatever is asked of a company inside. One watchdog thread looks after all of them
and ends when there is nothing to look after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread

from fake_company.watching import Cause, Stopped, Watch

__all__ = ["Stopped", "watched"]

SECONDS = 20.0
"""How long a page's question may take unless it says otherwise."""
_LOOK_SECONDS = 0.03


@dataclass(eq=False)
class _Guarded:
    watch: Watch
    place: str
    until: float
    is_left: Callable[[], bool]
    cause: Cause | None = field(default=None)


class _Watchdog:
    """Looks at every running question some thirty times a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._guarded: list[_Guarded] = []
        self._thread: Thread | None = None

    def add(self, one: _Guarded) -> None:
        """Guard a question; older ones of the same place stop."""
        with self._lock:
            for other in self._guarded:
                if one.place and other.place == one.place:
                    other.cause = other.cause or "newer"
                    other.watch.stop(other.cause)
            self._guarded.append(one)
            if self._thread is None:
                self._thread = Thread(target=self._look, name="watchdog", daemon=True)
                self._thread.start()

    def remove(self, one: _Guarded) -> None:
        """The question is answered."""
        with self._lock:
            self._guarded.remove(one)

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            with self._lock:
                if not self._guarded:
                    self._thread = None
                    return
                found = list(self._guarded)
            for one in found:
                if one.cause is None:
                    one.cause = "late" if time.monotonic() > one.until else "left" if one.is_left() else None
                if one.cause is not None:
                    one.watch.stop(one.cause)  # again each time: an interrupt between two queries is lost


_WATCHDOG = _Watchdog()


def _stays() -> bool:
    return False


@contextmanager
def watched(
    place: str = "", seconds: float = SECONDS, is_left: Callable[[], bool] = _stays
) -> Iterator[Watch]:
    """Stop what is asked of a company inside when `seconds` are over, when another question with the same `place` begins,
    or when `is_left()` says that nobody waits.

    `place` names a person and a place on a page; an empty one has no newer question.

    Raises:
        Stopped: from the query that was running; its `cause` is `late`, `newer` or `left`.
    """
    one = _Guarded(Watch(), place, time.monotonic() + seconds, is_left)
    _WATCHDOG.add(one)
    try:
        with one.watch.on():
            yield one.watch
    finally:
        _WATCHDOG.remove(one)
