"""Several groups in order: each customer takes the first that fits, the rest take the last path."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.findings import Finding
from app.journeys.step import Names, Port, Shape, Short, Step, finding
from app.promotions.model import Identifier
from fake_company.text import Text

MOST_PATHS = 8


class Path(BaseModel):
    """One group: a rule or a segment of the plan, and where it leads."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Short = ""
    rule: dict[str, Any] = Field(default_factory=dict)
    segment: Identifier | None = None
    next: Identifier | None = None


class Node(Step):
    """At most eight groups; `otherwise` is for everybody else. Judged as the customer arrives."""

    LABEL: ClassVar[Text] = Text("고객별 갈림", "Audience paths")
    HELP: ClassVar[Text] = Text("위에서부터 처음 맞는 그룹으로 가요.", "The first group that fits, from the top.")
    SHAPE: ClassVar[Shape] = "question"

    kind: Literal["audience_paths"] = "audience_paths"
    paths: tuple[Path, ...] = Field((), max_length=MOST_PATHS)
    otherwise: Identifier | None = None

    def ports(self) -> tuple[Port, ...]:
        """One a group, then everybody else."""
        ways = tuple(
            Port(f"paths.{i}", Text.of(path.name or f"{i + 1}"), path.next) for i, path in enumerate(self.paths)
        )
        return (*ways, Port("otherwise", Text("나머지", "everybody else"), self.otherwise))

    def led(self, port: str, to: str | None) -> Self:
        """The node with one way out leading elsewhere."""
        if port == "otherwise":
            return self.model_copy(update={"otherwise": to})
        index = [one.key for one in self.ports()].index(port) if port in {p.key for p in self.ports()} else -1
        if index < 0:
            raise KeyError(port)
        changed = self.paths[index].model_copy(update={"next": to})
        return self.model_copy(update={"paths": (*self.paths[:index], changed, *self.paths[index + 1 :])})

    def sentence(self, names: Names) -> Text:
        """Such as: 3갈래로 나누기."""
        count = len(self.paths) + 1
        return Text(f"고객에 따라 {count}갈래", f"{count} paths by customer")

    def problems(self, where: str, names: Names) -> list[Finding]:
        """Every group needs its rule."""
        found = []
        if not self.paths:
            found.append(
                finding(
                    "error", "no_paths", "나눌 그룹이 없어요.", "There is no group to split by.", f"{where}.paths",
                    Text("그룹을 하나 이상 더해 주세요.", "Add at least one group."),
                )
            )  # fmt: skip
        for i, path in enumerate(self.paths):
            if path.segment and path.segment not in names.segments:
                found.append(
                    finding(
                        "error", "no_such_segment", f"‘{path.segment}’이라는 세그먼트가 계획에 없어요.",
                        f"The plan has no segment '{path.segment}'.", f"{where}.paths[{i}].segment",
                        Text("있는 세그먼트를 골라 주세요.", "Choose one that exists."),
                    )
                )  # fmt: skip
            elif not path.rule and not path.segment:
                found.append(
                    finding(
                        "error", "no_question", f"{i + 1}번째 그룹의 조건이 비어 있어요.", f"Group {i + 1} has no rule.",
                        f"{where}.paths[{i}].rule", Text("조건이나 세그먼트를 골라 주세요.", "Choose a rule or a segment."),
                    )
                )  # fmt: skip
        return found
