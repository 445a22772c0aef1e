"""Who it happened to: by type, by what holds them back, the learner's own holdout, and customers worth a look."""

from __future__ import annotations

from typing import Any

import numpy as np

from app import segments
from app.simulator.lived import Lived
from app.simulator.stage import Array
from fake_company.text import Text
from fake_company.world import SKIPS

_BLOCKERS = (
    ("price", Text("값이 부담돼요", "Price")),
    ("trust", Text("믿음이 부족해요", "Trust")),
    ("forgetting", Text("잊어버려요", "Forgetting")),
    ("payment", Text("결제가 번거로워요", "Payment")),
    ("not_now", Text("지금은 아니에요", "Not now")),
    ("looking", Text("구경만 해요", "Just looking")),
)
_FATES = (
    ("new", Text("메시지 덕분에 샀어요", "Bought because of the message")),
    ("anyway", Text("어차피 살 고객이 쿠폰을 썼어요", "Would have bought anyway, and used the coupon")),
    ("left", Text("수신을 거부했어요", "Opted out")),
    ("lost", Text("메시지를 받고 오히려 사지 않았어요", "Bought less with the message")),
    ("held", Text("비교 그룹이라 받지 않았어요", "Held out")),
    ("nothing", Text("받았지만 달라지지 않았어요", "Got it; nothing changed")),
)


def _profit(lived: Lived) -> Array:
    ours, theirs = lived.with_plan, lived.without
    value: Array = ours.early.profit() + ours.late.profit() - theirs.early.profit() - theirs.late.profit()
    return value


def _by(lived: Lived, key: str, label: Text, customers: Array) -> dict[str, Any]:
    own = lived.touched & customers[lived.rows.customer]
    more = lived.with_plan.early.expected[:, 0] - lived.without.early.expected[:, 0]
    seeds = lived.rows.seeds
    return {
        "type": key, "label": label.to_json(),
        "contacted": float((own & (lived.with_plan.early.sent > 0)).sum() / seeds),
        "orders": float(more[own].sum() / seeds), "profit_krw": float(_profit(lived)[own].sum() / seeds),
    }  # fmt: skip


def by_type(lived: Lived) -> list[dict[str, Any]]:
    """By lifecycle type today."""
    company = lived.stage.company
    result = []
    for key, label in segments.TYPES.items():
        mask = segments.mask(company, {"all": [{"kind": "lifecycle", "types": [key]}]})
        row = _by(lived, key, Text.of(label), mask)
        if row["contacted"]:
            result.append(row)
    return result


def by_blocker(lived: Lived) -> list[dict[str, Any]]:
    """By what mostly holds the customer back (hidden; shown only when the homework is over)."""
    mix = np.diff(lived.stage.setting.traits.blocker_mix, axis=1, prepend=0.0)
    main = mix.argmax(axis=1)
    return [_by(lived, key, label, main == number) for number, (key, label) in enumerate(_BLOCKERS)]


def holdout(lived: Lived) -> dict[str, Any] | None:
    """What the learner's own comparison group says in the first seed, beside the truth; None without one."""
    touches = lived.with_plan.behaviour.touches
    own = lived.rows.seed[touches.row] == 0
    sent = np.unique(touches.row[own & (touches.skip == 0)])
    held = np.setdiff1d(touches.row[own & (touches.skip == SKIPS.index("holdout"))], sent)
    if not len(held) or not len(sent):
        return None
    first = np.full(len(lived.rows.customer), 2**31, dtype=np.int64)
    moment = touches.day.astype(np.int64) * 86400 + touches.second
    chosen = own & ((touches.skip == 0) | (touches.skip == SKIPS.index("holdout")))
    np.minimum.at(first, touches.row[chosen], moment[chosen])
    made = lived.with_plan.behaviour.orders
    after = made.day.astype(np.int64) * 86400 + made.second >= first[made.row]
    orders = np.bincount(made.row[after], minlength=len(first))
    a, b = orders[sent], orders[held]
    error = float((a.var() / len(a) + max(b.var(), a.var() / 2) / len(b)) ** 0.5) * len(sent)
    estimate = float(a.mean() - b.mean()) * len(sent)
    more = lived.with_plan.early.expected[:, 0] - lived.without.early.expected[:, 0]
    return {
        "treated": len(sent), "control": len(held), "treated_orders": int(a.sum()),
        "control_orders": int(b.sum()), "orders": estimate, "low": estimate - 1.96 * error,
        "high": estimate + 1.96 * error, "true_orders": float(more[sent].sum()),
        "detectable_orders": 2.8 * error,
    }  # fmt: skip


def interesting(lived: Lived) -> list[dict[str, Any]]:
    """Customers of the first seed, one or two per kind of fate."""
    ours, theirs = lived.with_plan.early, lived.without.early
    sent, coupon = ours.sent > 0, ours.coupon_orders > 0
    more = ours.actual[:, 0] - theirs.actual[:, 0]
    of_kind = {
        "new": sent & (more > 0),
        "anyway": coupon & (theirs.actual[:, 0] > 0) & (more <= 0),
        "left": ours.opted_out > 0,
        "lost": sent & (more < 0),
        "held": lived.touched & ~sent & ours.touched,
        "nothing": sent & (more == 0) & ~coupon & (ours.opted_out == 0),
    }
    first = lived.rows.seed == 0
    result = []
    for key, why in _FATES:
        for row in np.flatnonzero(first & of_kind[key])[:2]:
            result.append({
                "customer_id": int(lived.rows.customer[row]), "fate": key, "why": why.to_json(),
            })  # fmt: skip
    return result[:10]
