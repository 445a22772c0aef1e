"""Words and figures as readers see them, and no bare text in any template."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, g
from jinja2 import Environment, nodes

from app.web import _markdown, _words
from fake_company.text import Text

TEMPLATES = sorted((Path(_words.__file__).parent / "templates").rglob("*.html"))
SIDE_BY_SIDE = r'\{% if language\(\) == "ko" %\}(?:(?!\{% if).)*?\{% else %\}(?:(?!\{% if).)*?\{% endif %\}'
SHOWN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567, "₩1,234,567"),
        (-5000, "−₩5,000"),
        (0, "₩0"),
        (None, "–"),
        (float("nan"), "–"),
        (999.6, "₩1,000"),
    ],
)
def test_won(value: float | None, text: str) -> None:
    assert _words.won_text(value) == text


def test_a_unit_is_set_lighter() -> None:
    assert _words.won(-5000) == '<span class="figure">−<span class="unit">₩</span>5,000</span>'
    assert _words.percent(0.1234) == '<span class="figure">12.3<span class="unit">%</span></span>'


def test_days_in_both_languages(app: Flask) -> None:
    moment = datetime(2026, 3, 2, 19, 5)
    with app.test_request_context():
        g.language = "ko"
        assert _words.moment(moment) == "3월 2일 (월) 19:05"
        g.language = "en"
        assert _words.moment(moment) == "Mon 2 Mar 19:05"


def test_values_put_into_a_text_are_escaped(app: Flask) -> None:
    with app.test_request_context():
        g.language = "ko"
        assert _words.t("{name}님", "{name}", name="<b>") == "&lt;b&gt;님"
        assert _words.t(Text("고객", "customer")) == "고객"


def test_a_particle_only_in_korean(app: Flask) -> None:
    with app.test_request_context():
        g.language = "ko"
        assert _words.josa("쿠폰", "을/를") == "쿠폰을"
        g.language = "en"
        assert _words.josa("coupon", "을/를") == "coupon"


def test_a_brief_becomes_html_and_nothing_else_does() -> None:
    brief = "# 제목\n\n본문 **굵게** *비스듬히* `코드`\n\n- 하나\n  이어서\n- 둘\n\n1. 첫째\n\n<script>alert(1)</script>"

    assert str(_markdown.markdown(brief)).split("\n") == [
        "<h2>제목</h2>",
        "<p>본문 <strong>굵게</strong> <em>비스듬히</em> <code>코드</code></p>",
        "<ul><li>하나 이어서</li><li>둘</li></ul>",
        "<ol><li>첫째</li></ol>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ]


class BareText(HTMLParser):
    """Collects text a reader would see that does not come from an expression."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += re.findall(r"[A-Za-z가-힣]{2,}", data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SHOWN_ATTRIBUTES:
                self.found += re.findall(r"[A-Za-z가-힣]{2,}", value or "")


def parsed(path: Path) -> nodes.Template:
    return Environment().parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_bare_text_in_templates(path: Path) -> None:
    # a sentence whose word order differs is written once for each language, side by side
    source = re.sub(SIDE_BY_SIDE, "", path.read_text(encoding="utf-8"), flags=re.S)
    source = re.sub(r"(block main_class %\}).*?(\{% endblock)", r"\1\2", source)
    written = "".join(value for _, kind, value in Environment().lex(source) if kind == "data")
    reader = BareText()
    reader.feed(re.sub(r"<kbd>.*?</kbd>|\w+://\w+", "", written))

    assert reader.found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_has_both_languages_and_calls_a_customer_고객(path: Path) -> None:
    texts = [
        call.args
        for call in parsed(path).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name == "t"
        and isinstance(call.args[0], nodes.Const)
    ]

    assert [args[0].value for args in texts if len(args) != 2] == []
    assert [args[0].value for args in texts if "사용자" in args[0].value] == []
