"""Exact answers: who is in a segment at a moment, how many, and how many each condition keeps.

Each condition is one query whose answer is kept as a bitmap over the dense customer ids, by company digest, condition and
moment; groups combine bitmaps. A condition looks at one customer only, so partitions never change the answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from app.segments import schema as schemas
from app.segments.condition import Condition, Query
from app.segments.rule import Group, Leaf, Rule, key_of, parse
from app.segments.snapshot import Mask
from fake_company.warehouse import Company

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Count:
    """So many of so many customers."""

    n: int
    of: int

    @property
    def share(self) -> float:
        """As a share, 0 to 1."""
        return self.n / self.of if self.of else 0.0

    def to_json(self) -> dict[str, int]:
        """As the command line answers it."""
        return {"count": self.n, "of": self.of}


@dataclass(frozen=True)
class ConditionCount:
    """A part of the rule: customers who fit it alone, and who are left after it in the group it stands in."""

    path: str
    alone: int
    left: int


class Bitmaps:
    """Kept answers, least recently used thrown out above a size in bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: OrderedDict[Any, npt.NDArray[np.uint8]] = OrderedDict()
        self._most = most_bytes
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Any, size: int, work: Callable[[], Mask]) -> Mask:
        """The mask under `key`, worked out when it is not there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            found = np.packbits(work())
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = found
                    self._bytes += found.nbytes
                while self._bytes > self._most and len(self._kept) > 1:
                    self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return np.unpackbits(found, count=size).view(np.bool_)

    def clear(self) -> None:
        """Forget everything (benchmarks measure the first answer)."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


BITMAPS = Bitmaps(32 << 20)


@dataclass(frozen=True)
class Asked:
    """A checked rule with the company and the moment it is asked of."""

    company: Company
    rule: Rule
    query: Query

    @property
    def size(self) -> int:
        """Customers of the company."""
        return int(self.company.meta.customers)


def ask(company: Company, rule: Rule | Any, moment: datetime | None = None, where: str = "") -> Asked:
    """Read the rule if needed and check it against the company; the moment is the company's today unless given."""
    found = parse(rule, where)
    schema = schemas.of(company)
    found.check(schema)
    return Asked(company, found, Query(schema, moment or company.meta.today))


def ids(found: Mask) -> npt.NDArray[np.int64]:
    """Who is in, as customer ids."""
    return np.flatnonzero(found).astype(np.int64)


def condition_mask(asked: Asked, condition: Condition) -> Mask:
    """Who fits one condition."""
    key = (asked.company.meta.digest, asked.query.moment, key_of(condition.to_json()))
    return BITMAPS.get(key, asked.size, lambda: _run(asked, condition))


def _run(asked: Asked, condition: Condition) -> Mask:
    found = np.zeros(asked.size, dtype=bool)
    ids = condition.members(asked.company, asked.query)
    if ids is None:
        sql, is_complement = _direct(condition.predicate(asked.query))
        found[asked.company.arrays(sql)["customer_id"]] = True
        return ~found if is_complement else found
    found[ids] = True
    return found


def _direct(predicate: str) -> tuple[str, bool]:
    """The question behind a predicate: its own inner query where it is nothing but a membership, which is quicker."""
    for head, is_complement in (("customer_id IN (", False), ("customer_id NOT IN (", True)):
        if predicate.startswith(head) and _closes(predicate, len(head) - 1):
            inner = predicate[len(head) : -1]
            plain = inner.startswith("SELECT customer_id FROM ") and " GROUP BY " not in inner
            return (f"SELECT DISTINCT customer_id FROM ({inner})" if plain else inner), is_complement
    return f"SELECT customer_id FROM customers WHERE {predicate}", False


def _closes(text: str, at: int) -> bool:
    """Whether the parenthesis at `at` is closed by the last letter of the text (quoted texts aside)."""
    depth, quoted = 0, False
    for place in range(at, len(text)):
        letter = text[place]
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")")
            if depth == 0:
                return place == len(text) - 1
    return False


def combine(node: Group | Leaf, size: int, judge: Callable[[Leaf], Mask]) -> Mask:
    """A group's mask over `size` subjects from its conditions' masks."""
    if isinstance(node, Leaf):
        return judge(node)
    masks = [combine(part, size, judge) for part in node.parts]
    if node.operator == "all":
        return np.asarray(np.logical_and.reduce(masks)) if masks else np.ones(size, dtype=bool)
    found = np.asarray(np.logical_or.reduce(masks))
    return ~found if node.operator == "none" else found


def everyone_in(asked: Asked) -> Mask:
    """Who is in a rule already checked."""
    return combine(asked.rule.root, asked.size, lambda leaf: condition_mask(asked, leaf.condition))


def mask(company: Company, rule: Rule | Any, moment: datetime | None = None) -> Mask:
    """Who is in, as one bool a customer id."""
    asked = ask(company, rule, moment)
    return everyone_in(asked)


def members(company: Company, rule: Rule | Any, moment: datetime | None = None) -> Ids:
    """The customer ids in the segment, in order."""
    return np.flatnonzero(mask(company, rule, moment)).astype(np.int32)


def count(company: Company, rule: Rule | Any, moment: datetime | None = None) -> Count:
    """How many customers are in the segment."""
    found = mask(company, rule, moment)
    return Count(int(found.sum()), len(found))


def counts_per_condition(
    company: Company, rule: Rule | Any, moment: datetime | None = None
) -> list[ConditionCount]:
    """For every condition and group: who fits it alone, and the waterfall inside its group.

    In an `all` group `left` falls from part to part; in an `any` group it grows; in a `none` group it falls as
    each part takes its customers out.
    """
    asked = ask(company, rule, moment)
    found: list[ConditionCount] = []
    _count(asked, asked.rule.root, found)
    return found


def _count(asked: Asked, group: Group, found: list[ConditionCount]) -> Mask:
    running = np.full(asked.size, group.operator != "any")
    for part in group.parts:
        inner: list[ConditionCount] = []
        own = condition_mask(asked, part.condition) if isinstance(part, Leaf) else _count(asked, part, inner)
        if group.operator == "all":
            running &= own
        elif group.operator == "any":
            running |= own
        else:
            running &= ~own
        found.append(ConditionCount(part.path, int(own.sum()), int(running.sum())))
        found.extend(inner)
    return running
