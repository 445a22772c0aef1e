"""A journey as Mermaid text, for a README, a wiki or a slide."""

from __future__ import annotations

from app.journeys.model import Journey
from app.journeys.step import Names
from fake_company.text import Language

_BRACKETS = {"start": ("([", "])"), "box": ("[", "]"), "wait": ("[/", "/]"), "question": ("{", "}"), "end": ("((", "))")}
_ESCAPES = str.maketrans({'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "\n": " ", "|": "#124;"})


def mermaid(journey: Journey, names: Names, language: Language = "ko") -> str:
    """`flowchart TD` with one line a node and one an edge; ids are n1, n2 … in the journey's order."""
    number = {node.id: f"n{i}" for i, node in enumerate(journey.nodes, 1)}
    lines = ["flowchart TD"]
    for node in journey.nodes:
        left, right = _BRACKETS[node.SHAPE]
        lines.append(f'  {number[node.id]}{left}"{node.title(names)[language].translate(_ESCAPES)}"{right}')
    for node in journey.nodes:
        ways = node.ports()
        for port in ways:
            if port.to in number:
                label = f'|"{port.label[language].translate(_ESCAPES)}"|' if len(ways) > 1 else ""
                lines.append(f"  {number[node.id]} -->{label} {number[port.to]}")
    return "\n".join(lines) + "\n"
