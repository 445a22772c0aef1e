"""The JSON Schema of a rule, made from the conditions themselves."""

from __future__ import annotations

from typing import Any

from app.segments.conditions import registry
from app.segments.rule import GROUPS


def json_schema() -> dict[str, Any]:
    """A rule: groups of groups and conditions (JSON Schema 2020-12)."""
    kinds = []
    for kind, condition in registry().items():
        parts = condition.json_schema()
        kinds.append(
            {
                "type": "object",
                "title": condition.label.en,
                "properties": {"kind": {"const": kind}, **parts["properties"]},
                "required": ["kind", *parts["required"]],
                "additionalProperties": False,
            }
        )
    part = {"anyOf": [{"$ref": "#/$defs/group"}, *({"$ref": f"#/$defs/{kind}"} for kind in registry())]}
    group = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {key: {"type": "array", "minItems": 1, "items": part} for key in GROUPS},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Segment rule",
        "anyOf": [{"$ref": "#/$defs/group"}, {"const": {"all": []}}],
        "$defs": {"group": group, **dict(zip(registry(), kinds, strict=True))},
    }
