"""The tables and sentences of the past-campaign pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.analytics import past, past_coupons, past_course, past_credit, past_effect
from app.analytics.past import PastCampaign
from app.analytics.past_course import AroundDay
from app.analytics.past_credit import Attribution, Credited
from app.analytics.past_effect import Effect, Reading
from app.messages import channels
from app.segments import TYPES
from app.web import _asked
from app.web._explore import Column, Table
from fake_company.errors import NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

WINDOWS = tuple(str(days) for days in past_credit.WINDOWS)
WEEK = 7


@dataclass(frozen=True)
class Line:
    """One campaign as a dashboard reports it, and its holdout's reading where there is one."""

    campaign: PastCampaign
    channel: Text
    credited: Credited
    send_cost_krw: int
    effect: Effect | None

    @property
    def roas(self) -> float | None:
        """Attributed sales ÷ what coupons and sending cost; None where nothing was spent."""
        cost = self.campaign.discount_krw + self.send_cost_krw
        return self.credited.sales_krw / cost if cost else None

    def rate(self, part: int) -> float | None:
        """A share of the delivered ones."""
        return part / self.campaign.delivered if self.campaign.delivered else None


def rule() -> Attribution:
    """The attribution rule the address asks for."""
    return Attribution(
        int(_asked.one_of("days", WINDOWS, str(WEEK))),
        _asked.one_of("basis", past_credit.BASES, "delivered"),
        _asked.one_of("credit", past_credit.CREDITS, "each"),
    )


def lines(company: Company, asked: Attribution) -> list[Line]:
    """Every past campaign, the latest first."""
    credited = past_credit.credited(company, asked)
    return [_line(company, one, credited[one.campaign_id], asked) for one in past.campaigns(company)]


def line(company: Company, campaign_id: str, asked: Attribution) -> Line:
    """One past campaign; `NotFound` with those there are."""
    found = [one for one in lines(company, asked) if one.campaign.campaign_id == campaign_id]
    if not found:
        known = ", ".join(one.campaign_id for one in past.campaigns(company))
        raise NotFound(
            Text("그런 지난 캠페인이 없어요.", "There is no such past campaign."),
            campaign_id[:60],
            Text(f"있는 캠페인: {known}", f"Campaigns there are: {known}"),
        )
    return found[0]


def _line(company: Company, one: PastCampaign, credited: Credited, asked: Attribution) -> Line:
    channel = channels.get(one.channel)
    effect = past_effect.reading(company, one.campaign_id, asked.days).effect if one.held_out else None
    return Line(one, channel.label, credited, round(one.sent * channel.price_krw), effect)


def list_table(rows: list[Line]) -> Table:
    """What the list shows, one row a campaign."""
    columns = [
        Column(Text("캠페인", "Campaign")),
        Column(Text("채널", "Channel")),
        Column(Text("시작", "From"), "day"),
        Column(Text("끝", "To"), "day"),
        Column(Text("발송", "Sent"), "number", "sent"),
        Column(Text("도달률", "Delivered"), "percent", "delivery_rate"),
        Column(Text("오픈율", "Opened"), "percent", "open_rate"),
        Column(Text("클릭률", "Clicked"), "percent", "click_rate"),
        Column(Text("수신거부율", "Opted out"), "percent", "opt_out_rate"),
        Column(Text("수신 거부", "Opt-outs"), "number"),
        Column(Text("기여 주문", "Attributed orders"), "number", "attributed_orders"),
        Column(Text("기여 매출", "Attributed sales"), "won", "attributed_sales"),
        Column(Text("쿠폰 비용", "Coupon cost"), "won", "coupon_cost"),
        Column(Text("발송 비용", "Send cost"), "won", "send_cost"),
        Column(Text("캠페인 ROAS", "Campaign ROAS"), "percent", "message_roas"),
        Column(Text("비교 그룹", "Holdout"), "number", "holdout"),
        Column(Text("비교 그룹으로 본 효과", "Effect by the holdout"), "percent", "holdout_effect"),
        Column(Text("낮게", "Low"), "percent"),
        Column(Text("높게", "High"), "percent"),
    ]
    return Table(columns, [_list_row(one) for one in rows])


def _list_row(one: Line) -> list[Any]:
    told, rate = one.campaign, one.effect.rate if one.effect else None
    return [
        told.name,
        one.channel,
        told.started_at.date(),
        told.ended_at.date(),
        told.sent,
        told.delivered / told.sent if told.sent else None,
        one.rate(told.opened),
        one.rate(told.clicked),
        one.rate(told.opted_out),
        told.opted_out,
        one.credited.orders,
        one.credited.sales_krw,
        told.discount_krw,
        one.send_cost_krw,
        one.roas,
        told.held_out or None,
        *((rate.difference, rate.low, rate.high) if rate else (None, None, None)),
    ]


def type_table(reading: Reading) -> Table:
    """The split by customer type at the moment of sending."""
    columns = [
        Column(Text("보낼 때 유형", "Type when sent")),
        Column(Text("발송", "Sent"), "number", "sent"),
        Column(Text("오픈율", "Opened"), "percent", "open_rate"),
        Column(Text("클릭률", "Clicked"), "percent", "click_rate"),
        Column(Text("수신거부율", "Opted out"), "percent", "opt_out_rate"),
        Column(Text("주문한 비율", "Ordered"), "percent"),
        Column(Text("비교 그룹", "Holdout"), "number", "holdout"),
        Column(Text("비교 그룹이 주문한 비율", "Holdout ordered"), "percent"),
        Column(Text("차이", "Difference"), "percent", "holdout_effect"),
        Column(Text("낮게", "Low"), "percent"),
        Column(Text("높게", "High"), "percent"),
    ]
    rows = []
    for one in reading.types:
        effect, rate = one.effect, one.effect.rate
        rows.append(
            [
                TYPES[one.key],
                one.sent,
                one.opened / one.delivered if one.delivered else None,
                one.clicked / one.delivered if one.delivered else None,
                one.opted_out / one.delivered if one.delivered else None,
                effect.treated_ordering / effect.treated if effect.treated else None,
                effect.held_out or None,
                effect.held_out_ordering / effect.held_out if effect.held_out else None,
                *((rate.difference, rate.low, rate.high) if rate else (None, None, None)),
            ]
        )
    return Table(columns, rows)


