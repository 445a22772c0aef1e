"""Launches and attempts: numbered per exercise, given back when a check of ours broke."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.classroom import attempts, launches, open_solo
from app.plan import load

NOW = datetime(2026, 3, 2, 9, 0)
COMPANY = {"profile": "fashion", "seed": 1}


def grade(points: float, *statuses: str) -> dict[str, Any]:
    return {
        "points": points,
        "of": 100,
        "results": [{"status": s} for s in statuses],
        "receipt": {"version": 1},
    }


def test_attempts_are_numbered_and_the_best_is_known(tmp_path: Path) -> None:
    with open_solo(tmp_path) as book:
        for points, status in ((40, "failed"), (70, "passed"), (70, "partly"), (0, "broken")):
            attempts.record(book, "a", "{}", COMPANY, grade(points, status), NOW)
        other = attempts.record(book, "b", "{}", COMPANY, grade(10, "failed"), NOW)
    with open_solo(tmp_path) as book:
        assert [(a.number, a.points, a.counts) for a in attempts.of(book, "a")] == [
            (1, 40, True),
            (2, 70, True),
            (3, 70, True),
            (4, 0, False),
        ]
        assert attempts.used(book, "a") == 3
        assert other.number == 1
        best = attempts.best(book, "a")
        assert best is not None
        assert (best.number, best.company, best.receipt) == (2, COMPANY, {"version": 1})
        assert attempts.get(book, "a", 9) is None
        assert attempts.best(book, "c") is None


def test_a_launch_is_kept_before_its_outcome(tmp_path: Path) -> None:
    with open_solo(tmp_path) as book:
        begun = launches.record(book, "a", '{"title": "첫 번째"}', COMPANY, NOW)
        assert (begun.number, begun.outcome) == (1, None)
        assert launches.finish(book, begun.launch_id, {"orders": 3}).outcome == {"orders": 3}
        launches.record(book, "a", "{}", COMPANY, NOW)
        latest = launches.latest(book, "a")
        assert latest is not None
        assert latest.number == 2
        first = launches.get(book, "a", 1)
        assert first is not None
        assert first.document == '{"title": "첫 번째"}'
        assert launches.latest(book, "z") is None


def test_a_forecast_made_after_the_outcome_does_not_count(tmp_path: Path) -> None:
    """The same plan keeps the forecast of its first launch; a changed plan has its own."""

    def plan(clicks: float, title: str = "", **more: Any) -> str:
        forecast = {"clicks": {"low": clicks, "expected": clicks, "high": clicks}}
        return load({"title": title, "forecast": forecast, **more}).to_json()

    with open_solo(tmp_path) as book:
        kept = [
            launches.record(book, "a", document, COMPANY, NOW).document
            for document in (plan(10), plan(55, title="다시"), plan(55, segments=[{"id": "s"}]))
        ]
    assert [load(document).forecast.clicks for document in kept] == [
        load(plan(clicks)).forecast.clicks for clicks in (10, 10, 55)
    ]
    assert load(kept[1]).title == "다시"
