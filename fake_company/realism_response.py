"""Response rows of the realism card: the company's world run from today with small, standard campaigns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company import catalog as catalogs
from fake_company import keys, people
from fake_company.history import calendar_of, goods_of, people_of
from fake_company.response import Response
from fake_company.truth import read_truth
from fake_company.warehouse import Company
from fake_company.world.behaviour import Behaviour
from fake_company.world.campaign import Campaign, Offer, Programme, Scheduled, Wording
from fake_company.world.engine import run
from fake_company.world.setting import Setting
from fake_company.world.state import State, Tally

Array = npt.NDArray[Any]
EVENING = 19 * 3600
PARTITIONS = 3
"""Response rows are read from at most this many partitions: 30,000 customers are enough for each rate."""
NOISE_SEEDS = 6


@dataclass(frozen=True)
class Stage:
    """A company's world at today, ready to be run."""

    setting: Setting
    state: State
    today: int
    favorite: Array

    def run(
        self, campaigns: tuple[Campaign, ...] = (), days: int = 28, seed: int = 1, expecting: bool = False
    ) -> tuple[Behaviour | None, Tally]:
        """Run from today under fresh random numbers; visits are kept unless only expectations are asked for."""
        ids = self.setting.people.customer_id[self.state.who]
        state = self.state.fork(np.arange(len(self.state)), keys.row_keys(seed + 900_001, ids))
        _, behaviour, tally = run(
            self.setting, state, self.today, days, Programme(campaigns), record=not expecting, expecting=expecting
        )
        return behaviour, tally

    def push(self, key: str, days: tuple[int, ...], names: str = "nothing", percent: float = 0, **more: Any) -> Campaign:
        """An app push to everybody at 19:00 on these days after today."""
        when = Scheduled(tuple(self.today + day for day in days), EVENING)
        offer = Offer(percent=percent, valid_days=14, code=key) if percent else None
        wording = Wording(names=names, category=more.pop("category", -1))
        appeal = "benefit" if percent else more.pop("appeal", "story")
        return Campaign(key, "app_push", when, content=wording, offer=offer, appeal=appeal, **more)


def stage_of(company: Company) -> Stage:
    """The first partitions of a company at today, with their hidden traits."""
    meta, profile = company.meta, company.profile
    count = min(meta.partitions, PARTITIONS)
    customers = min(meta.customers, count * meta.partition_size)
    crowd = people.make(profile, meta.seed, np.arange(customers), meta.days)
    goods = goods_of(profile, catalogs.make(profile, meta.seed))
    traits, state = read_truth(company.folder, count)
    calendar = calendar_of(profile, meta.days)
    setting = Setting(people_of(crowd, meta.seed), goods, traits, calendar, Response.of(profile.response))
    state = replace(state, coupon=np.full_like(state.coupon, -1))
    return Stage(setting, state, meta.days, traits.liked_category)


def values(company: Company) -> dict[str, float]:
    """Metric → value for every row that needs the world."""
    stage = stage_of(company)
    nothing, _ = stage.run(days=28)
    generic, _ = stage.run((stage.push("generic", (0,)),), days=3)
    weekly, _ = stage.run((stage.push("weekly", (0, 7, 14, 21), names="favorite"),), days=28)
    daily, _ = stage.run((stage.push("daily", tuple(range(28))),), days=28)
    if not (nothing and generic and weekly and daily):
        raise RuntimeError("recorded runs answer their behaviour")
    sent = _sent(generic)
    return {
        "spend14_cv": _spread(nothing, stage, 14),
        "click_generic_push": float(_clicked(generic)[sent].mean()),
        "optout_per_generic_send": float(generic.touches.opted_out[sent].mean()),
        "click_personal_over_generic": _item_ratio(stage),
        "relevant_over_irrelevant_click": _matched_ratio(stage),
        "visit_rel_lift_4msgs": _visited(weekly, stage, 14) / _visited(nothing, stage, 14) - 1,
        "order_lift28_weekly": _order_lift(stage),
        "optout28_daily": _left(daily),
        "optout28_weekly": _left(weekly),
        **_coupon(company, stage),
        "pull_forward_share": _pulled(stage),
    }


def _sent(behaviour: Behaviour) -> Array:
    """Positions of delivered touches."""
    return np.flatnonzero((behaviour.touches.skip == 0) & behaviour.touches.delivered.astype(bool))


def _clicked(behaviour: Behaviour) -> Array:
    result: Array = behaviour.touches.click_after >= 0
    return result


def _spread(nothing: Behaviour, stage: Stage, days: int) -> float:
    """Standard deviation ÷ mean of spend per customer."""
    orders = nothing.orders
    early = orders.day < stage.today + days
    paid = (orders.items_krw - orders.discount_krw)[early]
    spend = np.bincount(orders.row[early], paid, len(stage.state))
    return float(spend.std() / max(spend.mean(), 1e-9))


