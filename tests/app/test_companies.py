"""Which company is in use, and which may be built: the environment, then a person's choice, then the default."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app import building, companies, jobs
from app.companies import Choice
from fake_company.errors import DangolError
from fake_company.warehouse import Company


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in companies.VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def instance(tmp_path: Path, small_company: Company) -> Path:
    """An instance in which one company has been built."""
    shutil.copytree(small_company.folder, tmp_path / "companies" / "fashion-2000x365-s1")
    return tmp_path


def test_a_name_and_its_choice_are_the_same() -> None:
    choice = Choice("online-school", 5000, 90, 7)
    assert choice.name == "online-school-5000x90-s7"
    assert Choice.of_name(choice.name) == choice
    assert Choice.of_name("../etc") is None


def test_without_a_choice_it_is_the_default(instance: Path) -> None:
    assert companies.choice(instance) == Choice()
    assert companies.status(instance).state == "missing"
    assert companies.profile_in_use(instance).slug == "fashion"


def test_a_person_may_choose_a_company_that_is_there(instance: Path) -> None:
    companies.use(instance, "fashion-2000x365-s1")
    assert companies.choice(instance) == Choice("fashion", 2000, 365, 1)
    assert companies.status(instance).state == "ready"
    assert companies.current(instance).meta.customers == 2000


def test_one_that_is_not_there_is_built_when_chosen_by_its_name(instance: Path) -> None:
    companies.use(instance, "beauty-1000x365-s3")
    assert companies.status(instance).state == "missing"
    assert companies.profile_in_use(instance).slug == "beauty"


@pytest.mark.parametrize("name", ["", "nobody", "../companies/fashion-2000x365-s1"])
def test_no_other_name_can_be_chosen(instance: Path, name: str) -> None:
    with pytest.raises(DangolError):
        companies.use(instance, name)


def test_the_environment_comes_first(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    companies.use(instance, "fashion-2000x365-s1")
    monkeypatch.setenv("DANGOL_PROFILE", "food")
    assert companies.choice(instance).profile == "food"
    with pytest.raises(DangolError) as caught:
        companies.use(instance, "fashion-2000x365-s1")
    assert "DANGOL_PROFILE" in caught.value.remedy.en


@pytest.mark.parametrize("kept", ["", "[]", '{"name": 3}', '{"name": "../../x"}', '{"other": 1}'])
def test_a_damaged_choice_is_no_choice(instance: Path, kept: str) -> None:
    (instance / "company.json").write_text(kept)
    assert companies.choice(instance) == Choice()


def test_a_company_of_an_older_layout_is_built_again(instance: Path) -> None:
    folder = instance / "companies" / "fashion-2000x365-s1"
    companies.use(instance, folder.name)
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**meta, "format": meta["format"] - 1}))
    assert companies.status(instance).state == "missing"
    assert companies.built(instance) == []


def test_what_has_been_built_is_listed_with_its_shop(instance: Path) -> None:
    (row,) = building.built(instance)
    assert (row.name, row.title.ko, row.meta.customers) == ("fashion-2000x365-s1", "느린옷장", 2000)
    assert row.bytes > 1_000_000


def test_a_form_asks_for_a_company(instance: Path) -> None:
    assert building.wanted(instance, "food", "", "") == Choice("food", 30_000, 365, 1)
    assert building.wanted(instance, "beauty", "2,000", "9") == Choice("beauty", 2000, 365, 9)


@pytest.mark.parametrize(
    ("profile", "customers", "seed"),
    [("bakery", "", ""), ("../fashion.toml", "", ""), ("food", "many", ""), ("food", "-1", ""), ("food", "499", ""),
     ("food", "1000001", ""), ("food", "٣٠٠٠", ""), ("food", "", "0"), ("food", "", "1.5")],
)  # fmt: skip
def test_what_cannot_be_built_is_said_with_a_remedy(instance: Path, profile: str, customers: str, seed: str) -> None:
    with pytest.raises(DangolError) as caught:
        building.wanted(instance, profile, customers, seed)
    assert caught.value.remedy.ko != caught.value.remedy.en


def test_a_full_disk_is_noticed_before_the_build(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    with pytest.raises(DangolError) as caught:
        building.wanted(instance, "food", "1000", "1")
    assert "disk" in caught.value.message.en


def test_a_build_runs_in_the_background_and_can_be_stopped(tmp_path: Path) -> None:
    wanted = building.wanted(tmp_path, "learning", "60000", "5")
    assert companies.start_build(tmp_path, wanted).is_running
    with pytest.raises(DangolError):
        building.wanted(tmp_path, "food", "1000", "1")
    companies.cancel_building(tmp_path, wanted.name)
    assert companies.builds(tmp_path)[wanted.name].state == "cancelled"
    assert companies.built(tmp_path) == []
    assert building.wanted(tmp_path, "food", "1000", "1").name == "food-1000x365-s1"


def test_the_job_builds_the_profile_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "companies" / "learning-600x40-s1"
    building.build_job(lambda *_: None, profile="learning", customers=600, days=40, seed=1, folder=str(folder))
    assert companies.opened(folder).profile.slug == "learning"
    assert jobs.status(tmp_path, "build-learning-600x40-s1").state == "absent"
