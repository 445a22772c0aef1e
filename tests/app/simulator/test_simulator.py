"""Plans in the company's world: nothing for nothing, the same twice, and each adversary what it deserves."""

import json
from pathlib import Path

import numpy as np
import pytest

from app import plan as plans
from app import segments, simulator
from app.simulator import basis, nothing
from app.simulator.audience import Judge, audience_of
from app.simulator.programme import afterwards, compiled
from app.simulator.stage import stage_of
from fake_company.errors import NotFound
from fake_company.world import SKIPS, Asked, Trigger
from fake_company.world.diary import Diary

SOLUTIONS = Path(__file__).parents[3] / "solutions" / "06-cart-abandonment"
KEY = b"a class key"


def plan(name: str, **campaign: object) -> plans.Plan:
    document = json.loads((SOLUTIONS / f"{name}.json").read_text(encoding="utf-8"))
    for one in document["campaigns"]:
        one.update(campaign)
    return plans.load(document)


@pytest.fixture(autouse=True)
def few_seeds(monkeypatch):
    monkeypatch.setattr(nothing, "SEEDS", 10)
    monkeypatch.setattr(nothing, "MOST_SEEDS", 10)


def test_an_empty_plan_is_worth_exactly_nothing(small_company):
    found = simulator.score_basis(small_company, plans.load({"format": 1}), KEY)
    assert (found.incremental_profit_krw, found.sends, found.clicks, found.opt_outs) == (0, 0, 0, 0)
    outcome = simulator.simulate(small_company, plans.load({"format": 1}), 4)
    assert outcome.incremental == {"orders": 0, "gmv_krw": 0, "profit_krw": 0, "profit_28_krw": 0}
    assert outcome.holdout is None


def test_a_grade_is_the_same_twice_and_from_disk(small_company):
    kept = nothing.nothing_of(small_company, KEY)
    first = basis.per_seed(small_company, plan("reference"), kept)
    second = basis.per_seed(small_company, plan("reference"), kept)
    assert all(np.array_equal(first[name], second[name]) for name in first)
    stored = simulator.score_basis(small_company, plan("reference"), KEY)
    assert stored == simulator.score_basis(small_company, plan("reference"), KEY)
    assert stored.incremental_profit_krw == pytest.approx(first["incremental_profit_krw"].mean())
    assert simulator.is_prepared(small_company, KEY)
    assert not simulator.is_prepared(small_company, b"another key")


def test_only_what_the_world_reacts_to_changes_a_grade(small_company):
    renamed = plan("reference").model_copy(update={"title": "another title"})
    assert simulator.score_basis(small_company, renamed, KEY) == simulator.score_basis(
        small_company, plan("reference"), KEY
    )


def test_other_keys_are_other_seeds():
    assert nothing.hidden_seeds(b"a", 3).tolist() == nothing.hidden_seeds(b"a", 5)[:3].tolist()
    assert not set(nothing.hidden_seeds(b"a", 50).tolist()) & set(nothing.hidden_seeds(b"b", 50).tolist())


def test_comparing_only_who_changed_is_the_whole_comparison(small_company):
    """The quick way and living everybody in both worlds give the same horizon, to the won."""
    from app.simulator.programme import without_holdout
    from app.simulator.stage import HORIZON_DAYS
    from fake_company.world import Programme, run

    kept = nothing.nothing_of(small_company, KEY)
    quick = basis.per_seed(small_company, plan("wrong-audience"), kept)
    stage = stage_of(small_company)
    campaigns = without_holdout(compiled(stage, plan("wrong-audience")))
    everybody = np.arange(small_company.meta.customers)
    for k in range(2):
        state = stage.fork(everybody, np.full(len(everybody), kept.seeds[k]))
        ours = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(campaigns), False, True)[2]
        theirs = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(), False, True)[2]
        whole = ours.profit().sum() - theirs.profit().sum()
        assert quick["incremental_profit_28_krw"][k] == pytest.approx(whole, abs=1.0)
        assert quick["sends"][k] == ours.sent.sum()


