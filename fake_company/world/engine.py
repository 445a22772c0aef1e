"""The engine: customer by customer through time, all customers at once.

Customers do not influence each other (except one person under two customer numbers), so nothing needs a common
clock. What no message can change (candidate visits, the days on which interests fade)
is drawn for a whole stretch of days beforehand; then each row walks along its own line of events: candidate
visits, thinned by the state of the moment, scheduled messages, timers. Rows wait, wherever in time they stand, until
many want the same kind of work. Values that decay carry the time they held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from fake_company.world import policy
from fake_company.world.agenda import NEVER, RANKS, Agenda, Line, Timers, scheduled, trigger
from fake_company.world.behaviour import Behaviour
from fake_company.world.campaign import Programme, Scheduled
from fake_company.world.coming import coming
from fake_company.world.deck import Deck
from fake_company.world.episodes import Episodes
from fake_company.world.outlook import Call, decayed, look, terms
from fake_company.world.people import Array
from fake_company.world.record import Recorder
from fake_company.world.running import Run
from fake_company.world.sending import send, skip
from fake_company.world.setting import Setting
from fake_company.world.state import State, Tally
from fake_company.world.visiting import expect, finish, settle

MOST_SENDS = 4_000_000
"""Scheduled messages laid out at a time."""
MOST_ROW_DAYS = 12_000_000
"""Rows times days looked ahead at a time."""
COST = (3.0, 2.0, 5.0)
"""How much dearer a round of visits, carts or messages is than one of candidates, however few rows it has."""


def run(
    setting: Setting,
    state: State,
    first_day: int,
    days: int,
    programme: Programme,
    record: bool = True,
    expecting: bool = False,
    tick: Callable[[float], None] | None = None,
) -> tuple[State, Behaviour | None, Tally]:
    """Let the world run for `days` from `first_day`. The given state is not changed.

    A coupon numbered beyond this programme's campaigns is from another programme, and worth nothing in this one.
    `record`: keep every visit, order and touch. `expecting`: also work out `Tally.expected`. `tick` hears the share
    that is done.
    """
    world = Run(setting, state.copy(), Deck.of(programme, setting.response), Recorder() if record else None, expecting)
    world.state.coupon[world.state.coupon >= len(programme.campaigns)] = -1
    timers = Timers.of(world.deck.triggers, len(state))
    step = _stretch(programme, len(state), days)
    for begin in range(0, days, step):
        length = min(step, days - begin)
        _lay_out(world, timers, first_day, first_day + begin, length)
        for done in _live(world):
            if tick is not None:
                tick((begin + length * done) / days)
        world.episodes.store(world.state, world.episode)
        if world.recorder is not None:
            world.recorder.close(world)
        world.episode = np.arange(len(state), dtype=np.int64)
    behaviour = world.recorder.behaviour() if world.recorder is not None else None
    return world.state, behaviour, world.tally


def _live(world: Run) -> Iterator[float]:
    """Take what most rows wait for, until nobody waits; yields the share of candidate visits worked out."""
    agenda, lived, all_of = world.agenda, 0, max(len(world.coming.row), 1)
    while True:
        visits, sends = agenda.turn()
        want = (
            agenda.waiting[0] + len(visits), world.came_count / COST[0], world.cart_count / COST[1],
            (agenda.waiting[1] + len(sends)) / COST[2],
        )  # fmt: skip
        most = max(want)
        if most == 0:
            return
        if most == want[0]:
            rows = agenda.take(0, visits)
            lived += len(rows)
            _come(world, rows, agenda.coming.step(rows))
        elif most == want[1]:
            _arrive(world)
        elif most == want[2]:
            finish(world)
        else:
            _due(world, agenda.take(1, sends))
        yield lived / all_of


def _stretch(programme: Programme, rows: int, days: int) -> int:
    """Days that are laid out at a time: as many as fit into memory. No result depends on it."""
    sends = sum(len(c.when.days) for c in programme.campaigns if isinstance(c.when, Scheduled))
    fit = min(MOST_ROW_DAYS / max(rows, 1), days * MOST_SENDS / max(rows * sends, 1))
    stretches = int(np.ceil(days / max(1.0, min(fit, days))))
    return max(1, int(np.ceil(days / max(stretches, 1))))


def _lay_out(world: Run, timers: Timers, start_day: int, first_day: int, days: int) -> None:
    s, n = world.state, len(world.state)
    ahead = world.coming = coming(world.setting, s, first_day, days)
    world.lay_out(Episodes.of(s), len(ahead.row) // 3)
    rows, keys, which = scheduled(world.setting, s, world.deck, start_day, first_day, days)
    world.send_campaign = which
    shared = np.flatnonzero(world.shared)
    agenda = world.agenda = Agenda(
        Line.of(ahead.row, ahead.time << RANKS, n), Line.of(rows, keys, n), timers,
        end=((first_day + days) * 86400) << int(RANKS), shared=shared,
        person=np.unique(s.twin[shared], return_inverse=True)[1], alone=~world.shared, busy=np.full(n, NEVER),
    )  # fmt: skip
    agenda.idle(np.arange(n))


def _due(world: Run, rows: Array) -> None:
    """Messages due, scheduled ones and those of timers that are up."""
    s, agenda = world.state, world.agenda
    planned = agenda.planned.next[rows] <= agenda.timers.next[rows]
    sends, rings = rows[planned], rows[~planned]
    due: list[tuple[Array, Array, Array, Array]] = []
    if len(sends):
        time = agenda.planned.next[sends] >> RANKS
        at = agenda.planned.step(sends)
        is_open = s.episode_until[sends] > time / 86400
        product = np.where(is_open, world.episodes.product[world.episode[sends]], -1)
        due += _addressed(world, sends, time, world.send_campaign[at].astype(np.int64), product)
    if len(rings):
        due += _ring(world, rings)
    each, time, campaign, product = (np.concatenate(parts) for parts in zip(*due, strict=True))
    if len(due) > 1:
        order = np.argsort(each, kind="stable")
        each, time, campaign, product = each[order], time[order], campaign[order], product[order]
    if len(each):
        send(world, each, time, campaign, product)
    agenda.idle(rows[agenda.busy[rows] == NEVER])


def _come(world: Run, rows: Array, at: Array) -> None:
    """Organic visits: candidates thinned by need, sleeping dogs' annoyance and whether the customer is still there."""
    s, r, t, ahead = world.state, world.setting.response, world.setting.traits, world.coming
    who = s.who[rows]
    time = ahead.time[at]
    now = (time / 86400).astype(np.float32)
    factor = np.exp(
        np.float32(-r.need_visit) * decayed(s.need[rows], s.need_at[rows], now, t.need_half_life_days[who])
    )
    factor *= np.where(s.end_day[rows] > now, np.float32(1), np.float32(r.visits_of_gone))
    twin = s.twin[rows]
    tired = s.fatigue[twin]
    if tired.any():
        annoyed = np.flatnonzero((tired > 0) & t.sleeping[who])
        twin = twin[annoyed]
        still = decayed(tired[annoyed], s.fatigue_at[twin], now[annoyed], r.fatigue_half_life_days).clip(0, 4)
        factor[annoyed] *= np.float32(1) - np.float32(r.sleeping_visit) * still
    takes_place = factor > ahead.need[at]
    comes = np.flatnonzero(takes_place)
    if len(comes):
        world.came.append((rows[comes], at[comes]))
        world.came_count += len(comes)
        world.agenda.busy[rows[comes]] = time[comes] << RANKS
        rows = rows[~takes_place]
    world.agenda.idle(rows)


