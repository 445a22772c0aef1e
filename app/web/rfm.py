"""RFM: the map of buyers by recency and frequency (or money), its named groups, and what each score stands for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from app.analytics.rfm_map import Map, Step, rfm_map
from app.segments import rfm as scoring
from app.web import _asked, _desk, _explore
from app.web._explore import Column, Table
from app.web._words import number, t, won_text
from fake_company.text import Text

bp = Blueprint("rfm", __name__, url_prefix="/rfm")
AXES = {"f": Text("빈도(F)", "Frequency (F)"), "m": Text("금액(M)", "Money (M)")}
SHADES = {"customers": Text("고객 수", "Customers"), "sales": Text("매출 비중", "Share of sales")}
TERMS = {"r": "recency", "f": "frequency", "m": "monetary"}


@bp.get("/")
def index() -> str:
    """The map, its groups and the values behind the scores."""
    found = _map()
    return render_template(
        "rfm/index.html",
        map=found,
        axes=AXES,
        shades=SHADES,
        shade_by=_asked.one_of("shade", SHADES, "customers"),
        groups=scoring.GROUPS,
        group_of=scoring.group_of,
        scores=scoring.SCORES,
        parts=scoring.PARTS,
        terms=TERMS,
        group_table=_groups(found),
        cell_table=_cells(found),
        step_table=_steps(found),
        one_time=found.steps["f"][0],
        said=said,
        csv_url=_explore.csv_url,
    )


@bp.get("/groups.csv")
def groups_csv() -> Any:
    """The named groups."""
    return _explore.as_csv(_groups(_map()), "rfm-groups")


@bp.get("/cells.csv")
def cells_csv() -> Any:
    """The 25 cells."""
    return _explore.as_csv(_cells(_map()), "rfm-cells")


@bp.get("/scores.csv")
def scores_csv() -> Any:
    """What each score stands for."""
    return _explore.as_csv(_steps(_map()), "rfm-scores")


def _map() -> Map:
    return rfm_map(_desk.company(), _asked.one_of("axis", AXES, "f"))


def said(part: str, step: Step) -> str:
    """The values of a score in words: `0–35일 전`, `1번`, `₩7,800–45,000`, or that nobody has it."""
    if step.low is None or step.high is None:
        return str(t("없음", "none"))
    if part == "m":
        return f"{won_text(step.low)}–{number(step.high)}"
    span = number(step.low) if step.low == step.high else f"{number(step.low)}–{number(step.high)}"
    if part == "r":
        return str(t("{n}일 전", "{n} days ago", n=span))
    return str(t("{n}번", "once", n=span) if step.high == 1 else t("{n}번", "{n} times", n=span))


def _groups(found: Map) -> Table:
    columns = [
        Column(Text("이름", "Name")),
        Column(Text("뜻", "Meaning")),
        Column(Text("고객", "Customers"), "number", "buyers"),
        Column(Text("고객 비중", "Share of buyers"), "percent"),
        Column(Text("주문", "Orders"), "number"),
        Column(Text("매출", "Sales"), "won", "sales"),
        Column(Text("매출 비중", "Share of sales"), "percent", "sales_share"),
        Column(Text("한 명당 매출", "Sales per customer"), "won"),
        Column(Text("마지막 주문 뒤 평균 며칠", "Mean days since the last order"), "number", "recency"),
    ]
    rows = [
        [
            scoring.GROUPS[row.key].label,
            scoring.GROUPS[row.key].meaning,
            row.customers,
            _share(row.customers, found.customers),
            row.orders,
            row.sales_krw,
            _share(row.sales_krw, found.sales_krw),
            _share(row.sales_krw, row.customers),
            row.recency_days,
        ]
        for row in found.groups
    ]
    return Table(columns, rows)


def _cells(found: Map) -> Table:
    columns = [
        Column(Text("R 점수", "R score"), "number", "recency"),
        Column(
            Text(f"{found.other.upper()} 점수", f"{found.other.upper()} score"), "number", TERMS[found.other]
        ),
        Column(Text("고객", "Customers"), "number", "buyers"),
        Column(Text("고객 비중", "Share of buyers"), "percent"),
        Column(Text("주문", "Orders"), "number"),
        Column(Text("매출", "Sales"), "won", "sales"),
        Column(Text("매출 비중", "Share of sales"), "percent", "sales_share"),
    ]
    rows = [
        [
            cell.r,
            cell.other,
            cell.customers,
            _share(cell.customers, found.customers),
            cell.orders,
            cell.sales_krw,
            _share(cell.sales_krw, found.sales_krw),
        ]
        for cell in found.cells
    ]
    return Table(columns, rows)


def _steps(found: Map) -> Table:
    columns = [
        Column(Text("지표", "Measure")),
        Column(Text("점수", "Score"), "number", "rfm_score"),
        Column(Text("값", "Values")),
        Column(Text("고객", "Customers"), "number", "buyers"),
        Column(Text("비중", "Share"), "percent"),
    ]
    rows = [
        [
            scoring.PARTS[part],
            step.score,
            said(part, step),
            step.customers,
            _share(step.customers, found.customers),
        ]
        for part, steps in found.steps.items()
        for step in steps
    ]
    return Table(columns, rows)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
