"""The terms of one promotion as a plan states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class Promotion(BaseModel):
    """A benefit and its terms. Money is whole KRW; `valid_days` counts from the day the customer receives it.

    `percent` is 1 to 100 and used by kind `percent`; `amount_krw` by kind `amount`. Either may still be
    empty in a draft. `maximum_discount_krw` caps what one order can save.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Identifier
    name: str = Field("", max_length=200)
    kind: str = Field("percent", pattern=r"^[a-z_]+$")
    percent: int | None = Field(None, ge=1, le=100)
    amount_krw: int | None = Field(None, ge=1, le=10_000_000)
    minimum_order_krw: int = Field(0, ge=0, le=100_000_000)
    maximum_discount_krw: int | None = Field(None, ge=1, le=100_000_000)
    valid_days: int = Field(7, ge=1, le=365)
    code: str = Field("", max_length=40)
    covers: Literal["cart"] = "cart"
