"""Customers: the same person whatever else is drawn, and every imperfection has its switch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fake_company import people, people_words
from fake_company import profile as profiles
from fake_company.people import NEVER, TWO_YEARS, Crowd
from fake_company.profile import Profile

FASHION = profiles.load("fashion")
IDS = np.arange(10_000)
DAYS = 365


def switched(**switches: Any) -> Profile:
    off = {name: () if "days" in name else 0.0 for name in type(FASHION.imperfections).model_fields}
    off["guest_cookie_only"] = 1.0
    return FASHION.model_copy(update={"imperfections": FASHION.imperfections.model_copy(update=off | switches)})


def crowd(profile: Profile, ids: Any = IDS) -> Crowd:
    return people.make(profile, 7, ids, DAYS)


def firsts(made: Crowd) -> list[str | None]:
    return made.names.first[made.is_member].tolist()


def expired(made: Crowd) -> float:
    given = made.consent_day[:, 0] > NEVER
    return float((DAYS - made.consent_day[given, 0] > TWO_YEARS).mean())


SEEN = {
    "missing_first_name": lambda made: sum(name is None for name in firsts(made)),
    "whitespace_name": lambda made: sum(name is not None and not name.strip() for name in firsts(made)),
    "emoji_name": lambda made: sum(bool(name) and name.endswith(people_words.EMOJI) for name in firsts(made)),
    "long_name": lambda made: sum(name in people_words.LONG_NAMES for name in firsts(made)),
    "invalid_phone": lambda made: int((made.has_phone & ~made.valid_phone).sum()),
    "duplicate_person": lambda made: int((made.who != made.customer_id).sum()),
    "minor": lambda made: int(made.is_minor.sum()),
    "expired_consent": expired,
}


@pytest.mark.parametrize("switch", SEEN)
def test_an_imperfection_is_there_when_switched_on_and_gone_when_off(switch: str) -> None:
    assert SEEN[switch](crowd(switched())) == 0
    assert SEEN[switch](crowd(switched(**{switch: 0.2}))) > 0
    assert SEEN[switch](crowd(FASHION)) > 0


def test_a_consent_gap_takes_the_consents_of_a_share_of_members() -> None:
    whole, gaps = crowd(switched()), crowd(switched(consent_gap=0.5))
    assert 0.4 < (gaps.consent_day > NEVER).sum() / (whole.consent_day > NEVER).sum() < 0.6


def test_guests_are_known_by_a_cookie_only() -> None:
    made = crowd(switched())
    guests = ~made.is_member
    assert guests.sum() > 1000
    assert made.web_cookie[guests].all()
    assert not (made.has_phone | made.has_email | made.has_app)[guests].any()
    assert (crowd(switched(guest_cookie_only=0.5)).has_email & guests).sum() > 500


def test_a_customer_is_the_same_whoever_is_drawn_beside() -> None:
    whole, some = crowd(FASHION), crowd(FASHION, IDS[4000:4100])
    for field in ("who", "first_day", "is_member", "consent_day", "age_days", "place", "source", "gender"):
        assert np.array_equal(getattr(whole, field)[4000:4100], getattr(some, field)), field
    assert whole.names.first[4000:4100].tolist() == some.names.first.tolist()


def test_phones_and_mail_addresses_repeat_only_for_duplicates() -> None:
    made = crowd(FASHION)
    phones, emails = people.contacts(made, 7)
    own = made.who == made.customer_id
    for values in (phones[own & made.valid_phone], emails[own]):
        known = [value for value in values if value is not None]
        assert len(known) == len(set(known))
    twins = np.flatnonzero(~own & made.valid_phone & made.has_phone & made.has_phone[made.who] & made.valid_phone[made.who])
    assert len(twins) > 20
    assert all(phones[at] == phones[made.who[at]] for at in twins)


def test_numbers_belong_to_nobody() -> None:
    phones, emails = people.contacts(crowd(switched()), 7)
    assert all(phone.startswith(("010-0", "010-1")) for phone in phones if phone)
    assert all("@example." in email for email in emails if email)


def test_names_are_many_and_korean() -> None:
    made = crowd(switched())
    full = {f"{last}{first}" for last, first in zip(made.names.last, made.names.first, strict=True) if last and first}
    assert len(full) > 5_324  # more than Faker's whole Korean pool
    korean = [name for name in full if all("가" <= letter <= "힣" for letter in name)]
    assert len(korean) / len(full) > 0.95
