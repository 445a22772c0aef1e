"""Why a customer is in or out, how segments overlap, whom each channel reaches, and why nobody is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from app.segments.channels import CHANNELS, CONSENTS, Loss
from app.segments.evaluate import BITMAPS, Asked, Ids, ask, combine, condition_mask, everyone_in, mask
from app.segments.rule import Group, Leaf, Rule
from app.segments.sentence import clause_text
from fake_company.errors import NotFound
from fake_company.text import Text, josa
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Verdict:
    """One condition for one customer: its path and words, whether it holds, what the data show.

    `wanted` is whether the rule asks for it to hold (false inside a `none` group).
    """

    path: str
    sentence: Text
    passed: bool
    saw: Text
    wanted: bool


@dataclass(frozen=True)
class Overlap:
    """Two segments: who is in both, only the first, only the second, neither."""

    both: int
    first_only: int
    second_only: int
    neither: int


@dataclass(frozen=True)
class Reach:
    """A segment on a channel: how many can be reached, and why the others cannot (the first reason of each).

    `at_night` is how many of the reached may get an ad between 21:00 and 08:00 too.
    """

    channel: str
    label: Text
    of: int
    reached: int
    losses: tuple[tuple[Loss, int], ...]
    at_night: int = 0


def why(
    company: Company, rule: Rule | Mapping[str, Any], customer_id: int, moment: datetime | None = None
) -> list[Verdict]:
    """Every condition's verdict for one customer, with what was seen."""
    asked = ask(company, rule, moment)
    if not 0 <= customer_id < asked.size:
        raise NotFound(
            Text(f"{customer_id}번 고객은 없어요.", f"There is no customer {customer_id}."),
            "customer_id",
            Text(
                f"0에서 {asked.size - 1:,}까지의 번호를 적어 주세요.",
                f"Use an id from 0 to {asked.size - 1:,}.",
            ),
        )
    return [
        Verdict(
            leaf.path,
            clause_text(leaf.condition.clause(asked.query.schema)),
            bool(condition_mask(asked, leaf.condition)[customer_id]),
            leaf.condition.saw(asked.query, company.rows, customer_id),
            leaf.path.count("none[") % 2 == 0,
        )
        for leaf in asked.rule.leaves()
    ]


def is_member(
    company: Company, rule: Rule | Mapping[str, Any], customer_id: int, moment: datetime | None = None
) -> bool:
    """Whether one customer is in the segment."""
    found = mask(company, rule, moment)
    return 0 <= customer_id < len(found) and bool(found[customer_id])


def sample(
    company: Company, rule: Rule | Mapping[str, Any], k: int = 10, moment: datetime | None = None
) -> Ids:
    """Up to k customers of the segment, spread over it and the same ones each time."""
    found = np.flatnonzero(mask(company, rule, moment))
    if len(found) > k:
        shuffled = np.argsort(
            (found.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32), kind="stable"
        )
        found = np.sort(found[shuffled[:k]])
    return found.astype(np.int32)


def overlap(
    company: Company, first: Rule | Any, second: Rule | Any, moment: datetime | None = None
) -> Overlap:
    """How two segments overlap."""
    a, b = mask(company, first, moment), mask(company, second, moment)
    return Overlap(int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int((~a & ~b).sum()))


def reach(company: Company, rule: Rule | Mapping[str, Any], moment: datetime | None = None) -> list[Reach]:
    """Whom an ad on each channel reaches of this segment, and why the others are lost."""
    asked = ask(company, rule, moment)
    inside = everyone_in(asked)
    return [_reach(asked, inside, key) for key in CHANNELS]


def _reach(asked: Asked, inside: Any, key: str) -> Reach:
    channel = CHANNELS[key]
    left = inside.copy()
    losses = []
    for loss, test in channel.steps(asked.query.moment):
        key_of_test = (asked.company.meta.digest, "reach", test)
        passed = BITMAPS.get(key_of_test, asked.size, partial(_who_pass, asked, test))
        losses.append((loss, int((left & ~passed).sum())))
        left &= passed
    reached, night = int(left.sum()), int(left.sum())
    if not channel.is_silent:
        test = f"({CONSENTS['night'].sql(asked.query.moment)}) = 'given'"
        key_of_test = (asked.company.meta.digest, "reach", test)
        night = int((left & BITMAPS.get(key_of_test, asked.size, partial(_who_pass, asked, test))).sum())
    return Reach(key, channel.label, int(inside.sum()), reached, tuple(losses), night)


def _who_pass(asked: Asked, test: str) -> Any:
    """Everybody who passes an SQL test that depends on the customer and the moment alone."""
    passed = np.zeros(asked.size, dtype=bool)
    passed[asked.company.arrays(f"SELECT customer_id FROM customers WHERE {test}")["customer_id"]] = True
    return passed


@dataclass(frozen=True)
class Conflict:
    """Why an empty segment is empty: conditions that nobody fits alone, or a pair that exclude each other."""

    paths: tuple[str, ...]
    text: Text
    remedy: Text


def conflicts(
    company: Company, rule: Rule | Mapping[str, Any], moment: datetime | None = None
) -> list[Conflict]:
    """What leaves nobody in the `all` groups of a segment; nothing when somebody is in it."""
    asked = ask(company, rule, moment)
    if everyone_in(asked).any():
        return []
    return _conflicts(asked, asked.rule.root)


def _conflicts(asked: Asked, group: Group) -> list[Conflict]:
    numbers = {leaf.path: index + 1 for index, leaf in enumerate(asked.rule.leaves())}
    if group.operator != "all":
        inner = [part for part in group.parts if isinstance(part, Group)]
        return [found for part in inner for found in _conflicts(asked, part)]
    masks = [
        combine(part, asked.size, lambda leaf: condition_mask(asked, leaf.condition)) for part in group.parts
    ]
    names = [_name(asked, part, numbers) for part in group.parts]
    found = [
        Conflict(
            (part.path,),
            Text("{name}에 맞는 고객이 한 명도 없어요.", "Nobody fits {name}.").format(name=name),
            Text("값이나 기간을 넓혀 주세요.", "Widen the value or the window."),
        )
        for part, name, own in zip(group.parts, names, masks, strict=True)
        if not own.any()
    ]
    found += [inner for part in group.parts if isinstance(part, Group) for inner in _conflicts(asked, part)]
    return found or _pairs(group.parts, names, masks)


def _pairs(parts: Sequence[Group | Leaf], names: Sequence[Text], masks: Sequence[Any]) -> list[Conflict]:
    found = []
    for i in range(len(parts)):
        for j in range(i + 1, len(parts)):
            if not (masks[i] & masks[j]).any():
                one, other = names[i], names[j]
                found.append(
                    Conflict(
                        (parts[i].path, parts[j].path),
                        Text(
                            f"{josa(one.ko, '과/와')} {josa(other.ko, '이/가')} 서로 어긋나요.",
                            f"{one.en} and {other.en} contradict each other.",
                        ),
                        Text(
                            "둘 중 하나를 지우거나 ‘하나라도 맞음’ 묶음에 넣어 주세요.",
                            "Remove one of them, or put both into an 'any' group.",
                        ),
                    )
                )
    return found


def _name(asked: Asked, part: Group | Leaf, numbers: Mapping[str, int]) -> Text:
    if isinstance(part, Group):
        return Text(f"묶음 {part.path}", f"group {part.path}")
    said = clause_text(part.condition.clause(asked.query.schema))
    number = numbers[part.path]
    return Text(f"조건 {number} ‘{said.ko.removesuffix(' 고객')}’", f"condition {number} '{said.en}'")
