"""Arithmetic filters: Ruby's rules, half rounds up, numbers of a sane size."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from liquid.exceptions import FilterArgumentError

from app.messages.liquid.values import Number, bounded, number, text


def _decimal(left: Number, right: Number, work: Any) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return bounded(work(left, right))
    try:
        return float(work(Decimal(str(left)), Decimal(str(right))))
    except InvalidOperation as error:
        raise ValueError(str(error)) from error


def plus(left: object, right: object) -> Number:
    """Sum."""
    return _decimal(number(left), number(right), lambda a, b: a + b)


def minus(left: object, right: object) -> Number:
    """Difference."""
    return _decimal(number(left), number(right), lambda a, b: a - b)


def times(left: object, right: object) -> Number:
    """Product."""
    return _decimal(number(left), number(right), lambda a, b: a * b)


def divided_by(left: object, right: object) -> Number:
    """Quotient: whole numbers stay whole, rounded down."""
    if number(right) == 0:
        raise FilterArgumentError("divided_by_zero", token=None)
    one, two = number(left), number(right)
    return (
        one // two
        if isinstance(one, int) and isinstance(two, int)
        else _decimal(one, two, lambda a, b: a / b)
    )


def modulo(left: object, right: object) -> Number:
    """Remainder, with the sign of the divisor."""
    one, two = number(left), number(right)
    if two == 0:
        raise FilterArgumentError("divided_by_zero", token=None)
    if isinstance(one, int) and isinstance(two, int):
        return one % two
    left_over = Decimal(str(one)) % Decimal(str(two))
    return float(left_over + Decimal(str(two)) if left_over and (left_over < 0) != (two < 0) else left_over)


def round_(value: object, digits: object = 0) -> Number:
    """Half goes up (away from zero), as people round."""
    subject, places = number(value), min(int(number(digits)), 20)
    if isinstance(subject, int) and places >= 0:
        return subject
    if not math.isfinite(subject):
        raise ValueError("not finite")
    made = Decimal(str(subject)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return float(made) if places > 0 else int(made)


def money(value: object) -> str:
    """Two decimals, no sign, no hundredths: 145 is `145.00`."""
    return f"{Decimal(str(number(value))).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def number_with_delimiter(value: object) -> str:
    """1234567.89 as `1,234,567.89`; text that is no number passes."""
    subject = text(value)
    found = re.fullmatch(r"([+-]?)(\d{1,40})(\.\d+)?", subject)
    if not found:
        return subject
    sign, whole, rest = found.groups()
    return f"{sign}{int(whole):,}{rest or ''}"


NUMBER_FILTERS: dict[str, Any] = {
    "plus": plus,
    "minus": minus,
    "times": times,
    "divided_by": divided_by,
    "modulo": modulo,
    "round": round_,
    "money": money,
    "number_with_delimiter": number_with_delimiter,
    "abs": lambda value: abs(number(value)),
    "ceil": lambda value: math.ceil(number(value)),
    "floor": lambda value: math.floor(number(value)),
    "at_most": lambda value, most: min(number(value), number(most)),
    "at_least": lambda value, least: max(number(value), number(least)),
}
