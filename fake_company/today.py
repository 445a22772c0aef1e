"""A company's world as it stands today: where every simulated future starts. HIDDEN: only the simulator asks for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fake_company import catalog as catalogs
from fake_company import partitions, people
from fake_company.history import calendar_of, goods_of, people_of
from fake_company.response import Response
from fake_company.truth import read_truth
from fake_company.warehouse import Company, broken
from fake_company.world.people import People
from fake_company.world.setting import Setting
from fake_company.world.state import State


def world_of(company: Company) -> tuple[Setting, State]:
    """People, goods, hidden traits and hidden state of a company at the end of its history."""
    meta, profile = company.meta, company.profile
    goods = goods_of(profile, catalogs.make(profile, meta.seed))
    bounds = [partitions.bounds(number, meta.customers) for number in range(meta.partitions)]
    crowds = [people.make(profile, meta.seed, np.arange(low, high), meta.days) for low, high in bounds]
    crowd = People.joined([people_of(one, meta.seed) for one in crowds])
    traits, state = read_truth(company.folder, meta.partitions)
    if len(state) != meta.customers:
        raise broken(company.folder / "truth", f"{len(state)} customers instead of {meta.customers}")
    setting = Setting(crowd, goods, traits, calendar_of(profile, meta.days), Response.of(profile.response))
    shared = state.opted_out.copy()
    np.logical_or.at(shared, setting.twins, state.opted_out)
    return setting, replace(state, twin=setting.twins.copy(), opted_out=shared)
