"""What the campaign page shows: the words of its sentence, the day's hours, what the comparison group can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from app.analytics import holdout, hours
from app.messages import channels
from app.plan import Campaign, Message, Once, Plan, Promotion, Repeat, Segment, Trigger
from app.plan.bar import span_text
from app.promotions import sentence as terms_of
from app.web import _audience
from app.web._audience import Audience
from fake_company.schema import EVENT_NAMES
from fake_company.text import Text, josa

if TYPE_CHECKING:
    from fake_company.warehouse import Company

NIGHT = ("21:00", "08:00")
DELAYS = (60, 180, 1440, 4320)
KINDS = {
    "trigger": Text("행동 뒤에 자동으로", "After something they do"),
    "once": Text("정한 날에 한 번", "Once, on a day"),
    "repeat": Text("반복해서", "Again and again"),
}
EVENTS = {
    "product_added": Text("장바구니에 담고", "add to the cart"),
    "product_viewed": Text("상품을 보고", "view a product"),
    "wishlist_added": Text("찜하고", "save a product"),
    "searched": Text("검색하고", "search"),
    "checkout_started": Text("주문서를 열고", "open the checkout"),
    "payment_info_started": Text("결제 정보를 적기 시작하고", "begin to enter payment details"),
    "order_completed": Text("주문하고", "order"),
    "signed_up": Text("가입하고", "sign up"),
    "session_started": Text("가게에 들르고", "visit the shop"),
}
UNLESS = {
    "order_completed": Text("주문하지 않으면", "do not order"),
    "product_added": Text("아무것도 담지 않으면", "add nothing to the cart"),
    "checkout_started": Text("주문서를 열지 않으면", "do not open the checkout"),
    "session_started": Text("다시 오지 않으면", "do not come back"),
    "": Text("무엇을 하든", "whatever they do"),
}
GOALS = (
    "order_completed",
    "product_added",
    "checkout_started",
    "session_started",
    "review_written",
    "signed_up",
)


@dataclass(frozen=True)
class Hour:
    """One hour of the strip: how many messages fall due, how high the bar is, whether it is night."""

    hour: int
    count: int
    height: float
    is_night: bool


@dataclass(frozen=True)
class Strip:
    """The 24 hours: when triggered messages fall due and how much the night holds back, or when customers visit."""

    hours: tuple[Hour, ...]
    held: float
    total: int
    busiest: int
    chosen: int | None = None
    """The hour chosen on a schedule; the bars are then visits. None: the bars are messages after a trigger."""


@dataclass(frozen=True)
class View:
    """Everything the page says about one campaign."""

    campaign: Campaign
    segment: Segment | None
    message: Message | None
    promotion: Promotion | None
    audience: Audience
    reading: holdout.Reading
    strip: Strip | None
    is_ad: bool
    at_night: bool
    price_krw: float

    @property
    def kind(self) -> str:
        """`trigger`, `once`, `repeat`, or nothing while undecided."""
        return self.campaign.when.kind if self.campaign.when else ""

    @property
    def delay_choice(self) -> str:
        """Which delay button is pressed: its minutes, or `own`."""
        when = self.campaign.when
        return (
            str(when.delay_minutes) if isinstance(when, Trigger) and when.delay_minutes in DELAYS else "own"
        )

    @property
    def own_delay(self) -> tuple[int, str]:
        """The delay as a figure and the largest unit that fits."""
        minutes = self.campaign.when.delay_minutes if isinstance(self.campaign.when, Trigger) else 180
        for unit, size in (("days", 1440), ("hours", 60)):
            if minutes and minutes % size == 0:
                return minutes // size, unit
        return minutes, "minutes"

    @property
    def messages_in_28_days(self) -> int:
        """How many messages 28 days come to before any is skipped."""
        when = self.campaign.when
        times = len(range(0, 28, when.every_days)) if isinstance(when, Repeat) else 1
        return round(self.audience.messages * times * (1 - self.campaign.holdout_rate))


def look_at(company: Company, plan: Plan, campaign: Campaign) -> View:
    """Gather what the page says about this campaign."""
    message = plan.message(campaign.message)
    audience = _audience.of_campaign(company, plan, campaign)
    base = _audience.order_rate(company, audience, campaign.attribution_days)
    promotion = plan.promotion_of(campaign)
    is_ad = message is None or message.purpose == "ad" or promotion is not None
    return View(
        campaign=campaign,
        segment=plan.segment(campaign.audience),
        message=message,
        promotion=promotion,
        audience=audience,
        reading=holdout.reading(audience.people, campaign.holdout_rate, base),
        strip=_strip(company, campaign, audience),
        is_ad=is_ad,
        at_night=is_ad and _clock_at_night(campaign),
        price_krw=channels.get(message.channel).price_krw if message else 0.0,
    )


def words(view: View) -> dict[str, Text]:
    """The words of each chip of the sentence."""
    when = view.campaign.when
    message, promotion = view.message, view.promotion
    said = {
        "who": _named(view.segment, Text("모든 고객", "all customers")),
        "what": _message_words(message) if message else Text("메시지 고르기", "choose a message"),
        "offer": terms_of(promotion) if promotion else Text("혜택 없이", "no benefit"),
        "offer_before": Text("", "with"),
        "offer_after": Text("을 담은" if promotion else "", ""),
    }
    said["who_after"] = Text(_particle(said["who"], "이/가") if view.kind == "trigger" else "에게", "")
    said["what_after"] = Text(_particle(said["what"], "을/를"), "")
    if isinstance(when, Trigger):
        said["event"] = EVENTS.get(when.event, EVENT_NAMES.get(when.event, Text.of(when.event)))
        said["unless"] = UNLESS.get(when.unless or "", Text(f"{when.unless} 없으면", f"no {when.unless}"))
        span = span_text(when.delay_minutes)
        said["delay"] = Text(f"{span.ko} 안에", span.en) if when.unless else Text(f"{span.ko} 뒤에", span.en)
    elif isinstance(when, Once):
        said["at"] = _moment(datetime.fromisoformat(when.at))
    elif isinstance(when, Repeat):
        every = Text("매일", "every day") if when.every_days == 1 else Text(
            f"{when.every_days}일마다", f"every {when.every_days} days"
        )  # fmt: skip
        said["every"] = every
        said["at"] = Text(f"{when.at}에", f"at {when.at}")
    return said


def _strip(company: Company, campaign: Campaign, audience: Audience) -> Strip | None:
    when = campaign.when
    if when is None:
        return None
    if isinstance(when, Trigger):
        minutes = hours.of_moments(audience.moments if audience.moments is not None else np.zeros(0, "datetime64[us]"))
    else:
        minutes = hours.by_minute(company, "session_started")
    counts = hours.leaving(minutes, 0).tolist()
    most = max(max(counts), 1)
    drawn = tuple(
        Hour(hour, count, round(count / most * 100, 1), hours.is_within(f"{hour:02d}:00", *NIGHT))
        for hour, count in enumerate(counts)
    )
    held = hours.share_within(minutes, 0, *NIGHT)
    chosen = None if isinstance(when, Trigger) else int(when.at[-5:-3] if isinstance(when, Repeat) else when.at[11:13])
    return Strip(drawn, held, sum(counts), counts.index(max(counts)), chosen)


def _clock_at_night(campaign: Campaign) -> bool:
    when = campaign.when
    if isinstance(when, Once):
        return hours.is_within(when.at[11:16], *NIGHT)
    return isinstance(when, Repeat) and hours.is_within(when.at, *NIGHT)


def _named(part: Segment | None, nobody: Text) -> Text:
    return nobody if part is None else Text.of(part.name or part.id)


def _message_words(message: Message) -> Text:
    label = channels.get(message.channel).label
    name = message.name or message.id
    return Text(f"{label.ko} ‘{name}’", f"{label.en} '{name}'")


def _moment(at: datetime) -> Text:
    day = "월화수목금토일"[at.weekday()]
    return Text(f"{at.month}월 {at.day}일({day}) {at:%H:%M}에", f"on {at:%a} {at.day} {at:%b} at {at:%H:%M}")


def _particle(text: Text, pair: str) -> str:
    """The Korean particle that fits after the words."""
    return josa(text.ko, pair)[len(text.ko) :]
