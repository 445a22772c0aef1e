"""A rule as an HTML form and back, without JavaScript: nested groups, buttons to add and remove, errors beside parts.

Names: the root group is `rule`; its operator is `rule.op`, its parts `rule.0`, `rule.1` …; a condition's kind is
`rule.0.kind`, its inputs `rule.0.value` and so on. A button named `do` has a value such as `add:rule.1`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.segments import form_reading
from app.segments.condition import Condition
from app.segments.conditions import registry
from app.segments.form import Control, select
from app.segments.place import Place
from app.segments.rule import GROUPS
from app.segments.schema import STANDARD, Schema
from app.segments.sentence import clause_text
from fake_company.errors import DangolError
from fake_company.text import Text

ROOT = "rule"
_KEPT = (list, tuple, dict, bool, int, float, str)  # what a control can show


@dataclass(frozen=True)
class FormCondition:
    """One condition of the form; `sentence` when it is complete, else `error`."""

    name: str
    path: str
    kind: Control
    controls: tuple[Control, ...]
    sentence: Text | None
    error: DangolError | None


@dataclass(frozen=True)
class FormGroup:
    """One group of the form."""

    name: str
    path: str
    operator: Control
    parts: tuple[FormGroup | FormCondition, ...]


def to_form(rule: Any, schema: Schema = STANDARD, where: str = "") -> FormGroup:
    """The form of a rule given as JSON (unfinished ones too; nothing is an empty `all`)."""
    data = rule if isinstance(rule, Mapping) else {}
    if "kind" in data:
        data = {"all": [data]}
    return _form_group(data, ROOT, "", schema, Place(where))


def _form_group(data: Mapping[str, Any], name: str, path: str, schema: Schema, place: Place) -> FormGroup:
    operator = next((key for key in data if key in GROUPS), "all")
    given = data.get(operator)
    found = given if isinstance(given, list) else []
    stem = f"{path}.{operator}" if path else operator
    parts: list[FormGroup | FormCondition] = []
    for index, part in enumerate(found):
        at = place.key(operator).at(index)
        inner = (f"{name}.{index}", f"{stem}[{index}]")
        if isinstance(part, Mapping) and "kind" in part:
            parts.append(_form_condition(part, *inner, schema, at))
        else:
            parts.append(_form_group(part if isinstance(part, Mapping) else {}, *inner, schema, at))
    menu = select(f"{name}.op", Text("묶는 방법", "group"), GROUPS.items(), operator)
    return FormGroup(name, path, menu, tuple(parts))


def _form_condition(
    data: Mapping[str, Any], name: str, path: str, schema: Schema, place: Place
) -> FormCondition:
    kinds, whole = registry(), data
    given = data["kind"]
    data = {key: value for key, value in data.items() if isinstance(value, _KEPT)}
    kind = given if isinstance(given, str) and given in kinds else "attribute"
    menu = select(f"{name}.kind", Text("조건 종류", "kind"), ((k, c.label) for k, c in kinds.items()), kind)
    controls = tuple(
        Control(f"{name}.{c.name}", c.label, c.shape, c.value, c.options)
        for c in kinds[kind].controls(data, schema)
    )
    try:
        condition: Condition = kinds[kind].parse(whole, place)
        condition.check(schema, place)
    except DangolError as error:
        return FormCondition(name, path, menu, controls, None, error)
    return FormCondition(name, path, menu, controls, clause_text(condition.clause(schema)), None)


def from_form(form: Iterable[tuple[str, str]], schema: Schema = STANDARD) -> dict[str, Any]:
    """The rule as JSON from the form's (name, value) pairs, after the pressed button's change.

    With werkzeug: `from_form(request.form.items(multi=True))`. The answer may be unfinished: `parse` says so.
    """
    rule, action = form_reading.read(form, schema, ROOT)
    return changed(rule, action) if action else rule


def example(kind: str) -> dict[str, Any]:
    """A new condition of a kind, ready to be changed."""
    known = registry().get(kind)
    return copy.deepcopy({"kind": kind, **known.example}) if known else example("attribute")


def changed(rule: dict[str, Any], action: str) -> dict[str, Any]:
    """The rule after `add:<group>[:kind]`, `group:<group>` or `remove:<part>`; unknown actions change nothing."""
    verb, _, rest = action.partition(":")
    name, _, kind = rest.partition(":")
    path = name.split(".")[1:]
    if not name.startswith(ROOT) or not all(step.isdecimal() for step in path):
        return rule
    if verb == "remove" and path:
        holder, index = _parts(rule, path[:-1]), int(path[-1])
        if holder is not None and index < len(holder):
            del holder[index]
    elif verb in ("add", "group"):
        holder = _parts(rule, path)
        if holder is not None:
            holder.append(example(kind or "attribute") if verb == "add" else {"any": [example("attribute")]})
    return rule


def _parts(rule: Any, path: list[str]) -> list[Any] | None:
    """The list of parts of the group at the path."""
    for step in [*path, None]:
        operator = next((key for key in rule if key in GROUPS), None) if isinstance(rule, dict) else None
        if operator is None:
            return None
        parts: list[Any] = rule[operator]
        if step is None:
            return parts
        if int(step) >= len(parts):
            return None
        rule = parts[int(step)]
    return None
