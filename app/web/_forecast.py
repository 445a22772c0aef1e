"""The seven figures of a forecast in words, and what is known of each before launch."""

from __future__ import annotations

from dataclasses import dataclass

from app.analytics.past import PastCampaign
from app.plan import Interval
from app.web._before import Known
from fake_company.text import Text


@dataclass(frozen=True)
class Measure:
    """One figure to forecast: its key in the plan, its name, its unit (`won` or a count) and what it means."""

    key: str
    name: Text
    unit: str
    meaning: Text
    short: Text = Text("", "")


MEASURES = (
    Measure(
        "sends", Text("보내는 메시지", "Messages sent"), "count",
        Text("28일 동안 실제로 나가는 메시지 수예요.", "Messages that really leave in 28 days."),
    ),
    Measure(
        "cost_krw", Text("발송 비용", "Sending cost"), "won",
        Text("채널에 내는 돈이에요. 쿠폰 값은 넣지 않아요.", "What the channel charges; coupons are not in it."),
    ),
    Measure(
        "clicks", Text("클릭", "Clicks"), "count",
        Text("메시지를 눌러 들어온 횟수예요.", "How often a message was tapped."),
    ),
    Measure(
        "conversions", Text("받은 고객의 주문", "Orders of those who received it"), "count",
        Text("받고 나서 정한 기간 안에 한 주문이에요. 없어도 샀을 주문도 들어 있어요.",
             "Their orders within the attribution window, including those that would have come anyway."),
        Text("받고 정한 기간 안의 모든 주문", "all within the attribution window"),
    ),
    Measure(
        "incremental_orders", Text("실제로 늘어난 주문", "Incremental orders"), "count",
        Text("아무것도 안 했다면 없었을 주문이에요.", "Orders that would not exist had you done nothing."),
        Text("28일, 두 세계의 차이", "28 days, between the worlds"),
    ),
    Measure(
        "incremental_profit_krw", Text("실제로 늘어난 이익(증분 이익)", "Incremental profit"), "won",
        Text("늘어난 주문의 이익에서 쿠폰과 발송 비용을 뺀 돈이에요. 손해면 음수로 적어요.",
             "Profit of the extra orders less coupons and sending cost; negative if it loses money."),
        Text("28일, 두 세계의 차이", "28 days, between the worlds"),
    ),
    Measure(
        "opt_outs", Text("수신 거부", "Opt-outs"), "count",
        Text("이 메시지 때문에 더는 받지 않겠다고 한 고객이에요.", "Customers who stop receiving because of these messages."),
    ),
)  # fmt: skip


def measure(key: str) -> Measure:
    """One of the seven by its key."""
    return next(found for found in MEASURES if found.key == key)


@dataclass(frozen=True)
class Hint:
    """One known figure beside an input: what it is, how much, and as what it is shown (`number`, `won`, `percent`)."""

    name: Text
    value: float
    show: str = "number"


def problem(asked: Measure, interval: Interval | None) -> Text | None:
    """What keeps an interval from being judged; None while it is empty or when it is whole."""
    if interval is None:
        return None
    if not interval.filled:
        return Text("세 숫자를 모두 적어 주세요.", "Give all three figures.")
    if not interval.ordered:
        return Text("왼쪽부터 작은 순서로 적어 주세요.", "Write them from the smallest to the largest.")
    if (
        asked.key != "incremental_profit_krw"
        and asked.key != "incremental_orders"
        and (interval.low or 0) < 0
    ):
        return Text("0보다 작을 수 없는 숫자예요.", "This figure cannot be below zero.")
    return None


def hints(key: str, known: Known) -> tuple[Hint, ...]:
    """What is known of one figure: counted today, or as the company's last similar campaign went."""
    if key == "sends":
        return _sends(known)
    if key == "cost_krw":
        return (
            (Hint(Text("지금 세어 보면", "Counted today"), known.cost_krw, "won"),) if known.reaches else ()
        )
    found = _anyway(known) if key == "conversions" else _reading(known) if key == "incremental_orders" else ()
    return found if known.similar is None else found + _from_past(key, known.similar, known.sends)


def _sends(known: Known) -> tuple[Hint, ...]:
    if not known.reaches:
        return ()
    held_out = sum(reach.held_out for reach in known.reaches)
    skipped = sum(known.skipped.values())
    found = [Hint(Text("지금 세어 보면", "Counted today"), known.sends)]
    found += [Hint(Text("건너뛰는 수", "Skipped"), skipped)] if skipped else []
    found += [Hint(Text("비교 그룹", "Held out"), held_out)] if held_out else []
    return tuple(found)


def _reading(known: Known) -> tuple[Hint, ...]:
    """What the similar campaign's own comparison group said, as a share of those who received it."""
    if known.reading is None:
        return ()
    return (
        Hint(Text("지난 캠페인의 비교 그룹이 말한 증가", "Rise the last one's holdout showed"), known.reading.difference, "percent"),
        Hint(Text("적게 보면", "At the low end"), known.reading.low, "percent"),
        Hint(Text("많게 보면", "At the high end"), known.reading.high, "percent"),
    )


def _anyway(known: Known) -> tuple[Hint, ...]:
    """How many of those who receive it order in the attribution window without any message."""
    if not known.sends:
        return ()
    orders = sum(reach.anyway_rate * reach.sends for reach in known.reaches)
    return (
        Hint(Text("보내지 않아도 주문하는 비율", "Order without any message"), orders / known.sends, "percent"),
        Hint(Text("그만큼이라면", "At that rate"), orders),
    )


def _from_past(key: str, like: PastCampaign, sends: int) -> tuple[Hint, ...]:
    """A past rate, and what it would come to on the plan's messages."""
    counts = {
        "clicks": (like.clicked, Text("지난 캠페인의 클릭률", "Click rate of the last one")),
        "conversions": (
            like.coupon_orders,
            Text("지난 캠페인에서 쿠폰을 쓴 비율", "Coupon use in the last one"),
        ),
        "opt_outs": (like.opted_out, Text("지난 캠페인의 수신 거부율", "Opt-out rate of the last one")),
    }
    if key not in counts or (key == "conversions" and not like.promotion_percent):
        return ()
    count, name = counts[key]
    rate = count / like.delivered
    return (
        Hint(name, rate, "percent"),
        Hint(Text("그만큼이라면", "At that rate"), rate * sends),
    )
