"""Briefs as HTML: headings, paragraphs, lists, quotes, bold, code. Everything else is shown as it is written, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from flask import Flask
from markupsafe import Markup, escape

_BULLET = re.compile(r"^[-*] ")
_NUMBER = re.compile(r"^\d+\. ")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<!\*)\*(?![\s*])([^*]+?)\*(?!\*)")
_CODE = re.compile(r"`([^`]+)`")


def register(app: Flask) -> None:
    """Offer `{{ text|markdown }}`."""
    app.jinja_env.filters["markdown"] = markdown


def markdown(text: str) -> Markup:
    """The small part of Markdown that briefs use; headings start at the second level."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(part for block in blocks for part in _block(block.split("\n")))


def _block(lines: list[str]) -> Iterator[Markup]:
    for kind, group in groupby(_joined(lines), key=_kind):
        found = list(group)
        if kind == "heading":
            for line in found:
                level = min(max(len(line) - len(line.lstrip("#")), 2), 4)
                yield Markup(f"<h{level}>{_inline(line.lstrip('# '))}</h{level}>")
        elif kind in ("ul", "ol"):
            mark = _BULLET if kind == "ul" else _NUMBER
            items = Markup("").join(
                Markup("<li>{}</li>").format(_inline(mark.sub("", line))) for line in found
            )
            yield Markup(f"<{kind}>{items}</{kind}>")
        elif kind == "quote":
            yield Markup("<blockquote>{}</blockquote>").format(
                _inline(" ".join(line.lstrip("> ") for line in found))
            )
        else:
            yield Markup("<p>{}</p>").format(_inline(" ".join(found)))


def _joined(lines: list[str]) -> list[str]:
    """Indented lines belong to the list item above them."""
    joined: list[str] = []
    for line in lines:
        if line.startswith("  ") and joined and _kind(joined[-1]) in ("ul", "ol"):
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    return [line for line in joined if line]


def _kind(line: str) -> str:
    if line.startswith("#"):
        return "heading"
    if _BULLET.match(line):
        return "ul"
    if _NUMBER.match(line):
        return "ol"
    return "quote" if line.startswith(">") else "p"


def _inline(text: str) -> Markup:
    safe = str(escape(text))
    safe = _CODE.sub(r"<code>\1</code>", safe)
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", safe)))
