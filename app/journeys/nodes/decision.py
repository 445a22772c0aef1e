"""Yes or no: does the customer fit a rule at this moment?"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from app.findings import Finding
from app.journeys.step import Names, Port, Shape, Step, finding
from app.promotions.model import Identifier
from fake_company.text import Text


class Node(Step):
    """`rule` is a segment rule, `segment` a segment of the plan; one of the two. Judged as the customer arrives."""

    LABEL: ClassVar[Text] = Text("예/아니요 갈림", "Decision split")
    HELP: ClassVar[Text] = Text("그 순간 조건에 맞는지로 나눠요.", "Splits by a rule, judged at that moment.")
    SHAPE: ClassVar[Shape] = "question"

    kind: Literal["decision"] = "decision"
    rule: dict[str, Any] = Field(default_factory=dict)
    segment: Identifier | None = None
    yes: Identifier | None = None
    no: Identifier | None = None

    def ports(self) -> tuple[Port, ...]:
        """Yes, no."""
        return (Port("yes", Text("예", "yes"), self.yes), Port("no", Text("아니요", "no"), self.no))

    def sentence(self, names: Names) -> Text:
        """The rule as a question."""
        if self.segment:
            name = names.segment(self.segment)
            return Text(f"‘{name}’인가요?", f"In '{name}'?")
        if self.rule and names.sentence is not None:
            said = names.sentence(self.rule)
            return Text(f"{said.ko}인가요?", f"{said.en}?")
        return Text("어떤 고객인가요?", "Which customers?")

    def problems(self, where: str, names: Names) -> list[Finding]:
        """A question needs its rule."""
        if self.segment and self.segment not in names.segments:
            return [
                finding(
                    "error", "no_such_segment", f"‘{self.segment}’이라는 세그먼트가 계획에 없어요.",
                    f"The plan has no segment '{self.segment}'.", f"{where}.segment",
                    Text("있는 세그먼트를 골라 주세요.", "Choose one that exists."),
                )
            ]  # fmt: skip
        if not self.rule and not self.segment:
            return [
                finding(
                    "error", "no_question", "무엇으로 나눌지 정하지 않았어요.", "What to split by is open.", f"{where}.rule",
                    Text("조건이나 세그먼트를 골라 주세요.", "Choose a rule or a segment."),
                )
            ]  # fmt: skip
        return []
