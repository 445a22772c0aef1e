"""What every check of an exercise states in its TOML: id, kind, words, points, what it needs, what it caps."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fake_company.text import Text


class Words(BaseModel):
    """One text in both languages, as `{ko = "…", en = "…"}`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ko: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def text(self) -> Text:
        """The same as a `Text`."""
        return Text(self.ko, self.en)


class CheckFields(BaseModel):
    """The keys every `[[check]]` has; each kind adds its own.

    `needs` names checks that must not have failed first. `ceiling` caps the whole grade (in points) when this one
    fails: some mistakes are not made good by the rest.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: str
    title: Words
    why: Words
    hint: Words
    points: Annotated[int, Field(ge=1, le=100)]
    needs: tuple[str, ...] = ()
    ceiling: Annotated[int, Field(ge=0, le=100)] | None = None
