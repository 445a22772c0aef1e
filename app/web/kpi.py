"""The KPI board: performance-marketing ratios beside CRM measures, by source and by month, and what both say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template

from app.analytics import kpi_ads, kpi_crm, kpi_period, kpi_reading
from app.analytics.definitions import definition
from app.analytics.kpi_ads import Ads
from app.analytics.kpi_crm import Crm
from app.web import _asked, _desk, _explore
from app.web._explore import Column, Table
from fake_company.text import Text

bp = Blueprint("kpi", __name__, url_prefix="/kpi")
SPANS = ("3", "6", "12")


@dataclass(frozen=True)
class Measure:
    """One line of the board: its definition, the attribute that holds it, how it is shown, and which way is better."""

    key: str
    name: str
    show: str
    better: str = ""


ADS = (
    Measure("ad_cost", "cost_krw", "won"),
    Measure("ctr", "ctr", "percent", "high"),
    Measure("cpc", "cpc_krw", "won", "low"),
    Measure("cpm", "cpm_krw", "won", "low"),
    Measure("sign_up_rate", "sign_up_rate", "percent", "high"),
    Measure("cac", "cac_krw", "won", "low"),
    Measure("cpi", "cpi_krw", "won", "low"),
    Measure("roas", "roas", "percent", "high"),
)
CRM = (
    Measure("return_rate", "return_rate", "percent", "high"),
    Measure("first_purchase_rate", "first_purchase_rate", "percent", "high"),
    Measure("repeat_rate", "repeat_rate", "percent", "high"),
    Measure("cross_sell_rate", "cross_sell_rate", "percent", "high"),
    Measure("up_sell_rate", "up_sell_rate", "percent", "high"),
    Measure("aov", "aov_krw", "won", "high"),
    Measure("purchase_frequency", "frequency", "decimal", "high"),
    Measure("opt_outs_per_1000", "opt_outs_per_1000", "decimal", "low"),
)
MONEY = (
    Measure("gmv", "gmv_krw", "won"),
    Measure("sales", "sales_krw", "won"),
    Measure("coupon_to_gmv", "coupon_to_gmv", "percent", "low"),
    Measure("contribution", "contribution_krw", "won"),
    Measure("contribution_rate", "contribution_rate", "percent", "high"),
)
ALL = {measure.key: measure for measure in (*ADS, *CRM, *MONEY)}


@dataclass(frozen=True)
class Row:
    """One source or month: its words, both halves, and whether the month is over."""

    label: Text
    ads: Ads | None
    crm: Crm | None
    is_whole: bool = True

    def value(self, measure: Measure) -> float | None:
        """The figure of a measure; None where there is none."""
        half = self.ads if measure in ADS else self.crm
        found: float | None = None if half is None else getattr(half, measure.name)
        return found


@dataclass(frozen=True)
class Board:
    """The whole page: totals, sources, months."""

    total: Row
    before: Row | None
    sources: tuple[Row, ...]
    months: tuple[Row, ...]
    by_source: kpi_reading.Sources | None
    by_month: kpi_reading.Discounts | None


@bp.get("/")
def index() -> str:
    """Both kinds of measures side by side."""
    board = _board()
    measure = ALL[_asked.one_of("measure", ALL, "coupon_to_gmv")]
    return render_template(
        "kpi/index.html",
        board=board,
        halves=(
            (Text("광고가 보는 숫자", "What advertising looks at"), ADS),
            (Text("CRM이 보는 숫자", "What CRM looks at"), CRM),
            (Text("남는 돈", "What is left"), MONEY),
        ),
        months=int(_span()),
        spans=SPANS,
        measure=measure,
        measures=[(one.key, definition(one.key).label) for one in ALL.values()],
        names=_names(),
        source_table=_table(board.sources, Text("유입 경로", "Source")),
        month_table=_table(board.months, Text("달", "Month")),
        best=_best(board.sources),
        line=_line(board.months, measure),
        csv_url=_explore.csv_url,
    )


@bp.get("/sources.csv")
def sources_csv() -> Any:
    """Every measure by source."""
    return _explore.as_csv(_table(_board().sources, Text("유입 경로", "Source")), "kpi-sources")


@bp.get("/months.csv")
def months_csv() -> Any:
    """Every measure by month."""
    return _explore.as_csv(_table(_board().months, Text("달", "Month")), "kpi-months")


def _span() -> str:
    return _asked.one_of("months", SPANS, "12")


def _board() -> Board:
    company = _desk.company()
    period = kpi_period.months(company, int(_span()))
    ads, crm = kpi_ads.by_source(company, period), kpi_crm.by_source(company, period)
    month_ads, month_crm = kpi_ads.by_month(company, period), kpi_crm.by_month(company, period)
    names = _names()
    whole = {month: kpi_period.is_whole(month, period) for month in month_crm}
    before = kpi_period.before(company, period)
    return Board(
        Row(Text("전체", "All"), kpi_ads.total(ads.values()), kpi_crm.total(crm.values())),
        None
        if before is None
        else Row(
            Text("앞 기간", "The time before"),
            kpi_ads.total(kpi_ads.by_source(company, before).values()),
            kpi_crm.total(kpi_crm.by_source(company, before).values()),
        ),
        tuple(
            Row(names.get(key, Text.of(key)), ads.get(key), crm[key])
            for key in sorted(crm, key=_paid_first(ads))
        ),
        tuple(
            Row(_month(month), month_ads.get(month), month_crm[month], whole[month]) for month in month_crm
        ),
        kpi_reading.sources(ads, crm),
        kpi_reading.discounts(month_crm, whole),
    )


def _names() -> dict[str, Text]:
    """Sources by their names in the profile."""
    found = {source.slug: source.name.text() for source in _desk.company().profile.sources}
    return {**found, "": Text("알 수 없음", "unknown")}


def _paid_first(ads: Mapping[str, Ads]) -> Any:
    return lambda key: (key not in ads, -ads[key].cost_krw if key in ads else 0, key)


def _month(month: datetime) -> Text:
    return Text.of(f"{month:%Y-%m}")


def _table(rows: tuple[Row, ...], first: Text) -> Table:
    columns = [Column(first), *(Column(definition(one.key).label, one.show, one.key) for one in ALL.values())]
    return Table(columns, [[row.label, *(row.value(one) for one in ALL.values())] for row in rows])


def _best(rows: tuple[Row, ...]) -> dict[str, float]:
    """The best figure of each measure that has a better side, among at least two."""
    found = {}
    for measure in ALL.values():
        values = [value for row in rows if (value := row.value(measure)) is not None]
        if measure.better and len(values) > 1:
            found[measure.key] = max(values) if measure.better == "high" else min(values)
    return found


def _line(rows: tuple[Row, ...], measure: Measure) -> dict[str, Any]:
    label = definition(measure.key).label
    values = [row.value(measure) for row in rows]
    return {
        "labels": [row.label for row in rows],
        "series": [{"label": label, "values": values}],
        "rows": [(row.label, [(label, value)]) for row, value in zip(rows, values, strict=True)],
        "open_from": next((at for at, row in enumerate(rows) if at and not row.is_whole), None),
        "whole": measure.show in ("won", "number"),
    }
