"""The engine: day by day, each customer's visits and messages in the order of the clock.

Customers do not influence each other (except one person under two customer numbers), so everything is worked out
for many rows at once: candidate visits are drawn a week ahead and thinned by the state of the moment; a round takes
the next event of every row that has one; what an event causes (a click's visit, a timer) joins the queue.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fake_company import keys
from fake_company.world import policy
from fake_company.world import purposes as p
from fake_company.world.behaviour import Behaviour
from fake_company.world.campaign import Asked, Programme, Scheduled
from fake_company.world.deck import Deck
from fake_company.world.interest import current
from fake_company.world.outlook import decayed, look
from fake_company.world.people import Array
from fake_company.world.record import Recorder
from fake_company.world.running import Queue, Run
from fake_company.world.sending import send
from fake_company.world.setting import Setting
from fake_company.world.state import LONG_AGO, State, Tally
from fake_company.world.visiting import expect, settle, start_timers

WEEK = 7
ORGANIC = -1


def run(
    setting: Setting,
    state: State,
    first_day: int,
    days: int,
    programme: Programme,
    record: bool = True,
    expecting: bool = False,
    each_day: Callable[[int], None] | None = None,
) -> tuple[State, Behaviour | None, Tally]:
    """Let the world run for `days` from `first_day`. The given state is not changed.

    A coupon numbered beyond this programme's campaigns is from another programme, and worth nothing in this one.
    `record`: keep every visit, order and touch. `expecting`: also work out `Tally.expected`. `each_day` hears the day.
    """
    world = Run(setting, state.copy(), Deck.of(programme, setting.response), Tally.zeros(len(state)),
                Recorder() if record else None, expecting)  # fmt: skip
    world.state.coupon[world.state.coupon >= len(programme.campaigns)] = -1
    coming: list[list[tuple[Array, Array, Array]]] = []
    for day in range(first_day, first_day + days):
        world.day = day
        if each_day is not None:
            each_day(day)
        at = (day - first_day) % WEEK
        if at == 0:
            coming = [_candidates(world, day + i) for i in range(min(WEEK, first_day + days - day))]
        _fade(world)
        today = world.queue(day)
        for which, (rows, second, u) in enumerate(coming[at]):
            today.add(rows, second, ORGANIC, -1, u, which)
        _schedule(world, today)
        while (event := today.pop(world.rank)) is not None:
            _round(world, event)
        del world.later[day]
    behaviour = world.recorder.behaviour() if world.recorder is not None else None
    return world.state, behaviour, world.tally


def _candidates(world: Run, day: int) -> list[tuple[Array, Array, Array]]:
    """Everybody who could come today at the most: (rows, second, u), first and second sessions."""
    s, setting, r = world.state, world.setting, world.setting.response
    rate = setting.traits.visits_per_day[s.who] * np.float32(setting.calendar.factor(day))
    u = keys.draw(s.key, p.COMES, day)
    first = setting.people.first_day[s.who]
    u[first == day] = 0.0  # nobody exists before having come once
    rows = np.flatnonzero((u < 1 - np.exp(-rate)) & (first <= day))
    key = s.key[rows]
    near = keys.draw(key, p.HOUR_NEAR, day)
    u_hour = keys.draw(key, p.HOUR, day)
    peak = (setting.traits.peak_hour[s.who[rows]] - 1 + 2 * u_hour) % 24 * 3600
    second = np.where(near < r.near_peak, peak, setting.calendar.seconds(u_hour)).astype(np.int32)
    again = keys.draw(key, p.COMES_AGAIN, day) < r.second_session
    more = rows[again]
    u_later = keys.draw(s.key[more], p.HOUR_AGAIN, day)
    later = second[again] + 1800 + (u_later * (84600 - second[again])).clip(0).astype(np.int32)
    ok = later < 86400 - 600
    return [(rows, second.clip(0, 85800), u[rows]), (more[ok], later[ok], u[more][ok])]


def _fade(world: Run) -> None:
    """Interests that end today whatever they were: the same days in every world, so that worlds meet again."""
    s, half = world.state, world.setting.response.episode_half_life_days
    rows = np.flatnonzero(keys.draw(s.key, p.FADES, world.day) < 1 - 2 ** (-1 / half))
    s.episode_until[rows] = np.minimum(s.episode_until[rows], world.day)


def _schedule(world: Run, today: Queue) -> None:
    """Messages of scheduled campaigns due today."""
    s, people = world.state, world.setting.people
    for i, campaign in enumerate(world.deck.campaigns):
        if not (isinstance(campaign.when, Scheduled) and world.day in campaign.when.days):
            continue
        if isinstance(campaign.audience, np.ndarray):
            rows = np.flatnonzero(campaign.audience[s.who] & (people.first_day[s.who] <= world.day))
        else:
            rows = np.flatnonzero(people.first_day[s.who] <= world.day)
        open_now = s.episode_until[rows] > world.day
        product = np.where(open_now, s.product[rows], -1).astype(np.int32)
        second = np.full(len(rows), campaign.when.second, dtype=np.int32)
        if callable(campaign.audience):
            inside = campaign.audience(Asked(s.who[rows], rows, world.day, second, product, world.diary, s))
            rows, second, product = rows[inside], second[inside], product[inside]
        today.add(rows, second, i, product)


def _round(world: Run, event: tuple[Array, ...]) -> None:
    rows, second, campaign, product, u, which = event
    organic = campaign == ORGANIC
    at = np.flatnonzero(organic)
    if len(at):
        _come(world, rows[at], second[at], u[at], which[at])
    at = np.flatnonzero(~organic)
    if len(at):
        _due(world, rows[at], second[at], campaign[at].astype(np.int64), product[at])


def _come(world: Run, rows: Array, second: Array, u: Array, which: Array) -> None:
    """Organic visits: candidates thinned by need, sleeping dogs' annoyance and whether the customer is still there."""
    s, r, t = world.state, world.setting.response, world.setting.traits
    who = s.who[rows]
    at = (world.day + second / 86400).astype(np.float32)
    twin = s.twin[rows]
    need = decayed(s.need[rows], s.need_at[rows], at, t.need_half_life_days[who])
    tired = decayed(s.fatigue[twin], s.fatigue_at[twin], at, r.fatigue_half_life_days).clip(0, 4)
    factor = np.exp(-r.need_visit * need) * np.where(t.sleeping[who], 1 - r.sleeping_visit * tired, 1.0)
    factor *= np.where(s.end_day[rows] > at, 1.0, r.visits_of_gone)
    rate = t.visits_per_day[who] * np.float32(world.setting.calendar.factor(world.day))
    comes = np.flatnonzero(u < 1 - np.exp(-rate * factor))
    if not len(comes):
        return
    rows, second, at = rows[comes], second[comes], at[comes]
    none = np.full(len(rows), ORGANIC, dtype=np.int64)
    slot = world.day * 4 + which[comes].astype(np.int64)
    interest = current(world.setting, s, rows, at, slot)
    nothing = np.zeros(len(rows))
    outlook = look(world.setting, s, world.deck, rows, at, none, nothing, nothing > 0, interest)
    if world.expecting:
        expect(world, outlook)
    visited = settle(world, outlook, second, slot, np.full(len(rows), -1, dtype=np.int32))
    start_timers(world, rows, second, visited)


