"""What the whole audience would read: the review, what it means to them, and the menu of what can be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app import messages
from app.findings import Finding
from app.messages import excuse
from app.messages.excuse import Swap
from app.messages.lint import FALLBACKS
from app.messages.rules import Send
from app.plan import Campaign, Repeat
from app.web._message_view import Desk
from fake_company.errors import DangolError
from fake_company.text import Text

if TYPE_CHECKING:
    from fake_company.warehouse import Company

_SKIP_CODES = (
    "law.no_consent", "law.expired_consent", "law.other_consent", "law.permission_is_not_consent",
    "limit.web_push_permission", "limit.kakao_friends",
)  # fmt: skip
"""Who is left out stands in a table of its own."""


@dataclass(frozen=True)
class Worst:
    """One of the worst recipients, and the problems that are their own."""

    sample: messages.Sample
    problems: list[Text]


@dataclass(frozen=True)
class Reviewed:
    """The whole audience: the review, what it means to them, and the shares a page shows."""

    review: messages.Review
    meaning: messages.Meanings | None

    @property
    def findings(self) -> list[Finding]:
        """What can be mended; who is skipped stands in a table of its own."""
        return [item for item in self.review.findings if item.code not in _SKIP_CODES]

    @property
    def worst(self) -> list[Worst]:
        """The worst recipients, each with what is wrong for them and not for everybody."""
        samples = self.review.worst
        shared = set.intersection(*({(p.ko, p.en) for p in one.problems} for one in samples)) if len(samples) > 1 else set()
        return [Worst(one, [p for p in one.problems if (p.ko, p.en) not in shared]) for one in samples]

    @property
    def reason_true(self) -> float:
        """Share of recipients for whom the stated reason is a fact."""
        return self._share(1)

    @property
    def reason_false(self) -> float:
        """Share of recipients for whom it is stated and not so."""
        return self._share(-1)

    def _share(self, verdict: int) -> float:
        found = self.meaning.reason if self.meaning is not None else np.zeros(0)
        return float((found == verdict).mean()) if len(found) else 0.0


def review(desk: Desk) -> Reviewed:
    """Write it to everybody and count."""
    audience = desk.audience
    ids, products = audience.customers, audience.products
    send = sending_of(desk)
    made = messages.review(
        desk.company, desk.message, desk.promotion, ids, products, desk.moment, desk.where, send
    )
    try:
        meaning = messages.meanings(desk.company, desk.message, desk.promotion, ids, products, desk.moment)
    except DangolError:
        meaning = None
    return Reviewed(made, meaning)


@dataclass(frozen=True)
class Swapped:
    """The excuse of a message exchanged: what was found, and what this customer would read instead."""

    found: Swap
    read: str
    versions: list[tuple[str, str]]


def swapped(desk: Desk, turn: int) -> Swapped:
    """Swap the excuse, as the customer of this turn would read it."""
    found = excuse.swap(desk.message)
    if not found.versions or not desk.audience.messages:
        return Swapped(found, found.sentence, list(found.versions))
    row = desk.row(turn % len(desk.rows))
    customer = int(desk.audience.customers[row])
    product = None if desk.audience.products is None else int(desk.audience.products[row])
    event = {"product_id": product} if product is not None and product >= 0 else None

    def read(sentence: str) -> str:
        fields = desk.message.fields.model_copy(update={"body": sentence})
        message = desk.message.model_copy(update={"fields": fields})
        made = messages.preview(desk.company, message, customer, desk.promotion, event, desk.moment, desk.where)
        return made.fields.get("body", sentence)

    return Swapped(found, read(found.sentence), [(word, read(words)) for word, words in found.versions])


def sending_of(desk: Desk) -> Send | None:
    """What is known of the campaign that sends it, and how often the whole plan writes to one customer."""
    campaign = desk.campaign
    if campaign is None:
        return None
    each = [_a_week(one) for one in desk.plan.campaigns if _is_ad(desk, one)]
    return Send(
        goal_event=campaign.goal_event,
        attribution_days=campaign.attribution_days,
        holdout_rate=campaign.holdout_rate,
        ads_a_day=sum(max(1.0, week / 7) for week in each if week >= 7),
        ads_a_week=round(sum(each), 1),
    )


def _is_ad(desk: Desk, campaign: Campaign) -> bool:
    message = desk.plan.message(campaign.message)
    return message is not None and message.purpose == "ad"


def _a_week(campaign: Campaign) -> float:
    """Messages a week to one customer at most; a trigger counts once, for it may never come again."""
    times = 7 / campaign.when.every_days if isinstance(campaign.when, Repeat) else 1.0
    cap = campaign.frequency_cap
    return times if cap is None else min(times, cap.touches * 7 / cap.days)


def variable_menu(company: Company, has_event: bool) -> list[tuple[Text, list[dict[str, Any]]]]:
    """The variables in groups: about the customer, about the item (first when the message follows an event), the offer."""
    rows = [{**row, "insert": _with_default(row)} for row in messages.menu(messages.facts.of(company))]
    groups = [
        (Text("고객", "The customer"), [row for row in rows if row["over"] == "customer"]),
        (Text("담거나 본 상품", "The item"), [row for row in rows if row["over"] == "product"]),
        (Text("혜택과 캠페인", "Offer and campaign"), [row for row in rows if row["over"] == "plan"]),
    ]
    return [groups[1], groups[0], groups[2]] if has_event else groups


def _with_default(row: dict[str, Any]) -> str:
    """What the menu inserts: with a fallback when some have no value."""
    snippet = str(row["snippet"])
    fallback = FALLBACKS.get(row["key"])
    if not row["missing_share"] or fallback is None:
        return snippet
    return snippet[:-2] + f" | default: '{fallback}'" + "}}"
