"""A profile is one TOML file; a mistake in it is answered with its place."""

import tomllib

import pytest

from fake_company import profile as profiles
from fake_company.errors import DangolError, NotFound
from fake_company.response import Response
from fake_company.schema import EVENT_NAMES, GUIDE, events_of, every_event, tables_of
from fake_company.world.campaign import APPEALS, EVENTS

SOURCE = (profiles.FOLDER / "fashion.toml").read_text("utf-8")


@pytest.mark.parametrize("name", profiles.names())
def test_every_profile_reads_and_its_shares_add_up(name: str) -> None:
    profile = profiles.load(name)
    assert profile.slug == name
    assert sum(source.share for source in profile.sources) == pytest.approx(1)
    assert [level.from_krw for level in profile.levels] == sorted(level.from_krw for level in profile.levels)
    assert 0.38 <= 1 - profile.economics.unit_cost_rate <= 0.50
    assert {campaign.appeal for campaign in profile.campaigns} <= set(APPEALS)
    assert {campaign.trigger for campaign in profile.campaigns} - {None} <= set(EVENTS)


def test_the_past_holds_what_a_learner_must_meet() -> None:
    campaigns = {one.id: one for one in profiles.load("fashion").campaigns}
    blast = campaigns["monthly-20-coupon"]
    assert (blast.promotion.percent, blast.audience, blast.every_days) == (20, "everyone", 30)
    assert campaigns["weekly-new-arrivals"].every_days == 7
    assert (campaigns["cart-coupon-10"].trigger, campaigns["cart-coupon-10"].unless) == ("product_added", "order_completed")
    assert campaigns["winback-5000"].holdout_rate > 0
    assert (campaigns["order-received"].purpose, campaigns["order-received"].channel) == ("information", "alimtalk")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("format = 1", "format = [", "bad.toml"),
        ("format = 1", "format = 2", "bad.toml: format"),
        ("unit_cost_rate = 0.60", "unit_cost_rate = 6.0", "bad.toml: economics.unit_cost_rate"),
        ("unit_cost_rate = 0.60", "unit_costs = 0.6", "bad.toml: economics.unit_cost_rate"),
        ('complements = ["trousers", "knitwear"]', 'complements = ["hats"]', "bad.toml: (whole file)"),
        ("every_days = 30\nhour = 19", "hour = 19", "bad.toml: campaigns.0"),
        ("duplicate_person = 0.015", "duplicate_person = 'many'", "bad.toml: imperfections.duplicate_person"),
        ('key = "top_size"', 'key = "order"', "bad.toml: attributes.0.key"),
        ('kind = "list"\nvalues', 'kind = "nested"\nvalues', "bad.toml: attributes.2"),
        ('type = "INTEGER"\nvalues = [1, 2,', 'type = "INTEGER"\nvalues = [1, "two",', "bad.toml: attributes.3.fields.1"),
        ("[lifecycle]", "[response]\nneed_half_life_days = -1.0\n[lifecycle]", "bad.toml: (whole file)"),
        ("[lifecycle]", "[[realism]]\nmetric = 'p2_30'\nlow = 0.2\n[lifecycle]", "bad.toml: realism.0"),
        ("[lifecycle]", "[[realism]]\nmetric = 'p2_30'\nlow = 0.2\nhigh = 0.1\nsource = 'x'\n[lifecycle]", "bad.toml: realism.0"),
    ],
)
def test_a_broken_profile_names_the_place_in_both_languages(before: str, after: str, place: str) -> None:
    assert before in SOURCE
    with pytest.raises(DangolError) as caught:
        profiles.parse(SOURCE.replace(before, after, 1), "bad.toml")
    assert caught.value.where.ko.startswith(place)
    assert caught.value.remedy.ko
    assert caught.value.remedy.en != caught.value.remedy.ko


def test_an_attribute_called_like_a_column_is_refused() -> None:
    profile = profiles.parse(SOURCE.replace('key = "top_size"', 'key = "tier"', 1), "bad.toml")
    with pytest.raises(DangolError) as caught:
        tables_of(profile)
    assert caught.value.where.en.endswith("attributes.tier")


@pytest.mark.parametrize("response", [{"nonsense": 1.0}, {"cart_median": (0.1, 0.2)}, {"extra_items": 0.5}, {"extra_items": (0.5, 0.5)}])
def test_a_constant_of_the_world_that_is_not_there_or_of_another_shape_is_refused(response: dict[str, float]) -> None:
    with pytest.raises(DangolError) as caught:
        Response.of(response)
    assert caught.value.where.en == f"response.{next(iter(response))}"


def test_a_profiles_own_constants_take_the_place_of_the_common_ones() -> None:
    own = Response.of(profiles.load("food").response)
    assert own.extra_items == (0.47, 0.32, 0.14, 0.07)
    assert own.shopper_orders_per_day > 3 * Response().shopper_orders_per_day


@pytest.mark.parametrize("name", profiles.names())
def test_events_are_the_common_ones_with_the_companys_own_guide_page(name: str) -> None:
    profile = profiles.load(name)
    labels = events_of(profile)
    assert len(labels) == len(EVENT_NAMES)
    assert [theirs for theirs in labels if theirs not in EVENT_NAMES] == [
        profile.guide.event for _ in range(profile.guide.event not in EVENT_NAMES)
    ]
    assert set(profile.event_names) <= set(EVENT_NAMES) - {GUIDE}
    assert set(labels) <= set(every_event())
    assert list(labels).index(profile.guide.event) == list(EVENT_NAMES).index(GUIDE)


def test_companies_differ_in_what_they_call_things_and_sell() -> None:
    loaded = [profiles.load(name) for name in profiles.names()]
    assert len({profile.guide.event for profile in loaded}) == len(loaded)
    slugs = [part.slug for profile in loaded for part in profile.categories]
    assert len(slugs) == len(set(slugs))
    assert all(len(profile.story) >= 3 and profile.words.one_item.ko != "상품 하나" for profile in loaded)
    kinds = [{attribute.kind for attribute in profile.attributes} for profile in loaded]
    assert kinds == [{"one", "list", "nested"}] * len(loaded)
    excel = profiles.load("learning").categories[0]
    assert (excel.slug, excel.searches[0]) == ("excel", "엑셀")


def test_an_unknown_profile_lists_those_there_are() -> None:
    with pytest.raises(NotFound) as caught:
        profiles.load("bakery")
    assert "fashion" in caught.value.remedy.en


def test_a_profile_survives_the_company_folder() -> None:
    profile = profiles.load("fashion")
    again = profiles.Profile.model_validate_json(profile.model_dump_json())
    assert again == profile
    assert set(tomllib.loads(SOURCE)) <= set(profiles.Profile.model_fields)
