"""What a rule is, and what it sees: one finished text, the message it came from, and how it is to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.findings import Severity
from fake_company.text import Text

AD_LABEL = "(광고)"
LAW = "정보통신망법"


@dataclass(frozen=True)
class Send:
    """How a message is to be sent, and how many of its audience each rule concerns. What is not known breaks nothing.

    `friends` are the friends of the shop's Kakao channel; `unanswered` consents and refusals older than 14 days
    whose result nobody was told; `ads_a_day` and `ads_a_week` what one customer gets from the whole plan.
    """

    moment: datetime | None = None
    goal_event: str = "order_completed"
    attribution_days: int = 7
    holdout_rate: float | None = None
    ads_a_day: float = 0
    ads_a_week: float = 0
    recipients: int = 0
    no_consent: int = 0
    other_consent: int = 0
    expired: int = 0
    at_night: int = 0
    no_permission: int = 0
    permission_only: int = 0
    not_friends: int = 0
    friends: int | None = None
    unanswered: int = 0


@dataclass(frozen=True)
class Parts:
    """What a message has besides its words."""

    format: str = ""
    images: tuple[tuple[str, str], ...] = ()
    items: int = 0
    target: str = "I"
    close: bool = True
    once: bool = True
    samples: frozenset[str] = frozenset()
    variables: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    """Variables printed without a default."""
    approved: bool | None = None
    """Whether the reviewer approved this very template; None where none is needed."""
    sensitive: tuple[str, ...] = ()
    """Names of goods a customer may not want others to see."""


@dataclass(frozen=True)
class Sheet:
    """What a rule sees: one finished text, and the message it came from."""

    channel: str
    is_ad: bool
    purpose: str
    texts: dict[str, str]
    sources: dict[str, str]
    sender: str
    has_promotion: bool = False
    parts: Parts = field(default_factory=Parts)
    send: Send = field(default_factory=Send)

    def field(self, name: str) -> str:
        """The text of a field, empty when there is none."""
        return self.texts.get(name, "")

    @property
    def everything(self) -> str:
        """All words a customer sees; the text sent when this one fails is another message."""
        return "\n".join(words for name, words in self.texts.items() if not name.endswith(("link", "fallback")))

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return [words for name, words in self.texts.items() if name.endswith(".label")]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Addresses the message leads to, by field."""
        return [(name, words) for name, words in self.texts.items() if name.endswith("link")]

    @property
    def alts(self) -> str:
        """What its pictures say."""
        return "\n".join(alt for _, alt in self.parts.images)


Broken = tuple[str, str] | None
"""The field a rule is broken in and the words that break it, or None."""
Repair = Callable[[Sheet, str], tuple[str, Any] | None]
"""(sheet, field) → the path under the message and the value a tap puts there, or None."""
About = Literal["text", "send", "counted"]


@dataclass(frozen=True)
class Rule:
    """One thing to check, found by its id. `stops`: a message that breaks it may not be sent.

    `about`: `text` is judged once a distinct text, `send` once a sending, `counted` for each recipient (the review
    counts them; a single text is judged by `check`). `code` is what findings carry.
    """

    id: str
    code: str
    severity: Severity
    text: Text
    remedy: Text
    source: str
    check: Callable[[Sheet], Broken]
    stops: bool = False
    about: About = "text"
    fix: Repair | None = None
