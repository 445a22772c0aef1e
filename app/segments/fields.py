"""What a rule can speak of: customer attributes, events and their properties, one row each, with their words."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.segments.operators import Type
from fake_company.text import Text, josa


@dataclass(frozen=True)
class Field:
    """A customer attribute or an event property: key, label, type, and labels of its values where they are few."""

    key: str
    label: Text
    type: Type
    choices: dict[str, Text] = field(default_factory=dict)
    unit: Text = Text("", "")

    def say(self, value: object) -> Text:
        """A value in words."""
        if isinstance(value, str):
            return self.choices.get(value, Text(value, value))
        if isinstance(value, list):
            said = [self.say(one) for one in value]
            return Text(
                ", ".join(one.ko for one in said) or "없음", ", ".join(one.en for one in said) or "none"
            )
        text = f"{value:,}"
        return Text(text + self.unit.ko, text + self.unit.en)


def column(key: str) -> str:
    """An attribute as SQL over `customers`; `address.city` is a part of a nested one."""
    parts = key.split(".")
    return ".".join(part if part.isidentifier() else '"' + part.replace('"', '""') + '"' for part in parts)


_WON = Text("원", " won")
_TIERS = {
    "basic": Text("일반", "basic"),
    "silver": Text("실버", "silver"),
    "gold": Text("골드", "gold"),
    "vip": Text("VIP", "VIP"),
}
_GENDERS = {"female": Text("여성", "female"), "male": Text("남성", "male")}
_DEVICES = {"ios": Text("iOS", "iOS"), "android": Text("안드로이드", "Android"), "web": Text("웹", "web")}

ATTRIBUTES: dict[str, Field] = {
    row.key: row
    for row in (
        Field("tier", Text("등급", "tier"), "string", _TIERS),
        Field("points", Text("적립금", "points"), "number", unit=Text("점", " points")),
        Field("is_member", Text("회원 여부", "membership"), "boolean"),
        Field("first_name", Text("이름", "first name"), "string"),
        Field("last_name", Text("성", "last name"), "string"),
        Field("gender", Text("성별", "gender"), "string", _GENDERS),
        Field("age", Text("나이", "age"), "number", unit=Text("세", " years")),
        Field("birth_date", Text("생년월일", "birth date"), "date"),
        Field("region", Text("시·도", "region"), "string"),
        Field("city", Text("시·군·구", "city"), "string"),
        Field("phone", Text("휴대폰 번호", "phone number"), "string"),
        Field("email", Text("이메일", "e-mail"), "string"),
        Field("signed_up_at", Text("가입일", "sign-up date"), "date"),
        Field("first_seen_at", Text("첫 방문일", "first visit"), "date"),
        Field("acquisition_source", Text("유입 경로", "acquisition source"), "string"),
        Field("device_os", Text("기기", "device"), "string", _DEVICES),
        Field("has_app", Text("앱 설치", "app installed"), "boolean"),
        Field("push_enabled", Text("기기의 알림 허용", "push permission"), "boolean"),
        Field("web_cookie", Text("웹 쿠키", "web cookie"), "boolean"),
        Field("web_push_enabled", Text("브라우저 알림 허용", "browser notifications allowed"), "boolean"),
        Field("kakao_friend", Text("카카오톡 채널 친구", "Kakao channel friend"), "boolean"),
        Field("language", Text("언어", "language"), "string"),
        Field("favorite_category", Text("관심 카테고리", "favourite category"), "string"),
        Field("external_id", Text("회원 번호", "external id"), "string"),
        Field("street_address", Text("도로명 주소", "street address"), "string"),
        Field("user_agent", Text("브라우저 문자열", "user agent"), "string"),
        Field("time_zone", Text("시간대", "time zone"), "string"),
        Field("push_consent_at", Text("앱 푸시 광고 동의일", "push consent date"), "date"),
        Field("sms_consent_at", Text("문자 광고 동의일", "SMS consent date"), "date"),
        Field("email_consent_at", Text("이메일 광고 동의일", "e-mail consent date"), "date"),
        Field("kakao_consent_at", Text("카카오 광고 동의일", "Kakao consent date"), "date"),
        Field("night_consent_at", Text("야간 광고 동의일", "night consent date"), "date"),
        Field("push_opted_out_at", Text("앱 푸시 수신 거부일", "push opt-out date"), "date"),
        Field("sms_opted_out_at", Text("문자 수신 거부일", "SMS opt-out date"), "date"),
        Field("email_opted_out_at", Text("이메일 수신 거부일", "e-mail opt-out date"), "date"),
        Field("kakao_opted_out_at", Text("카카오 수신 거부일", "Kakao opt-out date"), "date"),
    )
}

PROPERTIES: dict[str, Field] = {
    row.key: row
    for row in (
        Field("category", Text("카테고리", "category"), "string"),
        Field("product_id", Text("상품 번호", "product id"), "number"),
        Field("category_id", Text("카테고리 번호", "category id"), "number"),
        Field("search_term", Text("검색어", "search term"), "string"),
        Field("order_id", Text("주문 번호", "order id"), "number"),
        Field("amount_krw", Text("금액", "amount"), "number", unit=_WON),
        Field("channel", Text("채널", "channel"), "string"),
        Field("page", Text("페이지", "page"), "string"),
        Field("coupon_code", Text("쿠폰 코드", "coupon code"), "string"),
        Field("campaign_id", Text("캠페인", "campaign"), "string"),
        Field("status", Text("상태", "status"), "string"),
    )
}


@dataclass(frozen=True)
class Event:
    """An event in words: `ko` is (object, stem, past stem, past before a noun); `en` is (base, past)."""

    key: str
    label: Text
    ko: tuple[str, str, str, str]
    en: tuple[str, str]

    @property
    def negative(self) -> str:
        """`주문하지 않`, to be followed by 았고 / 은."""
        return self.ko[1] + "지 않"


def unknown_event(key: str) -> Event:
    """Words for an event the table does not have."""
    return Event(
        key, Text(key, key), (josa(f"‘{key}’", "을/를"), "하", "했", "한"), (f"do '{key}'", f"did '{key}'")
    )


def _event(
    key: str, ko: str, en: str, thing: str, verb: tuple[str, str, str], does: tuple[str, str]
) -> Event:
    return Event(key, Text(ko, en), (thing, *verb), does)


_SEE = ("보", "봤", "본")
EVENTS: dict[str, Event] = {
    row.key: row
    for row in (
        _event("session_started", "방문", "visit", "", ("방문하", "방문했", "방문한"), ("visit", "visited")),
        _event("list_viewed", "목록 보기", "list viewed", "상품 목록을", _SEE, ("view a list", "viewed a list")),
        _event("searched", "검색", "search", "", ("검색하", "검색했", "검색한"), ("search", "searched")),
        _event("list_sorted", "목록 정렬", "list sorted", "목록을", ("정렬하", "정렬했", "정렬한"),
               ("sort a list", "sorted a list")),
        _event("product_viewed", "상품 보기", "product viewed", "상품을", _SEE,
               ("view a product", "viewed a product")),
        _event("reviews_viewed", "리뷰 보기", "reviews viewed", "리뷰를", _SEE, ("view reviews", "viewed reviews")),
        _event("size_guide_viewed", "사이즈 안내 보기", "size guide viewed", "사이즈 안내를", _SEE,
               ("view the size guide", "viewed the size guide")),
        _event("return_policy_viewed", "반품 안내 보기", "return policy viewed", "반품 안내를", _SEE,
               ("view the return policy", "viewed the return policy")),
        _event("coupon_page_viewed", "쿠폰 페이지 보기", "coupon page viewed", "쿠폰 페이지를", _SEE,
               ("view the coupon page", "viewed the coupon page")),
        _event("product_added", "장바구니 담기", "added to cart", "장바구니에", ("담", "담았", "담은"),
               ("add to the cart", "added to the cart")),
        _event("cart_viewed", "장바구니 보기", "cart viewed", "장바구니를", _SEE, ("view the cart", "viewed the cart")),
        _event("checkout_started", "주문서 시작", "checkout started", "주문서를", ("열", "열었", "연"),
               ("start checkout", "started checkout")),
        _event("payment_info_started", "결제 정보 시작", "payment started", "결제 정보 입력을",
               ("시작하", "시작했", "시작한"), ("start paying", "started paying")),
        _event("payment_info_entered", "결제 정보 입력", "payment entered", "결제 정보를",
               ("입력하", "입력했", "입력한"), ("enter payment details", "entered payment details")),
        _event("order_completed", "주문 완료", "order", "", ("주문하", "주문했", "주문한"), ("order", "ordered")),
        _event("order_status_changed", "주문 상태 변경", "order status changed", "주문 상태 변경을",
               ("겪", "겪었", "겪은"), ("have an order status change", "had an order status change")),
        _event("review_written", "리뷰 작성", "review written", "리뷰를", ("쓰", "썼", "쓴"),
               ("write a review", "wrote a review")),
        _event("wishlist_added", "찜하기", "wishlisted", "상품을", ("찜하", "찜했", "찜한"),
               ("wishlist a product", "wishlisted a product")),
        _event("message_opened", "메시지 열기", "message opened", "메시지를", ("열", "열었", "연"),
               ("open a message", "opened a message")),
        _event("message_clicked", "메시지 클릭", "message clicked", "메시지를", ("클릭하", "클릭했", "클릭한"),
               ("click a message", "clicked a message")),
        _event("app_installed", "앱 설치", "app installed", "앱을", ("설치하", "설치했", "설치한"),
               ("install the app", "installed the app")),
        _event("signed_up", "회원 가입", "signed up", "", ("가입하", "가입했", "가입한"), ("sign up", "signed up")),
    )
}  # fmt: skip
