"""Up to four segments laid over each other: how many customers are in every combination of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from app.segments.evaluate import mask
from app.segments.place import Place
from app.segments.rule import Rule
from fake_company.text import Text
from fake_company.warehouse import Company

MOST = 4


@dataclass(frozen=True)
class Region:
    """One combination: for each segment whether it is in, and how many customers are in exactly these."""

    inside: tuple[bool, ...]
    count: int


@dataclass(frozen=True)
class Regions:
    """Every combination (the empty one last), largest first, with each segment's own size."""

    sizes: tuple[int, ...]
    regions: tuple[Region, ...]
    of: int

    def shared(self, one: int, other: int) -> int:
        """How many are in both of two segments."""
        return sum(region.count for region in self.regions if region.inside[one] and region.inside[other])


def regions(
    company: Company, rules: Sequence[Rule | Mapping[str, Any]], moment: datetime | None = None
) -> Regions:
    """Count every combination of one to four segments."""
    if not 1 <= len(rules) <= MOST:
        raise Place("segments").error(
            Text(f"고객 묶음을 {MOST}개까지 견줄 수 있어요.", f"Up to {MOST} segments can be compared."),
            Text("몇 개를 빼 주세요.", "Leave some out."),
        )
    code = np.zeros(company.meta.customers, dtype=np.int64)
    sizes = []
    for index, rule in enumerate(rules):
        found = mask(company, rule, moment)
        sizes.append(int(found.sum()))
        code |= found.astype(np.int64) << index
    counts = np.bincount(code, minlength=1 << len(rules))
    inside = [tuple(bool(number >> bit & 1) for bit in range(len(rules))) for number in range(len(counts))]
    found_regions = [Region(inside[number], int(counts[number])) for number in range(1, len(counts))]
    found_regions.sort(key=lambda region: (-region.count, -sum(region.inside), region.inside))
    nobody = Region(inside[0], int(counts[0]))
    return Regions(tuple(sizes), (*found_regions, nobody), company.meta.customers)
