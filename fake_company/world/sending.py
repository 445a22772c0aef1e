"""Touches: what leaves, who answers, who gets tired, who opts out, and the visit a click brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.world import policy
from fake_company.world import purposes as p
from fake_company.world.campaign import APPEALS, Content
from fake_company.world.interest import Interest, current
from fake_company.world.outlook import decayed, look
from fake_company.world.people import Array
from fake_company.world.visiting import expect, settle, start_timers

if TYPE_CHECKING:
    from fake_company.world.running import Run

PROFIT = np.array([0.0, 1.0, -1.0, 1.0, -1.0, -1.0])
"""What each measure of a tally counts for in profit."""
STORY = APPEALS.index("story")


def send(run: Run, rows: Array, second: Array, campaign: Array, product: Array) -> None:
    """Everything that happens when these messages are due (rows are unique)."""
    said = policy.contents(run, rows, campaign, second, product)
    code = policy.decide(run, rows, campaign, second, said)
    touched = (code == 0) | (code == policy.CODE["holdout"])
    run.tally.touched[rows[touched]] = True
    go = np.flatnonzero(code == 0)
    touch_ids = run.note_skips(rows, second, campaign, product, code)
    if len(go):
        _answer(run, rows[go], second[go], campaign[go], product[go], _part(said, go), touch_ids)


def _part(said: Content, at: Array) -> Content:
    return Content(**{name: values[at] for name, values in said.__dict__.items()})


def _answer(
    run: Run, rows: Array, second: Array, campaign: Array, product: Array, said: Content, ids: Array
) -> None:
    s, r, deck = run.state, run.setting.response, run.deck
    who, channel = s.who[rows], deck.channel[campaign]
    at = (run.day + second / 86400).astype(np.float32)
    slot = p.touch_slot(run.day, second, channel)
    u = keys.draws(s.key[rows], p.TOUCH, slot)
    interest = current(run.setting, s, rows, at, slot)
    relevance = _relevance(run, rows, who, said, interest)
    worn = (said.reason != 0) & ((said.reason < 0) | (at - s.reason_at[rows] < r.worn_days))
    click = _click(run, rows, who, second, at, campaign, said, relevance, worn, interest)
    reach = np.array(r.reach)[channel]
    delivered = u[0] < reach
    clicked = delivered & (u[1] < click)
    at_click = np.flatnonzero(clicked)
    if run.expecting:
        whole = look(run.setting, s, deck, rows, at, campaign, relevance, said.names_item, interest)
        due = expect(run, whole, reach * click)
        run.tally.brought[rows] += np.stack([due @ PROFIT, due[:, 0]], axis=1)
        outlook = whole.take(at_click)
    else:
        outlook = look(
            run.setting, s, deck, rows[at_click], at[at_click], campaign[at_click], relevance[at_click],
            said.names_item[at_click], interest.take(at_click),
        )  # fmt: skip
    run.tally.send_krw[rows] += said.price_krw
    run.tally.sent[rows] += 1
    run.tally.clicked[rows] += clicked
    run.last_sent[rows], run.claims_days[rows] = at, deck.claims_days[campaign]
    out = delivered & (u[4] < _opt_out(run, rows, who, at, campaign, said, relevance, worn))
    _tire(run, rows, at, second, campaign, delivered)
    after = _delay(r.open_delay_median_seconds, u[3], second)
    _coupons(run, rows, at, campaign, said, delivered, clicked, u[5], interest)
    run.note_touches(ids, rows, second, campaign, product, said, delivered, clicked, out, after, u[2])
    s.reason_at[rows] = np.where(delivered & (said.reason > 0), at, s.reason_at[rows])
    _service(run, rows, at, campaign, delivered, u[6])
    if len(at_click):
        opened = (second + after)[at_click]
        visited = settle(run, outlook, opened, slot[at_click], ids[at_click])
        start_timers(run, outlook.rows, opened, visited)
    run.tally.changed[rows] |= (
        clicked | out | deck.has_offer[campaign] | ~deck.is_ad[campaign] | run.setting.traits.sleeping[who]
    )
    gone = np.flatnonzero(out)
    s.opted_out[s.twin[rows[gone]], deck.consent[campaign[gone]]] = True
    run.tally.opted_out[rows[gone]] += 1


def _delay(median: float, u: Array, second: Array) -> Array:
    """Seconds from sending to opening; the same day."""
    wait = median * np.exp(1.2 * keys.normal(u))
    result: Array = np.minimum(np.minimum(wait, 6 * 3600), 86399 - second).astype(np.int32)
    return result


def _relevance(run: Run, rows: Array, who: Array, said: Content, interest: Interest) -> Array:
    """How near what the message names is to what the reader wants now."""
    r, liked, named = run.setting.response, run.setting.traits.liked_category[who], said.named_category
    open_now = ~interest.fresh
    return np.select(
        [
            named < 0,
            said.names_item & open_now & (named == interest.category),
            open_now & (named == interest.category),
            named == liked[:, 0],
            (named == liked[:, 1]) | (named == liked[:, 2]),
        ],
        [r.relevance_generic, r.relevance_item, r.relevance_own, r.relevance_own, r.relevance_second],
        r.relevance_other,
    )


def _click(
    run: Run, rows: Array, who: Array, second: Array, at: Array, campaign: Array, said: Content,
    relevance: Array, worn: Array, interest: Interest,
) -> Array:  # fmt: skip
    """Chance of a click on a delivered message: base model, then reason, story, hole, timing."""
    s, r, t, deck = run.state, run.setting.response, run.setting.traits, run.deck
    fatigue = decayed(s.fatigue[s.twin[rows]], s.fatigue_at[s.twin[rows]], at, r.fatigue_half_life_days)
    depth = deck.discount(campaign, interest.amount) / np.maximum(interest.amount, 1)
    since = (at - interest.left_at) * 24
    timing = np.interp(since, r.timing_hours, r.timing_click)
    timing = np.where((interest.exits > 0) & ~interest.fresh, timing, 1.0)
    story = (deck.weights[campaign, STORY] >= r.main_share) & t.story_prone[who]
    click = (
        np.array(r.click_base)[deck.channel[campaign]]
        * t.answer[who]
        * (relevance / r.relevance_scale)
        * np.exp(r.hour_swing * (np.cos(2 * np.pi * (second / 3600 - t.peak_hour[who]) / 24) - 0.3))
        * np.exp(-r.wear_click * fatigue)
        * (1 + r.depth_click * depth)
        * np.where(worn, r.worn_click, np.where(said.reason > 0, r.reason_click, 1.0))
        * np.where(story, r.story_click, 1.0)
        * np.where(said.hole, r.hole_click, 1.0)
        * np.where(s.end_day[rows] > at, 1.0, r.gone_click)
        * timing
    )
    result: Array = np.minimum(click, r.click_most)
    return result


def _opt_out(
    run: Run,
    rows: Array,
    who: Array,
    at: Array,
    campaign: Array,
    said: Content,
    relevance: Array,
    worn: Array,
) -> Array:
    s, r, deck = run.state, run.setting.response, run.deck
    twin = s.twin[rows]
    fatigue = decayed(s.fatigue[twin], s.fatigue_at[twin], at, r.fatigue_half_life_days)
    channel = deck.channel[campaign]
    fits = np.where(relevance <= r.relevance_other, r.optout_irrelevant, 1.0)
    fits = np.where(relevance >= r.relevance_own, r.optout_relevant, fits)
    hazard = (
        np.array(r.optout_base)[channel]
        * np.exp(np.minimum(r.optout_wear * fatigue, r.optout_wear_most))
        * fits
        * np.where(run.setting.traits.sleeping[who], r.optout_sleeping, 1.0)
        * np.where(said.hole, r.optout_hole, 1.0)
        * np.where(worn, r.optout_worn, 1.0)
        * np.where(policy.twice(run, rows, channel), r.optout_twice, 1.0)
        * np.where(deck.is_ad[campaign], 1.0, r.optout_information)
    )
    result: Array = np.minimum(hazard, 0.5)
    return result


def _tire(run: Run, rows: Array, at: Array, second: Array, campaign: Array, delivered: Array) -> None:
    """Fatigue and the counts that caps go by belong to the person."""
    s, r, deck = run.state, run.setting.response, run.deck
    channel = deck.channel[campaign]
    s.last_hour[rows, channel] = run.day * 24 + second // 3600
    ads = np.flatnonzero(deck.is_ad[campaign])
    twin = s.twin[rows[ads]]
    s.recent[twin] = np.concatenate([s.recent[twin][:, 1:], at[ads][:, None]], axis=1)
    tired = np.flatnonzero(deck.is_ad[campaign] & delivered)
    person, now = s.twin[rows[tired]], at[tired]
    s.fatigue[person] = decayed(s.fatigue[person], s.fatigue_at[person], now, r.fatigue_half_life_days) + 1
    s.fatigue_at[person] = now


def _coupons(
    run: Run, rows: Array, at: Array, campaign: Array, said: Content, delivered: Array, clicked: Array,
    u: Array, interest: Interest,
) -> None:  # fmt: skip
    """A coupon held, what it teaches about prices, and about waiting when it follows a cart exit."""
    s, r, deck = run.state, run.setting.response, run.deck
    got = np.flatnonzero(delivered & deck.has_offer[campaign])
    if not len(got):
        return
    row, now, which = rows[got], at[got], campaign[got]
    aware = clicked[got] | (u[got] < r.aware_unclicked)
    depth = deck.discount(which, interest.amount[got]) / np.maximum(interest.amount[got], 1)
    s.coupon[row] = which
    s.coupon_until[row] = now + deck.valid_days[which]
    s.coupon_aware[row] = aware
    habit = decayed(s.habit[row], s.habit_at[row], now, r.habit_half_life_days)
    rise = (
        r.habit_rise
        * np.where(said.reason[got] > 0, r.habit_reason, 1.0)
        * np.where(aware, 1.0, r.habit_unaware)
    )
    s.habit[row] = habit + rise * np.maximum(0.0, depth - habit)
    s.habit_at[row] = now
    exits = np.flatnonzero((interest.exits[got] > 0) & ~interest.fresh[got] & aware)
    out, when = row[exits], now[exits]
    s.wait[out] = decayed(s.wait[out], s.wait_at[out], when, r.wait_half_life_days) + 1
    s.wait_at[out] = when


def _service(run: Run, rows: Array, at: Array, campaign: Array, delivered: Array, u: Array) -> None:
    """A timely notice about one's order keeps some who would have left after it."""
    if run.deck.is_ad[campaign].all():
        return
    s, r = run.state, run.setting.response
    recent = delivered & ~run.deck.is_ad[campaign] & (at - s.last_order_at[rows] < 14)
    keeps = recent & (s.end_day[rows] == s.last_order_at[rows]) & (u < 1 - r.service_drop)
    keeps &= r.service_drop ** (s.service[rows] + 1) >= r.service_drop_least - 0.03
    at_kept = rows[np.flatnonzero(keeps)]
    s.end_day[at_kept] = (
        at[keeps] - np.log(np.maximum(u[keeps] / (1 - r.service_drop), 1e-6)) / r.drop_per_day
    )
    s.service[rows] += recent
