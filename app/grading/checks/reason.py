"""Does every benefit come with a reason (명분), true for the customers who read it?"""

from __future__ import annotations

from app import messages
from app.grading.result import Verdict, by_share, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.plan.sending import Sending
from fake_company.text import Text


class Fields(CheckFields):
    """`true_for`: the share of recipients for whom the reason must be true."""

    true_for: float = 0.8


def check(fields: Fields, subject: Subject) -> Verdict:
    """Look at each message that carries a benefit."""
    read = [sending for sending in subject.sendings if len(subject.audience(sending))]
    offers = [sending for sending in read if sending.promotion is not None]
    if not read:
        return not_tried(Text("받는 고객이 없어 명분을 확인하지 못했어요.", "Nobody reads a message, so no reason is given."))
    if not offers:
        return passed(Text("혜택을 주지 않으니 명분도 필요 없어요.", "No benefit is given, so none needs a reason."))
    shares = [_true_share(subject, sending) for sending in offers]
    worst = min(shares)
    saw = Text(
        f"혜택을 주는 이유가 받는 고객의 {worst:.0%}에게 사실이에요.",
        f"The reason for the benefit is true for {worst:.0%} of those who read it.",
    )
    return by_share(worst / fields.true_for if worst >= fields.true_for / 2 else 0.0, saw, true_for=worst)


def _true_share(subject: Subject, sending: Sending) -> float:
    audience = subject.audience(sending)
    meant = messages.meanings(
        subject.company,
        sending.message,
        sending.promotion,
        audience.customer_ids,
        audience.product_ids,
        subject.today,
    )
    return float((meant.reason == 1).mean())
