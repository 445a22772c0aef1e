"""Which branches a message has, and how many recipients see each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liquid.ast import Node

from app.messages.compiled import Compiled
from app.messages.facts import Ints
from app.messages.letters import Letter
from app.messages.liquid.problems import place
from app.messages.liquid.tags import Mark
from fake_company.text import Text


@dataclass(frozen=True)
class BranchCount:
    """One branch: field and line, the tag it belongs to, which branch of it, and how many see it."""

    field: str
    line: int
    tag: str
    branch: Text
    count: int
    share: float


def count_branches(compiled: Compiled, letters: list[Letter], counts: Ints) -> list[BranchCount]:
    """Every branch of every field, also those nobody sees."""
    total = max(int(counts.sum()), 1)
    seen: dict[tuple[str, int, int], int] = {}
    for letter, count in zip(letters, counts.tolist(), strict=True):
        for mark in letter.branches if count else ():
            seen[mark] = seen.get(mark, 0) + count
    found = []
    for field, template in compiled.templates.items():
        source = compiled.sources[field]
        for index, branch in _marks(template.nodes):
            count = seen.get((field, index, branch), 0)
            line = int(place(source, index)["line"])
            found.append(
                BranchCount(field, line, _tag_text(source, index), _name(branch), count, count / total)
            )
    return found


def _marks(nodes: Iterable[Node]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        if isinstance(node, Mark):
            yield int(node.token.start_index), node.branch
        yield from _marks(node.children(None))  # type: ignore[arg-type]


def _tag_text(source: str, index: int) -> str:
    start, end = source.rfind("{%", 0, index), source.find("%}", index)
    return source[max(start, 0) : end + 2 if end >= 0 else len(source)][:120]


def _name(branch: int) -> Text:
    if branch < 0:
        return Text("그 밖", "otherwise")
    return (
        Text("맞을 때", "when it holds")
        if branch == 0
        else Text(f"{branch}번째 다른 조건", f"other condition {branch}")
    )
