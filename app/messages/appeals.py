"""Appeals a message can prove: structure proves, words only suggest."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Evidence:
    """One appeal the structure proves: to what share of the recipients, and by what."""

    appeal: str
    share: float
    by: Text


_BY_VARIABLE = (
    ("social_proof", frozenset(("event_properties.review_text",)), Text("실제 후기를 따와요", "quotes a real review")),
    ("reminder", frozenset(_ITEM), Text("고객이 본 상품 이름을 말해요", "names the reader's own item")),
    ("urgency", frozenset(("event_properties.stock",)), Text("남은 재고를 말해요", "names the stock that is left")),
    ("information", frozenset(_ORDER), Text("주문 상태를 말해요", "names the state of the order")),
)


def evidence(
    message: MessageLike, promotion: Any, letters: list[Letter], counts: list[int], has_event: bool
) -> tuple[Evidence, ...]:
    """Every appeal the structure proves, with the share of recipients who read it; the marked phrase comes last."""
    sent = [(letter, count) for letter, count in zip(letters, counts, strict=True) if count and letter.leaves]
    total = sum(count for _, count in sent) or 1
    found: list[Evidence] = []
    if promotion is not None:
        found.append(Evidence("benefit", 1.0, Text("혜택이 붙어 있어요", "an offer is attached")))
    for appeal, names, by in _BY_VARIABLE:
        share = sum(count for letter, count in sent if letter.printed & names) / total
        if share and (appeal != "reminder" or has_event):
            found.append(Evidence(appeal, share, by))
    words = "\n".join(letter.visible for letter, _ in sent)
    limited = promotion is not None and promotion.valid_days <= 14 and not false_deadline(promotion, words)
    shares = sum(
        count for letter, count in sent
        if "campaign.promotion_expires_at" in letter.printed or _DEADLINE.search(letter.visible)
    ) / total  # fmt: skip
    if limited and shares and not any(one.appeal == "urgency" for one in found):
        found.append(Evidence("urgency", shares, Text("혜택이 끝나는 날이 사실이에요", "the offer really ends then")))
    phrase, main = message.appeal.phrase.strip(), message.appeal.main
    if main in TEXT_ONLY - {"reminder", "urgency", "information"} and phrase:
        share = sum(count for letter, count in sent if _same(phrase) in _same(letter.visible)) / total
        if share:
            found.append(Evidence(main, share, Text("표시한 문구가 글에 있어요", "the marked phrase stands in the text")))
    return tuple(found)


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
