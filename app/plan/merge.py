"""Two changes made at once to one plan, in two windows say: both are kept, and at the same place the later one wins."""

from __future__ import annotations

from typing import Any

from app.plan.models import Plan
from app.plan.reading import load
from fake_company.errors import DangolError


def merged(base: Plan, mine: Plan, theirs: Plan) -> Plan:
    """`theirs` with what changed from `base` to `mine`; only `mine` where both together make no plan."""
    try:
        return load(_merge(base.to_document(), mine.to_document(), theirs.to_document()))
    except DangolError:
        return mine


def _merge(base: Any, mine: Any, theirs: Any) -> Any:
    if mine == base:
        return theirs
    if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
        names = [*theirs, *(name for name in mine if name not in theirs)]
        both = {name: _merge(base.get(name), mine.get(name), theirs.get(name)) for name in names}
        gone = {name for name in base if name not in mine}
        return {name: value for name, value in both.items() if name not in gone}
    if _same_parts(base, mine, theirs):
        return [_merge(*parts) for parts in zip(base, mine, theirs, strict=True)]
    return mine


def _same_parts(*lists: Any) -> bool:
    """Whether these are lists of the same parts, id by id."""
    if not all(isinstance(one, list) for one in lists):
        return False
    names = [[part.get("id") if isinstance(part, dict) else None for part in one] for one in lists]
    return all(one == names[0] for one in names)
