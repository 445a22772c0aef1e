"""Filters only Braze has: hashes, JSON, and the encodings of its own documentation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from app.messages.liquid import values
from app.messages.liquid.dates import date_filter, time_zone
from app.messages.liquid.values import MAX_TEXT, TooBig, text

_MAX_JSON_DEPTH = 40


def json_parse(value: object) -> object:
    """JSON text as lists and objects; broken JSON is nothing."""
    subject = text(value)
    if len(subject) > MAX_TEXT:
        raise TooBig("text")
    if max(subject.count("["), subject.count("{")) > 5_000:
        raise TooBig("list")
    try:
        return json.loads(subject)
    except (ValueError, RecursionError):
        return None


def as_json_string(value: object) -> str:
    """A value as JSON text."""
    values.weigh(value)
    plain = values.plain(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), default=text)


def json_escape(value: object) -> str:
    """Letters that would end a JSON text."""
    return json.dumps(text(value), ensure_ascii=False)[1:-1]


def property_accessor(value: object, key: object) -> object:
    """A member of an object, by a name that need not be a word."""
    return value.get(text(key)) if isinstance(value, Mapping) else None


def _digest(name: str) -> Any:
    return lambda value: hashlib.new(name, text(value).encode(), usedforsecurity=False).hexdigest()


def _keyed(name: str, encode: Any) -> Any:
    def keyed(value: object, key: object) -> str:
        return str(encode(hmac.new(text(key).encode(), text(value).encode(), name).digest()))

    return keyed


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _as_it_is(value: object, _setting: object = None) -> object:
    """Settings of a Query Builder variable; they change the report's form, never the value."""
    return value


QUERY_BUILDER: dict[str, Any] = dict.fromkeys(
    ("is_required", "visible", "description", "options", "is_multi_select", "is_radio_button"), _as_it_is
)
BRAZE_FILTERS: dict[str, Any] = {
    "date": date_filter,
    "time_zone": time_zone,
    "json_parse": json_parse,
    "as_json_string": as_json_string,
    "json_escape": json_escape,
    "property_accessor": property_accessor,
    "base64_encode": lambda value: _base64(text(value).encode()),
    "md5": _digest("md5"),
    "sha1": _digest("sha1"),
    "sha2": _digest("sha256"),
    **{name: _keyed("sha1", bytes.hex) for name in ("hmac_sha1_hex", "hmac_sha1", "hmac_sha_1")},
    "hmac_sha1_base64": _keyed("sha1", _base64),
    **{name: _keyed("sha256", bytes.hex) for name in ("hmac_sha256_hex", "hmac_sha256")},
    "hmac_sha256_base64": _keyed("sha256", _base64),
    "hmac_sha512": _keyed("sha512", bytes.hex),
}
