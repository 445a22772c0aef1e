"""What a plan's message says to each simulated recipient: asked of `app.messages` once a customer and product."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app import messages
from app.plan import Trigger
from app.plan.sending import Sending
from app.simulator.stage import Array, Stage
from fake_company.world import SKIPS, Asked, Content

ILLEGAL = SKIPS.index("illegal")
_NAMES = ("named_category", "names_item", "hole", "reason", "aborted", "price_krw", "blocked")


@dataclass
class Words:
    """The content of one sending, worked out for the pairs (customer, product) that come up and kept."""

    stage: Stage
    sending: Sending
    triggered: bool
    pairs: Array = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kept: dict[str, Array] = field(default_factory=dict)
    main: str | None = None
    others: tuple[str, ...] = ()
    is_ad: bool = True

    def learn(self, who: Array, product: Array) -> None:
        """Work out what these recipients would read."""
        new = np.unique(self._code(who, product))
        new = new[~np.isin(new, self.pairs, assume_unique=True)]
        if not len(new):
            return
        size = len(self.stage.setting.goods.price_krw) + 1
        meaning = messages.meanings(
            self.stage.company, self.sending.message, self.sending.promotion, new // size,
            (new % size - 1) if self.triggered else None, self.stage.company.meta.today,
            event=self.sending.when.event if isinstance(self.sending.when, Trigger) else None,
        )  # fmt: skip
        if not len(self.pairs):
            self.main, self.others, self.is_ad = meaning.main_appeal, meaning.other_appeals, meaning.is_ad
        fresh = {
            "named_category": meaning.named_category, "names_item": meaning.names_item, "hole": meaning.hole,
            "reason": meaning.reason, "aborted": meaning.aborted,
            "price_krw": np.round(meaning.price_krw).astype(np.int32),
            "blocked": np.where(meaning.illegal_row, ILLEGAL, 0).astype(np.int8),
        }  # fmt: skip
        pairs = np.concatenate([self.pairs, new])
        order = np.argsort(pairs, kind="stable")
        self.pairs = pairs[order]
        for name in _NAMES:
            before = self.kept.get(name, fresh[name][:0])
            self.kept[name] = np.concatenate([before, fresh[name]])[order]

    def __call__(self, asked: Asked) -> Content:
        """The content of each asked row."""
        code = self._code(asked.who, asked.product)
        at = np.searchsorted(self.pairs, code)
        missing = (at >= len(self.pairs)) | (self.pairs[np.minimum(at, len(self.pairs) - 1)] != code)
        if missing.any():
            self.learn(asked.who[missing], asked.product[missing])
            at = np.searchsorted(self.pairs, code)
        return Content(**{name: self.kept[name][at] for name in _NAMES})

    def _code(self, who: Array, product: Array) -> Array:
        size = len(self.stage.setting.goods.price_krw) + 1
        number = product.astype(np.int64) + 1 if self.triggered else 0
        return who.astype(np.int64) * size + number
