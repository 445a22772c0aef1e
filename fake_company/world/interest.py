"""Episodes: what a customer is interested in now, the basket it would become, and what holds it back."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fake_company import keys
from fake_company.response import READY
from fake_company.world import purposes as p
from fake_company.world.people import Array
from fake_company.world.setting import Setting
from fake_company.world.state import State

OPEN = 1e9
"""End of an episode that has not ended: it does with an order or on a day on which interest fades."""


@dataclass
class Interest:
    """The open episode of each asked row, or the one that would open now (`fresh`)."""

    fresh: Array
    number: Array
    slot: Array
    """int64 slot of the visit that opened it: its draws hang on that, so that two worlds that differed for a while
    meet again."""
    until: Array
    category: Array
    product: Array
    extras: Array
    amount: Array
    cost: Array
    blocker: Array
    stage: Array
    exits: Array
    left_at: Array

    def take(self, index: Array) -> Interest:
        """The interest of some of the rows."""
        return Interest(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


def current(setting: Setting, state: State, rows: Array, at: Array, slot: Array) -> Interest:
    """Open episodes from the state; for the others a new one drawn from the visit's slot, not yet written down."""
    fresh = state.episode_until[rows] <= at
    found = Interest(
        fresh=fresh,
        number=state.episode[rows] + fresh,
        slot=np.where(fresh, slot, state.episode_slot[rows]),
        until=state.episode_until[rows],
        category=state.category[rows],
        product=state.product[rows],
        extras=state.extras[rows],
        amount=state.amount[rows],
        cost=state.cost[rows],
        blocker=state.blocker[rows],
        stage=np.where(fresh, 0, state.stage[rows]).astype(np.int8),
        exits=np.where(fresh, 0, state.exits[rows]).astype(np.int8),
        left_at=state.left_at[rows],
    )
    new = np.flatnonzero(fresh)
    if len(new):
        _draw(setting, state, rows[new], found, new)
    return found


def _draw(setting: Setting, state: State, rows: Array, found: Interest, new: Array) -> None:
    shelf, traits = setting.shelf, setting.traits
    who, key, number = state.who[rows], state.key[rows], found.slot[new]
    u = keys.draws(key, p.EPISODE, number)
    category = _category(setting, who, u[0])
    level = traits.price_level[who] * np.exp(0.5 * (u[4] - 0.5))
    wanted = shelf.log_typical[category] + np.log(level)
    product = shelf.product(category, u[1])
    for other in (shelf.product(category, u[2]), shelf.product(category, u[3])):
        closer = np.abs(shelf.log_price[other] - wanted) < np.abs(shelf.log_price[product] - wanted)
        product = np.where(closer, other, product)
    extras = _extras(setting, key, number, category, u[7])
    goods = setting.goods
    price = np.append(goods.price_krw, 0).astype(np.float64)
    cost = np.append(goods.unit_cost_krw, 0).astype(np.float64)
    held = 1 + (u[6][:, None] > traits.blocker_mix[who]).sum(axis=1).clip(0, 5)
    found.until[new] = OPEN
    found.category[new] = category
    found.product[new] = product
    found.extras[new] = extras
    found.amount[new] = price[product] + price[extras].sum(axis=1)
    found.cost[new] = cost[product] + cost[extras].sum(axis=1)
    found.blocker[new] = np.where(u[5] < traits.ready_rate[who], READY, held)


def _category(setting: Setting, who: Array, u: Array) -> Array:
    """Mostly a liked category, else any by popularity."""
    liked = setting.traits.liked_category[who]
    steps = np.cumsum(setting.response.liked_weights).astype(np.float32)
    rest = ((u - steps[2]) / (1 - steps[2])).clip(0, 1)
    other = np.searchsorted(setting.shelf.category_share, rest).clip(0, len(setting.shelf.start) - 1)
    at = np.searchsorted(steps, u, side="right")
    own = liked[np.arange(len(who)), np.minimum(at, 2)]
    return np.where(at < 3, own, other).astype(np.int64)


def _extras(setting: Setting, key: Array, number: Array, category: Array, u: Array) -> Array:
    """Up to three further goods, often from a category that goes with the first."""
    r, shelf = setting.response, setting.shelf
    count = np.searchsorted(np.cumsum(r.extra_items).astype(np.float32), u, side="right").clip(0, 3)
    extras = np.full((len(key), 3), -1, dtype=np.int32)
    for i in range(3):
        some = np.flatnonzero(count > i)
        if not len(some):
            break
        which = keys.draw(key[some], p.EXTRA_CATEGORY + i, number[some])
        near = category[some]
        with_it = shelf.complements[near, (which / r.extra_complement * 4).astype(np.int64).clip(0, 3)]
        chosen = np.where(which < r.extra_complement, with_it, near)
        extras[some, i] = shelf.product(chosen, keys.draw(key[some], p.EXTRA + i, number[some]))
    return extras
