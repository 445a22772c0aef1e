"""Send one of the plan's messages; a customer it cannot reach goes on without it."""

from __future__ import annotations

from typing import ClassVar, Literal

from app.findings import Finding
from app.journeys.step import Names, Shape, Single, finding
from app.promotions.model import Identifier
from fake_company.text import Text


class Node(Single):
    """`message` is the id of a message of the plan. Sent, capped, aborted or unreachable: the customer goes on."""

    LABEL: ClassVar[Text] = Text("메시지", "Message")
    HELP: ClassVar[Text] = Text(
        "계획의 메시지 하나를 보내요. 닿지 못해도 다음으로 가요.", "Sends a message of the plan; goes on either way."
    )
    SHAPE: ClassVar[Shape] = "box"

    kind: Literal["message"] = "message"
    message: Identifier | None = None

    def sentence(self, names: Names) -> Text:
        """Such as: ‘장바구니 알림’ 보내기."""
        name = names.message(self.message)
        return Text(f"‘{name}’ 보내기", f"Send '{name}'")

    def messages(self) -> tuple[str, ...]:
        """The one it sends."""
        return (self.message,) if self.message else ()

    def problems(self, where: str, names: Names) -> list[Finding]:
        """A message must be chosen and exist."""
        choose = Text("계획의 메시지 하나를 골라 주세요.", "Choose a message of the plan.")
        if self.message is None:
            what = f"‘{self.name}’에서 " if self.name else ""
            ko = f"{what}보낼 메시지를 정하지 않았어요."
            return [finding("error", "no_message", ko, "No message is chosen.", f"{where}.message", choose)]
        if self.message not in names.messages:
            return [
                finding(
                    "error", "no_such_message", f"‘{self.message}’이라는 메시지가 계획에 없어요.",
                    f"The plan has no message '{self.message}'.", f"{where}.message", choose,
                )
            ]  # fmt: skip
        return []
