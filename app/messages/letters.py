"""What a message says to each recipient, worked out once per distinct tuple of the values it uses.

A value that is only printed is replaced by a stand-in letter, so that all recipients who differ only in it share one
rendering; lengths and bytes are then added up from the value's own. A value that is tested or goes through a filter
stays exact, except in the coarse reading (`exact=False`), where a printed value matters only as missing, blank or there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from app.messages import facts
from app.messages.around import around_of, code_for, surroundings
from app.messages.compiled import Compiled, MessageLike
from app.messages.distinct import FIRST_STAND_IN, Distinct, Slot
from app.messages.facts import Ints
from app.messages.liquid import Outcome, render
from app.messages.liquid.values import text
from app.messages.namespaces import ENTRY, LINKS
from app.messages.variables import NAMESPACES
from fake_company.errors import DangolError
from fake_company.warehouse import Company

_SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class Letter:
    """One distinct rendering: the text of each field, or why there is none, and what was noticed."""

    texts: dict[str, str]
    abort: str | None
    error: DangolError | None
    branches: frozenset[tuple[str, int, int]]
    defaults: frozenset[str]
    holes: frozenset[str]
    printed: frozenset[str]

    @property
    def visible(self) -> str:
        """All words the customer sees; links are not words."""
        return "\n".join(words for name, words in self.texts.items() if not name.endswith("link"))

    @property
    def leaves(self) -> bool:
        """Whether this rendering can be sent at all."""
        return self.abort is None and self.error is None


@dataclass(frozen=True)
class Letters:
    """All recipients' letters: `which[row]` is the distinct letter, slots fill it in."""

    letters: list[Letter]
    which: Ints
    slots: list[Slot]
    blank: dict[str, npt.NDArray[np.bool_]]
    missing: dict[str, npt.NDArray[np.bool_]]
    written: list[dict[str, Any]]
    """The values each distinct letter was written with."""

    def per_row(self, values: list[Any], dtype: Any) -> npt.NDArray[Any]:
        """One value per distinct letter, spread over the recipients."""
        return (
            np.asarray(values, dtype=dtype)[self.which] if values else np.zeros(len(self.which), dtype=dtype)
        )

    def size(self, field: str, in_bytes: bool) -> Ints:
        """Length of a field for every recipient, in letters or CP949 bytes."""
        texts = [letter.texts.get(field, "") for letter in self.letters]
        stand_ins = [slot.stand_in for slot in self.slots]
        bare = ["".join(sign for sign in words if sign not in stand_ins) for words in texts]
        base = [facts.cp949_size(words) if in_bytes else len(words) for words in bare]
        total = self.per_row(base, np.int64)
        for slot in self.slots:
            times = self.per_row([words.count(slot.stand_in) for words in texts], np.int64)
            sizes = slot.column.cp949_bytes if in_bytes else slot.column.chars
            total = total + times * sizes[slot.codes]
        return total

    def unsendable(self, field: str) -> npt.NDArray[np.bool_]:
        """Recipients whose text has letters a text message cannot carry."""
        texts = [letter.texts.get(field, "") for letter in self.letters]
        signs = {slot.stand_in for slot in self.slots}
        own = [bool(set(facts.unsendable(words)) - signs) for words in texts]
        found: npt.NDArray[np.bool_] = self.per_row(own, bool)
        for slot in self.slots:
            there = self.per_row([slot.stand_in in words for words in texts], bool)
            found = found | (there & slot.column.unsendable[slot.codes])
        return found

    def text(self, row: int, field: str) -> str:
        """The finished text of one recipient."""
        return self.fill(self.letters[int(self.which[row])].texts.get(field, ""), row)

    def fill(self, words: str, row: int) -> str:
        """Put one recipient's values in place of the stand-ins."""
        for slot in self.slots:
            words = words.replace(slot.stand_in, text(slot.column.distinct[int(slot.codes[row])]))
        return words


def plan_values(message: MessageLike, promotion: Any, moment: datetime) -> dict[str, Any]:
    """Values of `campaign.${…}`: the same for everybody."""
    name = message.name or message.id
    values: dict[str, Any] = {
        "name": message.name, "message_name": name, "api_id": f"campaign-{message.id}",
        "message_api_id": f"message-{message.id}", "dispatch_id": f"dispatch-{message.id}-{moment:%Y%m%d%H%M}",
    }  # fmt: skip
    if promotion is not None:
        last_day = moment + timedelta(days=int(promotion.valid_days))
        values.update(
            promotion_code=promotion.code or None,
            promotion_percent=promotion.percent,
            promotion_amount_krw=promotion.amount_krw,
            promotion_minimum_krw=promotion.minimum_order_krw,
            promotion_expires_at=f"{last_day.month}월 {last_day.day}일",
        )
    return values


