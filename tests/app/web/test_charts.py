"""Charts are drawn where their figures say."""

from __future__ import annotations

from app.web import _charts
from fake_company.text import Text


def test_bars_start_at_zero_and_the_largest_fills_the_box() -> None:
    half, whole = _charts.bars([("a", 5), ("b", 10)])

    assert (half.x, half.width) == (0, 500)
    assert (whole.x, whole.width) == (0, 1000)


def test_a_loss_runs_to_the_left_of_zero() -> None:
    gain, loss = _charts.bars([("a", 10), ("b", -10)])

    assert (gain.x, gain.width, gain.kind) == (500, 500, "plus")
    assert (loss.x, loss.width, loss.kind) == (0, 500, "loss")


def test_a_waterfall_steps_down_to_its_total() -> None:
    rows = [{"label": Text.of("sales"), "value": 100}, {"label": Text.of("goods"), "value": -60}]
    sales, goods, left = _charts.waterfall([*rows, {"label": Text.of("left"), "value": 40, "total": True}])

    assert (sales.x, sales.width) == (0, 1000)
    assert (goods.x, goods.width, goods.kind) == (400, 600, "minus")
    assert (left.x, left.width, left.kind) == (0, 400, "total")


def test_a_line_runs_from_edge_to_edge() -> None:
    chart = _charts.line_chart([("a", [0, 10, 5], "plan")])

    assert (chart.low, chart.high) == (0, 10)
    assert chart.lines[0].path == "M0.0,100.0 L500.0,0.0 L1000.0,50.0"


def test_no_figures_draw_nothing() -> None:
    assert _charts.bars([]) == []
    assert _charts.line_chart([("a", [], "plan")]).lines[0].path == ""
    assert _charts.interval_marks(None, 1, 2) is None


def test_an_interval_keeps_its_order_and_leaves_a_margin() -> None:
    marks = _charts.interval_marks(0, 50, 100, outcome=130)

    assert marks is not None
    assert 0 < marks["low"] < marks["expected"] < marks["high"] < marks["outcome"] < 1000
