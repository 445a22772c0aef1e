"""One plan lived under practice seeds, both worlds recorded: what the results page is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.plan import Plan
from app.simulator.nothing import PRACTICE, Nothing, Progress, hidden_seeds, nothing_of
from app.simulator.programme import afterwards, compiled
from app.simulator.rows import Rows, Tick, parts_of, share
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Array, Stage, stage_of
from app.simulator.worlds import rows_of
from fake_company.text import Text
from fake_company.warehouse import Company
from fake_company.world import Behaviour, Campaign, Programme, Tally, run

MOST_ROWS = 120_000


@dataclass(frozen=True)
class World:
    """One of the two worlds over all rows."""

    early: Tally
    late: Tally
    behaviour: Behaviour


@dataclass(frozen=True)
class Lived:
    """Both worlds of a plan. Rows are (seed, customer); only touched ones differ."""

    stage: Stage
    plan: Plan
    campaigns: tuple[Campaign, ...]
    rows: Rows
    with_plan: World
    without: World
    touched: Array
    """bool: rows of persons whom the plan touched (or held out)."""


def live_both(company: Company, plan: Plan, seeds: int | list[int], progress: Progress) -> Lived:
    """Live a plan and do-nothing on the same draws."""
    stage = stage_of(company)
    campaigns = compiled(stage, plan)
    nothing = _practice(company, seeds, progress)
    rows = _empty() if not campaigns else rows_of(stage, campaigns, nothing, MOST_ROWS)
    sending = Text("계획대로 보내는 중이에요", "Sending as planned")
    comparing = Text("아무것도 보내지 않은 세계와 견주는 중이에요", "Comparing with the world without it")
    ours = _world(stage, rows, nothing.seeds, campaigns, lambda done: progress(0.5 + 0.25 * done, sending))
    theirs = _world(stage, rows, nothing.seeds, (), lambda done: progress(0.75 + 0.25 * done, comparing))
    person = rows.seed.astype(np.int64) * company.meta.customers + stage.state.twin[rows.customer]
    touched = np.isin(person, person[ours.early.touched])
    return Lived(stage, plan, campaigns, rows, ours, theirs, touched)


def _practice(company: Company, seeds: int | list[int], progress: Progress) -> Nothing:
    def half(share: float, text: Text) -> None:
        progress(0.45 * share, text)

    if isinstance(seeds, int):
        return nothing_of(company, PRACTICE, half, seeds)
    key = PRACTICE + repr(seeds).encode()
    return nothing_of(company, key, half, len(seeds))


def practice_seed(company: Company, number: int) -> int:
    """The number-th practice seed."""
    return int(hidden_seeds(PRACTICE, number + 1)[number])


def _empty() -> Rows:
    return Rows(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 1)


def _world(stage: Stage, rows: Rows, seeds: Array, campaigns: tuple[Campaign, ...], tick: Tick) -> World:
    early, late, seen = [], [], []
    parts = parts_of(stage, rows) or [slice(0, 0)]
    for number, part in enumerate(parts):
        state = stage.fork(rows.customer[part], seeds[rows.seed[part]])
        state, behaviour, first = run(
            stage.setting, state, stage.today, HORIZON_DAYS, Programme(campaigns), True, True,
            share(tick, number, 0, parts),
        )  # fmt: skip
        _, _, then = run(
            stage.setting, state, stage.today + HORIZON_DAYS, FOLLOW_UP_DAYS, afterwards(stage, campaigns), False, True,
            share(tick, number, 1, parts),
        )  # fmt: skip
        if behaviour is None:
            raise RuntimeError("a recorded run answers its behaviour")
        early.append(first)
        late.append(then)
        seen.append(behaviour)
    return World(Tally.joined(early), Tally.joined(late), Behaviour.joined(seen, [len(one.sent) for one in early]))
