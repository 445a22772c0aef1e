"""Does the benefit at least not lose money? Orders with the coupon against orders that would not have happened."""

from __future__ import annotations

from app import promotions
from app.findings import errors
from app.grading.result import Verdict, by_share, failed, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from fake_company.text import Text


class Fields(CheckFields):
    """`lost_at`: at this share of the break-even, all points are gone. Under `fewest_uses` it is too few to tell."""

    lost_at: float = 0.8
    fewest_uses: float = 5.0


def check(fields: Fields, subject: Subject) -> Verdict:
    """Compare the true share of new orders among coupon orders with the break-even of the sheet."""
    if not subject.sendings:
        return not_tried(Text("보낼 캠페인을 아직 만들지 않았어요.", "No campaign is ready to send yet."))
    offers = [sending for sending in subject.sendings if sending.promotion is not None]
    if not offers:
        return passed(
            Text("혜택이 없어서 잃을 돈도 없어요.", "There is no benefit, so none to lose money on.")
        )
    needed = 0.0
    for sending in offers:
        if sending.promotion is None:
            continue
        where = f"promotions[{subject.plan.promotions.index(sending.promotion)}]"
        found = errors(promotions.problems(sending.promotion, where))
        if found:
            return not_tried(found[0].text, found[0].remedy)
        audience = subject.audience(sending)
        sheet = promotions.sheet(
            subject.company, sending.promotion, audience.customer_ids, audience.moments, where=where
        )
        if sheet.break_even_new_share > 1:
            return failed(sheet.sentence, break_even=sheet.break_even_new_share)
        needed = max(needed, sheet.break_even_new_share)
    used, new = subject.basis.coupon_orders, subject.basis.new_coupon_orders
    if used < fields.fewest_uses:
        return not_tried(
            Text(
                "쿠폰을 쓴 주문이 거의 없어 판단할 수 없어요.",
                "Almost no order used the coupon: too few to tell.",
            )
        )
    share = max(0.0, new / used)
    saw = Text(
        f"쿠폰을 쓴 주문 중 {share:.0%}가 새로 생긴 주문이에요. {needed:.0%}를 넘어야 손해가 아니에요.",
        f"{share:.0%} of the orders with the coupon are new orders; it takes {needed:.0%} not to lose money.",
    )
    kept = (share / needed - fields.lost_at) / (1 - fields.lost_at) if needed else 1.0
    return by_share(kept, saw, new_share=share, break_even=needed)
