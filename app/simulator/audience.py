"""A segment rule judged in the simulated future: history and what the running world has seen so far together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app import segments
from app.segments import twin
from app.segments.snapshot import expand
from app.simulator.stage import Array, Stage
from fake_company.world import Asked

SECOND = 1_000_000
Visits = dict[str, Array]
# event name → (seconds into the visit, which visits); the offsets are those of the world
_STEPS: dict[str, tuple[int, Callable[[Visits], Array]]] = {
    "session_started": (0, lambda v: v["stage"] >= 0),
    "searched": (20, lambda v: v["searched"]),
    "list_sorted": (30, lambda v: (v["leaks"] & 1) > 0),
    "coupon_page_viewed": (40, lambda v: (v["leaks"] & 2) > 0),
    "product_viewed": (60, lambda v: v["stage"] >= 0),
    "reviews_viewed": (90, lambda v: (v["leaks"] & 8) > 0),
    # the page that tells of trust, whatever the company calls it (`profile.guide`)
    "size_guide_viewed": (100, lambda v: (v["leaks"] & 16) > 0),
    "return_policy_viewed": (110, lambda v: (v["leaks"] & 32) > 0),
    "product_added": (180, lambda v: v["added"]),
    "cart_viewed": (200, lambda v: v["stage"] >= 1),
    "checkout_started": (300, lambda v: v["stage"] >= 2),
    "payment_info_started": (360, lambda v: v["stage"] >= 3),
    "payment_info_entered": (420, lambda v: v["ordered"]),
    "order_completed": (480, lambda v: v["ordered"]),
    ":orders": (480, lambda v: v["ordered"]),
    ":bought": (480, lambda v: v["ordered"]),
}


def audience_of(stage: Stage, rule: Any, where: str = "") -> Array | Judge:
    """A mask when the rule looks only at lasting facts; else a function judged at each moment."""
    parsed = segments.parse(rule, where)
    needs = parsed.needs()
    if not needs.events and not needs.logs:
        mask: Array = segments.mask(stage.company, parsed)
        return mask
    return Judge(stage, parsed, twin.load(stage.company, needs), _slugs(stage))


def _slugs(stage: Stage) -> Array:
    found = stage.company.rows("SELECT slug FROM categories ORDER BY category_id")
    return np.array([row["slug"] for row in found], dtype=object)


@dataclass(frozen=True)
class Judge:
    """Answers who is in the audience at the moment of sending."""

    stage: Stage
    rule: segments.Rule
    past: twin.Snapshot
    slugs: Array
    reads_diary = True
    """The world keeps a diary of visits for audiences that ask for it."""

    def __call__(self, asked: Asked) -> Array:
        """One answer per asked row."""
        n = len(asked.row)
        if not n:
            return np.zeros(0, dtype=bool)
        who = asked.who.astype(np.int64)
        moment = self.stage.epoch + (asked.day * 86400 + asked.second.astype(np.int64)) * SECOND
        visits = asked.diary.of(asked.row, len(asked.state)) if asked.diary is not None else None
        logs = {name: self._log(name, log, who, visits) for name, log in self.past.logs.items()}
        rows = np.arange(n, dtype=np.int64)
        columns = {name: column[who] for name, column in self.past.columns.items()}
        snapshot = twin.Snapshot(
            asked.who.astype(np.int32), columns, logs, rows, moment, self.past.thresholds, self.past.facts
        )
        return twin.evaluate(self.rule, snapshot)

    def _log(self, name: str, log: twin.Log, who: Array, visits: dict[str, Array] | None) -> twin.Log:
        low, high = np.searchsorted(log.row, who, "left"), np.searchsorted(log.row, who, "right")
        flat, subject = expand(low, high)
        past = twin.Log(subject, log.at[flat], {key: column[flat] for key, column in log.columns.items()})
        known = "size_guide_viewed" if name == self.stage.company.profile.guide.event else name
        if visits is None or known not in _STEPS:
            return past
        after, chosen = _STEPS[known]
        at = np.flatnonzero(chosen(visits))
        if not len(at):
            return past
        moment = self.stage.epoch + (visits["second"][at] + after) * SECOND
        columns = {key: self._column(name, key, column, visits, at) for key, column in past.columns.items()}
        return past.joined(twin.Log(visits["row"][at].astype(np.int64), moment, columns))

    def _column(
        self, event: str, key: str, like: twin.Column, visits: dict[str, Array], at: Array
    ) -> twin.Column:
        """A property of simulated events; what the world does not know is missing."""
        category, product = visits["category"][at], visits["product"][at]
        order = event in ("order_completed", ":orders", ":bought")
        price = self.stage.setting.goods.price_krw[product]
        known: dict[str, Any] = {
            "product_id": product,
            "category_id": category,
            "category": self.slugs[category],
            "amount_krw": visits["amount"][at] if order else price,
            "total_krw": visits["amount"][at],
        }
        if event == "list_sorted":
            known["page"] = np.full(len(at), "price", dtype=object)
        if key not in known:
            blank = np.zeros(len(at), dtype=like.values.dtype)
            return twin.Column(blank, np.zeros(len(at), dtype=bool))
        return twin.Column(np.asarray(known[key]).astype(like.values.dtype), np.ones(len(at), dtype=bool))
