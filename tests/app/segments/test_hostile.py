"""Whatever JSON or form a person sends: a rule, or one error with place and remedy; never a crash."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import segments
from app.segments.conditions import registry
from app.segments.fields import ATTRIBUTES, EVENTS, PROPERTIES
from app.segments.operators import OPERATORS
from fake_company.errors import DangolError

words = st.sampled_from(
    [*registry(), *OPERATORS, "tier", "points", "birth_date", "product_added", "category", "gold", ""]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**18) | st.floats() | words | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["days", "hours", "operator", "value", "property", "x"]), inner, max_size=3
        )
    ),
    max_leaves=4,
)
keys = sorted({key for kind in registry().values() for key in kind.json_schema()["properties"]} | {"odd"})
conditions = st.builds(
    lambda kind, rest: {**rest, "kind": kind},
    st.sampled_from([*registry(), "nothing", 3]),
    st.dictionaries(st.sampled_from(keys), values, max_size=6),
)
rules = st.recursive(
    conditions | values,
    lambda part: st.dictionaries(st.sampled_from(["all", "any", "none", "x"]), st.lists(part, max_size=3) | part, max_size=2),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules)
def test_any_json_is_a_rule_or_one_clear_error(random_company, rule):
    count, error = answer(random_company, rule)
    if error:
        assert error.message.ko
        assert error.remedy.en
    else:
        assert 0 <= count.n <= count.of
        assert segments.sentence(rule).ko.endswith("고객")


def answer(company, rule):
    try:
        return segments.count(company, rule), None
    except DangolError as error:
        return None, error


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules)
def test_any_json_has_a_form(random_company, rule):
    assert segments.to_form(rule, random_company).operator.options


names = st.lists(
    st.sampled_from(["rule", "op", "0", "1", "kind", *keys, "operator", "unit", "amount", "property"]),
    max_size=6,
)
typed = st.sampled_from(
    [*registry(), *list(ATTRIBUTES)[:4], *list(EVENTS)[:2], *list(PROPERTIES)[:2], "", "1e999", "3", "~"]
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pairs=st.lists(st.tuples(names.map(lambda n: ".".join(["rule", *n])), typed), max_size=8))
def test_any_form_is_a_rule_that_can_be_shown_again(random_company, pairs):
    rule = segments.from_form(pairs, segments.schema_of(random_company))
    assert segments.to_form(rule, random_company).operator.options
