"""Plan and do-nothing on the same seeds: only rows that the plan could touch are lived again."""

from __future__ import annotations

import numpy as np

from app.simulator.nothing import Nothing, event_bit
from app.simulator.programme import afterwards
from app.simulator.rows import Rows, Tick, parts_of, share, unheard
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Array, Stage
from fake_company.world import Campaign, Programme, Scheduled, Tally, Trigger, run

MOST_ROWS = 200_000
"""Rows of one grade: wide plans are graded on fewer seeds, which suffices because they touch more customers."""
FEWEST_SEEDS = 6
STILL_TIRED = 0.5
"""Fatigue at the end of the horizon above which a customer is followed up even if nothing else happened."""


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
    weight = 1 + sum(_work(campaign) for campaign in campaigns)
    customers, seeds, total = [], [], 0.0
    for k in range(len(nothing.seeds)):
        touched = always.copy()
        for may, bit in triggered:
            touched |= may & ((nothing.events[k] & bit) > 0)
        who = stage.whole_persons(np.flatnonzero(touched))
        if k >= FEWEST_SEEDS and total + len(who) * weight > most_rows:
            break
        customers.append(who)
        seeds.append(np.full(len(who), k))
        total += len(who) * weight
    return Rows(np.concatenate(customers), np.concatenate(seeds), len(seeds))


def _work(campaign: Campaign) -> float:
    """How much dearer a scheduled campaign makes a row: its sends, and an offer after which everybody is compared."""
    if isinstance(campaign.when, Trigger):
        return 0.0
    return 0.1 * len(campaign.when.days) + 2.0 * (campaign.offer is not None)


def live(
    stage: Stage, rows: Rows, seeds: Array, campaigns: tuple[Campaign, ...], tick: Tick = unheard
) -> tuple[Tally, Tally, Array]:
    """The tallies of horizon and follow-up for these rows, and which rows are no longer as without the plan.

    A customer who got a message and did nothing is, once rested, where they would have been: such rows are not
    followed up (their follow-up is 0), nor need they be compared. `tick` hears the share that is done.
    """
    early, late, changed = [], [], []
    parts = parts_of(stage, rows)
    for number, part in enumerate(parts):
        state = stage.fork(rows.customer[part], seeds[rows.seed[part]])
        programme = Programme(campaigns)
        state, _, first = run(
            stage.setting, state, stage.today, HORIZON_DAYS, programme, False, True, share(tick, number, 0, parts)
        )
        after = stage.today + HORIZON_DAYS
        half = stage.setting.response.fatigue_half_life_days
        tired = state.fatigue * np.exp2(-(after - state.fatigue_at) / half) > STILL_TIRED
        differs = of_persons(first.changed | (first.touched & tired[state.twin]), state.twin)
        own = np.flatnonzero(differs)
        lasting = state.fork(own, state.key[own])
        _, _, then = run(
            stage.setting, lasting, after, FOLLOW_UP_DAYS, afterwards(stage, campaigns), False, True,
            share(tick, number, 1, parts),
        )  # fmt: skip
        whole = Tally.zeros(len(state))
        for name, values in then.to_arrays().items():
            getattr(whole, name)[own] = values
        early.append(first)
        late.append(whole)
        changed.append(differs)
    return Tally.joined(early), Tally.joined(late), np.concatenate(changed)


def of_persons(some: Array, twin: Array) -> Array:
    """Rows among `some`, or of the same person as one of them."""
    person = np.zeros(len(twin), dtype=bool)
    person[twin[some]] = True
    return person[twin]
