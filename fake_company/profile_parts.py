"""The parts of a profile: each a frozen table of the TOML file, checked key by key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from fake_company.profile_base import Key, Krw, Part, Rate, Words


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
    popularity_slope: Annotated[float, Field(gt=0)]  # Zipf's exponent of demand within a category


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
    web_push_rate: Rate = 0.10  # of those known by a web cookie: notifications allowed in the browser
    kakao_friend_rate: Rate
    consent: PerChannel
    night_consent_rate: Rate
    opted_out: PerChannel
    english_rate: Rate


class Imperfections(Part):
    """What is wrong in the data on purpose, as real data are; 0 (or an empty day list) switches a kind off.

    Each switch is a share of customers unless it says otherwise, and names the columns in which it shows.
    """

    missing_first_name: Rate  # customers.first_name is NULL; for two in five of them last_name too
    whitespace_name: Rate  # first_name is one to three spaces
    emoji_name: Rate  # first_name ends in an emoji
    long_name: Rate  # first_name of six letters and more, longer than a push title has room for
    invalid_phone: Rate  # phone is mistyped: all zeros, a digit short, a word
    duplicate_person: Rate  # the same name, phone and e-mail as an earlier customer; another customer_id
    minor: Rate  # birth_date is 14 to 18 years ago: no advertising
    consent_gap: Rate  # a member with every *_consent_at NULL: the tool lost them
    expired_consent: Rate  # of members older than two years: *_consent_at was never confirmed again
    guest_cookie_only: Rate  # of guests: nothing but web_cookie is known; the others left an e-mail
    refund: Rate  # of delivered orders: orders.status becomes refunded, with its own order_status_changed
    outage_days_before_today: tuple[Annotated[int, Field(ge=1)], ...]  # no visit of these days is in events; orders are


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


class Status(Part):
    """One order status of the company: how long after the one before it comes, in hours, and to what share of orders.

    Goods can be reviewed and refunded from the status that `is_received`; without one, from the last.
    """

    slug: Key
    name: Words
    after_hours: tuple[float, float]
    share: Rate = 1.0  # of the orders that reached the status before
    is_received: bool = False


class Category(Part):
    """What is sold: kinds of goods, their prices, and the words customers search them with."""

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Words
    products: Annotated[int, Field(ge=1, le=2000)]
    demand: Annotated[float, Field(gt=0)]
    price_krw: tuple[int, int]  # the middle eight tenths of list prices lie between these
    repurchase_days: Annotated[int, Field(ge=1)]
    sensitive: bool = False  # goods people keep to themselves: naming them on a lock screen annoys
    complements: tuple[str, ...] = ()
    nouns: tuple[Words, ...]
    searches: tuple[str, ...]
    reviews_good: tuple[Words, ...]
    reviews_bad: tuple[Words, ...]


class Guide(Part):
    """The page a customer reads who does not trust the goods yet: a size guide, a list of ingredients, a curriculum."""

    event: Key = "size_guide_viewed"
    name: Words = Words(ko="사이즈표 봄", en="Size guide viewed")
    thing: Words = Words(ko="사이즈표", en="the size guide")


class ForTrade(Part):
    """A row of the realism card that differs in this trade: its own range with its source, or why it does not apply."""

    metric: str
    low: float | None = None
    high: float | None = None
    source: str = ""
    not_applicable: Words | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> ForTrade:
        ranged = self.low is not None and self.high is not None
        if ranged == (self.not_applicable is not None):
            raise ValueError("give either low and high, or not_applicable")
        if self.low is not None and self.high is not None and (self.low >= self.high or not self.source):
            raise ValueError("low must be less than high, with its source (or 'assumption')")
        return self


class Pools(Part):
    """Shared word pools of the catalogue and reviews."""

    one_item: Words = Words(ko="상품 하나", en="product")  # as in "Of one 39,000 won …, 12,000 won is left"
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
