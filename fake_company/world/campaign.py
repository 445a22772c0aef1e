"""What a campaign is to the world: who, when, through which channel, with what offer and which content.

The company's past campaigns and a learner's plan both become these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from fake_company.world.people import Array

if TYPE_CHECKING:
    from fake_company.world.diary import Diary
    from fake_company.world.state import State

APPEALS = (
    "benefit", "urgency", "social_proof", "information", "story", "reminder", "payment", "welcome",
    "desired_outcome",
)  # fmt: skip
EVENTS = (
    "session_started", "product_viewed", "product_added", "checkout_started", "payment_info_started",
    "order_completed", "signed_up",
)  # fmt: skip
"""Events a trigger can wait for (`signed_up` is the first visit of a member's life)."""


@dataclass(frozen=True)
class Offer:
    """Terms of a promotion attached to a campaign."""

    percent: float = 0.0
    amount_krw: int = 0
    minimum_order_krw: int = 0
    maximum_discount_krw: int | None = None
    valid_days: float = 7.0
    code: str = ""

    def discount(self, amount_krw: Array) -> Array:
        """KRW off an order of this list amount (0 below the minimum)."""
        off = amount_krw * (self.percent / 100.0) + self.amount_krw
        if self.maximum_discount_krw:
            off = np.minimum(off, self.maximum_discount_krw)
        result: Array = np.where(amount_krw >= self.minimum_order_krw, np.minimum(off, amount_krw), 0.0)
        return result


@dataclass(frozen=True)
class Scheduled:
    """Sent at `second` of every day in `days` (world day numbers)."""

    days: tuple[int, ...]
    second: int


@dataclass(frozen=True)
class Trigger:
    """Event A without B within the delay: one timer per customer; B cancels it; a new A does not restart it."""

    event: str
    unless: str | None
    delay_seconds: int
    first_day: int
    """First day on which a timer can start."""
    end_day: int
    """No timer starts on or after this day."""


@dataclass(frozen=True)
class Cap:
    """At most `touches` advertising touches of one person in `days`, counting every campaign."""

    touches: int
    days: float


@dataclass(frozen=True)
class Content:
    """What the rendered message says to each recipient: arrays with one row a recipient."""

    named_category: Array
    """int16: category named, -1 when nothing is named."""
    names_item: Array
    """bool: names the item (or search) the reader is interested in."""
    hole: Array
    """bool: a blank where a value should be."""
    reason: Array
    """int8: 1 a true reason, 0 none, -1 contradicted by the reader's own facts."""
    aborted: Array
    """bool: the message decided not to be sent to this reader."""
    price_krw: Array
    """int32: price of sending this message (an SMS that turned into LMS costs more)."""
    blocked: Array
    """int8: 0 may leave; else index into the reasons of `Skip`."""


@dataclass(frozen=True)
class Wording:
    """One content for everybody, for campaigns made without templates. `names`: nothing, item, category, favorite."""

    names: str = "nothing"
    category: int = -1
    reason: int = 0
    hole_rate: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One question to an audience or a content function: these rows, at this moment."""

    who: Array
    """int32: position of each asked row in `People`."""
    row: Array
    """int32: row of the running world."""
    day: Array
    """int64 day number (one per asked row: customers are lived one by one, not day by day)."""
    second: Array
    """int64 seconds into the day."""
    product: Array
    """int32: product of the triggering event, or of the open episode, -1 without one."""
    diary: Diary | None
    """Visits of this run so far; kept when some audience of the programme is a function."""
    state: State
    """Hidden state of the whole run at this moment, by row: `state.orders[asked.row]` and so on."""


AudienceRule = Callable[[Asked], Array]
ContentRule = Callable[[Asked], Content]


@dataclass(frozen=True)
class Campaign:
    """One campaign as the world runs it."""

    key: str
    """Stable id (plan's campaign id, or the company's campaign_id)."""
    channel: str
    when: Scheduled | Trigger
    audience: Array | AudienceRule | None = None
    """bool mask over `People`, or a function judged at the moment of sending; None: everybody."""
    content: Wording | ContentRule = field(default_factory=Wording)
    offer: Offer | None = None
    appeal: str = "information"
    other_appeals: tuple[str, ...] = ()
    is_ad: bool = True
    holdout_rate: float = 0.0
    cap: Cap | None = None
    quiet: tuple[int, int] | None = (21 * 3600, 8 * 3600)
    """(from, to) in seconds of the day; an ad due inside leaves at 08:30. None: switched off, and ads at night
    without night consent do not leave at all."""
    price_krw: int | None = None
    """Price a message; None: the channel's."""
    attribution_days: float = 7.0
    """Orders this long after a touch count as its conversions."""


@dataclass(frozen=True)
class Programme:
    """All campaigns running in one world. Order never matters: draws are keyed by channel, hour and campaign id."""

    campaigns: tuple[Campaign, ...] = ()
