"""The plan in one line: why × whom × what × offer × when × forecast, each part filled or open."""

from __future__ import annotations

from dataclasses import dataclass

from app.plan.models import Forecast, Once, Plan, Repeat, Trigger
from fake_company.schema import every_event
from fake_company.text import Text


@dataclass(frozen=True)
class BarPart:
    """One of the six parts: its key, its name, whether it is filled, and what it says so far."""

    key: str
    label: Text
    filled: bool
    summary: Text


@dataclass(frozen=True)
class PlanBar:
    """All six parts and the share of messages that carry a benefit (None while there is no message)."""

    parts: tuple[BarPart, ...]
    benefit_share: float | None

    @property
    def filled(self) -> int:
        """How many of the six are filled."""
        return sum(part.filled for part in self.parts)

    @property
    def next_open(self) -> BarPart | None:
        """The first part still open: what to do next."""
        return next((part for part in self.parts if not part.filled), None)


_EMPTY = Text("아직 비어 있어요", "still open")
_LABELS = {
    "why": Text("왜", "Why"),
    "whom": Text("누구에게", "Whom"),
    "what": Text("무엇을", "What"),
    "offer": Text("혜택", "Offer"),
    "when": Text("언제", "When"),
    "forecast": Text("예측", "Forecast"),
}


def bar(plan: Plan) -> PlanBar:
    """Work out the plan bar. A part is filled when nothing of it is left undecided."""
    summaries = {
        "why": _why(plan),
        "whom": _names([segment.name or segment.id for segment in plan.segments if segment.rule]),
        "what": _names(
            [message.name or message.id for message in plan.messages if message.fields.body.strip()]
        ),
        "offer": _offer(plan),
        "when": _when(plan),
        "forecast": _forecast(plan),
    }
    parts = tuple(
        BarPart(key, _LABELS[key], summary is not None, summary or _EMPTY)
        for key, summary in summaries.items()
    )
    return PlanBar(parts, benefit_share(plan))


def benefit_share(plan: Plan) -> float | None:
    """The share of the plan's messages that carry a benefit, counted once for each campaign that sends one."""
    sent = [campaign for campaign in plan.campaigns if campaign.message]
    if sent:
        return sum(plan.promotion_of(campaign) is not None for campaign in sent) / len(sent)
    if plan.messages:
        return sum(message.promotion is not None for message in plan.messages) / len(plan.messages)
    return None


def when_sentence(when: Once | Repeat | Trigger) -> Text:
    """A schedule or trigger as one phrase."""
    if isinstance(when, Once):
        moment = when.at.replace("T", " ")
        return Text(f"{moment}에 한 번", f"once at {moment}")
    if isinstance(when, Repeat):
        days = (
            Text("매일", "every day")
            if when.every_days == 1
            else Text(f"{when.every_days}일마다", f"every {when.every_days} days")
        )
        return Text(f"{days.ko} {when.at}", f"{days.en} at {when.at}")
    span, event = span_text(when.delay_minutes), _event(when.event)
    if when.unless is None:
        return Text(f"{event.ko} 후 {span.ko} 뒤", f"{span.en} after: {event.en}")
    unless = _event(when.unless)
    return Text(f"{event.ko} 후 {span.ko} 안에 {unless.ko} 없으면", f"{span.en} after: {event.en}, without: {unless.en}")


def _event(name: str) -> Text:
    return every_event().get(name, Text.of(name))


def span_text(minutes: int) -> Text:
    """A span of minutes in the largest unit that fits: 180 is three hours."""
    for size, ko, en in ((1440, "일", "day"), (60, "시간", "hour"), (1, "분", "minute")):
        if minutes >= size and minutes % size == 0:
            count = minutes // size
            return Text(f"{count}{ko}", f"{count} {en}{'' if count == 1 else 's'}")
    return Text("0분", "0 minutes")


def _why(plan: Plan) -> Text | None:
    today, wanted = plan.purpose.behaviour_today.strip(), plan.purpose.behaviour_wanted.strip()
    if not today or not wanted:
        return None
    return Text.of(f"{_short(today)} → {_short(wanted)}")


def _names(names: list[str]) -> Text | None:
    if not names:
        return None
    first = _short(names[0])
    if len(names) == 1:
        return Text.of(first)
    return Text(f"{first} 외 {len(names) - 1}개", f"{first} and {len(names) - 1} more")


def _offer(plan: Plan) -> Text | None:
    sent = [campaign for campaign in plan.campaigns if campaign.message]
    offers = [promotion for campaign in sent if (promotion := plan.promotion_of(campaign))]
    offers = offers or ([] if sent else list(plan.promotions))
    if offers:
        first = offers[0]
        if first.kind == "percent" and first.percent:
            return Text(f"{first.percent}% 쿠폰", f"{first.percent} % coupon")
        if first.amount_krw:
            return Text(f"{first.amount_krw:,}원 쿠폰", f"₩{first.amount_krw:,} coupon")
        return None
    decided = any(message.appeal.main not in (None, "benefit") for message in plan.messages)
    return Text("혜택 없이", "no benefit") if decided else None


def _when(plan: Plan) -> Text | None:
    times = [campaign.when for campaign in plan.campaigns]
    if not times or times[0] is None or None in times:
        return None
    return when_sentence(times[0])


def _forecast(plan: Plan) -> Text | None:
    filled = [m for m in Forecast.measures() if (i := plan.forecast.interval(m)) is not None and i.ordered]
    if not filled:
        return None
    sealed = plan.forecast.sealed_at is not None
    return Text(
        f"{len(filled)}개 예측{' · 봉인' if sealed else ''}",
        f"{len(filled)} forecasts{', sealed' if sealed else ''}",
    )


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
