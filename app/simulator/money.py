"""The money: both worlds, the way from sales to profit, luck, coupons, opt-outs, and the forecast beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.plan import Plan
from app.plan.models import Forecast
from app.simulator.lived import Lived, World
from app.simulator.stage import Array
from fake_company.text import Text
from fake_company.world import Tally

_LABELS = {
    "gmv": Text("늘어난 거래액", "More GMV at list price"),
    "discount": Text("쿠폰 할인", "Coupon discounts"),
    "goods": Text("상품 원가", "Cost of goods"),
    "shipping": Text("배송비", "Delivery"),
    "fee": Text("결제 수수료", "Payment fees"),
    "send": Text("발송비", "Sending"),
    "later": Text("그 뒤 56일의 변화", "What changed in the 56 days after"),
    "profit": Text("실제로 늘어난 이익", "Real incremental profit"),
}


def _sum(lived: Lived, values: Array) -> float:
    """Mean over seeds of the total over touched rows."""
    return float(values[lived.touched].sum() / lived.rows.seeds)


def per_seed(lived: Lived, values: Array) -> Array:
    """Totals over touched rows, seed by seed."""
    own = lived.touched
    return np.bincount(lived.rows.seed[own], values[own], lived.rows.seeds)


def _world(lived: Lived, world: World) -> dict[str, float]:
    early, setting = world.early, lived.stage.setting
    m = early.expected
    delivery = m[:, 0] * setting.goods.delivery_cost_krw
    return {
        "orders": _sum(lived, m[:, 0]),
        "customers": float(lived.touched.sum() / lived.rows.seeds),
        "coupon_orders": _sum(lived, early.coupon_orders),
        "gmv_krw": _sum(lived, m[:, 1]),
        "discount_krw": _sum(lived, m[:, 2]),
        "shipping_income_krw": _sum(lived, m[:, 3]),
        "goods_cost_krw": _sum(lived, m[:, 4]),
        "shipping_cost_krw": _sum(lived, delivery),
        "payment_fee_krw": _sum(lived, m[:, 5] - delivery),
        "send_cost_krw": _sum(lived, early.send_krw),
        "profit_krw": _sum(lived, early.profit()),
        "later_profit_krw": _sum(lived, world.late.profit()),
        "opt_outs": _sum(lived, early.opted_out),
    }


def worlds(lived: Lived) -> dict[str, dict[str, float]]:
    """Customers whom the plan touched, in both worlds, over the 28 days."""
    return {"plan": _world(lived, lived.with_plan), "nothing": _world(lived, lived.without)}


def waterfall(lived: Lived) -> list[dict[str, Any]]:
    """From more GMV to real incremental profit."""
    plan, nothing = worlds(lived).values()
    more = {key: plan[key] - nothing[key] for key in plan}
    steps = {
        "gmv": more["gmv_krw"],
        "discount": -more["discount_krw"],
        "goods": -more["goods_cost_krw"],
        "shipping": more["shipping_income_krw"] - more["shipping_cost_krw"],
        "fee": -more["payment_fee_krw"],
        "send": -more["send_cost_krw"],
        "later": more["later_profit_krw"],
    }
    rows = [(key, value, False) for key, value in steps.items()] + [("profit", sum(steps.values()), True)]
    return [
        {"key": key, "label": _LABELS[key].to_json(), "value": value, "total": total}
        for key, value, total in rows
    ]


def _profit_difference(lived: Lived) -> Array:
    ours, theirs = lived.with_plan, lived.without
    difference: Array = (
        ours.early.profit() + ours.late.profit() - theirs.early.profit() - theirs.late.profit()
    )
    return difference


def _more(lived: Lived, column: int, late: bool = False) -> Array:
    difference: Array = lived.with_plan.early.expected[:, column] - lived.without.early.expected[:, column]
    if late:
        difference = (
            difference + lived.with_plan.late.expected[:, column] - lived.without.late.expected[:, column]
        )
    return difference


def incremental(lived: Lived) -> dict[str, float]:
    """What would not have been without the plan. Profit includes the follow-up; orders and sales are of 28 days."""
    return {
        "orders": _sum(lived, _more(lived, 0)),
        "gmv_krw": _sum(lived, _more(lived, 1)),
        "profit_krw": _sum(lived, _profit_difference(lived)),
        "profit_28_krw": _sum(lived, lived.with_plan.early.profit() - lived.without.early.profit()),
    }


def luck(lived: Lived) -> dict[str, Any]:
    """How differently the same plan could have gone: drawn, not expected, figures over the seeds."""
    ours, theirs = lived.with_plan, lived.without
    orders = per_seed(lived, ours.early.actual[:, 0] - theirs.early.actual[:, 0])
    drawn = ours.early.profit("actual") + ours.late.profit("actual")
    profit = per_seed(lived, drawn - theirs.early.profit("actual") - theirs.late.profit("actual"))
    return {
        "orders": _band(orders),
        "profit_krw": _band(profit),
        "profits_krw": [float(value) for value in profit],
        "positive_rate": float((profit > 0).mean()),
    }


def _band(values: Array) -> dict[str, float]:
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
    return {"low": float(low), "middle": float(middle), "high": float(high)}


def _new_coupon_orders(lived: Lived) -> Array:
    more = lived.with_plan.early.actual[:, 0] - lived.without.early.actual[:, 0]
    result: Array = np.minimum(lived.with_plan.early.coupon_orders, np.maximum(more, 0))
    return result


def coupon(lived: Lived) -> dict[str, float]:
    """Orders with the coupon: new ones, those that would have come anyway, and orders merely brought forward."""
    used, new = _sum(lived, lived.with_plan.early.coupon_orders), _sum(lived, _new_coupon_orders(lived))
    forward = _sum(lived, _more(lived, 0)) - _sum(lived, _more(lived, 0, late=True))
    return {
        "used": used, "new": new, "cannibalised": used - new, "pulled_forward": max(0.0, forward),
        "discount_krw": _sum(lived, lived.with_plan.early.expected[:, 2]),
    }  # fmt: skip


def opt_outs(lived: Lived) -> dict[str, float]:
    """Who left the channel because of the plan, and what their absence cost in the 56 days after."""
    left = lived.with_plan.early.opted_out > 0
    later = lived.with_plan.late.profit() - lived.without.late.profit()
    return {
        "plan": _sum(lived, lived.with_plan.early.opted_out), "nothing": 0.0,
        "extra": _sum(lived, lived.with_plan.early.opted_out),
        "later_cost_krw": -_sum(lived, np.where(left, later, 0.0)),
    }  # fmt: skip


def contacted(lived: Lived) -> dict[str, float]:
    """Customers who got a message, and profit for each of them."""
    customers = float((lived.with_plan.early.sent > 0).sum() / lived.rows.seeds)
    profit = _sum(lived, _profit_difference(lived))
    return {"customers": customers, "profit_krw": profit / customers if customers else 0.0}


def figures(lived: Lived) -> dict[str, float]:
    """The measures a forecast is about, over the 28 days."""
    early: Tally = lived.with_plan.early
    return {
        "sends": _sum(lived, early.sent),
        "cost_krw": _sum(lived, early.send_krw),
        "clicks": _sum(lived, early.clicked),
        "conversions": _sum(lived, early.converted),
        "incremental_orders": _sum(lived, _more(lived, 0)),
        "incremental_profit_krw": _sum(lived, early.profit() - lived.without.early.profit()),
        "opt_outs": _sum(lived, early.opted_out),
    }


def forecast(plan: Plan, outcome: dict[str, float]) -> dict[str, dict[str, float | None]]:
    """Each forecast interval beside what happened."""
    result: dict[str, dict[str, float | None]] = {}
    for measure in Forecast.measures():
        interval = plan.forecast.interval(measure)
        low, expected, high = (
            (interval.low, interval.expected, interval.high) if interval else (None, None, None)
        )
        result[measure] = {"low": low, "expected": expected, "high": high, "outcome": outcome[measure]}
    return result
