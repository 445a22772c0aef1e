"""What a channel is: the fields it shows, limits, price, consent, law, and how its texts are reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.messages.rules import Rule
from fake_company.text import Text


@dataclass(frozen=True)
class Field:
    """A field of a channel: `limit` is hard, `shown` is how much phones show before they cut (by OS)."""

    key: Literal["title", "body", "subject", "link", "buttons"]
    label: Text
    unit: Literal["chars", "bytes"] = "chars"
    limit: int | None = None
    shown: tuple[tuple[str, int], ...] = ()
    required: bool = False

    @property
    def first_cut(self) -> int | None:
        """The shortest place it is cut at."""
        return min((most for _, most in self.shown), default=None)


@dataclass(frozen=True)
class Channel:
    """One way to reach a customer. `consent` names the consent an ad needs, `address` is SQL over `customers`."""

    key: str
    label: Text
    fields: tuple[Field, ...]
    price_krw: float
    consent: str
    address: str
    frame: str
    rules: tuple[Rule, ...]
    law: Text
    night_rule: bool = True
    informational_only: bool = False
    becomes: tuple[str, int] | None = None
    """(other channel, bytes): longer texts are sent and billed as the other channel."""
    price_note: Text = Text("", "")

    def field(self, key: str) -> Field | None:
        """One of its fields."""
        return next((field for field in self.fields if field.key == key), None)
