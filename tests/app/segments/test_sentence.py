"""Rules in words: whole sentences in both languages, and the chips they are made of."""

import pytest

from app import segments

CART = {
    "kind": "sequence", "first": "product_added", "then": "order_completed", "happened": False,
    "within": {"hours": 24}, "since": {"days": 3},
}  # fmt: skip
GOLD = {"kind": "attribute", "field": "tier", "operator": "is_any_of", "value": ["gold", "vip"]}


def attribute(field, operator, value=None):
    return {"kind": "attribute", "field": field, "operator": operator, "value": value}


def event(name, operator="at_least", value=1, within=None, where=()):
    count = {"operator": operator, "value": value}
    return {"kind": "event", "name": name, "count": count, "within": within, "where": list(where)}


SENTENCES = [
    ({"all": [CART]}, "지난 3일 안에 장바구니에 담고 24시간 안에 주문하지 않은 고객",
     "Customers who added to the cart in the last 3 days and did not order within 24 hours"),
    ({"all": [{**CART, "happened": True, "since": None}]}, "장바구니에 담고 24시간 안에 주문한 고객",
     "Customers who added to the cart and then ordered within 24 hours"),
    ({"all": [GOLD, attribute("has_app", "is_true")]}, "등급이 골드·VIP 중 하나이고 앱 설치가 ‘예’인 고객",
     "Customers whose tier is gold or VIP and whose app installed is yes"),
    ({"any": [attribute("gender", "is", "female"), attribute("age", "at_most", 24)]},
     "성별이 여성이거나 나이가 24세 이하인 고객", "Customers whose gender is female or whose age is at most 24 years"),
    ({"all": [attribute("first_name", "is_not_set")]}, "이름이 없는 고객", "Customers whose first name is not set"),
    ({"all": [attribute("email", "ends_with", "naver.com")]}, "이메일이 ‘naver.com’으로 끝나는 고객",
     "Customers whose e-mail ends with 'naver.com'"),
    ({"all": [attribute("tier", "is_not", "gold")]}, "등급이 골드가 아닌 고객", "Customers whose tier is not gold"),
    ({"all": [event("product_viewed", value=3, within={"days": 7})]}, "지난 7일 안에 상품을 3번 이상 본 고객",
     "Customers who viewed a product at least 3 times in the last 7 days"),
    ({"all": [event("product_viewed"), event("searched", "at_most", 0, {"hours": 6})]},
     "상품을 봤고 지난 6시간 안에 검색하지 않은 고객",
     "Customers who viewed a product and who did not search in the last 6 hours"),
    ({"all": [event("product_added", value=2, where=[{"property": "amount_krw", "operator": "at_least", "value": 30000}])]},
     "금액이 30,000원 이상인 ‘장바구니 담기’를 2번 이상 한 고객",
     "Customers who added to the cart (amount is at least 30,000 won) at least twice"),
    ({"all": [{"kind": "orders", "measure": "spend_krw", "operator": "at_least", "value": 100000, "within": {"days": 90}}]},
     "지난 90일 안에 결제 금액 합계가 100,000원 이상인 고객",
     "Customers whose total spend is at least 100,000 won in the last 90 days"),
    ({"all": [{"kind": "lifecycle", "types": ["current", "returning"]}, {"kind": "reachable", "channel": "app_push"}]},
     "고객 유형이 현재·복귀이고 앱 푸시를 보낼 수 있는 고객",
     "Customers who are current customers or returning customers and who can be reached by app push"),
    ({"all": [CART, {"none": [GOLD, {"kind": "touches", "action": "clicked", "within": {"days": 1}}]}]},
     "지난 3일 안에 장바구니에 담고 24시간 안에 주문하지 않았고 (등급이 골드·VIP 중 하나이거나 "
     "지난 1일 안에 메시지를 클릭한 경우)에 해당하지 않는 고객",
     "Customers who added to the cart in the last 3 days and did not order within 24 hours and not "
     "(whose tier is gold or VIP or who clicked a message in the last 1 day)"),
    ({"none": [GOLD]}, "(등급이 골드·VIP 중 하나인 경우)에 해당하지 않는 고객", "Customers not (whose tier is gold or VIP)"),
    ({"all": [{"kind": "bought", "categories": ["outer"], "count": {"operator": "at_most", "value": 0}}]},
     "‘outer’ 상품을 사지 않은 고객", "Customers who did not buy from outer"),
    ({"all": [{"kind": "consent", "channel": "sms", "state": "expired"}]},
     "문자 수신 동의가 ‘2년이 지나 만료됨’인 고객", "Customers whose text message consent is expired after two years"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "ko", "en"), SENTENCES)
def test_a_rule_reads_as_one_sentence(rule, ko, en):
    said = segments.sentence(rule)
    assert (said.ko, said.en) == (ko, en)


def test_chips_know_their_condition_and_make_up_the_sentence(random_company):
    rule = {"all": [CART, {"any": [GOLD, attribute("top_size", "is", "M")]}]}
    chips = segments.chips(rule, random_company)
    assert [chip.path for chip in chips if chip.path] == ["all[0]", "all[1].any[0]", "all[1].any[1]"]
    assert "".join(chip.text.ko for chip in chips) == segments.sentence(rule, random_company).ko
    assert chips[-3].text.ko == "상의 사이즈가 M인"
