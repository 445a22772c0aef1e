"""Planned → sent → delivered → opened → clicked → visited → ordered, per campaign and per day."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.plan.sending import sendings
from app.simulator.lived import Lived
from app.simulator.stage import HORIZON_DAYS, Array
from fake_company.world import SKIPS

DAY = 86_400


def campaigns(lived: Lived) -> list[dict[str, Any]]:
    """One funnel a campaign."""
    touches, seeds = lived.with_plan.behaviour.touches, lived.rows.seeds
    visits, orders = lived.with_plan.behaviour.visits, lived.with_plan.behaviour.orders
    brought = visits.touch[visits.touch >= 0]
    owner = touches.campaign[brought] if len(brought) else np.zeros(0, int)
    paid = orders.visit[visits.touch[orders.visit] >= 0] if len(orders) else np.zeros(0, int)
    buyer = touches.campaign[visits.touch[paid]] if len(paid) else np.zeros(0, int)
    result = []
    for number, sending in enumerate(sendings(lived.plan)):
        own = touches.campaign == number
        skip = np.bincount(touches.skip[own], minlength=len(SKIPS)) / seeds
        result.append({
            "id": sending.campaign.id, "name": sending.campaign.name, "channel": sending.message.channel,
            "planned": int(own.sum()) / seeds, "sent": float(skip[0]),
            "delivered": float((own & (touches.delivered > 0)).sum()) / seeds,
            "opened": float((own & (touches.open_after >= 0)).sum()) / seeds,
            "clicked": float((own & (touches.click_after >= 0)).sum()) / seeds,
            "visited": float((owner == number).sum()) / seeds,
            "ordered": float((buyer == number).sum()) / seeds,
            "skipped": {name: float(skip[code]) for code, name in enumerate(SKIPS) if code and skip[code]},
        })  # fmt: skip
    return result


def days(lived: Lived) -> list[dict[str, float]]:
    """Messages and orders of touched customers, day by day."""
    touches, seeds, today = lived.with_plan.behaviour.touches, lived.rows.seeds, lived.stage.today

    def orders(world: Any) -> Array:
        made = world.behaviour.orders
        own = lived.touched[made.row] if len(made) else np.zeros(0, dtype=bool)
        return np.bincount(made.day[own].astype(int) - today, minlength=HORIZON_DAYS) / seeds

    sent = np.bincount(touches.day[touches.skip == 0].astype(int) - today, minlength=HORIZON_DAYS) / seeds
    plan, nothing = orders(lived.with_plan), orders(lived.without)
    return [
        {"day": day + 1, "sent": float(sent[day]), "plan_orders": float(plan[day]),
         "nothing_orders": float(nothing[day])}
        for day in range(HORIZON_DAYS)
    ]  # fmt: skip
