"""One plan under judgement: its complete sendings and, worked out once when first asked, what they come to."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from app import messages, simulator
from app.grading import exercises
from app.plan import Once, Plan, Repeat, Trigger
from app.plan.sending import Audience, Sending, audience, check_rules, sendings
from fake_company.text import Text
from fake_company.warehouse import Company

BADGE_MARGIN = 1.05


class Subject:
    """A plan, the company, and the hidden seeds; every costly answer is worked out once."""

    def __init__(self, exercise: str, plan: Plan, company: Company, key: bytes) -> None:
        self.exercise = exercise
        self.plan = plan
        self.company = company
        self.key = key
        self._reviews: dict[str, messages.Review] = {}
        check_rules(plan, company)

    @cached_property
    def sendings(self) -> tuple[Sending, ...]:
        """The campaigns in which nothing is left undecided."""
        return sendings(self.plan)

    @property
    def today(self) -> datetime:
        """The company's today."""
        return self.company.meta.today

    def audience(self, sending: Sending) -> Audience:
        """Whom it reaches now, or on its entries of the last 28 days."""
        return audience(self.company, sending.segment.rule, sending.when)

    def select(self, rule: dict[str, Any], when: Once | Repeat | Trigger) -> Audience:
        """Whom a rule selects under a schedule, or a trigger replayed over the last 28 days."""
        return audience(self.company, rule, when)

    def review(self, sending: Sending) -> messages.Review:
        """The review of its message over the whole audience."""
        if sending.campaign.id not in self._reviews:
            reached = self.audience(sending)
            self._reviews[sending.campaign.id] = messages.review(
                self.company,
                sending.message,
                sending.promotion,
                reached.customer_ids,
                reached.product_ids,
                self.today,
            )
        return self._reviews[sending.campaign.id]

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
