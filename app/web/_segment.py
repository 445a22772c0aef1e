"""What the page of one segment shows: the form, the chips of its sentence, the counts, whom it reaches, who is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app import segments
from app.analytics import customers
from app.segments import ConditionCount, Conflict, Count, FormCondition, FormGroup, Reach
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: the condition, how many fit it alone, how many are left after it."""

    text: Text
    alone: int
    left: int


@dataclass(frozen=True)
class SegmentView:
    """A segment as its page shows it; without `count` the rule is not finished and `error` says why."""

    rule: dict[str, Any]
    form: FormGroup
    words: dict[str, Text]
    alone: dict[str, ConditionCount]
    is_open: str
    count: Count | None = None
    error: DangolError | None = None
    sentence: Text | None = None
    steps: tuple[Step, ...] = ()
    reach: tuple[Reach, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sample: tuple[customers.Found, ...] = ()
    sql: str = ""


def view(company: Company, rule: Mapping[str, Any], is_open: str = "") -> SegmentView:
    """Everything about a rule, finished or not; `is_open` names the condition whose editor is open."""
    data = dict(rule) if rule else {"all": []}
    form = segments.to_form(data, company)
    conditions = list(_conditions(form))
    words = {one.path: one.sentence for one in conditions if one.sentence}
    try:
        count = segments.count(company, data)
    except DangolError as error:
        return SegmentView(data, form, words, {}, is_open, error=error)
    parts = {part.path: part for part in segments.counts_per_condition(company, data)}
    chips = {chip.path: chip.text for chip in segments.chips(data, company) if chip.path}
    return SegmentView(
        data,
        form,
        {**words, **chips},
        parts,
        is_open,
        count,
        sentence=segments.sentence(data, company),
        steps=_steps(form, chips, parts, count.of),
        reach=tuple(segments.reach(company, data)),
        conflicts=tuple(segments.conflicts(company, data)),
        sample=tuple(customers.some(company, segments.sample(company, data, 10).tolist())),
        sql=segments.sql(company, data),
    )


def _conditions(group: FormGroup) -> Iterator[FormCondition]:
    for part in group.parts:
        if isinstance(part, FormGroup):
            yield from _conditions(part)
        else:
            yield part


def _steps(
    form: FormGroup, chips: Mapping[str, Text], parts: Mapping[str, ConditionCount], everybody: int
) -> tuple[Step, ...]:
    """The waterfall of the root group, from everybody to those who are left."""
    found = [Step(Text("모든 고객", "All customers"), everybody, everybody)]
    for part in form.parts:
        counted = parts.get(part.path)
        if counted is None:
            continue
        text = chips.get(part.path) or Text("묶음", "a group")
        found.append(Step(text, counted.alone, counted.left))
    return tuple(found)


def names_of(form: FormGroup) -> dict[str, str]:
    """The form name of each condition by its path, for updating its words and count in place."""
    return {one.path: one.name for one in _conditions(form)}


def kinds() -> list[Any]:
    """The kinds of condition there are, with their words."""
    form = segments.to_form({"all": [{"kind": "attribute"}]})
    first = next(_conditions(form))
    return list(first.kind.options)