def test_adversaries_get_what_they_deserve(company):
    kept = nothing.nothing_of(company, KEY)

    def worth(name: str) -> float:
        return float(basis.per_seed(company, plan(name), kept)["incremental_profit_krw"].mean())

    reference = worth("reference")
    assert reference > 0
    assert worth("ninety-percent-to-all") < -5 * reference
    assert worth("coupon-loses-money") < 0
    assert worth("daily-blast") < 0
    assert abs(worth("twenty-customers")) < 0.1 * reference
    assert worth("wrong-audience") < 0.6 * reference


def test_the_outcome_adds_up(company):
    outcome = simulator.simulate(company, plan("reference"), 4).to_json()
    steps = [row["value"] for row in outcome["waterfall"] if not row["total"]]
    assert sum(steps) == pytest.approx(outcome["incremental"]["profit_krw"], abs=1)
    assert outcome["waterfall"][-1]["value"] == pytest.approx(sum(steps))
    for one in outcome["campaigns"]:
        assert one["planned"] == pytest.approx(one["sent"] + sum(one["skipped"].values()))
        assert one["sent"] >= one["delivered"] >= one["opened"] >= one["clicked"] >= one["ordered"]
        assert set(one["skipped"]) <= set(SKIPS)
    plan_world, nothing_world = outcome["worlds"]["plan"], outcome["worlds"]["nothing"]
    assert plan_world["orders"] - nothing_world["orders"] == pytest.approx(outcome["incremental"]["orders"])
    coupon = outcome["coupon"]
    assert coupon["used"] == pytest.approx(coupon["new"] + coupon["cannibalised"])
    assert outcome["luck"]["profit_krw"]["low"] <= outcome["luck"]["profit_krw"]["high"]
    assert len(outcome["days"]) == 28
    assert sum(day["sent"] for day in outcome["days"]) == pytest.approx(
        outcome["forecast"]["sends"]["outcome"]
    )
    json.dumps(outcome)


def test_a_holdout_reads_its_own_uncertainty(company):
    found = simulator.simulate(company, plan("reference", holdout_rate=0.5), 4).holdout
    assert found is not None
    assert 0.2 < found["control"] / (found["control"] + found["treated"]) < 0.8
    assert found["low"] < found["orders"] < found["high"]
    assert found["detectable_orders"] > 0


def test_a_story_tells_both_worlds(company):
    outcome = simulator.simulate(company, plan("reference"), 4)
    fates = {one["fate"]: one["customer_id"] for one in outcome.customers}
    told = simulator.story(
        company, plan("reference"), fates.get("nothing", outcome.customers[0]["customer_id"])
    )
    kinds = [entry["kind"] for entry in told.plan]
    assert "touch" in kinds
    assert [entry["at"] for entry in told.plan] == sorted(entry["at"] for entry in told.plan)
    silent = [
        entry for entry in told.nothing if entry["at"] < "2026-03-30" and entry["kind"] in ("touch", "skip")
    ]
    assert silent == []
    with pytest.raises(NotFound):
        simulator.story(company, plan("reference"), 10**9)


def test_rules_see_the_simulated_future(small_company):
    """A rule judged in the future counts what the diary says, together with the history."""
    stage = stage_of(small_company)
    rule = {"kind": "event", "name": "product_added", "count": {"operator": "at_least", "value": 1},
            "within": {"days": 1}}  # fmt: skip
    judge = audience_of(stage, {"all": [rule]})
    assert isinstance(judge, Judge)
    diary = Diary()
    visit = {"stage": 1, "added": True, "ordered": False, "leaks": 0, "searched": False, "category": 0,
             "product": 1, "amount": 10_000}  # fmt: skip
    second = (stage.today + 5) * 86_400 + 1000
    diary.add(row=np.array([7]), second=np.array([second]), **{k: np.array([v]) for k, v in visit.items()})
    rows = np.array([6, 7])
    for later, expected in ((100, [False, False]), (200, [False, True]), (3 * 86_400, [False, False])):
        moment = np.array([1000 + later, 1000 + later])
        asked = Asked(rows, rows, stage.today + 5, moment, np.array([-1, -1]), diary, stage.state)
        assert judge(asked).tolist() == expected
    static = audience_of(stage, {"all": [{"kind": "attribute", "field": "tier", "operator": "is_any_of",
                                          "value": ["gold", "vip"]}]})  # fmt: skip
    assert isinstance(static, np.ndarray)
    assert static.sum() == segments.count(small_company, {"all": [{
        "kind": "attribute", "field": "tier", "operator": "is_any_of", "value": ["gold", "vip"]}]}).n  # fmt: skip


