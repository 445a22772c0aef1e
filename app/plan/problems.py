"""Everything that keeps a plan from being sent, or should be looked at first, as findings."""

from __future__ import annotations

from app import messages, promotions
from app.findings import Finding, Severity
from app.plan.models import Forecast, Plan
from app.plan.sending import Sending, audience, check_rules, leaves_at, sendings
from fake_company.text import Text
from fake_company.warehouse import Company


def problems(plan: Plan, company: Company) -> list[Finding]:
    """Look at the whole plan: parts still open, benefits, and each message over its whole audience.

    A rule that cannot be read is an error with place and remedy, not a finding.
    """
    check_rules(plan, company)
    found = open_parts(plan)
    for index, promotion in enumerate(plan.promotions):
        found += promotions.problems(promotion, f"promotions[{index}]")
    for sending in sendings(plan):
        found += _sending(sending, company)
    return found


def open_parts(plan: Plan) -> list[Finding]:
    """What is still undecided, in the order of the work."""
    found = []
    if not plan.campaigns:
        found.append(
            _open(
                "error", "campaigns", Text("보낼 캠페인이 아직 없어요.", "There is no campaign to send yet.")
            )
        )
    for index, campaign in enumerate(plan.campaigns):
        where = f"campaigns[{index}]"
        segment = plan.segment(campaign.audience)
        message = plan.message(campaign.message)
        if segment is None or not segment.rule:
            found.append(
                _open(
                    "error",
                    f"{where}.audience",
                    Text("받는 고객을 정하지 않았어요.", "Nobody is chosen to receive it."),
                )
            )
        if message is None or not message.fields.body.strip():
            found.append(
                _open("error", f"{where}.message", Text("메시지가 비어 있어요.", "The message is empty."))
            )
        if campaign.variants:
            found.append(
                Finding(
                    "error",
                    "plan.open",
                    Text(
                        "여러 안을 함께 보낸 결과는 아직 겪어 볼 수 없어요.",
                        "Several arms cannot be lived through together yet.",
                    ),
                    f"{where}.variants",
                    Text(
                        "무엇을 알 수 있을지 계산해 본 뒤, 한 안만 남기고 보내 주세요.",
                        "Work out what they could tell, then keep one arm and send it.",
                    ),
                )
            )
        for part in (message, *(plan.message(variant.message) for variant in campaign.variants)):
            if part is not None and (stop := messages.stop(part)) is not None:
                place = f"messages[{plan.messages.index(part)}]"
                found.append(Finding("error", "plan.open", stop.text, place, stop.remedy))
        if campaign.when is None:
            found.append(
                _open("error", f"{where}.when", Text("언제 보낼지 정하지 않았어요.", "When to send is open."))
            )
    for measure in Forecast.measures():
        interval = plan.forecast.interval(measure)
        if interval is not None and interval.filled and not interval.ordered:
            found.append(
                _open(
                    "error",
                    f"forecast.{measure}",
                    Text(
                        "예측은 낮은 값 ≤ 예상 값 ≤ 높은 값이어야 해요.",
                        "A forecast needs low ≤ expected ≤ high.",
                    ),
                )
            )
    return found


def _sending(sending: Sending, company: Company) -> list[Finding]:
    reached = audience(company, sending.segment.rule, sending.when)
    if not len(reached):
        return [
            Finding(
                "error",
                "audience.empty",
                Text("이 조건에 맞는 고객이 한 명도 없어요.", "Not one customer fits these conditions."),
                f"{sending.where}.audience",
                Text("조건을 하나씩 넓혀 보세요.", "Widen the conditions one by one."),
                count=0,
            )
        ]
    review = messages.review(
        company,
        sending.message,
        sending.promotion,
        reached.customer_ids,
        reached.product_ids,
        leaves_at(sending, company.meta.today),
        sending.message_where,
    )
    return list(review.findings)


def _open(severity: Severity, where: str, text: Text) -> Finding:
    return Finding(severity, "plan.open", text, where, Text("이 자리를 채워 주세요.", "Fill this in."))
