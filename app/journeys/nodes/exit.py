"""The end of a way, with its name: bought, not interested, handed over."""

from __future__ import annotations

from typing import ClassVar, Literal

from app.journeys.step import Names, Shape, Step
from fake_company.text import Text


class Node(Step):
    """Nothing follows."""

    LABEL: ClassVar[Text] = Text("나가기", "Exit")
    HELP: ClassVar[Text] = Text("여정이 여기서 끝나요.", "The journey ends here.")
    SHAPE: ClassVar[Shape] = "end"

    kind: Literal["exit"] = "exit"

    def sentence(self, names: Names) -> Text:
        """The end."""
        return Text("여정 끝", "End")
