"""What one customer did and received, in order of time, as lines a person can read; messages not sent are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.analytics.words import Words, words_of
from fake_company.text import Text
from fake_company.warehouse import Company

_PLAIN = {"session_started", "list_viewed"}  # said only when a visit holds nothing else


@dataclass(frozen=True)
class Line:
    """One line: when, what, a note (the product, the sum), its kind, and whether it decides something."""

    at: datetime
    text: Text
    note: Text = Text("", "")
    kind: str = "visit"
    deciding: bool = False


@dataclass(frozen=True)
class Day:
    """The lines of one day."""

    day: date
    lines: tuple[Line, ...]


_SQL = """
SELECT occurred_at AS moment, name, session_id, p.name_ko, p.name_en, c.name_ko AS kind_ko, c.name_en AS kind_en, search_term,
  amount_krw, e.channel, page, status, e.campaign_id
FROM events e LEFT JOIN products p USING (product_id) LEFT JOIN categories c ON c.category_id = e.category_id
WHERE customer_id = $id AND occurred_at >= $since
UNION ALL
SELECT sent_at, CASE WHEN is_holdout THEN 'held_out' ELSE 'sent' END,
  NULL, m.name_ko, m.name_en, NULL, NULL, NULL, NULL, t.channel, NULL, NULL, campaign_id
FROM touches t LEFT JOIN campaigns m USING (campaign_id)
WHERE customer_id = $id AND sent_at >= $since AND (skipped_reason IS NULL OR is_holdout)
ORDER BY moment DESC, name LIMIT $most"""

SENT = Text("메시지를 받음", "Received a message")
HELD_OUT = Text("비교 그룹이라 보내지 않음", "Held out for comparison")
_TOUCH = {"sent": SENT, "held_out": HELD_OUT}


def timeline(company: Company, customer_id: int, since: datetime | None = None, most: int = 400) -> list[Day]:
    """The latest `most` lines from `since` on, the newest day first; within a day from morning to night."""
    start = since or datetime(2000, 1, 1)
    rows = company.rows(_SQL, {"id": customer_id, "since": start, "most": most})
    lines = list(lines_of(list(reversed(rows)), words_of(company)))
    days = [Day(day, tuple(found)) for day, found in groupby(lines, key=lambda line: line.at.date())]
    return days[::-1]


def lines_of(rows: list[dict[str, Any]], words: Words) -> Iterable[Line]:
    """Rows of one customer as lines; several products viewed in one visit become one line."""
    busy = {row["session_id"] for row in rows if row["name"] not in _PLAIN}
    for (session, name), group in groupby(rows, key=lambda row: (row["session_id"], row["name"])):
        found = list(group)
        if name in _PLAIN and (session in busy or name == "list_viewed"):
            continue
        if name == "product_viewed" and len(found) > 1:
            yield _several(found)
            continue
        yield from (_line(row, words) for row in found)


def _several(rows: list[dict[str, Any]]) -> Line:
    kinds = list(dict.fromkeys((row["kind_ko"], row["kind_en"]) for row in rows if row["kind_ko"]))
    said = Text(", ".join(ko for ko, _ in kinds[:3]), ", ".join(en for _, en in kinds[:3]))
    return Line(rows[0]["moment"], Text(f"상품 {len(rows)}개 봄", f"Viewed {len(rows)} products"), said)


def _line(row: dict[str, Any], words: Words) -> Line:
    name = row["name"]
    if name in _TOUCH:
        note = Text(row["name_ko"] or "", row["name_en"] or "")
        return Line(row["moment"], _TOUCH[name], note, "touch" if name == "sent" else "held_out")
    kind = "order" if name == "order_completed" else "touch" if name.startswith("message_") else "visit"
    return Line(row["moment"], words.event(name), _note(row, words), kind)


def _note(row: dict[str, Any], words: Words) -> Text:
    """What a line is about: the product, the search term, the sum, the status."""
    amount = row["amount_krw"]
    if row["name"] == "order_completed" and amount is not None:
        return Text(f"{amount:,}원", f"₩{amount:,}")
    if row["search_term"]:
        return Text.of(f"“{row['search_term']}”")
    if row["name_ko"]:
        return Text(row["name_ko"], row["name_en"])
    if row["name"] == "list_sorted" and row["page"] == "price":
        return Text("낮은 가격순", "lowest price first")
    if row["status"]:
        return words.status(row["status"])
    return Text(row["kind_ko"] or "", row["kind_en"] or "")
