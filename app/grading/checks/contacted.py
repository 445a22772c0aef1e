"""Does the plan reach enough of those it is meant for? A rate is easy to win with twenty customers."""

from __future__ import annotations

from app.grading.result import Verdict, failed, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from fake_company.text import Text


class Fields(CheckFields):
    """`of_reference`: the least share of the customers the reference contacts."""

    of_reference: float = 0.3


def check(fields: Fields, subject: Subject) -> Verdict:
    """Compare the customers contacted in 28 days with the reference's."""
    if not subject.sendings:
        return not_tried(Text("보낼 캠페인을 아직 만들지 않았어요.", "No campaign is ready to send yet."))
    contacted, reference = subject.basis.contacted, max(1.0, subject.reference.contacted)
    saw = Text(
        f"28일 동안 {contacted:,.0f}명에게 닿아요. 기준안의 {contacted / reference:.0%}예요.",
        f"It reaches {contacted:,.0f} customers in 28 days: {contacted / reference:.0%} of the reference.",
    )
    share = contacted / reference
    if contacted < fields.of_reference * reference:
        return failed(saw, contacted=contacted, of_reference=share)
    return passed(saw, contacted=contacted, of_reference=share)
