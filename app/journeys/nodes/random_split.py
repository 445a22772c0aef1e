"""Chance decides: so many per cent each way. The fair way to compare two ideas."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.findings import Finding
from app.journeys.step import Names, Port, Shape, Short, Step, finding
from app.promotions.model import Identifier
from fake_company.text import Text

MOST_PATHS = 8


class Path(BaseModel):
    """One way: its share in per cent, and where it leads."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Short = ""
    percent: int = Field(50, ge=0, le=100)
    next: Identifier | None = None


class Node(Step):
    """Shares in whole per cent that make 100. A customer who comes in again takes the same way."""

    LABEL: ClassVar[Text] = Text("무작위 갈림", "Random split")
    HELP: ClassVar[Text] = Text("정한 비율대로 무작위로 나눠요.", "Splits by chance, in the shares given.")
    SHAPE: ClassVar[Shape] = "question"

    kind: Literal["random_split"] = "random_split"
    paths: tuple[Path, ...] = Field((Path(name="A", percent=50), Path(name="B", percent=50)), max_length=MOST_PATHS)

    def ports(self) -> tuple[Port, ...]:
        """One a share."""
        return tuple(
            Port(f"paths.{i}", Text.of(f"{path.name or i + 1} {path.percent}%"), path.next)
            for i, path in enumerate(self.paths)
        )

    def led(self, port: str, to: str | None) -> Self:
        """The node with one way out leading elsewhere."""
        keys = [one.key for one in self.ports()]
        if port not in keys:
            raise KeyError(port)
        index = keys.index(port)
        changed = self.paths[index].model_copy(update={"next": to})
        return self.model_copy(update={"paths": (*self.paths[:index], changed, *self.paths[index + 1 :])})

    def path_of(self, draw: float) -> int:
        """The way of a customer whose draw is this (0 to 1)."""
        reached = 0.0
        for i, path in enumerate(self.paths):
            reached += path.percent / 100
            if draw < reached:
                return i
        return len(self.paths) - 1

    def sentence(self, names: Names) -> Text:
        """Such as: 무작위로 50 : 50."""
        shares = " : ".join(str(path.percent) for path in self.paths)
        return Text(f"무작위로 {shares}", f"By chance {shares}")

    def problems(self, where: str, names: Names) -> list[Finding]:
        """Two ways or more, shares of 100 in all."""
        total = sum(path.percent for path in self.paths)
        if len(self.paths) < 2:
            return [
                finding(
                    "error", "one_way", "나눌 길이 하나뿐이에요.", "There is only one way to go.", f"{where}.paths",
                    Text("길을 하나 더 더해 주세요.", "Add another way."),
                )
            ]  # fmt: skip
        if total == 100:
            return []
        even = [100 // len(self.paths)] * len(self.paths)
        even[0] += 100 - sum(even)
        paths = [
            {**path.model_dump(), "percent": share} for path, share in zip(self.paths, even, strict=True)
        ]
        return [
            finding(
                "error", "shares", f"비율을 더하면 {total}%예요.", f"The shares make {total} %.", f"{where}.paths",
                Text("더해서 100%가 되게 해 주세요.", "Make them 100 % in all."), {"path": f"{where}.paths", "value": paths},
            )
        ]  # fmt: skip
