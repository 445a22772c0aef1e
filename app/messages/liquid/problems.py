"""Template mistakes in words: place with caret, what was expected, the nearest name, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from liquid.exceptions import LiquidError, LiquidInterrupt

from app.messages.liquid.problem_words import EXAMPLES, LIMITS, WORDS
from fake_company.errors import DangolError
from fake_company.text import Text, josa

Interrupt = LiquidInterrupt
KNOWN: dict[str, list[str]] = {"filters": [], "tags": []}  # filled by the environment
_NEEDS = {
    "else": "if", "elsif": "if", "endif": "if", "endunless": "unless", "endcase": "case", "when": "case", "endfor": "for",
    "endcapture": "capture", "endtablerow": "tablerow", "endraw": "raw", "endcomment": "comment", "enddoc": "doc",
    "endtranslation": "translation", "endifchanged": "ifchanged",
}  # fmt: skip
_NO_TAGS = {
    "elseif": Text("`elsif`라고 쓰세요.", "Write `elsif`."),
    "else if": Text("`elsif`라고 쓰세요.", "Write `elsif`."),
    "include": Text("조각은 `{{content_blocks.${이름}}}`으로 넣으세요.", "Insert pieces with `{{content_blocks.${name}}}`."),
    "render": Text("조각은 `{{content_blocks.${이름}}}`으로 넣으세요.", "Insert pieces with `{{content_blocks.${name}}}`."),
    "set": Text("`assign`이라고 쓰세요.", "Write `assign`."),
    "end": Text("`endif`, `endfor`처럼 무엇을 끝내는지 쓰세요.", "Say what ends: `endif`, `endfor` …"),
}  # fmt: skip
NAMESPACES = frozenset((
    "custom_attribute", "event_properties", "context", "canvas_entry_properties", "api_trigger_properties", "campaign",
    "canvas", "card", "app", "subscribed_state", "most_recently_used_device", "targeted_device", "sms", "whats_app",
    "content_blocks", "product_recommendation", "preference_center",
))  # fmt: skip

_CODES = {
    "unexpected tag": "stray_tag", "missing expression": "missing_expression", "expected tag end": "unclosed_block",
    "block nesting": "too_deep",
}  # fmt: skip
_STOPS = re.compile(r"\{%-?\s*(?:break|continue)\b")
_EXPECTED = re.compile(r"expected (?:an? )?(.+?), found (?:an? )?(.+)$")
_SPELLED = {
    "end of expression": "}}", "assign": "=", "rparen": ")", "rbracket": "]", "colon": ":", "primitive expression": "name",
    "identstring": "[...]", "identindex": "[0]", "word": "name",
}  # fmt: skip
_NOT_BRAZE = {
    "lstrip": "strip", "rstrip": "strip", "to_json": "as_json_string", "json": "as_json_string", "to_i": "plus: 0",
    "to_s": "append: ''", "base64": "base64_encode", "sha256": "sha2", "find_index": "slice", "handleize": "downcase",
    "camelize": "capitalize", "money_with_currency": "money", "money_without_currency": "money", "length": "size",
    "lower": "downcase", "upper": "upcase", "trim": "strip", "title": "capitalize", "uppercase": "upcase",
    "lowercase": "downcase", "add": "plus", "subtract": "minus", "multiply": "times", "divide": "divided_by",
}  # fmt: skip


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
    raw = str(error.args[0]) if error.args else ""
    message, remedy = _words(raw, token)
    code = raw.partition(":")[0]
    code = next((mine for begins, mine in _CODES.items() if raw.startswith(begins)), code)
    return at_place(message, remedy, shown, index, where, code=code if code.isidentifier() else "syntax")


def explain_any(error: BaseException, compiled: Any, where: str = "") -> DangolError:
    """Any way a render can fail, as ours."""
    source = compiled.nodes[0].token.source if compiled.nodes else ""
    if isinstance(error, LiquidError):
        return explain(error, source, where)
    if isinstance(error, LiquidInterrupt):
        text = Text(
            "`break`와 `continue`는 `for` 안에서만 써요.", "`break` and `continue` belong inside `for`."
        )
        remedy = Text("`for` 안으로 옮기세요.", "Move it into a `for`.")
        found = _STOPS.search(source)
        return at_place(text, remedy, source, found.start() if found else 0, where, code="stray_break")
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
        return _filled(what, LIMITS.get(part, Text(part, part))), remedy
    if code in ("missing_expression", "missing_argument"):
        message, remedy = WORDS[code]
        shown = EXAMPLES.get(
            part, f"`{{% {part} ... %}}`" if code == "missing_expression" else f"`| {part}: ...`"
        )
        name, example = Text(part, part), Text(shown, shown)
        return _filled(message, name), _filled(remedy, example, example)
    if code in WORDS:
        message, remedy = WORDS[code]
        parts = [Text(piece, piece) for piece in part.split("\x1f")]
        return _filled(message, *parts), _filled(remedy, *parts)
    if raw == "missing expression":
        return _words("missing_expression:" + (token.value if token is not None else ""), token)
    expected = _EXPECTED.match(raw)
    if expected and expected.group(1).startswith("tag end"):
        return _words("unclosed_block:" + expected.group(1).removeprefix("tag end"), token)
    if expected:
        wanted, got = (_SPELLED.get(name.strip("'"), name.strip("'")) for name in expected.groups())
        got = token.value if token is not None and token.value else got
        return (
            Text(
                f"여기에는 `{wanted}` 같은 것이 와야 해요.", f"Something like `{wanted}` was expected here."
            ),
            Text(f"지금은 여기에 `{got}`라고 쓰여 있어요.", f"Instead there is `{got}`."),
        )
    if raw.startswith(("unexpected tag", "unknown tag")):
        return _unknown_tag(token)
    if raw.startswith("block nesting"):
        return WORDS["too_deep"]
    return (
        Text("여기를 읽을 수 없어요.", "This cannot be read."),
        Text("빠지거나 남는 글자가 있는지 확인하세요.", "Look for a sign that is missing or left over."),
    )


def _filled(text: Text, *parts: Text) -> Text:
    ko, en = text.ko, text.en
    for number, part in enumerate(parts):
        ko, en = ko.replace(f"{{{number}}}", part.ko), en.replace(f"{{{number}}}", part.en)
    return Text(ko, en)


def _unknown_filter(name: str) -> tuple[Text, Text]:
    what = Text(f"`{name}`라는 필터는 없어요.", f"There is no filter `{name}`.")
    from_table = _NOT_BRAZE.get(name)
    meant = from_table or nearest(name, KNOWN["filters"])
    remedy = (
        did_you_mean(name, meant) if meant else Text("필터 목록에서 고르세요.", "Choose one from the list.")
    )
    return what, remedy


def _unknown_tag(token: Any) -> tuple[Text, Text]:
    name = token.value if token is not None else ""
    if name in _NEEDS:
        block = _NEEDS[name]
        return (
            Text(
                f"이 `{name}`에 맞는 `{block}`{josa(block, '이/가')[len(block) :]} 없어요.",
                f"This `{name}` has no `{block}` to go with.",
            ),
            Text(
                f"앞에 `{{% {block} ... %}}`를 쓰거나 이 태그를 지우세요.",
                f"Open `{{% {block} ... %}}` before it, or take it out.",
            ),
        )
    what = Text(f"`{name}` 태그는 여기에 올 수 없어요.", f"A `{name}` tag cannot stand here.")
    after = token.source[token.start_index + len(name) :][:2] if token is not None else ""
    if after[:1] in (".", "[") or name in NAMESPACES:
        return what, Text("값을 보여 주려면 `{{ }}`를 쓰세요.", "Use `{{ }}` to print a value.")
    if name in _NO_TAGS:
        return what, _NO_TAGS[name]
    meant = nearest(name, KNOWN["tags"])
    return what, did_you_mean(name, meant) if meant else Text(
        "태그 이름을 확인하세요.", "Check the tag's name."
    )
