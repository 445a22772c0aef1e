"""What the plan truly earns: (plan − nothing) ÷ (reference − nothing), in won, on hidden seeds, clipped.

Absolute incremental profit of 28 days and the 56 after, as if the holdout were zero; never a rate.
"""

from __future__ import annotations

from app.grading.result import Verdict, by_share, not_tried
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from fake_company.text import Text


class Fields(CheckFields):
    """Up to `none_at` of the reference nothing is earned; from `full_at` on, everything is."""

    none_at: float = 0.05
    full_at: float = 0.9


def check(fields: Fields, subject: Subject) -> Verdict:
    """Score the incremental profit."""
    if not subject.sendings:
        return not_tried(Text("보낼 캠페인을 아직 만들지 않았어요.", "No campaign is ready to send yet."))
    earned, reference = subject.basis.incremental_profit_krw, subject.reference.incremental_profit_krw
    if reference <= 0:
        raise ArithmeticError(f"the reference earns {reference} here: nothing to compare with")
    share = (earned / reference - fields.none_at) / (fields.full_at - fields.none_at)
    beside = _beside(earned, reference)
    saw = Text(
        f"아무것도 안 했을 때보다 {_won(earned).ko}. {beside.ko}",
        f"Against doing nothing it {_won(earned).en}. {beside.en}",
    )
    return by_share(share, saw, earned_krw=earned, reference_krw=reference)


def _beside(earned: float, reference: float) -> Text:
    """The reference beside it: as a share while the plan earns, in money when it loses."""
    if earned < 0:
        return Text(f"기준안은 {reference:,.0f}원을 더 벌어요.", f"The reference earns ₩{reference:,.0f} more.")
    return Text(f"기준안의 {earned / reference:.0%}예요.", f"That is {earned / reference:.0%} of the reference.")


def _won(amount: float) -> Text:
    rounded = round(abs(amount), -3)
    if amount >= 0:
        return Text(f"이익이 {rounded:,.0f}원 늘었어요", f"earns ₩{rounded:,.0f} more")
    return Text(f"이익이 {rounded:,.0f}원 줄었어요", f"loses ₩{rounded:,.0f}")
