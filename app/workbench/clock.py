"""The clock of a person's SQL: `today()`, `now()`, `current_date` … tell the company's time, not the machine's."""

from __future__ import annotations

_DAYS = ("today", "current_date")
_MOMENTS = (
    "now",
    "current_timestamp",
    "get_current_timestamp",
    "current_localtimestamp",
    "localtimestamp",
    "getdate",
)


def answers(moment: str) -> list[tuple[str, str]]:
    """The functions that tell the time, with the SQL of what they answer at a moment (ISO)."""
    return [
        *((name, f"CAST(TIMESTAMP '{moment}' AS DATE)") for name in _DAYS),
        *((name, f"TIMESTAMP '{moment}'") for name in _MOMENTS),
    ]
