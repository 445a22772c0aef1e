"""Touches: what leaves, who answers, who gets tired, who opts out, and the visit a click brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.world import policy
from fake_company.world import purposes as p
from fake_company.world.campaign import APPEALS, Content
from fake_company.world.outlook import Call, decayed, look, terms
from fake_company.world.people import Array
from fake_company.world.visiting import expect, settle

if TYPE_CHECKING:
    from fake_company.world.running import Run

PROFIT = np.array([0.0, 1.0, -1.0, 1.0, -1.0, -1.0])
"""What each measure of a tally counts for in profit."""
STORY = APPEALS.index("story")


def send(run: Run, rows: Array, time: Array, campaign: Array, product: Array) -> None:
    """Everything that happens when these messages are due (rows are unique)."""
    said = policy.contents(run, rows, campaign, time, product)
    code = policy.decide(run, rows, campaign, time, said)
    run.tally.touched[rows] |= (code == 0) | (code == policy.CODE["holdout"])
    skipped = np.flatnonzero(code)
    if len(skipped):
        skip(run, rows[skipped], time[skipped], campaign[skipped], product[skipped], code[skipped])
        go = np.flatnonzero(code == 0)
        rows, time, campaign, product = rows[go], time[go], campaign[go], product[go]
        said = Content(**{name: values[go] for name, values in said.__dict__.items()})
    if len(rows):
        _answer(run, rows, time, campaign, product, said)


def skip(run: Run, rows: Array, time: Array, campaign: Array, product: Array, code: Array) -> None:
    """Record messages that did not leave."""
    if run.recorder is not None and len(rows):
        run.recorder.touch(rows, time, campaign, product, code, np.zeros(len(rows), np.int32))


def _answer(run: Run, rows: Array, time: Array, campaign: Array, product: Array, said: Content) -> None:
    s, r, deck = run.state, run.setting.response, run.deck
    who, channel = s.who[rows], deck.channel[campaign]
    at = (time / 86400).astype(np.float32)
    second = time % 86400
    call = _call(run, rows, who, at, time, channel, campaign, said)
    key, slot = s.key[rows], call.slot
    u = keys.parts(key, p.TOUCH, slot, (16, 24, 24))
    fatigue = decayed(s.fatigue[s.twin[rows]], s.fatigue_at[s.twin[rows]], at, r.fatigue_half_life_days)
    worn = (said.reason != 0) & ((said.reason < 0) | (at - s.reason_at[rows] < r.worn_days))
    reached = run.expecting or deck.has_offer[campaign].any()
    if reached:
        run.draw_fresh(call)
    click = _click(run, call, second, said, worn, fatigue)
    reach = np.array(r.reach)[channel]
    delivered = u[0] < reach
    clicked = delivered & (u[1] < click)
    at_click = np.flatnonzero(clicked)
    whole = whole_terms = None
    if run.expecting:
        whole = look(run, call)
        whole_terms = terms(run, call, whole)
        due = expect(run, call, whole, whole_terms, reach * click)
        run.tally.brought[rows] += np.stack([due @ PROFIT, due[:, 0]], axis=1)
    run.tally.send_krw[rows] += said.price_krw
    run.tally.sent[rows] += 1
    run.tally.clicked[rows] += clicked
    run.last_sent[rows], run.claims_days[rows] = at, deck.claims_days[campaign]
    out = delivered & (u[2] < _opt_out(run, call, said, worn, fatigue))
    # what the visit of a click would be hangs on the moment before the message left its own traces
    visiting, outlook, after_terms = call.take(at_click), None, None
    if len(at_click):
        if whole is not None and whole_terms is not None:
            outlook, after_terms = whole.take(at_click), whole_terms.take(at_click)
        else:
            if not reached:
                run.draw_fresh(visiting)
            outlook = look(run, visiting)
            after_terms = terms(run, visiting, outlook)
    _tire(run, rows, at, time, campaign, channel, delivered, fatigue)
    after = np.zeros(len(rows), np.int32)
    seen = at_click if run.recorder is None else np.flatnonzero(delivered)
    after[seen] = _delay(
        r.open_delay_median_seconds, keys.parts(key[seen], p.OPENS, slot[seen], (24, 24))[1], second[seen]
    )
    _coupons(run, call, said, delivered, clicked)
    ids = _note(run, call, product, said, delivered, clicked, out, after)
    s.reason_at[rows] = np.where(delivered & (said.reason > 0), at, s.reason_at[rows])
    _service(run, call, delivered)
    if outlook is not None:
        settle(run, visiting, outlook, after_terms, time[at_click] + after[at_click], ids[at_click])
    run.tally.changed[rows] |= (
        clicked | out | deck.has_offer[campaign] | ~deck.is_ad[campaign] | run.setting.traits.sleeping[who]
    )
    gone = np.flatnonzero(out)
    s.opted_out[s.twin[rows[gone]], deck.consent[campaign[gone]]] = True
    run.tally.opted_out[rows[gone]] += 1


def _call(
    run: Run, rows: Array, who: Array, at: Array, time: Array, channel: Array, campaign: Array, said: Content
) -> Call:
    """The visits that these messages would bring."""
    fresh = run.state.episode_until[rows] <= at
    episode = run.episode[rows]
    return Call(
        rows=rows, who=who, at=at, time=time, slot=p.touch_slot(time, channel), episode=episode, fresh=fresh,
        campaign=campaign,
        relevance=_relevance(run, rows, who, said, run.episodes.category[episode], ~fresh),
        names_item=said.names_item,
    )  # fmt: skip


def _note(
    run: Run, call: Call, product: Array, said: Content, delivered: Array, clicked: Array, out: Array, after: Array
) -> Array:
    """Record what left; answers the touches' ids."""
    n = len(call.rows)
    if run.recorder is None or call.campaign is None:
        return np.full(n, -1, np.int32)
    r, channel = run.setting.response, run.deck.channel[call.campaign]
    keen = np.clip(0.5 + 0.5 * run.setting.traits.answer[call.who], 0.3, 1.1)
    u = keys.draw(run.state.key[call.rows], p.OPENS, call.slot)
    opened = clicked | (delivered & (u < np.array(r.open_base)[channel] * keen))
    return run.recorder.touch(
        call.rows, call.time, call.campaign, product, np.zeros(n, np.int8), said.price_krw, delivered,
        np.where(opened, after, -1), np.where(clicked, after, -1), out,
    )  # fmt: skip


