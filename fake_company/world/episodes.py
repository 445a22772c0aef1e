"""Episodes: what a customer is interested in, the basket it would become, and what holds it back."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fake_company import keys
from fake_company.response import READY
from fake_company.world import purposes as p
from fake_company.world.campaign import APPEALS
from fake_company.world.people import Array
from fake_company.world.setting import Setting
from fake_company.world.state import State

OPEN = np.float32(1e9)
"""End of an episode that has not ended: it does with an order or on a day on which interest fades."""


@dataclass
class Episodes:
    """One row an episode that is open or could open in this stretch of time; a customer's state points at one.

    What an episode would be is a pure function of the customer's key and the slot of the visit that opens it, so two
    worlds that differed for a while meet again.
    """

    slot: Array
    category: Array
    product: Array
    extras: Array
    """int32 (m, 3): further goods of the basket, -1 none."""
    amount: Array
    cost: Array
    blocker: Array
    stage: Array
    exits: Array
    tried: Array
    """(m, appeals): how far each appeal has been tried, as a probability."""

    def __len__(self) -> int:
        return len(self.slot)

    def take(self, index: Array) -> Episodes:
        """Some of the episodes (a copy)."""
        return Episodes(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    @classmethod
    def empty(cls, n: int) -> Episodes:
        """Room for n episodes."""
        return cls(
            slot=np.zeros(n, np.int64), category=np.zeros(n, np.int16), product=np.zeros(n, np.int32),
            extras=np.zeros((n, 3), np.int32), amount=np.zeros(n, np.float32), cost=np.zeros(n, np.float32),
            blocker=np.zeros(n, np.int8), stage=np.zeros(n, np.int8), exits=np.zeros(n, np.int8),
            tried=np.zeros((n, len(APPEALS)), np.float32),
        )  # fmt: skip

    def put(self, at: Array | slice, other: Episodes) -> None:
        """Write episodes at these positions."""
        for f in fields(self):
            getattr(self, f.name)[at] = getattr(other, f.name)

    def joined(self, *others: Episodes) -> Episodes:
        """These, then the others."""
        return Episodes(
            **{f.name: np.concatenate([getattr(part, f.name) for part in (self, *others)]) for f in fields(self)}
        )

    @classmethod
    def of(cls, state: State) -> Episodes:
        """The last episode of each row, as the state keeps it."""
        return cls(
            slot=state.episode_slot, category=state.category, product=state.product, extras=state.extras,
            amount=state.amount, cost=state.cost, blocker=state.blocker, stage=state.stage, exits=state.exits,
            tried=state.tried,
        )  # fmt: skip

    def store(self, state: State, at: Array) -> None:
        """Write each row's episode (its position in this table) into the state."""
        for name, values in self.__dict__.items():
            column = state.episode_slot if name == "slot" else getattr(state, name)
            column[:] = values[at]


def draw(setting: Setting, who: Array, key: Array, slot: Array) -> Episodes:
    """The episodes that visits with these slots would open."""
    shelf, traits = setting.shelf, setting.traits
    liking, taste, ready, held = keys.parts(key, p.EPISODE, slot, (16, 12, 18, 18))
    basket = keys.words(key, p.BASKET, slot)
    category = _category(setting, who, liking)
    wanted = shelf.log_typical[category] + np.log(traits.price_level[who]) + np.float32(0.5) * (taste - np.float32(0.5))
    product, miss = None, None
    for shift in (52, 40, 28):
        other = shelf.lookup[category, ((basket >> np.uint64(shift)) & np.uint64(4095)).astype(np.int64)]
        far = np.abs(shelf.log_price[other] - wanted)
        if product is None or miss is None:
            product, miss = other, far
        else:
            closer = far < miss
            product, miss = np.where(closer, other, product), np.where(closer, far, miss)
    assert product is not None
    extras = _extras(setting, key, slot, category, ((basket & np.uint64(0xFFFF)).astype(np.float32) + 0.5) / 65536)
    some = np.flatnonzero(extras[:, 0] >= 0)
    amount, cost = shelf.price[product], shelf.cost[product]
    amount[some] += shelf.price[extras[some]].sum(axis=1)
    cost[some] += shelf.cost[extras[some]].sum(axis=1)
    blocker = (1 + (held[:, None] > traits.blocker_mix[who, :5]).sum(axis=1)).astype(np.int8)
    blocker[ready < traits.ready_rate[who]] = READY
    n = len(slot)
    return Episodes(
        slot=slot.astype(np.int64), category=category.astype(np.int16), product=product, extras=extras,
        amount=amount, cost=cost, blocker=blocker,
        stage=np.zeros(n, np.int8), exits=np.zeros(n, np.int8), tried=np.zeros((n, len(APPEALS)), np.float32),
    )  # fmt: skip


def _category(setting: Setting, who: Array, u: Array) -> Array:
    """Mostly a liked category, else any by popularity."""
    first, second, third = np.cumsum(setting.response.liked_weights).astype(np.float32).tolist()
    at = (u >= first).astype(np.int64) + (u >= second)
    category: Array = setting.traits.liked_category[who, at].astype(np.int64)
    rest = np.flatnonzero(u >= third)
    share = (u[rest] - third) / (1 - third)
    category[rest] = np.searchsorted(setting.shelf.category_share, share).clip(0, len(setting.shelf.start) - 1)
    return category


def _extras(setting: Setting, key: Array, slot: Array, category: Array, u: Array) -> Array:
    """Up to three further goods, often from a category that goes with the first."""
    r, shelf = setting.response, setting.shelf
    steps = np.cumsum(r.extra_items).astype(np.float32)
    extras = np.full((len(key), 3), -1, dtype=np.int32)
    some = np.flatnonzero(u >= steps[0])
    word, near = keys.words(key[some], p.EXTRA, slot[some]), category[some]
    for i in range(3):
        own = np.arange(len(some)) if i == 0 else np.flatnonzero(u[some] >= steps[i])
        bits = (word[own] >> np.uint64(21 * i)).astype(np.int64)
        which, at = ((bits & 511) + 0.5) / 512, (bits >> 9) & 4095
        with_it = shelf.complements[near[own], (which / r.extra_complement * 4).astype(np.int64).clip(0, 3)]
        chosen = np.where(which < r.extra_complement, with_it, near[own])
        extras[some[own], i] = shelf.lookup[chosen, at]
    return extras
