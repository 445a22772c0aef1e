"""The A/B arithmetic against published values, and against itself."""

from __future__ import annotations

import math

import pytest

from app.messages import sample_size as size


@pytest.mark.parametrize(
    ("p1", "p2", "power", "published"),
    [
        (0.08, 0.06, 0.8, 2554),  # JMP help, Two Sample Proportions
        (0.50, 0.75, 0.9, 76.7),  # R manual, power.prop.test
    ],
)
def test_customers_a_group_as_published(p1: float, p2: float, power: float, published: float) -> None:
    assert size.per_group(p1, p2, power) == pytest.approx(published, abs=0.5)


def test_power_as_published() -> None:
    assert size.power_of(0.50, 0.75, 50, 50) == pytest.approx(0.7401659, abs=1e-6)  # R manual, power.prop.test


@pytest.mark.parametrize("base", [0.005, 0.03, 0.2])
def test_the_smallest_difference_undoes_the_sample_size(base: float) -> None:
    rise = size.detectable(base, 4000, 4000)
    assert rise is not None
    assert size.per_group(base, base + rise) == pytest.approx(4000, rel=1e-3)
    assert size.power_of(base, base + rise, 4000, 4000) == pytest.approx(0.8, abs=1e-3)


def test_a_tiny_audience_shows_nothing() -> None:
    assert size.detectable(0.02, 2, 2) is None
    assert math.isinf(size.per_group(0.1, 0.1))


def test_days_until_a_difference_shows() -> None:
    found = {wait.rise: (wait.customers, wait.days) for wait in size.waits(0.02, 300, 0)}
    assert found == {0.1: (161_364, 538), 0.2: (42_218, 141), 0.5: (7_652, 26), 1.0: (2_282, 8)}
    assert [wait.days for wait in size.waits(0.02, 300, 8000)] == [None, None, 26, 8]
