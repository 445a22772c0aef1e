"""Every exercise reads, starts where it says, and refuses a broken file with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.grading import checks, exercises
from app.plan import load
from fake_company.errors import DangolError, NotFound


def test_exercises_are_found_by_folder_and_known_by_slug() -> None:
    assert exercises.slugs()[0] == "cart-abandonment"
    task = exercises.load("cart-abandonment")
    assert task == exercises.load("06-cart-abandonment")
    assert (task.order, task.points) == (6, 100)


@pytest.mark.parametrize("slug", exercises.slugs())
def test_every_exercise_is_whole(slug: str) -> None:
    task = exercises.load(slug)
    assert task.points == 100
    assert task.brief.ko.startswith(f"# {task.title.ko}")
    assert task.brief.en.startswith(f"# {task.title.en}")
    assert load(task.starting_plan).exercise == slug
    known = checks.keys()
    for line in task.checks:
        assert line.kind in known
        assert line.hint.ko != line.why.ko


def test_an_unknown_exercise_is_said() -> None:
    with pytest.raises(NotFound) as caught:
        exercises.load("nothing")
    assert "cart-abandonment" in caught.value.remedy.ko


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('kind = "law"', 'kind = "lore"', "check.kind"),
        ("tolerance_in = 0.03", "tolerance_inn = 0.03", "check[1].tolerance_inn"),
        ('id = "law"', 'id = "message"', "message"),
        ('needs = ["rule", "law"]', 'needs = ["rationale"]', "forecast.needs"),
        ("week = 2", "week = two", "exercise.toml"),
        ("of_reference = 0.3", "of_reference = 'all'", "check[4].of_reference"),
        ("version = 1", "version = 0", "version"),
    ],
)
def test_a_broken_exercise_names_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, where: str
) -> None:
    folder = tmp_path / "exercises" / "06-cart-abandonment"
    shutil.copytree(exercises.folders()["cart-abandonment"], folder)
    text = (folder / "exercise.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "exercise.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(exercises, "content", lambda kind: tmp_path / kind)
    with pytest.raises(DangolError) as caught:
        exercises.load("cart-abandonment")
    assert where in caught.value.where.ko


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "exercises" / "06-cart-abandonment"
    shutil.copytree(exercises.folders()["cart-abandonment"], folder)
    (folder / "brief.en.md").unlink()
    monkeypatch.setattr(exercises, "content", lambda kind: tmp_path / kind)
    with pytest.raises(DangolError) as caught:
        exercises.load("cart-abandonment")
    assert "brief.en.md" in caught.value.message.ko


def test_the_solutions_mirror_the_exercises() -> None:
    names = {path.name for path in exercises.content("solutions").iterdir() if path.is_dir()}
    assert names == {path.name for path in exercises.folders().values()}
