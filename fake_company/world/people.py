"""What the world is given: the customers' public facts that matter and the goods on the shelves."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

CHANNELS = ("app_push", "alimtalk", "sms", "lms", "email")
CONSENTS = ("push", "sms", "email", "kakao")
CONSENT_OF = {"app_push": 0, "alimtalk": 3, "sms": 1, "lms": 1, "email": 2}
NEVER = -1_000_000
"""Day number of a consent that was never given."""


class Rows:
    """Frozen dataclass of arrays with one row a customer (or one a seed and customer)."""

    def take(self, index: Array) -> Self:
        """The same facts for chosen rows, in that order (a copy)."""
        chosen = {f.name: getattr(self, f.name)[index] for f in fields(self)}  # type: ignore[arg-type]
        return replace(self, **chosen)  # type: ignore[type-var]

    def copy(self) -> Self:
        """A copy with arrays of its own."""
        return replace(self, **{f.name: getattr(self, f.name).copy() for f in fields(self)})  # type: ignore

    def to_arrays(self) -> dict[str, Array]:
        """Name → array, as stored."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_arrays(cls, arrays: dict[str, Array]) -> Self:
        """Back from what `to_arrays` gave."""
        return cls(**{f.name: arrays[f.name] for f in fields(cls)})  # type: ignore[arg-type]

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Several partitions, one after the other."""
        names = [f.name for f in fields(cls)]  # type: ignore[arg-type]
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def __len__(self) -> int:
        first = fields(self)[0].name  # type: ignore[arg-type]
        return len(getattr(self, first))


@dataclass(frozen=True)
class People(Rows):
    """Public facts about n customers that the world acts on. Days count from the world's day 0.

    Every array has n rows. Where a fact is missing the array says so: key 0, `NEVER`, False.
    """

    customer_id: Array
    """int32, the table's customer_id."""
    first_day: Array
    """int32, first day the customer exists; ≤ 0 when known before day 0. No visit happens earlier."""
    is_member: Array
    """bool; a guest is known by a cookie only and cannot be written to."""
    has_app: Array
    push_enabled: Array
    """bool, the permission of the operating system."""
    web_cookie: Array
    kakao_friend: Array
    consent_day: Array
    """int32 (n, 4) in the order of `CONSENTS`: day of the consent to advertising, `NEVER` without one."""
    night_consent: Array
    """bool, separate consent to advertising between 21:00 and 08:00."""
    opted_out: Array
    """bool (n, 4) in the order of `CONSENTS`, at day 0."""
    phone_key: Array
    """uint64 identity of the phone number; 0 without a valid one. Equal keys are one person."""
    email_key: Array
    """uint64 identity of the e-mail address; 0 without a valid one."""
    is_minor: Array


@dataclass(frozen=True)
class Goods:
    """The goods on the shelves. Products are dense: product_id = position; categories too."""

    category_id: Array
    """int16 (products)."""
    price_krw: Array
    """int32 (products), list price."""
    unit_cost_krw: Array
    """int32 (products)."""
    popularity: Array
    """float (products), any scale; Zipf-like."""
    category_popularity: Array
    """float (categories)."""
    repurchase_days: Array
    """int (categories): days after which the same need usually comes back."""
    complements: tuple[tuple[int, ...], ...]
    """Per category, the categories bought to go with it."""
    delivery_cost_krw: int = 2500
    """What sending one parcel costs the company."""
    shipping_fee_krw: int = 3000
    """What the customer pays for delivery below the free limit."""
    free_shipping_from_krw: int = 50000
    payment_fee_rate: float = 0.025
    """Share of what is paid that the payment company keeps."""
