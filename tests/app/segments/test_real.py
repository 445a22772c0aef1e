"""On the common company: the twin and the SQL agree, entries are an audience, the command line says the same."""

import json
from datetime import timedelta

import numpy as np
import pytest
from click.testing import CliRunner

from app import segments
from app.cli import segment as command
from app.segments import twin

CART = {
    "kind": "sequence", "first": "product_added", "then": "order_completed", "happened": False,
    "within": {"days": 7}, "since": {"days": 7},
}  # fmt: skip
RULES = [
    {"all": [CART, {"kind": "reachable", "channel": "app_push"}]},
    {"all": [{"kind": "lifecycle", "types": ["current", "returning"]}, {"none": [CART]}]},
    {"any": [{"kind": "orders", "measure": "spend_krw", "operator": "at_least", "value": 100_000},
             {"kind": "attribute", "field": "age", "operator": "less_than", "value": 25}]},
    {"all": [{"kind": "event", "name": "product_viewed", "within": {"days": 30},
              "count": {"operator": "at_least", "value": 3},
              "where": [{"property": "amount_krw", "operator": "at_least", "value": 30_000}]}]},
    {"all": [{"kind": "touches", "action": "received", "within": {"days": 90}},
             {"kind": "consent", "channel": "push", "state": "given"}]},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("days", [0, 45])
def test_sql_and_arrays_agree_on_a_real_company(small_company, rule, days):
    moment = small_company.meta.today - timedelta(days=days)
    parsed = segments.parse(rule)
    found = twin.evaluate(parsed, twin.load(small_company, parsed.needs(), moment))
    assert found.any()
    assert np.array_equal(segments.mask(small_company, rule, moment), found)


def test_entries_are_customers_who_carted_and_did_not_order(small_company):
    rule = {"all": [CART]}
    found = segments.entries(small_company, rule, "product_added", "order_completed", 120)
    assert len(found)
    assert (found.moments - found.triggered == np.timedelta64(2, "h")).all()
    assert (found.product_ids >= 0).all()
    for customer, start, end in zip(
        found.customer_ids[:20].tolist(), found.triggered, found.moments, strict=False
    ):
        orders = small_company.scalar(
            "SELECT count(*) FROM events WHERE name = 'order_completed' AND customer_id = ? AND occurred_at > ? "
            "AND occurred_at <= ?", [customer, start.item(), end.item()],
        )  # fmt: skip
        assert orders == 0


def run(*words):
    return CliRunner().invoke(command.group, [str(word) for word in words])


def test_the_command_line_counts_the_same(small_company, tmp_path):
    file = tmp_path / "segment.json"
    file.write_text(json.dumps({"name": "VIP", "rule": RULES[0]}), encoding="utf-8")
    answer = run("count", file, "--company", small_company.folder, "--json")
    assert json.loads(answer.output) == segments.count(small_company, RULES[0]).to_json()
    member = segments.members(small_company, RULES[0])[0]
    answer = json.loads(run("why", file, member, "--company", small_company.folder, "--json").output)
    assert answer["member"] is True
    assert [verdict["path"] for verdict in answer["verdicts"]] == ["all[0]", "all[1]"]
    assert json.loads(run("sentence", file, "--json").output) == segments.sentence(RULES[0]).to_json()
    assert "SELECT customer_id" in run("sql", file, "--company", small_company.folder).output


def test_the_command_line_answers_mistakes_with_their_place(small_company, tmp_path):
    file = tmp_path / "segment.json"
    file.write_text('{"all": [{"kind": "lifecycle", "types": ["dormnt"]}]}', encoding="utf-8")
    answer = run("count", file, "--company", small_company.folder, "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.output)["where"]["ko"] == "all[0].types[0]"
    file.write_text("{", encoding="utf-8")
    assert run("count", file, "--company", small_company.folder).exit_code == 1
