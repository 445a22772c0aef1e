"""A template mistake says where (line, column, caret), what was expected, and the nearest name."""

from __future__ import annotations

import pytest

from app.messages.compiled import compile_texts
from app.messages.lint import unknown_variables
from app.messages.liquid import compile_template, render
from app.messages.variables import available
from fake_company import profile
from fake_company.errors import DangolError

# template → (line, column, message, remedy), all in English
MISTAKES = {
    "안녕\n {{ ${first_name} | defalt: 'x' }}": (2, 21, "There is no filter `defalt`.", "Did you mean `default`?"),
    "{{${first_name}}": (1, 16, "The braces do not match up.", "Make the closing braces match the opening ones."),
    "{{{x}}}": (1, 1, "There are three braces.", "Use exactly two: `{{`."),
    "{{ ${a} | default: ‘x’ }}": (1, 20, "Curly quotes do not work here.", "Use straight quotes (' or \")."),
    "a\n{% if x = 1 %}b{% endif %}": (2, 9, "Compare with `==`.", "Change `=` to `==`."),
    "{% if x == 1 %}b": (1, 4, "This `if` is never ended.", "Add `{% endif %}`."),
    "{% for i in x %}b": (1, 4, "This `for` is never ended.", "Add `{% endfor %}`."),
    "{% comment %}b": (1, 1, "This `comment` is never ended.", "Add `{% endcomment %}`."),
    "{{ }}": (1, 1, "There is nothing between the braces.", "For example `{{${first_name}}}`"),
    "{{ 'a }}": (1, 4, "This quote is never closed.", "Close it with the same quote."),
    "{{ a b }}": (1, 6, "From here on this cannot be read.", "Look for a missing quote, `|` or comma."),
    "{% assign v = t > 100 %}": (1, 17, "No comparison is possible here.", "Compare inside `if`."),
    "{{ a | plus: }}": (1, 13, "A value was expected here.", "Use a variable, a number or quoted text."),
    "{{ a | }}": (1, 7, "There is no filter name after `|`.", "For example `| default: 'there'`"),
    "{% unles x %}{% endunless %}": (1, 4, "A `unles` tag cannot stand here.", "Did you mean `unless`?"),
    "<!-- {{ --> {{ ${a | b} }}": (1, 16, "Only an attribute name fits inside `${ }`.",
                                   "Put filters outside: `{{${first_name} | default: 'there'}}`"),
    "{% abort_message(why) %}": (1, 17, "The reason must be text in straight quotes.",
                                 "For example `{% abort_message('empty cart') %}`"),
    "{{ 'a' | lstrip }}": (1, 10, "There is no filter `lstrip`.", "Did you mean `strip`?"),
    "{% if custom_attribute.${zip code} = 1 %}": (1, 36, "Compare with `==`.", "Change `=` to `==`."),
}  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), MISTAKES.items(), ids=list(MISTAKES))
def test_mistake(template: str, expected: tuple[int, int, str, str]) -> None:
    with pytest.raises(DangolError) as refused:
        compile_template(template, "messages[0].fields.body")
    error = refused.value
    assert (error.extra["line"], error.extra["column"], error.message.en, error.remedy.en) == expected
    shown, caret = error.extra["snippet"].split("\n")
    assert shown == template.split("\n")[error.extra["line"] - 1]
    assert caret == " " * (error.extra["column"] - 1) + "^"
    assert error.where.en.startswith("messages[0].fields.body line")
    assert error.message.ko != error.message.en


def test_a_mistake_while_filling_in_names_its_place() -> None:
    with pytest.raises(DangolError) as refused:
        render("좋아요\n{% if ${x} > 3 %}a{% endif %}", {"user": {"x": "abc"}})
    assert (refused.value.extra["line"], refused.value.extra["column"]) == (2, 12)
    assert refused.value.message.ko == "글과 숫자는 크기를 비교할 수 없어요."


def found(body: str) -> list[tuple[str, str, str | None]]:
    compiled = compile_texts((("body", body),), "messages[0]")
    made = unknown_variables(compiled, available(profile.load("fashion")), "messages[0]")
    return [(finding.text.en, finding.remedy.ko, finding.fix and finding.fix["value"]) for finding in made]


def test_unknown_variables_name_the_nearest() -> None:
    assert found("{{${frist_name}}}님") == [
        (
            "There is no variable `frist_name` (line 1).",
            "`first_name`를 쓰려고 했나요?",
            "{{${first_name}}}님",
        )
    ]
    assert found("{{first_name}}") == [
        (
            "There is no variable `first_name` (line 1).",
            "`{{${first_name}}}`를 쓰려고 했나요?",
            "{{${first_name}}}",
        )
    ]
    assert found("{{event_properties.${product_nam}}}")[0][2] == "{{event_properties.${product_name}}}"
    assert (
        found(
            "{% assign a = ${first_name} %}{{a}}{% for x in (1..2) %}{{x}}{% endfor %}{{custom_attribute.${tier}}}"
        )
        == []
    )
    assert found("{{context.${x}}}{{sms.${inbound_message_body}}}{{${email_footer}}}") == []
