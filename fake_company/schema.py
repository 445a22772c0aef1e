"""Every public table and column of a company: its type, and what it means to a marketer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fake_company import profile as profiles
from fake_company.errors import DangolError
from fake_company.profile import Profile
from fake_company.text import Text


@dataclass(frozen=True)
class Column:
    """One column: DuckDB type and meaning."""

    name: str
    type: str
    meaning: Text


@dataclass(frozen=True)
class Table:
    """One table: columns in order; `per_customer` tables are stored in partitions of customers."""

    name: str
    meaning: Text
    columns: tuple[Column, ...]
    per_customer: bool = True

    def types(self) -> dict[str, str]:
        """Column → DuckDB type, in order."""
        return {column.name: column.type for column in self.columns}


def _columns(lines: str) -> tuple[Column, ...]:
    """Read `name TYPE | Korean | English` lines."""
    columns = []
    for line in lines.strip().splitlines():
        head, ko, en = (part.strip() for part in line.split("|"))
        name, kind = head.split()
        columns.append(Column(name, kind, Text(ko, en)))
    return tuple(columns)


_CUSTOMERS = """
customer_id INTEGER | 고객 번호(0부터 차례대로) | Customer number, 0 to N−1 without gaps
external_id VARCHAR | 다른 도구에서 쓰는 고객 ID | The customer's id in other tools
is_member BOOLEAN | 가입한 고객인지(아니면 쿠키만 아는 방문자) | Signed up; otherwise a guest known by a cookie only
last_name VARCHAR | 성. 없을 수 있음 | Family name; may be missing
first_name VARCHAR | 이름. 없거나 공백뿐이거나 이모지가 섞일 수 있음 | Given name; may be missing, blank, or hold an emoji
gender VARCHAR | 성별 female·male, 모르면 없음 | female, male, or missing
birth_date DATE | 생년월일. 없을 수 있음 | Date of birth; may be missing
region VARCHAR | 시도 | Province or metropolitan city
city VARCHAR | 시군구 | City or district
street_address VARCHAR | 도로명 주소. 주문한 적이 있어야 있음 | Street address; only of customers with a delivery
phone VARCHAR | 휴대전화 번호. 틀린 번호일 수 있음 | Mobile number; may be invalid
email VARCHAR | 이메일 주소 | E-mail address
signed_up_at TIMESTAMP | 가입한 때. 비회원은 없음 | When they signed up; missing for guests
first_seen_at TIMESTAMP | 처음 방문한 때 | First visit ever
acquisition_source VARCHAR | 처음 어디서 왔는지 | Where the customer first came from
device_os VARCHAR | 주로 쓰는 기기 ios·android·web | Main device
user_agent VARCHAR | 마지막 접속 기기의 브라우저 문자열 | Browser string of the last device
has_app BOOLEAN | 앱을 설치했는지 | Has the app installed
push_enabled BOOLEAN | 운영체제에서 알림을 켰는지 | Notifications allowed in the operating system
web_cookie BOOLEAN | 웹 쿠키로 알아볼 수 있는지 | Recognisable on the web by a cookie
web_push_enabled BOOLEAN | 브라우저에서 알림을 허용했는지 | Notifications allowed in the browser
language VARCHAR | 언어 | Language
time_zone VARCHAR | 시간대 | Time zone
tier VARCHAR | 등급 basic·silver·gold·vip | Membership tier
points INTEGER | 적립금(원) | Points balance in won
kakao_friend BOOLEAN | 카카오톡 채널 친구인지 | Friend of the shop's Kakao channel
push_consent_at TIMESTAMP | 앱 푸시 광고 수신 동의. 2년이 지나면 만료 | Consent to push advertising; expires after two years
sms_consent_at TIMESTAMP | 문자 광고 수신 동의. 2년이 지나면 만료 | Consent to SMS advertising; expires after two years
email_consent_at TIMESTAMP | 이메일 광고 수신 동의. 2년이 지나면 만료 | Consent to e-mail advertising; expires after two years
kakao_consent_at TIMESTAMP | 카카오 광고 수신 동의. 2년이 지나면 만료 | Consent to Kakao advertising; expires after two years
night_consent_at TIMESTAMP | 야간(21~8시) 광고 수신 동의 | Consent to advertising at night (21:00 to 08:00)
push_opted_out_at TIMESTAMP | 앱 푸시 수신 거부 | Opted out of push
sms_opted_out_at TIMESTAMP | 문자 수신 거부 | Opted out of SMS
email_opted_out_at TIMESTAMP | 이메일 수신 거부 | Opted out of e-mail
kakao_opted_out_at TIMESTAMP | 카카오 수신 거부 | Opted out of Kakao
favorite_category VARCHAR | 최근 가장 많이 본 카테고리 | Category viewed most
"""

_EVENTS = """
event_id BIGINT | 이벤트 번호(고객 번호 × 2^20 + 순번) | customer_id × 2^20 + running number
customer_id INTEGER | 고객 번호 | Customer
occurred_at TIMESTAMP | 일어난 때(한국 시각) | When it happened, Korean time
name VARCHAR | 이벤트 이름 | Event name
session_id BIGINT | 방문 번호 | Visit the event belongs to
product_id INTEGER | 상품 | Product
category_id INTEGER | 카테고리 | Category
search_term VARCHAR | 검색어 | What was searched
order_id BIGINT | 주문 번호 | Order
amount_krw INTEGER | 금액(원): 상품 가격 또는 주문 금액 | Won: price of the product, or total of the order
channel VARCHAR | 방문을 부른 채널, 메시지 이벤트는 그 채널 | Channel that brought the visit, or of the message
page VARCHAR | 화면. list_sorted는 정렬 기준 | Page; for list_sorted, what it was sorted by
coupon_code VARCHAR | 쿠폰 코드 | Coupon code
campaign_id VARCHAR | 캠페인 | Campaign
status VARCHAR | 주문 상태(order_status_changed) | Order status (order_status_changed)
"""

_ORDERS = """
order_id BIGINT | 주문 번호 | Order
customer_id INTEGER | 고객 번호 | Customer
ordered_at TIMESTAMP | 주문한 때 | When it was ordered
items_krw INTEGER | 상품 정가 합계(원) | List price × quantity, won
discount_krw INTEGER | 쿠폰 할인(원) | Coupon discount, won
shipping_krw INTEGER | 고객이 낸 배송비(원) | Delivery paid by the customer, won
total_krw INTEGER | 결제 금액 = 상품 − 할인 + 배송비(원) | Paid: items − discount + shipping, won
coupon_code VARCHAR | 쓴 쿠폰 | Coupon used
campaign_id VARCHAR | 쿠폰을 준 캠페인 | Campaign that gave the coupon
payment_method VARCHAR | 결제 수단 | Payment method
status VARCHAR | 오늘의 상태: paid, 회사의 주문 단계들, refunded | Status today: paid, the company's own steps, refunded
delivered_at TIMESTAMP | 마지막 단계(배송 완료 등)가 된 때 | When it reached its last step, such as delivered
"""

_ORDER_ITEMS = """
order_id BIGINT | 주문 번호 | Order
customer_id INTEGER | 고객 번호 | Customer
product_id INTEGER | 상품 | Product
category_id INTEGER | 카테고리 | Category
quantity INTEGER | 수량 | Quantity
unit_price_krw INTEGER | 정가(원) | List price, won
unit_cost_krw INTEGER | 원가(원) | Unit cost, won
"""

_PRODUCTS = """
product_id INTEGER | 상품 번호 | Product
category_id INTEGER | 카테고리 | Category
name_ko VARCHAR | 상품 이름(한국어) | Name in Korean
name_en VARCHAR | 상품 이름(영어) | Name in English
brand VARCHAR | 브랜드 | Brand
price_krw INTEGER | 정가(원) | List price, won
unit_cost_krw INTEGER | 원가(원) | Unit cost, won
stock INTEGER | 오늘 재고 | In stock today
rating DOUBLE | 평균 별점. 리뷰가 없으면 없음 | Mean rating; missing without a review
review_count INTEGER | 리뷰 수 | Number of reviews
created_at TIMESTAMP | 등록한 때 | When it was listed
"""

_CATEGORIES = """
category_id INTEGER | 카테고리 번호 | Category
slug VARCHAR | 영문 이름표 | Slug
name_ko VARCHAR | 이름(한국어) | Name in Korean
name_en VARCHAR | 이름(영어) | Name in English
repurchase_days INTEGER | 보통 다시 사기까지 걸리는 날 | Days after which the need usually returns
complements VARCHAR | 함께 사는 카테고리 번호(쉼표로 나눔) | Categories that go with it, comma separated
"""

_COUPONS = """
coupon_id BIGINT | 쿠폰 번호 | Coupon
customer_id INTEGER | 받은 고객 | Customer
code VARCHAR | 코드 | Code
campaign_id VARCHAR | 준 캠페인 | Campaign that issued it
kind VARCHAR | percent(비율)·amount(금액) | percent or amount
percent INTEGER | 할인율(%) | Per cent off
amount_krw INTEGER | 할인 금액(원) | Won off
minimum_order_krw INTEGER | 최소 주문 금액(원) | Minimum order, won
issued_at TIMESTAMP | 발급한 때 | When it was issued
claimed_at TIMESTAMP | 고객이 확인한 때 | When the customer took it up
used_at TIMESTAMP | 쓴 때 | When it was used
expires_at TIMESTAMP | 만료되는 때 | When it expires
order_id BIGINT | 쓴 주문 | Order it was used on
"""

_REVIEWS = """
review_id BIGINT | 리뷰 번호 | Review
product_id INTEGER | 상품 | Product
customer_id INTEGER | 쓴 고객 | Customer
order_id BIGINT | 주문 | Order
rating INTEGER | 별점 1~5 | Stars, 1 to 5
text_ko VARCHAR | 내용(한국어) | Text in Korean
text_en VARCHAR | 내용(영어) | Text in English
written_at TIMESTAMP | 쓴 때 | When it was written
"""

_AD_COSTS = """
date DATE | 날짜 | Day
source VARCHAR | 광고 매체 | Where the ad ran
campaign VARCHAR | 광고 캠페인 | Ad campaign
impressions INTEGER | 노출 | Impressions
clicks INTEGER | 클릭 | Clicks
installs INTEGER | 앱 설치 | App installs
sign_ups INTEGER | 가입 | Sign-ups
cost_krw INTEGER | 광고비(원) | Cost, won
"""

_CAMPAIGNS = """
campaign_id VARCHAR | 캠페인 | Campaign
name_ko VARCHAR | 이름(한국어) | Name in Korean
name_en VARCHAR | 이름(영어) | Name in English
channel VARCHAR | 채널 | Channel
kind VARCHAR | scheduled(예약)·triggered(행동) | scheduled or triggered
started_at TIMESTAMP | 시작 | Start
ended_at TIMESTAMP | 끝 | End
promotion_percent INTEGER | 할인율(%). 없으면 없음 | Per cent off; missing without one
holdout_rate DOUBLE | 비교 그룹 비율 | Share held out
"""

_TOUCHES = """
touch_id BIGINT | 발송 번호 | Touch
customer_id INTEGER | 고객 번호 | Customer
campaign_id VARCHAR | 캠페인 | Campaign
channel VARCHAR | 채널 | Channel
sent_at TIMESTAMP | 보낸 때. 보내지 않았으면 보내려던 때 | When it was sent, or would have been
delivered_at TIMESTAMP | 도착한 때 | When it arrived
opened_at TIMESTAMP | 연 때 | When it was opened
clicked_at TIMESTAMP | 누른 때 | When it was clicked
opted_out_at TIMESTAMP | 이 메시지로 수신 거부한 때 | When the customer opted out because of it
skipped_reason VARCHAR | 보내지 않은 이유. 보냈으면 없음 | Why it was not sent; missing when sent
coupon_code VARCHAR | 함께 준 쿠폰 | Coupon it carried
is_holdout BOOLEAN | 비교 그룹이라 보내지 않음 | Held out for comparison
"""

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("customers", Text("고객", "Customers"), _columns(_CUSTOMERS)),
        Table("events", Text("행동 이벤트", "Events: what customers did"), _columns(_EVENTS)),
        Table("orders", Text("주문", "Orders"), _columns(_ORDERS)),
        Table("order_items", Text("주문한 상품", "Order lines"), _columns(_ORDER_ITEMS)),
        Table("products", Text("상품", "Products"), _columns(_PRODUCTS), per_customer=False),
        Table("categories", Text("카테고리", "Categories"), _columns(_CATEGORIES), per_customer=False),
        Table("coupons", Text("쿠폰", "Coupons issued to customers"), _columns(_COUPONS)),
        Table("reviews", Text("리뷰", "Reviews"), _columns(_REVIEWS)),
        Table("ad_costs", Text("광고비", "Advertising costs"), _columns(_AD_COSTS), per_customer=False),
        Table("campaigns", Text("지난 캠페인", "The company's past campaigns"), _columns(_CAMPAIGNS), per_customer=False),
        Table("touches", Text("지난 발송", "Past messages, one a customer"), _columns(_TOUCHES)),
    )
}  # fmt: skip

EVENT_NAMES: dict[str, Text] = {
    "session_started": Text("방문 시작", "Visit started"),
    "list_viewed": Text("목록 봄", "List viewed"),
    "searched": Text("검색", "Searched"),
    "list_sorted": Text("목록 정렬", "List sorted"),
    "product_viewed": Text("상품 봄", "Product viewed"),
    "reviews_viewed": Text("리뷰 봄", "Reviews viewed"),
    "size_guide_viewed": Text("사이즈표 봄", "Size guide viewed"),
    "return_policy_viewed": Text("교환·반품 안내 봄", "Return policy viewed"),
    "coupon_page_viewed": Text("쿠폰함 봄", "Coupon page viewed"),
    "product_added": Text("장바구니 담기", "Added to cart"),
    "cart_viewed": Text("장바구니 봄", "Cart viewed"),
    "checkout_started": Text("주문서 시작", "Checkout started"),
    "payment_info_started": Text("결제 정보 입력 시작", "Payment info started"),
    "payment_info_entered": Text("결제 정보 입력 완료", "Payment info entered"),
    "order_completed": Text("주문 완료", "Order completed"),
    "order_status_changed": Text("주문 상태 바뀜", "Order status changed"),
    "review_written": Text("리뷰 씀", "Review written"),
    "wishlist_added": Text("찜하기", "Added to wishlist"),
    "message_opened": Text("메시지 엶", "Message opened"),
    "message_clicked": Text("메시지 누름", "Message clicked"),
    "app_installed": Text("앱 설치", "App installed"),
    "signed_up": Text("가입", "Signed up"),
}
"""The common event names in the order of storage, with their labels; `events_of` says those of one company."""
GUIDE = "size_guide_viewed"
"""The event whose place a profile's own guide page takes (`Profile.guide`)."""


