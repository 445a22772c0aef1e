"""A random share of customers that stays the same: each has a number from 0 to 9,999, drawn anew for every salt.

The number is the first 32 bits of MD5 of `salt:customer_id`, modulo 10,000, so that anybody can work it out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any, ClassVar, Self

import numpy as np

from app.segments import form
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.operators import quoted
from app.segments.place import Place, as_mapping, as_whole
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Number, Quoted, Word
from app.segments.words import IS, Clause
from fake_company.text import Text

BUCKETS = 10_000
LONGEST_SALT = 60


@dataclass(frozen=True)
class Bucket(Condition):
    """`bucket 0 to 4999 salt "spring"`: half of the customers."""

    low: int
    high: int
    salt: str = ""
    kind: ClassVar[str] = "bucket"
    label: ClassVar[Text] = Text("무작위 번호", "Random bucket")
    rank: ClassVar[int] = 80
    sample: ClassVar[str] = "bucket 0 to 4999 salt spring"
    example: ClassVar[Mapping[str, Any]] = {"from": 0, "to": 4999, "salt": ""}
    syntax = (
        Word("bucket"),
        Number("from", Text("0에서 9999까지의 숫자", "a number from 0 to 9999")),
        Number("to", Text("0에서 9999까지의 숫자", "a number from 0 to 9999"), lead="to"),
        Quoted("salt", Text("섞는 말", "salt"), lead="salt", optional=True),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read from, to, salt."""
        as_mapping(data, place, ("kind", "from", "to", "salt"), ("from", "to"))
        low = as_whole(data["from"], place.key("from"), 0, BUCKETS - 1)
        high = as_whole(data["to"], place.key("to"), 0, BUCKETS - 1)
        if low > high:
            raise place.key("to").error(
                Text(f"{low}부터 {high}까지는 비어 있어요.", f"From {low} to {high} is empty."),
                Text("두 값을 서로 바꿔 주세요.", "Swap the two values."),
            )
        salt = "" if data.get("salt") is None else data["salt"]
        if not isinstance(salt, str) or len(salt) > LONGEST_SALT:
            raise place.key("salt").error(
                Text(
                    f"{LONGEST_SALT}자까지의 글자여야 해요.", f"A text of at most {LONGEST_SALT} characters."
                ),
                Text('예: "봄 실험"', 'For example "spring test"'),
            )
        return cls(low, high, salt)

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {"kind": self.kind, "from": self.low, "to": self.high, "salt": self.salt}

    def _number(self) -> str:
        text = f"md5({quoted(self.salt + ':')} || customer_id)"
        return f"CAST('0x' || substr({text}, 1, 8) AS BIGINT) % {BUCKETS}"

    def predicate(self, query: Query) -> str:
        """The number between two others."""
        return f"{self._number()} BETWEEN {self.low} AND {self.high}"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        ids, back = np.unique(snapshot.customer_id[snapshot.row], return_inverse=True)
        numbers = np.fromiter((number_of(int(one), self.salt) for one in ids), dtype=np.int64, count=len(ids))
        return np.asarray(((numbers >= self.low) & (numbers <= self.high))[back], dtype=bool)

    def needs(self) -> Needs:
        """Nothing but the customer."""
        return Needs()

    def clause(self, schema: Schema) -> Clause:
        """`무작위 번호가 0~4,999인`."""
        salt = Text(f"(‘{self.salt}’)", f" ('{self.salt}')") if self.salt else Text("", "")
        return Clause(
            f"무작위 번호{salt.ko}가 {self.low:,}~{self.high:,}",
            IS,
            f"whose random number{salt.en} is from {self.low:,} to {self.high:,}",
        )

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """The customer's number."""
        found = number_of(customer_id, self.salt)
        return Text(f"무작위 번호: {found:,}", f"random number: {found:,}")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """From, to, salt."""
        return [
            form.entry(
                "from", Text("이 번호부터(0~9999)", "from (0 to 9999)"), "number", data.get("from", 0)
            ),
            form.entry("to", Text("이 번호까지", "to"), "number", data.get("to", 4999)),
            form.entry(
                "salt",
                Text("섞는 말(바꾸면 새로 뽑아요)", "salt (another one draws anew)"),
                "text",
                data.get("salt"),
            ),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """From, to, salt."""
        number = {"type": "integer", "minimum": 0, "maximum": BUCKETS - 1}
        return {
            "properties": {
                "from": number,
                "to": number,
                "salt": {"type": "string", "maxLength": LONGEST_SALT},
            },
            "required": ["from", "to"],
        }


def number_of(customer_id: int, salt: str) -> int:
    """A customer's number under a salt, 0 to 9,999."""
    return int(md5(f"{salt}:{customer_id}".encode(), usedforsecurity=False).hexdigest()[:8], 16) % BUCKETS


CONDITION = Bucket