def _delay(median: float, u: Array, second: Array) -> Array:
    """Seconds from sending to opening; the same day."""
    wait = median * np.exp(1.2 * keys.normal(u))
    result: Array = np.minimum(np.minimum(wait, 6 * 3600), 86399 - second).astype(np.int32)
    return result


def _relevance(run: Run, rows: Array, who: Array, said: Content, wanted: Array, open_now: Array) -> Array:
    """How near what the message names is to what the reader wants now."""
    r, liked, named = run.setting.response, run.setting.traits.liked_category[who], said.named_category
    if (named < 0).all():
        return np.full(len(rows), r.relevance_generic)
    return np.select(
        [
            named < 0,
            said.names_item & open_now & (named == wanted),
            open_now & (named == wanted),
            named == liked[:, 0],
            (named == liked[:, 1]) | (named == liked[:, 2]),
        ],
        [r.relevance_generic, r.relevance_item, r.relevance_own, r.relevance_own, r.relevance_second],
        r.relevance_other,
    )


def _click(run: Run, call: Call, second: Array, said: Content, worn: Array, fatigue: Array) -> Array:
    """Chance of a click on a delivered message: base model, then reason, story, hole, timing."""
    s, r, t, deck, ep = run.state, run.setting.response, run.setting.traits, run.deck, run.episodes
    assert call.campaign is not None
    assert call.relevance is not None
    who, campaign = call.who, call.campaign
    peak = np.cos((2 * np.pi / 24) * (second / 3600 - t.peak_hour[who])) - 0.3
    click = (
        np.array(r.click_base)[deck.channel[campaign]]
        * t.answer[who]
        * (call.relevance / r.relevance_scale)
        * np.exp(r.hour_swing * peak - r.wear_click * fatigue)
        * np.where(worn, r.worn_click, np.where(said.reason > 0, r.reason_click, 1.0))
        * np.where(said.hole, r.hole_click, 1.0)
        * np.where(s.end_day[call.rows] > call.at, 1.0, r.gone_click)
    )
    if deck.has_offer[campaign].any():
        amount = ep.amount[call.episode]
        click *= 1 + r.depth_click * deck.discount(campaign, amount) / np.maximum(amount, 1)
    story = deck.weights[campaign, STORY] >= r.main_share
    if story.any():
        click *= np.where(story & t.story_prone[who], r.story_click, 1.0)
    left = np.flatnonzero((ep.exits[call.episode] > 0) & ~call.fresh)
    since = (call.at[left] - s.left_at[call.rows[left]]) * 24
    click[left] *= np.interp(since, r.timing_hours, r.timing_click)
    result: Array = np.minimum(click, r.click_most)
    return result


