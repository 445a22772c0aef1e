"""What grades are made of: a plan's expectation over hidden seeds, against the kept do-nothing world."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import blake2b

import numpy as np

from app.plan import Plan
from app.simulator.nothing import (
    PRACTICE,
    PRACTICE_SEEDS,
    Nothing,
    Progress,
    earned,
    folder_of,
    mark_of,
    nothing_of,
    silent,
)
from app.simulator.programme import compiled, without_holdout
from app.simulator.rows import Rows, parts_of
from app.simulator.stage import Array, Stage, stage_of
from app.simulator.worlds import live, rows_of
from fake_company import keys
from fake_company.warehouse import Company
from fake_company.world import Tally

_SUMS = (
    "incremental_profit_krw", "incremental_profit_28_krw", "sends", "contacted", "cost_krw", "clicks",
    "conversions", "incremental_orders", "opt_outs", "coupon_orders", "coupon_krw", "new_coupon_orders",
)  # fmt: skip


@dataclass(frozen=True)
class Basis:
    """Means over hidden seeds of what a plan comes to, as if nobody were held out. KRW and customers of the company.

    `incremental_profit_krw` is over 28 days and 56 of follow-up; everything else over the 28 days of the plan.
    """

    incremental_profit_krw: float
    incremental_profit_28_krw: float
    sends: float
    contacted: float
    cost_krw: float
    clicks: float
    conversions: float
    incremental_orders: float
    opt_outs: float
    coupon_orders: float
    coupon_krw: float
    new_coupon_orders: float
    seeds: int
    sd: dict[str, float]
    """Standard deviation of each figure from one seed to another: the luck of a single launch."""

    @property
    def standard_error_krw(self) -> float:
        """How far the graded profit may be off because the seeds are finitely many."""
        return float(self.sd.get("incremental_profit_krw", 0.0) / max(self.seeds, 1) ** 0.5)


def score_basis(company: Company, plan: Plan, key: bytes) -> Basis:
    """A plan's basis under a key; kept on disk by company, plan, key. Lives do-nothing first if nobody has."""
    part = json.dumps(_what_counts(plan), sort_keys=True, ensure_ascii=False)
    mark = mark_of(company, key, blake2b(part.encode(), digest_size=16).hexdigest())
    path = folder_of(company) / f"basis-{mark}.json"
    if path.exists():
        return Basis(**json.loads(path.read_text(encoding="utf-8")))
    basis = _summed(per_seed(company, plan, nothing_of(company, key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_name(f".{os.getpid()}-{path.name}")
    working.write_text(json.dumps(asdict(basis)), encoding="utf-8")
    working.replace(path)
    return basis


def prepare(company: Company, key: bytes | None, progress: Progress = silent) -> None:
    """Live the do-nothing world of a key, so that grades under it are quick; None: the practice world of launches.

    For a background job: slow once a company and key, then kept on disk.
    """
    if key is None:
        nothing_of(company, PRACTICE, progress, PRACTICE_SEEDS)
    else:
        nothing_of(company, key, progress)


def _what_counts(plan: Plan) -> dict[str, object]:
    """The parts of a plan the world reacts to: not its title, forecast or rationale."""
    document = plan.to_document()
    counted = ("segments", "promotions", "messages", "campaigns")
    return {name: document[name] for name in (*counted, *(["content_blocks"] if plan.content_blocks else []))}


def per_seed(company: Company, plan: Plan, nothing: Nothing) -> dict[str, Array]:
    """Each figure of `Basis` under each seed."""
    stage = stage_of(company)
    campaigns = without_holdout(compiled(stage, plan))
    rows = rows_of(stage, campaigns, nothing) if campaigns else Rows(np.zeros(0, int), np.zeros(0, int), 1)
    if not len(rows.customer):
        return {name: np.zeros(max(rows.seeds, 1)) for name in _SUMS}
    early, late, changed = live(stage, rows, nothing.seeds, campaigns)
    return _figures(stage, rows, nothing, early, late, np.flatnonzero(changed))


def _without(stage: Stage, nothing: Nothing, rows: Rows) -> tuple[Array, Array, Array, Array]:
    """The same rows without the plan: from what is kept, else lived now."""
    code = rows.seed.astype(np.int64) * stage.company.meta.customers + rows.customer
    at = nothing.find(code)
    if at is not None:
        return nothing.profit[at], nothing.profit_28[at], nothing.orders_28[at], nothing.drawn_28[at]
    parts = [earned(stage, nothing.seeds, code[part]) for part in parts_of(stage, rows)]
    return tuple(np.concatenate(values) for values in zip(*parts, strict=True))  # type: ignore[return-value]


def _figures(
    stage: Stage, rows: Rows, nothing: Nothing, early: Tally, late: Tally, changed: Array
) -> dict[str, Array]:
    """Rows that changed are compared with do-nothing; of the others, what their messages bring is the difference."""
    profit = early.brought[:, 0] - early.send_krw
    profit_28, orders = profit.copy(), early.brought[:, 1].copy()
    drawn = early.actual[:, 0].copy()
    luck = -early.brought[:, 1]
    if len(changed):
        base, base_28, base_orders, base_drawn = _without(stage, nothing, rows.take(changed))
        ours = early.profit()[changed]
        profit[changed] = ours + late.profit()[changed] - base
        profit_28[changed] = ours - base_28
        orders[changed] = early.expected[changed, 0] - base_orders
        drawn[changed] -= base_drawn
        luck[changed] = drawn[changed] - orders[changed]
        profit -= _price(luck[changed], profit[changed]) * luck
    values = {
        "incremental_profit_krw": profit,
        "incremental_profit_28_krw": profit_28,
        "sends": early.sent,
        "contacted": early.sent > 0,
        "cost_krw": early.send_krw,
        "clicks": early.clicked,
        "conversions": early.converted,
        "incremental_orders": orders,
        "opt_outs": early.opted_out,
        "coupon_orders": early.coupon_orders,
        "coupon_krw": early.expected[:, 2],
        "new_coupon_orders": np.minimum(early.coupon_orders, np.maximum(drawn, 0)),
    }
    return {name: np.bincount(rows.seed, value, rows.seeds) for name, value in values.items()}


def _price(luck: Array, profit: Array) -> float:
    """What an order drawn beyond expectation is worth later (mostly less: needs are met, some customers leave).

    Orders drawn less orders expected have mean zero over everybody, so taking their price out of the profit leaves
    its mean and lessens its noise (a control variate; Glasserman 2003, section 4.1).
    """
    size = float((luck**2).sum())
    return float((luck * profit).sum()) / size if size else 0.0


def _summed(figures: dict[str, Array]) -> Basis:
    seeds = len(figures["sends"])
    means = {name: float(values.mean()) for name, values in figures.items()}
    spread = {name: float(values.std(ddof=1)) if seeds > 1 else 0.0 for name, values in figures.items()}
    return Basis(**means, seeds=seeds, sd=spread)


def noise(company: Company, plan: Plan, reference: Plan, key: bytes, nothing: Nothing | None = None) -> float:
    """Standard deviation of the 0–100 outcome score over independent sets of hidden seeds."""
    kept = nothing or nothing_of(company, key)
    ours = per_seed(company, plan, kept)["incremental_profit_krw"]
    return score_noise(ours, per_seed(company, reference, kept)["incremental_profit_krw"])


def score_noise(ours: Array, theirs: Array) -> float:
    """The noise of 100 · ours / theirs, clipped to 0–100, from both figures seed by seed.

    Seeds shared by both plans are compared seed by seed (delta method for a ratio); the deviation is that of the
    clipped score, so one that is clipped whatever the seeds has none.
    """
    best = float(theirs.mean())
    if best <= 0 or len(theirs) < 2 or len(ours) < 2:
        return 0.0
    share = float(ours.mean()) / best
    k = min(len(ours), len(theirs))
    both = np.cov(ours[:k], theirs[:k], ddof=1)
    own, other = ours.var(ddof=1) / len(ours), theirs.var(ddof=1) / len(theirs)
    shared = both[0, 1] / max(len(ours), len(theirs))
    error = max(own + share**2 * other - 2 * share * shared, 0.0) ** 0.5 / best
    sets = np.clip(share + error * keys.normal((np.arange(4000) + 0.5) / 4000), 0.0, 1.0)
    return float(100 * sets.std())
