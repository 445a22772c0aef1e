"""What must hold of every world: the same draws for all, effects only through touches, policy before everything.

A small shop made of plain arrays stands in for a company.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from fake_company import traits, world
from fake_company.errors import DangolError
from fake_company.keys import row_keys, uniform
from fake_company.response import Response
from fake_company.world import NEVER, SKIPS

DAYS = 200  # of history before the tests' futures begin


def goods() -> world.Goods:
    ids = np.arange(240)
    category = (ids // 20).astype(np.int16)
    price = np.round(np.exp(10 + uniform(1, "price", ids)), -2).astype(np.int32)
    return world.Goods(
        category_id=category, price_krw=price, unit_cost_krw=(price * 0.6).astype(np.int32),
        popularity=1 / (1 + ids % 20) ** 0.85, category_popularity=1 / (1 + np.arange(12)) ** 0.4,
        repurchase_days=np.full(12, 60), complements=tuple(((c + 1) % 12,) for c in range(12)),
    )  # fmt: skip


def people(n: int, **changes: np.ndarray) -> world.People:
    ids = np.arange(n)
    app = uniform(1, "app", ids) < 0.8
    facts = {
        "customer_id": ids.astype(np.int32), "first_day": np.full(n, -100, np.int32),
        "is_member": np.ones(n, bool), "has_app": app, "push_enabled": app, "web_cookie": np.ones(n, bool),
        "kakao_friend": np.zeros(n, bool), "consent_day": np.full((n, 4), -50, np.int32),
        "night_consent": np.zeros(n, bool), "opted_out": np.zeros((n, 4), bool),
        "phone_key": (ids + 1).astype(np.uint64), "email_key": (ids + 1).astype(np.uint64),
        "is_minor": np.zeros(n, bool),
    }  # fmt: skip
    return world.People(**(facts | changes))


def setting(n: int, **changes: np.ndarray) -> world.Setting:
    crowd, shelf, response = people(n, **changes), goods(), Response()
    calendar = world.Calendar(date(2025, 8, 14))
    return world.Setting(crowd, shelf, traits.draw(crowd, shelf, 7, response), calendar, response)


@cache
def lived(n: int = 6000) -> tuple[world.Setting, world.State]:
    """A shop with a past of its own."""
    place = setting(n)
    state, _, _ = world.run(place, world.start(place, 7), 0, DAYS, world.Programme(), record=False)
    return place, state


def future(
    place: world.Setting, state: world.State, seed: int, customers: np.ndarray | None = None
) -> world.State:
    who = np.arange(len(place.people)) if customers is None else customers
    return state.fork(who, row_keys(seed, place.people.customer_id[who]))


def run(place, state, *campaigns, days=28, record=True, expecting=False):
    return world.run(place, state, DAYS, days, world.Programme(campaigns), record, expecting)


def cart(key="cart", percent=0, appeal="reminder", hours=3, days=28, **more) -> world.Campaign:
    """A push some hours after a cart was left, naming the item."""
    trigger = world.Trigger("product_added", "order_completed", hours * 3600, DAYS, DAYS + days)
    offer = world.Offer(percent=percent) if percent else None
    options = {"channel": "app_push", "content": world.Wording("item"), "cap": world.Cap(1, 7), **more}
    return world.Campaign(key=key, when=trigger, offer=offer, appeal=appeal, **options)


def blast(key="blast", percent=0, every=7, hour=19, days=28, **more) -> world.Campaign:
    """A push to everybody, naming nothing."""
    when = world.Scheduled(tuple(range(DAYS, DAYS + days, every)), hour * 3600)
    offer = world.Offer(percent=percent) if percent else None
    options = {"channel": "app_push", "content": world.Wording(), "appeal": "benefit" if percent else "story"}
    return world.Campaign(key=key, when=when, offer=offer, **(options | more))


SKIP = {name: code for code, name in enumerate(SKIPS)}


def same(a, b) -> bool:
    return all(np.array_equal(getattr(a, f), getattr(b, f)) for f in a.__dataclass_fields__)


def test_an_empty_plan_changes_exactly_nothing():
    place, state = lived()
    first = run(place, future(place, state, 1), expecting=True)
    second = run(place, future(place, state, 1), expecting=True)
    assert same(first[0], second[0])
    assert np.array_equal(first[2].expected, second[2].expected)
    assert first[2].actual[:, 0].sum() == len(first[1].orders) > 50


def test_a_customer_who_is_not_touched_is_not_affected():
    place, state = lived()
    _, _, without = run(place, future(place, state, 1), expecting=True)
    _, _, with_plan = run(place, future(place, state, 1), cart(percent=10), blast(
        audience=np.arange(6000) % 2 == 0), expecting=True)  # fmt: skip
    alone = ~with_plan.touched
    assert alone.sum() > 2000
    assert np.array_equal(with_plan.expected[alone], without.expected[alone])
    assert np.array_equal(with_plan.actual[alone], without.actual[alone])
    assert not np.array_equal(with_plan.actual, without.actual)


def test_rows_lived_alone_are_as_in_the_whole_company():
    place, state = lived()
    some = np.arange(100, 900)
    _, _, whole = run(place, future(place, state, 2), cart(percent=10), expecting=True)
    _, _, part = run(place, future(place, state, 2, some), cart(percent=10), expecting=True)
    assert np.array_equal(whole.expected[some], part.expected)
    assert np.array_equal(whole.sent[some], part.sent)


def test_the_order_of_campaigns_in_a_plan_does_not_matter():
    place, state = lived()
    one, two = cart("a", percent=10), cart("b", hours=3, channel="email", content=world.Wording("item"))
    forward = run(place, future(place, state, 3), one, two, blast("c"))[2]
    backward = run(place, future(place, state, 3), blast("c"), two, one)[2]
    assert np.array_equal(forward.actual, backward.actual)
    assert np.array_equal(forward.sent, backward.sent)


def test_the_expected_figures_are_unbiased():
    """Rao-Blackwell: same mean as what is drawn, much less noise."""
    place, state = lived()
    differences, drawn, expected = [], [], []
    for seed in range(40):
        _, _, tally = run(place, future(place, state, seed), cart(percent=10), record=False, expecting=True)
        drawn.append(tally.profit("actual").sum())
        expected.append(tally.profit().sum())
        differences.append(tally.actual[:, 0].sum() - tally.expected[:, 0].sum())
    assert abs(np.mean(differences)) < 3 * np.std(differences) / len(differences) ** 0.5 + 1e-9
    gap = np.array(drawn) - np.array(expected)
    assert abs(gap.mean()) < 3 * gap.std() / len(gap) ** 0.5
    assert np.std(expected) < np.std(drawn)


@pytest.mark.parametrize(
    ("changes", "campaign", "reason"),
    [
        ({"consent_day": np.full((400, 4), NEVER)}, blast(), "no_consent"),
        ({"consent_day": np.full((400, 4), DAYS - 800)}, blast(), "consent_expired"),
        ({"opted_out": np.ones((400, 4), bool)}, blast(), "opted_out"),
        ({"push_enabled": np.zeros(400, bool)}, blast(), "no_app"),
        ({"phone_key": np.zeros(400, np.uint64)}, blast(channel="lms"), "no_address"),
        ({"is_minor": np.ones(400, bool)}, blast(), "minor"),
        ({"is_member": np.zeros(400, bool)}, blast(channel="email"), "not_member"),
        ({}, blast(hour=22, quiet=None), "night"),
        ({}, blast(holdout_rate=1.0), "holdout"),
    ],
)
def test_policy_comes_first_with_a_reason(changes, campaign, reason):
    full = {"has_app": np.ones(400, bool), "push_enabled": np.ones(400, bool)} | changes
    place = setting(400, **full)
    _, seen, _ = run(place, world.start(place, 1), campaign)
    assert set(seen.touches.skip.tolist()) == {SKIP[reason]}


def test_an_order_notice_needs_no_consent_to_advertising():
    place = setting(400, consent_day=np.full((400, 4), NEVER))
    _, seen, _ = run(place, world.start(place, 1), blast(channel="alimtalk", is_ad=False))
    assert (seen.touches.skip == 0).all()


def test_ads_held_by_quiet_hours_leave_at_half_past_eight():
    place = setting(400, has_app=np.ones(400, bool), push_enabled=np.ones(400, bool))
    _, seen, _ = run(place, world.start(place, 1), blast(hour=22, every=28))
    assert set(seen.touches.second.tolist()) == {8 * 3600 + 1800}
    assert set(seen.touches.day.tolist()) == {DAYS + 1}
    open_night = setting(400, night_consent=np.ones(400, bool), has_app=np.ones(400, bool),
                              push_enabled=np.ones(400, bool))  # fmt: skip
    _, seen, _ = run(open_night, world.start(open_night, 1), blast(hour=22, every=28, quiet=None))
    assert (seen.touches.skip == 0).all()


def test_caps_and_collisions():
    place = setting(400, has_app=np.ones(400, bool), push_enabled=np.ones(400, bool))
    _, seen, _ = run(place, world.start(place, 1), blast(every=1, cap=world.Cap(2, 7)))
    per_week = np.bincount(seen.touches.row[(seen.touches.skip == 0) & (seen.touches.day < DAYS + 7)])
    assert per_week.max() == 2
    _, seen, _ = run(place, world.start(place, 1), blast("a", every=28), blast("b", every=28))
    sent = seen.touches.skip == 0
    assert sent.sum() == 400
    assert set(seen.touches.skip[~sent].tolist()) <= {SKIP["collided"], SKIP["opted_out"]}
    assert (seen.touches.skip == SKIP["collided"]).sum() > 380


def test_a_duplicated_person_shares_caps_and_opt_outs():
    phone = (np.arange(400) // 2 + 1).astype(np.uint64)
    whole = {"has_app": np.ones(400, bool), "push_enabled": np.ones(400, bool)}
    place = setting(400, phone_key=phone, email_key=phone, **whole)
    _, seen, _ = run(place, world.start(place, 1), blast(every=28, cap=world.Cap(1, 7)))
    assert np.bincount(seen.touches.row[seen.touches.skip == 0] // 2, minlength=200).tolist() == [1] * 200
    out = np.zeros((400, 4), bool)
    out[::2, 0] = True
    refused = setting(400, phone_key=phone, email_key=phone, opted_out=out, **whole)
    _, seen, _ = run(refused, world.start(refused, 1), blast(every=28))
    assert set(seen.touches.skip.tolist()) == {SKIP["opted_out"]}


def test_a_timer_is_cancelled_by_the_order_and_not_restarted():
    place, state = lived()
    _, seen, _ = run(place, future(place, state, 5), cart(hours=3, cap=None, quiet=None))
    visits, touches = seen.visits, seen.touches
    time = touches.day.astype(np.int64) * 86400 + touches.second
    for row in np.unique(touches.row)[:60]:
        mine = visits.row == row
        starts = (visits.day[mine].astype(np.int64) * 86400 + visits.second[mine])[visits.added[mine]] + 180
        due = np.sort(time[touches.row == row])
        assert all(((moment - 3 * 3600) in starts) for moment in due)
        assert (np.diff(due) >= 3 * 3600).all()
    assert (touches.skip == SKIP["converted"]).sum() > 10


def test_one_draw_an_episode_and_appeal():
    """The same appeal sent again to those it did not convince adds little; another appeal can still convince."""
    place, state = lived()
    everybody = replace(
        place.response, reach=(1.0,) * 5, click_base=(9.0,) * 5, click_most=1.0, optout_base=(0.0,) * 5
    )
    place = replace(place, response=everybody)
    again: dict[str, list[float]] = {"benefit": [], "social_proof": []}
    left = 0
    for seed in range(20):
        first = cart(percent=20, appeal="benefit", hours=1, days=6)
        after, _, tally = run(place, future(place, state, seed), first, days=6)
        came_and_left = (tally.clicked > 0) & (tally.actual[:, 0] == 0) & (after.exits > 1)
        who = np.flatnonzero(came_and_left & (after.episode_until > DAYS + 6))
        left += len(who)
        for appeal in again:
            when = world.Scheduled((DAYS + 6,), 12 * 3600)
            campaign = replace(blast(content=world.Wording("item"), appeal=appeal), when=when)
            if appeal == "benefit":
                campaign = replace(campaign, offer=world.Offer(percent=20))
            rows = after.fork(who, after.key[who])
            rows.coupon[:], rows.coupon_until[:] = -1, -1e6
            programme = world.Programme((campaign,))
            _, _, tally = world.run(place, rows, DAYS + 6, 1, programme, False, True)
            again[appeal].append(tally.brought[:, 1].sum())
    assert left > 500
    assert sum(again["social_proof"]) > 1.1 * sum(again["benefit"])
    assert margin(np.array(again["social_proof"]) - np.array(again["benefit"])) > 3


def test_every_constant_has_a_source():
    for name, _, source in Response().table():
        assert source, name


def test_an_unknown_constant_of_a_profile_is_answered_with_its_name():
    with pytest.raises(DangolError, match="no_such_constant"):
        Response.of({"no_such_constant": 1.0})


def value(place, state, campaigns, seeds, days=84) -> np.ndarray:
    """Expected profit of the whole shop under each seed."""
    result = []
    for seed in seeds:
        _, _, tally = run(
            place, future(place, state, 1000 + seed), *campaigns, days=days, record=False, expecting=True
        )
        result.append([tally.profit().sum(), tally.expected[:, 1].sum()])
    return np.array(result)


def margin(difference: np.ndarray) -> float:
    """Mean in standard deviations of the mean."""
    return float(difference.mean() / (difference.std(ddof=1) / len(difference) ** 0.5))


def test_lessons_of_coupons():
    """Weekly coupons to everybody: sales up, profit down against the same contacts without; so is 90 % off."""
    place, state = lived()
    seeds = range(8)
    nothing = value(place, state, (), seeds)
    coupons = value(place, state, (blast(percent=20, days=84),), seeds)
    plain = value(place, state, (blast(days=84),), seeds)
    gift = value(place, state, (blast(percent=90, every=100),), seeds)
    assert margin((coupons - nothing)[:, 1]) > 3
    assert margin((coupons - nothing)[:, 0]) < -3
    assert margin((coupons - plain)[:, 0]) < -3
    assert margin((gift - nothing)[:, 0]) < -10


def test_a_daily_blast_drives_customers_away():
    place, state = lived()
    _, _, daily = run(place, future(place, state, 1), blast(every=1), record=False)
    _, _, weekly = run(place, future(place, state, 1), blast(every=7), record=False)
    assert daily.opted_out.sum() > 8 * weekly.opted_out.sum()
    assert daily.clicked.sum() < 5 * weekly.clicked.sum()


def test_cart_coupons_teach_waiting_and_one_is_harmless():
    place, state = lived()
    rows = future(place, state, 1)
    counts = np.linspace(0, 4, len(rows))
    rows.wait[:], rows.wait_at[:] = counts, DAYS
    from fake_company.world.outlook import waiting

    chance = waiting(place.response, rows.wait, rows.wait_at, np.full(len(rows), float(DAYS)))
    assert (chance[counts <= 1] == 0).all()
    assert (np.diff(chance[counts > 1]) > 0).all()


def test_relevance_and_reason_raise_clicks_and_holes_lower_them():
    place, state = lived()
    clicks = {}
    for name, words in {
        "generic": world.Wording(), "favorite": world.Wording("favorite"),
        "hole": world.Wording("favorite", hole_rate=1.0), "reason": world.Wording("favorite", reason=1),
        "contradicted": world.Wording("favorite", reason=-1), "other": world.Wording("category", category=11),
    }.items():  # fmt: skip
        total = 0.0
        for seed in range(6):
            _, _, tally = run(place, future(place, state, seed), blast(every=28, content=words), record=False)
            total += tally.clicked.sum()
        clicks[name] = total
    assert clicks["favorite"] > 2 * clicks["generic"] > 2 * clicks["other"] * 0.9
    assert clicks["reason"] > clicks["favorite"] > clicks["contradicted"] > clicks["hole"]
