"""Content blocks, codes, catalogs and recorded answers of a plan and its company, in previews and whole audiences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app import messages
from app.messages import around, dialect, letters, recorded
from app.messages.compiled import compile_message
from app.messages.distinct import Distinct
from app.messages.facts import Facts
from app.messages.facts import of as facts_of
from app.plan import Plan, load
from fake_company.warehouse import Company

PROMOTIONS = [
    {"id": "welcome", "percent": 10, "code": "HELLO10"},
    {"id": "own", "percent": 20, "code": ""},
]
BLOCKS = [
    {"id": "footer", "body": "수신거부: {{${email_address} | default: '없음'}}"},
    {"id": "greeting", "body": "{{${first_name} | default: '고객'}}님{{content_blocks.${deep}}}"},
    {"id": "deep", "body": "[{{custom_attribute.${tier}}}{{content_blocks.${deeper}}}]"},
    {"id": "deeper", "body": "never seen"},
]


def plan(body: str, **more: Any) -> Plan:
    made = {"id": "m", "channel": "email", "fields": {"subject": "s", "body": body}, **more}
    return load({"promotions": PROMOTIONS, "content_blocks": BLOCKS, "messages": [made]})


def written(company: Company, body: str, promotion: Any = None) -> list[str]:
    """The body of the first 300 customers as the whole-audience review writes it."""
    made = plan(body).messages[0]
    ids = np.arange(300)
    done = letters.write(company, compile_message(made), made, promotion, ids, ids % 50, company.meta.today)
    return [done.text(row, "body") for row in range(len(ids))]


BODIES = {
    "blocks": "{{content_blocks.${greeting}}} {{content_blocks.${footer}}}",
    "codes": "{{${first_name}}} {% promotion('own') %} {% promotion('welcome') %} {% promotion('own') %}",
    "kept code": "{% capture c %}{% promotion('own') %}{% endcapture %}{{ c | downcase }}",
    "catalog": "{% catalog_items products {{event_properties.${product_id}}} %}"
    "{{items[0].name}} {{items[0].price | number_with_delimiter}}원",
    "selection": "{% catalog_selection_items products best %}{% for item in items %}{{item.name}};{% endfor %}",
    "recommendation": "{% assign r = {{product_recommendation.${popular}}} %}{{r[0].name}}",
    "weather": "{% connected_content https://weather.example/now?region={{custom_attribute.${region} | url_param_escape}} :save w %}"
    "{{w.sky | default: '모름'}}",
    "stock": "{% connected_content https://stock.example/products/{{event_properties.${product_id}}} :save s %}{{s.status}}",
    "chance": "{% random 1000000 %}",
    "entry": "{{context.${product_name}}}|{{event_properties.${product_name}}}",
    "nested": "{{custom_attribute.${home}.kind | default: '집'}} {{custom_attribute.${home.kind} | default: '집'}}",
    "list": "{% for style in {{custom_attribute.${liked_styles}}} %}{{style}},{% endfor %}{{custom_attribute.${liked_styles}[0]}}",
    "links": "{{${set_user_to_unsubscribed_url}}} {{campaign.${message_name}}} {{most_recently_used_device.${platform}}}",
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_everybody_gets_what_a_preview_shows(small_company: Company, name: str) -> None:
    made = plan(BODIES[name]).messages[0]
    together = written(small_company, BODIES[name])
    for customer in (0, 1, 7, 64, 299):
        alone = messages.preview(small_company, made, customer, event={"product_id": customer % 50})
        assert alone.error is None
        assert together[customer] == alone.fields["body"]
    assert any(together)


def test_a_block_is_read_two_deep_and_its_attributes_are_loaded(small_company: Company) -> None:
    compiled = compile_message(plan(BODIES["blocks"]).messages[0])
    assert {"first_name", "email_address", "custom_attribute.tier"} <= set(compiled.keys)
    tier = facts_of(small_company).column("custom_attribute.tier")
    shown = written(small_company, "{{content_blocks.${greeting}}}")
    assert [text.endswith(f"[{tier.value(row) or ''}]") for row, text in enumerate(shown)] == [True] * 300


def test_every_customer_has_a_code_of_their_own(small_company: Company) -> None:
    codes = written(small_company, "{% promotion('own') %}")
    assert len(set(codes)) == 300
    assert codes[5] == around.own_code("own", 5)
    assert set(written(small_company, "{% promotion('welcome') %}")) == {"HELLO10"}


def test_every_list_a_message_names_is_counted_whatever_the_branch(small_company: Company) -> None:
    made = plan(
        "{% if custom_attribute.${tier} == 'vip' %}{% promotion('own') %}{% else %}{% promotion('welcome') %}{% endif %}"
    )
    compiled = compile_message(made.messages[0])
    assert compiled.code_lists == ("own", "welcome")
    found = dialect.of_message(small_company, made.messages[0], None, compiled, "messages[0]")
    assert [finding.code for finding in found] == ["braze.several_code_lists"]


def test_a_review_says_how_many_codes_a_send_uses(small_company: Company) -> None:
    made = plan("{% if false %}{% promotion('own') %}{% endif %}{% promotion('welcome') %}").messages[0]
    review = messages.review(small_company, made, None, np.arange(300))
    used = [finding.count for finding in review.findings if finding.code == "braze.codes_used"]
    assert used == [review.sent]
    assert review.sent


# body → the codes of what the dialect says
NOTES: dict[str, list[str]] = {
    "{{${first_name}}} {{content_blocks.${footer}}} {% promotion('own') %}": [],
    "{% if custom_attribute.${tier} | size > 1 %}a{% endif %}": ["braze.filter_in_condition"],
    "{% if {{custom_attribute.${tier} | size}} > 1 %}a{% endif %}": ["braze.filter_in_condition"],
    "{% for a in custom_attribute.${liked_styles} | reverse %}a{% endfor %}": ["braze.filter_in_loop"],
    "{% if (true or true) and false %}a{% endif %}": ["braze.parentheses"],
    "{% for i in (1..3) %}a{% endfor %}": [],
    "{% if true && false || true %}a{% endif %}": ["braze.and_sign"],
    "${first_name}님": ["braze.bare_attribute"],
    "{{content_block.${footer}}}": ["braze.content_block_spelling"],
    "{{custom_attribute.${points} | plus: {{custom_attribute.${order_count}}}}}": ["braze.two_attributes"],
    "{{custom_attribute.${points} | plus: 3}}": [],
    "{{content_blocks.${fotter}}}": ["braze.unknown_block"],
    "{% promotion('wellcome') %}": ["braze.unknown_code_list"],
    "{% catalog_items product 1 %}": ["braze.unknown_catalog"],
    "{% catalog_selection_items products bset %}": ["braze.unknown_selection"],
    "{% catalog_selection_items products best %}": [],
    "{% connected_content https://nowhere.test/x :basic_auth me :cache_max_age 10 :colour red %}":
        ["braze.unknown_address", "braze.credentials_ignored", "braze.unknown_option", "braze.cache_age"],
    "{% connected_content https://rates.example/krw :save r %}{{r.krw_per.USD}}": [],
    "{% connected_content {{custom_attribute.${tier}}} %}": [],
    "{% connected_content https://stock.example/products/{{event_properties.${product_id}}} :save s %}": [],
    "{% message_extras :value 1 :key a %}": ["braze.extras_order"],
    "{% shopping_cart 1 %}": ["braze.no_carts"],
    "{{sms.${inbound_message_body} | default: ''}}": ["braze.no_value_here"],
    "{{sms.${inbound_mesage_body}}}": ["braze.unknown_name"],
    "{{${most_recent_location}}}": ["braze.no_value_here"],
    "{{context.${cart_note}}}": ["braze.no_value_here"],
    "{{context.${product_name}}}": [],
    "{{start_date.${begin}}}": ["braze.query_builder"],
    "{{custom_attribute.${points} | is_required: 'true'}}": ["braze.query_builder"],
    "{{most_recently_used_device.${platform}}} {{subscribed_state.${email_global}}} {{campaign.${api_id}}}": [],
}  # fmt: skip


@pytest.mark.parametrize("body", NOTES)
def test_what_the_dialect_says(small_company: Company, body: str) -> None:
    made = plan(body).messages[0]
    found = dialect.of_message(small_company, made, None, compile_message(made), "messages[0]")
    assert [finding.code for finding in found] == NOTES[body]
    for finding in found:
        assert finding.text.ko != finding.text.en
        assert finding.remedy.ko


def test_names_that_are_nearly_right_are_offered(small_company: Company) -> None:
    made = plan("가\n{{content_blocks.${fotter}}}").messages[0]
    (found,) = dialect.of_message(small_company, made, None, compile_message(made), "messages[0]")
    assert found.text.en == "There is no content block `fotter`. (line 2)"
    assert found.remedy.en == "Did you mean `footer`?"


def test_only_the_columns_a_message_uses_are_read(small_company: Company) -> None:
    known = Facts(small_company)
    compiled = compile_message(plan("{{${first_name}}} {{custom_attribute.${tier}}} {{${nope}}}").messages[0])
    Distinct(known, compiled, np.arange(50), np.full(50, -1), True, {})
    assert set(known._columns) == {"first_name", "custom_attribute.tier"}


def test_every_kind_of_answer_is_recorded() -> None:
    answers = recorded.fixed()
    assert answers["https://broken.example/now"]["__status__"] == 500
    assert isinstance(answers["https://quote.example/today"], str)
    assert sum(url.startswith(recorded.WEATHER) for url in answers) == 17
    assert len(recorded.examples()) == 9
