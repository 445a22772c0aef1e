"""The company's own pictures: one drawn for each of its categories, and the shop's banner. No uploads are needed.

A picture is an SVG made from the category's name and its place in the list, so that the same company always has the
same pictures; its words say what it shows to those who cannot see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from fake_company.text import Text
from fake_company.warehouse import Company

WIDTH, HEIGHT = 800, 400
_GROUNDS = (
    ("#f4e4d4", "#c9773f"), ("#dfe8f1", "#3f6fa3"), ("#e6efe0", "#5b8a3c"), ("#f3e1e6", "#b14d6d"),
    ("#ece6f4", "#7358a8"), ("#f6efcf", "#a98a1f"), ("#dcefec", "#2f8a80"), ("#efe9e3", "#7a6552"),
)  # fmt: skip
_SHAPES = {
    "top": "M300 120 l60 -30 q40 26 80 0 l60 30 70 60 -44 44 -34 -24 v140 h-184 v-140 l-34 24 -44 -44z",
    "bottom": "M330 90 h140 l24 240 h-70 l-24 -150 -24 150 h-70z",
    "dress": "M352 88 q48 30 96 0 l12 90 60 150 h-240 l60 -150z",
    "shoe": "M270 250 q60 0 90 -70 q40 46 110 54 q60 8 60 46 v20 h-260z",
    "bag": "M300 180 h200 l22 150 h-244z M345 180 q0 -80 55 -80 t55 80 h-24 q0 -54 -31 -54 t-31 54z",
    "bottle": "M370 80 h60 v50 q30 20 30 60 v140 h-120 v-140 q0 -40 30 -60z",
    "bowl": "M260 190 h280 q0 130 -140 130 t-140 -130z M330 160 q-16 -26 6 -50 M400 160 q-16 -26 6 -50 M470 160 q-16 -26 6 -50",
    "book": "M270 110 q70 -24 130 10 q60 -34 130 -10 v200 q-70 -24 -130 10 q-60 -34 -130 -10z",
    "box": "M290 170 l110 -50 110 50 v120 l-110 50 -110 -50z",
}  # fmt: skip
_WORDS = (
    ("top", r"top|shirt|knit|tee|outer|coat|jacket|sweat|상의|셔츠|니트|아우터|코트"),
    ("bottom", r"pants|denim|skirt|bottom|trouser|jean|바지|치마|데님|하의"),
    ("dress", r"dress|onepiece|one_piece|원피스"),
    ("shoe", r"shoe|sneaker|boot|sandal|신발|운동화"),
    ("bag", r"bag|wallet|accessor|jewel|hat|가방|지갑|모자"),
    ("bottle", r"skin|cream|serum|lip|makeup|hair|body|sun|perfume|fragrance|cleans|mask|beauty|화장|스킨|크림|향수|음료|coffee|커피"),
    ("bowl", r"food|korean|chicken|pizza|noodle|burger|meal|dessert|salad|sushi|snack|한식|치킨|피자|분식|중식|일식|디저트"),
    ("book", r"course|excel|python|data|design|language|english|learn|book|marketing|강의|엑셀|데이터|영어|디자인"),
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One picture: its key in a plan, what it is called, what it shows, and the drawing."""

    key: str
    label: Text
    alt: Text
    svg: str


def of(company: Company) -> dict[str, Picture]:
    """Every picture of the company, by key."""
    categories = tuple((one.slug, one.name.text()) for one in company.profile.categories)
    return _drawn(company.profile.slug, company.profile.name.text(), categories)


@lru_cache(maxsize=8)
def _drawn(profile: str, shop: Text, categories: tuple[tuple[str, Text], ...]) -> dict[str, Picture]:
    banner = Picture(
        "banner",
        Text("가게 배너", "Shop banner"),
        Text(f"{shop.ko} 배너", f"Banner of {shop.en}"),
        _draw("box", shop.ko, sum(map(ord, profile)), wide=True),
    )
    found = {"banner": banner}
    for place, (slug, name) in enumerate(categories):
        shape = next((key for key, words in _WORDS if re.search(words, f"{slug} {name.ko}", re.I)), "box")
        alt = Text(f"{shop.ko}의 {name.ko} 상품 그림", f"Drawing of {name.en} from {shop.en}")
        found[slug] = Picture(slug, name, alt, _draw(shape, name.ko, place))
    return found


def _draw(shape: str, words: str, place: int, wide: bool = False) -> str:
    ground, ink = _GROUNDS[place % len(_GROUNDS)]
    look = f'fill="{ink}" fill-opacity=".9" stroke="{ink}" stroke-width="6" stroke-linejoin="round"'
    drawing = "" if wide else f'<path d="{_SHAPES[shape]}" {look}/>'
    text_y, size = (220, 72) if wide else (382, 30)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/><circle cx="{90 + place * 61 % 600}" cy="70" r="150" '
        f'fill="#fff" fill-opacity=".35"/><ellipse cx="400" cy="345" rx="190" ry="14" fill="{ink}" fill-opacity=".18"/>'
        f'{drawing}<text x="400" y="{text_y}" text-anchor="middle" font-size="{size}" font-weight="700" '
        f'font-family="Pretendard, Apple SD Gothic Neo, Noto Sans KR, NanumGothic, sans-serif" fill="{ink}">{escape(words)}</text></svg>'
    )
