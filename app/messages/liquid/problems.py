"""Template mistakes in words: place with caret, what was expected, the nearest name, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from liquid.exceptions import LiquidError, LiquidInterrupt

from fake_company.errors import DangolError
from fake_company.text import Text, josa

Interrupt = LiquidInterrupt
KNOWN: dict[str, list[str]] = {"filters": [], "tags": []}  # filled by the environment

# code -> (what happened, what to do); {0} is the part after the colon of `code:part`
WORDS: dict[str, tuple[Text, Text]] = {
    "three_braces": (
        Text("중괄호가 세 개예요.", "There are three braces."),
        Text("`{{`처럼 두 개만 쓰세요.", "Use exactly two: `{{`."),
    ),
    "missing_tag_name": (
        Text("`{%` 뒤에 태그 이름이 없어요.", "There is no tag name after `{%`."),
        Text("예: `{% if ... %}`", "For example `{% if ... %}`"),
    ),
    "unclosed_output": (
        Text("`{{`를 닫지 않았어요.", "This `{{` is never closed."),
        Text("끝에 `}}`를 넣으세요. `${이름}`의 `}`까지 세면 세 개일 수 있어요.",
             "Close it with `}}`; with the `}` of `${name}` that makes three."),
    ),
    "unclosed_tag": (
        Text("`{%`를 닫지 않았어요.", "This `{%` is never closed."),
        Text("끝에 `%}`를 넣으세요.", "Close it with `%}`."),
    ),
    "unclosed_block": (
        Text("`{0}`가 끝나지 않았어요.", "This `{0}` is never ended."),
        Text("`{% end{0} %}`를 넣으세요.", "Add `{% end{0} %}`."),
    ),
    "unclosed_quote": (
        Text("따옴표를 닫지 않았어요.", "This quote is never closed."),
        Text("같은 따옴표로 닫으세요.", "Close it with the same quote."),
    ),
    "unclosed_attribute": (
        Text("`${`를 닫지 않았어요.", "This `${` is never closed."),
        Text("이름 뒤에 `}`를 넣으세요.", "Put `}` after the name."),
    ),
    "bad_attribute": (
        Text("`${ }` 안에는 속성 이름만 쓸 수 있어요.", "Only an attribute name fits inside `${ }`."),
        Text("필터는 괄호 밖에 쓰세요: `{{${first_name} | default: '고객'}}`",
             "Put filters outside: `{{${first_name} | default: 'there'}}`"),
    ),
    "stray_brace": (
        Text("중괄호 개수가 맞지 않아요.", "The braces do not match up."),
        Text("여는 괄호와 닫는 괄호의 수를 맞추세요.", "Make the closing braces match the opening ones."),
    ),
    "curly_quotes": (
        Text("둥근 따옴표는 쓸 수 없어요.", "Curly quotes do not work here."),
        Text("곧은 따옴표(' 또는 \")로 바꾸세요.", "Use straight quotes (' or \")."),
    ),
    "too_complex": (
        Text("식이 너무 복잡해요.", "This is too complex."),
        Text("`assign`으로 나누어 쓰세요.", "Split it with `assign`."),
    ),
    "too_long": (
        Text("태그 하나가 너무 길어요.", "One tag is too long."),
        Text("여러 태그로 나누세요.", "Split it into several."),
    ),
    "missing_expression": (
        Text("태그에 내용이 없어요.", "The tag is empty."),
        Text("예: `{% if ${first_name} != blank %}`", "For example `{% if ${first_name} != blank %}`"),
    ),
    "empty_output": (
        Text("중괄호 안이 비어 있어요.", "There is nothing between the braces."),
        Text("예: `{{${first_name}}}`", "For example `{{${first_name}}}`"),
    ),
    "unexpected_tag": (
        Text("여기에 `{0}` 태그가 올 수 없어요.", "A `{0}` tag cannot stand here."),
        Text("`when`이나 `else`를 쓰세요.", "Use `when` or `else`."),
    ),
    "expected_value": (
        Text("값이 있어야 할 자리예요.", "A value was expected here."),
        Text("변수, 숫자, 따옴표로 묶은 글 가운데 하나를 쓰세요.", "Use a variable, a number or quoted text."),
    ),
    "expected_filter": (
        Text("`|` 뒤에 필터 이름이 없어요.", "There is no filter name after `|`."),
        Text("예: `| default: '고객'`", "For example `| default: 'there'`"),
    ),
    "single_equals": (
        Text("비교는 `==`로 해요.", "Compare with `==`."),
        Text("`=`를 `==`로 바꾸세요.", "Change `=` to `==`."),
    ),
    "no_operator_here": (
        Text("여기서는 비교할 수 없어요.", "No comparison is possible here."),
        Text("비교는 `if` 안에서 하세요.", "Compare inside `if`."),
    ),
    "left_over": (
        Text("여기부터는 읽을 수 없어요.", "From here on this cannot be read."),
        Text("빠진 따옴표, `|`, 쉼표가 있는지 확인하세요.", "Look for a missing quote, `|` or comma."),
    ),
    "bad_loop": (
        Text("`for`에는 `limit`, `offset`, `reversed`만 덧붙일 수 있어요.", "`for` takes only `limit`, `offset`, `reversed`."),
        Text("예: `{% for item in list limit:3 %}`", "For example `{% for item in list limit:3 %}`"),
    ),
    "bad_abort": (
        Text("이유는 곧은 따옴표로 묶은 글이어야 해요.", "The reason must be text in straight quotes."),
        Text("예: `{% abort_message('장바구니가 비었어요') %}`", "For example `{% abort_message('empty cart') %}`"),
    ),
    "bad_random": (
        Text("`random`에는 1 이상의 정수를 쓰세요.", "`random` takes a whole number from 1."),
        Text("예: `{% random 10 %}`", "For example `{% random 10 %}`"),
    ),
    "cannot_compare": (
        Text("글과 숫자는 크기를 비교할 수 없어요.", "Text and numbers cannot be compared."),
        Text("`| plus: 0`으로 숫자로 바꾼 뒤 비교하세요.", "Turn it into a number with `| plus: 0` first."),
    ),
    "bad_argument": (
        Text("`{0}` 필터에 맞지 않는 값이에요.", "The `{0}` filter cannot take this."),
        Text("값의 개수와 종류를 확인하세요.", "Check how many values it takes and of what kind."),
    ),
    "concat_needs_list": (
        Text("`concat`에는 목록이 필요해요.", "`concat` needs a list."),
        Text("`split`으로 목록을 만드세요.", "Make one with `split`."),
    ),
    "divided_by_zero": (
        Text("0으로 나눌 수 없어요.", "Nothing can be divided by 0."),
        Text("먼저 `if`로 0인지 확인하세요.", "Check for 0 with `if` first."),
    ),
    "unknown_time_zone": (
        Text("`{0}`라는 시간대를 찾지 못했어요.", "There is no time zone `{0}`."),
        Text("예: `Asia/Seoul`", "For example `Asia/Seoul`"),
    ),
    "not_available": (
        Text("`{0}`는 아직 쓸 수 없어요.", "`{0}` is not available yet."),
        Text("이 태그를 빼고 고객 속성이나 이벤트 속성을 쓰세요.", "Leave it out; use attributes or event properties."),
    ),
    "limit": (
        Text("템플릿이 너무 많은 일을 해서 멈췄어요 ({0}).", "The template does too much and was stopped ({0})."),
        Text("반복과 긴 글을 줄이세요.", "Use fewer loops and shorter text."),
    ),
}  # fmt: skip
_LIMITS = {
    "loop": Text("반복", "loops"), "tags": Text("태그 수", "number of tags"), "text": Text("글 길이", "text length"),
    "list": Text("목록 크기", "list size"), "number": Text("숫자 크기", "number size"),
    "output": Text("결과 길이", "output length"), "range": Text("범위", "range"), "time": Text("시간", "time"),
    "variables": Text("변수 크기", "variables"),
}  # fmt: skip
_EXPECTED = re.compile(r"expected (?:an? )?(.+?), found (?:an? )?(.+)$")
_SPELLED = {
    "end of expression": "}}", "assign": "=", "rparen": ")", "rbracket": "]", "colon": ":", "primitive expression": "name",
    "identstring": "[...]", "identindex": "[0]", "word": "name",
}  # fmt: skip
_NOT_BRAZE = {"lstrip": "strip", "rstrip": "strip", "to_json": "as_json_string", "json": "as_json_string"}


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name a person probably meant."""
    found = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, meant: str) -> Text:
    """`frist_name`: did you mean `first_name`?"""
    particle = josa(meant, "을/를")[len(meant) :]
    return Text(f"`{meant}`{particle} 쓰려고 했나요?", f"Did you mean `{meant}`?")


