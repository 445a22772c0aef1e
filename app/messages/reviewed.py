"""What a review answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.findings import Finding
from app.messages.appeals import Evidence
from app.messages.branches import BranchCount
from fake_company.text import Text


@dataclass(frozen=True)
class Sample:
    """One recipient's finished message, and what is wrong with it."""

    customer_id: int
    product_id: int | None
    fields: dict[str, str]
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Fallback:
    """What goes out when the message itself fails: how many are expected to fail, and what that costs."""

    failing: int
    as_lms: int
    cost_krw: int


@dataclass(frozen=True)
class Review:
    """What would happen if the message were sent to this audience now."""

    recipients: int
    sent: int
    skipped: dict[str, int]
    distinct: int
    branches: list[BranchCount]
    defaults: dict[str, int]
    holes: dict[str, int]
    blank_names: int
    truncated: dict[str, int]
    became_lms: int
    extra_krw: int
    unsendable: int
    aborts: dict[str, int]
    price_krw: int
    findings: list[Finding]
    worst: list[Sample] = field(default_factory=list)
    longest: Sample | None = None
    shortest: Sample | None = None
    strangest: Sample | None = None
    fallback: Fallback | None = None
    evidence: tuple[Evidence, ...] = ()
