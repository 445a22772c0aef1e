"""A profile is one TOML file; a mistake in it is answered with its place."""

import tomllib

import pytest

from fake_company import profile as profiles
from fake_company.errors import DangolError, NotFound
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
    ],
)
def test_a_broken_profile_names_the_place_in_both_languages(before: str, after: str, place: str) -> None:
    assert before in SOURCE
    with pytest.raises(DangolError) as caught:
        profiles.parse(SOURCE.replace(before, after, 1), "bad.toml")
    assert caught.value.where.ko.startswith(place)
    assert caught.value.remedy.ko
    assert caught.value.remedy.en != caught.value.remedy.ko


def test_an_unknown_profile_lists_those_there_are() -> None:
    with pytest.raises(NotFound) as caught:
        profiles.load("bakery")
    assert "fashion" in caught.value.remedy.en


def test_a_profile_survives_the_company_folder() -> None:
    profile = profiles.load("fashion")
    again = profiles.Profile.model_validate_json(profile.model_dump_json())
    assert again == profile
    assert set(tomllib.loads(SOURCE)) <= set(profiles.Profile.model_fields)
