"""What each figure of advertising, of CRM and of past campaigns means; one row each."""

from __future__ import annotations

from app.analytics.defining import Definition
from fake_company.text import Text

ADS: dict[str, Definition] = {
    "ad_cost": Definition(Text("광고비", "Ad cost"), Text("매체에 낸 돈.", "What was paid to the medium.")),
    "ctr": Definition(
        Text("CTR(클릭률)", "CTR"),
        Text("노출된 광고가 눌린 비율.", "The share of impressions that were clicked."),
        Text("클릭 ÷ 노출", "clicks ÷ impressions"),
    ),
    "cpc": Definition(
        Text("CPC(클릭당 비용)", "CPC"),
        Text("클릭 한 번에 든 돈.", "What one click cost."),
        Text("광고비 ÷ 클릭", "ad cost ÷ clicks"),
    ),
    "cpm": Definition(
        Text("CPM(천 회 노출당 비용)", "CPM"),
        Text("천 번 보이는 데 든 돈.", "What a thousand impressions cost."),
        Text("광고비 ÷ 노출 × 1,000", "ad cost ÷ impressions × 1,000"),
    ),
    "sign_up_rate": Definition(
        Text("가입 전환율", "Sign-up rate"),
        Text("클릭 가운데 가입으로 이어진 비율.", "The share of clicks that became a sign-up."),
        Text("가입 ÷ 클릭", "sign-ups ÷ clicks"),
    ),
    "cac": Definition(
        Text("CAC(가입당 비용)", "CAC"),
        Text("고객 한 명을 가입시키는 데 든 돈.", "What one sign-up cost."),
        Text("광고비 ÷ 가입", "ad cost ÷ sign-ups"),
    ),
    "cpi": Definition(
        Text("CPI(앱 설치당 비용)", "CPI"),
        Text("앱 설치 한 번에 든 돈.", "What one app install cost."),
        Text("광고비 ÷ 앱 설치", "ad cost ÷ app installs"),
    ),
    "roas": Definition(
        Text("ROAS(광고 수익률)", "ROAS"),
        Text(
            "그 매체로 처음 온 고객이 30일 안에 낸 매출을 광고비와 견줘요. 이익이 아니라 매출 기준이고, 30일이 지난 날만 세요.",
            "Sales within 30 days from customers it brought, against its cost. Sales, not profit; only days at least 30 days old.",
        ),
        Text("30일 매출 ÷ 광고비", "30-day sales ÷ ad cost"),
    ),
}

CRM: dict[str, Definition] = {
    "return_rate": Definition(
        Text("다시 온 비율", "Return rate"),
        Text(
            "처음 온 뒤 30~60일 사이에 다시 방문한 고객의 비율. 60일이 지난 고객만 세요.",
            "Customers who visited again 30 to 60 days after their first visit; only those 60 days old.",
        ),
        Text("다시 온 고객 ÷ 처음 온 고객", "came back ÷ came"),
    ),
    "first_purchase_rate": Definition(
        Text("첫 구매율", "First purchase rate"),
        Text(
            "처음 온 뒤 30일 안에 산 고객의 비율. 60일이 지난 고객만 세요.",
            "Customers who bought within 30 days of their first visit; only those 60 days old.",
        ),
        Text("산 고객 ÷ 처음 온 고객", "bought ÷ came"),
    ),
    "repeat_rate": Definition(
        Text("재구매율", "Repeat purchase rate"),
        Text(
            "처음 산 뒤 90일 안에 다시 산 고객의 비율. 90일이 지난 첫 주문만 세고, 기록이 시작된 뒤에 온 고객만 봐요.",
            "First-time buyers who ordered again within 90 days; only of customers who came since the records began.",
        ),
        Text("다시 산 고객 ÷ 처음 산 고객", "ordered again ÷ first-time buyers"),
    ),
    "cross_sell_rate": Definition(
        Text("교차 구매(크로스셀)", "Cross-sell"),
        Text(
            "다시 산 주문 가운데, 전에 산 적 없는 카테고리가 든 비율.",
            "Repeat orders that hold a category never bought before.",
        ),
        Text("새 카테고리가 든 주문 ÷ 다시 산 주문", "with a new category ÷ repeat orders"),
    ),
    "up_sell_rate": Definition(
        Text("상향 구매(업셀)", "Up-sell"),
        Text(
            "다시 산 주문 가운데, 전에 산 어느 것보다 비싼 상품이 든 비율.",
            "Repeat orders with goods dearer than anything bought before.",
        ),
        Text("더 비싼 상품이 든 주문 ÷ 다시 산 주문", "with dearer goods ÷ repeat orders"),
    ),
    "opt_outs_per_1000": Definition(
        Text("수신 거부(1,000통당)", "Opt-outs per 1,000"),
        Text(
            "보낸 메시지 1,000통에 수신을 거부한 고객 수.", "Customers lost for good in a thousand messages."
        ),
        Text("수신 거부 ÷ 발송 × 1,000", "opt-outs ÷ sent × 1,000"),
    ),
    "contribution_rate": Definition(
        Text("공헌이익률", "Contribution ratio"),
        Text("매출 가운데 변하는 비용을 빼고 남은 몫.", "What is left of sales after variable costs."),
        Text("공헌이익 ÷ 매출", "contribution ÷ sales"),
    ),
}