def type_bars(reading: Reading) -> list[dict[str, Any]]:
    """For each type that got it, the shares that ordered and that opted out."""
    return [
        {
            "label": TYPES[one.key],
            "note": Text(f"발송 {one.sent:,}", f"{one.sent:,} sent"),
            "values": [one.effect.treated_ordering / one.sent, one.opted_out / max(one.delivered, 1)],
        }
        for one in reading.types
        if one.sent
    ]


def month_table(company: Company, campaign_id: str) -> Table:
    """The campaign month by month."""
    columns = [
        Column(Text("달", "Month")),
        Column(Text("발송", "Sent"), "number", "sent"),
        Column(Text("오픈율", "Opened"), "percent", "open_rate"),
        Column(Text("클릭률", "Clicked"), "percent", "click_rate"),
        Column(Text("수신 거부", "Opt-outs"), "number"),
        Column(Text("수신거부율", "Opted out"), "percent", "opt_out_rate"),
    ]
    rows = [
        [
            f"{one.month:%Y-%m}",
            one.sent,
            one.opened / one.delivered if one.delivered else None,
            one.clicked / one.delivered if one.delivered else None,
            one.opted_out,
            one.opted_out / one.delivered if one.delivered else None,
        ]
        for one in past_course.months(company, campaign_id)
    ]
    return Table(columns, rows)


def around_table(days: list[AroundDay]) -> Table:
    """Orders around a message, day by day."""
    columns = [
        Column(Text("메시지 뒤 며칠", "Days after the message"), "number"),
        Column(Text("보낸 고객, 1,000통당 주문", "Sent, orders per 1,000"), "decimal", "around_send"),
        Column(Text("비교 그룹, 1,000명당 주문", "Held out, orders per 1,000"), "decimal", "holdout"),
    ]
    return Table(columns, [[one.day, one.sent_per_1000, one.held_out_per_1000] for one in days])


def before_and_after(days: list[AroundDay]) -> tuple[float, float] | None:
    """Mean orders a day per 1,000 messages in the week before and the week after; None where a day is unknown."""
    before = [one.sent_per_1000 for one in days if -WEEK <= one.day < 0]
    after = [one.sent_per_1000 for one in days if 0 <= one.day < WEEK]
    known = [value for value in (*before, *after) if value is not None]
    if len(known) < 2 * WEEK:
        return None
    return sum(known[:WEEK]) / WEEK, sum(known[WEEK:]) / WEEK


def around_plot(days: list[AroundDay]) -> dict[str, Any]:
    """The series of the drawing: a day's orders before and after, or, beside a holdout, what came in since the sending."""
    sent, held = Text("보낸 고객", "Sent"), Text("비교 그룹", "Held out")
    lines = {sent: [one.sent_per_1000 for one in days]}
    flags = [(past_course.BEFORE_DAYS, Text("메시지를 보낸 때", "the message was sent"))]
    if any(one.held_out_per_1000 is not None for one in days):
        days = [one for one in days if one.day >= 0]
        lines = {
            sent: _so_far([one.sent_per_1000 for one in days]),
            held: _so_far([one.held_out_per_1000 for one in days]),
        }
        flags = []
    labels = [
        Text(f"{one.day:+d}일", f"day {one.day:+d}") if one.day else Text("보낸 날", "sent") for one in days
    ]
    return {
        "series": [{"label": label, "values": values} for label, values in lines.items()],
        "labels": labels,
        "rows": [
            (words, [(label, values[at]) for label, values in lines.items()])
            for at, words in enumerate(labels)
        ],
        "flags": flags,
    }


def _so_far(values: list[float | None]) -> list[float | None]:
    """Running totals; nothing after the first day that is not known."""
    found: list[float | None] = []
    for value in values:
        known = value is not None and (not found or found[-1] is not None)
        found.append(
            (found[-1] if found and found[-1] is not None else 0.0) + (value or 0.0) if known else None
        )
    return found


def use_table(company: Company, campaign_id: str | None) -> Table:
    """Customers by how many coupons they used."""
    columns = [
        Column(Text("쓴 쿠폰", "Coupons used")),
        Column(Text("고객", "Customers"), "number"),
        Column(Text("쿠폰 쓴 주문", "Coupon orders"), "number"),
        Column(Text("할인", "Discounts"), "won", "discounts"),
        Column(Text("쿠폰 전 90일에 제값에 산 고객", "Paid full price in the 90 days before"), "percent"),
        Column(Text("쿠폰 없이는 산 적 없는 고객", "Never bought without one"), "percent"),
    ]
    rows = []
    for one in past_coupons.use(company, campaign_id):
        words = Text(f"{one.times}장", f"{one.times}")
        more = Text(f"{one.times}장 이상", f"{one.times} or more")
        rows.append(
            [
                more if one.is_last else words,
                one.customers,
                one.coupon_orders,
                one.discount_krw,
                one.paid_before / one.customers,
                one.only_coupons / one.customers,
            ]
        )
    return Table(columns, rows)
