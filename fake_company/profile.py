"""Who a company is: one TOML file a company, read into frozen values; a broken file is answered with its place."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from fake_company.errors import DangolError, NotFound
from fake_company.text import Text

FOLDER = Path(__file__).parent / "profiles"
CHANNELS = ("push", "sms", "email", "kakao")
"""The four consents a company keeps; the channels of a campaign map to them (`CONSENT_OF`)."""
CONSENT_OF = {"app_push": "push", "alimtalk": "kakao", "sms": "sms", "lms": "sms", "email": "email"}

Rate = Annotated[float, Field(ge=0, le=1)]
Krw = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """A frozen table of a profile; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """One text in both languages, as `{ko = "…", en = "…"}`."""

    ko: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def text(self) -> Text:
        """The same as a `Text`."""
        return Text(self.ko, self.en)


class Defaults(Part):
    """What `flask company build` uses when nothing else is said."""

    customers: Annotated[int, Field(ge=1, le=2_000_000)]
    days: Annotated[int, Field(ge=28, le=1095)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]


class Economics(Part):
    """Money: what goods cost, what delivery costs, what a message costs."""

    unit_cost_rate: Rate  # unit cost as a share of list price
    unit_cost_spread: Rate  # a product's cost differs from the mean by at most this share of list price
    shipping_fee_krw: Krw  # the customer pays below the free-delivery line
    free_shipping_from_krw: Krw
    shipping_cost_krw: Krw  # the company pays for each parcel
    payment_fee_rate: Rate


class Spend(Part):
    """Gamma-gamma order value and purchase rhythm; the world reads these."""

    purchase_shape: Annotated[float, Field(gt=0)]  # BG/NBD r of the latent rate
    purchase_rate_weeks: Annotated[float, Field(gt=0)]
    visits_per_week: Annotated[float, Field(gt=0)]
    basket_items_mean: Annotated[float, Field(ge=1)]
    popularity_slope: Annotated[float, Field(gt=0)]


class Source(Part):
    """Where customers come from, and what it costs to bring one."""

    slug: str
    name: Words
    share: Rate
    paid: bool
    click_krw: Krw = 0
    click_rate: Rate = 0.0
    sign_up_rate: Rate = 0.0
    campaigns: tuple[Words, ...] = ()


class PerChannel(Part):
    """One share for each consent."""

    push: Rate
    sms: Rate
    email: Rate
    kakao: Rate

    def __getitem__(self, channel: str) -> float:
        return float(getattr(self, channel))


class PeopleRates(Part):
    """Who the customers are."""

    arrived_before_rate: Rate  # known to the company before the window
    member_rate: Rate
    female_rate: Rate
    gender_unknown_rate: Rate
    age_mean: Annotated[float, Field(gt=14, lt=80)]
    age_sd: Annotated[float, Field(gt=0, lt=30)]
    ios_rate: Rate
    android_rate: Rate
    app_rate: Rate  # of members on a phone
    push_permission_ios: Rate
    push_permission_android: Rate
    kakao_friend_rate: Rate
    consent: PerChannel
    night_consent_rate: Rate
    opted_out: PerChannel
    english_rate: Rate


class Imperfections(Part):
    """What is wrong in the data on purpose, as real data are; 0 (or an empty day list) switches a kind off."""

    missing_first_name: Rate
    whitespace_name: Rate
    emoji_name: Rate
    long_name: Rate
    invalid_phone: Rate
    duplicate_person: Rate
    minor: Rate
    consent_gap: Rate
    expired_consent: Rate
    guest_cookie_only: Rate
    refund: Rate
    outage_days_before_today: tuple[Annotated[int, Field(ge=1)], ...]


class Lifecycle(Part):
    """Where the customer types begin and end, in days since the first and the last order."""

    new_days: Annotated[int, Field(ge=1)] = 30
    dormant_days: Annotated[int, Field(ge=1)] = 90


class Level(Part):
    """A membership tier and the yearly spend from which it starts."""

    slug: Literal["basic", "silver", "gold", "vip"]
    name: Words
    from_krw: Krw
    points_rate: Rate