PAST: dict[str, Definition] = {
    "sent": Definition(Text("발송", "Sent"), Text("실제로 내보낸 메시지.", "Messages that left.")),
    "delivery_rate": Definition(
        Text("도달률", "Delivered"),
        Text("보낸 것 가운데 도착한 비율.", "The share of sends that arrived."),
        Text("도착 ÷ 발송", "delivered ÷ sent"),
    ),
    "open_rate": Definition(
        Text("오픈율", "Opened"),
        Text("도착한 것 가운데 연 비율.", "The share of delivered messages opened."),
        Text("열람 ÷ 도착", "opened ÷ delivered"),
    ),
    "click_rate": Definition(
        Text("클릭률", "Clicked"),
        Text("도착한 것 가운데 누른 비율.", "The share of delivered messages clicked."),
        Text("클릭 ÷ 도착", "clicked ÷ delivered"),
    ),
    "opt_out_rate": Definition(
        Text("수신거부율", "Opted out"),
        Text("받은 사람 가운데 이 메시지로 수신을 거부한 비율.", "Recipients who opted out because of it."),
        Text("수신 거부 ÷ 도착", "opted out ÷ delivered"),
    ),
    "attributed_orders": Definition(
        Text("기여 주문", "Attributed orders"),
        Text(
            "메시지 뒤 정한 기간 안에 들어온 주문. 메시지가 없었어도 들어왔을 주문까지 모두 세요.",
            "Orders within the window after a message, including those that would have come without it.",
        ),
    ),
    "attributed_sales": Definition(
        Text("기여 매출", "Attributed sales"),
        Text("기여 주문에서 고객이 낸 돈.", "What customers paid in attributed orders."),
    ),
    "attribution_window": Definition(
        Text("전환 기여 기간", "Attribution window"),
        Text(
            "메시지 뒤 얼마 동안의 주문을 그 메시지 것으로 볼지 정한 기간.",
            "How long after a message an order is credited to it.",
        ),
    ),
    "coupon_cost": Definition(
        Text("쿠폰 비용", "Coupon cost"),
        Text("이 캠페인의 쿠폰으로 깎아 준 금액.", "What this campaign's coupons took off."),
    ),
    "send_cost": Definition(
        Text("발송 비용", "Send cost"),
        Text("채널 단가로 셈한 발송 요금.", "The price of sending."),
        Text("발송 × 단가", "sent × unit price"),
    ),
    "message_roas": Definition(
        Text("캠페인 ROAS", "Campaign ROAS"),
        Text(
            "대시보드식 수익률. 비용이 거의 없는 채널에서는 끝없이 커지고, 없었어도 들어왔을 매출까지 세요.",
            "A dashboard's return: endless where sending is free, and counting sales that would have come anyway.",
        ),
        Text("기여 매출 ÷ (쿠폰 비용 + 발송 비용)", "attributed sales ÷ (coupon cost + send cost)"),
    ),
    "holdout": Definition(
        Text("비교 그룹(홀드아웃)", "Holdout"),
        Text(
            "효과를 재려고 일부러 보내지 않은 고객.", "Customers left out on purpose, to measure the effect."
        ),
    ),
    "holdout_effect": Definition(
        Text("비교 그룹으로 본 효과", "Effect by the holdout"),
        Text(
            "보낸 고객과 보내지 않은 고객의 주문율 차이와 95% 신뢰구간. 구간에 0이 들면 우연과 구별되지 않아요.",
            "The difference in order rate between sent and held out, with its 95% interval; an interval across 0 cannot be told from luck.",
        ),
        Text("보낸 고객의 주문율 − 비교 그룹의 주문율", "order rate of sent − of held out"),
    ),
    "around_send": Definition(
        Text("메시지 앞뒤의 주문", "Orders around a message"),
        Text(
            "메시지 1,000통마다 그 앞뒤 하루하루에 들어온 주문.",
            "Orders on each day before and after, per 1,000 messages.",
        ),
        Text("그날 주문 ÷ 메시지 × 1,000", "orders of the day ÷ messages × 1,000"),
    ),
    "coupon_use_rate": Definition(
        Text("쿠폰 사용률", "Redemption"),
        Text("나눠 준 쿠폰 가운데 주문에 쓰인 비율.", "The share of issued coupons used."),
        Text("사용 ÷ 발급", "used ÷ issued"),
    ),
}
