"""The data dictionary: every column of the schema with a meaning, found by word, in any order."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.analytics import dictionary
from fake_company import profile as profiles
from fake_company.event_names import elsewhere_of, meanings_of
from fake_company.schema import events_of, tables_of
from fake_company.warehouse import Company


def told(*_: object) -> None:
    """Progress nobody watches."""


@pytest.fixture(scope="module")
def counts(small_company: Company, tmp_path_factory: pytest.TempPathFactory) -> dictionary.Counts:
    instance = tmp_path_factory.mktemp("instance")
    dictionary.job(told, folder=str(small_company.folder), target=str(dictionary._path(instance, small_company)))
    found = dictionary.counts(instance, small_company)
    assert found is not None
    return found


def test_every_column_of_every_table_is_in_it_and_nothing_else(small_company: Company, counts: dictionary.Counts) -> None:
    shown = {entry.anchor for table in dictionary.tables(small_company, counts) for entry in table.entries if not entry.is_part}
    assert shown == {f"{table.name}.{column.name}" for table in tables_of(small_company.profile).values() for column in table.columns}
    for table in dictionary.tables(small_company, counts):
        for entry in table.entries:
            assert entry.meaning.ko != entry.meaning.en, entry.anchor
            assert entry.spread is not None, entry.anchor


@pytest.mark.parametrize("name", profiles.names())
def test_every_event_of_every_company_has_words_and_other_names(name: str) -> None:
    profile = profiles.load(name)
    assert list(events_of(profile)) == list(meanings_of(profile)) == list(elsewhere_of(profile))
    for text in meanings_of(profile).values():
        assert "{" not in text.ko + text.en
    assert profile.guide.thing.ko in meanings_of(profile)[profile.guide.event].ko
    assert elsewhere_of(profile)["order_completed"].ga4 == "purchase"


def test_every_event_shown_is_used_as_counted(small_company: Company, counts: dictionary.Counts) -> None:
    rows = {row.name: row for row in dictionary.events(small_company, counts)}
    assert list(rows) == list(events_of(small_company.profile))
    used = {row["name"] for row in small_company.rows("SELECT DISTINCT name FROM events")}
    assert {name for name, row in rows.items() if row.use} == used


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("consent", "customers.push_consent_at"),
        ("등급", "customers.tier"),
        ("캐주얼", "customers.liked_styles"),
        ("FLOOR", "customers.home.floor"),
    ],
)
def test_a_word_finds_its_columns(small_company: Company, counts: dictionary.Counts, query: str, anchor: str) -> None:
    every = [entry.anchor for table in dictionary.tables(small_company, counts) for entry in table.entries]
    found = [entry.anchor for table in dictionary.tables(small_company, counts, query) for entry in table.entries]
    assert anchor in found
    assert 0 < len(found) < len(every)


def test_a_word_nobody_uses_finds_nothing(small_company: Company, counts: dictionary.Counts) -> None:
    assert dictionary.tables(small_company, counts, "zzz") == []
    assert dictionary.events(small_company, counts, "zzz") == []
    assert [row.name for row in dictionary.events(small_company, counts, "view_item_list")] == ["list_viewed"]


def test_columns_come_in_the_order_asked_for(small_company: Company, counts: dictionary.Counts) -> None:
    by_missing = dictionary.tables(small_company, counts, sort="missing")[0].entries
    shares = [entry.spread.missing_share for entry in by_missing if entry.spread]
    assert shares == sorted(shares, reverse=True)
    names = [entry.column.name for entry in dictionary.tables(small_company, counts, sort="name")[0].entries]
    assert names == sorted(names)


def test_before_it_is_counted_meanings_are_there(small_company: Company, tmp_path: Path) -> None:
    assert dictionary.counts(tmp_path, small_company) is None
    tables = dictionary.tables(small_company, dictionary.NOTHING_COUNTED)
    assert all(entry.spread is None for table in tables for entry in table.entries)
    path = dictionary._path(tmp_path, small_company)
    path.parent.mkdir(parents=True)
    path.write_text('{"spreads": 3}')
    assert dictionary.counts(tmp_path, small_company) is None
