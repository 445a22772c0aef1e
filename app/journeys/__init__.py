"""WHEN: journeys of customers, drawn as a graph or written as an outline; one object for both.

`nodes/` has one file a kind. `problems` says what is wrong, `walk` follows one customer, `drawio`, `mermaid` and
`picture` carry a journey elsewhere, `read_sketch` brings one in.
"""

from __future__ import annotations

from app.findings import Finding
from app.journeys.drawio import write as to_drawio
from app.journeys.layout import layout
from app.journeys.mermaid import mermaid
from app.journeys.model import Journey
from app.journeys.outline import Line, outline
from app.journeys.picture import picture
from app.journeys.problems import problems
from app.journeys.sketch import read
from app.journeys.step import Names, Port, Step
from app.journeys.understand import understand
from app.journeys.walk import Visit, Walk, due, walk

__all__ = [
    "Journey", "Line", "Names", "Port", "Step", "Visit", "Walk", "due", "layout", "mermaid", "outline", "picture",
    "problems", "read_sketch", "to_drawio", "walk",
]  # fmt: skip


def read_sketch(data: bytes, id: str, names: Names, where: str = "journeys") -> tuple[Journey, list[Finding]]:
    """A `.drawio` file as a journey, with what could not be understood. DangolError when it is not one."""
    return understand(read(data), id, names, where)
