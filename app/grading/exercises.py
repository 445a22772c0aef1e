"""Exercises: one folder each (`exercises/NN-slug`), found by itself. The slug is the identity, NN the order."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.grading import checks
from app.grading.spec import CheckFields, Words
from app.plan import Forecast, Plan, path_of
from app.plan import load as load_plan
from fake_company import profile as profiles
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

_APP = Path(__file__).resolve().parent.parent
_FILES = {"brief.ko.md", "brief.en.md", "exercise.toml", "draft.json"}


@dataclass(frozen=True)
class Exercise:
    """One homework: what it asks, where the learner starts, and how it is graded."""

    slug: str
    order: int
    version: int
    title: Text
    week: int
    minutes: int
    concepts: tuple[str, ...]
    prerequisites: tuple[str, ...]
    parts: tuple[str, ...]
    attempts: int
    company: str
    """The profile it is about; empty when any company will do."""
    brief: Text
    starting_plan: dict[str, Any]
    checks: tuple[CheckFields, ...]

    @property
    def points(self) -> int:
        """The points of all checks together."""
        return sum(check.points for check in self.checks)


class _File(BaseModel):
    """`exercise.toml` without its checks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1)]
    title: Words
    week: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1)] = 60
    concepts: tuple[str, ...]
    prerequisites: tuple[str, ...] = ()
    parts: tuple[str, ...]
    attempts: Annotated[int, Field(ge=1)] = 10
    company: str = ""
    check: tuple[dict[str, Any], ...] = Field(min_length=1)


def content(kind: str) -> Path:
    """The folder `exercises` or `solutions`: beside the code, or inside the installed package."""
    beside = _APP.parent / kind
    return beside if beside.is_dir() else _APP / "_content" / kind


def folders() -> dict[str, Path]:
    """Every exercise folder by slug, in order."""
    found: dict[str, Path] = {}
    for path in sorted(content("exercises").iterdir()):
        number, _, slug = path.name.partition("-")
        if path.is_dir() and number.isdigit() and slug:
            found[slug] = path
    return found


def slugs() -> list[str]:
    """All exercises, in order."""
    return list(folders())


def all() -> list[Exercise]:
    """All exercises, in order."""
    return [load(slug) for slug in slugs()]


def load(slug: str) -> Exercise:
    """The exercise of that slug; `06-cart-abandonment` works as well as `cart-abandonment`."""
    known = folders()
    path = known.get(slug) or known.get(slug.partition("-")[2])
    if path is None:
        raise NotFound(
            Text(f"‘{slug}’ 과제가 없어요.", f"There is no exercise '{slug}'."),
            "exercises",
            Text(f"있는 과제: {', '.join(known)}", f"Exercises there are: {', '.join(known)}"),
        )
    newest = max(file.stat().st_mtime_ns for file in path.iterdir())
    return _read(path, newest)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Exercise:
    number, _, slug = path.name.partition("-")
    missing = _FILES - {file.name for file in path.iterdir()}
    if missing:
        raise _broken(
            path.name,
            Text(f"파일이 없어요: {', '.join(sorted(missing))}", f"missing {', '.join(sorted(missing))}"),
        )
    place = f"{path.name}/exercise.toml"
    try:
        file = _File.model_validate(tomllib.loads((path / "exercise.toml").read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise _broken(place, Text.of(str(error))) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise _broken(f"{place}: {path_of(first['loc'])}", Text.of(first["msg"])) from None
    if file.company and file.company not in profiles.names():
        raise _broken(f"{place}: company", Text(f"그런 프로필이 없어요: {file.company}", f"no such profile: {file.company}"))
    found = tuple(_check(raw, f"{place}: check[{index}]") for index, raw in enumerate(file.check))
    _check_needs(found, place)
    return Exercise(
        slug=slug,
        order=int(number),
        version=file.version,
        title=file.title.text(),
        week=file.week,
        minutes=file.minutes,
        concepts=file.concepts,
        prerequisites=file.prerequisites,
        parts=file.parts,
        attempts=file.attempts,
        company=file.company,
        brief=Text(
            *((path / f"brief.{language}.md").read_text(encoding="utf-8") for language in ("ko", "en"))
        ),
        starting_plan=load_plan((path / "draft.json").read_bytes()).to_document(),
        checks=found,
    )


def _check(raw: dict[str, Any], place: str) -> CheckFields:
    try:
        fields: CheckFields = checks.get(str(raw.get("kind"))).Fields.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise _broken(f"{place}.{path_of(first['loc'])}", Text.of(first["msg"])) from None
    return fields


def _check_needs(found: tuple[CheckFields, ...], place: str) -> None:
    """Ids are unique, and a check needs only checks above it."""
    above: set[str] = set()
    for check in found:
        if check.id in above:
            raise _broken(f"{place}: {check.id}", Text("같은 id가 두 번 나와요.", "The id appears twice."))
        unknown = set(check.needs) - above
        if unknown:
            raise _broken(
                f"{place}: {check.id}.needs",
                Text(
                    f"이 위에 없는 항목이에요: {', '.join(unknown)}",
                    f"No such check above: {', '.join(unknown)}",
                ),
            )
        above.add(check.id)


def _broken(where: str, saw: Text) -> DangolError:
    return DangolError(
        Text(f"과제를 읽을 수 없어요: {saw.ko}", f"The exercise cannot be read: {saw.en}"),
        where,
        Text(
            "그 자리를 고쳐 주세요. exercises/06-cart-abandonment가 온전한 예시예요.",
            "Mend that place; exercises/06-cart-abandonment is a complete example.",
        ),
    )


@dataclass(frozen=True)
class Solution:
    """What `solutions/NN-slug` keeps: the reference, kept mistakes, and which checks each fails."""

    reference: Plan
    mistakes: dict[str, Plan]
    expected: dict[str, dict[str, list[str]]]
    notes: Text


def solution(slug: str) -> Solution:
    """The kept solution of an exercise."""
    exercise = load(slug)
    path = content("solutions") / f"{exercise.order:02d}-{exercise.slug}"
    if not path.is_dir():
        raise NotFound(
            Text(f"‘{slug}’ 과제의 기준안이 없어요.", f"There is no solution for '{slug}'."),
            f"solutions/{path.name}",
            Text(
                "solutions 폴더가 함께 있는 설치본을 써 주세요.",
                "Use an installation that has the solutions folder.",
            ),
        )
    plans = {file.stem: load_plan(file.read_bytes()) for file in sorted(path.glob("*.json"))}
    return Solution(
        reference=plans.pop("reference"),
        mistakes=plans,
        expected=tomllib.loads((path / "expected.toml").read_text(encoding="utf-8")),
        notes=Text(
            *((path / f"notes.{language}.md").read_text(encoding="utf-8") for language in ("ko", "en"))
        ),
    )


def made_for(plan: Plan, company: Company) -> Plan:
    """A kept plan for another company: its forecast scaled by the number of customers, the rest as it is."""
    meta = company.meta
    ratio = meta.customers / int((plan.company or {}).get("customers") or meta.customers)
    document = plan.to_document()
    document["company"] = {name: getattr(meta, name) for name in ("profile", "customers", "days", "seed")}
    for measure in Forecast.measures():
        interval = document["forecast"][measure]
        if interval is not None:
            document["forecast"][measure] = {
                name: None if value is None else value * ratio for name, value in interval.items()
            }
    return load_plan(document)


def to_json(exercise: Exercise) -> str:
    """The exercise's rubric as JSON, for receipts and tools."""
    return json.dumps(
        [check.model_dump(mode="json") for check in exercise.checks], ensure_ascii=False, sort_keys=True
    )
