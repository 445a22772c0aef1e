"""Visits that take place: draws against the outlook, and what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.response import FORGETTING, LOOKING, PRICE, READY, TRUST, Response
from fake_company.world import purposes as p
from fake_company.world.campaign import EVENTS
from fake_company.world.outlook import BENEFIT, Outlook, decayed
from fake_company.world.people import Array, Goods

if TYPE_CHECKING:
    from fake_company.world.running import Run

_LEAVES = np.array([  # running shares of leaving at cart, checkout (else payment), by blocker
    (0.35, 0.70), (0.70, 0.95), (0.60, 0.90), (0.35, 0.70), (0.05, 0.12), (0.80, 0.95), (0.95, 1.0),
])  # fmt: skip
_PAYS = np.array([0.38, 0.60, 0.80, 0.91, 0.96])  # running shares of PAYMENTS; assumption
_STEPS = (60, 180, 300, 360, 480)  # seconds into the visit: viewed, added, checkout, payment, ordered


@dataclass
class Visited:
    """What each visit did, in the order of the outlook's rows."""

    stage: Array
    added: Array
    ordered: Array
    first_ever: Array


def money(goods: Goods, amount: Array, cost: Array, discount: Array) -> Array:
    """(n, 6) orders, items, discount, shipping income, goods, fulfilment of one order each."""
    paid = amount - discount
    fee = np.where(paid < goods.free_shipping_from_krw, goods.shipping_fee_krw, 0)
    fulfilment = goods.delivery_cost_krw + goods.payment_fee_rate * (paid + fee)
    return np.stack([np.ones(len(amount)), amount, discount, fee, cost, fulfilment], axis=1)


def expect(run: Run, o: Outlook, share: Array | float = 1.0) -> Array:
    """Add the expectation of these possible visits, each happening with probability `share`; answers (n, 6)."""
    goods, ep = run.setting.goods, o.interest
    gain = o.gain()
    by_benefit = np.where(o.appeal == BENEFIT, gain, 0.0)
    order = 1 - (1 - o.base) * (1 - gain)
    weight = o.cart * share
    cheap = weight * (by_benefit + run.setting.response.redeem * (order - by_benefit)) * (o.coupon >= 0)
    orders = weight * order
    free = goods.free_shipping_from_krw
    fees = (orders - cheap) * (ep.amount < free) + cheap * (ep.amount - o.discount < free)
    block = np.empty((len(orders), 6))
    block[:, 0] = orders
    block[:, 1] = orders * ep.amount
    block[:, 2] = cheap * o.discount
    block[:, 3] = fees * goods.shipping_fee_krw
    block[:, 4] = orders * ep.cost
    paid = block[:, 1] - block[:, 2] + block[:, 3]
    block[:, 5] = orders * goods.delivery_cost_krw + goods.payment_fee_rate * paid
    run.tally.expected[o.rows] += block
    return block


def settle(run: Run, o: Outlook, second: Array, slot: Array, touch: Array) -> Visited:
    """Draw what these visits do, write it into the state, the tally and the record."""
    s, r = run.state, run.setting.response
    rows, ep = o.rows, o.interest
    u = keys.draws(s.key[rows], p.VISIT, slot)
    first_ever = s.episode[rows] == 0
    old_cart = ep.stage > 0
    cart = u[0] < o.cart
    word = keys.draw(s.key[rows], p.APPEAL, ep.slot * 16 + o.appeal)
    convinced = (word >= o.tried) & (word < o.hit)
    ordered = cart & ((u[1] < o.base) | convinced)
    used = ordered & (o.coupon >= 0) & ((convinced & (o.appeal == BENEFIT)) | (u[3] < r.redeem))
    leaves = _LEAVES[ep.blocker]
    exit_stage = 1 + (u[2] > leaves[:, 0]) + (u[2] > leaves[:, 1])
    stage = np.where(ordered, 4, np.where(cart, exit_stage, 0)).astype(np.int8)
    left = cart & ~ordered
    ready = ep.blocker == READY
    on_purpose = o.waits * r.ready_order / (1 - r.ready_order * (1 - o.waits))
    waited = left & ready & (keys.draw(s.key[rows], p.WAITS, slot) < on_purpose)
    blocker = np.where(waited, PRICE, np.where(left & ready, FORGETTING, ep.blocker))
    _remember(run, o, stage, left, ordered, blocker)
    _buy(run, o, ordered, used, u)
    run.seen["session_started"][rows] = o.at
    visited = Visited(stage, cart & ~old_cart, ordered, first_ever)
    if run.diary is None and run.recorder is None:
        return visited
    u = keys.draws(s.key[rows], p.SEEN, slot)
    if run.diary is not None:
        run.diary.add(
            row=rows, second=run.day * 86400 + second.astype(np.int64), stage=stage, added=visited.added,
            ordered=ordered, leaks=_leaks(r, ep.blocker, u[4:]), searched=u[1] < r.search_share, category=ep.category,
            product=ep.product, amount=ep.amount,
        )  # fmt: skip
    if run.recorder is not None:
        _record(run, o, visited, second, used, u, touch)
    return visited


