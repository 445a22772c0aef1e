"""Dates as Braze writes them: UTC unless `time_zone` says otherwise, an injected clock, English names."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser  # type: ignore[import-untyped]
from liquid.exceptions import FilterArgumentError
from liquid.filter import with_context

from app.messages.liquid import values
from app.messages.liquid.context import Context

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_DIRECTIVE = re.compile(r"%([-0^_#:]*)(\d{0,3})([A-Za-z%+])")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})$")
_COMPOSED = {
    "D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "X": "%H:%M:%S", "R": "%H:%M",
    "r": "%I:%M:%S %p", "c": "%a %b %e %H:%M:%S %Y", "v": "%e-%^b-%Y", "+": "%a %b %e %H:%M:%S %Z %Y",
}  # fmt: skip
_SPACED = frozenset("elk")
# names of Ruby on Rails beside the IANA ones
_RAILS_ZONES = {
    "Pacific Time (US & Canada)": "America/Los_Angeles", "Mountain Time (US & Canada)": "America/Denver",
    "Central Time (US & Canada)": "America/Chicago", "Eastern Time (US & Canada)": "America/New_York",
    "Atlantic Time (Canada)": "America/Halifax", "Arizona": "America/Phoenix", "Alaska": "America/Juneau",
    "Hawaii": "Pacific/Honolulu", "Mexico City": "America/Mexico_City", "Brasilia": "America/Sao_Paulo",
    "London": "Europe/London", "Dublin": "Europe/Dublin", "Lisbon": "Europe/Lisbon", "Paris": "Europe/Paris",
    "Berlin": "Europe/Berlin", "Madrid": "Europe/Madrid", "Rome": "Europe/Rome", "Amsterdam": "Europe/Amsterdam",
    "Stockholm": "Europe/Stockholm", "Warsaw": "Europe/Warsaw", "Athens": "Europe/Athens", "Istanbul": "Europe/Istanbul",
    "Moscow": "Europe/Moscow", "Cairo": "Africa/Cairo", "Abu Dhabi": "Asia/Muscat", "Mumbai": "Asia/Kolkata",
    "New Delhi": "Asia/Kolkata", "Bangkok": "Asia/Bangkok", "Jakarta": "Asia/Jakarta", "Hanoi": "Asia/Bangkok",
    "Singapore": "Asia/Singapore", "Hong Kong": "Asia/Hong_Kong", "Beijing": "Asia/Shanghai", "Taipei": "Asia/Taipei",
    "Seoul": "Asia/Seoul", "Tokyo": "Asia/Tokyo", "Osaka": "Asia/Tokyo", "Sydney": "Australia/Sydney",
    "Melbourne": "Australia/Melbourne", "Auckland": "Pacific/Auckland", "KST": "Asia/Seoul", "JST": "Asia/Tokyo",
    "PST": "America/Los_Angeles", "CST": "America/Chicago",
}  # fmt: skip
_PARTS: dict[str, Any] = {
    "Y": lambda t: (t.year, 4), "C": lambda t: (t.year // 100, 2), "y": lambda t: (t.year % 100, 2),
    "m": lambda t: (t.month, 2), "d": lambda t: (t.day, 2), "e": lambda t: (t.day, 2),
    "j": lambda t: (t.timetuple().tm_yday, 3), "H": lambda t: (t.hour, 2), "k": lambda t: (t.hour, 2),
    "I": lambda t: (t.hour % 12 or 12, 2), "l": lambda t: (t.hour % 12 or 12, 2), "M": lambda t: (t.minute, 2),
    "S": lambda t: (t.second, 2), "L": lambda t: (t.microsecond // 1000, 3), "N": lambda t: (t.microsecond * 1000, 9),
    "s": lambda t: (int(t.timestamp() // 1), 1), "u": lambda t: (t.isoweekday(), 1),
    "w": lambda t: (t.isoweekday() % 7, 1), "G": lambda t: (t.isocalendar()[0], 4),
    "g": lambda t: (t.isocalendar()[0] % 100, 2), "V": lambda t: (t.isocalendar()[1], 2),
    "U": lambda t: ((t.timetuple().tm_yday + 6 - t.isoweekday() % 7) // 7, 2),
    "W": lambda t: ((t.timetuple().tm_yday + 6 - t.weekday()) // 7, 2),
    "B": lambda t: _MONTHS[t.month - 1], "b": lambda t: _MONTHS[t.month - 1][:3],
    "h": lambda t: _MONTHS[t.month - 1][:3], "A": lambda t: _DAYS[t.weekday()], "a": lambda t: _DAYS[t.weekday()][:3],
    "p": lambda t: "AM" if t.hour < 12 else "PM", "P": lambda t: "am" if t.hour < 12 else "pm",
    "Z": lambda t: t.tzname() if t.utcoffset() else "UTC", "n": lambda t: "\n", "t": lambda t: "\t", "%": lambda t: "%",
}  # fmt: skip


def strftime(moment: datetime, pattern: str) -> str:
    """Format a moment with Ruby's directives, flags and widths."""

    def one(found: re.Match[str]) -> str:
        flags, width, letter = found.groups()
        if letter in _COMPOSED:
            return strftime(moment, _COMPOSED[letter])
        if letter == "z":
            offset = moment.strftime("%z") or "+0000"
            return f"{offset[:3]}:{offset[3:5]}" if ":" in flags else offset
        part = _PARTS.get(letter)
        if part is None:
            return found.group()
        made = part(moment)
        if isinstance(made, tuple):
            value, digits = made
            fill = " " if "_" in flags or (letter in _SPACED and "0" not in flags) else "0"
            return str(value) if "-" in flags else str(value).rjust(int(width or digits), fill)
        made = made.upper() if "^" in flags else made
        made = made.swapcase() if "#" in flags else made
        return str(made.rjust(int(width))) if width else str(made)

    return _DIRECTIVE.sub(one, pattern[:500])


