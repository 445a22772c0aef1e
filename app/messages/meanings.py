"""What a message means to each recipient: the seam between what is written and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from app.messages import appeals, channels, facts, letters, lint, reach, reasons
from app.messages.compiled import Compiled, MessageLike, compile_message
from app.messages.facts import VALUE, Ints
from app.messages.holes import has_hole
from app.messages.letters import Letter, Letters
from app.messages.rules import Send
from fake_company.warehouse import Company

Mask = npt.NDArray[np.bool_]
_PRODUCT_NAMES = ("event_properties.product_name",)
_CATEGORY_NAMES = ("event_properties.category_name", "event_properties.category", *_PRODUCT_NAMES)
_OWN_CATEGORY = {
    "custom_attribute.last_category_name": "custom_attribute.last_category_name",
    "custom_attribute.last_product_name": "custom_attribute.last_category_name",
    "custom_attribute.favorite_category_name": "custom_attribute.favorite_category_name",
}


@dataclass(frozen=True)
class Meanings:
    """One row a recipient, and what holds for the whole message.

    `named_category` −1: nothing (or several things) named. `reason` 1 true, 0 none, −1 stated but untrue.
    `illegal_row`: this text breaks a rule that stops it; `illegal` names those rules.
    """

    named_category: npt.NDArray[np.int16]
    names_item: Mask
    hole: Mask
    reason: npt.NDArray[np.int8]
    aborted: Mask
    default_used: Mask
    price_krw: npt.NDArray[np.float64]
    illegal_row: Mask
    main_appeal: str | None
    other_appeals: tuple[str, ...]
    is_ad: bool
    illegal: tuple[str, ...]


def meanings(
    company: Company,
    message: MessageLike,
    promotion: Any,
    customer_ids: Ints,
    product_ids: Ints | None = None,
    moment: datetime | None = None,
    event: str | None = None,
) -> Meanings:
    """Work out what each recipient reads. Values that are only printed count as missing, blank or there.

    `event` names the trigger event, which can itself be the message's reason.
    """
    moment = moment or company.meta.today
    compiled = compile_message(message)
    channel = channels.get(message.channel)
    ids = np.asarray(customer_ids, dtype=np.int64)
    products = None if product_ids is None else np.asarray(product_ids, dtype=np.int64)
    made = letters.write(
        company, compiled, message, promotion, ids, products, moment, exact=channel.becomes is not None
    )
    sender = company.profile.name.text().ko
    parts = lint.parts_of(message, compiled)
    friends = int(reach.of(company, channel, moment).friend.sum()) if channel.targets else None
    pages = [
        lint.sheet(message, compiled, letter.texts, sender, promotion is not None, parts, Send(friends=friends))
        for letter in made.letters
    ]
    stops = [
        [rule.code for rule, _, _ in lint.broken_rules(channel, page) if rule.stops] if letter.leaves else []
        for letter, page in zip(made.letters, pages, strict=True)
    ]
    main, others = appeals.proven(message, promotion, made.letters, products is not None)
    return Meanings(
        _named_category(company, made, ids, products),
        _names_item(company, made, products),
        made.per_row([has_hole(letter) for letter in made.letters], bool),
        reasons.judge(company, message.reason, _stated(message, made), ids, products, moment, event),
        made.per_row([not letter.leaves for letter in made.letters], bool),
        made.per_row([bool(letter.defaults) for letter in made.letters], bool),
        _price(made, channel, reach.prices(company, channel, ids, moment, getattr(message.fields, "target", ""))),
        made.per_row([bool(found) for found in stops], bool),
        main,
        others,
        message.purpose == "ad" or promotion is not None or any(page.is_ad for page in pages),
        tuple(dict.fromkeys(code for found in stops for code in found)),
    )


def _price(made: Letters, channel: Any, price: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if channel.becomes is not None:
        other, most = channel.becomes
        price[made.size("body", True) > most] = channels.get(other).price_krw
    return price


def _stated(message: MessageLike, made: Letters) -> Mask:
    reason = reasons.all_reasons().get(message.reason or "")
    if reason is None:
        return np.zeros(len(made.which), dtype=bool)
    said = [bool(reason.cue.search(letter.visible)) for letter in made.letters]
    return made.per_row(said, bool)


def _names_item(company: Company, made: Letters, products: Ints | None) -> Mask:
    if products is None:
        return np.zeros(len(made.which), dtype=bool)
    column = facts.of(company).column(_PRODUCT_NAMES[0])
    known = column.kinds[column.take(products)] == VALUE
    named: Mask = made.per_row([bool(letter.printed & set(_PRODUCT_NAMES)) for letter in made.letters], bool)
    return np.asarray(named & known, dtype=bool)


def _named_category(
    company: Company, made: Letters, ids: Ints, products: Ints | None
) -> npt.NDArray[np.int16]:
    """The category of what the text names: the event's product, the customer's own, or a category's name in words."""
    named = np.full(len(made.which), -1, dtype=np.int16)
    places = _category_names(company)
    literal = [_literal(*pair, places) for pair in zip(made.letters, made.written, strict=True)]
    named[:] = made.per_row(literal, np.int16)
    known = facts.of(company)
    for key, source in _OWN_CATEGORY.items():
        shown = made.per_row([key in letter.printed for letter in made.letters], bool)
        if shown.any():
            column = known.column(source)
            codes = np.array([places.get(str(value), -1) for value in column.distinct], dtype=np.int16)
            own = codes[column.take(ids)]
            named = np.where(shown & (own >= 0), own, named)
    if products is not None:
        shown = made.per_row([bool(letter.printed & set(_CATEGORY_NAMES)) for letter in made.letters], bool)
        column = known.column("event_properties.category_name")
        codes = np.array([places.get(str(value), -1) for value in column.distinct], dtype=np.int16)
        own = codes[column.take(products)]
        named = np.where(shown & (own >= 0), own, named)
    return named.astype(np.int16)


def _literal(letter: Letter, written: dict[str, Any], places: dict[str, int]) -> int:
    """The one category the author's own words name; words that came with a value are not the author's."""
    values = "\n".join(value for value in written.values() if isinstance(value, str))
    found = {
        place for name, place in places.items() if name and name in letter.visible and name not in values
    }
    return found.pop() if len(found) == 1 else -1


_CATEGORIES: dict[str, dict[str, int]] = {}


def _category_names(company: Company) -> dict[str, int]:
    mark = f"{company.meta.digest}|{company.folder}"
    if mark not in _CATEGORIES:
        rows = company.rows("SELECT category_id, name_ko, name_en FROM categories ORDER BY category_id")
        if len(_CATEGORIES) > 8:
            _CATEGORIES.clear()
        _CATEGORIES[mark] = {
            str(row[name]): int(row["category_id"]) for row in rows for name in ("name_ko", "name_en")
        }
    return _CATEGORIES[mark]


__all__ = ["Compiled", "Meanings", "meanings"]
