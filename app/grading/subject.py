"""One plan under judgement: its complete sendings and, worked out once when first asked, what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app import messages, segments, simulator
from app.grading import exercises
from app.plan import Campaign, Message, Once, Plan, Promotion, Repeat, Segment, Trigger
from fake_company.text import Text
from fake_company.warehouse import Company

REPLAYED_DAYS = 28
BADGE_MARGIN = 1.05


@dataclass(frozen=True)
class Sending:
    """One campaign that could be sent: every part decided. `index` is its position in the plan."""

    index: int
    campaign: Campaign
    segment: Segment
    message: Message
    when: Once | Repeat | Trigger
    promotion: Promotion | None

    @property
    def where(self) -> str:
        """Its place in the plan."""
        return f"campaigns[{self.index}]"


@dataclass(frozen=True)
class Audience:
    """Whom a sending reaches: customers, and for a triggered one the moment and product of each entry."""

    customer_ids: NDArray[np.int64]
    moments: NDArray[np.datetime64] | None = None
    product_ids: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.customer_ids)


class Subject:
    """A plan, the company, and the hidden seeds; every costly answer is worked out once."""

    def __init__(self, exercise: str, plan: Plan, company: Company, key: bytes) -> None:
        self.exercise = exercise
        self.plan = plan
        self.company = company
        self.key = key
        self._audiences: dict[str, Audience] = {}
        self._reviews: dict[str, Any] = {}
        for index, segment in enumerate(plan.segments):
            if segment.rule:
                segments.parse(segment.rule, f"segments[{index}].rule")

    @cached_property
    def sendings(self) -> tuple[Sending, ...]:
        """The campaigns in which nothing is left undecided."""
        return tuple(
            Sending(index, campaign, segment, message, campaign.when, self.plan.promotion_of(campaign))
            for index, campaign in enumerate(self.plan.campaigns)
            if (segment := self.plan.segment(campaign.audience)) is not None
            and segment.rule
            and (message := self.plan.message(campaign.message)) is not None
            and message.fields.body.strip()
            and campaign.when is not None
        )

    @property
    def today(self) -> datetime:
        """The company's today."""
        return self.company.meta.today

    def audience(self, sending: Sending, also: dict[str, Any] | None = None) -> Audience:
        """Whom it reaches now, or on its entries of the last 28 days; with `also`, only those the rule holds for."""
        rule = sending.segment.rule if also is None else {"all": [sending.segment.rule, also]}
        key = f"{sending.campaign.id} {rule}"
        if key not in self._audiences:
            self._audiences[key] = self.select(rule, sending.when)
        return self._audiences[key]

    def select(
        self, rule: dict[str, Any], when: Once | Repeat | Trigger, days: int = REPLAYED_DAYS
    ) -> Audience:
        """Whom a rule selects under a schedule, or a trigger replayed over the last `days`."""
        if not isinstance(when, Trigger):
            return Audience(np.asarray(segments.members(self.company, rule), dtype=np.int64))
        found = segments.entries(self.company, rule, when.event, when.unless, when.delay_minutes, days=days)
        return Audience(
            np.asarray(found.customer_ids, dtype=np.int64),
            np.asarray(found.moments, dtype="datetime64[us]"),
            np.asarray(found.product_ids, dtype=np.int64),
        )

    def review(self, sending: Sending) -> Any:
        """The review of its message over the whole audience."""
        if sending.campaign.id not in self._reviews:
            audience = self.audience(sending)
            self._reviews[sending.campaign.id] = messages.review(
                self.company,
                sending.message,
                sending.promotion,
                audience.customer_ids,
                audience.product_ids,
                self.today,
            )
        return self._reviews[sending.campaign.id]

    def rule_of(self, sending: Sending) -> segments.Rule:
        """Its parsed segment rule."""
        return segments.parse(sending.segment.rule)

    @cached_property
    def basis(self) -> simulator.Basis:
        """What truly happens with this plan, in expectation over the hidden seeds."""
        return simulator.score_basis(self.company, self.plan, self.key)

    @cached_property
    def reference(self) -> simulator.Basis:
        """The same for the reference; kept from grade to grade."""
        plan = exercises.solution(self.exercise).reference
        return simulator.score_basis(self.company, plan, self.key)

    @property
    def badge(self) -> Text | None:
        """Said when the plan earns clearly more than the reference."""
        reference = self.reference.incremental_profit_krw
        if reference <= 0 or self.basis.incremental_profit_krw < BADGE_MARGIN * reference:
            return None
        return Text("기준안보다 더 벌었어요!", "It earned more than the reference!")