def place(source: str, index: int) -> dict[str, Any]:
    """Line and column (from 1) of an index, with the line and a caret under the place."""
    index = min(max(index, 0), len(source))
    line = source.count("\n", 0, index) + 1
    start = source.rfind("\n", 0, index) + 1
    end = source.find("\n", index)
    shown = source[start : end if end >= 0 else len(source)]
    column = index - start + 1
    first = max(column - 60, 0)
    return {
        "line": line,
        "column": column,
        "snippet": f"{shown[first : first + 120]}\n{' ' * (column - 1 - first)}^",
    }


def at_place(
    message: Text, remedy: Text, source: str, index: int, where: str = "", **extra: Any
) -> DangolError:
    """An error at a place of a template."""
    found = place(source, index)
    name = f"{where} " if where else ""
    spot = Text(
        f"{name}{found['line']}번째 줄 {found['column']}번째 글자",
        f"{name}line {found['line']} column {found['column']}",
    )
    return DangolError(message, spot, remedy, **found, **extra)


def explain(error: LiquidError, source: str, where: str = "") -> DangolError:
    """A python-liquid error as ours."""
    token = error.token
    index = int(token.start_index) if token is not None and token.start_index >= 0 else 0
    shown = token.source if token is not None and token.source else source
    message, remedy = _words(str(error.args[0]) if error.args else "", token)
    return at_place(message, remedy, shown, index, where)


