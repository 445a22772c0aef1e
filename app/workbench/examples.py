"""Questions to begin with, one or two a lesson of the course; every one runs on every company."""

from __future__ import annotations

from dataclasses import dataclass

from fake_company.profile import Profile
from fake_company.text import Text


@dataclass(frozen=True)
class Example:
    """A question: what it asks, what to look for in the answer, its SQL."""

    title: Text
    look: Text
    sql: str


def examples(profile: Profile) -> tuple[Example, ...]:
    """The questions, in this company's own event names."""
    guide = profile.guide.event
    return tuple(Example(one.title, one.look, one.sql.strip().replace("{guide}", guide)) for one in _EXAMPLES)


_EXAMPLES = (
    Example(
        Text("매체의 값싼 가입과 그 고객의 재구매", "Cheap sign-ups by source, and whether they buy again"),
        Text("CAC가 낮은 매체가 재구매도 높나요?", "Does the source with the lowest CAC also bring repeat buyers?"),
        """
WITH cost AS (
  SELECT source, sum(cost_krw) AS cost_krw, sum(sign_ups) AS sign_ups
  FROM ad_costs
  GROUP BY source
), buyers AS (
  SELECT acquisition_source AS source, customer_id, count(*) AS orders
  FROM customers JOIN orders USING (customer_id)
  WHERE status <> 'refunded'
  GROUP BY ALL
)
SELECT source, round(any_value(cost_krw) / nullif(any_value(sign_ups), 0)) AS cac_krw,
       count(customer_id) AS buyers, round(avg((orders >= 2)::INTEGER), 3) AS repeat_rate
FROM cost LEFT JOIN buyers USING (source)
GROUP BY source
ORDER BY cac_krw
""",
    ),
    Example(
        Text("마지막 주문 뒤 며칠이나 지났나", "How long ago customers last ordered"),
        Text("휴면으로 넘어가는 고객은 언제 몰려 있나요?", "When do customers slip into dormancy?"),
        """
WITH last AS (
  SELECT customer_id, max(ordered_at) AS last_at
  FROM orders
  WHERE status <> 'refunded'
  GROUP BY customer_id
)
SELECT (date_diff('day', last_at, now()) // 30) * 30 AS days_ago, count(*) AS customers
FROM last
GROUP BY days_ago
ORDER BY days_ago
""",
    ),
    Example(
        Text("방문은 어디서 끝나나(지난 28일)", "Where visits end (last 28 days)"),
        Text("상품, 장바구니, 결제 가운데 어디에서 가장 많이 나가나요?",
             "Product, cart or payment: where do most visits end?"),
        """
WITH visits AS (
  SELECT session_id,
         bool_or(name = 'product_viewed') AS product,
         bool_or(name = 'product_added') AS cart,
         bool_or(name = 'payment_info_started') AS payment,
         bool_or(name = 'order_completed') AS ordered
  FROM events
  WHERE occurred_at > now() - INTERVAL 28 DAY AND session_id IS NOT NULL
  GROUP BY session_id
)
SELECT CASE WHEN ordered THEN '5 ordered' WHEN payment THEN '4 left at payment' WHEN cart THEN '3 left with a cart'
            WHEN product THEN '2 left at a product' ELSE '1 left before a product' END AS ended,
       count(*) AS visits
FROM visits
GROUP BY ALL
ORDER BY ended
""",
    ),
    Example(
        Text("담고 나간 고객(고객 묶음 만들기)", "Left with a cart (make it a segment)"),
        Text("customer_id가 있는 답은 고객 묶음이 될 수 있어요.", "An answer with customer_id can become a segment."),
        """
SELECT customer_id, max(occurred_at) AS added_at
FROM events
WHERE name = 'product_added' AND occurred_at > now() - INTERVAL 3 DAY
  AND customer_id NOT IN (
    SELECT customer_id FROM orders WHERE ordered_at > now() - INTERVAL 3 DAY
  )
GROUP BY customer_id
ORDER BY added_at DESC
""",
    ),
    Example(
        Text("첫 주문 뒤 두 번째 주문까지", "From the first order to the second"),
        Text("구매 뒤 메시지는 며칠째에 보내면 좋을까요?", "On which day should a post-purchase message go out?"),
        """
WITH numbered AS (
  SELECT customer_id, ordered_at, row_number() OVER (PARTITION BY customer_id ORDER BY ordered_at) AS nth,
         lag(ordered_at) OVER (PARTITION BY customer_id ORDER BY ordered_at) AS before
  FROM orders
  WHERE status <> 'refunded'
)
SELECT date_diff('week', before, ordered_at) AS weeks, count(*) AS customers
FROM numbered
WHERE nth = 2
GROUP BY weeks
ORDER BY weeks
""",
    ),
    Example(
        Text("할인한 달의 거래액과 남은 돈", "Months of discounts: GMV and what was left"),
        Text("쿠폰을 많이 쓴 달에 남은 돈도 늘었나요?", "Did months with many coupons also leave more money?"),
        """
WITH cost AS (
  SELECT order_id, sum(quantity * unit_cost_krw) AS cost_krw
  FROM order_items
  GROUP BY order_id
)
SELECT date_trunc('month', ordered_at)::DATE AS month, sum(items_krw) AS gmv_krw, sum(discount_krw) AS discount_krw,
       sum(items_krw - discount_krw - cost_krw) AS left_krw
FROM orders JOIN cost USING (order_id)
WHERE status <> 'refunded'
GROUP BY month
ORDER BY month
""",
    ),
    Example(
        Text("많이 찾은 말", "What people search for"),
        Text("어떤 말을 찾는 고객에게 어떤 메시지가 어울릴까요?", "Which message would suit whoever searched this?"),
        """
SELECT search_term, count(*) AS searches, count(DISTINCT customer_id) AS customers
FROM events
WHERE name = 'searched' AND occurred_at > now() - INTERVAL 90 DAY
GROUP BY search_term
ORDER BY searches DESC
LIMIT 20
""",
    ),
    Example(
        Text("등급마다 객단가와 쿠폰 비중", "AOV and coupons by tier"),
        Text("손해 보지 않는 할인은 등급마다 얼마까지일까요?", "How deep a discount can each tier bear?"),
        """
SELECT tier, count(*) AS orders, round(avg(total_krw)) AS aov_krw,
       round(avg((coupon_code IS NOT NULL)::INTEGER), 3) AS coupon_rate,
       round(sum(discount_krw) / sum(items_krw), 3) AS coupon_to_gmv
FROM orders JOIN customers USING (customer_id)
WHERE status <> 'refunded'
GROUP BY tier
ORDER BY aov_krw DESC
""",
    ),
    Example(
        Text("받은 고객과 비교 그룹, 7일 안의 주문", "Those who got it and the holdout: orders within 7 days"),
        Text("쿠폰을 쓴 주문과 늘어난 주문은 같은 말인가요?", "Is a redeemed coupon an extra order?"),
        """
WITH reached AS (
  SELECT campaign_id, is_holdout, customer_id, min(sent_at) AS sent_at
  FROM touches
  WHERE is_holdout OR delivered_at IS NOT NULL
  GROUP BY ALL
)
SELECT name_ko AS campaign, is_holdout, count(*) AS customers,
       round(avg(EXISTS (
         SELECT 1 FROM orders
         WHERE orders.customer_id = reached.customer_id
           AND ordered_at BETWEEN sent_at AND sent_at + INTERVAL 7 DAY
       )::INTEGER), 4) AS order_rate
FROM reached JOIN campaigns USING (campaign_id)
GROUP BY ALL
ORDER BY campaign, is_holdout
""",
    ),
    Example(
        Text("채널마다 동의한 고객", "Consent by channel"),
        Text("2년이 지난 동의를 빼면 몇 명이 남나요?", "How many are left without consents older than two years?"),
        """
SELECT channel, count(*) FILTER (WHERE given_at IS NOT NULL) AS ever,
       count(*) FILTER (WHERE given_at > now() - INTERVAL 2 YEAR AND (out_at IS NULL OR out_at < given_at)) AS today
FROM (
  SELECT 'push' AS channel, push_consent_at AS given_at, push_opted_out_at AS out_at FROM customers
  UNION ALL SELECT 'sms', sms_consent_at, sms_opted_out_at FROM customers
  UNION ALL SELECT 'email', email_consent_at, email_opted_out_at FROM customers
  UNION ALL SELECT 'kakao', kakao_consent_at, kakao_opted_out_at FROM customers
)
GROUP BY channel
ORDER BY today DESC
""",
    ),
    Example(
        Text("믿음을 살피는 화면과 주문", "Pages that build trust, and orders"),
        Text("리뷰와 안내 화면을 본 방문은 더 자주 주문하나요?", "Do visits that read reviews and guides order more often?"),
        """
WITH visits AS (
  SELECT session_id, bool_or(name IN ('reviews_viewed', '{guide}')) AS looked, bool_or(name = 'order_completed') AS ordered
  FROM events
  WHERE occurred_at > now() - INTERVAL 90 DAY AND session_id IS NOT NULL
  GROUP BY session_id
)
SELECT looked, count(*) AS visits, round(avg(ordered::INTEGER), 4) AS order_rate
FROM visits
GROUP BY looked
ORDER BY looked
""",
    ),
    Example(
        Text("주마다 온 고객과 산 고객", "Visitors and buyers by week"),
        Text("사람은 느는데 산 사람은 그대로인 주가 있나요?", "Are there weeks with more visitors but no more buyers?"),
        """
SELECT date_trunc('week', occurred_at)::DATE AS week,
       count(DISTINCT customer_id) AS visitors,
       count(DISTINCT customer_id) FILTER (WHERE name = 'order_completed') AS buyers
FROM events
GROUP BY week
ORDER BY week
""",
    ),
)  # fmt: skip
