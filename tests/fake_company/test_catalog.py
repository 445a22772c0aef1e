"""The catalogue: margins, prices and names of the fashion shop."""

import numpy as np
import pytest

from fake_company import catalog
from fake_company import profile as profiles

FASHION = profiles.load("fashion")


@pytest.fixture(scope="module")
def goods() -> catalog.Catalog:
    return catalog.make(FASHION, 1)


def test_every_category_has_its_goods(goods: catalog.Catalog) -> None:
    assert np.bincount(goods.product_category).tolist() == [part.products for part in FASHION.categories]


def test_contribution_margin_is_about_two_fifths_of_list_price(goods: catalog.Catalog) -> None:
    margin = 1 - goods.unit_cost_krw / goods.price_krw
    assert 0.38 < margin.mean() < 0.42
    assert margin.min() > 0.34
    assert margin.max() < 0.46


def test_prices_look_like_a_shops(goods: catalog.Catalog) -> None:
    assert set(np.unique(goods.price_krw % 1000)) == {0, 900}
    for number, part in enumerate(FASHION.categories):
        prices = goods.price_krw[goods.product_category == number]
        low, high = part.price_krw
        assert low * 0.9 <= np.median(prices) <= high * 1.1


def test_names_are_unique_in_both_languages(goods: catalog.Catalog) -> None:
    assert len(set(goods.name_ko)) == len(set(goods.name_en)) == goods.products


def test_popularity_sums_to_one_in_each_category(goods: catalog.Catalog) -> None:
    assert np.bincount(goods.product_category, goods.popularity) == pytest.approx(np.ones(goods.categories))


def test_the_same_seed_gives_the_same_goods_and_another_seed_others(goods: catalog.Catalog) -> None:
    assert np.array_equal(goods.price_krw, catalog.make(FASHION, 1).price_krw)
    assert not np.array_equal(goods.price_krw, catalog.make(FASHION, 2).price_krw)
