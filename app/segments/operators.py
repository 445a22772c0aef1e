"""Operators: one row each. The row feeds the menu, the SQL, the NumPy test and the sentence, so they never disagree.

A missing value never matches a positive operator; a negative operator is its negation, so a missing value matches it.
Text that is only blanks counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from app.segments.operator import BLANKS, SOMETHING, Argument, Mask, Operator, Type, Values, any_of, each
from app.segments.place import Place, as_number, as_whole, as_word
from app.segments.windows import DAY, LONGEST_DAYS, literal
from app.segments.words import IS, STATE, Clause, Ending, listed, number, with_josa
from fake_company.text import Text, josa

__all__ = ["BLANKS", "OPERATORS", "SOMETHING", "Argument", "Mask", "Operator", "Type", "Values"]

MANY = 256
LONGEST_LIST = 1000

_ALL: tuple[Type, ...] = ("string", "number", "boolean", "date", "list")
_ROWS = (
    Operator("is", Text("이것과 같음", "is"), ("string", "number"), "one", "{x} = {v}",
             lambda x, v, m: x == v, "{x_ga} {v}", IS, "is {v}",
             text=("=", "is")),
    Operator("is_not", Text("이것이 아님", "is not"), ("string", "number"), "one", "{x} = {v}",
             lambda x, v, m: x == v, "{x_ga} {v_ga} 아", Ending("니고", "니거나", "닌"), "is not {v}", "is",
             text=("!=", "is not")),
    Operator("is_any_of", Text("다음 중 하나", "is any of"), ("string", "number"), "many", "{x} IN ({v})",
             lambda x, v, m: any_of(x, v), "{x_ga} {v} 중 하나", IS, "is {v}",
             text=("in", "is any of")),
    Operator("is_none_of", Text("다음 중 무엇도 아님", "is none of"), ("string", "number"), "many", "{x} IN ({v})",
             lambda x, v, m: any_of(x, v), "{x_ga} {v} 중 어느 것도 아", Ending("니고", "니거나", "닌"),
             "is not {v}", "is_any_of",
             text=("not in", "is none of")),
    Operator("contains", Text("글자를 포함", "contains"), ("string",), "one", "contains({x}, {v})",
             lambda x, v, m: each(x, lambda s: v in s), "{x}에 ‘{v_ga_q} 들어 있", STATE, "contains '{v}'",
             text=("contains",)),
    Operator("does_not_contain", Text("글자를 포함하지 않음", "does not contain"), ("string",), "one",
             "contains({x}, {v})", lambda x, v, m: each(x, lambda s: v in s), "{x}에 ‘{v_ga_q} 없", STATE,
             "does not contain '{v}'", "contains",
             text=("not contains", "does not contain")),
    Operator("starts_with", Text("글자로 시작", "starts with"), ("string",), "one", "starts_with({x}, {v})",
             lambda x, v, m: each(x, lambda s: s.startswith(v)), "{x_ga} ‘{v_ro_q} 시작하", STATE,
             "starts with '{v}'",
             text=("starts with",)),
    Operator("ends_with", Text("글자로 끝남", "ends with"), ("string",), "one", "ends_with({x}, {v})",
             lambda x, v, m: each(x, lambda s: s.endswith(v)), "{x_ga} ‘{v_ro_q} 끝나", STATE, "ends with '{v}'",
             text=("ends with",)),
    Operator("at_least", Text("이상", "at least"), ("number",), "one", "{x} >= {v}",
             lambda x, v, m: x >= v, "{x_ga} {v} 이상", IS, "is at least {v}",
             text=(">=", "at least")),
    Operator("at_most", Text("이하", "at most"), ("number",), "one", "{x} <= {v}",
             lambda x, v, m: x <= v, "{x_ga} {v} 이하", IS, "is at most {v}",
             text=("<=", "at most")),
    Operator("more_than", Text("초과", "more than"), ("number",), "one", "{x} > {v}",
             lambda x, v, m: x > v, "{x_ga} {v} 초과", IS, "is more than {v}",
             text=(">", "more than")),
    Operator("less_than", Text("미만", "less than"), ("number",), "one", "{x} < {v}",
             lambda x, v, m: x < v, "{x_ga} {v} 미만", IS, "is less than {v}",
             text=("<", "less than")),
    Operator("between", Text("사이(양 끝 포함)", "between (inclusive)"), ("number",), "range",
             "{x} BETWEEN {low} AND {high}", lambda x, v, m: (x >= v[0]) & (x <= v[1]),
             "{x_ga} {low} 이상 {high} 이하", IS, "is from {low} to {high}",
             text=("between",)),
    Operator("is_true", Text("예", "yes"), ("boolean",), "none", "{x}", lambda x, v, m: x == True,  # noqa: E712
             "{x_ga} ‘예’", IS, "is yes",
             text=("is true",)),
    Operator("is_false", Text("아니요", "no"), ("boolean",), "none", "NOT {x}", lambda x, v, m: x == False,  # noqa: E712
             "{x_ga} ‘아니요’", IS, "is no",
             text=("is false",)),
    Operator("before", Text("이 날보다 전", "before"), ("date",), "one", "{x} < {v}",
             lambda x, v, m: x < v, "{x_ga} {v}보다 전", IS, "is before {v}",
             text=("before",)),
    Operator("on_or_after", Text("이 날이거나 그 뒤", "on or after"), ("date",), "one", "{x} >= {v}",
             lambda x, v, m: x >= v, "{x_ga} {v} 이후", IS, "is on or after {v}",
             text=("from", "on or after")),
    Operator("within_last_days", Text("최근 며칠 안", "within the last days"), ("date",), "days",
             "{x} BETWEEN {low} AND {high}", lambda x, v, m: (x >= m - v * DAY) & (x <= m),
             "{x_ga} 지난 {v}일 안", IS, "is within the last {v} days",
             text=("in last",)),
    Operator("more_than_days_ago", Text("며칠보다 더 전", "more than days ago"), ("date",), "days", "{x} < {low}",
             lambda x, v, m: x < m - v * DAY, "{x_ga} {v}일보다 더 전", IS, "is more than {v} days ago",
             text=("older than",)),
    Operator("includes", Text("이 값이 들어 있음", "includes"), ("list",), "one", "list_contains({x}, {v})",
             lambda x, v, m: each(x, lambda s: v in s), "{x}에 ‘{v_ga_q} 들어 있", STATE, "includes '{v}'",
             text=("includes",)),
    Operator("does_not_include", Text("이 값이 들어 있지 않음", "does not include"), ("list",), "one",
             "list_contains({x}, {v})", lambda x, v, m: each(x, lambda s: v in s), "{x}에 ‘{v_ga_q} 없", STATE,
             "does not include '{v}'", "includes", text=("not includes", "does not include")),
    Operator("includes_any_of", Text("하나라도 들어 있음", "includes any of"), ("list",), "many",
             "list_has_any({x}, [{v}])", lambda x, v, m: each(x, lambda s: not set(v).isdisjoint(s)),
             "{x}에 {v} 중 하나라도 있", STATE, "includes {v}", text=("includes any of",)),
    Operator("includes_all_of", Text("모두 들어 있음", "includes all of"), ("list",), "many",
             "list_has_all({x}, [{v}])", lambda x, v, m: each(x, lambda s: set(v).issubset(s)),
             "{x}에 {v_ga} 모두 있", STATE, "includes all of {v}", text=("includes all of",)),
    Operator("includes_none_of", Text("하나도 들어 있지 않음", "includes none of"), ("list",), "many",
             "list_has_any({x}, [{v}])", lambda x, v, m: each(x, lambda s: not set(v).isdisjoint(s)),
             "{x}에 {v} 중 아무것도 없", STATE, "includes none of {v}", "includes_any_of",
             text=("includes none of",)),
    Operator("size_is", Text("개수가 이것과 같음", "number of values is"), ("list",), "size", "len({x}) = {v}",
             lambda x, v, m: each(x, lambda s: len(s) == v), "{x_ga} {v}개", IS, "has {v} values",
             text=("size =", "size is")),
    Operator("size_at_least", Text("개수가 이상", "number of values at least"), ("list",), "size",
             "len({x}) >= {v}", lambda x, v, m: each(x, lambda s: len(s) >= v), "{x_ga} {v}개 이상", IS,
             "has at least {v} values", text=("size >=", "size at least")),
    Operator("size_at_most", Text("개수가 이하", "number of values at most"), ("list",), "size",
             "len({x}) <= {v}", lambda x, v, m: each(x, lambda s: len(s) <= v), "{x_ga} {v}개 이하", IS,
             "has at most {v} values", text=("size <=", "size at most")),
    Operator("is_set", Text("값이 있음", "is set"), _ALL, "none", "{x} IS NOT NULL",
             lambda x, v, m: np.ones(len(x), dtype=bool), "{x_ga} 있", STATE, "is set",
             text=("is set",)),
    Operator("is_not_set", Text("값이 없음", "is not set"), _ALL, "none", "{x} IS NOT NULL",
             lambda x, v, m: np.ones(len(x), dtype=bool), "{x_ga} 없", STATE, "is not set", "is_set",
             text=("is not set",)),
)  # fmt: skip

OPERATORS: dict[str, Operator] = {row.key: row for row in _ROWS}


def of_type(kind: Type) -> list[Operator]:
    """The menu for one type."""
    return [row for row in _ROWS if kind in row.types]


def find(key: Any, place: Place, kind: Type | None = None) -> Operator:
    """The operator by key; an unknown one, or one that does not fit the type, is an error with the nearest right one."""
    menu = _ROWS if kind is None else of_type(kind)
    row = OPERATORS.get(key) if isinstance(key, str) else None
    if row is None or row not in menu:
        raise place.unknown(Text("비교", "operator"), key, [known.key for known in menu])
    return row


def read_argument(row: Operator, data: Any, kind: Type | None, place: Place) -> Any:
    """The operator's value, checked against the type (None: by what it looks like)."""
    if row.argument == "none":
        if data is not None:
            raise place.error(
                Text(f"‘{row.key}’에는 값을 적지 않아요.", f"'{row.key}' takes no value."),
                Text("value 항목을 지워 주세요.", "Remove the value."),
            )
        return None
    if row.argument in ("days", "size"):
        return as_whole(data, place, 0, LONGEST_DAYS if row.argument == "days" else LONGEST_LIST)
    if row.argument == "range":
        return _range(data, place)
    if row.argument == "many":
        return _many(data, kind, place)
    return _one(data, kind, row, place)


