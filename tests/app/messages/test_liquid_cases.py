"""The documented cases, whole table; and every rule of the dialect as its own row.

`liquid-examples.jsonl` holds cases from Braze's published documentation (template, context, expected text or abort).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.messages.liquid import render
from fake_company.errors import DangolError

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "liquid-examples.jsonl").read_text("utf-8").splitlines()
]
# The documentation quotes only the first sentence of what these print; the rest of the template's text follows it.
SHORTENED = {"g194", "g195"}


def said(template: str, context: dict[str, Any]) -> Any:
    """What a template gives, as the table writes it."""
    try:
        outcome = render(template, context)
    except DangolError as error:
        return {"error": error.message.en}
    return outcome.text.strip() if outcome.abort is None else {"abort": outcome.abort}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["id"] not in SHORTENED], ids=lambda case: case["id"]
)
def test_documented_case(case: dict[str, Any]) -> None:
    assert said(case["template"], case["context"]) == case["expected"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["id"] in SHORTENED], ids=lambda case: case["id"]
)
def test_documented_case_of_which_only_the_start_is_quoted(case: dict[str, Any]) -> None:
    assert said(case["template"], case["context"]).startswith(case["expected"])


CONTEXT = {
    "now": "2024-03-15T12:34:56Z",
    "user": {"first_name": "민지", "last_name": " ", "city": "", "time_zone": "Asia/Seoul", "zip code": "04524"},
    "custom_attribute": {
        "points": 1200, "blank": "  ", "no": False, "list": ["a", "b"], "text": "abc", "address": {"city": "서울"},
        "Brands Viewed": ["Nike", "Converse"], "big": 1234567.891, "number text": "12", "songs": [{"t": "x"}, {"t": "y"}],
    },
    "event_properties": {"product_name": "셔츠", "cart items": [{"name": "니트"}]},
    "vars": {"plain": "값"},
}  # fmt: skip
RULES = {
    # names and braces
    "{{${first_name}}}": "민지",
    "{{ ${first_name} }}님": "민지님",
    "{{custom_attribute.${points}}}": "1200",
    "{{${zip code}}}": "04524",
    "{{custom_attribute.${Brands Viewed}[1]}}": "Converse",
    "{{custom_attribute.${Brands Viewed}}}": "NikeConverse",
    "{{custom_attribute.${address.city}}}": "서울",
    "{{custom_attribute.${address}.city}}": "서울",
    "{{event_properties.${cart items[0].name}}}": "니트",
    "{{custom_attribute.${songs}[1].t}}": "y",
    "${{custom_attribute.${points}}}": "$1200",
    "${{custom_attribute.${points} | money}}": "$1200.00",
    "{% if custom_attribute.${points} == 1200 %}y{% endif %}": "y",
    "{% if {{custom_attribute.${points}}} == 1200 %}y{% endif %}": "y",
    "{% if {{plain}} == '값' %}y{% endif %}": "y",
    "{% assign x = {{custom_attribute.${points} | plus: 50}} %}{{x}}": "1250",
    "{% assign x = {{custom_attribute.${points}}} | plus: {{custom_attribute.${points}}} %}{{x}}": "2400",
    "{{custom_attribute.${points} | plus: {{ 2 | times: 3 }} }}": "1206",
    "{{ 'now' | time_zone: ${time_zone} | date: '%H:%M' }}": "21:34",
    "{{ 'now' | time_zone: {{${time_zone}}} | date: '%H:%M' }}": "21:34",
    "a<!-- {{ nonsense -->b": "ab",
    "{% raw %}{{x}}{% endraw %}": "{{x}}",
    "a {{- 'b' -}} c": "abc",
    "{% comment %}it's {{ open{% endcomment %}x": "x",
    "{% liquid\nassign a = ${first_name}\necho a\n%}": "민지",
    "{{missing.deep[3].er}}|": "|",
    "{{${missing}}}|": "|",
    "“{{ '“' }}”": "““”",
    # blank, nil, default
    "{% if ${last_name} == blank %}y{% else %}n{% endif %}": "y",
    "{% if ${city} == blank %}y{% endif %}": "y",
    "{% if ${missing} == blank %}y{% endif %}": "y",
    "{% if custom_attribute.${no} == blank %}y{% endif %}": "y",
    "{% if ${first_name} != blank and ${first_name} != null %}y{% endif %}": "y",
    "{% if ${missing} == nil %}y{% endif %}": "y",
    "{% if ${last_name} == nil %}y{% else %}n{% endif %}": "n",
    "{% if ${city} == empty %}y{% endif %}": "y",
    "[{{${last_name} | default: '고객'}}]": "[ ]",
    "[{{${city} | default: '고객'}}]": "[고객]",
    "[{{custom_attribute.${no} | default: 'x'}}]": "[x]",
    "[{{custom_attribute.${no} | default: 'x', allow_false: true}}]": "[false]",
    "[{{ 0 | default: 5 }}]": "[0]",
    # comparison
    "{% if ${missing} > 0 %}y{% else %}n{% endif %}": "n",
    "{% if ${missing} < 0 %}y{% else %}n{% endif %}": "n",
    "{% if ${city} > 0 %}y{% else %}n{% endif %}": "n",
    "{% if custom_attribute.${points} >1000 %}y{% endif %}": "y",
    "{% if custom_attribute.${number text} == 12 %}y{% else %}n{% endif %}": "n",
    "{% if custom_attribute.${number text} > 5 %}y{% endif %}": {"error": "Text and numbers cannot be compared."},
    "{% if 1 == 1.0 %}y{% endif %}": "y",
    "{% if true == 1 %}y{% else %}n{% endif %}": "n",
    "{% if custom_attribute.${text} contains 'b' %}y{% endif %}": "y",
    "{% if custom_attribute.${Brands Viewed} contains 'Nike' %}y{% endif %}": "y",
    "{% if custom_attribute.${Brands Viewed} contains 'Nik' %}y{% else %}n{% endif %}": "n",
    "{% if ${missing} contains 'a' %}y{% else %}n{% endif %}": "n",
    "{% if true or false and false %}y{% else %}n{% endif %}": "y",
    "{% if false and false or true %}y{% else %}n{% endif %}": "n",
    "{% if 1 == 1 && 2 == 2 %}y{% endif %}": "y",
    "{% if {{custom_attribute.${list} | size}} == 2 %}y{% endif %}": "y",
    "{% if (1 == 2) or 2 == 2 %}y{% endif %}": "y",
    "{% unless ${first_name} == '민지' %}n{% else %}y{% endunless %}": "y",
    "{% case custom_attribute.${points} %}{% when 1, 1200 %}y{% else %}n{% endcase %}": "y",
    "{% case ${missing} %}{% when blank %}y{% endcase %}": "y",
    # arithmetic
    "{{ 2.5 | round }} {{ -2.5 | round }} {{ 1.255 | round: 2 }}": "3 -3 1.26",
    "{{ 7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }} {{ 7 | modulo: 3 }}": "3 3.5 1",
    "{{ '7,42' | plus: 0 }} {{ '3.5' | times: 2 }} {{ nil | plus: 1 }}": "7 7.0 1",
    "{{ 0.1 | plus: 0.2 }}": "0.3",
    "{{ -2 | abs }} {{ 4 | at_most: 3 }} {{ 4 | at_least: 5 }} {{ 1.2 | ceil }} {{ 1.8 | floor }}": "2 3 5 2 1",
    "{{ 1 | divided_by: 0 }}": {"error": "Nothing can be divided by 0."},
    "{{ 145 | money }} {{ 1.005 | money }}": "145.00 1.01",
    "{{ 123456 | number_with_delimiter }} {{ custom_attribute.${big} | number_with_delimiter }}": "123,456 1,234,567.891",
    # text and lists
    "{{ 'a*b*' | split: '*' | size }} {{ 'abc' | split: '' | join: '-' }}": "2 a-b-c",
    "{{ custom_attribute.${list} | join }}": "a b",
    "{{ 'b,a,b' | split: ',' | uniq | sort | join: ',' }}": "a,b",
    "{{ custom_attribute.${songs} | map: 't' | join: '/' }}": "x/y",
    "{{ custom_attribute.${songs} | where: 't', 'y' | size }}": "1",
    "{{ 'hello' | slice: 1, 3 }}{{ 'hello' | slice: -2, 2 }}": "elllo",
    "{{ 'hello world' | truncate: 8 }}|{{ 'a b c' | truncatewords: 2 }}": "hello...|a b...",
    "{{ \"<b>'x'</b>\" | escape }} {{ '<b>x</b>' | strip_html }}": "&lt;b&gt;&#39;x&#39;&lt;/b&gt; x",
    "{{ 'hey<&>hi' | url_escape }} {{ 'hey<&>hi' | url_param_escape }} {{ 'a b' | url_encode }}":
        "hey%3C&%3Ehi hey%3C%26%3Ehi a+b",
    "{{ 'blah' | base64_encode }} {{ 'a' | md5 }}": "YmxhaA== 0cc175b9c0f1b6a831c399e269772661",
    "{{ '{\"a\":[1,2]}' | json_parse | as_json_string }}": '{"a":[1,2]}',
    "{{ '{\"a b\":1}' | json_parse | property_accessor: 'a b' }}": "1",
    "{{ 'say \"hi\"' | json_escape }}": 'say \\"hi\\"',
    "{{ (1..3) }} {{ (1..3) | join: '' }} {{ (1..3) | size }} {{ (2..4) | last }}": "1..3 123 3 4",
    # dates
    "{{ 'now' | date: '%Y-%m-%d %H:%M:%S' }}": "2024-03-15 12:34:56",
    "{{ '2021-06-03T08:15:30-0800' | date: '%s' }}": "1622736930",
    "{{ '2023-12-22T24:00-05:00' | date: '%s' }}": "1703307600",
    "{{ '2022-03-31' | date: '%s' }}": "1648684800",
    "{{ '2025-08-05T08:15:30-0800' | time_zone: 'America/Los_Angeles' | date: '%l:%M %p' }}": "9:15 AM",
    "{{ 1433351621 | date: '%b %-d, %Y' }}": "Jun 3, 2015",
    "{{ 'not a date' | date: '%Y' }}": "not a date",
    "{{ 'now' | date: '%a %A %b %B %j %e %I %P %y %%' }}": "Fri Friday Mar March 075 15 12 pm 24 %",
    "{{ 'now' | time_zone: '-0500' | date: '%H %z' }}": "07 -0500",
    # tags of Braze
    "{% abort_message %}": {"abort": "{% abort_message %} called"},
    "{% abort_message() %}": {"abort": "{% abort_message %} called"},
    "{% abort_message () %}": {"abort": "{% abort_message %} called"},
    "x{% abort_message('it is over') %}": {"abort": "it is over"},
    '{% abort_message("it\'s over") %}': {"abort": "it's over"},
    "{% message_extras :key a :value b %}x": "x",
    "{% random 1 %}": "0",
    "{% translation a %}안녕{% endtranslation %}": "안녕",
    "{% connected_content https://a.b/c :save x %}[{{x}}]": "[]",
    "{% catalog_items shoes 1 %}": {"error": "There is no catalog `shoes`."},
    "{% promotion('spring') %}": {"error": "There is no list of codes `spring`."},
}  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), RULES.items(), ids=list(RULES))
def test_rule_of_the_dialect(template: str, expected: Any) -> None:
    assert said(template, CONTEXT) == expected


def test_both_templates_of_the_course() -> None:
    coupon = (
        "{{${first_name} | default: '회원님'}} 님을 위해 준비한 쿠폰 오늘 이후는 사라져요.. 50% 할인 쿠폰"
    )
    assert said(coupon, {"user": {"first_name": "민지"}}).startswith("민지 님을 위해 준비한 쿠폰")
    assert said(coupon, {}).startswith("회원님 님을 위해")
    countdown = (
        '🔥마감까지 D-{% assign myVar="now" | date: "%s" %}'
        "{{ '2022-03-31' | date: \"%s\" | minus: myVar | divided_by: 3600 | divided_by: 24 | round }}🔥"
    )
    assert said(countdown, {"now": "2022-03-28T00:00:00Z"}) == "🔥마감까지 D-3🔥"


def test_line_ends_stay_as_they_are() -> None:
    assert render("a\r\nb\rc\n", {}).text == "a\r\nb\rc\n"


def test_chance_is_the_same_for_one_customer_at_one_moment() -> None:
    context = {"now": "2026-03-02T00:00:00Z", "user": {"user_id": "c1"}}
    drawn = {render("{% random 1000000 %}", context).text for _ in range(5)}
    others = {
        render("{% random 1000000 %}", {**context, "user": {"user_id": f"c{i}"}}).text for i in range(5)
    }
    assert len(drawn) == 1
    assert len(others) == 5