def _opt_out(run: Run, call: Call, said: Content, worn: Array, fatigue: Array) -> Array:
    r, deck = run.setting.response, run.deck
    assert call.campaign is not None
    assert call.relevance is not None
    campaign, relevance = call.campaign, call.relevance
    channel = deck.channel[campaign]
    fits = np.where(relevance <= r.relevance_other, r.optout_irrelevant, 1.0)
    fits = np.where(relevance >= r.relevance_own, r.optout_relevant, fits)
    hazard = (
        np.array(r.optout_base)[channel]
        * np.exp(np.minimum(r.optout_wear * fatigue, r.optout_wear_most))
        * fits
        * np.where(run.setting.traits.sleeping[call.who], r.optout_sleeping, 1.0)
        * np.where(said.hole, r.optout_hole, 1.0)
        * np.where(worn, r.optout_worn, 1.0)
        * np.where(policy.twice(run, call.rows, channel), r.optout_twice, 1.0)
        * np.where(deck.is_ad[campaign], 1.0, r.optout_information)
    )
    result: Array = np.minimum(hazard, 0.5)
    return result


def _tire(
    run: Run, rows: Array, at: Array, time: Array, campaign: Array, channel: Array, delivered: Array, fatigue: Array
) -> None:
    """Fatigue and the counts that caps go by belong to the person."""
    s, deck = run.state, run.deck
    s.last_hour[rows, channel] = time // 3600
    ads = np.flatnonzero(deck.is_ad[campaign])
    twin = s.twin[rows[ads]]
    s.recent[twin] = np.concatenate([s.recent[twin][:, 1:], at[ads][:, None]], axis=1)
    tired = np.flatnonzero(deck.is_ad[campaign] & delivered)
    person = s.twin[rows[tired]]
    s.fatigue[person] = fatigue[tired] + 1
    s.fatigue_at[person] = at[tired]


def _coupons(run: Run, call: Call, said: Content, delivered: Array, clicked: Array) -> None:
    """A coupon held, what it teaches about prices, and about waiting when it follows a cart exit."""
    assert call.campaign is not None
    campaign, ep = call.campaign, run.episodes
    s, r, deck = run.state, run.setting.response, run.deck
    got = np.flatnonzero(delivered & deck.has_offer[campaign])
    if not len(got):
        return
    row, now, which, episode = call.rows[got], call.at[got], campaign[got], call.episode[got]
    aware = clicked[got] | (keys.draw(s.key[row], p.AWARE, call.slot[got]) < r.aware_unclicked)
    amount = ep.amount[episode]
    depth = deck.discount(which, amount) / np.maximum(amount, 1)
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
    exits = np.flatnonzero((ep.exits[episode] > 0) & ~call.fresh[got] & aware)
    out, when = row[exits], now[exits]
    s.wait[out] = decayed(s.wait[out], s.wait_at[out], when, r.wait_half_life_days) + 1
    s.wait_at[out] = when


def _service(run: Run, call: Call, delivered: Array) -> None:
    """A timely notice about one's order keeps some who would have left after it."""
    assert call.campaign is not None
    notice = np.flatnonzero(delivered & ~run.deck.is_ad[call.campaign])
    if not len(notice):
        return
    s, r = run.state, run.setting.response
    rows, at = call.rows[notice], call.at[notice]
    u = keys.draw(s.key[rows], p.REVIVES, call.slot[notice])
    recent = at - s.last_order_at[rows] < 14
    keeps = recent & (s.end_day[rows] == s.last_order_at[rows]) & (u < 1 - r.service_drop)
    keeps &= r.service_drop ** (s.service[rows] + 1) >= r.service_drop_least - 0.03
    kept = rows[keeps]
    s.end_day[kept] = at[keeps] - np.log(np.maximum(u[keeps] / (1 - r.service_drop), 1e-6)) / r.drop_per_day
    s.service[rows] += recent
