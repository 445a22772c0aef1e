"""JSON from a person: a value, or one error that names the line or the reason. Nothing that JSON does not have."""

from __future__ import annotations

import json
from typing import Any

from fake_company.errors import DangolError, TooLarge
from fake_company.text import Text

SIZE_LIMIT_BYTES = 2_000_000


def read(
    source: str | bytes, place: Text | str = "", remedy: Text | None = None, message: Text | None = None
) -> Any:
    """The value of a JSON text; `place` (a file, say) goes before the line and column of a mistake.

    `message` says what cannot be read and `remedy` what to do, where the usual words are too general.

    Refused besides bad syntax: other encodings than UTF-8, more than 2 MB, NaN and Infinity, numbers of thousands of
    digits, nesting too deep to read, a key given twice, and half characters (lone surrogates).
    """
    try:
        if len(source) > SIZE_LIMIT_BYTES:
            raise _too_large(place)
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source.removeprefix("\ufeff")
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_key_once)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where, why = _at(Text.of(place), error.lineno, error.colno), Text("", "")
    except UnicodeDecodeError:
        where, why = Text.of(place), _ENCODING
    except UnicodeEncodeError:
        where, why = Text.of(place), _HALF_CHARACTER
    except RecursionError:
        where, why = Text.of(place), _DEPTH
    except _OddError as error:
        where, why = Text.of(place), error.why
    except ValueError:
        where, why = Text.of(place), _DIGITS
    else:
        return value
    said = message or _MESSAGE
    raise DangolError(
        Text(f"{said.ko} {why.ko}".strip(), f"{said.en} {why.en}".strip()), where, remedy or _REMEDY
    )


class _OddError(ValueError):
    """Something that Python's reader takes but JSON does not know."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def _no_constant(name: str) -> float:
    raise _OddError(Text(f"{name}은 JSON에 없는 값이에요.", f"JSON has no {name}."))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _OddError(
                Text(f"‘{key[:60]}’ 항목이 한 묶음에 두 번 나와요.", f"One object has '{key[:60]}' twice.")
            )
        found[key] = value
    return found


def _at(place: Text, line: int, column: int) -> Text:
    ko, en = f"{line}번째 줄 {column}번째 글자", f"line {line} column {column}"
    return Text(f"{place.ko} {ko}".strip(), f"{place.en} {en}".strip())


def _too_large(place: Text | str) -> TooLarge:
    return TooLarge(
        Text("JSON이 너무 커요(최대 2MB).", "This JSON is too large (at most 2 MB)."),
        place,
        Text("쓰지 않는 부분을 지우고 다시 해 주세요.", "Remove what is not used, then retry."),
    )


_MESSAGE = Text("JSON으로 읽을 수 없어요.", "This is not valid JSON.")
_REMEDY = Text(
    "그 자리의 쉼표, 따옴표, 괄호를 확인해 주세요.", "Check the comma, quote or bracket at that place."
)
_ENCODING = Text("UTF-8로 저장한 파일이 아니에요.", "The file is not saved as UTF-8.")
_HALF_CHARACTER = Text(
    "온전하지 않은 글자(\\ud800 같은 것)가 들어 있어요.", "It holds half a character (such as \\ud800)."
)
_DEPTH = Text("괄호가 너무 깊게 겹쳐 있어요.", "Its brackets are nested too deep.")
_DIGITS = Text("자릿수가 너무 많은 숫자가 있어요.", "It holds a number with too many digits.")
