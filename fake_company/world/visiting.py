"""Visits that take place: draws against the outlook, and what they leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.response import FORGETTING, PRICE, READY
from fake_company.world import purposes as p
from fake_company.world.agenda import NEVER, RANKS, trigger
from fake_company.world.outlook import BENEFIT, Call, Outlook, Terms, decayed, terms
from fake_company.world.people import Array, Goods
from fake_company.world.record import seen
from fake_company.world.running import Cart

if TYPE_CHECKING:
    from fake_company.world.running import Run

_LEAVES = np.array([  # running shares of leaving at cart, checkout (else payment), by blocker
    (0.35, 0.70), (0.70, 0.95), (0.60, 0.90), (0.35, 0.70), (0.05, 0.12), (0.80, 0.95), (0.95, 1.0),
])  # fmt: skip
STEPS = {"product_viewed": 60, "product_added": 180, "checkout_started": 300, "payment_info_started": 360,
         "order_completed": 480}  # fmt: skip
"""Seconds into the visit."""
ORDERED = 4
_BITS = np.array([0b0000011, 0b0000011, 0b0001011, 0b0011011, 0b0111011], np.uint8)
"""`EVENTS` that a visit of each stage has for certain, as bits."""
ADDED, SIGNED_UP = 4, 64


def money(goods: Goods, amount: Array, cost: Array, discount: Array) -> Array:
    """(n, 6) orders, items, discount, shipping income, goods, fulfilment of one order each."""
    paid = amount - discount
    fee = np.where(paid < goods.free_shipping_from_krw, goods.shipping_fee_krw, 0)
    fulfilment = goods.delivery_cost_krw + goods.payment_fee_rate * (paid + fee)
    return np.stack([np.ones(len(amount)), amount, discount, fee, cost, fulfilment], axis=1)


def expect(run: Run, call: Call, o: Outlook, t: Terms, share: Array | float = 1.0) -> Array:
    """Add the expectation of these possible visits, each happening with probability `share`; answers (n, 6)."""
    goods = run.setting.goods
    gain = t.gain()
    weight = o.cart * share
    orders = weight * (1 - (1 - t.base) * (1 - gain))
    free = goods.free_shipping_from_krw
    block = np.empty((len(orders), 6))
    block[:, 0] = orders
    block[:, 1] = orders * o.amount
    block[:, 2] = 0.0
    if o.coupon is None or o.discount is None:
        block[:, 3] = orders * (o.amount < free) * goods.shipping_fee_krw
    else:
        by_benefit = weight * np.where(t.appeal == BENEFIT, gain, 0.0)
        cheap = (by_benefit + run.setting.response.redeem * (orders - by_benefit)) * (o.coupon >= 0)
        fees = (orders - cheap) * (o.amount < free) + cheap * (o.amount - o.discount < free)
        block[:, 2] = cheap * o.discount
        block[:, 3] = fees * goods.shipping_fee_krw
    block[:, 4] = orders * run.episodes.cost[call.episode]
    paid = block[:, 1] - block[:, 2] + block[:, 3]
    block[:, 5] = orders * goods.delivery_cost_krw + goods.payment_fee_rate * paid
    run.tally.expected[call.rows] += block
    return block


def settle(
    run: Run, call: Call, o: Outlook, t: Terms | None, begins: Array | None = None, touch: Array | None = None
) -> None:
    """Draw what these visits do. Those without a cart are done; the others wait for `finish`.

    `begins`: second at which each visit is seen to start, when later than the call's own moment.
    """
    rows, s = call.rows, run.state
    new = np.flatnonzero(call.fresh)
    opened = rows[new]
    _joins(run, opened[s.episode[opened] == 0])
    call.episode[new] = run.episode[opened] = run.keep(call.episode[new])
    s.episode_until[opened] = run.coming.ends(opened, call.time[new] // 86400)
    s.episode[opened] += 1
    organic = begins is None
    begins = call.time if begins is None else begins
    touch = np.full(len(rows), -1, np.int32) if touch is None else touch
    cart = keys.draw(s.key[rows], p.CARTS, call.slot) < o.cart
    at = np.flatnonzero(cart)
    if len(at):
        run.agenda.busy[rows[at]] = call.time[at] << RANKS
        known = o.take(at).told() if run.deck.any_offer else o.take(at)
        run.carts.append(Cart(call.take(at).told(), known, None if t is None else t.take(at), begins[at], touch[at]))
        run.cart_count += len(at)
        none = np.flatnonzero(~cart)
        call, o, begins, touch = call.take(none), o.take(none), begins[none], touch[none]
    nothing = np.zeros(len(call.rows), np.int8)
    run.agenda.busy[call.rows] = NEVER
    _seen(run, call, o, begins, touch, nothing, nothing > 0, np.zeros(0, bool), np.zeros(0))
    if organic:
        run.agenda.idle(call.rows)


def finish(run: Run) -> None:
    """Work out the visits whose carts have been waiting."""
    waiting = sorted(run.carts, key=lambda one: one.terms is not None)
    run.carts, run.cart_count = [], 0
    call, o = Call.joined([one.call for one in waiting]), Outlook.joined([one.outlook for one in waiting])
    known = [one.terms for one in waiting if one.terms is not None]
    unknown = np.arange(len(call.rows) - sum(len(one.base) for one in known))
    if len(unknown):
        known.insert(0, terms(run, call.take(unknown), o.take(unknown)))
    t = Terms.joined(known)
    stage, used, discount = _cart(run, call, o, t)
    begins, touch = (np.concatenate([getattr(one, name) for one in waiting]) for name in ("begins", "touch"))
    run.agenda.busy[call.rows] = NEVER
    _seen(run, call, o, begins, touch, stage, o.stage == 0, used, discount)
    run.agenda.idle(call.rows)


def _seen(
    run: Run, call: Call, o: Outlook, begins: Array, touch: Array, stage: Array, added: Array, used: Array,
    discount: Array,
) -> None:  # fmt: skip
    """Note visits that are over, and start the timers they set off."""
    if run.recorder is not None:
        run.recorder.visit(run, call, o, begins, touch, stage, added, used, discount)
    if run.diary is not None:
        marks = seen(run, call, o.blocker)
        run.diary.add(
            row=call.rows, second=begins, stage=stage, added=added, ordered=stage == ORDERED, leaks=marks.leaks,
            searched=marks.searched, category=run.episodes.category[call.episode],
            product=run.episodes.product[call.episode], amount=o.amount,
        )  # fmt: skip
    _happened(run, call, begins, stage, added)


def _cart(run: Run, call: Call, o: Outlook, t: Terms) -> tuple[Array, Array, Array]:
    """What becomes of carts: stage reached, whether a coupon was used, and its discount."""
    s, r, ep, rows = run.state, run.setting.response, run.episodes, call.rows
    key, slot = s.key[rows], ep.slot[call.episode]
    orders, leaves_at, redeems = keys.parts(key, p.CART, call.slot, (24, 20, 20))
    hit = np.flatnonzero(t.hit > t.tried)
    convinced = np.zeros(len(rows), bool)
    if len(hit):
        word = keys.draw(key[hit], p.APPEAL, slot[hit] * 16 + t.appeal[hit])
        convinced[hit] = (word >= t.tried[hit]) & (word < t.hit[hit])
    ordered = (orders < t.base) | convinced
    if o.coupon is None or o.discount is None:
        used, discount = np.zeros(len(rows), bool), np.zeros(len(rows))
    else:
        used = ordered & (o.coupon >= 0) & ((convinced & (t.appeal == BENEFIT)) | (redeems < r.redeem))
        discount = np.where(used, o.discount, 0.0)
    leaves = _LEAVES[o.blocker]
    exit_stage = 1 + (leaves_at > leaves[:, 0]) + (leaves_at > leaves[:, 1])
    stage = np.where(ordered, ORDERED, exit_stage).astype(np.int8)
    ep.stage[call.episode] = np.maximum(o.stage, stage)
    out = np.flatnonzero(~ordered)
    gone = call.episode[out]
    ep.exits[gone] = np.minimum(ep.exits[gone] + 1, 100)
    s.left_at[rows[out]] = call.at[out]
    ready = out[o.blocker[out] == READY]
    waits = t.waits[ready]
    on_purpose = waits * r.ready_order / (1 - r.ready_order * (1 - waits))
    waited = keys.draw(key[ready], p.WAITS, call.slot[ready]) < on_purpose
    ep.blocker[call.episode[ready]] = np.where(waited, PRICE, FORGETTING)
    ep.tried[gone, t.appeal[out]] = np.maximum(t.tried, t.hit)[out]
    bought = np.flatnonzero(ordered)
    if len(bought):
        _buy(run, call.take(bought), o.amount[bought], used[bought], discount[bought])
    return stage, used, discount


def _buy(run: Run, call: Call, amount: Array, coupon: Array, discount: Array) -> None:
    s, r, t = run.state, run.setting.response, run.setting.traits
    rows, when, who = call.rows, call.at, call.who
    cost = run.episodes.cost[call.episode]
    drops, returns = keys.parts(s.key[rows], p.ORDER, call.slot, (24, 24))
    s.episode_until[rows] = when
    run.tally.actual[rows] += money(run.setting.goods, amount, cost, discount)
    run.tally.coupon_orders[rows] += coupon
    run.tally.converted[rows] += when - run.last_sent[rows] <= run.claims_days[rows]
    s.need[rows] = decayed(s.need[rows], s.need_at[rows], when, t.need_half_life_days[who]) + 1
    s.need_at[rows] = when
    depth = discount / np.maximum(amount, 1)
    learned = np.where(s.orders[rows] >= 2, r.memory_established, r.memory_new)
    s.memory[rows] = (s.memory[rows] - learned * depth).clip(-1, 0.5)
    s.coupon[rows[coupon]] = -1
    s.coupon_until[rows[coupon]] = -1e6
    s.orders[rows] += 1
    s.last_order_at[rows] = when
    s.service[rows] = 0
    back = s.end_day[rows] < when
    again = when - np.log(returns) / r.drop_per_day
    end = np.where(back, again, s.end_day[rows])
    leaves = t.drop_rate[who] * np.where(s.orders[rows] > 1, r.drop_later, 1.0)
    s.end_day[rows] = np.where(drops < leaves, when, end)


def _joins(run: Run, rows: Array) -> None:
    """Mark members whose first visit this is."""
    run.first_visit[rows[run.setting.people.is_member[run.state.who[rows]]]] = True


def _happened(run: Run, call: Call, time: Array, stage: Array, added: Array) -> None:
    """Start the timers of triggered campaigns whose event happened, and remember what cancels them."""
    rows = call.rows
    joined = run.first_visit[rows]
    bits = _BITS[stage] | (added * np.uint8(ADDED)) | (joined * np.uint8(SIGNED_UP))
    if joined.any():
        run.first_visit[rows[joined]] = False
    run.tally.events[rows] |= bits
    if not run.deck.triggers:
        return
    day = time // 86400
    for event, last in run.seen.items():
        if event in p.EVENT_BIT:
            at = np.flatnonzero(bits & np.uint8(p.EVENT_BIT[event]))
            last[rows[at]] = (time[at] + STEPS.get(event, 0)) / 86400
    for i in run.deck.triggers:
        when = trigger(run.deck, i)
        if when.event not in p.EVENT_BIT:
            continue
        at = np.flatnonzero(bits & np.uint8(p.EVENT_BIT[when.event]))
        at = at[(day[at] >= when.first_day) & (day[at] < when.end_day)]
        if len(at):
            product = run.episodes.product[call.episode[at]]
            run.start_timer(i, rows[at], time[at] + STEPS.get(when.event, 0), product)
