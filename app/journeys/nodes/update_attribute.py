"""Write something down about the customer: an attribute set, or cleared."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.findings import Finding
from app.journeys.step import Names, Shape, Single, finding
from fake_company.text import Text

Attribute = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Node(Single):
    """`attribute` becomes `value` (null clears it). Only within this journey's simulated future."""

    LABEL: ClassVar[Text] = Text("속성 바꾸기", "Update attribute")
    HELP: ClassVar[Text] = Text("고객 속성을 적거나 지워요.", "Sets or clears an attribute.")
    SHAPE: ClassVar[Shape] = "box"

    kind: Literal["update_attribute"] = "update_attribute"
    attribute: Attribute | None = None
    value: str | int | float | bool | None = None

    def sentence(self, names: Names) -> Text:
        """Such as: ‘cart_reminded’ = true."""
        what = self.attribute or "…"
        if self.value is None:
            return Text(f"‘{what}’ 지우기", f"Clear '{what}'")
        return Text(f"‘{what}’에 {self.value} 적기", f"Set '{what}' to {self.value}")

    def problems(self, where: str, names: Names) -> list[Finding]:
        """The attribute must be named."""
        if self.attribute:
            return []
        return [
            finding(
                "error", "no_attribute", "어떤 속성을 바꿀지 정하지 않았어요.", "The attribute is open.", f"{where}.attribute",
                Text("속성 이름을 적어 주세요.", "Name the attribute."),
            )
        ]  # fmt: skip
