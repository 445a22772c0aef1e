"""Everything a reviewer checks, each rule a row found by its id; a channel's file names the ones that hold there."""

from __future__ import annotations

from functools import lru_cache

from app.messages.rules import alimtalk, brand, email, everywhere, law, limits, sending
from app.messages.rules.base import AD_LABEL, Broken, Parts, Rule, Send, Sheet
from app.messages.rules.words import ad_words, closing_line, ending, is_ad, nudge_words

_TABLES = (everywhere, law, sending, limits, alimtalk, brand, email)


@lru_cache(maxsize=1)
def all_rules() -> dict[str, Rule]:
    """Every rule by id."""
    return {rule.id: rule for table in _TABLES for rule in table.RULES}


EVERYWHERE = (
    "EMPTY_BODY", "EMPTY_VARIABLE", "LINK_UNTRACKED", "TEXT_TURNED", "TEXT_INVISIBLE", "IMAGE_ALT", "IMAGE_COUNT",
    "NO_CONVERSION_EVENT", "NO_CONTROL_GROUP", "FREQ_CAP", "CONSENT_RESULT_14D", "CONSENT_RECONFIRM_2Y",
)  # fmt: skip
"""Rules that hold on every channel."""
AD = (
    "AD_AS_INFORMATION", "AD_CONSENT", "AD_CHANNEL_CONSENT", "AD_LABEL_VARIANT", "AD_SENDER_CONTACT", "AD_FREE_OPTOUT",
)  # fmt: skip
"""Rules that hold wherever the law on ads asks for label and refusal."""


def of(*ids: str) -> tuple[Rule, ...]:
    """Rules by id, each once; those of every channel come first."""
    known = all_rules()
    return tuple(known[id] for id in dict.fromkeys((*EVERYWHERE, *ids)))


__all__ = [
    "AD", "AD_LABEL", "EVERYWHERE", "Broken", "Parts", "Rule", "Send", "Sheet", "ad_words", "all_rules", "closing_line",
    "ending", "is_ad", "nudge_words", "of",
]  # fmt: skip
