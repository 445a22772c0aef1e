"""Where simulated futures start: a company's world as it stands today, opened once and kept by its bytes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company import keys
from fake_company.today import world_of
from fake_company.warehouse import Company
from fake_company.world import CONSENT_OF, NEVER, Setting, State

Array = npt.NDArray[Any]
HORIZON_DAYS, FOLLOW_UP_DAYS = 28, 56
_MOST_KEPT = 2


@dataclass(frozen=True)
class Stage:
    """A company's world today. `today` is the world's day number of the company's today."""

    company: Company
    setting: Setting
    state: State
    today: int

    @property
    def midnight(self) -> np.datetime64:
        """The company's today, as a moment."""
        return np.datetime64(self.company.meta.today, "us")

    @property
    def epoch(self) -> int:
        """Microseconds since 1970 at the world's day 0."""
        return int(self.midnight.astype(np.int64)) - self.today * 86_400_000_000

    def fork(self, customers: Array, seeds: Array) -> State:
        """These customers, each under its seed (rows of one seed together, whole persons)."""
        people = self.setting.people
        state = self.state.fork(customers, keys.row_keys(seeds, people.customer_id[customers]))
        twin = self.state.twin[customers]
        alone = twin == customers
        if not alone.all():
            code = seeds_rank(seeds) * len(people) + customers
            order = np.argsort(code, kind="stable")
            asked = seeds_rank(seeds) * len(people) + twin
            found = order[np.searchsorted(code[order], asked).clip(0, len(code) - 1)]
            state.twin[:] = np.where(code[found] == asked, found, np.arange(len(code)))
        else:
            state.twin[:] = np.arange(len(customers))
        state.coupon[:] = -1  # campaign numbers of the past mean nothing to a new programme
        state.coupon_until[:] = -1e6
        return state

    def whole_persons(self, customers: Array) -> Array:
        """The customers and every other customer number of the same persons, sorted."""
        twin = self.state.twin
        wanted = np.zeros(len(twin), dtype=bool)
        wanted[twin[customers]] = True
        return np.flatnonzero(wanted[twin])

    def may_receive(self, channel: str, is_ad: bool) -> Array:
        """Who could get a message of this channel at all in the horizon: what no plan can change."""
        people, consent = self.setting.people, CONSENT_OF[channel]
        if channel == "app_push":
            reachable = people.has_app & people.push_enabled
        elif channel == "email":
            reachable = (people.email_key != 0) & people.is_member
        else:
            reachable = (people.phone_key != 0) & people.is_member
        if is_ad:
            given = people.consent_day[:, consent]
            reachable = reachable & (given > NEVER) & (self.today - given <= 730) & ~people.is_minor
            reachable &= ~self.state.opted_out[self.state.twin, consent]
        return np.asarray(reachable)


def seeds_rank(seeds: Array) -> Array:
    """Seeds as small numbers in order of appearance of their values."""
    _, rank = np.unique(seeds, return_inverse=True)
    return rank.astype(np.int64)


_KEPT: OrderedDict[str, Stage] = OrderedDict()
_LOCK = Lock()


def stage_of(company: Company) -> Stage:
    """The stage of a company; the last two are kept."""
    mark = f"{company.meta.digest}|{company.folder}"
    with _LOCK:
        if mark in _KEPT:
            _KEPT.move_to_end(mark)
            return _KEPT[mark]
        setting, state = world_of(company)
        stage = Stage(company, setting, state, company.meta.days)
        _KEPT[mark] = stage
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return stage
