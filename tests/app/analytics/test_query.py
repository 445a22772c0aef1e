"""A question is stopped when its time is up, when a newer one of its place begins, when its page was left; others go on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.analytics.query import Stopped, watched
from fake_company import watching
from fake_company.warehouse import Company

ENDLESS = "SELECT count(*) FROM range(1_000_000_000_000) a WHERE hash(a.range) = 1"


def test_a_question_that_takes_too_long_is_stopped(small_company: Company) -> None:
    with pytest.raises(Stopped) as told, watched(seconds=0.1):
        small_company.rows(ENDLESS)

    assert told.value.cause == "late"
    assert told.value.status == 503
    assert told.value.message.ko
    assert told.value.remedy.en


def test_a_question_whose_page_was_left_is_stopped(small_company: Company) -> None:
    with pytest.raises(Stopped) as told, watched(is_left=lambda: True):
        small_company.rows(ENDLESS)

    assert told.value.cause == "left"


def test_a_newer_question_of_the_same_place_stops_the_older_one(small_company: Company) -> None:
    runs = Event()

    def older() -> str:
        try:
            with watched("person:count"):
                runs.set()
                small_company.rows(ENDLESS)
        except Stopped as error:
            return error.cause
        return "answered"

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(older)
        runs.wait()
        with watched("person:count"):
            assert small_company.scalar("SELECT count(*) FROM customers") == 2_000
        assert told.result() == "newer"


def test_questions_of_other_places_go_on(small_company: Company) -> None:
    with watched("one"), watched("two"), watched(""), watched(""):
        assert small_company.scalar("SELECT count(*) FROM customers") == 2_000


def test_the_connection_is_well_after_a_stop(small_company: Company) -> None:
    with pytest.raises(Stopped), watched(seconds=0.05):
        small_company.rows(ENDLESS)

    assert small_company.scalar("SELECT count(*) FROM customers") == 2_000


def test_long_work_of_our_own_asks_between_its_steps() -> None:
    watching.check()
    with watched() as watch:
        watching.check()
        watch.stop("left")
        with pytest.raises(Stopped):
            watching.check()
    watching.check()


def test_a_thread_of_our_own_works_under_the_watch_it_is_handed(small_company: Company) -> None:
    def work(watch: watching.Watch) -> str:
        try:
            with watch.on():
                small_company.rows(ENDLESS)
        except Stopped as error:
            return error.cause
        return "answered"

    with ThreadPoolExecutor(1) as pool, watched(seconds=0.1) as watch:
        assert pool.submit(work, watch).result() == "late"
