"""What Liquid makes of values: text, numbers, truth and comparison, by Ruby's rules with Braze's exceptions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.exceptions import LiquidTypeError, ResourceLimitError
from liquid.undefined import Undefined

MAX_TEXT = 100_000
MAX_ITEMS = 10_000
MAX_DIGITS = 100
_LEADING_FLOAT = re.compile(r"\s*([+-]?\d+\.\d+)")
_LEADING_INT = re.compile(r"\s*([+-]?\d{1,100})")
Number = int | float


class TooBig(ResourceLimitError):
    """A value or a render grew past what a message may need."""

    def __init__(self, what: str) -> None:
        super().__init__("limit:" + what, token=None)


def plain(value: object) -> object:
    """An undefined variable is nil; everything else is itself."""
    return None if isinstance(value, Undefined) else value


def text(value: object) -> str:
    """A value as it is printed."""
    if type(value) is str:
        return value
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, (list, tuple)):
        weigh(value)
        return "".join(text(item) for item in value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S ") + (value.strftime("%z") if value.utcoffset() else "UTC")
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, Mapping):
        weigh(value)
        return inspect(value)
    if isinstance(value, float):
        return _float(value)
    return str(value)


def inspect(value: object) -> str:
    """A value inside a printed object, as Ruby writes it: `{"a"=>1, "b"=>nil}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inspect(key)}=>{inspect(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inspect, value)) + "]"
    if value is None:
        return "nil"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else text(value)


def _float(value: float) -> str:
    made = repr(value)
    whole, exponent, power = made.partition("e")
    return f"{whole}.0e{power}" if exponent and "." not in whole else made


def weigh(value: object) -> int:
    """How much text a list or object could become; more than a message can hold is refused."""
    total, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            total += len(item)
        elif isinstance(item, Mapping):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, (list, tuple)):
            waiting.extend(item)
        total += 2
        if total > 4 * MAX_TEXT:
            raise TooBig("list")
    return total


def number(value: object) -> Number:
    """A value as arithmetic reads it: a leading number in text counts, anything else is 0."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, str):
        decimal = _LEADING_FLOAT.match(value)
        if decimal:
            return float(decimal.group(1)[:60])
        whole = _LEADING_INT.match(value)
        return int(whole.group(1)) if whole else 0
    return 0


def whole(value: object) -> int | None:
    """A value as a whole number, or None when it is not one: `3`, `"3"`."""
    value = plain(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value):
        return int(value)
    return None


def sequence(value: object) -> Sequence[object]:
    """What a loop goes over: a list's items, an object's pairs, a text as one item; nothing else has items."""
    value = plain(value)
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, (list, tuple, range)):
        return value
    return [value] if isinstance(value, str) and value else []


def bounded(value: Number) -> Number:
    """A number of a size that still means something."""
    if isinstance(value, int) and value.bit_length() > MAX_DIGITS * 3.33:
        raise TooBig("number")
    return value


def is_blank(value: object) -> bool:
    """Braze's `blank`: not set, false, only whitespace, or an empty list."""
    value = plain(value)
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value is False or (isinstance(value, (list, tuple, Mapping)) and not value)


def is_true(value: object) -> bool:
    """Only nil and false are false."""
    return not (value is None or value is False or isinstance(value, Undefined))


def equals(left: object, right: object) -> bool:
    """`==`: types are not converted; `blank`, `empty` and `nil` are tests."""
    left, right = plain(left), plain(right)
    if isinstance(left, (Blank, Empty)):
        left, right = right, left
    if isinstance(right, Blank):
        return isinstance(left, Blank) or is_blank(left)
    if isinstance(right, Empty):
        return isinstance(left, Empty) or (isinstance(left, (str, list, tuple, Mapping)) and not left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def less(left: object, right: object, or_equal: bool) -> bool:
    """`<` and `<=`: nothing compares with nil, blank text or true/false; text against a number is a mistake."""
    left, right = plain(left), plain(right)
    for value in (left, right):
        if (
            value is None
            or isinstance(value, (bool, Blank, Empty))
            or (isinstance(value, str) and is_blank(value))
        ):
            return False
    both_numbers = isinstance(left, (int, float, Decimal)) and isinstance(right, (int, float, Decimal))
    if both_numbers or (isinstance(left, str) and isinstance(right, str)):
        return bool(left <= right if or_equal else left < right)  # type: ignore[operator]
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left <= right if or_equal else left < right
    times = isinstance(left, datetime) or isinstance(right, datetime)
    raise LiquidTypeError("time_needs_math" if times else "cannot_compare", token=None)


def contains(left: object, right: object) -> bool:
    """`contains`: a part of a text, or exactly one element of a list."""
    left, right = plain(left), plain(right)
    if left is None or right is None or right is False:
        return False
    if isinstance(left, str):
        return text(right) in left
    if isinstance(left, Mapping):
        return right in left
    if isinstance(left, (list, tuple, range)):
        return any(equals(item, right) for item in left)
    return False
