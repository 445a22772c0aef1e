"""What a comparison group can tell, and at which hours messages fall due."""

from __future__ import annotations

import numpy as np
import pytest

from app.analytics import holdout, hours
from fake_company.warehouse import Company


def test_a_reading_has_eighty_per_cent_power() -> None:
    found = holdout.reading(10_000, 0.2, 0.05)
    assert (found.held_out, found.treated) == (2_000, 8_000)
    assert found.rate_seen is not None
    random = np.random.default_rng(7)
    control = random.binomial(found.held_out, 0.05, 4_000) / found.held_out
    treated = random.binomial(found.treated, found.rate_seen, 4_000) / found.treated
    spread = np.sqrt(control * (1 - control) / found.held_out + treated * (1 - treated) / found.treated)

    assert np.mean((treated - control) / spread > 1.96) == pytest.approx(0.80, abs=0.03)


@pytest.mark.parametrize(("customers", "share"), [(0, 0.1), (5, 0.0), (5, 0.05), (3, 0.9)])
def test_too_few_to_tell(customers: int, share: float) -> None:
    assert holdout.reading(customers, share, 0.5).detectable is None


def test_more_customers_tell_smaller_differences() -> None:
    rises = [holdout.reading(n, 0.1, 0.04).detectable or 1.0 for n in (1_000, 10_000, 100_000)]
    assert rises == sorted(rises, reverse=True)


def test_a_delay_moves_the_day_round() -> None:
    minutes = np.zeros(1440, dtype=np.int64)
    minutes[22 * 60 + 30] = 4

    assert hours.leaving(minutes, 180).tolist() == [0, 4] + [0] * 22
    assert hours.leaving(minutes, 3 * 1440)[22] == 4
    assert hours.share_within(minutes, 180, "21:00", "08:00") == 1.0
    assert hours.share_within(minutes, 12 * 60, "21:00", "08:00") == 0.0
    assert hours.share_within(np.zeros(1440, dtype=np.int64), 0, "21:00", "08:00") == 0.0


@pytest.mark.parametrize(
    ("clock", "inside"), [("20:59", False), ("21:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
)
def test_night_runs_across_midnight(clock: str, inside: bool) -> None:
    assert hours.is_within(clock, "21:00", "08:00") is inside


def test_minutes_are_counted_from_the_events(small_company: Company) -> None:
    counted = hours.by_minute(small_company, "product_added")
    every = small_company.scalar(
        "SELECT count(*) FROM events WHERE name = 'product_added' AND occurred_at >= ?::TIMESTAMP - INTERVAL 28 DAY",
        [small_company.meta.today],
    )
    assert counted.sum() == every > 0


def test_moments_are_counted_by_minute_of_the_day() -> None:
    moments = np.array(["2026-03-01T23:59:59", "2026-02-01T00:00:30", "2026-02-02T00:00:00"], dtype="datetime64[us]")
    counted = hours.of_moments(moments)

    assert (counted[0], counted[1439], counted.sum()) == (2, 1, 3)
    assert hours.of_moments(moments[:0]).tolist() == [0] * 1440
