"""Attributes only one company keeps: a single value, a list, or a nested record."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from fake_company.profile_base import Key, Part, Rate, Words


class AttributeField(Part):
    """One leaf of a nested attribute: a text, a whole number or yes and no, drawn from `values`."""

    key: Key
    name: Words
    type: Literal["VARCHAR", "INTEGER", "BOOLEAN"] = "VARCHAR"
    values: tuple[str | int | bool, ...]
    weights: tuple[float, ...]
    missing_rate: Rate = 0.0

    @model_validator(mode="after")
    def _holds_together(self) -> AttributeField:
        if not self.values or len(self.values) != len(self.weights):
            raise ValueError("values and weights need the same length, at least one")
        kind = {"VARCHAR": str, "INTEGER": int, "BOOLEAN": bool}[self.type]
        if any(type(value) is not kind for value in self.values):
            raise ValueError(f"every value must be of type {self.type}")
        return self


class CustomAttribute(Part):
    """An attribute only this company keeps, missing for a share of customers.

    kind one: one of `values`. list: `values` each with its own share in `weights`, none of them is an empty list.
    nested: a value for each of `fields`.
    """

    key: Key
    name: Words
    kind: Literal["one", "list", "nested"] = "one"
    values: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    fields: tuple[AttributeField, ...] = ()
    missing_rate: Rate

    @model_validator(mode="after")
    def _same_length(self) -> CustomAttribute:
        if self.kind == "nested":
            if not self.fields or self.values or self.weights:
                raise ValueError("a nested attribute needs fields, and neither values nor weights")
        elif not self.values or len(self.values) != len(self.weights) or self.fields:
            raise ValueError("values and weights need the same length, at least one")
        return self

    @property
    def type(self) -> str:
        """The DuckDB type of its column."""
        if self.kind == "nested":
            return f"STRUCT({', '.join(f'{part.key} {part.type}' for part in self.fields)})"
        return "VARCHAR[]" if self.kind == "list" else "VARCHAR"