def test_a_plan_becomes_campaigns_of_the_world(small_company):
    stage = stage_of(small_company)
    found = compiled(stage, plan("reference"))
    assert [campaign.channel for campaign in found] == ["app_push"] * len(found)
    assert all(
        isinstance(campaign.when, Trigger) and campaign.when.first_day == stage.today for campaign in found
    )
    assert any(campaign.offer is not None and campaign.offer.percent == 10 for campaign in found)
    illegal = simulator.simulate(small_company, plan("no-ad-label"), 3)
    assert all(one["sent"] == 0 for one in illegal.campaigns)
    assert any("illegal" in one["skipped"] for one in illegal.campaigns)


def test_noise_of_a_score_is_stated(small_company):
    kept = nothing.nothing_of(small_company, KEY)
    assert basis.noise(small_company, plan("reference"), plan("reference"), KEY, kept) == pytest.approx(
        0, abs=1e-4
    )


def test_a_coupon_outlives_the_campaign_that_gave_it(small_company):
    """After the plan's 28 days nothing more is sent, but a coupon still valid can be used."""
    from fake_company.world import run

    stage = stage_of(small_company)
    campaigns = compiled(stage, plan("coupon-loses-money"))
    number = next(at for at, campaign in enumerate(campaigns) if campaign.offer is not None)
    everybody = np.arange(small_company.meta.customers)
    programme = afterwards(stage, campaigns)
    state = stage.fork(everybody, np.full(len(everybody), 5, np.uint64))
    state.coupon[:], state.coupon_aware[:], state.coupon_until[:] = number, True, stage.today + 60
    _, _, tally = run(stage.setting, state, stage.today + 28, 56, programme, False)
    assert tally.coupon_orders.sum() > 0
    assert not any(campaign.when.days for campaign in programme.campaigns[: len(campaigns)])
    assert [campaign.offer for campaign in programme.campaigns[len(campaigns) :]] == [None] * 3


def test_rows_lived_in_stretches_are_as_lived_together(small_company, monkeypatch):
    """How many customers are lived at a time, and hence how much memory is used, never shows in a result."""
    from app.simulator import rows as stretches

    outcomes = []
    for most in (10**9, 1):  # all seeds together; each seed alone
        monkeypatch.setattr(stretches, "CHUNK", most)
        told: list[float] = []
        found = simulator.simulate(small_company, plan("reference"), 3, lambda share, text, told=told: told.append(share))
        outcomes.append(found.to_json())
        assert told == sorted(told)
        assert len(told) > 10
        assert told[-1] <= 1
    assert outcomes[0] == outcomes[1]


def test_orders_drawn_are_on_average_those_expected(small_company, monkeypatch):
    """What the control variate of a grade rests on: its mean is zero, so it moves no score."""
    lucky: list[float] = []
    price = basis._price
    monkeypatch.setattr(basis, "_price", lambda luck, profit: 0.0)
    kept = nothing.nothing_of(small_company, KEY, count=40)
    plain = basis.per_seed(small_company, plan("reference"), kept)["incremental_profit_krw"]
    monkeypatch.setattr(basis, "_price", lambda luck, profit: lucky.append(price(luck, profit)) or 1.0)
    luck = plain - basis.per_seed(small_company, plan("reference"), kept)["incremental_profit_krw"]
    assert abs(luck.mean()) < 4 * luck.std() / len(luck) ** 0.5
    assert luck.std() > 0
    assert lucky[0] != 0
