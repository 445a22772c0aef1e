"""What a check answers and what a grade is. Passed, partly, failed, not tried, or broken by our own fault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from fake_company.text import Text

Status = Literal["passed", "partly", "failed", "not_tried", "broken"]
STATUS_WORDS: dict[str, Text] = {
    "passed": Text("통과했어요", "Passed"),
    "partly": Text("일부 통과했어요", "Partly"),
    "failed": Text("다시 볼 부분이 있어요", "Failed"),
    "not_tried": Text("아직 확인하지 못했어요", "Not tried"),
    "broken": Text("저희 쪽 문제로 확인하지 못했어요", "Broken by our fault"),
}


@dataclass(frozen=True)
class CounterExample:
    """One customer who shows what went wrong: wrongly in, wrongly out, or a recipient of a bad message.

    `lines` are the one or two facts of their timeline that decide.
    """

    customer_id: int
    side: Literal["wrongly_in", "wrongly_out", "recipient"]
    lines: tuple[Text, ...]
    moment: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As pages and the command line show it."""
        return {
            "customer_id": self.customer_id,
            "side": self.side,
            "moment": self.moment,
            "lines": [line.to_json() for line in self.lines],
        }


@dataclass(frozen=True)
class Verdict:
    """What one check says: its share of the points (0 to 1), what it saw, and a hint of its own if it has one."""

    status: Status
    share: float
    saw: Text
    hint: Text | None = None
    counter_examples: tuple[CounterExample, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


def passed(saw: Text, **figures: float) -> Verdict:
    """Everything the check asks for is there."""
    return Verdict("passed", 1.0, saw, figures=figures)


def failed(
    saw: Text, hint: Text | None = None, examples: tuple[CounterExample, ...] = (), **figures: float
) -> Verdict:
    """What the check asks for is not there."""
    return Verdict("failed", 0.0, saw, hint, examples, figures)


def not_tried(saw: Text, hint: Text | None = None) -> Verdict:
    """What the check needs is missing, so it says nothing about the rest."""
    return Verdict("not_tried", 0.0, saw, hint)


def by_share(
    share: float,
    saw: Text,
    hint: Text | None = None,
    examples: tuple[CounterExample, ...] = (),
    **figures: float,
) -> Verdict:
    """Passed at a full share, failed at none, partly between."""
    if share >= 1.0:
        return replace(passed(saw, **figures), counter_examples=examples)
    if share <= 0.0:
        return failed(saw, hint, examples, **figures)
    return Verdict("partly", share, saw, hint, examples, figures)


@dataclass(frozen=True)
class CheckResult:
    """One line of the grade."""

    check: str
    kind: str
    title: Text
    status: Status
    share: float
    points: float
    of: float
    saw: Text
    why: Text
    hint: Text
    counter_examples: tuple[CounterExample, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def status_text(self) -> Text:
        """The status in words."""
        return STATUS_WORDS[self.status]

    def to_json(self) -> dict[str, Any]:
        """As `flask grade --json` prints it."""
        texts = {name: getattr(self, name).to_json() for name in ("title", "saw", "why", "hint")}
        return {
            "check": self.check,
            "kind": self.kind,
            "status": self.status,
            "share": self.share,
            "points": self.points,
            "of": self.of,
            **texts,
            "counter_examples": [example.to_json() for example in self.counter_examples],
            "figures": self.figures,
        }


@dataclass(frozen=True)
class Grade:
    """The whole answer. `of` leaves out checks that broke; `ceiling` says which failed check capped the total."""

    exercise: str
    points: float
    of: float
    results: tuple[CheckResult, ...]
    receipt: dict[str, Any]
    ceiling: Text | None = None
    badge: Text | None = None

    @property
    def broke(self) -> bool:
        """Whether a check of ours broke: the attempt is given back."""
        return any(result.status == "broken" for result in self.results)

    @property
    def next_hint(self) -> CheckResult | None:
        """The open check that would bring most points: the one hint to show first."""
        open_ones = [result for result in self.results if result.status in ("failed", "partly", "not_tried")]
        return max(open_ones, key=lambda result: result.of - result.points, default=None)

    def result(self, check: str) -> CheckResult:
        """The line of one check."""
        return next(result for result in self.results if result.check == check)

    def to_json(self) -> dict[str, Any]:
        """As `flask grade --json` prints it and the class file keeps it."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "of": self.of,
            "ceiling": self.ceiling.to_json() if self.ceiling else None,
            "badge": self.badge.to_json() if self.badge else None,
            "results": [result.to_json() for result in self.results],
            "receipt": self.receipt,
        }
