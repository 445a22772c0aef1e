"""Any template of the dialect, however odd its values, gives text, an abort or one clear mistake: never a crash."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages.liquid import render
from app.messages.liquid.environment import _ENVIRONMENT
from fake_company.errors import DangolError

_VALUES = (
    "'abc'", "''", "' '", "nil", "true", "false", "blank", "empty", "0", "-1", "3", "2.5", "99999999999999999999",
    "(1..3)", "x", "y", "o", "l", "d", "n", "${first_name}", "custom_attribute.${a}", "{{custom_attribute.${a}}}",
    "'now'", "'2024-03-01'", "'%Y'", "l[0]", "o.k", "o['k']", "l.first", "nothing.x[0]", "d.size", "'Asia/Seoul'", "x[y]",
    "'1,2,3'", "forloop.index", "'{\"a\":[1]}'",
)  # fmt: skip
values = st.sampled_from(_VALUES)
filters = st.builds(
    lambda name, given: f"| {name}" + (": " + ", ".join(given) if given else ""),
    st.sampled_from(sorted(_ENVIRONMENT.filters)),
    st.lists(values, max_size=2),
)
expressions = st.builds(lambda value, after: " ".join((value, *after)), values, st.lists(filters, max_size=2))
conditions = st.builds(
    lambda left, sign, right, join, last: f"{left} {sign} {right} {join} {last}",
    expressions, st.sampled_from(["==", "!=", ">", "<", ">=", "<=", "contains"]), values,
    st.sampled_from(["and", "or", "&&"]), values,
)  # fmt: skip
_LEAVES = st.one_of(
    st.builds("{{{{ {} }}}}".format, expressions),
    st.builds("{{% assign {} = {} %}}".format, st.sampled_from("xyold"), expressions),
    st.builds("{{% cycle {}, {} %}}".format, values, values),
    st.builds("{{% connected_content https://a.b/{{{{{}}}}} :save {} {} %}}".format, values, st.sampled_from("xyo"),
              st.sampled_from(["", ":retry", ":rerender"])),
    st.builds("{{% catalog_items c {{{{{}}}}} :rerender %}}{{{{items[0].name}}}}".format, values),
    st.builds("{{% message_extras :key {{{{{}}}}} :value {{{{{}}}}} %}}".format, values, values),
    st.builds("{{% liquid\n assign x = {}\n echo x\n%}}".format, expressions),
    st.sampled_from(["{% increment x %}", "{% promotion('p') %}", "{{content_blocks.${a}}}", "{% random 3 %}",
                     "${first_name}", "{% break %}", "{% abort_message('a') %}", "{% shopping_cart {{x}} %}"]),
)  # fmt: skip


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(
            "{{% if {} %}}{}{{% elsif {} %}}b{{% else %}}c{{% endif %}}".format, conditions, inner, values
        ),
        st.builds("{{% unless {} %}}{}{{% endunless %}}".format, conditions, inner),
        st.builds(
            "{{% for i in {} limit:{} offset:{} %}}{}{{% endfor %}}".format,
            expressions,
            values,
            values,
            inner,
        ),
        st.builds("{{% tablerow i in {} cols:{} %}}{}{{% endtablerow %}}".format, values, values, inner),
        st.builds(
            "{{% case {} %}}{{% when {}, {} %}}{}{{% endcase %}}".format, values, values, values, inner
        ),
        st.builds("{{% capture {} %}}{}{{% endcapture %}}".format, st.sampled_from("xy"), inner),
        st.builds("{{% ifchanged %}}{}{{% endifchanged %}}".format, inner),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    )


CONTEXT: dict[str, Any] = {
    "now": "2024-03-15T00:00:00Z",
    "user": {"first_name": "민지"},
    "custom_attribute": {"a": [1, "b", None, {"k": 1}]},
    "vars": {"x": "5", "y": 3, "o": {"k": "v", "n": None}, "l": ["b", None, 2, {"k": 2}, [1]], "d": "2024-01-05", "n": None},
    "http": {"https://a.b/": {"q": 1}, "https://a.b/5": "{{x}} text", "https://a.b/3": {"__status__": 500}},
    "catalogs": {"c": {"5": {"name": "{{x}}"}}},
    "promotions": {"p": ["A"]},
    "blocks": {"a": "{{x}}{{content_blocks.${a}}}"},
}  # fmt: skip


@given(st.recursive(_LEAVES, _blocks, max_leaves=8))
@settings(max_examples=400, deadline=None)
def test_it_never_crashes(template: str) -> None:
    mistake: DangolError | None = None
    try:
        render(template, CONTEXT)
    except DangolError as error:
        mistake = error
    if mistake is not None:
        assert mistake.extra["code"] not in ("syntax", "not_filled")
        assert mistake.message.ko != mistake.message.en