def _range(data: Any, place: Place) -> list[float | int]:
    if not isinstance(data, (list, tuple)) or len(data) != 2:
        raise place.error(
            Text("두 숫자 [작은 값, 큰 값]이 필요해요.", "Two numbers [low, high] are needed."),
            Text("예: [1, 5]", "For example [1, 5]"),
        )
    low, high = (as_number(value, place.at(index)) for index, value in enumerate(data))
    if low > high:
        raise place.error(
            Text(
                f"{josa(str(low), '이/가')} {high}보다 커서 아무도 맞지 않아요.",
                f"{low} is above {high}: nobody can match.",
            ),
            Text("두 값을 서로 바꿔 주세요.", "Swap the two values."),
        )
    return [low, high]


def _many(data: Any, kind: Type | None, place: Place) -> list[Any]:
    if not isinstance(data, (list, tuple)) or not data or len(data) > MANY:
        raise place.error(
            Text(
                f"값을 하나에서 {MANY}개까지 목록으로 적어야 해요.",
                f"A list of 1 to {MANY} values is needed.",
            ),
            Text('예: ["gold", "vip"]', 'For example ["gold", "vip"]'),
        )
    return [_one(value, kind, OPERATORS["is"], place.at(index)) for index, value in enumerate(data)]


def _one(data: Any, kind: Type | None, row: Operator, place: Place) -> Any:
    if kind is None:
        only = row.types[0] if len(row.types) == 1 else None
        kind = only or ("string" if isinstance(data, str) else "number")
    if kind == "number":
        return as_number(data, place)
    if kind == "date":
        return read_date(data, place)
    return as_word(data, place)


