"""Whoever a person's own SQL selects: the query is kept, and run anew on any company, in the locked-down process.

Its text never reaches the trusted instance: `members` asks the process, and `predicate` only reads well beside `prelude`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.place import Place, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Ints, Mask, Needs, Snapshot
from app.segments.syntax import Quoted, Syntax, Word
from app.segments.words import Clause, Ending
from app.workbench import running
from app.workbench.guard import LONGEST
from fake_company.text import Text
from fake_company.warehouse import Company

_SAID = 60


@dataclass(frozen=True)
class Sql(Condition):
    """`select customer_id from orders where …`."""

    sql: str
    kind: ClassVar[str] = "sql"
    label: ClassVar[Text] = Text("SQL로 고르기", "Selected by SQL")
    syntax: ClassVar[Syntax] = (Word("sql"), Quoted("sql", Text("SQL", "SQL")))
    example: ClassVar[Mapping[str, Any]] = {
        "sql": "SELECT customer_id\nFROM orders\nWHERE total_krw >= 100000"
    }
    rank: ClassVar[int] = 95
    sample: ClassVar[str] = 'sql "select customer_id from orders where total_krw >= 100000"'

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read the query's text; what it says is judged where it runs."""
        as_mapping(data, place, ("kind", "sql"), ("sql",))
        text = as_word(data["sql"], place.key("sql")).strip().rstrip(";").rstrip()
        if not 0 < len(text) <= LONGEST:
            raise place.key("sql").error(
                Text(
                    f"SQL은 1자에서 {LONGEST:,}자까지 쓸 수 있어요.",
                    f"The SQL has 1 to {LONGEST:,} characters.",
                ),
                Text("값 목록 대신 조건으로 적어 주세요.", "Write a condition instead of a list of values."),
            )
        return cls(text)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {"kind": self.kind, "sql": self.sql}

    @property
    def name(self) -> str:
        """What the query is called inside a larger one."""
        return f"sql_{sha256(self.sql.encode('utf-8', 'replace')).hexdigest()[:8]}"

    def prelude(self, query: Query) -> str:
        """The query itself, in front of the whole."""
        return f"{self.name} AS (\n{self.sql}\n)"

    def predicate(self, query: Query) -> str:
        """Membership in the query's answer. Nothing has that name in the trusted instance."""
        return f"customer_id IN (SELECT customer_id FROM {self.name})"

    def members(self, company: Company, query: Query) -> Ints:
        """Whom the query selects, asked of the locked-down process."""
        return running.customers(company, self.sql, query.moment).astype(np.int64)

    def fact(self, company: Company, query: Query) -> Mask:
        """The same, one answer a customer: in a simulated future membership stays as it was at the launch."""
        found = np.zeros(company.meta.customers, dtype=bool)
        found[self.members(company, query)] = True
        return found

    def test(self, snapshot: Snapshot) -> Mask:
        """Membership as it was found when the snapshot was read."""
        known: Mask = snapshot.facts[self]
        return np.asarray(known[snapshot.customer_id[snapshot.row]])

    def needs(self) -> Needs:
        """The query's answer."""
        return Needs(facts=frozenset({self}))

    def uses_today(self) -> bool:
        """Attributes it may read are kept without history."""
        return True

    def clause(self, schema: Schema) -> Clause:
        """`SQL ‘select customer_id …’로 고른`."""
        plain = " ".join(self.sql.split())
        said = plain if len(plain) <= _SAID else plain[:_SAID] + "…"
        return Clause(
            f"SQL ‘{said}’로 ", Ending("골랐고", "골랐거나", "고른"), f"whom the SQL '{said}' selects"
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The verdict is the query's own answer."""
        return Text(
            f"{query.moment:%Y-%m-%d}의 데이터에 이 SQL을 실행해 확인했어요",
            f"checked by running this SQL on the data of {query.moment:%Y-%m-%d}",
        )

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """The query."""
        label = Text(
            "customer_id를 고르는 SELECT 하나(시뮬레이션에서는 보내기를 시작할 때의 답으로 고정)",
            "one SELECT of customer_id (in the simulation, its answer at the launch stands)",
        )
        return [form.entry("sql", label, "long", data.get("sql"))]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The query's text."""
        return {
            "properties": {"sql": {"type": "string", "minLength": 1, "maxLength": LONGEST}},
            "required": ["sql"],
        }


CONDITION = Sql
