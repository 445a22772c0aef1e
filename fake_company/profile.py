"""Who a company is: one TOML file a company, read into frozen values; a broken file is answered with its place."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from fake_company.errors import DangolError, NotFound
from fake_company.profile_attributes import CustomAttribute
from fake_company.profile_base import Part, Words
from fake_company.profile_parts import (
    Category,
    Defaults,
    Economics,
    ForTrade,
    Guide,
    Imperfections,
    Level,
    Lifecycle,
    PastCampaign,
    PeopleRates,
    Pools,
    Source,
    Status,
)
from fake_company.text import Text, josa

FOLDER = Path(__file__).parent / "profiles"
CHANNELS = ("push", "sms", "email", "kakao")
"""The four consents a company keeps; the channels of a campaign map to them (`CONSENT_OF`)."""
CONSENT_OF = {"app_push": "push", "alimtalk": "kakao", "sms": "sms", "lms": "sms", "email": "email"}


Curve = tuple[Annotated[float, Field(ge=0, le=1000)], ...]


class Profile(Part):
    """A whole company as its TOML file says it."""

    format: Literal[1]
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    name: Words
    summary: Words
    story: tuple[Words, ...] = ()  # the shop's own story, a paragraph each
    today: Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
    defaults: Defaults
    economics: Economics
    people: PeopleRates
    imperfections: Imperfections
    lifecycle: Lifecycle = Lifecycle()
    sources: tuple[Source, ...]
    levels: tuple[Level, ...]
    attributes: tuple[CustomAttribute, ...] = ()
    statuses: tuple[Status, ...]
    season: Curve = (1.0,) * 12  # visits by calendar month
    weekday: Curve = (1.0,) * 7  # visits by day of week, Monday first
    hours: Curve = (1.0,) * 24  # visits by hour of day
    guide: Guide = Guide()
    event_names: dict[str, Words] = Field(default_factory=dict)  # this trade's own labels of the common events
    words: Pools
    categories: tuple[Category, ...]
    campaigns: tuple[PastCampaign, ...] = ()
    response: dict[str, float | tuple[float, ...]] = Field(default_factory=dict)  # overrides of the world's constants
    realism: tuple[ForTrade, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Profile:
        slugs = {category.slug for category in self.categories}
        for category in self.categories:
            for other in category.complements:
                if other not in slugs:
                    raise ValueError(f"category {category.slug} complements unknown {other}")
        if len(self.season) != 12 or len(self.weekday) != 7 or len(self.hours) != 24:
            raise ValueError("season needs 12 numbers, weekday 7, hours 24")
        if not all(any(curve) for curve in (self.season, self.weekday, self.hours)):
            raise ValueError("season, weekday and hours need a number above 0")
        stuck = [name for name, value in self.response.items() if name.endswith("_days") and isinstance(value, float) and value <= 0]
        if stuck:
            raise ValueError(f"response.{stuck[0]} must be more than 0")
        ids = [campaign.id for campaign in self.campaigns]
        if len(ids) != len(set(ids)):
            raise ValueError("two campaigns have the same id")
        return self

    @property
    def today_at(self) -> datetime:
        """Midnight of the company's today (naive, Asia/Seoul)."""
        return datetime(self.today.year, self.today.month, self.today.day)


def names() -> list[str]:
    """Every profile there is: a TOML file in `fake_company/profiles` is found by itself."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def journey_map(slug: str) -> Path | None:
    """The profile's customer journey as a diagrams.net file, beside its TOML in a folder of its name."""
    path = FOLDER / slug / "journey-map.drawio"
    return path if path.is_file() else None


def load(name: str) -> Profile:
    """The profile of that name, or of that path to a TOML file."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.is_file():
        raise NotFound(
            Text(f"프로필 {josa(repr(name), '이/가')} 없어요.", f"There is no profile '{name}'."),
            str(path),
            Text(f"쓸 수 있는 프로필: {', '.join(names())}", f"Profiles there are: {', '.join(names())}"),
        )
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> Profile:
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise _broken(path.name, f"byte {error.start}") from None


def parse(text: str, where: str) -> Profile:
    """Read a profile's TOML; a mistake is answered with the key it is in."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(where, str(error)) from None
    except RecursionError:
        raise _broken(where, "brackets nested too deep") from None
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise _broken(f"{where}: {key}", first["msg"].removeprefix("Value error, ")) from None


def _broken(where: str, saw: str) -> DangolError:
    return DangolError(
        Text(f"회사 프로필을 읽을 수 없어요: {saw}", f"The company profile cannot be read: {saw}"),
        where,
        Text(
            "그 자리의 값을 고쳐 주세요. profiles/fashion.toml이 온전한 예시예요.",
            "Mend the value at that place; profiles/fashion.toml is a complete example.",
        ),
    )
