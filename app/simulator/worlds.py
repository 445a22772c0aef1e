"""Plan and do-nothing on the same seeds: only rows that the plan could touch are lived again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulator.nothing import Nothing, event_bit
from app.simulator.programme import standard
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Array, Stage
from fake_company.world import Campaign, Programme, Scheduled, Tally, Trigger, run

MOST_ROWS = 320_000
"""Rows of one grade: wide plans are graded on fewer seeds, which suffices because they touch more customers."""
FEWEST_SEEDS = 8
CHUNK = 80_000


@dataclass(frozen=True)
class Rows:
    """Which customers under which seeds a plan could touch, seed by seed."""

    customer: Array
    seed: Array
    """Position of the seed."""
    seeds: int
    """How many seeds are used."""


def rows_of(
    stage: Stage, campaigns: tuple[Campaign, ...], nothing: Nothing, most_rows: int = MOST_ROWS
) -> Rows:
    """Who could be touched: until the first touch both worlds are the same, so do-nothing tells who triggers."""
    n = stage.company.meta.customers
    always = np.zeros(n, dtype=bool)
    triggered: list[tuple[Array, int]] = []
    for campaign in campaigns:
        may = stage.may_receive(campaign.channel, campaign.is_ad)
        if isinstance(campaign.audience, np.ndarray):
            may = may & campaign.audience
        if isinstance(campaign.when, Trigger):
            triggered.append((may, event_bit(campaign.when.event)))
        elif isinstance(campaign.when, Scheduled) and campaign.when.days:
            always |= may
    customers, seeds, total = [], [], 0
    for k in range(len(nothing.seeds)):
        touched = always.copy()
        for may, bit in triggered:
            touched |= may & ((nothing.events[k] & bit) > 0)
        who = stage.whole_persons(np.flatnonzero(touched))
        if k >= FEWEST_SEEDS and total + len(who) > most_rows:
            break
        customers.append(who)
        seeds.append(np.full(len(who), k))
        total += len(who)
    return Rows(np.concatenate(customers), np.concatenate(seeds), len(seeds))


def live(stage: Stage, rows: Rows, seeds: Array, campaigns: tuple[Campaign, ...]) -> tuple[Tally, Tally]:
    """The tallies of horizon and follow-up for these rows, in chunks of whole seeds.

    Rows of persons who were not touched in the horizon live on as without the plan: their follow-up stays 0.
    """
    early, late = [], []
    ends = np.cumsum(np.bincount(rows.seed, minlength=rows.seeds))
    start = 0
    for k, end in enumerate(ends):
        following = ends[k + 1] if k + 1 < len(ends) else None
        if following is not None and following - start <= CHUNK:
            continue
        part = slice(start, end)
        state = stage.fork(rows.customer[part], seeds[rows.seed[part]])
        programme = Programme(campaigns)
        state, _, first = run(stage.setting, state, stage.today, HORIZON_DAYS, programme, False, True)
        after = stage.today + HORIZON_DAYS
        own = np.flatnonzero(_persons(first.touched, state.twin))
        lasting = state.fork(own, state.key[own])
        _, _, then = run(stage.setting, lasting, after, FOLLOW_UP_DAYS, standard(stage), False, True)
        whole = Tally.zeros(len(state))
        for name, values in then.to_arrays().items():
            getattr(whole, name)[own] = values
        early.append(first)
        late.append(whole)
        start = end
    return Tally.joined(early), Tally.joined(late)


def _persons(touched: Array, twin: Array) -> Array:
    """Rows touched themselves or through another customer number of the same person."""
    person = np.zeros(len(twin), dtype=bool)
    person[twin[touched]] = True
    return person[twin]
