"""Swapping the excuse: found in words, exchanged with its particles, and judged by what stands beside it."""

from __future__ import annotations

import pytest

from app.messages.excuse import swap
from tests.app.messages._made import message


@pytest.mark.parametrize(
    ("body", "verdict", "word"),
    [
        ("봄이니까 10% 할인해 드려요.", "swappable", "봄"),
        ("{{${first_name}}}님, 여름맞이 세일이 시작됐어요.", "swappable", "여름맞이"),
        ("{{${first_name}}}님, 봄에 사신 {{custom_attribute.${last_product_name}}} 어떠세요?", "anchored", "봄"),
        ("안녕하세요. {{event_properties.${product_name}}} 보셨죠. 데이트 준비하세요.", "swappable", "데이트"),
        ("아까 보신 셔츠가 아직 있어요.", "none", ""),
        ("늘봄 카페와 가을이네 옷", "none", ""),
    ],
)
def test_verdicts(body: str, verdict: str, word: str) -> None:
    found = swap(message(body=body))
    assert (found.verdict, found.word) == (verdict, word)


def test_a_reason_stated_elsewhere_excuses_the_season() -> None:
    found = swap(message(body="장바구니에 담아 두신 셔츠가 있어요. 봄이 왔어요.", reason="cart_left"))
    assert found.verdict == "stated"


@pytest.mark.parametrize(
    ("body", "versions"),
    [
        ("봄이니까 할인해요", ["여름이니까 할인해요", "데이트니까 할인해요", "월급날이니까 할인해요"]),
        ("여름은 셔츠의 계절", ["봄은 셔츠의 계절", "데이트는 셔츠의 계절", "월급날은 셔츠의 계절"]),
        ("데이트를 준비해요", ["봄을 준비해요", "여름을 준비해요", "월급날을 준비해요"]),
        ("Spring is here", ["summer is here", "date night is here", "payday is here"]),
    ],
)
def test_particles_follow_the_new_word(body: str, versions: list[str]) -> None:
    assert [words for _, words in swap(message(body=body)).versions] == versions