def _remember(run: Run, o: Outlook, stage: Array, left: Array, ordered: Array, blocker: Array) -> None:
    s, rows, ep = run.state, o.rows, o.interest
    new = np.flatnonzero(ep.fresh)
    fresh = rows[new]
    s.episode[fresh], s.episode_slot[fresh] = ep.number[new], ep.slot[new]
    s.category[fresh], s.product[fresh], s.extras[fresh] = ep.category[new], ep.product[new], ep.extras[new]
    s.amount[fresh], s.cost[fresh] = ep.amount[new], ep.cost[new]
    s.tried[fresh] = 0
    s.episode_until[rows] = np.where(ordered, o.at, ep.until)
    s.blocker[rows] = blocker
    s.stage[rows] = np.maximum(ep.stage, stage)
    s.exits[rows] = np.minimum(ep.exits + left, 100)
    s.left_at[rows] = np.where(left, o.at, ep.left_at)
    out = np.flatnonzero(left)
    s.tried[rows[out], o.appeal[out]] = np.maximum(o.tried, o.hit)[out]


def _buy(run: Run, o: Outlook, ordered: Array, used: Array, u: Array) -> None:
    at = np.flatnonzero(ordered)
    if not len(at):
        return
    s, r, t = run.state, run.setting.response, run.setting.traits
    rows, when, ep = o.rows[at], o.at[at], o.interest
    who = s.who[rows]
    coupon = used[at]
    discount = np.where(coupon, o.discount[at], 0.0)
    run.tally.actual[rows] += money(run.setting.goods, ep.amount[at], ep.cost[at], discount)
    run.tally.coupon_orders[rows] += coupon
    run.tally.converted[rows] += when - run.last_sent[rows] <= run.claims_days[rows]
    s.need[rows] = decayed(s.need[rows], s.need_at[rows], when, t.need_half_life_days[who]) + 1
    s.need_at[rows] = when
    depth = discount / np.maximum(ep.amount[at], 1)
    learned = np.where(s.orders[rows] >= 2, r.memory_established, r.memory_new)
    s.memory[rows] = (s.memory[rows] - learned * depth).clip(-1, 0.5)
    s.coupon[rows[coupon]] = -1
    s.coupon_until[rows[coupon]] = -1e6
    s.orders[rows] += 1
    s.last_order_at[rows] = when
    s.service[rows] = 0
    back = s.end_day[rows] < when
    again = when - np.log(u[5][at]) / r.drop_per_day
    end = np.where(back, again, s.end_day[rows])
    leaves = t.drop_rate[who] * np.where(s.orders[rows] > 1, r.drop_later, 1.0)
    s.end_day[rows] = np.where(u[4][at] < leaves, when, end)
    run.seen["order_completed"][rows] = when


