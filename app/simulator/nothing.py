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
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Array, Stage, stage_of
from fake_company.text import Text
from fake_company.warehouse import Company
from fake_company.world import EVENTS, Programme, run

SEEDS = 100
"""Hidden seeds of a grade (at 50,000 customers; fewer customers take more seeds)."""
MOST_SEEDS = 250
PRACTICE = b"practice"
PRACTICE_SEEDS = 20
"""Seeds of a launch: what a learner sees before the grade."""
VERSION = 1
Progress = Callable[[float, Text], None]


def silent(share: float, text: Text) -> None:
    """Progress nobody watches."""


def seed_count(customers: int) -> int:
    """How many seeds make a grade's noise small enough at this size."""
    return int(np.clip(round(SEEDS * 50_000 / max(customers, 1)), SEEDS, MOST_SEEDS))


def hidden_seeds(key: bytes, count: int) -> Array:
    """The seeds of a key: nobody without the key can know them."""
    found = [hmac.new(key, f"seed {i}".encode(), sha256).digest()[:8] for i in range(count)]
    return np.array([int.from_bytes(word, "big") >> 1 for word in found], dtype=np.uint64)


@dataclass(frozen=True)
class Nothing:
    """What each customer does under each seed when nothing is sent; (seeds, customers) arrays."""

    seeds: Array
    profit: Array
    """float32 expected KRW over horizon and follow-up."""
    profit_28: Array
    orders_28: Array
    """float32 expected."""
    drawn_28: Array
    """uint8 orders as drawn."""
    events: Array
    """uint8 bits of `EVENTS` in the horizon."""


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
    shape = (len(seeds), n)
    found = Nothing(
        seeds, np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32),
        np.zeros(shape, np.uint8), np.zeros(shape, np.uint8),
    )  # fmt: skip
    customers = touchable(stage)
    together = max(1, 60_000 // max(len(customers), 1))
    for start in range(0, len(seeds), together):
        some = seeds[start : start + together]
        who, which = np.tile(customers, len(some)), np.repeat(np.arange(len(some)), len(customers))
        state = stage.fork(who, some[which])
        state, _, early = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(), False, True)
        after = stage.today + HORIZON_DAYS
        _, _, late = run(stage.setting, state, after, FOLLOW_UP_DAYS, standard(stage), False, True)
        at = (start + which, who)
        found.profit_28[at] = early.profit()
        found.profit[at] = early.profit() + late.profit()
        found.orders_28[at] = early.expected[:, 0]
        found.drawn_28[at] = early.actual[:, 0].clip(0, 255)
        found.events[at] = early.events
        done = min(start + together, len(seeds))
        progress(done / len(seeds), Text(
            f"아무것도 보내지 않은 세계 {done} / {len(seeds)}", f"Worlds in which nothing is sent: {done} of {len(seeds)}",
        ))  # fmt: skip
    return found


def touchable(stage: Stage) -> Array:
    """Customers whom some message could reach, and everybody who is the same person."""
    found = stage.may_receive("app_push", False) | stage.may_receive("email", False)
    return stage.whole_persons(np.flatnonzero(found | stage.may_receive("sms", False)))


def event_bit(event: str) -> int:
    """Bit of an event in `Nothing.events`; sessions stand for events the world does not tell apart."""
    return 1 << (EVENTS.index(event) if event in EVENTS else 0)