class CustomAttribute(Part):
    """An attribute only this company keeps: one of `values`, missing for a share of customers."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Words
    values: tuple[str, ...]
    weights: tuple[float, ...]
    missing_rate: Rate

    @model_validator(mode="after")
    def _same_length(self) -> CustomAttribute:
        if not self.values or len(self.values) != len(self.weights):
            raise ValueError("values and weights need the same length, at least one")
        return self


class Status(Part):
    """One order status of the company and how long after the one before it comes, in hours."""

    slug: str
    name: Words
    after_hours: tuple[float, float]


class Category(Part):
    """What is sold: kinds of goods, their prices, and the words customers search them with."""

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Words
    products: Annotated[int, Field(ge=1, le=2000)]
    demand: Annotated[float, Field(gt=0)]
    price_krw: tuple[int, int]  # the middle eight tenths of list prices lie between these
    repurchase_days: Annotated[int, Field(ge=1)]
    complements: tuple[str, ...] = ()
    nouns: tuple[Words, ...]
    searches: tuple[str, ...]
    reviews_good: tuple[Words, ...]
    reviews_bad: tuple[Words, ...]


class Pools(Part):
    """Shared word pools of the catalogue and reviews."""

    brands: tuple[str, ...]
    styles: tuple[Words, ...]
    searches: tuple[str, ...]
    reviews_good: tuple[Words, ...]
    reviews_bad: tuple[Words, ...]


class PastPromotion(Part):
    """What a past campaign gave."""

    kind: Literal["percent", "amount"]
    percent: Annotated[int, Field(ge=0, le=95)] = 0
    amount_krw: Krw = 0
    minimum_order_krw: Krw = 0
    maximum_discount_krw: Krw = 0
    valid_days: Annotated[int, Field(ge=1)] = 7
    code: str


class PastCampaign(Part):
    """A campaign of the company's own past. Days count back from today."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Words
    channel: Literal["app_push", "alimtalk", "sms", "lms", "email"]
    purpose: Literal["ad", "information"]
    audience: Literal["everyone", "members", "buyers", "lapsed", "never_bought"]
    from_days_before: Annotated[int, Field(ge=1)]
    until_days_before: Annotated[int, Field(ge=0)]
    every_days: Annotated[int, Field(ge=1)] | None = None
    hour: Annotated[int, Field(ge=0, le=23)] = 19
    trigger: Literal["product_added", "product_viewed", "order_completed", "signed_up"] | None = None
    unless: Literal["order_completed", "session_started"] | None = None
    delay_minutes: Annotated[int, Field(ge=0)] = 0
    appeal: str
    others: tuple[str, ...] = ()
    names: Literal["nothing", "category", "item"] = "nothing"
    reason_true_rate: Rate = 0.0
    promotion: PastPromotion | None = None
    holdout_rate: Rate = 0.0
    cap_touches: int | None = None
    cap_days: int | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> PastCampaign:
        if (self.every_days is None) == (self.trigger is None):
            raise ValueError("give either every_days (scheduled) or trigger")
        if self.from_days_before <= self.until_days_before:
            raise ValueError("from_days_before must be larger than until_days_before")
        return self


class Profile(Part):
    """A whole company as its TOML file says it."""

    format: Literal[1]
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    name: Words
    summary: Words
    today: date
    defaults: Defaults
    economics: Economics
    spend: Spend
    people: PeopleRates
    imperfections: Imperfections
    lifecycle: Lifecycle = Lifecycle()
    sources: tuple[Source, ...]
    levels: tuple[Level, ...]
    attributes: tuple[CustomAttribute, ...] = ()
    statuses: tuple[Status, ...]
    payment_methods: dict[str, Rate]
    season: tuple[float, ...] = (1.0,) * 12  # visits by calendar month
    weekday: tuple[float, ...] = (1.0,) * 7  # visits by day of week, Monday first
    hours: tuple[float, ...] = (1.0,) * 24  # visits by hour of day
    words: Pools
    categories: tuple[Category, ...]
    campaigns: tuple[PastCampaign, ...] = ()
    response: dict[str, float] = {}  # overrides of the world's constants, by name

    @model_validator(mode="after")
    def _holds_together(self) -> Profile:
        slugs = {category.slug for category in self.categories}
        for category in self.categories:
            for other in category.complements:
                if other not in slugs:
                    raise ValueError(f"category {category.slug} complements unknown {other}")
        if len(self.season) != 12 or len(self.weekday) != 7 or len(self.hours) != 24:
            raise ValueError("season needs 12 numbers, weekday 7, hours 24")
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


def load(name: str) -> Profile:
    """The profile of that name, or of that path to a TOML file."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.is_file():
        raise NotFound(
            Text(f"프로필 '{name}'이(가) 없어요.", f"There is no profile '{name}'."),
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
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise _broken(f"{where}: {key}", first["msg"]) from None


def _broken(where: str, saw: str) -> DangolError:
    return DangolError(
        Text(f"회사 프로필을 읽을 수 없어요: {saw}", f"The company profile cannot be read: {saw}"),
        where,
        Text(
            "그 자리의 값을 고쳐 주세요. profiles/fashion.toml이 온전한 예시예요.",
            "Mend the value at that place; profiles/fashion.toml is a complete example.",
        ),
    )