def moment_of(value: object, clock: datetime) -> datetime | None:
    """A date value as a moment: the clock for `now`, Unix seconds, ISO text, or whatever reads as a date."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_seconds(value)
    if not isinstance(value, str) or len(value) > 64:
        return None
    stripped = value.strip()
    if stripped.lower() in ("now", "today"):
        return clock
    if stripped.isdigit():
        return _from_seconds(int(stripped))
    return _from_text(stripped, clock)


def _from_seconds(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _from_text(value: str, clock: datetime) -> datetime | None:
    iso = _ISO.match(value)
    try:
        if iso:
            year, month, day, hour, minute, second, fraction, zone = iso.groups()
            made = datetime(int(year), int(month), int(day), tzinfo=_offset(zone))
            fraction_us = int((fraction or "0").ljust(6, "0"))
            made += timedelta(
                hours=int(hour or 0),
                minutes=int(minute or 0),
                seconds=int(second or 0),
                microseconds=fraction_us,
            )
            return made.astimezone(UTC)
        start = clock.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        read: datetime = parser.parse(value, default=start)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _offset(zone: str | None) -> tzinfo:
    found = _OFFSET.match(zone or "")
    if not found:
        return UTC
    minutes = int(found.group(2)) * 60 + int(found.group(3))
    return timezone(timedelta(minutes=minutes if found.group(1) == "+" else -minutes))


@with_context
def date_filter(value: object, pattern: object, *, context: Context) -> object:
    """`date: '%Y-%m-%d'`; what is not a date passes unchanged."""
    value = values.plain(value)
    moment = moment_of(value, context.clock)
    if moment is None:
        return value
    if pattern is None or values.is_blank(pattern):
        return value
    return strftime(moment, values.text(pattern))


@with_context
def time_zone(value: object, zone: object, *, context: Context) -> object:
    """`time_zone: 'Asia/Seoul'`: the same moment on that zone's clock."""
    value = values.plain(value)
    moment = moment_of(value, context.clock)
    if isinstance(zone, int) and abs(zone) <= 14:
        return moment and moment.astimezone(timezone(timedelta(hours=zone)))
    name = values.text(zone).strip()
    if moment is None or not name:
        return value if moment is None else moment
    if _OFFSET.match(name):
        return moment.astimezone(_offset(name))
    try:
        return moment.astimezone(ZoneInfo(_RAILS_ZONES.get(name, name)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FilterArgumentError("unknown_time_zone:" + name[:60], token=None) from None
