"""Reads a posted form into a rule's JSON, whatever was sent: numbers become numbers where a condition wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.segments import compare, fields, operators
from app.segments.conditions import registry
from app.segments.operators import OPERATORS
from app.segments.rule import GROUPS
from app.segments.schema import Schema

_COMPARED = ("count", "age")
_LISTS = ("types", "categories", "groups")
_SCORES = ("r", "f", "m")
_NUMBERS = ("percent", "from", "to", "reached", "new_days", "dormant_days")


def read(form: Iterable[tuple[str, str]], schema: Schema, root_name: str) -> tuple[dict[str, Any], str]:
    """The rule, and the pressed button."""
    tree: dict[str, Any] = {}
    action = ""
    for name, value in form:
        if name == "do":
            action = value
        elif name == root_name or name.startswith(root_name + "."):
            _put(tree, name.split("."), value)
    root = tree.get(root_name)
    return _read_group(root if isinstance(root, dict) else {}, schema, 1), action


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
        return {"kind": "attribute", **kinds["attribute"].example}
    allowed = kinds[kind].json_schema()["properties"]
    found: dict[str, Any] = {"kind": kind}
    for key in allowed:
        if key in data:
            value = _read_value(key, data[key])
            if value is not None:
                found[key] = value
    if set(found) == {"kind"}:
        return {"kind": kind, **kinds[kind].example}
    if kind == "attribute":
        return _fitting(found, data, schema)
    if found.get("measure") != "events" and "event" in found:
        del found["event"]
    if "operator" in allowed:
        row = OPERATORS.get(found.get("operator", ""))
        plain = row is not None and row.key not in compare.MENU
        found["value"] = _typed(data.get("value", ""), row, "date" if plain else "number")
    return found


def _read_value(key: str, value: Any) -> Any:
    if key in ("within", "since"):
        return _read_window(value)
    if key == "where":
        return _read_where(value)
    if key in ("steps", "path"):  # steps of a path have no time of their own
        steps = _numbered(value) if isinstance(value, dict) else []
        found = [
            _read_step(one, index if key == "steps" else 0)
            for index, one in enumerate(steps)
            if _text(one.get("name"))
        ]
        return found or None
    if key in _COMPARED and isinstance(value, dict):
        operator = _text(value.get("operator"))
        if not operator:
            return None
        row = OPERATORS.get(operator)
        return {"operator": operator, "value": _typed(value.get("value", ""), row, "number")}
    if key in _LISTS:
        return value if isinstance(value, list) else [value]
    if key in _SCORES:
        return [_number(one) for one in (value if isinstance(value, list) else [value])]
    if key in _NUMBERS:
        return _number(_text(value)) if _text(value) else None
    if key == "happened":
        return value == "true"
    if key == "value":
        return value
    return _text(value) or None


def _read_where(value: Any) -> list[dict[str, Any]] | None:
    if not isinstance(value, dict):
        return None
    return [_read_test(one) for one in _numbered(value) if _text(one.get("property"))]


def _read_step(data: Mapping[str, Any], index: int) -> dict[str, Any]:
    found: dict[str, Any] = {"name": _text(data.get("name"))}
    if where := _read_where(data.get("where")):
        found["where"] = where
    if index:
        found["happened"] = _text(data.get("happened", "true")) == "true"
        found["within"] = _read_window(data.get("within")) or {"hours": 24}
    return found


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
    return (
        _number(text) if kind == "number" or (row is not None and row.argument in ("days", "size")) else text
    )


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
