"""A forecast is written as ranges beside what is known, and stands once sealed."""

from __future__ import annotations

import json

import pytest

from app.plan import Interval, edit
from app.plan.sending import leaves_at, sendings
from app.web import _before, _forecast
from app.web._before import Known
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor
from tests.app.web.launched import plan_on_table, put, reference

SENDS = {"sends.low": "1,000", "sends.expected": "1200", "sends.high": "₩1,500"}


def test_reach_cost_and_skips_add_up(small_company: Company) -> None:
    known = _before.look(small_company, reference())

    assert len(known.reaches) == len(reference().campaigns)
    for reach in known.reaches:
        assert reach.sends + reach.held_out + sum(reach.skipped.values()) == reach.audience * reach.rounds
        assert 0 <= reach.anyway_rate <= 1


def test_a_weekly_blast_reaches_everybody_four_times_unless_capped(small_company: Company) -> None:
    blast = edit.set_field(reference(), "segments[0].rule", {"all": []})
    blast = edit.set_field(blast, "campaigns[0].when", {"kind": "repeat", "every_days": 7, "at": "19:00"})
    capped = edit.set_field(blast, "campaigns[0].frequency_cap", {"touches": 1, "days": 28})

    assert _before.look(small_company, blast).reaches[0].rounds == 4
    assert _before.look(small_company, blast).reaches[0].audience == small_company.meta.customers
    assert _before.look(small_company, capped).reaches[0].rounds == 1


def test_an_ad_in_quiet_hours_is_counted_for_the_morning(small_company: Company) -> None:
    night = edit.set_field(reference(), "campaigns[0].when", {"kind": "repeat", "every_days": 7, "at": "22:00"})
    held = edit.set_field(night, "campaigns[0].quiet_hours", {"from": "21:00", "to": "08:00"})
    open_all_night = edit.set_field(night, "campaigns[0].quiet_hours", None)
    leaves = [
        leaves_at(sendings(plan)[0], small_company.meta.today).strftime("%H:%M")
        for plan in (held, open_all_night)
    ]

    assert leaves == ["08:30", "22:00"]


@pytest.mark.parametrize(
    ("key", "interval", "wrong"),
    [
        ("sends", None, False),
        ("sends", Interval(low=1, expected=2, high=3), False),
        ("sends", Interval(low=1, expected=None, high=3), True),
        ("sends", Interval(low=3, expected=2, high=1), True),
        ("sends", Interval(low=-1, expected=2, high=3), True),
        ("incremental_profit_krw", Interval(low=-1, expected=2, high=3), False),
    ],
)
def test_what_keeps_a_range_from_being_judged(key: str, interval: Interval | None, wrong: bool) -> None:
    assert (_forecast.problem(_forecast.measure(key), interval) is not None) == wrong


def test_nothing_is_hinted_while_nothing_is_known() -> None:
    assert [_forecast.hints(measure.key, Known((), (), (), None)) for measure in _forecast.MEASURES] == [()] * 7


def test_ranges_are_kept_as_people_write_them(visitor: Visitor) -> None:
    put(visitor, reference())
    visitor.post("/forecast/", SENDS)

    assert plan_on_table(visitor).forecast.sends == Interval(low=1000, expected=1200, high=1500)


def test_what_is_not_a_number_is_answered_with_the_place(visitor: Visitor) -> None:
    put(visitor, reference())
    text = visitor.post("/forecast/", {**SENDS, "sends.high": "많이"})

    assert visitor.status == 400
    assert "숫자로 읽을 수 없어요." in text
    assert "forecast.sends.high" in text


def test_while_typing_only_the_state_beside_the_input_changes(visitor: Visitor) -> None:
    put(visitor, reference())
    text = visitor.post("/forecast/", {**SENDS, "sends.low": "9000"}, headers={"HX-Request": "true"})

    assert 'id="state-sends"' in text
    assert "작은 순서로" in text
    assert 'name="sends.low"' not in text


def test_the_page_shows_what_is_known_and_no_outcome(visitor: Visitor) -> None:
    put(visitor, reference())
    text = visitor.get("/forecast/")

    assert "보내기 전에 알 수 있는 것" in text
    assert "나가는 메시지" in text
    for outcome in ("보냈더니", "실제로 늘어난 이익(증분 이익)은", "망설인 이유"):
        assert outcome not in text


def test_a_broken_segment_is_shown_beside_its_campaign(visitor: Visitor) -> None:
    put(visitor, reference())
    broken = reference().to_document()
    broken["segments"][0]["rule"] = {"all": [{"kind": "attribute", "field": "nope", "operator": "is_set"}]}
    visitor.post("/plan/upload", {"document": json.dumps(broken)})
    text = visitor.get("/forecast/")

    assert visitor.status == 200
    assert "all[0].field" in text


def test_a_sealed_forecast_stands_until_it_is_opened(visitor: Visitor) -> None:
    put(visitor, reference())
    visitor.post("/forecast/", SENDS)
    visitor.post("/forecast/seal")
    assert plan_on_table(visitor).forecast.sealed_at

    visitor.post("/forecast/", {**SENDS, "sends.low": "1"})
    assert visitor.status == 400
    assert plan_on_table(visitor).forecast.sends == Interval(low=1000, expected=1200, high=1500)

    visitor.post("/forecast/unseal")
    assert plan_on_table(visitor).forecast.sealed_at is None


def test_an_empty_envelope_is_not_sealed(visitor: Visitor) -> None:
    visitor.post("/forecast/seal")

    assert visitor.answer.headers["Location"].startswith("/forecast/")
    assert "봉투에 넣을 예측이 아직 없어요." in visitor.get("/forecast/")
    assert plan_on_table(visitor).forecast.sealed_at is None


def test_the_three_questions_are_kept(visitor: Visitor) -> None:
    visitor.post("/forecast/rationale", {"why_now": "방금 담았으니까요"})

    assert plan_on_table(visitor).rationale.why_now == "방금 담았으니까요"
