"""Filters on lists: standard Liquid's, with Ruby's order and Ruby's complaints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from liquid.exceptions import FilterArgumentError

from app.messages.liquid import values
from app.messages.liquid.values import text


def items(value: object) -> list[Any]:
    """A value as a list: nothing is empty, one thing is a list of one, inner lists are flattened."""
    value = values.plain(value)
    if value is None:
        return []
    if isinstance(value, (list, tuple, range)):
        flat: list[Any] = []
        for item in value:
            flat.extend(item) if isinstance(item, (list, tuple)) else flat.append(item)
        return flat
    return [value]


def objects(value: object, name: str) -> list[Any]:
    """A list whose items have members; anything else cannot be asked for one."""
    found = items(value)
    for item in found:
        if values.plain(item) is not None and not isinstance(item, Mapping):
            raise FilterArgumentError("needs_objects:" + name, token=None)
    return found


def _member(item: object, key: object) -> object:
    return values.plain(item.get(text(key))) if isinstance(item, Mapping) else None


def first(value: object) -> object:
    """The first item; of an object its first pair."""
    value = list(value.items()) if isinstance(value, Mapping) else value
    return value[0] if isinstance(value, (list, tuple, range)) and value else None


def last(value: object) -> object:
    """The last item."""
    return value[-1] if isinstance(value, (list, tuple, range)) and value else None


def reverse(value: object) -> list[Any]:
    """The items, last first."""
    return items(value)[::-1]


def concat(left: object, right: object) -> list[Any]:
    """Two lists as one."""
    if not isinstance(right, (list, tuple, range)):
        raise FilterArgumentError("concat_needs_list", token=None)
    return [*items(left), *right]


def uniq(value: object, key: object = None) -> list[Any]:
    """Each item once."""
    seen: set[str] = set()
    kept = []
    for item in items(value):
        what = item.get(text(key)) if key is not None and isinstance(item, Mapping) else item
        mark = f"{type(what).__name__}:{what!r}"
        if mark not in seen:
            seen.add(mark)
            kept.append(item)
    return kept


def compact(value: object, key: object = None) -> list[Any]:
    """The items that are set, or whose member is set."""
    if values.plain(key) is None:
        return [item for item in items(value) if values.plain(item) is not None]
    return [item for item in items(value) if _member(item, key) is not None]


def sort(value: object, key: object = None) -> list[Any]:
    """The items in order, those without a value last; what cannot be compared is a mistake."""
    by = None if values.plain(key) is None else key
    return _sorted(items(value), by, lambda item: item)


def sort_natural(value: object, key: object = None) -> list[Any]:
    """The items in order, capitals not counted, those without a value last."""
    by = None if values.plain(key) is None else key
    return _sorted(items(value), by, lambda item: text(item).lower())


def _sorted(found: list[Any], key: object, order: Any) -> list[Any]:
    pairs = [(item if key is None else _member(item, key), item) for item in found]
    have = [pair for pair in pairs if values.plain(pair[0]) is not None]
    lack = [item for what, item in pairs if values.plain(what) is None]
    return [item for _, item in sorted(have, key=lambda pair: order(pair[0]))] + lack


def where(value: object, key: object, wanted: object = None) -> list[Any]:
    """The items whose member has a value."""
    found = objects(value, "where")
    if values.plain(wanted) is None:
        return [item for item in found if values.is_true(_member(item, key))]
    return [item for item in found if isinstance(item, Mapping) and values.equals(_member(item, key), wanted)]


def map_(value: object, key: object) -> list[Any]:
    """One member of every item."""
    return [_member(item, key) for item in objects(value, "map")]


def slice_(value: object, start: object, length: object = None) -> object:
    """A part of a text or list; a negative start counts from the end."""
    value = list(value) if isinstance(value, range) else value
    subject: Sequence[Any] = value if isinstance(value, (list, tuple)) else text(value)
    begin, count = integer(start, "slice"), 1 if values.plain(length) is None else integer(length, "slice")
    begin = begin + len(subject) if begin < 0 else begin
    if begin < 0 or count < 0:
        return [] if isinstance(subject, (list, tuple)) else ""
    return subject[begin : begin + min(count, len(subject))]


def integer(value: object, name: str) -> int:
    """A whole number, or a mistake that names the filter."""
    whole = values.whole(value)
    if whole is None:
        raise FilterArgumentError("needs_integer:" + name, token=None)
    return whole


LIST_FILTERS: dict[str, Any] = {
    "first": first, "last": last, "reverse": reverse, "concat": concat, "uniq": uniq, "compact": compact,
    "sort": sort, "sort_natural": sort_natural, "where": where, "map": map_, "slice": slice_,
}  # fmt: skip
