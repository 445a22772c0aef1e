"""What a message may draw on besides its recipient: the plan's content blocks and code lists, the company's goods."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.messages import catalog
from fake_company.warehouse import Company


class CodeListLike(Protocol):
    """A promotion of the plan: its codes are one shared code, or one of their own for every customer."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Around:
    """The plan's content blocks by name, and its promotions by id. Part of the plan, so no part of a message's equality."""

    blocks: Mapping[str, str] = field(default_factory=dict, compare=False)
    promotions: Mapping[str, CodeListLike] = field(default_factory=dict, compare=False)


NOTHING = Around()


def around_of(message: Any, promotion: Any = None) -> Around:
    """What a message's plan gives it; the promotion sent with it is always among the code lists."""
    known: Around = getattr(message, "around", None) or NOTHING
    if promotion is None or promotion.id in known.promotions:
        return known
    return Around(known.blocks, {**known.promotions, promotion.id: promotion})


def own_code(promotion_id: str, customer_id: int) -> str:
    """The code of one customer in a list of single-use codes: always the same, and nobody else's."""
    digest = hashlib.blake2b(f"{promotion_id}|{customer_id}".encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode()


def code_for(promotion: CodeListLike, customer_id: int) -> str:
    """What `{% promotion('…') %}` writes to this customer."""
    return promotion.code or own_code(promotion.id, customer_id)


def surroundings(company: Company, around: Around, codes: Mapping[str, str]) -> dict[str, Any]:
    """The part of a render's context that is no customer's: catalogs, answers, blocks, and these codes."""
    goods = catalog.of(company)
    return {
        "http": goods.recorded,
        "catalogs": goods.catalogs,
        "selections": goods.selections,
        "product_recommendation": goods.recommendations,
        "blocks": around.blocks,
        "promotions": codes,
    }
