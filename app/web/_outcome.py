"""A kept outcome read for the page: every figure with its words, and the sentence each picture shows.

The document is `Outcome.to_json()` as it lies with the launch; nothing is simulated again to show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.classroom.launches import Launch
from app.web import _forecast
from fake_company.text import Text

STEPS = (
    ("planned", Text("보내려던 메시지", "Meant to be sent")),
    ("sent", Text("보냄", "Sent")),
    ("delivered", Text("도착", "Delivered")),
    ("opened", Text("열어 봄", "Opened")),
    ("clicked", Text("누름", "Clicked")),
    ("visited", Text("눌러서 방문", "Visited by it")),
    ("ordered", Text("눌러서 산 주문", "Ordered on that visit")),
)
WORLD_ROWS = (
    ("orders", Text("주문", "Orders"), "number"),
    ("customers", Text("주문한 고객", "Customers who ordered"), "number"),
    ("coupon_orders", Text("쿠폰을 쓴 주문", "Orders with a coupon"), "number"),
    ("gmv_krw", Text("거래액(할인 전)", "GMV, before discounts"), "won"),
    ("discount_krw", Text("할인", "Discount"), "won"),
    ("goods_cost_krw", Text("상품 원가", "Cost of goods"), "won"),
    ("shipping_income_krw", Text("받은 배송비", "Delivery fees received"), "won"),
    ("shipping_cost_krw", Text("배송비", "Parcels"), "won"),
    ("payment_fee_krw", Text("결제 수수료", "Payment fees"), "won"),
    ("send_cost_krw", Text("발송 비용", "Sending cost"), "won"),
    ("profit_krw", Text("28일 이익", "Profit in 28 days"), "won"),
    ("later_profit_krw", Text("그 뒤 56일 이익", "Profit in the 56 days after"), "won"),
    ("opt_outs", Text("수신 거부", "Opt-outs"), "number"),
)


COUPON_KINDS = (
    ("new", Text("쿠폰이 없었으면 없었을 주문", "Would not have happened")),
    ("cannibalised", Text("쿠폰 없어도 샀을 주문", "Would have come anyway")),
)


@dataclass(frozen=True)
class Forecasted:
    """One forecast figure beside what happened; `verdict` is inside, below, above or none (not forecast)."""

    measure: _forecast.Measure
    low: float | None
    expected: float | None
    high: float | None
    outcome: float | None

    @property
    def verdict(self) -> str:
        """Where the outcome fell against the range."""
        if self.low is None or self.high is None or self.outcome is None:
            return "none"
        if self.outcome < self.low:
            return "below"
        return "above" if self.outcome > self.high else "inside"

    @property
    def show(self) -> str:
        """As what the figures are shown."""
        return "won" if self.measure.unit == "won" else "number"


class View:
    """One launch's outcome; missing parts are None or empty, and the page leaves them out."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.profit_krw: float = self._at("incremental", "profit_krw") or 0.0
        self.profit_28_krw: float = self._at("incremental", "profit_28_krw") or 0.0
        self.orders: float = self._at("incremental", "orders") or 0.0
        self.campaigns: list[dict[str, Any]] = document.get("campaigns") or []
        self.waterfall: list[dict[str, Any]] = document.get("waterfall") or []
        self.by_type: list[dict[str, Any]] = document.get("by_type") or []
        self.customers: list[dict[str, Any]] = [
            one for one in document.get("customers") or [] if one.get("story")
        ]
        self.days: int = int(document.get("horizon_days") or 28)
        self.later_days: int = int(document.get("follow_up_days") or 0)
        self.seeds: int = int(document.get("seeds") or 1)

    def part(self, name: str) -> dict[str, Any]:
        """One part of the document, empty when it is missing."""
        found: dict[str, Any] = self.document.get(name) or {}
        return found

    def by_blocker(self, revealed: bool) -> list[dict[str, Any]]:
        """Why customers hesitated: hidden truth, only after the last attempt."""
        found: list[dict[str, Any]] = self.document.get("by_blocker") or []
        return found if revealed else []

    @property
    def sent(self) -> float:
        """Messages that left, over all campaigns."""
        return sum(float(one.get("sent") or 0) for one in self.campaigns)

    def funnel(self, campaign: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """The steps from meant to ordered, of one campaign or of all together."""
        chosen = self.campaigns if campaign is None else [campaign]
        return [
            {"label": name, "value": sum(float(one.get(key) or 0) for one in chosen), "note": None}
            for key, name in STEPS
            if any(one.get(key) is not None for one in chosen)
        ]

    @property
    def skipped(self) -> list[tuple[str, float]]:
        """How many did not leave, by reason, the commonest first."""
        total: dict[str, float] = {}
        for campaign in self.campaigns:
            for reason, count in (campaign.get("skipped") or {}).items():
                total[reason] = total.get(reason, 0.0) + float(count)
        return sorted(((r, n) for r, n in total.items() if n >= 0.5), key=lambda pair: -pair[1])

    @property
    def forecasts(self) -> list[Forecasted]:
        """All seven figures, forecast beside outcome."""
        found = self.part("forecast")
        return [
            Forecasted(
                measure, *((found.get(measure.key) or {}).get(name) for name in ("low", "expected", "high", "outcome"))
            )
            for measure in _forecast.MEASURES
        ]

    @property
    def hits(self) -> tuple[int, int]:
        """How many forecasts held the outcome, of how many that were made."""
        verdicts = [one.verdict for one in self.forecasts if one.verdict != "none"]
        return sum(verdict == "inside" for verdict in verdicts), len(verdicts)

    @property
    def worlds(self) -> list[tuple[Text, str, float, float]]:
        """The totals of both worlds: words, how to show them, do-nothing, after sending."""
        worlds = self.part("worlds")
        plan, nothing = worlds.get("plan") or {}, worlds.get("nothing") or {}
        return [
            (name, show, float(nothing[key]), float(plan[key]))
            for key, name, show in WORLD_ROWS
            if plan.get(key) is not None and nothing.get(key) is not None
        ]

    @property
    def holdout_marks(self) -> dict[str, float] | None:
        """Where the own reading, its interval and the truth lie on one axis with zero."""
        part = self.part("holdout")
        names = ("low", "orders", "high", "true_orders")
        if any(part.get(name) is None for name in names):
            return None
        return places({name: float(part[name]) for name in names})

    @property
    def luck_marks(self) -> dict[str, float] | None:
        """Where the profit of each run, and the band of eight in ten, lie on one axis with zero."""
        luck = self.part("luck")
        band = luck.get("profit_krw") or {}
        if any(band.get(name) is None for name in ("low", "middle", "high")):
            return None
        runs = {f"run {i}": float(value) for i, value in enumerate(luck.get("profits_krw") or [])}
        return places({**{name: float(band[name]) for name in ("low", "middle", "high")}, **runs})

    @property
    def coupon_shares(self) -> list[tuple[str, Text, float, float, float]]:
        """Coupon orders as kinds: key, words, count, and where each lies in a bar of 1000."""
        part = self.part("coupon")
        used = float(part.get("used") or 0.0)
        if used <= 0:
            return []
        found, left = [], 0.0
        for key, name in COUPON_KINDS:
            count = float(part.get(key) or 0.0)
            width = max(0.0, min(count / used, 1.0)) * 1000
            found.append((key, name, count, round(left, 1), round(width, 1)))
            left += width
        return found

    def rows(self, language: str) -> Iterator[tuple[str, str, str, object, object, object]]:
        """Every figure on the page as (part, figure, unit, value, low, high), for a spreadsheet."""
        yield from self._totals(language)
        for campaign in self.campaigns:
            part = f"{_CSV['campaign'][language]}: {campaign.get('name') or campaign.get('id')}"
            for row in self.funnel(campaign):
                yield part, row["label"][language], "", row["value"], "", ""
            for reason, count in (campaign.get("skipped") or {}).items():
                yield part, f"{_CSV['skipped'][language]}: {reason}", "", count, "", ""
        for row in self.waterfall:
            yield _CSV["waterfall"][language], Text.of(row["label"])[language], "KRW", row["value"], "", ""
        for name in ("coupon", "opt_outs", "contacted", "holdout"):
            for key, value in self.part(name).items():
                if isinstance(value, int | float):
                    yield _CSV[name][language], key, "KRW" if key.endswith("_krw") else "", value, "", ""
        for row in self.by_type:
            part = f"{_CSV['by_type'][language]}: {Text.of(row['label'])[language]}"
            for key in ("contacted", "orders", "profit_krw"):
                if row.get(key) is not None:
                    yield part, key, "KRW" if key.endswith("_krw") else "", row[key], "", ""

    def _totals(self, language: str) -> Iterator[tuple[str, str, str, object, object, object]]:
        for one in self.forecasts:
            unit, name = "KRW" if one.show == "won" else "", one.measure.name[language]
            yield _CSV["forecast"][language], name, unit, _blank(one.expected), _blank(one.low), _blank(one.high)
            yield _CSV["outcome"][language], name, unit, _blank(one.outcome), "", ""
        for words, show, nothing, plan in self.worlds:
            unit = "KRW" if show == "won" else ""
            yield _CSV["nothing"][language], words[language], unit, nothing, "", ""
            yield _CSV["plan"][language], words[language], unit, plan, "", ""
        for key, band in self.part("luck").items():
            if isinstance(band, dict):
                unit = "KRW" if key.endswith("_krw") else ""
                yield _CSV["luck"][language], key, unit, band.get("middle"), band.get("low"), band.get("high")

    def _at(self, part: str, key: str) -> float | None:
        value = self.part(part).get(key)
        return None if value is None else float(value)


_CSV = {
    "forecast": Text("예측", "Forecast"),
    "outcome": Text("결과", "Outcome"),
    "nothing": Text("아무것도 안 했다면", "Had you done nothing"),
    "plan": Text("보냈더니", "After sending"),
    "luck": Text("운에 따른 범위", "Luck band"),
    "campaign": Text("캠페인", "Campaign"),
    "skipped": Text("보내지 않은 이유", "Skipped"),
    "waterfall": Text("이익 계산 과정", "Profit waterfall"),
    "coupon": Text("쿠폰", "Coupon"),
    "opt_outs": Text("수신 거부", "Opt-outs"),
    "contacted": Text("받은 고객", "Contacted"),
    "holdout": Text("비교 그룹으로 본 효과", "Own holdout"),
    "by_type": Text("고객 유형", "Customer type"),
}


def of(launch: Launch) -> View:
    """The view of a finished launch."""
    return View(launch.outcome or {})


def about(value: float) -> str:
    """A mean that may be small: one digit below a hundred unless it is whole, none above."""
    rounded = round(float(value), 1) + 0.0
    digits = 0 if abs(rounded) >= 100 or rounded == int(rounded) else 1
    return f"{float(value) if rounded else 0.0:,.{digits}f}".replace("-", "−")


def places(values: dict[str, float], width: float = 1000.0) -> dict[str, float]:
    """Each value's place on one axis that holds them all and zero."""
    low, high = min(0.0, *values.values()), max(0.0, *values.values())
    margin = (high - low) * 0.06 or 1.0
    scale = width / (high - low + 2 * margin)
    return {name: round((value - low + margin) * scale, 1) for name, value in {**values, "zero": 0.0}.items()}


def _blank(value: float | None) -> object:
    return "" if value is None else value
