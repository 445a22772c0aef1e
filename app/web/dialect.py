"""Help for writing templates: how values are named, every filter and tag, and what was chosen where documents differ."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from markupsafe import Markup, escape

from app.messages import catalog, facts, recorded, reference
from app.messages.liquid.choices import CHOICES
from app.web import _desk
from app.web._words import say
from fake_company.text import Text

bp = Blueprint("dialect", __name__, url_prefix="/liquid")


@dataclass(frozen=True)
class Rule:
    """One rule of writing, with an example."""

    text: Text
    example: str


RULES = (
    Rule(Text("고객의 기본 속성", "A default attribute of the customer"), "{{${first_name}}}"),
    Rule(Text("이 회사가 정한 속성", "An attribute of this company"), "{{custom_attribute.${tier}}}"),
    Rule(Text("행동의 속성", "A property of the event"), "{{event_properties.${product_name}}}"),
    Rule(Text("값이 없을 때 대신 쓸 말", "What to say where there is no value"), "{{${first_name} | default: '고객'}}"),
    Rule(Text("공백만 있는 값도 없는 것으로", "Treat a value of only spaces as missing"),
         "{{${first_name} | strip | default: '고객'}}"),
    Rule(Text("태그 안에서는 중괄호를 써도 되고 안 써도 돼요", "Inside a tag braces are optional"),
         "{% if custom_attribute.${tier} == 'vip' %}VIP{% endif %}"),
    Rule(Text("필터는 `assign`에서 먼저 계산해요", "Work out filters in `assign` first"),
         "{% assign days = custom_attribute.${days_since_last_order} | divided_by: 7 %}"),
    Rule(Text("목록의 항목마다", "For every item of a list"),
         "{% for style in {{custom_attribute.${liked_styles}}} limit:3 %}{{style}} {% endfor %}"),
    Rule(Text("시각은 UTC예요. 고객의 시간대로 바꾸세요", "Times are UTC; change to the customer's zone"),
         "{{ 'now' | time_zone: ${time_zone} | date: '%-m월 %-d일' }}"),
    Rule(Text("며칠 남았는지", "How many days are left"),
         "{% assign now = 'now' | date: '%s' %}{{ '2026-03-31' | date: '%s' | minus: now | divided_by: 86400 }}"),
    Rule(Text("이 고객에게는 보내지 않기", "Do not send to this customer"), "{% abort_message('살 것이 없어요') %}"),
    Rule(Text("상품 정보 꺼내기", "Look up a product"),
         "{% catalog_items products {{event_properties.${product_id}}} %}{{ items[0].name }}"),
    Rule(Text("밖의 값(기록해 둔 것만)", "A value from outside (recorded ones only)"),
         "{% connected_content https://rates.example/krw :save rate %}{{ rate.krw_per.USD }}"),
)  # fmt: skip


def marked(text: Text) -> Markup:
    """A text in the reader's language, what stands between backticks as code."""
    pieces = say(text).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )


@bp.get("/")
def index() -> str:
    """The whole help on one page."""
    company = _desk.company()
    known = facts.of(company).variables
    return render_template(
        "dialect/index.html",
        rules=RULES,
        listed=[variable for variable in known.values() if variable.listed],
        others=[variable for variable in known.values() if not variable.listed],
        filters=reference.FILTERS,
        tags=reference.TAGS,
        selections=catalog.of(company).selections,
        addresses=recorded.examples(),
        choices=CHOICES,
        marked=marked,
    )
