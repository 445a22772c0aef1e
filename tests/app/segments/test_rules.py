"""Reading rules: what is accepted, and for every mistake the place and the remedy."""

import pytest

from app import segments
from app.segments import rule as rules
from app.segments.conditions import registry
from fake_company.errors import DangolError

WHERE = "segments[0].rule"
GOLD = {"kind": "attribute", "field": "tier", "operator": "is", "value": "gold"}
CART = {"kind": "sequence", "first": "product_added", "then": "order_completed", "within": {"hours": 24}}


def event(**more):
    return {"kind": "event", "name": "product_added", **more}


def nested(depth):
    return GOLD if depth == 0 else {"all": [nested(depth - 1)]}


MISTAKES = [
    (None, WHERE, "empty"),
    ({}, WHERE, "empty"),
    ([], WHERE, "empty"),
    ({"any": []}, f"{WHERE}.any", "group is empty"),
    ({"all": [{"none": []}]}, f"{WHERE}.all[0].none", "group is empty"),
    ({"every": [GOLD]}, f"{WHERE}.every", "no group 'every'"),
    ({"all": [GOLD], "any": [GOLD]}, WHERE, "one of all, any, none"),
    (nested(6), f"{WHERE}" + ".all[0]" * 5 + ".all", "deeper than 5"),
    ({"all": [GOLD] * 61}, WHERE, "at most 60"),
    ({"all": [GOLD, {"kind": "evnt"}]}, f"{WHERE}.all[1].kind", "Did you mean 'event'"),
    ({"all": [GOLD, {"kind": ["event"]}]}, f"{WHERE}.all[1].kind", "no kind of condition"),
    ({"all": [{**GOLD, "operator": "at_least"}]}, f"{WHERE}.all[0].operator", "no operator 'at_least'"),
    ({"all": [{**GOLD, "value": 3}]}, f"{WHERE}.all[0].value", "non-empty text"),
    ({"all": [{**GOLD, "value": "  "}]}, f"{WHERE}.all[0].value", "non-empty text"),
    ({"all": [{**GOLD, "vaule": 3}]}, f"{WHERE}.all[0].vaule", "Did you mean 'value'"),
    ({"all": [{**GOLD, "operator": "is_set"}]}, f"{WHERE}.all[0].value", "takes no value"),
    ({"all": [{**GOLD, "operator": "is_any_of"}]}, f"{WHERE}.all[0].value", "list of 1 to 256"),
    ({"all": [{"kind": "attribute", "field": "points", "operator": "at_least", "value": "많이"}]},
     f"{WHERE}.all[0].value", "number is expected"),
    ({"all": [{"kind": "attribute", "field": "points", "operator": "at_least", "value": True}]},
     f"{WHERE}.all[0].value", "number is expected"),
    ({"all": [{"kind": "attribute", "field": "points", "operator": "between", "value": [5, 1]}]},
     f"{WHERE}.all[0].value", "nobody can match"),
    ({"all": [{"kind": "attribute", "field": "birth_date", "operator": "before", "value": "2026-02-30"}]},
     f"{WHERE}.all[0].value", "not a date"),
    ({"all": [{"kind": "attribute", "operator": "is_set"}]}, f"{WHERE}.all[0].field", "'field' is missing"),
    ({"all": [event(within={"days": 0})]}, f"{WHERE}.all[0].within.days", "from 1 to 3,660"),
    ({"all": [event(within={"days": 99999})]}, f"{WHERE}.all[0].within.days", "from 1 to 3,660"),
    ({"all": [event(within={"days": 1, "hours": 2})]}, f"{WHERE}.all[0].within", "exactly one unit"),
    ({"all": [event(within={"weeks": 1})]}, f"{WHERE}.all[0].within.weeks", "no part 'weeks'"),
    ({"all": [event(within=3)]}, f"{WHERE}.all[0].within", "An object"),
    ({"all": [event(count={"operator": "at_least", "value": 1.5})]}, f"{WHERE}.all[0].count.value", "whole number"),
    ({"all": [event(count={"operator": "less_than", "value": 0})]}, f"{WHERE}.all[0].count", "can have such a count"),
    ({"all": [event(where=[{"property": "amonut_krw", "operator": "is", "value": 1}])]},
     f"{WHERE}.all[0].where[0].property", "Did you mean 'amount_krw'"),
    ({"all": [{**CART, "within": {"calendar_days": 1}}]}, f"{WHERE}.all[0].within.calendar_days", "no part"),
    ({"all": [{**CART, "happened": "no"}]}, f"{WHERE}.all[0].happened", "true or false"),
    ({"all": [{"kind": "orders", "measure": "spend", "operator": "at_least", "value": 1}]},
     f"{WHERE}.all[0].measure", "Did you mean 'spend_krw'"),
    ({"all": [{"kind": "lifecycle", "types": ["dormnt"]}]}, f"{WHERE}.all[0].types[0]", "Did you mean 'dormant'"),
    ({"all": [{"kind": "lifecycle", "types": []}]}, f"{WHERE}.all[0].types", "at least one"),
    ({"all": [{"kind": "reachable", "channel": "fax"}]}, f"{WHERE}.all[0].channel", "no channel 'fax'"),
    ({"all": [{"kind": "bought", "categories": "outer"}]}, f"{WHERE}.all[0].categories", "at least one"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "where", "says"), MISTAKES)
