"""The kinds of condition: one file each; the file's name is the `kind`, its `CONDITION` the class."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from app.segments.condition import Condition


@cache
def registry() -> dict[str, type[Condition]]:
    """Every condition by its kind, in the order of the menu."""
    names = [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
    found = {name: import_module(f"{__name__}.{name}").CONDITION for name in names}
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))
