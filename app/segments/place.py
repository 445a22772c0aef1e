"""Where in a rule something stands, and the errors that name the place and the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from fake_company.errors import DangolError
from fake_company.text import Text, josa


@dataclass(frozen=True)
class Place:
    """A path such as `segments[0].rule.all[2].value`."""

    path: str = ""

    def key(self, name: str) -> Place:
        """The place of a named part."""
        return Place(f"{self.path}.{name}" if self.path else name)

    def at(self, index: int) -> Place:
        """The place of a numbered part."""
        return Place(f"{self.path}[{index}]")

    def error(self, message: Text, remedy: Text) -> DangolError:
        """A mistake at this place."""
        return DangolError(message, self.path, remedy)

    def unknown(self, what: Text, given: object, known: Iterable[str]) -> DangolError:
        """An unknown word, with the nearest known one as the remedy."""
        names = list(known)
        near = get_close_matches(str(given), names, n=1, cutoff=0.5)
        listed = ", ".join(names[:24])
        remedy = (
            Text(
                f"{josa(f'‘{near[0]}’', '을/를')} 쓰려던 것인가요? 쓸 수 있는 값: {listed}",
                f"Did you mean '{near[0]}'? Known: {listed}",
            )
            if near
            else Text(f"쓸 수 있는 값: {listed}", f"Known: {listed}")
        )
        quoted = Text(josa(f"‘{given}’", "은/는"), f"'{given}'")
        message = Text("{what} {given} 없어요.", "There is no {what} {given}.").format(
            what=what, given=quoted
        )
        return DangolError(message, self.path, remedy, suggestion=near[0] if near else None)


def as_mapping(
    data: Any, place: Place, allowed: Iterable[str], required: Iterable[str] = ()
) -> Mapping[str, Any]:
    """The data as an object that has only `allowed` keys and all `required` ones."""
    if not isinstance(data, Mapping):
        raise place.error(
            Text("여기에는 객체 { … }가 와야 해요.", "An object { … } is expected here."),
            Text("이름과 값을 중괄호로 묶어 주세요.", "Write names and values in braces."),
        )
    names = list(allowed)
    for key in data:
        if key not in names:
            raise place.key(str(key)).unknown(Text("항목", "part"), key, names)
    for key in required:
        if key not in data:
            raise place.key(key).error(
                Text(f"‘{key}’ 항목이 빠졌어요.", f"'{key}' is missing."),
                Text(f"‘{key}’ 항목을 채워 주세요.", f"Fill in '{key}'."),
            )
    return data


def as_word(data: Any, place: Place) -> str:
    """The data as a non-empty string."""
    if not isinstance(data, str) or not data.strip():
        raise place.error(
            Text("여기에는 글자가 와야 해요.", "A non-empty text is expected here."),
            Text("비어 있지 않은 글자를 적어 주세요.", "Write a text that is not blank."),
        )
    return data


def as_choice(data: Any, place: Place, what: Text, known: Iterable[str]) -> str:
    """The data as one of the known words."""
    names = list(known)
    if data not in names:
        raise place.unknown(what, data, names)
    return str(data)


def as_number(data: Any, place: Place) -> float | int:
    """The data as a finite number (true and false are not numbers)."""
    if isinstance(data, bool) or not isinstance(data, (int, float)) or not abs(data) < 1e15:
        raise place.error(
            Text(
                f"여기에는 숫자가 와야 하는데 {josa(repr(data), '이/가')} 왔어요.",
                f"A number is expected here, not {data!r}.",
            ),
            Text("따옴표 없이 숫자만 적어 주세요.", "Write a number without quotes."),
        )
    return int(data) if float(data).is_integer() else data


def as_whole(data: Any, place: Place, low: int, high: int) -> int:
    """The data as a whole number from `low` to `high`."""
    number = as_number(data, place)
    if not isinstance(number, int) or not low <= number <= high:
        raise place.error(
            Text(
                f"{low:,}에서 {high:,}까지의 정수여야 해요.",
                f"It must be a whole number from {low:,} to {high:,}.",
            ),
            Text(
                f"{josa(str(number), '을/를')} 그 사이의 정수로 바꿔 주세요.",
                f"Change {number} to a whole number in that range.",
            ),
        )
    return number