def _item_ratio(stage: Stage) -> float:
    """Clicks when the push names the reader's own item ÷ clicks of the generic one, among readers with an item."""
    rates = []
    for names, appeal in (("item", "reminder"), ("nothing", "story")):
        clicks = sends = 0
        for seed in range(NOISE_SEEDS):
            one, _ = stage.run((stage.push("one", (0,), names, appeal=appeal),), days=3, seed=seed)
            if one is not None:
                sent = _sent(one)
                sent = sent[one.touches.product[sent] >= 0]
                clicks, sends = clicks + int(_clicked(one)[sent].sum()), sends + len(sent)
        rates.append(clicks / max(sends, 1))
    return float(rates[0] / max(rates[1], 1e-9))


def _matched_ratio(stage: Stage) -> float:
    """Clicks of a push about one category, by whether it is the reader's favourite; the commonest six are tried."""
    matched, other = np.zeros(2), np.zeros(2)
    common = np.argsort(-np.bincount(stage.favorite[:, 0]), kind="stable")[:6]
    for category in common.tolist():
        behaviour, _ = stage.run((stage.push(f"about-{category}", (0,), "category", category=category),), days=2)
        if behaviour is None:
            continue
        sent = _sent(behaviour)
        liked = stage.favorite[behaviour.touches.row[sent]]
        clicked = _clicked(behaviour)[sent]
        matched += (clicked[liked[:, 0] == category].sum(), (liked[:, 0] == category).sum())
        none = ~(liked == category).any(axis=1)
        other += (clicked[none].sum(), none.sum())
    return float((matched[0] / matched[1]) / max(other[0] / other[1], 1e-9))


def _visited(behaviour: Behaviour, stage: Stage, days: int) -> float:
    """Customers with a visit."""
    early = behaviour.visits.day < stage.today + days
    return float(len(np.unique(behaviour.visits.row[early])))


def _left(behaviour: Behaviour) -> float:
    """Share of the customers reached who opted out."""
    touches = behaviour.touches
    reached = np.unique(touches.row[_sent(behaviour)])
    return float(len(np.unique(touches.row[touches.opted_out.astype(bool)])) / max(len(reached), 1))


def _order_lift(stage: Stage) -> float:
    """Expected orders of a weekly programme about favourites ÷ of doing nothing − 1, among those who can be reached."""
    campaign = stage.push("weekly", (0, 7, 14, 21), names="favorite")
    _, plan = stage.run((campaign,), days=28, expecting=True)
    _, base = stage.run(days=28, expecting=True)
    reached = plan.sent > 0
    return float(plan.expected[reached, 0].sum() / base.expected[reached, 0].sum() - 1)


def _coupon(company: Company, stage: Stage) -> dict[str, float]:
    """A 20 % coupon to the customers of the last 180 days: who uses it within 14 days, and what they spent before.

    The published figures are of households that all buy, targeted for having bought 2.4 times the mean; a shop's
    prospects and guests have no counterpart there.
    """
    before = company.arrays(
        "SELECT customer_id, sum(CASE WHEN ordered_at >= $today - INTERVAL 28 DAY THEN items_krw - discount_krw ELSE 0 "
        "END)::DOUBLE AS krw FROM orders WHERE ordered_at >= $today - INTERVAL 180 DAY GROUP BY 1",
        {"today": company.meta.today},
    )
    spent = np.full(company.meta.customers, np.nan)
    spent[before["customer_id"]] = before["krw"]
    spent = spent[: len(stage.state)]
    used_by, issued_to = [], []
    for seed in range(NOISE_SEEDS):
        campaign = stage.push("coupon", (0,), percent=20, audience=~np.isnan(spent))
        behaviour, _ = stage.run((campaign,), days=15, seed=seed)
        if behaviour is not None:
            issued = np.unique(behaviour.touches.row[_sent(behaviour)])
            issued_to.append(issued)
            used_by.append(np.isin(issued, behaviour.orders.row[behaviour.orders.coupon >= 0]))
    issued, used = np.concatenate(issued_to), np.concatenate(used_by)
    ratio = spent[issued][used].mean() / max(spent[issued][~used].mean(), 1e-9) if used.any() else float("nan")
    return {"coupon_redeem_rate": float(used.mean()), "redeemer_prespend_ratio": float(ratio)}


def _pulled(stage: Stage) -> float:
    """1 − extra orders after 84 days ÷ extra orders after 28, for a 30 % coupon to everybody."""
    extra = np.zeros(2)
    for seed in range(NOISE_SEEDS):
        for at, days in enumerate((28, 84)):
            for sign, campaigns in ((1, (stage.push("deep", (0,), percent=30),)), (-1, ())):
                _, tally = stage.run(campaigns, days=days, seed=seed, expecting=True)
                extra[at] += sign * tally.expected[:, 0].sum()
    return float(1 - extra[1] / extra[0])
