"""What every part of a profile is made of: frozen tables, texts in both languages, shares, won and keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from fake_company.sql_words import RESERVED
from fake_company.text import Text

Rate = Annotated[float, Field(ge=0, le=1)]
Krw = Annotated[int, Field(ge=0)]


def _free(key: str) -> str:
    if key in RESERVED:
        raise ValueError(f"'{key}' is a word of SQL; choose another key")
    return key


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_free)]


class Part(BaseModel):
    """A frozen table of a profile; an unknown key is an error, and so is a number without end."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Words(Part):
    """One text in both languages, as `{ko = "…", en = "…"}`."""

    ko: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def text(self) -> Text:
        """The same as a `Text`."""
        return Text(self.ko, self.en)
