"""What each figure of the customer types, RFM, past campaigns and the KPI board means; one row each.

One word for each measure on every page: 거래액 (GMV) before discounts, 매출 (sales) what was paid.
"""

from __future__ import annotations

from app.analytics.defining import Definition
from app.analytics.measures_marketing import ADS, CRM, PAST
from fake_company.text import Text

MONEY: dict[str, Definition] = {
    "gmv": Definition(
        Text("거래액", "GMV"),
        Text(
            "할인하기 전 상품 정가의 합. 환불된 주문은 빼요.",
            "Goods at list price before discounts; refunded orders left out.",
        ),
        Text("정가 × 수량의 합", "Σ list price × quantity"),
    ),
    "sales": Definition(
        Text("매출", "Sales"),
        Text(
            "고객이 실제로 낸 돈. 환불된 주문은 빼요.",
            "What customers really paid; refunded orders left out.",
        ),
        Text("거래액 − 할인 + 고객이 낸 배송비", "GMV − discount + delivery paid by the customer"),
    ),
    "contribution": Definition(
        Text("공헌이익", "Contribution"),
        Text(
            "주문에서 변하는 비용을 모두 빼고 남은 돈. 광고비와 발송비는 빼기 전이에요.",
            "What orders leave after their variable costs, before advertising and sending.",
        ),
        Text("매출 − 원가 − 택배비 − 결제 수수료", "sales − cost of goods − parcel − payment fee"),
    ),
    "discounts": Definition(
        Text("할인", "Discounts"),
        Text("쿠폰으로 깎아 준 금액.", "What coupons took off."),
    ),
    "aov": Definition(
        Text("객단가(AOV)", "AOV"),
        Text(
            "주문 한 건의 평균 매출. 고객 한 명의 매출과는 달라요.",
            "Mean sales of one order; not the same as sales per customer.",
        ),
        Text("매출 ÷ 주문 수", "sales ÷ orders"),
    ),
    "purchase_frequency": Definition(
        Text("구매 빈도", "Purchase frequency"),
        Text("그 기간에 산 고객 한 명이 평균 몇 번 샀는지.", "How often each buyer of that time ordered."),
        Text("주문 수 ÷ 산 고객 수", "orders ÷ buyers"),
    ),
    "coupon_to_gmv": Definition(
        Text("쿠폰 ÷ 거래액", "Coupon ÷ GMV"),
        Text(
            "거래액 가운데 쿠폰으로 깎아 준 몫. 잦은 할인은 거래액을 올리고 이익을 깎아요.",
            "The share of GMV given away in coupons: frequent discounts raise GMV and cut profit.",
        ),
        Text("할인 ÷ 거래액", "discounts ÷ GMV"),
    ),
}

TYPES: dict[str, Definition] = {
    "type_prospect": Definition(
        Text("예상 고객", "Prospects"),
        Text("아직 첫 주문을 하지 않은 방문자와 회원.", "Visitors and members without a first order yet."),
    ),
    "type_new": Definition(
        Text("신규 고객", "New customers"),
        Text(
            "첫 주문을 한 지 ‘신규’ 기준 날수가 지나지 않은 고객.",
            "First order no longer ago than the line for new.",
        ),
    ),
    "type_current": Definition(
        Text("현재 고객", "Current customers"),
        Text(
            "신규가 지났고, 마지막 주문이 ‘휴면’ 기준 날수 안에 있는 고객.",
            "No longer new, with a last order inside the line for dormant.",
        ),
    ),
    "type_dormant": Definition(
        Text("휴면 고객", "Dormant customers"),
        Text(
            "마지막 주문이 ‘휴면’ 기준 날수보다 오래된 고객.",
            "Last order longer ago than the line for dormant.",
        ),
    ),
    "type_returning": Definition(
        Text("복귀 고객", "Returning customers"),
        Text(
            "‘휴면’ 기준 날수보다 오래 쉬었다가 다시 산 고객.",
            "Ordered again after a pause longer than the line for dormant.",
        ),
    ),
    "order_gap": Definition(
        Text("구매 간격", "Days between orders"),
        Text(
            "한 고객의 주문과 그다음 주문 사이 날수. 휴면 기준을 정할 때 봐요.",
            "Days from one order of a customer to the next: look at it when choosing the dormancy line.",
        ),
    ),
    "type_flow": Definition(
        Text("유형 이동", "Moves between types"),
        Text(
            "앞 시점에 한 유형이던 고객이 한 달 뒤에 어느 유형인지.",
            "Where the customers of one type are a month later.",
        ),
    ),
}

RFM: dict[str, Definition] = {
    "recency": Definition(
        Text("최근성(R)", "Recency (R)"),
        Text(
            "마지막 주문이 얼마나 최근인지. 5점이 가장 최근이에요.",
            "How recent the last order is; 5 is the most recent.",
        ),
    ),
    "frequency": Definition(
        Text("빈도(F)", "Frequency (F)"),
        Text(
            "기록 전체에서 주문한 횟수. 5점이 가장 잦아요.", "Orders over the whole history; 5 is the most."
        ),
    ),
    "monetary": Definition(
        Text("금액(M)", "Monetary (M)"),
        Text("기록 전체에서 낸 금액. 5점이 가장 많아요.", "Paid over the whole history; 5 is the most."),
    ),
    "rfm_score": Definition(
        Text("점수", "Score"),
        Text(
            "산 고객을 값의 순서로 세워 다섯으로 나눈 자리. 값이 같으면 점수도 같아요.",
            "The fifth of all buyers, in order of the measure; equal values always score the same.",
        ),
        Text(
            "1 + 값보다 작은 경계의 수 (경계: 20·40·60·80% 자리의 값)",
            "1 + borders below the value (borders: the values at 20, 40, 60, 80 %)",
        ),
    ),
    "buyers": Definition(
        Text("산 고객", "Buyers"),
        Text(
            "환불되지 않은 주문이 하나라도 있는 고객.",
            "Customers with at least one order that was not refunded.",
        ),
    ),
    "sales_share": Definition(
        Text("매출 비중", "Share of sales"),
        Text(
            "모든 산 고객의 매출 가운데 이 고객들의 몫.",
            "Of the sales of all buyers, the part these customers paid.",
        ),
        Text("이 고객들의 매출 ÷ 전체 매출", "sales of these customers ÷ all sales"),
    ),
}

MEASURES: dict[str, Definition] = {**MONEY, **TYPES, **RFM, **ADS, **CRM, **PAST}
