"""What a company sells: categories and products, drawn once for a profile and seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fake_company.draws import Floats, index, normal, uniform
from fake_company.profile import Profile
from fake_company.profile_parts import Category

Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Catalog:
    """Products and categories as arrays; a product's row is its `product_id`, a category's row its `category_id`."""

    product_id: Int32
    product_category: Int32
    price_krw: Int32
    unit_cost_krw: Int32
    popularity: Floats  # share of its category's demand; sums to one within each category
    stock: Int32
    created_days_before: Int32
    name_ko: list[str]
    name_en: list[str]
    brand: list[str]
    category_slug: list[str]
    demand: Floats  # share of all demand, one a category; sums to one
    repurchase_days: Int32
    complements: list[tuple[int, ...]]  # category ids

    @property
    def products(self) -> int:
        """How many products there are."""
        return len(self.product_id)

    @property
    def categories(self) -> int:
        """How many categories there are."""
        return len(self.category_slug)


def make(profile: Profile, seed: int) -> Catalog:
    """Draw the catalogue: prices log-normal between the profile's bounds, costs near the profile's rate."""
    counts = np.array([category.products for category in profile.categories])
    total = int(counts.sum())
    ids = np.arange(total)
    category = np.repeat(np.arange(len(counts)), counts)
    price = _prices(profile, category, uniform(seed, "product-price", ids))
    economics = profile.economics
    spread = (uniform(seed, "product-cost", ids) * 2 - 1) * economics.unit_cost_spread
    cost = np.round(price * (economics.unit_cost_rate + spread) / 10) * 10
    popularity = _popularity(category, uniform(seed, "product-rank", ids), profile.economics.popularity_slope)
    names_ko, names_en, brands = _names(profile, category, seed)
    slug_to_id = {part.slug: at for at, part in enumerate(profile.categories)}
    demand = np.array([part.demand for part in profile.categories], np.float64)
    return Catalog(
        product_id=ids.astype(np.int32),
        product_category=category.astype(np.int32),
        price_krw=price.astype(np.int32),
        unit_cost_krw=cost.astype(np.int32),
        popularity=popularity,
        stock=index(uniform(seed, "product-stock", ids) ** 2, 400).astype(np.int32),
        created_days_before=(20 + index(uniform(seed, "product-created", ids), 900)).astype(np.int32),
        name_ko=names_ko,
        name_en=names_en,
        brand=brands,
        category_slug=[part.slug for part in profile.categories],
        demand=demand / demand.sum(),
        repurchase_days=np.array([part.repurchase_days for part in profile.categories], np.int32),
        complements=[tuple(slug_to_id[slug] for slug in part.complements) for part in profile.categories],
    )


def _prices(profile: Profile, category: npt.NDArray[np.int64], u: Floats) -> Floats:
    """Shop-like prices: log-normal with 80 % between the bounds, ending in 900 or 000."""
    low = np.log(np.array([part.price_krw[0] for part in profile.categories], np.float64))[category]
    high = np.log(np.array([part.price_krw[1] for part in profile.categories], np.float64))[category]
    raw = np.exp((low + high) / 2 + normal(u) * (high - low) / 2.5631)
    ends_in_900 = np.floor(raw / 1000) % 3 != 0
    return np.asarray(np.maximum(np.floor(raw / 1000), 2) * 1000 + np.where(ends_in_900, 900, 0))


def _popularity(category: npt.NDArray[np.int64], u: Floats, slope: float) -> Floats:
    """Zipf weights by random rank inside each category."""
    order = np.lexsort((u, category))
    first = np.searchsorted(category, np.arange(category.max() + 1))
    rank = np.empty(len(category))
    rank[order] = np.arange(len(category)) - first[category[order]] + 1
    weight = rank**-slope
    return np.asarray(weight / np.bincount(category, weight)[category])


def _names(
    profile: Profile, category: npt.NDArray[np.int64], seed: int
) -> tuple[list[str], list[str], list[str]]:
    """Style, noun and (when a pair repeats) a number: no two products share a name."""
    ids = np.arange(len(category))
    styles, brands = profile.words.styles, profile.words.brands
    style = index(uniform(seed, "product-style", ids), len(styles))
    noun = uniform(seed, "product-noun", ids)
    brand = index(uniform(seed, "product-brand", ids), len(brands))
    seen: dict[tuple[int, int, int], int] = {}
    ko: list[str] = []
    en: list[str] = []
    for at in ids.tolist():
        part: Category = profile.categories[category[at]]
        word = int(noun[at] * len(part.nouns))
        key = (int(category[at]), int(style[at]), word)
        seen[key] = seen.get(key, 0) + 1
        again = f" {seen[key]}" if seen[key] > 1 else ""
        ko.append(f"{styles[style[at]].ko} {part.nouns[word].ko}{again}")
        en.append(f"{styles[style[at]].en} {part.nouns[word].en}{again}")
    return ko, en, [brands[at] for at in brand.tolist()]
