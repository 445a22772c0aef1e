"""One form for everything the sandbox notices about a plan: lint, segment, promotion, journey and grade alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from fake_company.text import Text

Severity = Literal["error", "warning", "info"]
_ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}


class Fix(TypedDict):
    """A change one tap can make: put `value` at `path` of the plan, such as `messages[0].fields.title`."""

    path: str
    value: Any


@dataclass(frozen=True)
class Finding:
    """What was noticed, where, what to do about it, and the one-tap change when there is one.

    `where` is a path in the plan (`messages[0].fields.body`), `code` is stable and names the rule,
    `source` cites the rule (a law, a platform's document, the course), `count` is how many it concerns.
    """

    severity: Severity
    code: str
    text: Text
    where: str = ""
    remedy: Text = Text("", "")
    fix: Fix | None = None
    source: str = ""
    count: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as pages, the command line and receipts show it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "text": self.text.to_json(),
            "where": self.where,
            "remedy": self.remedy.to_json(),
            "fix": self.fix,
            "source": self.source,
            "count": self.count,
        }


def errors(findings: list[Finding]) -> list[Finding]:
    """Only the findings that keep a plan from being sent."""
    return [finding for finding in findings if finding.severity == "error"]


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Errors, then warnings, then notes; within one severity the order in which they were found."""
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])
