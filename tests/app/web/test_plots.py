"""Where lines, ticks, ribbons and shades of the explore charts lie."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from app.web._plots import path_of, plot, sankey, shade, ticks


@pytest.mark.parametrize(
    ("highest", "whole", "expected"),
    [
        (0, True, [0, 1]),
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (10, True, [0, 5, 10]),
        (97, True, [0, 25, 50, 75, 100]),
        (0.38, False, [0, 0.1, 0.2, 0.3, 0.4]),
        (1200, True, [0, 500, 1000, 1500]),
        (float("nan"), True, [0, 1]),
    ],
)
def test_ticks_are_round_figures(highest: float, whole: bool, expected: list[float]) -> None:
    assert ticks(highest, whole) == expected


@given(st.floats(1e-6, 1e12), st.booleans())
def test_ticks_cover_the_figures_and_are_few(highest: float, whole: bool) -> None:
    found = ticks(highest, whole)

    assert found[0] == 0
    assert found[-1] >= highest * (1 - 1e-9)
    assert len(found) <= 6
    assert found[-2] < highest


def test_a_line_runs_over_its_periods_and_the_open_one_is_drawn_apart() -> None:
    drawn = plot([{"label": "a", "values": [0, 5, 10]}], ["1", "2", "3"], open_from=2)

    (line,) = drawn.lines
    assert line.path == "M0.0,1000.0 L500.0,500.0"
    assert line.open_path == "M500.0,500.0 L1000.0,0.0"
    assert [(tick.label, tick.place) for tick in drawn.y_ticks] == [(0, 100), (5, 50), (10, 0)]
    assert [mark.value for mark in line.marks] == [0, 5, 10]


def test_a_missing_figure_lifts_the_pen() -> None:
    assert path_of([(0, 1), None, (2, 3), (4, 5)]) == "M0.0,1.0 M2.0,3.0 L4.0,5.0"


def test_one_period_stands_in_the_middle() -> None:
    drawn = plot([{"label": "a", "values": [4]}], ["today"])

    assert drawn.lines[0].marks[0].x == 50
    assert drawn.x_ticks[0].place == 50


@pytest.mark.parametrize(("value", "expected"), [(None, 0), (0, 0), (0.01, 1), (0.5, 5), (1, 9), (2, 9)])
def test_shades_grow_with_the_figure(value: float | None, expected: int) -> None:
    assert shade(value, 1.0) == expected


def test_ribbons_fill_their_blocks_from_top_to_bottom() -> None:
    drawn = sankey(
        [[("new", "신규", 60), ("current", "현재", 40)], [("current", "현재", 70), ("dormant", "휴면", 30)]],
        [
            (0, "new", "current", 40),
            (0, "new", "dormant", 20),
            (0, "current", "current", 30),
            (0, "current", "dormant", 10),
        ],
    )

    heights = {(node.column, node.key): node.height for node in drawn.nodes}
    assert heights[0, "new"] == pytest.approx(0.6 * 972, abs=0.1)
    assert heights[1, "dormant"] == pytest.approx(0.3 * 972, abs=0.1)
    assert [(one.source, one.target) for one in drawn.ribbons] == [
        ("new", "current"),
        ("new", "dormant"),
        ("current", "current"),
        ("current", "dormant"),
    ]
    assert drawn.ribbons[0].path.startswith("M14.0,0.0 C")
    assert (
        drawn.ribbons[2].path.split("L")[1].split(" ")[0] == "986.0,680.4"
    )  # 40 + 30 of 100, at the far side


def test_the_drawings_say_every_series_in_words(app: Flask) -> None:
    page = """{% from "pieces/plot.html" import lines_plot, slices, grouped_bars, sankey_chart %}
    {% set drawn = plot([{"label": "iOS", "values": [1, 2]}, {"label": "웹", "values": [3, none]}], ["a", "b"]) %}
    {% call lines_plot(drawn, ["a", "b"], "추이") %}{{ slices(drawn, [("a", [("iOS", 1)]), ("b", [])]) }}{% endcall %}
    {{ grouped_bars(["남", "여"], [{"label": "담기", "values": [3, 4]}]) }}
    {{ sankey_chart(sankey([[("x", "신규", 1)], [("y", "휴면", 1)]], [(0, "x", "y", 1)]), ["1월", "2월"], "흐름") }}"""
    with app.test_request_context("/"):
        html = render_template_string(page)

    for words in ("iOS", "웹", "남", "담기", "신규 1", "2월", "<title>a"):
        assert words in html
    assert " style=" not in html
