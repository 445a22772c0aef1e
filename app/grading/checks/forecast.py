"""How well was it forecast? Sealed 80 % intervals against what truly happens, by the interval score.

IS = (h − l) + (2/α)(l − x)⁺ + (2/α)(x − h)⁺ with α = .2 (Gneiting & Raftery 2007, eq. 43): narrow is good,
being wrong costs ten times the miss. Divided by the size of what happened, so that it reads as a share.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from app.grading.result import Verdict, by_share, failed, not_tried
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.plan import Forecast, Interval
from fake_company.text import Text

ALPHA = 0.2
_NAMES = {
    "sends": Text("보낸 수", "sends"),
    "cost_krw": Text("비용", "cost"),
    "clicks": Text("클릭", "clicks"),
    "conversions": Text("전환", "conversions"),
    "incremental_orders": Text("늘어난 주문", "incremental orders"),
    "incremental_profit_krw": Text("실제로 늘어난 이익", "incremental profit"),
    "opt_outs": Text("수신 거부", "opt-outs"),
}


class Fields(CheckFields):
    """`measures` must be forecast. A score up to `full_at` (in sizes of the truth) is full, at `none_at` nothing.

    Under `fewest_conversions` in truth the campaign is too small for its forecast to say anything: not tried.
    """

    measures: tuple[str, ...] = Field(min_length=1)
    full_at: float = 2.0
    none_at: float = 8.0
    fewest_conversions: float = 10.0


def check(fields: Fields, subject: Subject) -> Verdict:
    """Score each interval against the expectation over the hidden seeds."""
    if not subject.sendings:
        return not_tried(Text("보낼 캠페인을 아직 만들지 않았어요.", "No campaign is ready to send yet."))
    given = {measure: subject.plan.forecast.interval(measure) for measure in fields.measures}
    if not any(interval and interval.filled for interval in given.values()):
        return not_tried(Text("예측을 아직 적지 않았어요.", "Nothing has been forecast yet."))
    other = _other_company(subject)
    if other is not None:
        return not_tried(other)
    if subject.basis.conversions < fields.fewest_conversions:
        return not_tried(
            Text(
                "너무 작은 캠페인이라 예측이 맞았는지 알 수 없어요.",
                "The campaign is too small to tell whether the forecast was good.",
            )
        )
    open_ones = [measure for measure, interval in given.items() if interval is None or not interval.filled]
    broken = [
        measure
        for measure, interval in given.items()
        if interval and interval.filled and not interval.ordered
    ]
    if broken:
        return failed(
            Text(
                f"{_NAMES[broken[0]].ko} 예측의 세 값이 순서대로가 아니에요.",
                f"The {_NAMES[broken[0]].en} figures are out of order.",
            )
        )
    truth = {measure: _truth(subject, measure) for measure in fields.measures}
    scores = {
        measure: interval_score(interval, truth[measure]) / max(1.0, abs(truth[measure]))
        for measure, interval in given.items()
        if interval is not None and interval.filled
    }
    shares = [
        min(1.0, max(0.0, (fields.none_at - s) / (fields.none_at - fields.full_at))) for s in scores.values()
    ]
    share = sum(shares) / len(fields.measures)
    worst = max(scores, key=lambda measure: scores[measure])
    saw = _saw(given[worst], truth[worst], worst, open_ones)
    return replace(
        by_share(share, saw), figures={f"truth_{measure}": value for measure, value in truth.items()}
    )


def interval_score(interval: Interval, truth: float) -> float:
    """Width plus ten times the miss."""
    low, high = float(interval.low or 0.0), float(interval.high or 0.0)
    return (high - low) + (2 / ALPHA) * max(0.0, low - truth) + (2 / ALPHA) * max(0.0, truth - high)


def _truth(subject: Subject, measure: str) -> float:
    assert measure in Forecast.measures()
    name = "incremental_profit_28_krw" if measure == "incremental_profit_krw" else measure
    return float(getattr(subject.basis, name))


def _other_company(subject: Subject) -> Text | None:
    """A forecast made for another company says nothing here."""
    made_for, meta = subject.plan.company or {}, subject.company.meta
    for name in ("profile", "customers", "days", "seed"):
        if name in made_for and made_for[name] != getattr(meta, name):
            return Text(
                "다른 회사에서 세운 예측이라 여기서는 채점하지 않아요.",
                "The forecast was made for another company.",
            )
    return None


def _saw(interval: Interval | None, truth: float, measure: str, open_ones: list[str]) -> Text:
    name = _NAMES[measure]
    if interval is None:
        return Text("예측이 비어 있어요.", "The forecast is empty.")
    ko = f"{name.ko}: 예측은 {interval.low:,.0f}~{interval.high:,.0f}, 실제는 {truth:,.0f}."
    en = f"{name.en}: forecast {interval.low:,.0f} to {interval.high:,.0f}, in truth {truth:,.0f}."
    if open_ones:
        ko += f" 비어 있는 예측이 {len(open_ones)}개 있어요."
        en += f" {len(open_ones)} forecasts are empty."
    return Text(ko, en)
