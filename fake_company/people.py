"""Who the customers are: drawn from pools by each customer's own number, so any partition can be made alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company.draws import Floats, Ints, cumulative, index, normal, pick, uniform
from fake_company.partitions import SIZE
from fake_company.people_names import Names, names_of
from fake_company.people_words import PLACES, faker_pools
from fake_company.profile import CHANNELS, Profile

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
NEVER = -1_000_000
"""Day of something that never happened. Days count from the first day of the history (day 0)."""
TWO_YEARS = 730


@dataclass(frozen=True)
class Crowd:
    """Customers of one partition as arrays; texts are object arrays with None where nothing is known."""

    customer_id: Ints
    who: Ints  # whose name, phone and e-mail this row has: another customer's when the row is a duplicate
    first_day: Ints
    first_second: Ints
    is_member: Bools
    member_day: Ints  # NEVER for guests; members sign up on their first visit
    has_app: Bools
    push_enabled: Bools
    web_cookie: Bools
    web_push: Bools
    kakao_friend: Bools
    device: Ints  # 0 iOS, 1 Android, 2 web
    names: Names
    gender: Ints  # 0 female, 1 male, −1 unknown
    age_days: Ints  # age today, in days; −1 unknown
    place: Ints
    has_phone: Bools
    valid_phone: Bools
    has_email: Bools
    consent_day: Array  # (n, 4) in the order of profile.CHANNELS
    night_consent_day: Ints
    opted_out_day: Array  # (n, 4)
    is_minor: Bools
    source: Ints
    english: Bools
    attributes: dict[str, Ints]  # custom attribute (or `attribute.leaf`) → position in its values; −1 missing

    def __len__(self) -> int:
        return len(self.customer_id)


@lru_cache(maxsize=1)
def places() -> tuple[list[str], list[str], Floats]:
    """Regions, cities and running shares, one entry a (region, city)."""
    regions, cities, weights = [], [], []
    for region, (share, names) in PLACES.items():
        parts = names.split()
        for rank, city in enumerate(parts):
            regions.append(region)
            cities.append(city)
            weights.append(share / len(parts) * (1.25 - 0.5 * rank / max(len(parts) - 1, 1)))
    return regions, cities, cumulative(weights)


def make(profile: Profile, seed: int, customers: Ints, days: int) -> Crowd:
    """Draw these customers; a customer is the same whatever other customers are drawn with it."""
    rates, wrong = profile.people, profile.imperfections

    def draw(purpose: str, ids: Ints = customers) -> Floats:
        return uniform(seed, purpose, ids)

    source = pick(draw("source"), cumulative([part.share for part in profile.sources]))
    is_member = draw("member") < rates.member_rate
    who = _identities(draw, profile, customers)
    first_day = _first_days(draw("arrival"), rates.arrived_before_rate, days, profile)
    member_day = np.where(is_member, first_day, NEVER)
    device = pick(draw("device"), cumulative([rates.ios_rate, rates.android_rate,
                                              max(1 - rates.ios_rate - rates.android_rate, 1e-9)]))  # fmt: skip
    has_app = is_member & (device < 2) & (draw("app") < rates.app_rate)
    allowed = np.where(device == 0, rates.push_permission_ios, rates.push_permission_android)
    age_days, is_minor = _ages(draw("age", who), draw("minor", who), profile)
    gap = draw("consent-gap") < wrong.consent_gap
    consent, night, opted_out = _consents(draw, profile, is_member & ~gap, member_day, days)
    male = draw("gender", who) >= rates.female_rate
    cookie = (draw("cookie") < 0.86) | ~is_member
    return Crowd(
        customer_id=customers,
        who=who,
        first_day=first_day,
        first_second=index(draw("arrival-second"), 86_400),
        is_member=is_member,
        member_day=member_day,
        has_app=has_app,
        push_enabled=has_app & (draw("permission") < allowed),
        web_cookie=cookie,
        web_push=cookie & (draw("web-permission") < rates.web_push_rate),
        kakao_friend=is_member & (draw("friend") < rates.kakao_friend_rate),
        device=device,
        names=names_of(profile, seed, customers, who, is_member, male, draw("english", who) < rates.english_rate),
        gender=np.where(
            ~is_member | (draw("gender-known") < rates.gender_unknown_rate), -1, male.astype(np.int64)
        ),
        age_days=np.where(is_member & (draw("age-known") >= 0.04), age_days, -1),
        place=pick(draw("place"), places()[2]),
        has_phone=is_member & (draw("phone-known") < 0.97),
        valid_phone=draw("phone-valid") >= wrong.invalid_phone,
        has_email=(is_member & (draw("email-known") < 0.94))
        | (~is_member & (draw("cookie-only") >= wrong.guest_cookie_only)),
        consent_day=consent,
        night_consent_day=night,
        opted_out_day=opted_out,
        is_minor=is_minor & is_member,
        source=source,
        english=draw("english", who) < rates.english_rate,
        attributes=_attributes(draw, profile, is_member),
    )


def _attributes(draw: Callable[..., Floats], profile: Profile, is_member: Bools) -> dict[str, Ints]:
    """Positions of the profile's own attributes; of a list the bits of the values it holds; −1 missing."""
    found: dict[str, Ints] = {}

    def one(name: str, weights: Sequence[float], missing_rate: float, known: Bools) -> Ints:
        may = known & (draw(f"attribute-{name}-known") >= missing_rate)
        return np.where(may, pick(draw(f"attribute-{name}"), cumulative(weights)), -1)

    for part in profile.attributes:
        if part.kind == "one":
            found[part.key] = one(part.key, part.weights, part.missing_rate, is_member)
            continue
        known = is_member & (draw(f"attribute-{part.key}-known") >= part.missing_rate)
        bits = np.zeros(len(known), np.int64)
        for at, weight in enumerate(part.weights):
            bits |= (draw(f"attribute-{part.key}-{at}") < weight).astype(np.int64) << at
        found[part.key] = np.where(known, bits, -1)
        for leaf in part.fields:
            name = f"{part.key}.{leaf.key}"
            found[name] = one(name, leaf.weights, leaf.missing_rate, known)
    return found


