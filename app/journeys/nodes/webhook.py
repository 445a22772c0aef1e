"""Tell another system. Here the call is only recorded: nothing ever leaves the machine."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from app.findings import Finding
from app.journeys.step import Names, Shape, Single, finding
from fake_company.text import Text


class Node(Single):
    """`url` and `body` as they would be called; recorded, never sent."""

    LABEL: ClassVar[Text] = Text("웹훅", "Webhook")
    HELP: ClassVar[Text] = Text("다른 시스템에 알린 것으로 기록만 해요. 실제로 나가지 않아요.", "Recorded only; nothing is sent.")
    SHAPE: ClassVar[Shape] = "box"

    kind: Literal["webhook"] = "webhook"
    url: str = Field("", max_length=2000)
    body: str = Field("", max_length=20_000)

    def sentence(self, names: Names) -> Text:
        """Such as: 웹훅 기록: https://…"""
        return Text(f"웹훅 기록: {self.url or '…'}", f"Record a webhook: {self.url or '…'}")

    def problems(self, where: str, names: Names) -> list[Finding]:
        """An address of the web."""
        if self.url.startswith(("https://", "http://")):
            return []
        return [
            finding(
                "error", "no_url", "웹훅 주소가 없어요.", "The webhook has no address.", f"{where}.url",
                Text("https://로 시작하는 주소를 적어 주세요.", "Give an address that begins with https://."),
            )
        ]  # fmt: skip
