"""Goods a customer may not want others to read on a lock screen: the profile says which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.messages import facts
from app.messages.facts import Ints
from app.messages.letters import Letters
from fake_company.warehouse import Company

_NAMES = ("event_properties.product_name", "event_properties.category_name", "event_properties.category")
_OWN = ("custom_attribute.last_category_name", "custom_attribute.last_product_name")


def names(company: Company) -> tuple[str, ...]:
    """The names of the private categories, in every language they may be written in."""
    found: list[str] = []
    for category in company.profile.categories:
        if getattr(category, "sensitive", False):
            said = category.name.text()
            found += [said.ko, said.en]
    return tuple(found)


def shown(company: Company, made: Letters, ids: Ints, products: Ints | None) -> npt.NDArray[np.bool_]:
    """Recipients whose title or body names their own private item through a variable."""
    found = np.zeros(len(made.which), dtype=bool)
    private = set(names(company))
    if not private:
        return found
    known = facts.of(company)
    places = [] if products is None else [(_NAMES, "event_properties.category_name", products)]
    for keys, source, rows in [*places, (_OWN, "custom_attribute.last_category_name", ids)]:
        printed = made.per_row([bool(letter.printed & set(keys)) for letter in made.letters], bool)
        if printed.any():
            column = known.column(source)
            kinds = np.array([str(value) in private for value in column.distinct], dtype=bool)
            found |= printed & kinds[column.take(np.asarray(rows))]
    return found
