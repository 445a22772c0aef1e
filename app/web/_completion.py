"""What the editor offers while a template is typed: the company's variables, filters with signature, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.messages import reference
from app.messages.reference import Entry
from app.web import _message_whole
from app.web._words import say, t

if TYPE_CHECKING:
    from fake_company.warehouse import Company


def known(company: Company, has_event: bool) -> dict[str, Any]:
    """Three lists of {key, insert, label, detail}; variables of the trigger first when there is one."""
    variables = [
        {
            "key": row["snippet"][2:-2],
            "insert": row["insert"][2:-2],
            "label": say(row["label"]),
            "detail": _missing(row["missing_share"]),
        }
        for _, rows in _message_whole.variable_menu(company, has_event)
        for row in rows
    ]
    return {
        "variables": variables,
        "filters": [_entry(one) for one in reference.FILTERS.values()],
        "tags": [{**_entry(one), "closes": one.key in reference.CLOSED} for one in reference.TAGS.values()],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"key": entry.key, "insert": entry.signature, "label": say(entry.text), "detail": ""}


def _missing(share: float | None) -> str:
    if not share:
        return ""
    shown = f"{share * 100:.1f}" if share < 0.1 else f"{share * 100:.0f}"
    return str(t("{share}% 비어 있음", "{share} % empty", share=shown))
