"""A journey as an SVG picture: to look at, to print, to put on a slide; the same shapes as the canvas."""

from __future__ import annotations

from html import escape

from app.journeys.layout import HEIGHT, WIDTH, layout
from app.journeys.model import Journey
from app.journeys.step import Names
from fake_company.text import Language

EDGE = 24.0
LETTERS = 15
_INK, _PAPER, _ACCENT, _LINE = "#1f1b16", "#ffffff", "#b7410e", "#8a8378"


def picture(
    journey: Journey,
    names: Names,
    language: Language = "ko",
    numbers: dict[str, str] | None = None,
    ways: dict[tuple[str, str], str] | None = None,
) -> str:
    """The SVG text. `numbers` are figures to write under nodes (by id), `ways` on edges (by id and port)."""
    places = layout(journey)
    if not places:
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>\n'
    left, top = min(x for x, _ in places.values()) - EDGE, min(y for _, y in places.values()) - EDGE
    width = max(x for x, _ in places.values()) + WIDTH + EDGE - left
    height = max(y for _, y in places.values()) + HEIGHT + EDGE * 2 - top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label="{escape(journey.name or journey.id)}" '
        'font-family="Pretendard, sans-serif" font-size="13">',
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="{_LINE}"/></marker></defs>',
    ]
    for node in journey.nodes:
        for port in node.ports():
            if port.to in places:
                label = port.label[language] if len(node.ports()) > 1 else ""
                passed = (ways or {}).get((node.id, port.key), "")
                parts.append(_way(places[node.id], places[port.to], f"{label} {passed}".strip()))
    for node in journey.nodes:
        parts.append(_shape(node.SHAPE, *places[node.id]))
        x, y = places[node.id]
        lines = _lines(node.title(names)[language])
        first = y + HEIGHT / 2 - (len(lines) - 1) * 8 + 4.5
        for i, line in enumerate(lines):
            parts.append(
                f'<text x="{x + WIDTH / 2:g}" y="{first + i * 16:g}" text-anchor="middle" fill="{_INK}">{escape(line)}</text>'
            )
        figure = (numbers or {}).get(node.id)
        if figure:
            parts.append(
                f'<text x="{x + WIDTH / 2:g}" y="{y + HEIGHT + 16:g}" text-anchor="middle" '
                f'fill="{_ACCENT}" font-weight="700">{escape(figure)}</text>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _shape(kind: str, x: float, y: float) -> str:
    w, h = WIDTH, HEIGHT
    corners: tuple[tuple[float, float], ...]
    look = f'fill="{_PAPER}" stroke="{_ACCENT if kind == "start" else _INK}" stroke-width="{2 if kind == "start" else 1.2}"'
    if kind in ("start", "end"):
        again = f'<rect x="{x + 4:g}" y="{y + 4:g}" width="{w - 8:g}" height="{h - 8:g}" rx="{h / 2 - 4:g}" {look}/>'
        return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{h / 2:g}" {look}/>' + (
            again if kind == "end" else ""
        )
    if kind == "question":
        corners = ((x + w / 2, y - 10), (x + w, y + h / 2), (x + w / 2, y + h + 10), (x, y + h / 2))
    elif kind == "wait":
        corners = (
            (x + 14, y), (x + w - 14, y), (x + w, y + h / 2), (x + w - 14, y + h), (x + 14, y + h), (x, y + h / 2)
        )  # fmt: skip
    else:
        return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="8" {look}/>'
    points = " ".join(f"{a:g},{b:g}" for a, b in corners)
    return f'<polygon points="{points}" {look}/>'


def _way(start: tuple[float, float], end: tuple[float, float], label: str) -> str:
    x1, y1 = start[0] + WIDTH / 2, start[1] + HEIGHT
    x2, y2 = end[0] + WIDTH / 2, end[1] - 2
    if y2 > y1:
        bend = (y1 + y2) / 2
        path = f"M{x1:g} {y1:g}C{x1:g} {bend:g} {x2:g} {bend:g} {x2:g} {y2:g}"
        at = ((x1 + x2) / 2, bend)
    else:  # back up: round the right side
        side = max(start[0], end[0]) + WIDTH + 40
        y1, x1 = start[1] + HEIGHT / 2, start[0] + WIDTH
        y2, x2 = end[1] + HEIGHT / 2, end[0] + WIDTH
        path, at = f"M{x1:g} {y1:g}C{side:g} {y1:g} {side:g} {y2:g} {x2:g} {y2:g}", (side - 10, (y1 + y2) / 2)
    drawn = f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.4" marker-end="url(#head)"/>'
    if not label:
        return drawn
    words = (
        f'<text x="{at[0]:g}" y="{at[1] + 4:g}" text-anchor="middle" font-size="12" fill="{_INK}" stroke="{_PAPER}" '
        f'stroke-width="4" paint-order="stroke">{escape(label)}</text>'
    )
    return drawn + words


def _lines(text: str) -> list[str]:
    """At most two lines of about fifteen Hangul letters (Latin ones count half)."""
    lines, line, size = list[str](), "", 0.0
    for word in text.split():
        wide = sum(1.0 if letter >= "ᄀ" else 0.55 for letter in word) + 0.5
        if line and size + wide > LETTERS:
            lines.append(line)
            line, size = "", 0.0
        line, size = f"{line} {word}".strip(), size + wide
    lines.append(line)
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip("…") + "…"]
    return [one if len(one) <= LETTERS * 2 else one[: LETTERS * 2 - 1] + "…" for one in lines]
