"""Would every recipient get a whole message? No blank names, nothing cut off, no errors at review."""

from __future__ import annotations

from app import messages
from app.findings import Finding, errors
from app.grading.result import CounterExample, Verdict, by_share, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from fake_company.text import Text


class Fields(CheckFields):
    """`holes_at_most`: the share of recipients with a blank that still leaves half of the points."""

    holes_at_most: float = 0.01


def check(fields: Fields, subject: Subject) -> Verdict:
    """Review each message over its whole audience."""
    if not subject.sendings:
        return not_tried(Text("보낼 메시지를 아직 쓰지 않았어요.", "No message has been written yet."))
    holes, recipients = 0, 0
    found: list[Finding] = []
    examples: list[CounterExample] = []
    for sending in subject.sendings:
        review = subject.review(sending)
        wrong = [finding for finding in errors(review.findings) if not finding.code.startswith("law.")]
        recipients += review.sent
        holes += max([*review.holes.values(), review.blank_names, 0])
        found += wrong
        examples += _recipients(review.worst, {finding.text for finding in wrong})
    if not recipients and not found:
        return not_tried(Text("이 메시지를 받을 고객이 없어요.", "Nobody would get this message."))
    if not holes and not found:
        return passed(
            Text(
                f"{recipients:,}명 모두에게 빈칸 없이 온전한 메시지가 가요.",
                f"All {recipients:,} recipients get a whole message without a blank.",
            )
        )
    share = 0.5 if holes <= fields.holes_at_most * max(1, recipients) and not found else 0.0
    said_ko = [f"{recipients:,}명 중 {holes:,}명의 메시지에 빈칸이 있어요."] if holes else []
    said_en = [f"{holes:,} of {recipients:,} messages have a blank."] if holes else []
    said_ko += [finding.text.ko for finding in found[:2]]
    said_en += [finding.text.en for finding in found[:2]]
    hint = found[0].remedy if found and found[0].remedy.ko else None
    return by_share(
        share, Text(" ".join(said_ko), " ".join(said_en)), hint, tuple(examples[:3]), holes=float(holes)
    )


def _recipients(worst: list[messages.Sample], wrong: set[Text]) -> list[CounterExample]:
    """The worst recipients, each with what is wrong with theirs; a cut-off title alone is not."""
    return [
        CounterExample(
            sample.customer_id, "recipient", tuple(text for text in sample.problems if text in wrong)[:2]
        )
        for sample in worst
        if any(text in wrong for text in sample.problems)
    ]