def events_of(profile: Profile) -> dict[str, Text]:
    """The events of one company in the order of storage: the common ones with its own labels, and its guide page."""
    found: dict[str, Text] = {}
    for name, label in EVENT_NAMES.items():
        if name == GUIDE:
            found[profile.guide.event] = profile.guide.name.text()
        else:
            own = profile.event_names.get(name)
            found[name] = own.text() if own else label
    return found


@lru_cache(maxsize=1)
def every_event() -> dict[str, Text]:
    """The common events and the guide pages of every profile there is: for checking a name without a company."""
    own = {loaded.guide.event: loaded.guide.name.text() for loaded in map(profiles.load, profiles.names())}
    return {**EVENT_NAMES, **own}


def tables_of(profile: Profile) -> dict[str, Table]:
    """The tables of one company: the common ones, with the profile's own customer attributes at the end."""
    own = tuple(Column(part.key, part.type, part.name.text()) for part in profile.attributes)
    customers = TABLES["customers"]
    names = [column.name for column in customers.columns + own]
    if twice := {name for name in names if names.count(name) > 1}:
        key = min(twice)
        raise DangolError(
            Text(f"고객 속성 이름이 겹쳐요: {key}", f"Two customer attributes are called {key}."),
            f"{profile.slug}.toml: attributes.{key}",
            Text("다른 이름을 골라 주세요.", "Choose another key."),
        )
    return {**TABLES, "customers": Table("customers", customers.meaning, customers.columns + own)}
