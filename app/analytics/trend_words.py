"""What a trend says in a sentence."""

from __future__ import annotations

from app.analytics.trend import MEASURES, Series, Trend
from fake_company.text import Text, josa


def finding(found: Trend, event: Text, measure: str) -> Text:
    """The whole period's figure, and how it differs from the same length before (or how the last period stands)."""
    now = found.everybody.whole
    name = MEASURES[measure]
    if now is None or not now:
        return Text(f"이 기간에는 ‘{event.ko}’ 기록이 없어요.", f"Nobody did “{event.en}” in this period.")
    said = _say(now, measure)
    before = found.before.whole if found.before else None
    if before:
        change = now / before - 1
        then = _say(before, measure)
        ko = f"지난 기간({then.ko})보다 {abs(change) * 100:.1f}% {'늘었어요' if change > 0 else '줄었어요'}"
        en = f"{abs(change) * 100:.1f}% {'up' if change > 0 else 'down'} on the period before ({then.en})"
        if abs(change) < 0.005:
            ko, en = f"지난 기간({then.ko})과 거의 같아요", f"about the same as the period before ({then.en})"
        return Text(
            f"‘{event.ko}’ {josa(name.ko, '은/는')} {said.ko}, {ko}.",
            f"“{event.en}”: {name.en} {said.en}, {en}.",
        )
    return Text(
        f"‘{event.ko}’ {josa(name.ko, '은/는')} {said.ko}{_copula(said.ko)}.",
        f"“{event.en}”: {name.en} {said.en}.",
    )


def _copula(word: str) -> str:
    return "이에요" if josa(word, "이/가").endswith("이") and not word.endswith("이") else "예요"


def _say(value: float, measure: str) -> Text:
    if measure in ("amount", "amount_each"):
        return Text(f"{value:,.0f}원", f"₩{value:,.0f}")
    if measure == "per_customer":
        return Text(f"{value:,.2f}번", f"{value:,.2f}")
    return Text(f"{value:,.0f}{'명' if measure == 'customers' else '번'}", f"{value:,.0f}")


def share_of_change(one: Series, open_from: int | None) -> float | None:
    """How the last whole period differs from the first, as a share of the first; None where there is none."""
    values = [value for value in one.values[:open_from] if value is not None]
    return values[-1] / values[0] - 1 if len(values) > 1 and values[0] else None
