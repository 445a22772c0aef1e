"""The readings of an experiment, against published figures and an independent library."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.experiments import (
    Group,
    cuped,
    detectable_difference,
    sample_size,
    sample_size_of_means,
    t_cdf,
    t_quantile,
    two_proportions,
    welch,
)

# MineThatData e-mail challenge (Hillstrom 2008), 64,000 customers, two weeks: counts, means and deviations.
CONTROL = {"n": 21_306, "visits": 2_262, "conversions": 122, "spend": 13_908.33, "sd": 11.588}
MENS = {"n": 21_307, "visits": 3_894, "conversions": 267, "spend": 30_311.69, "sd": 17.754}
WOMENS = {"n": 21_387, "visits": 3_238, "conversions": 189, "spend": 23_038.11, "sd": 15.116}


@pytest.mark.parametrize(
    ("arm", "what", "rate", "base", "effect", "error"),
    [
        (MENS, "visits", ".18276", ".10617", "+.07659", ".00339"),
        (MENS, "conversions", ".01253", ".00573", "+.00681", ".00092"),
        (WOMENS, "visits", ".15140", ".10617", "+.04523", ".00323"),
        (WOMENS, "conversions", ".00884", ".00573", "+.00311", ".00082"),
    ],
)
def test_hillstrom_shares(
    arm: dict[str, float], what: str, rate: str, base: str, effect: str, error: str
) -> None:
    found = two_proportions(int(arm[what]), int(arm["n"]), int(CONTROL[what]), int(CONTROL["n"]))
    shown = (found.treated, found.control, found.difference, found.standard_error)
    assert tuple(
        f"{value:.5f}"[1:] if i != 2 else f"{value:+.5f}".replace("0.", ".") for i, value in enumerate(shown)
    ) == (
        rate,
        base,
        effect,
        error,
    )
    assert found.tells


@pytest.mark.parametrize(
    ("arm", "per_customer", "effect", "error"),
    [(MENS, "1.42262", "+.770", ".145"), (WOMENS, "1.07720", "+.424", ".130")],
)
def test_hillstrom_spend(arm: dict[str, float], per_customer: str, effect: str, error: str) -> None:
    groups = [Group(int(one["n"]), one["spend"] / one["n"], one["sd"]) for one in (arm, CONTROL)]
    found = welch(*groups)
    assert f"{groups[0].mean:.5f}" == per_customer
    assert f"{groups[1].mean:.5f}" == ".65279".replace(".", "0.", 1)
    assert (f"{found.difference:+.3f}".replace("0.", "."), f"{found.standard_error:.3f}"[1:]) == (
        effect,
        error,
    )


@pytest.mark.parametrize(
    ("arm", "what", "rise"),
    [
        (MENS, "visits", 0.72),
        (MENS, "conversions", 1.19),
        (WOMENS, "visits", 0.43),
        (WOMENS, "conversions", 0.54),
    ],
)
def test_hillstrom_rises(arm: dict[str, float], what: str, rise: float) -> None:
    found = two_proportions(int(arm[what]), int(arm["n"]), int(CONTROL[what]), int(CONTROL["n"]))
    assert round(found.relative or 0, 2) == rise


def test_the_published_sample_sizes() -> None:
    # Hillstrom: 80 % power for a rise of $0.60 needs 9,848 an arm (deviation of all three arms pooled, 15.03)
    assert abs(sample_size_of_means(15.03, 0.60) - 9_848) < 15
    # Fleiss, Levin, Paik (2003) without continuity correction, and the usual on-line calculators: 5 % → 6 %
    assert sample_size(0.05, 0.01) == 8_155
    assert sample_size(0.10, 0.05) == 683


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.data())
def test_proportions_equal_an_independent_test(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    found = two_proportions(a, n, b, m)
    if 0 < a + b < n + m:
        chi2 = stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False)
        assert found.statistic**2 == pytest.approx(chi2.statistic, rel=1e-9, abs=1e-12)
        assert found.p_value == pytest.approx(chi2.pvalue, rel=1e-6, abs=1e-12)
    assert found.low <= found.difference <= found.high


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40),
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40),
)
def test_welch_equals_an_independent_test(x: list[float], y: list[float]) -> None:
    a, b = np.array(x), np.array(y)
    if a.std() < 1e-6 or b.std() < 1e-6:
        return
    found = welch(Group.of(a), Group.of(b))
    theirs = stats.ttest_ind(a, b, equal_var=False)
    interval = theirs.confidence_interval(0.95)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-7, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-7, abs=1e-7)


@given(st.floats(-50, 50), st.floats(1, 1e6))
def test_student_equals_an_independent_table(t: float, degrees: float) -> None:
    assert t_cdf(t, degrees) == pytest.approx(stats.t.cdf(t, degrees), rel=1e-9, abs=1e-13)


@pytest.mark.parametrize(
    ("share", "degrees", "t"), [(0.975, 1, 12.706), (0.975, 10, 2.228), (0.95, 30, 1.697), (0.05, 30, -1.697)]
)
def test_student_quantiles_of_the_printed_tables(share: float, degrees: float, t: float) -> None:
    assert round(t_quantile(share, degrees), 3) == t


def test_cuped_keeps_the_difference_and_narrows_it() -> None:
    draws = np.random.default_rng(7)
    differences, plain_errors, errors = [], [], []
    for _ in range(200):
        before = draws.normal(0, 1, 400)
        after = 0.8 * before + draws.normal(0, 0.6, 400)
        after[:200] += 0.1
        found = cuped(after[:200], before[:200], after[200:], before[200:])
        differences.append(found.difference)
        errors.append(found.standard_error)
        plain_errors.append(welch(Group.of(after[:200]), Group.of(after[200:])).standard_error)
    assert np.mean(differences) == pytest.approx(0.1, abs=0.012)
    assert np.mean(errors) / np.mean(plain_errors) == pytest.approx(np.sqrt(1 - 0.8**2), abs=0.03)


@given(st.integers(100, 100_000), st.floats(0.01, 0.5))
def test_what_is_detectable_is_what_the_sample_size_is_for(n: int, base: float) -> None:
    rise = detectable_difference(n, n, base)
    if rise is not None and base + rise < 0.99:
        assert abs(sample_size(base, rise) - n) <= max(2, n // 1000)


def test_groups_too_small_are_refused() -> None:
    with pytest.raises(ValueError, match="one customer"):
        two_proportions(0, 0, 1, 2)
    with pytest.raises(ValueError, match="two customers"):
        welch(Group(1, 0.0, 0.0), Group(5, 1.0, 1.0))
    assert isnan(Group.of(np.zeros(0)).mean)
    assert detectable_difference(0, 10, 0.1) is None
    with pytest.raises(ValueError, match="rise"):
        sample_size(0.9, 0.2)
