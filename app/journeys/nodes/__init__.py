"""Kinds of nodes, one file each; the file's name is the kind. Each offers a class `Node` (see `app.journeys.step`)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from app.journeys.step import Step

ORDER = (
    "entry", "message", "delay", "decision", "audience_paths", "event_wait", "random_split", "update_attribute",
    "webhook", "exit",
)  # fmt: skip
"""The order a menu shows them in; kinds not named here follow in alphabetical order."""


@cache
def keys() -> tuple[str, ...]:
    """Every kind there is."""
    found = sorted(module.name for module in iter_modules(__path__))
    return tuple(sorted(found, key=lambda key: (ORDER.index(key) if key in ORDER else len(ORDER), key)))


@cache
def get(key: str) -> type[Step]:
    """The class of a kind. KeyError for a kind there is not."""
    if key not in keys():
        raise KeyError(key)
    node: type[Step] = import_module(f"{__name__}.{key}").Node
    return node
