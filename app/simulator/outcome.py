"""What a launch came to, told from several sides; everything is a mean over practice seeds unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.plan import Plan
from app.simulator import funnel, money, people
from app.simulator.lived import live_both
from app.simulator.nothing import PRACTICE_SEEDS, Progress, silent
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS
from fake_company.warehouse import Company

FORMAT = 1


@dataclass(frozen=True)
class Outcome:
    """The parts of the results page, as JSON values (texts are {"ko", "en"})."""

    seeds: int
    campaigns: list[dict[str, Any]]
    worlds: dict[str, dict[str, float]]
    waterfall: list[dict[str, Any]]
    incremental: dict[str, float]
    luck: dict[str, Any]
    coupon: dict[str, float]
    opt_outs: dict[str, float]
    contacted: dict[str, float]
    holdout: dict[str, Any] | None
    by_type: list[dict[str, Any]]
    by_blocker: list[dict[str, Any]]
    forecast: dict[str, dict[str, float | None]]
    days: list[dict[str, float]]
    customers: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The outcome as it is kept with the launch."""
        head = {"format": FORMAT, "horizon_days": HORIZON_DAYS, "follow_up_days": FOLLOW_UP_DAYS}
        return head | dict(self.__dict__)


def simulate(
    company: Company, plan: Plan, seeds: int | list[int] = PRACTICE_SEEDS, progress: Progress = silent
) -> Outcome:
    """Live the plan for 28 days and 56 of ordinary follow-up, beside the same world without it."""
    lived = live_both(company, plan, seeds, progress)
    figures = money.figures(lived)
    return Outcome(
        seeds=lived.rows.seeds,
        campaigns=funnel.campaigns(lived),
        worlds=money.worlds(lived),
        waterfall=money.waterfall(lived),
        incremental=money.incremental(lived),
        luck=money.luck(lived),
        coupon=money.coupon(lived),
        opt_outs=money.opt_outs(lived),
        contacted=money.contacted(lived),
        holdout=people.holdout(lived),
        by_type=people.by_type(lived),
        by_blocker=people.by_blocker(lived),
        forecast=money.forecast(plan, figures),
        days=funnel.days(lived),
        customers=people.interesting(lived),
    )


def interesting_customers(outcome: Outcome) -> list[dict[str, Any]]:
    """Customers of the first seed worth looking at in both worlds, one per kind of fate."""
    return outcome.customers
