"""An e-mail as a mail client shows it: HTML that runs nothing and loads nothing, in a frame of its own.

Three walls: the tags that act are taken out, the answer forbids everything but inline styles and drawn pictures, and
the frame around it is sandboxed without any permission.
"""

from __future__ import annotations

import base64
import re
from html import escape
from html.parser import HTMLParser

from app.messages.pictures import Picture
from app.messages.rules.email import IS_HTML

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
_SILENCED = frozenset(("script", "style", "title", "iframe", "object", "noscript", "template", "textarea", "select"))
_DROPPED = frozenset((
    *_SILENCED, "embed", "form", "input", "button", "meta", "link", "base", "frame", "frameset", "video", "audio",
    "source", "track", "svg", "math", "html", "head", "body",
))  # fmt: skip
_KEPT_WORDS = frozenset(("title", "textarea"))
_VOID = frozenset(("br", "hr", "img", "wbr", "col"))
_ATTRIBUTES = frozenset((
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "colspan", "dir", "height", "href",
    "lang", "role", "rowspan", "src", "style", "title", "valign", "width",
))  # fmt: skip
_SAFE_STYLE = re.compile(r"url\s*\(|@import|expression|behavior|-moz-binding", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_STYLE = """
:root{color-scheme:light dark}body{margin:0;padding:20px;font:15px/1.65 Pretendard,'Apple SD Gothic Neo','Noto Sans KR',
NanumGothic,sans-serif;word-break:keep-all;overflow-wrap:anywhere;background:#fff;color:#1d1b18}
img{max-width:100%;height:auto;border-radius:8px}a{color:#1a56b0}p{margin:0 0 12px;white-space:pre-line}
.go{display:inline-block;margin:8px 0 16px;padding:11px 20px;border-radius:8px;background:#b8400e;color:#fff;
text-decoration:none;font-weight:650}table{max-width:100%}
"""
_DARK = "body{background:#1c1b1a;color:#f1eee9}a{color:#8ab8ff}.go{background:#ff9b66;color:#1c1b1a}"


class _Cleaner(HTMLParser):
    """Writes back only what mail may show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent: list[str] = []
        self.dropped: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a harmless tag with its harmless attributes."""
        if tag in _DROPPED:
            self.dropped.add(tag)
            if tag in _SILENCED - _KEPT_WORDS:
                self.silent.append(tag)
            return
        if self.silent:
            return
        kept = "".join(
            f' {name}="{escape(value or "")}"' for name, value in attrs if _harmless(tag, name, value or "")
        )
        self.dropped |= {name for name, _ in attrs if name.startswith("on")}
        self.out.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in self.silent:
            self.silent.remove(tag)
        elif not self.silent and tag not in _DROPPED and tag not in _VOID:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Words stay words."""
        if not self.silent:
            self.out.append(escape(data, quote=False))


def _harmless(tag: str, name: str, value: str) -> bool:
    if name not in _ATTRIBUTES or (name == "style" and _SAFE_STYLE.search(value)):
        return False
    if name == "href":
        return tag == "a" and value.strip().lower().startswith(("http://", "https://", "mailto:", "tel:"))
    return name != "src" or (tag == "img" and value.startswith("data:image/"))


def clean(html: str) -> str:
    """HTML without anything that acts or loads by itself."""
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    return "".join(cleaner.out)


def document(body: str, link: str, pictures: list[tuple[Picture, str]], theme: str) -> str:
    """The whole mail as a page: pictures, body, button."""
    shown = "".join(f'<p><img src="{_inline(picture)}" alt="{escape(alt)}"></p>' for picture, alt in pictures)
    words = clean(body) if IS_HTML.search(body) else _paragraphs(body)
    plain = link.startswith("http") and not IS_HTML.search(body)
    button = f'<p><a class="go" rel="noreferrer" href="{escape(link)}">보러 가기</a></p>' if plain else ""
    dark = _DARK if theme == "dark" else f"@media (prefers-color-scheme:dark){{{_DARK}}}" if theme != "light" else ""
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>mail</title><style>{_STYLE}{dark}</style></head><body>{shown}{words}{button}</body></html>"
    )


def _inline(picture: Picture) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(picture.svg.encode()).decode()


def _paragraphs(words: str) -> str:
    safe = escape(words, quote=False)
    linked = _ADDRESS.sub(lambda found: f'<a href="{escape(found.group())}">{found.group()}</a>', safe)
    return "".join(f"<p>{part}</p>" for part in linked.split("\n\n"))
