"""What the explore pages share: the strip of pages, definitions, figures with their table, downloads a spreadsheet may open."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from flask import Flask, render_template_string

from app.analytics.definitions import DEFINITIONS
from app.web._explore import Column, Table, as_csv, attachment
from fake_company.text import Text
from tests.app.web.conftest import Visitor

TABLE = Table(
    (Column(Text("단계", "Step")), Column(Text("고객", "Customers"), "number", "unique_customers")),
    [(Text("담기", "Added"), 1200), ("=1+1", None)],
)


def test_a_figure_has_its_chart_its_table_and_its_download(app: Flask) -> None:
    page = """{% from "pieces/figure.html" import figure %}
    {% call figure("절반이 담았어요", table=table, csv="/x.csv", note="고객 수") %}<svg></svg>{% endcall %}"""
    with app.test_request_context("/"):
        html = render_template_string(page, table=TABLE)

    assert "<svg></svg>" in html
    assert "1,200" in html
    assert 'href="/x.csv"' in html
    assert str(DEFINITIONS["unique_customers"].meaning.ko) in html


def test_each_definition_is_tied_to_its_own_word(app: Flask) -> None:
    page = """{% from "pieces/term.html" import term %}{{ term("cohort") }}{{ term("cohort", "묶음") }}"""
    with app.test_request_context("/"):
        html = render_template_string(page)

    assert html.count('aria-describedby="term-1"') == html.count('id="term-1"') == 1
    assert html.count('aria-describedby="term-2"') == html.count('id="term-2"') == 1


def test_every_definition_is_whole() -> None:
    for key, found in DEFINITIONS.items():
        for text in (found.label, found.meaning):
            assert text.ko, key
            assert text.en, key
        assert bool(found.formula.ko) == bool(found.formula.en), key


def test_a_download_opens_in_a_spreadsheet_and_runs_nothing(app: Flask) -> None:
    rows = [
        ("=HYPERLINK(1)", -5),
        ("  @sum", 0.5),
        ("+82 10", None),
        (Text("가,나", "a,b"), datetime(2026, 3, 2, 9)),
        (date(2026, 3, 2), '"'),
    ]
    with app.test_request_context("/"):
        answer = as_csv(Table((Column(Text("이름", "Name")), Column(Text("값", "Value"))), rows), "추이")

    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["이름", "값"],
        ["'=HYPERLINK(1)", "-5"],
        ["'  @sum", "0.5"],
        ["'+82 10", ""],
        ["가,나", "2026-03-02 09:00"],
        ["2026-03-02", '"'],
    ]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("funnel.csv", "funnel.csv"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"\r\nX: 1.csv', "a-X-1.csv"),
        ("추이.csv", "dangol.csv"),
        ("", "dangol"),
    ],
)
def test_a_download_has_a_safe_name(name: str, plain: str) -> None:
    header = attachment(name)

    assert header.startswith(f'attachment; filename="{plain}";')
    assert header.isprintable()


def test_the_strip_shows_the_pages_there_are_and_where_one_is(visitor: Visitor, app: Flask) -> None:
    page = '{% include "pieces/explore_tabs.html" %}'
    with app.test_request_context("/customers/"):
        html = render_template_string(page)

    assert 'href="/customers/" aria-current="page"' in html
    assert html.count("aria-current") == 1
