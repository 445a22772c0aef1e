"""What every condition is: one frozen class in `conditions/<kind>.py`, named `CONDITION`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from app.segments.form import Control
from app.segments.place import Place
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot
from app.segments.syntax import Syntax
from app.segments.words import Clause
from fake_company.text import Text
from fake_company.warehouse import Company

Rows = Callable[[str], list[dict[str, Any]]]


@dataclass(frozen=True)
class Query:
    """What SQL is written for: a company's words and the moment."""

    schema: Schema
    moment: datetime


class Condition(ABC):
    """One test of a customer: read from JSON, written as SQL, judged on arrays, said in words, shown as a form."""

    kind: ClassVar[str]
    label: ClassVar[Text]
    syntax: ClassVar[Syntax]
    example: ClassVar[Mapping[str, Any]] = {}  # the parts beside `kind` of a new one
    sample: ClassVar[str] = ""  # its text in the help page; else the example's
    heads: ClassVar[tuple[str, ...]] = ()  # the words its text begins with, where that is not simply its kind
    rank: ClassVar[int] = 50  # place in the menu

    @classmethod
    @abstractmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read the condition; every mistake is an error at its place."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The condition as it stands in a rule."""

    def check(self, schema: Schema, place: Place) -> None:
        """Raise where the company does not have what the condition names."""
        return

    @abstractmethod
    def predicate(self, query: Query) -> str:
        """The SQL test of one row of `customers`; NULL counts as false."""

    @abstractmethod
    def test(self, snapshot: Snapshot) -> Mask:
        """The same test on arrays, one answer a subject."""

    def members(self, company: Company, query: Query) -> Ints | None:
        """Who fits, as customer ids, where that is not simply the predicate's answer; None: run the predicate."""
        return None

    def fact(self, company: Company, query: Query) -> Any:
        """What the NumPy test must know of the whole company (for conditions that name themselves in `needs().facts`)."""
        return None

    @abstractmethod
    def needs(self) -> Needs:
        """What the test reads."""

    def uses_today(self) -> bool:
        """Whether it looks at values kept without history, so that at a past moment it sees today's."""
        return False

    def prelude(self, query: Query) -> str:
        """What must stand in front of the whole query for the predicate to be read: `name AS (…)`, after `WITH`."""
        return ""

    @abstractmethod
    def clause(self, schema: Schema) -> Clause:
        """The condition in words."""

    @abstractmethod
    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """What this customer's data show, for "why in or out"."""

    @classmethod
    @abstractmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The form's inputs for a possibly unfinished condition; names are dotted paths inside it."""

    @classmethod
    @abstractmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the parts beside `kind`."""
