"""What a channel is: the fields it shows, limits, price, consent, law, and how its texts are reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from app.messages.rules.base import Rule
from fake_company.text import Text

Control = Literal["line", "body", "address", "buttons", "items", "images", "choice"]


@dataclass(frozen=True)
class Field:
    """A field of a channel: `limit` is hard, `shown` is how much phones show before they cut (by OS)."""

    key: str
    label: Text
    unit: Literal["chars", "bytes"] = "chars"
    limit: int | None = None
    shown: tuple[tuple[str, int], ...] = ()
    required: bool = False
    help: Text | None = None
    formats: tuple[str, ...] = ()
    """Layouts that show it; empty: all of them."""

    @property
    def first_cut(self) -> int | None:
        """The shortest place it is cut at."""
        return min((most for _, most in self.shown), default=None)

    @property
    def is_text(self) -> bool:
        """Whether it holds words of its own rather than a list or a choice."""
        return self.key not in ("buttons", "items", "images")


@dataclass(frozen=True)
class Layout:
    """One way a channel can look; `body` is how many letters its body takes when the channel's field says more."""

    key: str
    label: Text
    body: int | None = None


@dataclass(frozen=True)
class Rates:
    """What usually happens, as shares of what was sent or delivered: starting values, with their source."""

    reach: float
    opened: float
    clicked: float
    opted_out: float
    source: str


@dataclass(frozen=True)
class Channel:
    """One way to reach a customer. `consent` names the consent an ad needs, `address` is SQL over `customers`."""

    key: str
    label: Text
    fields: tuple[Field, ...]
    price_krw: float
    consent: str | None
    address: str
    frame: str
    rules: tuple[Rule, ...]
    law: Text
    night_rule: bool = True
    informational_only: bool = False
    becomes: tuple[str, int] | None = None
    """(other channel, bytes): longer texts are sent and billed as the other channel."""
    price_note: Text = Text("", "")
    layouts: tuple[Layout, ...] = ()
    images: int = 0
    image_note: Text = Text("", "")
    hours: tuple[time, time] | None = None
    """An ad leaves only between these hours, whatever the law allows."""
    failover: tuple[str, ...] = ()
    """What may go out instead when a message fails; the failed one costs nothing."""
    targets: tuple[tuple[str, Text, str, float], ...] = ()
    """Whom an ad may address: key, words, more SQL over `customers`, price."""
    ended: Text | None = None
    """Why nothing can be sent any more."""
    successor: str | None = None
    recorded_only: bool = False
    """Nothing leaves; what would be sent is kept to look at."""
    on_site: bool = False
    """Shown only to those who visit anyway."""
    needs_approval: bool = False
    rates: Rates | None = None
    order: int = 0

    def field(self, key: str) -> Field | None:
        """One of its fields."""
        return next((field for field in self.fields if field.key == key), None)

    def shows(self, part: Field, format: str) -> bool:
        """Whether a field is part of a layout."""
        return not part.formats or self.layout_of(format) in part.formats

    def limit_of(self, part: Field, format: str) -> int | None:
        """How much a field takes in a layout."""
        chosen = next((layout for layout in self.layouts if layout.key == format), None)
        return chosen.body if chosen and chosen.body and part.key == "body" else part.limit

    def layout_of(self, format: str) -> str:
        """The layout a message really has: its own when the channel knows it, else the channel's first."""
        return format if any(layout.key == format for layout in self.layouts) else self.first_layout

    @property
    def first_layout(self) -> str:
        """The layout of a message that chose none."""
        return self.layouts[0].key if self.layouts else ""

    @property
    def can_send(self) -> bool:
        """Whether messages leave through it today."""
        return self.ended is None and not self.recorded_only

    def price_for(self, target: str) -> float:
        """KRW for one message to this target group."""
        return next((price for key, _, _, price in self.targets if key == target), self.price_krw)

    def address_for(self, target: str) -> str:
        """Whom it reaches with this target, as SQL."""
        more = next((sql for key, _, sql, _ in self.targets if key == target), "")
        return f"({self.address}) AND ({more})" if more else self.address