def explain_any(error: BaseException, compiled: Any, where: str = "") -> DangolError:
    """Any way a render can fail, as ours."""
    source = compiled.nodes[0].token.source if compiled.nodes else ""
    if isinstance(error, LiquidError):
        return explain(error, source, where)
    if isinstance(error, LiquidInterrupt):
        text = Text(
            "`break`와 `continue`는 `for` 안에서만 써요.", "`break` and `continue` belong inside `for`."
        )
        return at_place(text, Text("`for` 안으로 옮기세요.", "Move it into a `for`."), source, 0, where)
    return too_complex(source, where)


def too_complex(source: str, where: str = "") -> DangolError:
    """The template nests too deeply."""
    message, remedy = WORDS["too_complex"]
    return at_place(message, remedy, source, 0, where)


def _words(raw: str, token: Any) -> tuple[Text, Text]:
    code, _, part = raw.partition(":")
    if code == "unknown_filter":
        return _unknown_filter(part)
    if code == "limit":
        what, remedy = WORDS["limit"]
        return _filled(what, _LIMITS.get(part, Text(part, part))), remedy
    if code in WORDS:
        message, remedy = WORDS[code]
        both = Text(part, part)
        return _filled(message, both), _filled(remedy, both)
    expected = _EXPECTED.match(raw)
    if expected:
        wanted, got = (_SPELLED.get(name.strip("'"), name.strip("'")) for name in expected.groups())
        return (
            Text(
                f"여기에는 `{wanted}` 같은 것이 와야 해요.", f"Something like `{wanted}` was expected here."
            ),
            Text(f"지금은 여기에 `{got}`라고 쓰여 있어요.", f"Instead there is `{got}`."),
        )
    if raw.startswith("unexpected tag"):
        return _unknown_tag(token.value if token is not None else "")
    return (
        Text("여기를 읽을 수 없어요.", "This cannot be read."),
        Text(f"이 자리의 글자를 확인하세요. ({raw})", f"Check what stands here. ({raw})"),
    )


def _filled(text: Text, part: Text) -> Text:
    return Text(text.ko.replace("{0}", part.ko), text.en.replace("{0}", part.en))


def _unknown_filter(name: str) -> tuple[Text, Text]:
    from_table = _NOT_BRAZE.get(name)
    meant = from_table or nearest(name, KNOWN["filters"])
    remedy = (
        did_you_mean(name, meant) if meant else Text("필터 목록에서 고르세요.", "Choose one from the list.")
    )
    return Text(f"`{name}`라는 필터는 없어요.", f"There is no filter `{name}`."), remedy


def _unknown_tag(name: str) -> tuple[Text, Text]:
    meant = nearest(name, KNOWN["tags"])
    remedy = did_you_mean(name, meant) if meant else Text("태그 이름을 확인하세요.", "Check the tag's name.")
    return Text(f"`{name}` 태그는 여기에 올 수 없어요.", f"A `{name}` tag cannot stand here."), remedy
