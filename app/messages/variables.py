"""Which variables a message may use in this company: one table, read by the menu, the checks and the renderer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.messages.namespaces import KNOWN, LINKS
from fake_company.profile import Profile
from fake_company.text import Text

Over = Literal["customer", "product", "plan"]
NAMESPACES = KNOWN
_BEST_REVIEW = "rating * 1000 - abs(length(text_ko) - 30)"


@dataclass(frozen=True)
class Variable:
    """One value a message may name: `key` is `first_name` or `namespace.name`; `sql` gives it per customer or product."""

    key: str
    label: Text
    over: Over
    sql: str = ""
    listed: bool = True
    """Whether the insert menu shows it; the rarer ones are known, not shown."""

    @property
    def snippet(self) -> str:
        """What the insert menu puts into the text."""
        namespace, _, name = self.key.rpartition(".")
        return "{{" + (f"{namespace}." if namespace else "") + "${" + name + "}}}"


def _customer(expression: str) -> str:
    return f"SELECT customer_id AS id, {expression} AS value FROM customers ORDER BY 1"


def _product(expression: str) -> str:
    return f"SELECT p.product_id AS id, {expression} AS value FROM products p JOIN categories c USING (category_id) ORDER BY 1"


def _last_item(expression: str) -> str:
    return (
        f"SELECT o.customer_id AS id, arg_max({expression}, o.ordered_at) AS value FROM orders o "
        "JOIN order_items i USING (order_id) JOIN products p USING (product_id) "
        "JOIN categories c ON c.category_id = p.category_id WHERE o.status <> 'refunded' GROUP BY 1 ORDER BY 1"
    )


def _review(column: str) -> str:
    return (
        f"SELECT product_id AS id, arg_max({column}, {_BEST_REVIEW}) AS value FROM reviews "
        "WHERE rating >= 4 GROUP BY 1 ORDER BY 1"
    )


def _state(channel: str) -> str:
    opted_out, consent = f"{channel}_opted_out_at", f"{channel}_consent_at"
    return _customer(
        f"CASE WHEN {opted_out} IS NOT NULL THEN 'unsubscribed' WHEN {consent} IS NOT NULL THEN 'opted_in' "
        "ELSE 'subscribed' END"
    )


_LAST_IN_APP = (
    "SELECT c.customer_id AS id, strftime(max(e.occurred_at), '%Y-%m-%dT%H:%M:%S+09:00') AS value FROM customers c "
    "JOIN events e USING (customer_id) WHERE c.has_app AND e.name = 'session_started' GROUP BY 1 ORDER BY 1"
)
_PLATFORM = "CASE lower(device_os) WHEN 'ios' THEN 'ios' WHEN 'android' THEN 'android' ELSE 'web' END"
_CART = (
    "SELECT a.customer_id AS id, count(DISTINCT a.product_id) AS value FROM events a LEFT JOIN "
    "(SELECT customer_id, max(ordered_at) AS last FROM orders GROUP BY 1) o USING (customer_id) "
    "WHERE a.name = 'product_added' AND a.occurred_at > coalesce(o.last, TIMESTAMP '1970-01-01') "
    "AND a.occurred_at >= $today::TIMESTAMP - INTERVAL 14 DAY GROUP BY 1 ORDER BY 1"
)
_DAYS_SINCE = (
    "SELECT customer_id AS id, date_diff('day', max(ordered_at), $today::TIMESTAMP) AS value FROM orders "
    "WHERE status <> 'refunded' GROUP BY 1 ORDER BY 1"
)
_ORDER_COUNT = (
    "SELECT customer_id AS id, count(*) AS value FROM orders WHERE status <> 'refunded' GROUP BY 1 ORDER BY 1"
)
_FAVORITE = (
    "SELECT customer_id AS id, c.name_ko AS value FROM customers LEFT JOIN categories c ON c.slug = favorite_category "
    "ORDER BY 1"
)

_STANDARD = (
    Variable("first_name", Text("이름", "First name"), "customer", _customer("first_name")),
    Variable("last_name", Text("성", "Last name"), "customer", _customer("last_name")),
    Variable("gender", Text("성별", "Gender"), "customer", _customer("gender")),
    Variable("date_of_birth", Text("생년월일", "Date of birth"), "customer", _customer("CAST(birth_date AS VARCHAR)")),
    Variable("city", Text("시군구", "City"), "customer", _customer("city")),
    Variable("country", Text("나라", "Country"), "customer", _customer("'KR'")),
    Variable("language", Text("언어", "Language"), "customer", _customer("language")),
    Variable("most_recent_locale", Text("기기 언어", "Device language"), "customer", _customer("language")),
    Variable("time_zone", Text("시간대", "Time zone"), "customer", _customer("time_zone")),
    Variable("email_address", Text("이메일", "E-mail"), "customer", _customer("email")),
    Variable("phone_number", Text("휴대전화", "Phone"), "customer", _customer("phone")),
    Variable("user_id", Text("고객 ID", "Customer id"), "customer", _customer("external_id")),
    Variable("custom_attribute.tier", Text("등급", "Tier"), "customer", _customer("tier")),
    Variable("custom_attribute.points", Text("적립금", "Points"), "customer", _customer("points")),
    Variable("custom_attribute.region", Text("시도", "Region"), "customer", _customer("region")),
    Variable("custom_attribute.device_os", Text("기기", "Device"), "customer", _customer("device_os")),
    Variable("custom_attribute.is_member", Text("회원인지", "Is a member"), "customer", _customer("is_member")),
    Variable("custom_attribute.acquisition_source", Text("처음 온 곳", "Came from"), "customer",
             _customer("acquisition_source")),
    Variable("custom_attribute.favorite_category", Text("즐겨 보는 분류(영문)", "Favourite category (slug)"),
             "customer", _customer("favorite_category")),
    Variable("custom_attribute.favorite_category_name", Text("즐겨 보는 분류", "Favourite category"), "customer", _FAVORITE),
    Variable("custom_attribute.order_count", Text("주문 횟수", "Orders so far"), "customer", _ORDER_COUNT),
    Variable("custom_attribute.days_since_last_order", Text("마지막 주문 후 며칠", "Days since last order"),
             "customer", _DAYS_SINCE),
    Variable("custom_attribute.last_product_name", Text("마지막에 산 상품", "Product bought last"), "customer",
             _last_item("p.name_ko")),
    Variable("custom_attribute.last_category_name", Text("마지막에 산 분류", "Category bought last"), "customer",
             _last_item("c.name_ko")),
    Variable("event_properties.product_id", Text("상품 번호", "Product id"), "product", _product("p.product_id")),
    Variable("event_properties.product_name", Text("상품 이름", "Product name"), "product", _product("p.name_ko")),
    Variable("event_properties.category", Text("분류(영문)", "Category (slug)"), "product", _product("c.slug")),
    Variable("event_properties.category_name", Text("분류 이름", "Category"), "product", _product("c.name_ko")),
    Variable("event_properties.brand", Text("브랜드", "Brand"), "product", _product("p.brand")),
    Variable("event_properties.price", Text("상품 가격", "Price"), "product", _product("p.price_krw")),
    Variable("event_properties.amount_krw", Text("금액(원)", "Amount (KRW)"), "product", _product("p.price_krw")),
    Variable("event_properties.stock", Text("남은 재고", "Stock left"), "product", _product("p.stock")),
    Variable("event_properties.review_count", Text("후기 수", "Number of reviews"), "product", _product("p.review_count")),
    Variable("event_properties.review_text", Text("실제 후기", "A real review"), "product", _review("text_ko")),
    Variable("event_properties.review_rating", Text("그 후기의 별점", "Stars of that review"), "product",
             _review("rating")),
    Variable("event_properties.cart_count", Text("장바구니 상품 수", "Products in the cart"), "customer", _CART),
    Variable("last_used_app_date", Text("앱을 마지막으로 연 때", "Last used the app"), "customer", _LAST_IN_APP, False),
    Variable("braze_id", Text("내부 번호", "Internal id"), "customer", _customer("md5(external_id)"), False),
    Variable("random_bucket_number", Text("무작위 칸(0–9999)", "Random bucket (0–9999)"), "customer",
             _customer("(customer_id * 7919 + 1234) % 10000"), False),
    Variable("most_recently_used_device.os", Text("기기 운영체제", "Device OS"), "customer", _customer("device_os"), False),
    Variable("most_recently_used_device.platform", Text("기기 플랫폼", "Device platform"), "customer",
             _customer(_PLATFORM), False),
    Variable("most_recently_used_device.foreground_push_enabled", Text("푸시 켬", "Push switched on"), "customer",
             _customer("push_enabled"), False),
    Variable("targeted_device.os", Text("받는 기기 운영체제", "Receiving device's OS"), "customer",
             _customer("device_os"), False),
    Variable("targeted_device.platform", Text("받는 기기 플랫폼", "Receiving device's platform"), "customer",
             _customer(_PLATFORM), False),
    Variable("targeted_device.foreground_push_enabled", Text("받는 기기 푸시 켬", "Push on, receiving device"),
             "customer", _customer("push_enabled"), False),
    Variable("subscribed_state.email_global", Text("이메일 수신 상태", "E-mail subscription"), "customer",
             _state("email"), False),
    Variable("subscribed_state.sms", Text("문자 수신 상태", "SMS subscription"), "customer", _state("sms"), False),
    Variable("subscribed_state.push", Text("푸시 수신 상태", "Push subscription"), "customer", _state("push"), False),
    Variable("subscribed_state.kakao", Text("카카오 수신 상태", "Kakao subscription"), "customer", _state("kakao"), False),
    *(Variable(name, Text("이메일 링크", "E-mail link"), "plan", "", False) for name in LINKS),
    Variable("campaign.api_id", Text("캠페인 ID", "Campaign id"), "plan", "", False),
    Variable("campaign.dispatch_id", Text("발송 ID", "Dispatch id"), "plan", "", False),
    Variable("campaign.message_name", Text("메시지 변형 이름", "Message variant"), "plan", "", False),
    Variable("campaign.message_api_id", Text("메시지 변형 ID", "Message variant id"), "plan", "", False),
    Variable("product_recommendation.popular", Text("인기 상품", "Popular products"), "plan", "", False),
    Variable("product_recommendation.new", Text("새 상품", "New products"), "plan", "", False),
    Variable("campaign.name", Text("메시지 이름", "Message name"), "plan"),
    Variable("campaign.promotion_code", Text("혜택 코드", "Code of the offer"), "plan"),
    Variable("campaign.promotion_percent", Text("할인율(%)", "Per cent off"), "plan"),
    Variable("campaign.promotion_amount_krw", Text("할인 금액(원)", "Won off"), "plan"),
    Variable("campaign.promotion_minimum_krw", Text("최소 주문 금액(원)", "Minimum order (KRW)"), "plan"),
    Variable("campaign.promotion_expires_at", Text("혜택이 끝나는 날", "Last day of the offer"), "plan"),
)  # fmt: skip


_LABELS = {variable.key: variable.label for variable in _STANDARD}


def called(key: str) -> Text:
    """A variable as a person calls it, its key behind: 이름(`first_name`); a shop's own attribute by its key alone."""
    label = _LABELS.get(key)
    return Text(f"{label.ko}(`{key}`)", f"{label.en} (`{key}`)") if label else Text(f"`{key}`", f"`{key}`")


@lru_cache(maxsize=16)
def _for_profile(attributes: tuple[tuple[str, Text], ...]) -> dict[str, Variable]:
    own = (
        Variable(f"custom_attribute.{key}", label, "customer", _customer(f'"{key}"'))
        for key, label in attributes
    )
    return {variable.key: variable for variable in (*_STANDARD, *own)}


def available(profile: Profile) -> dict[str, Variable]:
    """Every variable of this company's messages, by key, in the order of the menu."""
    return _for_profile(tuple((attribute.key, attribute.name.text()) for attribute in profile.attributes))
