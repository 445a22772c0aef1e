"""What one company's rules can speak of: its attributes, events, categories and lifecycle thresholds.

Without a company, `STANDARD` knows the common words and lets unknown ones pass until a company is there to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from app.segments.fields import ATTRIBUTES, EVENTS, PROPERTIES, Event, Field, column, unknown_event
from app.segments.operators import Type
from app.segments.place import Place
from fake_company.profile import Profile
from fake_company.schema import events_of
from fake_company.text import Text, josa
from fake_company.warehouse import Company


@dataclass(frozen=True)
class Thresholds:
    """After how many days without an order a customer is dormant, and for how long a first order makes one new."""

    new_days: int = 30
    dormant_days: int = 90


@dataclass(frozen=True)
class Schema:
    """The words of one company; `open` schemas accept names they do not know."""

    attributes: Mapping[str, Field] = field(default_factory=lambda: ATTRIBUTES)
    events: Mapping[str, Event] = field(default_factory=lambda: EVENTS)
    categories: Mapping[str, Text] = field(default_factory=dict)
    campaigns: Mapping[str, Text] = field(default_factory=dict)
    segments: Mapping[str, Text] = field(default_factory=dict)
    thresholds: Thresholds = Thresholds()
    open: bool = True

    def attribute(self, key: str, place: Place) -> Field | None:
        """The attribute; None when this schema cannot know it; an error when it knows that there is none."""
        if key in self.attributes or self.open:
            return self.attributes.get(key)
        raise place.unknown(Text("고객 속성", "customer attribute"), key, self.attributes)

    def property(self, key: str, place: Place) -> Field:
        """The event property, or an error with the nearest one."""
        if key not in PROPERTIES:
            raise place.unknown(Text("이벤트 속성", "event property"), key, PROPERTIES)
        found = PROPERTIES[key]
        return Field(key, found.label, found.type, dict(self.categories)) if key == "category" else found

    def event(self, key: str, place: Place | None = None) -> Event:
        """The event's words; unknown names are errors where the company is known and a place is given."""
        if place and not self.open and key not in self.events:
            raise place.unknown(Text("이벤트", "event"), key, self.events)
        return self.events.get(key) or unknown_event(key)


STANDARD = Schema()


def of(company: Company) -> Schema:
    """The schema of a company, worked out once."""
    return _of(company.meta.digest, _Handle(company))


class _Handle:
    """Carries a company past the cache, which goes by digest alone."""

    def __init__(self, company: Company) -> None:
        self.company = company

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Handle)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=32)
def _of(digest: str, handle: _Handle) -> Schema:
    company = handle.company
    cursor = company.cursor()
    names = [row[0] for row in cursor.execute("SELECT DISTINCT name FROM events").fetchall()]
    categories = cursor.execute(
        "SELECT slug, name_ko, name_en FROM categories ORDER BY category_id"
    ).fetchall()
    campaigns = cursor.execute("SELECT campaign_id, name_ko, name_en FROM campaigns ORDER BY 1").fetchall()
    slugs = {slug: Text(ko, en) for slug, ko, en in categories}
    return Schema(
        _attributes(company, slugs),
        _events(company.profile, names),
        slugs,
        {key: Text(ko, en) for key, ko, en in campaigns},
        thresholds=_thresholds(company.profile),
        open=False,
    )


def _events(profile: Profile, names: list[str]) -> dict[str, Event]:
    """The company's events: the common ones with its own labels, its guide page, and others found in its data."""
    guide = profile.guide
    thing = (josa(guide.thing.ko, "을/를"), "보", "봤", "본")
    does = (f"view {guide.thing.en}", f"viewed {guide.thing.en}")
    found: dict[str, Event] = {}
    for name, label in events_of(profile).items():
        known = EVENTS.get(name)
        if name == guide.event:
            found[name] = known or Event(name, label, thing, does)
        elif known:
            found[name] = replace(known, label=label) if name in profile.event_names else known
    return found | {name: unknown_event(name) for name in names if name not in found}


def _attributes(company: Company, categories: Mapping[str, Text]) -> dict[str, Field]:
    cursor = company.cursor()
    columns = _columns(cursor)
    custom = _custom(company.profile)
    found: dict[str, Field] = {}
    for key in [*ATTRIBUTES, *columns]:
        kind = "number" if key == "age" and "birth_date" in columns else columns.get(key)
        if kind is None or key == "customer_id" or key in found:
            continue
        known = ATTRIBUTES.get(key)
        label = known.label if known else custom.get(key, Text(key.replace("_", " "), key.replace("_", " ")))
        choices = _choices(company.profile, key, categories)
        found[key] = Field(key, label, kind, choices, known.unit if known else Text("", ""))
    return found


def _columns(cursor: Any) -> dict[str, Type | None]:
    """Every column of `customers` with its type; the parts of a nested one as `address.city`."""
    found: dict[str, Type | None] = {}
    for name, kind, *_ in cursor.execute("DESCRIBE customers").fetchall():
        if str(kind).startswith("STRUCT("):
            inner = cursor.execute(f"DESCRIBE SELECT {column(name)}.* FROM customers").fetchall()
            found |= {f"{name}.{part}": _type(str(type_)) for part, type_, *_ in inner}
        else:
            found[str(name)] = _type(str(kind))
    return found


def _type(kind: str) -> Type | None:
    if kind.endswith("[]"):
        return "list"
    if kind == "VARCHAR" or kind.startswith("ENUM"):
        return "string"
    if kind == "BOOLEAN":
        return "boolean"
    if kind.startswith(("TIMESTAMP", "DATE")):
        return "date"
    return "number" if "INT" in kind or kind in ("DOUBLE", "FLOAT") else None


def _custom(profile: Profile) -> dict[str, Text]:
    found = {row.key: row.name.text() for row in profile.attributes}
    for row in profile.attributes:
        for part in row.fields:
            found[f"{row.key}.{part.key}"] = Text(
                f"{row.name.ko} {part.name.ko}", f"{row.name.en} {part.name.en}"
            )
    return found


def _choices(profile: Profile, key: str, categories: Mapping[str, Text]) -> dict[str, Text]:
    if key == "favorite_category":
        return dict(categories)
    if key == "acquisition_source":
        return {source.slug: source.name.text() for source in profile.sources}
    if key == "tier":
        return {level.slug: level.name.text() for level in profile.levels}
    for row in profile.attributes:
        if row.key == key:
            return {value: Text(value, value) for value in row.values}
        for part in row.fields:
            if f"{row.key}.{part.key}" == key and part.type == "VARCHAR":
                return {str(value): Text(str(value), str(value)) for value in part.values}
    return dict(ATTRIBUTES[key].choices) if key in ATTRIBUTES else {}


def _thresholds(profile: Profile) -> Thresholds:
    return Thresholds(profile.lifecycle.new_days, profile.lifecycle.dormant_days)
