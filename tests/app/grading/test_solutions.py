"""Every exercise is honest: the reference gets full marks, empty gets none, and every check bites.

Each kept mistake fails exactly the checks its `expected.toml` lists, and every check is failed by at least one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from app import simulator
from app.grading import Grade, exercises, grade, seeds_key
from fake_company.warehouse import Company

SLUGS = exercises.slugs()
CASES = [(slug, name) for slug in SLUGS for name in exercises.solution(slug).mistakes]
DESERVED_AT_MOST = {
    "empty": 0,
    "predecessor": 30,
    "ninety-percent-to-all": 35,
    "daily-blast": 40,
    "twenty-customers": 50,
}
CLASS_KEY = b"a class"
NOISE_AT_MOST = 2.0  # points of a hundred


@pytest.fixture(scope="module")
def few_seeds() -> Iterator[None]:
    """Verdicts need fewer hidden seeds than grades: they are wider than the noise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.simulator.nothing.SEEDS", 24)
        patch.setattr("app.simulator.nothing.MOST_SEEDS", 24)
        yield


@cache
def graded(company: Company, slug: str, name: str, class_key: bytes = CLASS_KEY) -> Grade:
    task, solution = exercises.load(slug), exercises.solution(slug)
    plan = solution.reference if name == "reference" else solution.mistakes[name]
    return grade(task, exercises.made_for(plan, company), company, seeds_key(class_key, task, company))


def statuses(result: Grade, *wanted: str) -> list[str]:
    return [line.check for line in result.results if line.status in wanted]


@pytest.mark.usefixtures("few_seeds")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_reference_gets_full_marks(company: Company, slug: str) -> None:
    result = graded(company, slug, "reference")
    assert {
        line.check: (line.status, line.saw.en) for line in result.results if line.status != "passed"
    } == {}
    assert (result.points, result.of, result.broke) == (100, 100, False)


@pytest.mark.usefixtures("few_seeds")
@pytest.mark.parametrize(("slug", "name"), CASES)
def test_a_mistake_fails_exactly_what_it_should(company: Company, slug: str, name: str) -> None:
    result = graded(company, slug, name)
    found = {kind: statuses(result, kind) for kind in ("failed", "partly", "not_tried", "broken")}
    assert {kind: checks for kind, checks in found.items() if checks} == exercises.solution(slug).expected[
        name
    ]
    assert result.points < 100
    assert result.points <= DESERVED_AT_MOST.get(name, 100)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_check_is_failed_by_a_kept_mistake(slug: str) -> None:
    solution = exercises.solution(slug)
    assert set(solution.expected) == set(solution.mistakes)
    failed = {check for expected in solution.expected.values() for check in expected.get("failed", [])}
    assert failed == {line.id for line in exercises.load(slug).checks}


@pytest.mark.usefixtures("few_seeds")
@pytest.mark.parametrize("slug", SLUGS)
def test_a_failed_check_says_why_and_what_to_try(company: Company, slug: str) -> None:
    for name in exercises.solution(slug).mistakes:
        for line in graded(company, slug, name).results:
            assert all([line.saw.ko, line.saw.en, line.why.ko, line.hint.ko, line.hint.en])
    examples = graded(company, slug, "wrong-audience").result("audience").counter_examples
    assert {example.side for example in examples} == {"wrongly_in", "wrongly_out"}
    assert all(example.lines for example in examples)


@pytest.mark.slow
@pytest.mark.usefixtures("few_seeds")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_reference_gets_full_marks_on_twenty_seeds(company: Company, slug: str) -> None:
    results = [graded(company, slug, "reference", b"class %d" % number) for number in range(20)]
    assert [result.points for result in results] == [100.0] * 20
    assert len({result.receipt["seeds"] for result in results}) == 20


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_luck_moves_a_score_by_at_most_two_points(company: Company, slug: str) -> None:
    """Noise: the deviation of the outcome score over independent sets of hidden seeds, as many as a grade has.

    A plan whose outcome is not tried (it fails a gate) has no outcome score.
    """
    task, solution = exercises.load(slug), exercises.solution(slug)
    key = seeds_key(b"noise", task, company)
    tried = {
        n: p
        for n, p in solution.mistakes.items()
        if "outcome" not in solution.expected[n].get("not_tried", [])
    }
    plans = {"reference": solution.reference, **tried}
    found = {name: simulator.noise(company, plan, solution.reference, key) for name, plan in plans.items()}
    assert {name: round(noise, 1) for name, noise in found.items() if noise > NOISE_AT_MOST} == {}