def utc(moment: datetime) -> datetime:
    """A moment of the company's clock (naive, Seoul) as Liquid reads it."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=_SEOUL)
    return aware.astimezone(UTC)


def context_of(
    values: Mapping[str, Any], plan: Mapping[str, Any], outside: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Values by key as the nested namespaces a template reads, with what no customer has of their own."""
    context: dict[str, Any] = {
        **(outside or {}),
        "user": dict(LINKS),
        "custom_attribute": {},
        "event_properties": {},
        "campaign": dict(plan),
    }
    codes: dict[str, Any] = dict(context.get("promotions", {}))
    for key, value in values.items():
        namespace, _, name = key.partition(".") if key.partition(".")[0] in NAMESPACES else ("", "", key)
        if key.startswith("promotion."):
            codes[key.removeprefix("promotion.")] = value
        else:
            context.setdefault(namespace or "user", {})[name] = value
    context.update(dict.fromkeys(ENTRY, context["event_properties"]), promotions=codes)
    return context


def outside_of(
    company: Company, message: MessageLike, promotion: Any, customer_id: int | None = None
) -> dict[str, Any]:
    """What a render may draw on besides values; the codes are this customer's, shared ones without a customer."""
    around = around_of(message, promotion)
    codes = {
        name: list_.code if customer_id is None else code_for(list_, customer_id)
        for name, list_ in around.promotions.items()
    }
    return surroundings(company, around, codes)


Answers = dict[tuple[Any, ...], Outcome | DangolError]


def render_fields(
    compiled: Compiled,
    context: dict[str, Any],
    now: datetime,
    values: Mapping[str, Any] | None = None,
    known: Answers | None = None,
) -> Letter:
    """Render every field; variables do not carry from one field to another.

    `known` remembers answers by the values a field uses, over many letters at one moment.
    """
    texts: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}
    abort, error = None, None
    for name in compiled.templates:
        made = _answer(compiled, name, context, now, values or {}, known)
        if isinstance(made, DangolError):
            error = error or made
            continue
        outcomes[name] = made
        texts[name] = made.text
        abort = abort if abort is not None else outcomes[name].abort
    return Letter(
        texts,
        abort,
        error,
        frozenset((name, *branch) for name, made in outcomes.items() for branch in made.branches),
        frozenset[str]().union(*(made.defaults for made in outcomes.values())),
        frozenset[str]().union(*(made.holes for made in outcomes.values())),
        frozenset[str]().union(*(made.printed for made in outcomes.values())),
    )


def _answer(
    compiled: Compiled,
    name: str,
    context: dict[str, Any],
    now: datetime,
    values: Mapping[str, Any],
    known: Answers | None,
) -> Outcome | DangolError:
    used = (values.get(key) for key in compiled.keys_of(name))
    mark = (name, *(repr(value) if isinstance(value, (list, dict)) else value for value in used))
    if known is not None and mark in known:
        return known[mark]
    made: Outcome | DangolError
    try:
        made = render(compiled.templates[name], context, now)
    except DangolError as wrong:
        made = wrong
    if known is not None:
        known[mark] = made
    return made


def write(
    company: Company,
    compiled: Compiled,
    message: MessageLike,
    promotion: Any,
    ids: Ints,
    product_ids: Ints | None,
    moment: datetime,
    *,
    exact: bool = True,
) -> Letters:
    """Write the message to all these recipients."""
    known = facts.of(company)
    products = (
        np.full(len(ids), -1, dtype=np.int64)
        if product_ids is None
        else np.asarray(product_ids, dtype=np.int64)
    )
    promotions = around_of(message, promotion).promotions
    sheet = Distinct(known, compiled, np.asarray(ids, dtype=np.int64), products, exact, promotions)
    outside = outside_of(company, message, promotion)
    plan, now = plan_values(message, promotion, moment), utc(moment)
    written = [sheet.values(row) for row in sheet.representatives.tolist()]
    answers: Answers = {}
    letters = [
        render_fields(compiled, context_of(values, plan, outside), now, values, answers) for values in written
    ]
    return Letters(letters, sheet.which, sheet.slots, sheet.blank, sheet.missing, written)


__all__ = [
    "FIRST_STAND_IN",
    "Answers",
    "Letter",
    "Letters",
    "Slot",
    "context_of",
    "outside_of",
    "render_fields",
    "write",
]
