"""The realism card: at least four rows in five inside the ranges of real shops, on three seeds."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import numpy as np
import pytest

from fake_company import profile as profiles
from fake_company import realism, realism_history
from fake_company.profile_base import Words
from fake_company.profile_parts import ForTrade
from fake_company.realism_fit import bgnbd, log_gamma
from fake_company.warehouse import Company
from tests.conftest import cached_company


def check(company: Company) -> None:
    rows = realism.card(company)
    assert [row.metric for row in rows] == [target["metric"] for target in realism.targets()]
    outside = [f"{row.metric} {row.value} not in [{row.low}, {row.high}]" for row in rows if not row.inside]
    assert realism.share_inside(rows) >= realism.PASS_SHARE, outside
    for row in rows:
        assert row.value is not None, row.metric
        assert row.inside == (row.applies and row.low <= row.value <= row.high)
        assert row.applies or row.reason.ko


def test_the_card_holds(company: Company) -> None:
    check(company)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_the_card_holds_on_other_seeds(seed: int) -> None:
    made = cached_company(20_000, seed)
    check(made)
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("profile", [name for name in profiles.names() if name != "fashion"])
def test_the_card_holds_for_every_kind_of_company(profile: str, seed: int) -> None:
    made = cached_company(20_000, seed, profile)
    check(made)
    made.close()


@pytest.mark.parametrize("profile", profiles.names())
def test_rows_of_a_trade_are_rows_of_the_card_with_a_source_or_a_reason(profile: str) -> None:
    known = {target["metric"] for target in realism.targets()}
    rows = profiles.load(profile).realism
    assert {row.metric for row in rows} <= known
    assert len({row.metric for row in rows}) == len(rows)
    assert len([row for row in rows if row.not_applicable]) <= 6  # most rows of the card hold for any shop
    for row in rows:
        assert row.source or row.not_applicable, row.metric


def test_a_row_that_does_not_apply_is_shown_and_not_counted() -> None:
    target = {**realism.targets()[0], "low": 0.1, "high": 0.2}
    reason = Words(ko="맞지 않아요", en="does not apply")
    away = realism._row(target, 0.15, ForTrade(metric="p2_30", not_applicable=reason))
    assert (away.value, away.inside, away.applies, away.reason.en) == (0.15, False, False, "does not apply")
    own = realism._row(target, 0.5, ForTrade(metric="p2_30", low=0.4, high=0.6, source="assumption"))
    assert (own.inside, own.low, own.high, own.source) == (True, 0.4, 0.6, "assumption")
    assert realism.share_inside([away, own]) == 1.0
    assert realism.Row.of_json(json.loads(json.dumps(away.to_json()))) == away


def test_every_target_has_words_a_source_and_a_range() -> None:
    targets = realism.targets()
    assert len(targets) == 30
    for target in targets:
        assert target["low"] < target["high"]
        assert target["source"]
        assert target["text"]["ko"] != target["text"]["en"]


def test_history_rows_agree_with_counting_by_hand(small_company: Company) -> None:
    values = realism_history.values(small_company)
    by_customer: dict[int, set[object]] = {}
    for row in small_company.rows("SELECT customer_id, ordered_at::DATE AS day FROM orders"):
        by_customer.setdefault(row["customer_id"], set()).add(row["day"])
    once = sum(len(days) == 1 for days in by_customer.values())
    assert values["one_time_share"] == pytest.approx(once / len(by_customer))
    gaps = []
    for days in by_customer.values():
        ordered = sorted(days)  # type: ignore[type-var]
        gaps += [(later - earlier).days for earlier, later in pairwise(ordered)]
    assert values["ipt_median"] == np.median(gaps)
    sessions = small_company.scalar("SELECT count(*) FROM events WHERE name = 'session_started'")
    bought = small_company.scalar("SELECT count(*) FROM events WHERE name = 'order_completed'")
    assert values["session_cvr"] == pytest.approx(bought / sessions)


def test_a_row_travels_as_json(small_company: Company) -> None:
    target = realism.targets()[0]
    row = realism._row(target, 0.2)
    sent = json.loads(json.dumps(row.to_json()))
    assert (sent["metric"], sent["value"], sent["inside"]) == ("p2_30", 0.2, True)
    assert not realism._row(target, float("nan")).inside


# the fit


@pytest.mark.parametrize("x", [0.01, 0.3, 1.0, 1.5, 2.0, 6.9, 7.0, 40.0, 3000.0])
def test_log_gamma_is_the_library_functions(x: float) -> None:
    assert float(log_gamma(x)) == pytest.approx(math.lgamma(x), rel=1e-11, abs=1e-9)


def test_the_fit_finds_the_parameters_that_made_the_data() -> None:
    random = np.random.default_rng(7)
    n, r, alpha, a, b, end = 6000, 0.6, 5.0, 0.7, 2.5, 52.0
    rate, leave = random.gamma(r, 1 / alpha, n), random.beta(a, b, n)
    frequency, last = np.zeros(n), np.zeros(n)
    for at in range(n):
        when = random.exponential(1 / rate[at])
        while when <= end:
            frequency[at], last[at] = frequency[at] + 1, when
            if random.random() < leave[at]:
                break
            when += random.exponential(1 / rate[at])
    fit = bgnbd(frequency, last, np.full(n, end))
    assert np.isfinite(fit.log_likelihood)
    assert fit.r == pytest.approx(r, rel=0.15)
    assert fit.alpha == pytest.approx(alpha, rel=0.2)
    assert fit.a / (fit.a + fit.b) == pytest.approx(a / (a + b), rel=0.25)
