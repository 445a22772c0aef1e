"""Is it lawful? Label, sender, refusal, night hours, and calling an ad an ad (정보통신망법 제50조)."""

from __future__ import annotations

from app.findings import Finding, errors
from app.grading.result import Verdict, failed, not_tried, passed
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.plan import Trigger
from app.plan.sending import Sending
from fake_company.text import Text

NIGHT = (21 * 60, 8 * 60)
_NUDGES = ("product_added", "product_viewed", "checkout_started", "payment_info_started", "searched")


class Fields(CheckFields):
    """`night_exempt`: channels to which the night rule does not apply (decree 61②: e-mail)."""

    night_exempt: tuple[str, ...] = ("email",)


def check(fields: Fields, subject: Subject) -> Verdict:
    """Every sending must be lawful; one that is not fails all."""
    if not subject.sendings:
        return not_tried(Text("보낼 캠페인을 아직 만들지 않았어요.", "No campaign is ready to send yet."))
    found = []
    for sending in subject.sendings:
        found += _campaign(fields, sending)
        review = subject.review(sending)
        found += [finding for finding in errors(list(review.findings)) if finding.code.startswith("law.")]
    if not found:
        return passed(
            Text(
                "광고 표시, 수신 거부, 밤 시간, 동의를 모두 지켰어요.",
                "Label, refusal, night hours and consent are kept.",
            )
        )
    remedies = [finding.remedy for finding in found if finding.remedy.ko]
    return failed(
        Text(" ".join(f.text.ko for f in found[:3]), " ".join(f.text.en for f in found[:3])),
        remedies[0] if remedies else None,
        findings=float(len(found)),
    )


def _campaign(fields: Fields, sending: Sending) -> list[Finding]:
    """What is unlawful about the campaign itself, whatever its words."""
    found = []
    nudge = isinstance(sending.when, Trigger) and sending.when.event in _NUDGES
    if sending.message.purpose == "information" and (sending.promotion is not None or nudge):
        found.append(
            Finding(
                "error",
                "law.disguised_ad",
                Text("광고인데 정보성 메시지로 표시했어요.", "It is an ad, but marked as information."),
                f"{sending.where}.message",
                Text(
                    "메시지의 목적을 광고로 바꾸고 (광고)를 붙여 주세요.",
                    "Mark it as an ad and add the label (광고).",
                ),
                source="정보통신망법 제50조",
            )
        )
    ad = sending.message.purpose == "ad" or bool(found)
    if ad and sending.message.channel not in fields.night_exempt and not _covers_night(sending):
        found.append(
            Finding(
                "error",
                "law.night",
                Text(
                    "밤 9시부터 아침 8시 사이에도 광고가 나가요.",
                    "Ads would leave between nine at night and eight in the morning.",
                ),
                f"{sending.where}.quiet_hours",
                Text(
                    "방해 금지 시간을 21:00부터 08:00까지로 정해 주세요.",
                    "Set quiet hours from 21:00 to 08:00.",
                ),
                {"path": f"{sending.where}.quiet_hours", "value": {"from": "21:00", "to": "08:00"}},
                source="정보통신망법 제50조 제3항",
            )
        )
    return found


def _covers_night(sending: Sending) -> bool:
    quiet = sending.campaign.quiet_hours
    if quiet is None:
        return False
    start, end = _minutes(quiet.from_), _minutes(quiet.to)
    return (end if end > start else end + 1440) >= NIGHT[1] + 1440 and start <= NIGHT[0]


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
