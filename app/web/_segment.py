"""What the page of one segment shows: the form, the chips of its sentence, the counts, whom it reaches, who is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import segments
from app.analytics import customers
from app.plan import Segment
from app.segments import ConditionCount, Conflict, Count, FormCondition, FormGroup, Reach
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company
from fake_company.watching import Stopped


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: the condition, how many fit it alone, how many are left and how many it takes away."""

    text: Text
    alone: int
    left: int
    lost: int


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
    text: str = ""


def view(
    company: Company,
    rule: Mapping[str, Any],
    is_open: str = "",
    parts: Sequence[Segment] = (),
    own: str | None = None,
) -> SegmentView:
    """Everything about a rule, finished or not; `is_open` names the condition whose editor is open.

    `parts` are the plan's segments, which the rule may name; `own` is its own id.
    """
    data = dict(rule) if rule else {"all": []}
    others = [part for part in parts if part.id != own]
    whole, error = data, None
    try:
        whole = segments.resolved(data, parts, "rule", own)
    except DangolError as circle:
        error = circle
    form = segments.to_form(whole, company, parts=others)
    conditions = list(_conditions(form))
    words = {one.path: one.sentence for one in conditions if one.sentence}
    if error is None:
        try:
            count = segments.count(company, whole)
        except Stopped:
            raise
        except DangolError as mistake:
            error = mistake
    if error is not None:
        return SegmentView(data, form, words, {}, is_open, error=error, text=as_text(data))
    counted = {part.path: part for part in segments.counts_per_condition(company, whole)}
    chips = {chip.path: chip.text for chip in segments.chips(whole, company) if chip.path}
    return SegmentView(
        data,
        form,
        {**words, **chips},
        counted,
        is_open,
        count,
        sentence=segments.sentence(whole, company),
        steps=_steps(company, whole, form, chips, counted, count.of),
        reach=tuple(segments.reach(company, whole)),
        conflicts=tuple(segments.conflicts(company, whole)),
        sample=tuple(customers.some(company, segments.sample(company, whole, 10).tolist())),
        sql=segments.sql(company, whole),
        text=as_text(data),
    )


def as_text(rule: Mapping[str, Any]) -> str:
    """The rule as it is typed; nothing while it is unfinished."""
    try:
        return segments.write_text(rule)
    except DangolError:
        return ""


def _conditions(group: FormGroup) -> Iterator[FormCondition]:
    for part in group.parts:
        if isinstance(part, FormGroup):
            yield from _conditions(part)
        else:
            yield part


def _steps(
    company: Company,
    rule: Mapping[str, Any],
    form: FormGroup,
    chips: Mapping[str, Text],
    counted: Mapping[str, ConditionCount],
    everybody: int,
) -> tuple[Step, ...]:
    """The waterfall of the root group, from everybody to those who are left."""
    found = [Step(Text("모든 고객", "All customers"), everybody, everybody, 0)]
    data = rule.get(form.operator.value, [])
    for part, own in zip(form.parts, data, strict=False):
        if (count := counted.get(part.path)) is None:
            continue
        text = chips.get(part.path)
        if text is None:
            said = segments.sentence(own, company)
            text = Text(said.ko.removesuffix(" 고객"), said.en)
        found.append(Step(text, count.alone, count.left, max(found[-1].left - count.left, 0)))
    return tuple(found)


def names_of(form: FormGroup) -> dict[str, str]:
    """The form name of each condition by its path, for updating its words and count in place."""
    return {one.path: one.name for one in _conditions(form)}


def kinds() -> list[Any]:
    """The kinds of condition there are, with their words."""
    form = segments.to_form({"all": [{"kind": "attribute"}]})
    first = next(_conditions(form))
    return list(first.kind.options)


@dataclass(frozen=True)
class Hints:
    """What the text form answers while one types: the mistake, or what it says and how many fit; how it may go on."""

    error: DangolError | None
    sentence: Text | None
    count: Count | None
    words: tuple[tuple[str, str], ...]


def hints(company: Company, text: str, parts: Sequence[Segment], own: str | None) -> Hints:
    """Read the text as far as it goes; each word that may follow comes with the letters still to be typed."""
    schema = segments.schema_of(company, [part for part in parts if part.id != own])
    words = tuple((word, _rest(text, word)) for word in segments.suggestions(text, schema))
    try:
        whole = segments.resolved(segments.read_text(text, schema), parts, "rule", own)
        return Hints(None, segments.sentence(whole, company), segments.count(company, whole), words)
    except Stopped:
        raise
    except DangolError as error:
        return Hints(error, None, None, words)


def _rest(text: str, word: str) -> str:
    """The letters of a word that are not typed yet."""
    for length in range(min(len(text), len(word)), 0, -1):
        before = text[: len(text) - length]
        if text.lower().endswith(word[:length].lower()) and (not before or before[-1] in " (,\n\t"):
            return word[length:] + " "
    return (word if not text or text[-1] in " (\n\t" else f" {word}") + " "


def exported(segment: Segment, parts: Sequence[Segment]) -> dict[str, Any]:
    """A segment as a file of its own: segments it names stand in it as groups."""
    rule = segments.flattened(segments.resolved(segment.rule or {"all": []}, parts, "rule", segment.id))
    return {"dangol": "segment", "format": 1, "name": segment.name, "rule": rule}


def imported(document: Any) -> tuple[str, dict[str, Any]]:
    """The name and the rule of such a file (a plain rule will do), checked."""
    name, rule = "", document
    if isinstance(document, Mapping) and "rule" in document:
        name, rule = str(document.get("name") or ""), document["rule"]
        if document.get("dangol", "segment") != "segment" or document.get("format", 1) != 1:
            raise DangolError(
                Text("고객 묶음 파일이 아니에요.", "This is not a segment file."),
                "format",
                Text("‘파일로 내려받기’로 받은 JSON을 골라 주세요.", "Choose the JSON that Download gave."),
            )
    segments.parse(rule, "rule")
    return name[:200], rule
