"""Names of customers: made from syllable pools, with the oddities real name columns have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from fake_company import people_words as words
from fake_company.draws import Floats, Ints, cumulative, index, pick, uniform
from fake_company.profile import Profile

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Names:
    """Last and first names as object arrays, None where missing."""

    last: Array
    first: Array


@lru_cache(maxsize=1)
def _pools() -> tuple[Array, Floats, Array, Array]:
    surnames = np.array(list(words.SURNAMES), object)
    female = np.array(words.given_names(words.FEMALE_FIRST, words.FEMALE_SECOND), object)
    male = np.array(words.given_names(words.MALE_FIRST, words.MALE_SECOND), object)
    return surnames, cumulative(list(words.SURNAMES.values())), female, male


def names_of(
    profile: Profile, seed: int, customers: Ints, who: Ints, is_member: Bools, male: Bools, english: Bools
) -> Names:
    """Names by identity `who`; oddities belong to the row, as a person types a name anew at each sign-up.

    Switches (`imperfections`): missing_first_name → NULL; whitespace_name → one to three spaces; emoji_name →
    an emoji after the name; long_name → nine letters and more. Guests have no name.
    """
    surnames, shares, female, boys = _pools()
    wrong = profile.imperfections

    def draw(purpose: str, ids: Ints = who) -> Floats:
        return uniform(seed, purpose, ids)

    last = surnames[pick(draw("surname"), shares)]
    given = draw("given") ** 1.35  # the front of a pool is the fashionable end
    first = np.where(male, boys[index(given, len(boys))], female[index(given, len(female))])
    first = np.where(english, np.array(words.ENGLISH_FIRST, object)[index(given, len(words.ENGLISH_FIRST))], first)
    last = np.where(english, np.array(words.ENGLISH_LAST, object)[index(draw("surname"), len(words.ENGLISH_LAST))], last)
    odd = draw("odd-name", customers)
    which = index(draw("odd-name-which", customers), 24)
    edges = np.cumsum([wrong.missing_first_name, wrong.whitespace_name, wrong.emoji_name, wrong.long_name])
    first[odd < edges[0]] = None
    blank = (odd >= edges[0]) & (odd < edges[1])
    first[blank] = np.array([" ", "  ", "   "], object)[which[blank] % 3]
    emoji = (odd >= edges[1]) & (odd < edges[2])
    first[emoji] += np.array(words.EMOJI, object)[which[emoji] % len(words.EMOJI)]
    long = (odd >= edges[2]) & (odd < edges[3])
    first[long] = np.array(words.LONG_NAMES, object)[which[long] % len(words.LONG_NAMES)]
    first[~is_member] = None
    last[~is_member] = None
    last[odd < edges[0] * 0.4] = None  # some signed up with a social account that gave no name at all
    return Names(last, first)
