"""Reading a `.drawio` file safely: shapes and arrows, whatever way diagrams.net wrote them.

Compressed pages (base64 of raw deflate of URL-encoded XML), labels as cells of their own, HTML in labels, UserObject
wrappers and plain cells are all read. Entities and document types are refused, sizes are bounded.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.parsers import expat

from app.journeys.drawio import SETTINGS, WAY
from fake_company.errors import DangolError, TooLarge
from fake_company.text import Text

MOST_BYTES = 2_000_000
MOST_UNPACKED = 8_000_000
MOST_CELLS = 2_000
MOST_DEPTH = 60
_TAG = re.compile(r"<[^>]*>")


@dataclass
class Shape:
    """One shape: what is written on it, its style, where it stands; `settings` if this sandbox wrote it."""

    id: str
    label: str = ""
    style: str = ""
    x: float = 0.0
    y: float = 0.0
    settings: str | None = None


@dataclass
class Arrow:
    """One arrow: from and to (empty when it hangs in the air), its words, and the way it is, if we wrote it."""

    id: str
    source: str = ""
    target: str = ""
    label: str = ""
    way: str | None = None


@dataclass
class Sketch:
    """What a page holds. `whole` are the journey's own settings, if this sandbox wrote the file."""

    name: str = ""
    shapes: list[Shape] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    whole: str | None = None
    pages: int = 1


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Element] = field(default_factory=list)
    text: str = ""


def read(data: bytes) -> Sketch:
    """The first page that holds anything. DangolError for what is not a diagram, is too large or tries tricks."""
    if len(data) > MOST_BYTES:
        raise _too_large()
    root = _parse(data)
    if root.tag == "mxGraphModel":
        return _page(root, "", 1)
    if root.tag != "mxfile":
        raise _not_a_diagram()
    pages = [child for child in root.children if child.tag == "diagram"]
    for page in pages:
        model = next((child for child in page.children if child.tag == "mxGraphModel"), None)
        if model is None and page.text.strip():
            model = _parse(_unpack(page.text.strip()))
        if model is None or model.tag != "mxGraphModel":
            continue
        found = _page(model, page.attributes.get("name", ""), len(pages))
        if found.shapes:
            return found
    return Sketch(pages=len(pages))


def _parse(data: bytes) -> _Element:
    """XML to elements; document types and entities of its own are refused."""
    parser = expat.ParserCreate()
    top = _Element("", {})
    stack, count = [top], 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_CELLS * 8 or len(stack) > MOST_DEPTH:
            raise _too_large()
        made = _Element(tag, attributes)
        stack[-1].children.append(made)
        stack.append(made)

    def end(_tag: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    def refuse(*_: object) -> None:
        raise _not_a_diagram()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        raise _not_a_diagram(line) from None
    return top.children[0] if top.children else top


def _unpack(text: str) -> bytes:
    """A compressed page: base64, raw deflate, URL encoding."""
    try:
        packed = base64.b64decode(text, validate=True)
        opener = zlib.decompressobj(-15)
        opened = opener.decompress(packed, MOST_UNPACKED)
        if opener.unconsumed_tail:
            raise _too_large()
        return unquote(opened.decode("utf-8"), errors="strict").encode()
    except (binascii.Error, zlib.error, UnicodeError, ValueError):
        raise _not_a_diagram() from None


def _page(model: _Element, name: str, pages: int) -> Sketch:
    sketch = Sketch(name=name, pages=pages)
    root = next((child for child in model.children if child.tag == "root"), None)
    cells = root.children if root else []
    if len(cells) > MOST_CELLS:
        raise _too_large()
    arrows: dict[str, Arrow] = {}
    labels: list[tuple[str, str]] = []
    offsets: dict[str, tuple[float, float]] = {}
    for outer in cells:
        cell = outer
        if outer.tag in ("UserObject", "object"):
            cell = next((child for child in outer.children if child.tag == "mxCell"), outer)
        elif outer.tag != "mxCell":
            continue
        id = outer.attributes.get("id") or cell.attributes.get("id", "")
        label = _plain(outer.attributes.get("label") or cell.attributes.get("value", ""))
        style, parent = cell.attributes.get("style", ""), cell.attributes.get("parent", "")
        if id == "1" and outer.attributes.get(SETTINGS):
            sketch.whole = outer.attributes[SETTINGS]
        if cell.attributes.get("edge") == "1":
            source, target = cell.attributes.get("source", ""), cell.attributes.get("target", "")
            arrows[id] = Arrow(id, source, target, label, outer.attributes.get(WAY))
        elif cell.attributes.get("vertex") == "1":
            if "edgeLabel" in style or parent in arrows:
                labels.append((parent, label))
                continue
            x, y = _corner(cell)
            dx, dy = offsets.get(parent, (0.0, 0.0))
            offsets[id] = (x + dx, y + dy)
            if "swimlane" in style or "group" in style.split(";"):
                continue
            sketch.shapes.append(Shape(id, label, style, x + dx, y + dy, outer.attributes.get(SETTINGS)))
    for parent, label in labels:
        if parent in arrows and label:
            arrows[parent].label = f"{arrows[parent].label} {label}".strip()
    sketch.arrows = list(arrows.values())
    return sketch


def _corner(cell: _Element) -> tuple[float, float]:
    geometry = next((child for child in cell.children if child.tag == "mxGeometry"), None)
    if geometry is None:
        return 0.0, 0.0
    found = []
    for name in ("x", "y"):
        try:
            value = float(geometry.attributes.get(name, "0"))
        except ValueError:
            value = 0.0
        found.append(max(-100_000.0, min(100_000.0, value)) if value == value else 0.0)
    return found[0], found[1]


def _plain(label: str) -> str:
    """A label without its HTML: line ends stay as spaces."""
    text = re.sub(r"(?i)<br\s*/?>|</(div|p|li)>", " ", label[:5_000])
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _too_large() -> DangolError:
    return TooLarge(
        Text("그림 파일이 너무 커요.", "The diagram is too large."),
        "journeys",
        Text(
            f"도형 {MOST_CELLS:,}개, 2MB 안으로 나누어 올려 주세요.",
            f"Split it: at most {MOST_CELLS:,} shapes and 2 MB.",
        ),
    )


def _not_a_diagram(line: int | None = None) -> DangolError:
    return DangolError(
        Text("diagrams.net 그림으로 읽을 수 없어요.", "This cannot be read as a diagrams.net file."),
        "journeys" if line is None else Text(f"{line}번째 줄", f"line {line}"),
        Text(
            "diagrams.net에서 ‘.drawio’로 저장한 파일을 그대로 올려 주세요.",
            "Upload the .drawio file as diagrams.net saved it.",
        ),
    )
