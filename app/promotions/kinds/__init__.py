"""Kinds of benefit, one file each; the file's name is the kind. Every file has the same four parts:

`LABEL`, `missing(promotion)` (what is still undecided, or None), `discount(promotion, items_krw)` (KRW off each
order before minimum and cap) and `sentence(promotion)`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from app.promotions.model import Promotion
from fake_company.errors import NotFound
from fake_company.text import Text


class Kind(Protocol):
    """What every file in this folder offers."""

    LABEL: Text

    def missing(self, promotion: Promotion) -> str | None:
        """The field still to be filled in, or None."""

    def discount(self, promotion: Promotion, items_krw: NDArray[Any]) -> NDArray[np.float64]:
        """KRW off orders of these list amounts, before minimum and cap."""

    def sentence(self, promotion: Promotion) -> Text:
        """The benefit in a few words."""


def keys() -> list[str]:
    """Every kind there is."""
    return sorted(module.name for module in iter_modules(__path__))


def get(key: str) -> Kind:
    """The kind of that name."""
    if key not in keys():
        raise NotFound(
            Text(f"‘{key}’이라는 혜택 종류는 없어요.", f"There is no kind of benefit '{key}'."),
            "promotions.kind",
            Text(f"쓸 수 있는 종류: {', '.join(keys())}", f"Kinds there are: {', '.join(keys())}"),
        )
    return cast(Kind, import_module(f"{__name__}.{key}"))
