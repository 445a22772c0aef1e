"""Where Braze's documents contradict themselves or stay silent: what they say, and what this sandbox does.

One row a question. `shown` is a template whose answer (`gives`) is held by a test; `code` is the lint finding, if any.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fake_company.text import Text


@dataclass(frozen=True)
class Choice:
    """One question the documents leave open, and the answer chosen here."""

    key: str
    about: Text
    said: Text
    chosen: Text
    shown: str = ""
    gives: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    code: str = ""


def _choice(
    key: str, about: tuple[str, str], said: tuple[str, str], chosen: tuple[str, str],
    shown: str = "", gives: str = "", context: dict[str, Any] | None = None, code: str = "",
) -> Choice:  # fmt: skip
    return Choice(key, Text(*about), Text(*said), Text(*chosen), shown, gives, context or {}, code)


_NOW = {"now": "2024-03-15T12:00:00Z"}
CHOICES: tuple[Choice, ...] = (
    _choice("date_order", ("`date: '%b %d'`의 순서", "The order of `date: '%b %d'`"),
            ("예시는 `03 June`, 서식대로면 `Jun 03`", "The example prints `03 June`, the format means `Jun 03`"),
            ("서식에 적은 대로 써요.", "What the format says."),
            "{{ '2021-06-03 17:13:41 UTC' | date: '%b %d' }}", "Jun 03"),
    _choice("unix_seconds", ("`date: '%s'`의 값", "The value of `date: '%s'`"),
            ("2021-06-03을 1433351621(2015년)로 보여 줘요.", "2021-06-03 is shown as 1433351621, which is in 2015."),
            ("그 시각의 유닉스 초를 계산해요.", "The Unix seconds of that moment."),
            "{{ '2021-06-03 17:13:41 UTC' | date: '%s' }}", "1622740421"),
    _choice("summer_time", ("로스앤젤레스의 8월 시각", "August in Los Angeles"),
            ("서머타임인데도 PST로 8:15를 보여 줘요.", "8:15 is shown, as if there were no summer time."),
            ("시간대의 규칙(서머타임)을 따라요.", "The zone's own rules, summer time included."),
            "{{ '2025-08-05T08:15:30-0800' | time_zone: 'America/Los_Angeles' | date: '%l:%M %p' | strip }}", "9:15 AM"),
    _choice("am_pm", ("오전/오후 표시", "AM and PM"),
            ("같은 `%p`가 `pm`으로도 `PM`으로도 나와요.", "The same `%p` appears as `pm` and as `PM`."),
            ("`%p`는 PM, `%P`는 pm이에요.", "`%p` is PM, `%P` is pm."),
            "{{ 'now' | date: '%p %P' }}", "PM pm", _NOW),
    _choice("parentheses", ("조건의 괄호", "Parentheses in conditions"),
            ("쓸 수 없다고 하지만 예시에서 써요.", "Called invalid, yet used in an example."),
            ("묶음으로 읽되 알려 드려요.", "Read as grouping, and pointed out."),
            "{% if (true or true) and false %}y{% else %}n{% endif %}", "n", {}, "braze.parentheses"),
    _choice("filter_in_condition", ("`if` 안의 필터", "Filters in `if`"),
            ("안 된다고 하지만 예시에서 써요.", "Called unsupported, yet used in two examples."),
            ("계산하되 알려 드려요. `assign`이 안전해요.", "Worked out, and pointed out; `assign` is the safe way."),
            "{% if list | size > 1 %}y{% endif %}", "y", {"vars": {"list": [1, 2]}}, "braze.filter_in_condition"),
    _choice("filter_in_loop", ("`for` 안의 필터", "Filters in `for`"),
            ("안 된다고 해요.", "Called unsupported."),
            ("계산하되 알려 드려요.", "Worked out, and pointed out."),
            "{% for i in list | reverse %}{{i}}{% endfor %}", "21", {"vars": {"list": [1, 2]}}, "braze.filter_in_loop"),
    _choice("and_sign", ("`&&`와 `||`", "`&&` and `||`"),
            ("연산자 표에는 없지만 예시에서 써요.", "Not among the operators, yet used in an example."),
            ("and, or로 읽고 알려 드려요.", "Read as `and`, `or`, and pointed out."),
            "{% if true && false %}y{% else %}n{% endif %}", "n", {}, "braze.and_sign"),
    _choice("abort_log", ("중단 기록", "The log of an abort"),
            ("이유만 남는다고도, 태그 전체가 남는다고도 해요.", "Either the reason alone or the whole tag is logged."),
            ("이유가 있으면 이유, 없으면 `{% abort_message %} called`를 남겨요.",
             "The reason, or `{% abort_message %} called` without one.")),
    _choice("block_size", ("콘텐츠 블록의 크기", "The size of a content block"),
            ("50 KB라고도 5 MB라고도 해요.", "50 KB on one page, 5 MB on another."),
            ("50 KB까지예요.", "Up to 50 KB."), "", "", {}, "braze.block_size"),
    _choice("first_of_list", ("목록의 `first`", "`first` of a list"),
            ("가장 오래된 값이라고도 가장 새 값이라고도 해요.", "The oldest value, or the newest, depending on the page."),
            ("저장된 순서의 첫 값(가장 먼저 들어온 값)이에요.", "The first as stored: the oldest."),
            "{{ custom_attribute.${a} | first }}", "old", {"custom_attribute": {"a": ["old", "new"]}}),
    _choice("code_spent", ("보내지 못한 메시지의 코드", "The code of a message that failed"),
            ("쓴 것으로 친다고도 치지 않는다고도 해요.", "Consumed, or not consumed."),
            ("쓴 것으로 쳐요. 이름이 나온 목록마다 하나씩 줄어요.", "Consumed, one for every list the message names."),
            "", "", {}, "braze.several_code_lists"),
    _choice("blank_balance", ("빈 값과 크기 비교", "Comparing a blank value"),
            ("중단된다고도 오류라고도 해요.", "Aborts on one page, an error on another."),
            ("값이 없거나 빈 글, false이면 어떤 크기 비교도 맞지 않아요. 글과 숫자를 비교하면 오류예요.",
             "Nothing compares with nil, a blank text or false; text against a number is an error."),
            "{% if custom_attribute.${b} > 0 %}y{% else %}n{% endif %}", "n", {"custom_attribute": {"b": " "}}),
    _choice("index_of_object", ("객체에 쓴 `[0]`", "`[0]` on an object"),
            ("객체인 속성에 `[0]`을 써요.", "An example puts `[0]` on an attribute that is one object."),
            ("그 객체 자신으로 읽어요.", "Read as the object itself."),
            "{{custom_attribute.${song}[0].name}}", "Solea", {"custom_attribute": {"song": {"name": "Solea"}}}),
    _choice("bare_attribute", ("괄호 없는 `${first_name}`", "`${first_name}` without braces"),
            ("홀로 쓸 때는 `{{ }}`가 있어야 한다면서 두 예시는 없이 써요.", "Braces are required, yet two examples do without."),
            ("기본 속성이면 채우고 알려 드려요.", "Filled in for default attributes, and pointed out."),
            "Hi ${first_name}", "Hi Jon", {"user": {"first_name": "Jon"}}, "braze.bare_attribute"),
    _choice("block_spelling", ("`content_block.`이라는 철자", "The spelling `content_block.`"),
            ("한 곳만 s 없이 써요.", "One page leaves out the s."),
            ("같은 것으로 읽고 알려 드려요.", "Read as the same, and pointed out."),
            "{{content_block.${a}}}", "x", {"blocks": {"a": "x"}}, "braze.content_block_spelling"),
    _choice("two_attributes", ("한 줄에서 속성 둘을 계산", "Arithmetic between two attributes in one line"),
            ("할 수 없다고 해요.", "Called impossible."),
            ("계산하되 알려 드려요.", "Worked out, and pointed out."),
            "{{custom_attribute.${a} | plus: {{custom_attribute.${b}}}}}", "5", {"custom_attribute": {"a": 2, "b": 3}},
            "braze.two_attributes"),
    _choice("status_code", ("`__http_status_code__`", "`__http_status_code__`"),
            ("모든 응답에 있다고도, 성공한 JSON 객체에만 있다고도 해요.", "On every answer, or only on a JSON object that succeeded."),
            ("성공한 JSON 객체에만 있어요. 실패하면 변수가 비어요.", "Only on a JSON object that succeeded; a failure leaves nothing."),
            "{% connected_content https://a.b/c :save x %}{% if x.__http_status_code__ != 200 %}failed{% endif %}", "failed"),
    _choice("saved_text", ("글로 온 응답과 `:save`", "A text answer with `:save`"),
            ("JSON만 저장한다면서 토큰 글을 변수로 써요.", "Only JSON is saved, yet an example uses a saved token."),
            ("글도 변수에 담고 그 자리에는 아무것도 쓰지 않아요.", "The text is saved, and nothing is written in its place."),
            "[{% connected_content https://a.b/t :save t %}{{t}}]", "[abc]", {"http": {"https://a.b/t": "abc"}}),
    _choice("credentials", ("`:basic_auth`와 `:auth_credentials`", "`:basic_auth` and `:auth_credentials`"),
            ("지운 인증 정보를 쓰면 중단돼요.", "A deleted credential aborts the call."),
            ("이곳에는 인증 정보가 없어서 무시하고 알려 드려요.", "There are none here: ignored, and pointed out."),
            "{% connected_content https://a.b/t :basic_auth me %}", "abc", {"http": {"https://a.b/t": "abc"}},
            "braze.credentials_ignored"),
    _choice("time_arithmetic", ("시각에 쓴 계산 필터", "A math filter on a time"),
            ("시각은 계산 필터를 거쳐야 비교할 수 있다고만 해요.", "A math filter is asked for; what it makes of a time is not said."),
            ("유닉스 초가 돼요.", "It becomes Unix seconds."),
            "{{ 'now' | time_zone: 'UTC' | plus: 0 }}", "1710504000", _NOW),
    _choice("preview_types", ("미리보기의 값 종류", "Types of values in a preview"),
            ("미리보기는 `\"3\"`을 3으로 바꾸지만 보낼 때는 그대로예요.", "A preview turns `\"3\"` into 3, sending does not."),
            ("미리보기도 보낼 때와 똑같아요.", "A preview is what is sent."),
            "{% if context.${n} == 3 %}number{% else %}text{% endif %}", "text", {"context": {"n": "3"}}),
    _choice("query_builder", ("Query Builder의 변수와 필터", "Variables and filters of the Query Builder"),
            ("보고서 SQL에서만 써요.", "For the SQL of reports only."),
            ("읽되 메시지에는 맞지 않다고 알려 드려요.", "Read, and pointed out as out of place in a message."),
            "{{options.${m} | is_required: 'false'}}", "x", {"options": {"m": "x"}}, "braze.query_builder"),
)  # fmt: skip
