"""A plan with more coupon campaigns than the ordinary life that follows it has campaigns."""

from __future__ import annotations

import json
from pathlib import Path

from app import plan, simulator
from fake_company.warehouse import Company

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "solutions/06-cart-abandonment/reference.json").read_text(encoding="utf-8")
)


def test_coupons_of_a_long_plan_do_not_break_the_days_after_it(small_company: Company) -> None:
    kept = next(one for one in REFERENCE["campaigns"] if one["promotion"])
    campaigns = [{**kept, "id": f"camp-{number}", "holdout_rate": 0.0} for number in range(12)]
    outcome = simulator.simulate(small_company, plan.load({**REFERENCE, "campaigns": campaigns}), seeds=2)
    assert len(outcome.campaigns) == 12
    assert sum(one["sent"] for one in outcome.campaigns) > 0
