"""Appeals a message can prove: structure proves, words only suggest."""

from __future__ import annotations

import re
from typing import Any

from app.findings import Finding
from app.messages.compiled import MessageLike
from app.messages.letters import Letter
from fake_company.text import Text

TEXT_ONLY = frozenset(
    ("story", "payment", "welcome", "desired_outcome", "information", "reminder", "urgency")
)
_DEADLINE = re.compile(r"까지|마감|오늘만|D-\d|남았|사라져|끝나|until|ends|last day", re.IGNORECASE)
_TODAY = re.compile(r"오늘만|오늘까지|오늘\s*이후|오늘이\s*마지막|today only|ends today", re.IGNORECASE)
_ITEM = ("event_properties.product_name",)
_ORDER = ("event_properties.status", "event_properties.order_id", "event_properties.delivered_at")


def proven(
    message: MessageLike, promotion: Any, letters: list[Letter], has_event: bool
) -> tuple[str | None, tuple[str, ...]]:
    """The main appeal that really carries the message (None: none), and the other appeals it makes.

    A promotion is always a benefit; a review quoted through a variable is social proof; the reader's own item named
    after an event is a reminder; a stated deadline of a real promotion, or stock named by a variable, is urgency; an
    order's status named by a variable is information. Appeals made of words alone count when the marked phrase stands
    in the text.
    """
    sent = [letter for letter in letters if letter.leaves]
    shown = {name for letter in sent for name in letter.printed}
    words = "\n".join(letter.visible for letter in sent)
    found: list[str] = []
    if promotion is not None:
        found.append("benefit")
    if "event_properties.review_text" in shown:
        found.append("social_proof")
    if has_event and any(name in shown for name in _ITEM):
        found.append("reminder")
    deadline = (
        promotion is not None
        and promotion.valid_days <= 14
        and not false_deadline(promotion, words)
        and ("campaign.promotion_expires_at" in shown or _DEADLINE.search(words))
    )
    if deadline or "event_properties.stock" in shown:
        found.append("urgency")
    if any(name in shown for name in _ORDER):
        found.append("information")
    main = message.appeal.main
    if main and main not in found and main in _by_words(message, words):
        found.append(main)
    if main not in found:
        main = None
    return main, tuple(appeal for appeal in found if appeal != main)


def false_deadline(promotion: Any, words: str) -> str:
    """The words that claim a last day which is not one, empty when none do."""
    claim = _TODAY.search(words)
    if claim is None or (promotion is not None and promotion.valid_days <= 1):
        return ""
    return claim.group()


def _by_words(message: MessageLike, words: str) -> frozenset[str]:
    phrase = message.appeal.phrase.strip()
    alone = TEXT_ONLY - {"reminder", "urgency", "information"}
    return alone if phrase and _same(phrase) in _same(words) else frozenset()


def _same(words: str) -> str:
    return re.sub(r"\{\{.*?\}\}+|[\ue000-\uf8ff]|\s", "", words)


def deadline_findings(promotion: Any, words: str, where: str) -> list[Finding]:
    """A last day that is not one."""
    claim = false_deadline(promotion, words)
    if not claim:
        return []
    text = Text(f"“{claim}”이라고 했지만 사실이 아니에요.", f"“{claim}” is not true.")
    remedy = Text(
        "혜택의 유효 기간을 1일로 하거나 실제 마감일을 적어 주세요.",
        "Make the offer last one day, or name its real last day.",
    )
    return [Finding("warning", "style.false_deadline", text, f"{where}.fields.body", remedy)]
