"""The do-nothing world under one key's hidden seeds: lived once per company, kept on disk beside the truth."""

from __future__ import annotations

import hmac
import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from threading import Lock

import numpy as np

from app.simulator.programme import STANDARD, standard
from app.simulator.rows import Rows, parts_of
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Array, Stage, stage_of
from fake_company.text import Text
from fake_company.warehouse import Company
from fake_company.world import EVENTS, Programme, run

SEEDS = 84
"""Hidden seeds of a grade at 50,000 customers; fewer customers take more seeds, and more fewer."""
FEWEST_SEEDS, MOST_SEEDS = 8, 210
PRACTICE = b"practice"
PRACTICE_SEEDS = 20
"""Seeds of a launch: what a learner sees before the grade."""
VERSION = 6
SEEDS_AT_ONCE = 8
MORE_THAN_LOOKING = sum(
    1 << i for i, name in enumerate(EVENTS) if name not in ("session_started", "product_viewed")
)
_PROGRESS = Text(
    "아무것도 보내지 않은 세계 {done} / {all}", "Worlds in which nothing is sent: {done} of {all}"
)
Progress = Callable[[float, Text], None]


def silent(share: float, text: Text) -> None:
    """Progress nobody watches."""


def seed_count(customers: int) -> int:
    """How many seeds make a grade's noise small enough at this size."""
    return int(np.clip(round(SEEDS * 50_000 / max(customers, 1)), FEWEST_SEEDS, MOST_SEEDS))


def hidden_seeds(key: bytes, count: int) -> Array:
    """The seeds of a key: nobody without the key can know them."""
    found = [hmac.new(key, f"seed {i}".encode(), sha256).digest()[:8] for i in range(count)]
    return np.array([int.from_bytes(word, "big") >> 1 for word in found], dtype=np.uint64)


@dataclass(frozen=True)
class Nothing:
    """What happens under each seed when nothing is sent.

    For every customer which events they do in the horizon; for those who do more than look around (whom a trigger can
    reach), also what they earn the company. Rows are coded seed · customers + customer, in order.
    """

    seeds: Array
    events: Array
    """uint8 (seeds, customers): bits of `EVENTS` in the horizon."""
    code: Array
    profit: Array
    """float64 expected KRW over horizon and follow-up."""
    profit_28: Array
    orders_28: Array
    """Expected."""
    drawn_28: Array
    """Orders as drawn."""

    def find(self, code: Array) -> Array | None:
        """Positions of coded rows, or None when some are not among those kept."""
        if not len(self.code):
            return None
        at = np.searchsorted(self.code, code).clip(0, len(self.code) - 1)
        return np.asarray(at) if (self.code[at] == code).all() else None


def folder_of(company: Company) -> Path:
    """Where a company's runs are kept: with its truth, or in the temporary folder when that is read-only."""
    beside = company.folder / "truth" / "runs"
    if os.access(company.folder / "truth", os.W_OK):
        return beside
    return Path(tempfile.gettempdir()) / "dangol-runs" / company.meta.digest


def mark_of(company: Company, key: bytes, *more: object) -> str:
    """The name of something worked out: changes with the company, the key, the constants or the code's version."""
    stage = stage_of(company)
    parts = (VERSION, STANDARD, company.meta.digest, company.meta.truth_digest, key.hex(),
             stage.setting.response, *more)  # fmt: skip
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


_KEPT: OrderedDict[str, Nothing] = OrderedDict()
_LOCK = Lock()


def nothing_of(
    company: Company, key: bytes, progress: Progress = silent, count: int | None = None
) -> Nothing:
    """The do-nothing world of a key: from memory, from disk, or lived now (slow, once)."""
    count = count or seed_count(company.meta.customers)
    mark = mark_of(company, key, count)
    with _LOCK:
        if mark in _KEPT:
            return _KEPT[mark]
    path = folder_of(company) / f"nothing-{mark}.npz"
    if path.exists():
        with np.load(path) as stored:
            found = Nothing(**{name: stored[name] for name in stored.files})
    else:
        found = _live(stage_of(company), hidden_seeds(key, count), progress)
        path.parent.mkdir(parents=True, exist_ok=True)
        working = path.with_name(f".{os.getpid()}-{path.name}")
        with working.open("wb") as file:
            np.savez(file, **found.__dict__)
        working.replace(path)
    with _LOCK:
        _KEPT[mark] = found
        while len(_KEPT) > 2:
            _KEPT.popitem(last=False)
    return found


def is_prepared(company: Company, key: bytes, count: int | None = None) -> bool:
    """Whether the do-nothing world of a key is on disk."""
    mark = mark_of(company, key, count or seed_count(company.meta.customers))
    return (folder_of(company) / f"nothing-{mark}.npz").exists()


def _live(stage: Stage, seeds: Array, progress: Progress) -> Nothing:
    n = stage.company.meta.customers
    events = np.zeros((len(seeds), n), np.uint8)
    everybody = touchable(stage)
    for first in range(0, len(seeds), SEEDS_AT_ONCE):
        some = np.arange(first, min(first + SEEDS_AT_ONCE, len(seeds)))
        rows = Rows(np.tile(everybody, len(some)), np.repeat(some, len(everybody)), len(some))
        parts = parts_of(stage, rows)
        for number, part in enumerate(parts):
            who, which = rows.customer[part], rows.seed[part]
            done = (first + len(some) * number / len(parts)) / len(seeds)

            def tick(share: float, done: float = done, step: float = len(some) / len(parts) / len(seeds)) -> None:
                progress(0.7 * (done + share * step), _PROGRESS.format(done=int(done * len(seeds)), all=len(seeds)))

            state = stage.fork(who, seeds[which])
            _, _, tally = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(), False, tick=tick)
            events[which, who] = tally.events
    busy = [stage.whole_persons(np.flatnonzero(events[k] & MORE_THAN_LOOKING)) for k in range(len(seeds))]
    rows = Rows(np.concatenate(busy), np.repeat(np.arange(len(seeds)), [len(one) for one in busy]), len(seeds))
    code, parts = rows.seed * n + rows.customer, parts_of(stage, rows)
    found = []
    for number, part in enumerate(parts):
        found.append(earned(stage, seeds, code[part]))
        done = (number + 1) / len(parts)
        progress(0.7 + 0.3 * done, _PROGRESS.format(done=int(done * len(seeds)), all=len(seeds)))
    figures = [np.concatenate(values) for values in zip(*found, strict=True)] or [np.zeros(0)] * 4
    return Nothing(seeds, events, code, *figures)


def earned(stage: Stage, seeds: Array, code: Array) -> tuple[Array, Array, Array, Array]:
    """Live coded rows without a plan: profit, profit of the horizon, expected and drawn orders of the horizon."""
    n = stage.company.meta.customers
    which, who = code // n, code % n
    state = stage.fork(who, seeds[which])
    state, _, early = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(), False, True)
    after = stage.today + HORIZON_DAYS
    _, _, late = run(stage.setting, state, after, FOLLOW_UP_DAYS, standard(stage), False, True)
    profit = early.profit()
    return profit + late.profit(), profit, early.expected[:, 0], early.actual[:, 0]


def touchable(stage: Stage) -> Array:
    """Customers whom some message could reach, and everybody who is the same person."""
    found = stage.may_receive("app_push", False) | stage.may_receive("email", False)
    return stage.whole_persons(np.flatnonzero(found | stage.may_receive("sms", False)))


def event_bit(event: str) -> int:
    """Bit of an event in `Nothing.events`; sessions stand for events the world does not tell apart."""
    return 1 << (EVENTS.index(event) if event in EVENTS else 0)
