"""A rule as an HTML form and back, without JavaScript: nested groups, buttons to add and remove, errors beside parts.

Names: the root group is `rule`; its operator is `rule.op`, its parts `rule.0`, `rule.1` …; a condition's kind is
`rule.0.kind`, its inputs `rule.0.value` and so on. A button named `do` has a value such as `add:rule.1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.segments import fields, operators
from app.segments.condition import Condition
from app.segments.conditions import registry
from app.segments.form import Control, select
from app.segments.operators import OPERATORS
from app.segments.place import Place
from app.segments.rule import GROUPS
from app.segments.schema import STANDARD, Schema
from app.segments.sentence import clause_text
from fake_company.errors import DangolError
from fake_company.text import Text

ROOT = "rule"
_STRUCTURED = ("value", "where", "count", "within", "since", "happened", "types", "categories")
_DEFAULTS: dict[str, dict[str, Any]] = {
    "attribute": {"kind": "attribute", "field": "tier", "operator": "is_any_of", "value": ["gold", "vip"]},
    "event": {"kind": "event", "name": "product_added", "within": {"days": 3}},
    "sequence": {
        "kind": "sequence",
        "first": "product_added",
        "then": "order_completed",
        "happened": False,
        "within": {"hours": 24},
        "since": {"days": 7},
    },
    "consent": {"kind": "consent", "channel": "push", "state": "given"},
    "reachable": {"kind": "reachable", "channel": "app_push"},
    "lifecycle": {"kind": "lifecycle", "types": ["current"]},
    "orders": {"kind": "orders", "measure": "count", "operator": "at_least", "value": 1},
    "touches": {"kind": "touches", "action": "received", "within": {"days": 30}},
}


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
    data = {key: value for key, value in data.items() if key in _STRUCTURED or isinstance(value, str)}
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
    tree: dict[str, Any] = {}
    action = ""
    for name, value in form:
        if name == "do":
            action = value
        elif name == ROOT or name.startswith(ROOT + "."):
            _put(tree, name.split("."), value)
    root = tree.get(ROOT)
    rule = _read_group(root if isinstance(root, dict) else {}, schema, 1)
    return changed(rule, action) if action else rule


def _put(tree: dict[str, Any], parts: list[str], value: str) -> None:
    for part in parts[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        tree = inner
    last = parts[-1]
    if last not in tree:
        tree[last] = value
    elif not isinstance(tree[last], dict):
        kept = tree[last] if isinstance(tree[last], list) else [tree[last]]
        tree[last] = [*kept, value]


def _numbered(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    keys = sorted((key for key in data if key.isdecimal()), key=int)
    return [data[key] for key in keys if isinstance(data[key], dict)]


def _read_group(data: Mapping[str, Any], schema: Schema, depth: int) -> dict[str, Any]:
    operator = _text(data.get("op", "all"))
    parts = []
    for part in _numbered(data) if depth < 20 else []:
        parts.append(
            _read_condition(part, schema) if "kind" in part else _read_group(part, schema, depth + 1)
        )
    return {operator if operator in GROUPS else "all": parts}


def _read_condition(data: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    kind = _text(data.get("kind"))
    kinds = registry()
    if kind not in kinds:
        return dict(_DEFAULTS["attribute"])
    allowed = kinds[kind].json_schema()["properties"]
    found: dict[str, Any] = {"kind": kind}
    for key in allowed:
        if key in data:
            value = _read_value(key, data[key], data, schema)
            if value is not None:
                found[key] = value
    if set(found) == {"kind"} and kind in _DEFAULTS:
        return dict(_DEFAULTS[kind])
    if kind == "attribute":
        return _fitting(found, data, schema)
    if "operator" in allowed:
        found["value"] = _typed(data.get("value", ""), OPERATORS.get(found.get("operator", "")), "number")
    return found


def _read_value(key: str, value: Any, data: Mapping[str, Any], schema: Schema) -> Any:
    if key in ("within", "since"):
        return _read_window(value)
    if key == "where":
        return (
            [_read_test(one) for one in _numbered(value) if _text(one.get("property"))]
            if isinstance(value, dict)
            else None
        )
    if key == "count" and isinstance(value, dict):
        row = OPERATORS.get(_text(value.get("operator")))
        return {
            "operator": _text(value.get("operator")),
            "value": _typed(value.get("value", ""), row, "number"),
        }
    if key in ("types", "categories"):
        return value if isinstance(value, list) else [value]
    if key == "happened":
        return value == "true"
    if key == "value":
        return value
    return _text(value) or None


def _text(value: Any) -> str:
    """An input as one text, whatever was sent under its name."""
    if isinstance(value, list):
        value = value[-1]
    return value if isinstance(value, str) else ""


def _read_window(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict) or not _text(value.get("unit")):
        return None
    return {_text(value["unit"]): _number(value.get("amount", ""))}


def _read_test(data: Mapping[str, Any]) -> dict[str, Any]:
    known = fields.PROPERTIES.get(_text(data["property"]))
    menu = operators.of_type(known.type if known else "string")
    row = next((row for row in menu if row.key == data.get("operator")), menu[0])
    found: dict[str, Any] = {"property": _text(data["property"]), "operator": row.key}
    if row.argument != "none":
        found["value"] = _typed(data.get("value", ""), row, known.type if known else "string")
    return found


def _fitting(found: dict[str, Any], data: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The attribute with an operator that fits its type; another one's value is dropped."""
    known = schema.attributes.get(found.get("field", "tier"))
    kind = known.type if known else "string"
    menu = operators.of_type(kind)
    row = next((row for row in menu if row.key == found.get("operator")), menu[0])
    found["operator"] = row.key
    found.pop("value", None)
    if row.argument != "none":
        found["value"] = _typed(data.get("value", ""), row, kind)
    return found


def _typed(value: Any, row: operators.Operator | None, kind: operators.Type) -> Any:
    if row is not None and row.argument in ("many", "range"):
        texts = value if isinstance(value, list) else str(value).replace("~", ",").split(",")
        texts = [text.strip() for text in texts if text.strip()]
        return [_number(text) for text in texts] if kind == "number" else texts
    text = value[0] if isinstance(value, list) else value
    return _number(text) if kind == "number" or (row is not None and row.argument == "days") else text


def _number(text: Any) -> Any:
    """The text as a number; a text that is none stays, so that reading the rule can say so."""
    plain = str(text).strip().replace(",", "")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return text


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
            new = dict(
                _DEFAULTS.get(kind, _DEFAULTS["attribute"]) if kind in ("", *_DEFAULTS) else {"kind": kind}
            )
            holder.append(new if verb == "add" else {"any": [dict(_DEFAULTS["attribute"])]})
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