def _arrive(world: Run) -> None:
    """The visits that take place: what they find, and what they do."""
    s, ahead = world.state, world.coming
    rows, at = (np.concatenate(parts) for parts in zip(*world.came, strict=True))
    world.came, world.came_count = [], 0
    time = ahead.time[at]
    now = (time / 86400).astype(np.float32)
    call = Call(
        rows=rows, who=s.who[rows], at=now, time=time, slot=ahead.slot[at], episode=world.episode[rows],
        fresh=s.episode_until[rows] <= now,
    )  # fmt: skip
    world.draw_fresh(call)
    outlook = look(world, call)
    due = None
    if world.expecting:
        due = terms(world, call, outlook)
        expect(world, call, outlook, due)
    settle(world, call, outlook, due)


def _addressed(
    world: Run, rows: Array, time: Array, campaign: Array, product: Array
) -> list[tuple[Array, Array, Array, Array]]:
    """Scheduled messages whose audience, where it is judged at the moment of sending, holds the reader."""
    judged = [i for i, c in enumerate(world.deck.campaigns) if callable(c.audience) and isinstance(c.when, Scheduled)]
    keep = np.ones(len(rows), bool)
    for i in judged:
        at = np.flatnonzero(campaign == i)
        audience = world.deck.campaigns[i].audience
        if len(at) and callable(audience):
            keep[at] = audience(world.asked(rows[at], time[at], product[at]))
    if keep.all():
        return [(rows, time, campaign, product)]
    return [(rows[keep], time[keep], campaign[keep], product[keep])]


def _ring(world: Run, rows: Array) -> list[tuple[Array, Array, Array, Array]]:
    """Timers that are up: drop those that were cancelled or whose reader is no longer in the audience."""
    timers = world.agenda.timers
    time = timers.next[rows] >> RANKS
    column, started, product = timers.step(rows)
    campaign = np.array(timers.which, np.int64)[column]
    keep = np.ones(len(rows), bool)
    for i in timers.which:
        at = np.flatnonzero(campaign == i)
        if not len(at):
            continue
        unless, audience = trigger(world.deck, i).unless, world.deck.campaigns[i].audience
        done = world.seen[unless][rows[at]] > started[at] if unless else np.zeros(len(at), dtype=bool)
        outside = np.zeros(len(at), dtype=bool)
        if isinstance(audience, np.ndarray):
            outside = ~audience[world.state.who[rows[at]]]
        elif callable(audience):
            outside = ~audience(world.asked(rows[at], time[at], product[at]))
        code = np.where(done, policy.CODE["converted"], policy.CODE["left_audience"])
        out = np.flatnonzero(done | outside)
        gone = at[out]
        skip(world, rows[gone], time[gone], campaign[gone], product[gone], code[out])
        keep[gone] = False
    return [(rows[keep], time[keep], campaign[keep], product[keep])]

