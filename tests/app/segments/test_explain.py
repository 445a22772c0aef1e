"""Counts, waterfall, verdicts, reach, overlap and conflicts on eight customers one can check by hand."""

from datetime import datetime, timedelta

import pytest

from app import segments
from fake_company.errors import NotFound

TODAY = datetime(2026, 3, 2)
GOLD = {"kind": "attribute", "field": "tier", "operator": "is", "value": "gold"}
NAMED = {"kind": "attribute", "field": "first_name", "operator": "is_set"}
CART = {"kind": "event", "name": "product_added", "within": {"days": 3}}
NEVER = {"kind": "orders", "measure": "count", "operator": "at_most", "value": 0}
BUYER = {"kind": "orders", "measure": "count", "operator": "at_least", "value": 1}
VALID, OLD = datetime(2025, 1, 1), datetime(2023, 1, 1)


@pytest.fixture(scope="module")
def eight(write_company):
    people = [
        {"tier": "gold", "first_name": "민지", "has_app": True, "push_enabled": True, "push_consent_at": VALID},
        {"tier": "gold", "first_name": "  ", "has_app": True, "push_enabled": False, "push_consent_at": VALID},
        {"tier": "gold", "first_name": None, "has_app": False, "push_enabled": True, "push_consent_at": VALID},
        {"tier": "vip", "first_name": "서준", "has_app": True, "push_enabled": True, "push_consent_at": OLD},
        {"tier": None, "first_name": "지은", "has_app": True, "push_enabled": True,
         "push_consent_at": VALID, "push_opted_out_at": VALID + timedelta(days=1)},
        {"tier": "basic", "first_name": "도윤", "has_app": True, "push_enabled": True},
        {"tier": None, "first_name": None},
        {"tier": "gold", "first_name": "하은", "has_app": True, "push_enabled": True,
         "push_opted_out_at": OLD, "push_consent_at": VALID},
    ]  # fmt: skip
    carts = [(0, 1), (1, 2), (3, 3), (3, 2), (5, 4), (7, 0)]
    return write_company({
        "customers": [{"customer_id": i, **person} for i, person in enumerate(people)],
        "events": [
            {"event_id": n, "customer_id": c, "name": "product_added", "occurred_at": TODAY - timedelta(days=d)}
            for n, (c, d) in enumerate(carts)
        ],
        "orders": [
            {"order_id": 1, "customer_id": 0, "ordered_at": TODAY - timedelta(days=9), "total_krw": 50_000, "status": "paid"},
            {"order_id": 2, "customer_id": 3, "ordered_at": TODAY - timedelta(days=9), "total_krw": 9_000,
             "status": "refunded"},
        ],
    })  # fmt: skip


def members(company, rule):
    return segments.members(company, rule).tolist()


def test_a_missing_value_never_matches_so_its_negation_does(eight):
    assert members(eight, {"all": [GOLD]}) == [0, 1, 2, 7]
    assert members(eight, {"none": [GOLD]}) == [3, 4, 5, 6]
    assert members(eight, {"all": [{**GOLD, "operator": "is_not"}]}) == [3, 4, 5, 6]
    assert members(eight, {"all": [NAMED]}) == [0, 3, 4, 5, 7], "a blank name is no name"
    assert members(eight, {"all": [{**NAMED, "operator": "is_not_set"}]}) == [1, 2, 6]


def test_a_window_holds_both_its_midnights(eight):
    assert members(eight, {"all": [CART]}) == [0, 1, 3, 7]
    assert members(eight, {"all": [{**CART, "count": {"operator": "at_least", "value": 2}}]}) == [3]


def test_refunded_orders_are_no_orders(eight):
    assert members(eight, {"all": [BUYER]}) == [0]


def test_the_waterfall_falls_in_all_grows_in_any_and_falls_in_none(eight):
    rule = {"all": [GOLD, {"any": [CART, BUYER]}, {"none": [NAMED]}]}
    found = {one.path: (one.alone, one.left) for one in segments.counts_per_condition(eight, rule)}
    assert found == {
        "all[0]": (4, 4), "all[1]": (4, 3), "all[1].any[0]": (4, 4), "all[1].any[1]": (1, 4), "all[2]": (3, 1),
        "all[2].none[0]": (5, 3),
    }  # fmt: skip
    assert members(eight, rule) == [1]


def test_why_tells_each_verdict_and_what_was_seen(eight):
    found = segments.why(eight, {"all": [GOLD, CART, {"none": [NAMED]}]}, 3)
    assert [(v.path, v.passed, v.wanted, v.saw.ko) for v in found] == [
        ("all[0]", False, True, "등급: VIP"),
        ("all[1]", True, True, "장바구니 담기: 2번, 마지막 2026-02-28 00:00"),
        ("all[2].none[0]", True, False, "이름: 서준"),
    ]
    with pytest.raises(NotFound):
        segments.why(eight, {"all": [GOLD]}, 8)


def test_reach_gives_everybody_who_is_lost_one_reason(eight):
    push = segments.reach(eight, {"all": []})[0]
    assert (push.channel, push.of, push.reached) == ("app_push", 8, 2)
    assert {loss.key: n for loss, n in push.losses} == {
        "no_app": 2, "push_off": 1, "consent_expired": 1, "consent_opted_out": 1, "consent_none": 1,
    }  # fmt: skip
    assert members(eight, {"kind": "reachable", "channel": "app_push"}) == [0, 7]


def test_overlap_counts_all_four_parts(eight):
    assert segments.overlap(eight, {"all": [GOLD]}, {"all": [CART]}) == segments.Overlap(3, 1, 1, 3)


def test_conditions_that_exclude_each_other_are_named(eight):
    (found,) = segments.conflicts(eight, {"all": [NAMED, NEVER, BUYER]})
    assert found.paths == ("all[1]", "all[2]")
    assert "조건 2" in found.text.ko
    assert "조건 3" in found.text.ko
    assert "contradict" in found.text.en


def test_a_condition_nobody_fits_is_named_and_a_full_segment_has_no_conflict(eight):
    nobody = {**GOLD, "value": "silver"}
    (found,) = segments.conflicts(eight, {"all": [NAMED, nobody]})
    assert found.paths == ("all[1]",)
    assert segments.conflicts(eight, {"all": [GOLD]}) == []


def test_a_sample_is_ten_members_and_the_same_ten(random_company):
    inside = set(members(random_company, {"all": []}))
    first = segments.sample(random_company, {"all": []}).tolist()
    assert len(first) == 10
    assert set(first) <= inside
    assert first == segments.sample(random_company, {"all": []}).tolist()
