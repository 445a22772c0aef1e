"""Standard filters where Ruby, Braze or safety differ from python-liquid; the rest are python-liquid's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from liquid.filter import with_context

from app.messages.liquid import values
from app.messages.liquid.context import Context
from app.messages.liquid.lists import LIST_FILTERS, integer, items
from app.messages.liquid.values import MAX_ITEMS, MAX_TEXT, TooBig, text

_TAG = re.compile(r"<[^<>]*>")


def _fits(size: int) -> None:
    if size > MAX_TEXT:
        raise TooBig("text")


def append(left: object, right: object) -> str:
    """Text and what follows it."""
    made = text(left) + text(right)
    _fits(len(made))
    return made


def prepend(left: object, right: object) -> str:
    """Text with something before it."""
    return append(right, left)


def replace(left: object, old: object, new: object = "", *, count: int = -1) -> str:
    """Every occurrence replaced; the size is known before it is made."""
    subject, old_text, new_text = text(left), text(old), text(new)
    times = subject.count(old_text) if count < 0 else min(count, subject.count(old_text))
    _fits(len(subject) + times * (len(new_text) - len(old_text)))
    return subject.replace(old_text, new_text, count)


def replace_first(left: object, old: object, new: object = "") -> str:
    """The first occurrence replaced."""
    return replace(left, old, new, count=1)


def remove(left: object, old: object) -> str:
    """Every occurrence taken out."""
    return replace(left, old)


def remove_first(left: object, old: object) -> str:
    """The first occurrence taken out."""
    return replace(left, old, "", count=1)


def replace_last(left: object, old: object, new: object) -> str:
    """The last occurrence replaced."""
    subject, old_text, new_text = text(left), text(old), text(new)
    _fits(len(subject) + len(new_text))
    before, found, after = subject.rpartition(old_text) if old_text else (subject, "", "")
    return before + new_text + after if found or not old_text else subject


def remove_last(left: object, old: object) -> str:
    """The last occurrence taken out."""
    return replace_last(left, old, "") if text(old) else text(left)


def split(left: object, separator: object) -> list[str]:
    """Parts of a text; empty parts at the end do not count, as in Ruby."""
    subject, mark = text(left), text(separator)
    if mark == " ":
        parts = subject.split()
    elif mark == "":
        parts = list(subject[: MAX_ITEMS + 1])
    else:
        parts = subject.split(mark, MAX_ITEMS + 1)
    if len(parts) > MAX_ITEMS:
        raise TooBig("list")
    while parts and not parts[-1]:
        parts.pop()
    return parts


def join(left: object, separator: object = " ") -> str:
    """A list as one text."""
    parts = [text(item) for item in items(left)]
    between = text(separator)
    _fits(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


def size(value: object) -> int:
    """How many letters, items or members."""
    value = values.plain(value)
    return len(value) if isinstance(value, (str, list, tuple, range, Mapping)) else 0


@with_context
def default(
    value: object, otherwise: object = "", *, allow_false: object = False, context: Context
) -> object:
    """What to say when a value is missing, empty or false; whitespace is not missing."""
    if type(value) is str and value:
        return value
    plain = values.plain(value)
    empty = isinstance(plain, (str, list, tuple, Mapping)) and not plain
    if plain is None or empty or (plain is False and not values.is_true(allow_false)):
        context.defaults.add(text(otherwise))
        return otherwise
    return value


def strip_html(value: object) -> str:
    """Text without tags, scripts, styles and comments."""
    subject = text(value)
    for opens, closes in (("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")):
        subject = _without(subject, opens, closes)
    return _TAG.sub("", subject)


def _without(subject: str, opens: str, closes: str) -> str:
    kept, at = [], 0
    while (start := subject.find(opens, at)) >= 0 and (end := subject.find(closes, start)) >= 0:
        kept.append(subject[at:start])
        at = end + len(closes)
    return "".join((*kept, subject[at:]))


def escape(value: object) -> str:
    """Letters that HTML would read as markup."""
    subject = text(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return subject.replace('"', "&quot;").replace("'", "&#39;")


def escape_once(value: object) -> str:
    """Escaped, but what is escaped already stays as it is."""
    subject = re.sub(r"&(?!(?:[A-Za-z]{1,20}|#\d{1,7}|#x[\dA-Fa-f]{1,6});)", "&amp;", text(value))
    subject = subject.replace("<", "&lt;").replace(">", "&gt;")
    return subject.replace('"', "&quot;").replace("'", "&#39;")


def capitalize(value: object) -> str:
    """First letter large, the rest small."""
    return text(value).capitalize()


def truncate(value: object, length: object = 50, end: object = "...") -> str:
    """At most so many letters, the ending included."""
    subject, most, ending = text(value), integer(length, "truncate"), text(end)
    return subject if len(subject) <= most else subject[: max(most - len(ending), 0)] + ending


def truncatewords(value: object, count: object = 15, end: object = "...") -> str:
    """At most so many words."""
    words, most = text(value).split(), max(integer(count, "truncatewords"), 1)
    return text(value) if len(words) <= most else " ".join(words[:most]) + text(end)


def url_encode(value: object) -> str:
    """Safe in a query, spaces as plus."""
    return quote_plus(text(value), safe="*")


def url_escape(value: object) -> str:
    """A whole address made safe; its own signs are kept."""
    return quote(text(value), safe=";/?:@&=+$,[]!~*'()#-_.")


def url_param_escape(value: object) -> str:
    """One value made safe inside an address."""
    return quote(text(value), safe="-_.~")


FILTERS: dict[str, Any] = {
    "append": append, "prepend": prepend, "replace": replace, "replace_first": replace_first, "remove": remove,
    "remove_first": remove_first, "remove_last": remove_last, "replace_last": replace_last,
    "split": split, "join": join, "size": size, "default": default,
    **LIST_FILTERS, "strip_html": strip_html,
    "escape": escape, "escape_once": escape_once, "capitalize": capitalize, "truncate": truncate, "truncatewords": truncatewords,
    "url_encode": url_encode, "url_escape": url_escape, "url_param_escape": url_param_escape,
    "upcase": lambda value: text(value).upper(), "downcase": lambda value: text(value).lower(),
    "strip": lambda value: text(value).strip(),
    "newline_to_br": lambda value: text(value).replace("\r\n", "\n").replace("\n", "<br />\n"),
    "strip_newlines": lambda value: text(value).replace("\r", "").replace("\n", ""),
}  # fmt: skip
KEPT = (
    "url_decode", "base64_decode", "base64_url_safe_encode", "base64_url_safe_decode",
    "sum", "find", "has", "reject", "squish",
)  # fmt: skip
