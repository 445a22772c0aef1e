"""The form without JavaScript: buttons, values as they are typed, and errors beside the part they belong to."""

from app import segments
from app.segments.schema import STANDARD

TIER = {"kind": "attribute", "field": "tier", "operator": "is_any_of", "value": ["gold", "vip"]}


def sent(*pairs):
    return segments.from_form([("csrf", "x"), *pairs], STANDARD)


def test_buttons_add_nest_and_remove():
    rule = sent(("rule.op", "all"), ("do", "add:rule:lifecycle"))
    assert rule == {"all": [{"kind": "lifecycle", "types": ["current"]}]}
    rule = segments.changed(rule, "group:rule")
    assert rule["all"][1] == {"any": [TIER]}
    rule = segments.changed(rule, "add:rule.1:event")
    assert [part["kind"] for part in rule["all"][1]["any"]] == ["attribute", "event"]
    assert segments.changed(rule, "remove:rule.0") == {"all": [rule["all"][0]]}
    for nonsense in (
        "remove:rule",
        "remove:rule.9",
        "add:rule.0.0",
        "add:",
        "boom:rule",
        "remove:x.1",
        "add:rule.x",
    ):
        assert segments.changed(rule, nonsense) == rule


def test_typed_values_become_what_the_operator_needs():
    rule = sent(
        ("rule.op", "any"),
        ("rule.0.kind", "attribute"), ("rule.0.field", "points"), ("rule.0.operator", "between"), ("rule.0.value", "1~1000"),
        ("rule.2.kind", "event"), ("rule.2.name", "product_added"), ("rule.2.within.unit", "days"),
        ("rule.2.within.amount", "3"), ("rule.2.count.operator", "at_least"), ("rule.2.count.value", "2"),
        ("rule.2.where.0.property", "amount_krw"), ("rule.2.where.0.operator", "at_least"),
        ("rule.2.where.0.value", "30,000"), ("rule.2.where.1.property", ""),
        ("rule.10.kind", "attribute"), ("rule.10.field", "tier"), ("rule.10.operator", "is_any_of"),
        ("rule.10.value", "gold"), ("rule.10.value", "vip"),
    )  # fmt: skip
    assert rule["any"][1] == {
        "kind": "event", "name": "product_added", "within": {"days": 3}, "count": {"operator": "at_least", "value": 2},
        "where": [{"property": "amount_krw", "operator": "at_least", "value": 30000}],
    }  # fmt: skip
    assert rule["any"][2] == TIER


def test_another_field_brings_an_operator_that_fits():
    rule = sent(
        ("rule.0.kind", "attribute"), ("rule.0.field", "has_app"), ("rule.0.operator", "is_any_of"), ("rule.0.value", "gold")
    )  # fmt: skip
    assert rule == {"all": [{"kind": "attribute", "field": "has_app", "operator": "is_true"}]}


def test_an_unfinished_condition_is_shown_with_its_error():
    rule = {"all": [TIER, {"kind": "attribute", "field": "points", "operator": "at_least", "value": "많이"}]}
    form = segments.to_form(rule, where="segments[0].rule")
    good, bad = form.parts
    assert good.sentence.ko == "등급이 골드·VIP 중 하나인 고객"
    assert bad.sentence is None
    assert bad.error.where.ko == "segments[0].rule.all[1].value"
    assert [control.value for control in bad.controls] == ["points", "at_least", "많이"]


def test_hostile_names_make_no_rule():
    deep = "rule." + ".".join(["0"] * 400)
    assert sent((deep + ".kind", "event"), ("rule", "x"), ("rule.0", "y"), ("rule..kind", "z")) is not None
    assert segments.to_form("nonsense").parts == ()