def _identities(draw: Callable[..., Floats], profile: Profile, customers: Ints) -> Ints:
    """Each customer's identity: their own, or an earlier member's of the same partition when the row is a duplicate."""

    def may_repeat(ids: Ints) -> Bools:
        member = draw("member", ids) < profile.people.member_rate
        return np.asarray(member & (draw("duplicate", ids) < profile.imperfections.duplicate_person) & (ids % SIZE > 0))

    before = customers % SIZE
    earlier = customers - before + index(draw("duplicate-of"), 1 << 30) % np.maximum(before, 1)
    original = (draw("member", earlier) < profile.people.member_rate) & ~may_repeat(earlier)
    return np.where(may_repeat(customers) & original, earlier, customers)


def _first_days(u: Floats, before_rate: float, days: int, profile: Profile) -> Ints:
    """The day each customer is first seen: some up to four years before the window, others over the window."""
    past = u < before_rate
    back = -((u / max(before_rate, 1e-12)) ** 1.3 * 1400).astype(np.int64)
    share = np.clip((u - before_rate) / max(1 - before_rate, 1e-12), 0, 1 - 1e-12)
    return np.where(past, back, (share * days).astype(np.int64))


def _ages(u: Floats, minor: Floats, profile: Profile) -> tuple[Ints, Bools]:
    """Age today in days: adults around the profile's mean (skewed to the right), a few of 14 to 18."""
    rates = profile.people
    spread = rates.age_sd / rates.age_mean
    adult = np.clip(rates.age_mean * np.exp(normal(u) * spread - spread**2 / 2), 19.01, 79)
    is_minor = minor < profile.imperfections.minor
    years = np.where(is_minor, 14.0 + u * 4.98, adult)
    return (years * 365.25).astype(np.int64), is_minor


def _consents(
    draw: Any, profile: Profile, may: Bools, member_day: Ints, days: int
) -> tuple[Array, Ints, Array]:
    """Day of each consent; two-year confirmations renew it, except for those who never confirmed."""
    rates, n = profile.people, len(may)
    consent = np.full((n, len(CHANNELS)), NEVER, np.int64)
    opted_out = np.full((n, len(CHANNELS)), NEVER, np.int64)
    expired = draw("consent-expired") < profile.imperfections.expired_consent
    willing = draw("willing")  # one person's consents go together
    for at, channel in enumerate(CHANNELS):
        mixed = 0.5 * willing + 0.5 * draw(f"consent-{channel}")
        given = may & (_even(mixed) < rates.consent[channel])
        late = np.where(draw(f"consent-late-{channel}") < 0.85, 0, index(draw(f"consent-delay-{channel}"), 60))
        day = np.minimum(member_day + late, days - 1)
        confirmations = np.maximum((days - day) // TWO_YEARS, 0)
        day = np.where(expired, day, day + confirmations * TWO_YEARS)
        consent[:, at] = np.where(given, np.minimum(day, days - 1), NEVER)
        since = np.maximum(days - day, 1)
        left = given & (draw(f"out-{channel}") < rates.opted_out[channel]) & (day < -30)
        opted_out[:, at] = np.where(left, day + (draw(f"out-day-{channel}") * np.minimum(since, -day)).astype(np.int64), NEVER)
    any_consent = consent.max(axis=1)
    night = np.where(draw("night") < rates.night_consent_rate, any_consent, NEVER)
    return consent, night, opted_out


def _even(mean_of_two: Floats) -> Floats:
    """The mean of two uniform numbers mapped back to an even spread (its own distribution function)."""
    low = 2 * mean_of_two**2
    return np.where(mean_of_two < 0.5, low, 1 - 2 * (1 - mean_of_two) ** 2)


def phone(who: int) -> str:
    """A phone number in a block that is given to nobody (010-0 and 010-1), different for every customer."""
    number = (who * 13_408_973 + 6_271_849) % 20_000_000
    return f"010-{number // 10_000:04d}-{number % 10_000:04d}"


def contacts(crowd: Crowd, seed: int) -> tuple[Array, Array]:
    """Phones and e-mail addresses as object arrays; invalid phones look as people mistype them."""
    users = faker_pools(seed).users
    broken = ("010-0000-0000", "{0}", "0{0}", "없음", "010-{1}")
    chosen = index(uniform(seed, "mail-user", crowd.who), len(users))
    hosts = ("example.com", "example.net", "example.org")
    host = index(uniform(seed, "mail-host", crowd.who) ** 1.4, len(hosts))
    phones = np.full(len(crowd), None, object)
    emails = np.full(len(crowd), None, object)
    for at, (who, user, where) in enumerate(zip(crowd.who.tolist(), chosen.tolist(), host.tolist(), strict=True)):
        if crowd.has_phone[at]:
            text = phone(who)
            digits = text.replace("-", "")
            phones[at] = text if crowd.valid_phone[at] else broken[who % 5].format(digits[:-1], digits[5:])
        if crowd.has_email[at]:
            emails[at] = f"{users[user]}{who}@{hosts[where]}"
    return phones, emails