def _leaks(r: Response, blocker: Array, u: Array) -> Array:
    """Bits of what the visit shows about its blocker, noisily."""
    signs = (
        (r.leak_sorted, PRICE), (r.leak_coupon_page, PRICE), (r.leak_compared, PRICE), (r.leak_reviews, TRUST),
        (r.leak_size, TRUST), (r.leak_returns, TRUST), (r.leak_wandered, LOOKING),
    )  # fmt: skip
    bits = np.zeros(len(blocker), dtype=np.uint8)
    for i, ((telling, otherwise), whose) in enumerate(signs):
        bits |= ((u[i] < np.where(blocker == whose, telling, otherwise)) << i).astype(np.uint8)
    return bits


def _record(run: Run, o: Outlook, v: Visited, second: Array, used: Array, u: Array, touch: Array) -> None:
    assert run.recorder is not None
    r, ep, n = run.setting.response, o.interest, len(o.rows)
    ids = run.recorder.ids("visits", n)
    views = np.exp(np.log(r.views_median) + r.views_sd_log * keys.normal(u[0]))
    order = np.full(n, -1, dtype=np.int32)
    at = np.flatnonzero(v.ordered)
    order[at] = run.recorder.ids("orders", len(at))
    has_app = run.setting.people.has_app[run.state.who[o.rows]]
    day = np.full(n, run.day, dtype=np.int16)
    run.recorder.visits.append({
        "row": o.rows.astype(np.int32), "day": day, "second": second.astype(np.int32), "touch": touch,
        "on_app": has_app & (u[2] < 0.75), "searched": u[1] < r.search_share,
        "views": np.floor(views + 0.5).clip(1, 200).astype(np.int16),
        "category": ep.category.astype(np.int16), "product": ep.product.astype(np.int32), "added": v.added,
        "stage": v.stage, "leaks": _leaks(r, ep.blocker, u[4:]), "episode": ep.number.astype(np.int32),
        "order": order,
    })  # fmt: skip
    if not len(at):
        return
    discount = np.where(used, o.discount, 0.0)[at]
    paid = ep.amount[at] - discount
    goods = run.setting.goods
    run.recorder.orders.append({
        "row": o.rows[at].astype(np.int32), "visit": ids[at], "day": day[at],
        "second": (second[at] + _STEPS[4]).astype(np.int32), "items_krw": ep.amount[at].astype(np.int32),
        "discount_krw": discount.astype(np.int32),
        "shipping_krw": np.where(paid < goods.free_shipping_from_krw, goods.shipping_fee_krw, 0).astype(np.int32),
        "cost_krw": ep.cost[at].astype(np.int32),
        "coupon": np.where(used, o.coupon, -1)[at].astype(np.int16),
        "payment": np.searchsorted(_PAYS, u[3][at]).astype(np.int8),
        "product": ep.product[at].astype(np.int32), "extras": ep.extras[at],
    })  # fmt: skip


def start_timers(run: Run, rows: Array, second: Array, v: Visited) -> None:
    """Start the timers of triggered campaigns whose event happened; a running timer is not restarted."""
    member = run.setting.people.is_member[run.state.who[rows]]
    happened = {
        "session_started": np.ones(len(rows), dtype=bool),
        "product_viewed": np.ones(len(rows), dtype=bool),
        "product_added": v.added,
        "checkout_started": v.stage >= 2,
        "payment_info_started": v.stage >= 3,
        "order_completed": v.ordered,
        "signed_up": v.first_ever & member,
    }
    offset = {"product_viewed": _STEPS[0], "product_added": _STEPS[1], "checkout_started": _STEPS[2],
              "payment_info_started": _STEPS[3], "order_completed": _STEPS[4]}  # fmt: skip
    bits = np.zeros(len(rows), dtype=np.uint8)
    for number, event in enumerate(EVENTS):
        bits |= (happened[event] << number).astype(np.uint8)
    run.tally.events[rows] |= bits
    for event, who in happened.items():
        if event in run.seen:
            at = np.flatnonzero(who)
            run.seen[event][rows[at]] = run.day + (second[at] + offset.get(event, 0)) / 86400
    for i in run.deck.triggers:
        trigger = run.trigger(i)
        if trigger.event in happened and trigger.first_day <= run.day < trigger.end_day:
            at = np.flatnonzero(happened[trigger.event])
            run.start_timer(i, rows[at], second[at] + offset.get(trigger.event, 0))
