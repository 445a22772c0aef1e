"""Rewriting an expression while remembering where each piece stood in the original template."""

from __future__ import annotations

import re
from bisect import bisect_right

_NAMESPACE = re.compile(r"([A-Za-z_]\w*)\s*\.\s*$")


class Place(int):
    """Where an expression starts; adding an offset in the rewritten text gives the place in the original."""

    marks: tuple[tuple[int, int], ...]

    def __new__(cls, start: int, marks: tuple[tuple[int, int], ...]) -> Place:
        """Make a place from the first index and (rewritten offset, original index) pairs."""
        made = super().__new__(cls, start)
        made.marks = marks
        return made

    def __add__(self, offset: int) -> int:
        at = bisect_right(self.marks, (offset, 1 << 60)) - 1
        rewritten, original = self.marks[at]
        following = self.marks[at + 1][1] if at + 1 < len(self.marks) else 1 << 60
        return min(original + offset - rewritten, max(following - 1, original))


class Writer:
    """The rewritten expression, with the places its pieces came from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.size = 0

    def add(self, piece: str, original: int) -> None:
        """Write a piece that stood at this index of the original."""
        if not self.marks or original - self.marks[-1][1] != self.size - self.marks[-1][0] or len(piece) > 1:
            self.marks.append((self.size, original))
        self.parts.append(piece)
        self.size += len(piece)

    def attribute(self, path: str, original: int) -> None:
        """Write a `${…}` as a path of its namespace, or of the customer."""
        before = _NAMESPACE.search("".join(self.parts[-8:])[-200:])
        if before is None:
            self.add("__u" + path, original)
            return
        self.drop(len(before.group()) - len(before.group(1)))  # the dot between the namespace and `${`
        self.add(path, original)

    def drop(self, letters: int) -> None:
        """Take letters off the end."""
        self.size -= letters
        while letters:
            last = self.parts.pop()
            if len(last) > letters:
                self.parts.append(last[:-letters])
            letters = max(letters - len(last), 0)

    def group_from(self, start: int, original: int) -> None:
        """Close an inner `{{ }}` begun at `start`: parentheses keep its filters to itself."""
        inner, size = [], self.size
        while size > start:
            piece = self.parts.pop()
            size -= len(piece)
            inner.append(piece)
        text = "".join(reversed(inner))
        grouped = f"({text})" if "|" in text else text
        shift = 1 if "|" in text else 0
        self.marks = [(at + (shift if at >= start else 0), place) for at, place in self.marks]
        self.parts.append(grouped)
        self.size = start + len(grouped)
        self.marks.append((self.size, original + 2))

    def finish(self, begin: int) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The rewritten text and its (offset, original index) pairs."""
        text = "".join(self.parts)
        left = len(text) - len(text.lstrip())
        marks = sorted({(max(at - left, 0), place + max(left - at, 0)) for at, place in self.marks})
        return text.strip(), tuple(marks) or ((0, begin),)
