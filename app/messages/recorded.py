"""What outside addresses answered: the only answers `connected_content` gets. Nothing leaves the machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

WEATHER = "https://weather.example/now?region="
STOCK = "https://stock.example/products/"
_FILE = Path(__file__).with_name("recorded.json")


@lru_cache(maxsize=1)
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def fixed() -> dict[str, Any]:
    """The answers that are the same for every company, by address."""
    kept = _kept()
    answers: dict[str, Any] = dict(kept["answers"])
    for region, (sky, degrees, rain) in kept["weather"].items():
        answers[WEATHER + region] = {
            "region": region, "sky": sky, "temperature": degrees, "rain_probability": rain / 100,
        }  # fmt: skip
    return answers


class Recorded(Mapping[str, Any]):
    """All recorded answers of one company: the fixed ones, and the stock of its own products."""

    def __init__(self, products: Mapping[str, Mapping[str, Any]]) -> None:
        self.products = products

    def __getitem__(self, url: str) -> Any:
        if url.startswith(STOCK):
            row = self.products[url.removeprefix(STOCK).rstrip("/")]
            stock = int(row["stock"] or 0)
            status = "sold_out" if stock == 0 else "low" if stock <= 10 else "plenty"
            return {"product_id": row["product_id"], "stock": stock, "status": status}
        return fixed()[unquote(url) if url.startswith(WEATHER) else url]

    def __iter__(self) -> Iterator[str]:
        return iter(fixed())

    def __len__(self) -> int:
        return len(fixed())


def examples() -> list[str]:
    """Addresses a learner may ask, one of each kind."""
    return [WEATHER + quote("서울특별시"), STOCK + "12", *_kept()["answers"]]


def known_hosts() -> set[str]:
    """The beginnings of every address that is recorded."""
    return {WEATHER, STOCK, *_kept()["answers"]}