def _due(world: Run, rows: Array, second: Array, campaign: Array, product: Array) -> None:
    """Messages due now: hold those in quiet hours, drop those whose timer was cancelled, send the rest."""
    waits = policy.held(world, campaign, second)
    for i in np.unique(campaign[waits]):
        at = waits & (campaign == i)
        evening = at & (second >= policy.RELEASE)
        for chosen, day in ((evening, world.day + 1), (at & ~evening, world.day)):
            release = np.full(int(chosen.sum()), policy.RELEASE, dtype=np.int32)
            world.queue(day).add(rows[chosen], release, int(i), product[chosen])
    keep = ~waits
    for i in world.deck.triggers:
        at = np.flatnonzero(keep & (campaign == i))
        if not len(at):
            continue
        started = world.timers[i][rows[at]]
        world.timers[i][rows[at]] = LONG_AGO
        unless = world.trigger(i).unless
        done = world.seen[unless][rows[at]] > started if unless else np.zeros(len(at), dtype=bool)
        audience = world.deck.campaigns[i].audience
        if isinstance(audience, np.ndarray):
            outside = ~audience[world.state.who[rows[at]]]
        elif callable(audience):
            asked = Asked(
                world.state.who[rows[at]],
                rows[at],
                world.day,
                second[at],
                product[at],
                world.diary,
                world.state,
            )
            outside = ~audience(asked)
        else:
            outside = np.zeros(len(at), dtype=bool)
        code = np.where(done, policy.CODE["converted"], policy.CODE["left_audience"])
        out = done | outside
        world.note_skips(rows[at][out], second[at][out], campaign[at][out], product[at][out], code[out])
        keep[at[out]] = False
    if keep.any():
        send(world, rows[keep], second[keep], campaign[keep], product[keep])