def test_a_mistake_names_its_place_and_the_remedy(rule, where, says):
    with pytest.raises(DangolError) as error:
        segments.parse(rule, WHERE)
    assert error.value.where.ko == where
    assert says in error.value.say("en")
    assert error.value.remedy.ko
    assert error.value.remedy.en


UNKNOWN_HERE = [
    ({**GOLD, "field": "teir"}, "all[0].field", "tier"),
    (event(name="product_aded"), "all[0].name", "product_added"),
    ({**CART, "then": "order_complete"}, "all[0].then", "order_completed"),
    (
        event(where=[{"property": "category", "operator": "is", "value": "outr"}]),
        "all[0].where[0].value",
        "outer",
    ),
    ({"kind": "bought", "categories": ["top", "outr"]}, "all[0].categories[1]", "outer"),
    ({"kind": "touches", "action": "opened", "campaign": "sprin"}, "all[0].campaign", "spring"),
]


@pytest.mark.parametrize(("condition", "where", "nearest"), UNKNOWN_HERE)
def test_what_this_company_does_not_have_is_named_with_the_nearest(random_company, condition, where, nearest):
    rule = {"all": [condition]}
    segments.parse(rule)  # another company may have it
    with pytest.raises(DangolError) as error:
        segments.count(random_company, rule)
    assert error.value.where.en == where
    assert error.value.extra["suggestion"] == nearest


def test_an_operator_must_fit_the_type_the_company_keeps(random_company):
    rule = {"all": [{"kind": "attribute", "field": "top_size", "operator": "at_least", "value": 3}]}
    with pytest.raises(DangolError, match="no operator"):
        segments.count(random_company, rule)


def test_one_condition_is_a_group_of_one_and_no_condition_is_everybody(random_company):
    assert segments.parse(GOLD).to_json() == {"all": [GOLD]}
    assert segments.count(random_company, {"all": []}).to_json() == {"count": 42, "of": 42}
    assert segments.sentence({"all": []}).ko == "모든 고객"


def test_values_with_quotes_stay_values(random_company):
    rule = {"all": [{**GOLD, "value": "x' OR 1=1 --"}, {**GOLD, "operator": "contains", "value": "%_{}'"}]}
    assert segments.count(random_company, rule).n == 0
    assert "'x'' OR 1=1 --'" in segments.sql(random_company, rule)


def test_every_kind_of_condition_is_a_file_and_has_its_schema():
    schema = segments.json_schema()
    assert set(schema["$defs"]) == {"group", *registry()}
    for kind, condition in registry().items():
        assert condition.kind == kind
        assert condition.label.ko
        assert schema["$defs"][kind]["properties"]["kind"] == {"const": kind}
    assert set(schema["$defs"]["group"]["properties"]) == set(rules.GROUPS)