def read_date(data: Any, place: Place) -> str:
    """A day as ISO text, `2026-03-02`."""
    try:
        return date.fromisoformat(data).isoformat()
    except (TypeError, ValueError):
        raise place.error(
            Text(f"날짜로 읽을 수 없어요: {data!r}", f"This is not a date: {data!r}"),
            Text("예: 2026-03-02", "For example 2026-03-02"),
        ) from None


def quoted(value: Any) -> str:
    """A value as an SQL literal."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def sql(row: Operator, expression: str, value: Any, kind: Type, moment: datetime) -> str:
    """The comparison as SQL over an expression that is NULL when the value is missing."""
    parts: dict[str, str] = {"x": expression}
    if row.argument == "many":
        parts["v"] = ", ".join(quoted(one) for one in value)
    elif row.argument == "range":
        parts["low"], parts["high"] = (quoted(one) for one in value)
    elif row.argument == "days":
        parts["low"], parts["high"] = literal(moment - timedelta(days=value)), literal(moment)
    elif row.argument == "size":
        parts["v"] = quoted(value)
    elif row.argument == "one":
        parts["v"] = f"TIMESTAMP '{value} 00:00:00'" if kind == "date" else quoted(value)
    template = SOMETHING if kind == "string" and row.argument == "none" else row.sql
    test = template.format(**parts)
    return negated(test) if row.negates else test


def negated(test: str) -> str:
    """The negation in which a missing value counts as not matching."""
    if test.endswith(" IS NOT NULL") and " AND " not in test and " OR " not in test:
        return test.removesuffix(" IS NOT NULL") + " IS NULL"
    return f"({test}) IS NOT TRUE"


def matches(row: Operator, values: Values, present: Mask, value: Any, kind: Type, moments: Values) -> Mask:
    """The comparison over arrays: `values` where `present`, the moments in microseconds."""
    if kind == "date" and row.argument == "one":
        value = np.datetime64(value, "us").astype(np.int64)
    found = np.zeros(len(values), dtype=bool)
    found[present] = row.test(values[present], value, moments[present])
    return ~found if row.negates else found


def clause(
    row: Operator, subject: Text, value: Any, label: Callable[[Any], Text], whose: str = "whose "
) -> Clause:
    """The comparison in words; `label` says a value."""
    ko = {"x": subject.ko, "x_ga": with_josa(subject, "이/가")}
    en = {}
    if row.argument == "range":
        ko["low"], ko["high"] = (label(one).ko for one in value)
        en["low"], en["high"] = (label(one).en for one in value)
    elif row.argument != "none":
        said = listed([label(one) for one in value]) if row.argument == "many" else label(value)
        if row.key == "includes_all_of":
            said = Text(said.ko, " and ".join(label(one).en for one in value))
        if row.argument in ("days", "size"):
            said = Text(number(value), number(value))
        quoted_ko = said.ko + "’"
        ko |= {
            "v": said.ko,
            "v_ga": josa(said.ko, "이/가"),
            "v_ga_q": quoted_ko + josa(said.ko, "이/가").removeprefix(said.ko),
            "v_ro_q": quoted_ko + josa(said.ko, "으로/로").removeprefix(said.ko),
        }
        en["v"] = said.en
    return Clause(row.ko.format(**ko), row.ending, f"{whose}{subject.en} {row.en.format(**en)}")
