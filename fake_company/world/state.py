"""What changes while a world runs: one row a customer (or a customer under one of several seeds)."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from fake_company import keys
from fake_company.world.campaign import APPEALS
from fake_company.world.people import Array, Rows
from fake_company.world.purposes import MOST_CHANNELS
from fake_company.world.setting import Setting

LONG_AGO = -1.0e6
RECENT = 6


@dataclass(frozen=True)
class State(Rows):
    """Hidden state; arrays of n rows. Times are world days as floats. Decaying values carry the time they held."""

    who: Array
    """int32: position in `People` and `Traits`."""
    key: Array
    """uint64: root of the row's random numbers."""
    twin: Array
    """int32: row that keeps opt-outs and caps for this person (itself unless duplicated)."""
    end_day: Array
    """Time after which the customer no longer comes by themselves."""
    need: Array
    need_at: Array
    fatigue: Array
    fatigue_at: Array
    habit: Array
    """Reference discount."""
    habit_at: Array
    wait: Array
    """Cart-exit coupons had, decaying."""
    wait_at: Array
    memory: Array
    """Log-odds left behind by redemptions."""
    service: Array
    """int8 service notices since the last order."""
    reason_at: Array
    """When a reason was last used."""
    episode: Array
    """int32 number of the last episode."""
    episode_slot: Array
    """int64 slot of the visit that opened it."""
    episode_until: Array
    category: Array
    product: Array
    extras: Array
    """int32 (n, 3): further goods of the episode's basket, -1 none."""
    amount: Array
    cost: Array
    blocker: Array
    """int8 index into BLOCKERS."""
    stage: Array
    """int8 furthest stage of the episode: 0 viewed, 1 carted …"""
    exits: Array
    """int8 times the episode was left at the cart or later."""
    left_at: Array
    tried: Array
    """(n, appeals): how far each appeal has been tried in this episode, as a probability."""
    coupon: Array
    """int16 campaign index of the coupon held, -1 none."""
    coupon_until: Array
    coupon_aware: Array
    """bool."""
    orders: Array
    last_order_at: Array
    opted_out: Array
    """bool (n, 4) by `CONSENTS`; read at the twin's row."""
    recent: Array
    """(n, 6) times of the last touches that count for caps; read at the twin's row."""
    last_hour: Array
    """int32 (n, MOST_CHANNELS): hour slot of the last touch of each channel."""

    def fork(self, index: Array, key: Array) -> State:
        """These rows under new random keys, twins remapped; every twin must be among the rows of its own seed."""
        taken = self.take(index)
        position = np.full(len(self), -1, dtype=np.int64)
        position[index] = np.arange(len(index))
        twin = position[taken.twin]
        twin = np.where(twin >= 0, twin, np.arange(len(index)))
        taken.key[:] = key
        taken.twin[:] = twin
        return taken


def start(setting: Setting, seed: int) -> State:
    """The state at day 0: nobody has bought, been written to or become tired yet."""
    people = setting.people
    n = len(people)
    zero = np.zeros(n, dtype=np.float32)
    ago = np.full(n, LONG_AGO, dtype=np.float32)
    number = np.zeros(n, dtype=np.int32)
    state = State(
        who=np.arange(n, dtype=np.int32),
        key=keys.row_keys(seed, people.customer_id),
        twin=setting.twins.astype(np.int32),
        end_day=setting.traits.natural_end_day.astype(np.float32),
        need=zero, need_at=zero, fatigue=zero, fatigue_at=zero, habit=zero, habit_at=zero,
        wait=zero, wait_at=zero, memory=zero, service=number.astype(np.int8), reason_at=ago,
        episode=number, episode_slot=number.astype(np.int64), episode_until=ago, category=number.astype(np.int16), product=number - 1,
        extras=np.full((n, 3), -1, dtype=np.int32), amount=zero, cost=zero, blocker=number.astype(np.int8),
        stage=number.astype(np.int8), exits=number.astype(np.int8), left_at=ago,
        tried=np.zeros((n, len(APPEALS)), dtype=np.float32),
        coupon=(number - 1).astype(np.int16), coupon_until=ago, coupon_aware=np.zeros(n, dtype=bool),
        orders=number, last_order_at=ago, opted_out=_shared(people.opted_out, setting.twins),
        recent=np.full((n, RECENT), LONG_AGO, dtype=np.float32), last_hour=np.full((n, MOST_CHANNELS), -1, dtype=np.int32),
    )  # fmt: skip
    return state.copy()


def _shared(opted_out: Array, twins: Array) -> Array:
    """Opt-outs gathered at the row that keeps them: an opt-out follows the person, not the row."""
    result = opted_out.copy()
    np.logical_or.at(result, twins, opted_out)
    return result


@dataclass(frozen=True)
class Tally(Rows):
    """What a run earned, per row. `actual` as drawn; `expected` with the expectation taken over click and order
    at every opportunity, given the state the customer is in: same mean, much less noise."""

    actual: Array
    """float64 (n, 6): orders, items, discount, shipping income, cost of goods, fulfilment (parcel and payment)."""
    expected: Array
    brought: Array
    """(n, 2) expected profit and orders of the visits that messages bring, part of `expected`."""
    changed: Array
    """bool: something but tiredness differs for this customer from a world without the programme: a click, an
    opt-out, a coupon, a notice, or annoyance that keeps visits away."""
    send_krw: Array
    sent: Array
    clicked: Array
    opted_out: Array
    coupon_orders: Array
    converted: Array
    """Orders within the attribution window of a touch."""
    events: Array
    """uint8: bits of the `EVENTS` that happened."""
    touched: Array
    """bool: a touch of this programme was sent, held out or skipped by chance."""

    @classmethod
    def zeros(cls, n: int) -> Tally:
        """Nothing happened yet."""

        def count() -> Array:
            return np.zeros(n, np.int32)

        return cls(
            actual=np.zeros((n, 6)), expected=np.zeros((n, 6)), brought=np.zeros((n, 2)), changed=np.zeros(n, bool),
            send_krw=np.zeros(n), sent=count(), clicked=count(), opted_out=count(), coupon_orders=count(),
            converted=count(), events=np.zeros(n, np.uint8), touched=np.zeros(n, bool),
        )  # fmt: skip

    def plus(self, other: Tally) -> Tally:
        """Two stretches of time together."""
        return Tally(
            **{
                f.name: getattr(self, f.name) | getattr(other, f.name)
                if f.name in ("touched", "events", "changed")
                else getattr(self, f.name) + getattr(other, f.name)
                for f in fields(self)
            }
        )

    def profit(self, kind: str = "expected") -> Array:
        """KRW earned per row: items − discount + shipping income − goods − fulfilment − sending."""
        m = getattr(self, kind)
        result: Array = m[:, 1] - m[:, 2] + m[:, 3] - m[:, 4] - m[:, 5] - self.send_krw
        return result


MEASURES = ("orders", "items_krw", "discount_krw", "shipping_krw", "goods_krw", "fulfilment_krw")


def debt(setting: Setting, state: State, day: float) -> Array:
    """KRW of later profit already used up by orders brought forward (terminal value, ≤ 0)."""
    r, t = setting.response, setting.traits
    half = t.need_half_life_days[state.who]
    left = state.need * np.exp2(-(day - state.need_at) / half)
    price = np.exp(setting.shelf.log_typical[t.liked_category[state.who, 0]]) * t.price_level[state.who]
    rate = t.orders_per_day[state.who] * (state.end_day > day)
    owed: Array = -0.4 * price * rate * (1 - np.exp(-r.need_debt * left)) * half / np.log(2.0)
    return owed
