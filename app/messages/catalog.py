"""The company's goods as catalogs a message may ask: rows by id, and selections of at most fifty."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from app.messages.recorded import Recorded
from fake_company.warehouse import Company

Row = dict[str, Any]
SELECTION_SIZE = 10
_PRODUCTS = (
    "SELECT p.product_id, p.name_ko AS name, p.name_en, c.slug AS category, c.name_ko AS category_name, p.brand, "
    "p.price_krw AS price, p.price_krw, p.stock, p.rating, p.review_count, p.created_at "
    "FROM products p JOIN categories c USING (category_id) ORDER BY p.product_id"
)
_CATEGORIES = "SELECT category_id, slug, name_ko AS name, name_en FROM categories ORDER BY category_id"


@dataclass(frozen=True)
class Goods:
    """Catalogs (`products`, `categories`), selections by catalog, recommendations, and what addresses answer."""

    catalogs: Mapping[str, Mapping[str, Row]]
    selections: Mapping[str, Mapping[str, list[Row]]]
    recommendations: Mapping[str, list[Row]]
    recorded: Recorded


def _read(company: Company) -> Goods:
    products = [
        {"id": str(row["product_id"]), **row, "created_at": f"{row['created_at']:%Y-%m-%d}"}
        for row in company.rows(_PRODUCTS)
    ]
    categories = [{"id": row["slug"], **row} for row in company.rows(_CATEGORIES)]
    in_stock = [row for row in products if row["stock"]]
    loved = sorted(in_stock, key=lambda row: (-row["review_count"], row["product_id"]))
    selections = {
        "best": loved[:SELECTION_SIZE],
        "new": sorted(in_stock, key=lambda row: (row["created_at"], row["product_id"]))[
            : -SELECTION_SIZE - 1 : -1
        ],
        "low_stock": sorted(in_stock, key=lambda row: (row["stock"], row["product_id"]))[:SELECTION_SIZE],
        "cheapest": sorted(in_stock, key=lambda row: (row["price_krw"], row["product_id"]))[:SELECTION_SIZE],
    }
    for category in categories:
        own = [row for row in loved if row["category"] == category["slug"]]
        selections["best_" + category["slug"]] = own[:SELECTION_SIZE]
    by_id = {row["id"]: row for row in products}
    return Goods(
        {"products": by_id, "categories": {row["id"]: row for row in categories}},
        {"products": selections, "categories": {"all": categories}},
        {"popular": selections["best"], "new": selections["new"]},
        Recorded(by_id),
    )


_KEPT: OrderedDict[str, Goods] = OrderedDict()
_LOCK = Lock()


def of(company: Company) -> Goods:
    """The goods of a company, kept for the last few companies."""
    key = f"{company.meta.digest}|{company.folder}"
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = _read(company)
            while len(_KEPT) > 4:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        return _KEPT[key]
