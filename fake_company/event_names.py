"""What other tools call the company's events; None where a tool has no usual name for it.

Sources: the recommended e-commerce events of Segment (v2 specification), Braze (`ecommerce.*`) and Google Analytics 4;
Amplitude and Mixpanel prescribe none, theirs is the usual "object, verb" convention.
"""

from __future__ import annotations

from dataclasses import dataclass

from fake_company.profile import Profile
from fake_company.schema import GUIDE, events_of
from fake_company.text import Text


@dataclass(frozen=True)
class Names:
    """One event in four tools."""

    segment: str | None = None
    braze: str | None = None
    ga4: str | None = None
    amplitude: str | None = None


ELSEWHERE: dict[str, Names] = {
    "session_started": Names(None, None, "session_start", "Session Started"),
    "list_viewed": Names("Product List Viewed", None, "view_item_list", "Product List Viewed"),
    "searched": Names("Products Searched", None, "search", "Products Searched"),
    "list_sorted": Names("Product List Filtered", None, None, "Product List Sorted"),
    "product_viewed": Names("Product Viewed", "ecommerce.product_viewed", "view_item", "Product Viewed"),
    "reviews_viewed": Names(None, None, None, "Reviews Viewed"),
    "size_guide_viewed": Names(None, None, None, "Size Guide Viewed"),
    "return_policy_viewed": Names(None, None, None, "Return Policy Viewed"),
    "coupon_page_viewed": Names("Promotion Viewed", None, "view_promotion", "Coupon Page Viewed"),
    "product_added": Names("Product Added", "ecommerce.cart_updated", "add_to_cart", "Product Added"),
    "cart_viewed": Names("Cart Viewed", None, "view_cart", "Cart Viewed"),
    "checkout_started": Names(
        "Checkout Started", "ecommerce.checkout_started", "begin_checkout", "Checkout Started"
    ),
    "payment_info_started": Names("Checkout Step Viewed", None, None, "Payment Info Started"),
    "payment_info_entered": Names("Payment Info Entered", None, "add_payment_info", "Payment Info Entered"),
    "order_completed": Names("Order Completed", "ecommerce.order_placed", "purchase", "Order Completed"),
    "order_status_changed": Names(None, None, None, "Order Status Changed"),
    "review_written": Names("Product Reviewed", None, None, "Review Written"),
    "wishlist_added": Names("Product Added to Wishlist", None, "add_to_wishlist", "Product Wishlisted"),
    "message_opened": Names(None, None, "notification_open", "Message Opened"),
    "message_clicked": Names("Push Notification Tapped", None, None, "Message Clicked"),
    "app_installed": Names("Application Installed", None, "first_open", "App Installed"),
    "signed_up": Names("Signed Up", None, "sign_up", "Signed Up"),
}
"""Event name → its names elsewhere, for every event of `schema.EVENT_NAMES`."""


MEANINGS: dict[str, Text] = {
    "session_started": Text(
        "앱이나 웹에 들어왔어요. channel은 무엇이 데려왔는지예요.",
        "Came to the app or site; channel says what brought them.",
    ),
    "list_viewed": Text("한 카테고리의 목록을 봤어요.", "Looked at the list of one category."),
    "searched": Text("search_term에 적힌 말로 찾았어요.", "Searched for what search_term says."),
    "list_sorted": Text(
        "목록을 다시 정렬했어요. page는 정렬 기준이에요.", "Sorted a list again; page says by what."
    ),
    "product_viewed": Text(
        "하나를 자세히 봤어요. amount_krw는 그때의 정가예요.",
        "Looked at one closely; amount_krw is its list price.",
    ),
    "reviews_viewed": Text("다른 고객의 후기를 읽었어요.", "Read what other customers wrote."),
    GUIDE: Text(
        "{thing} 화면을 봤어요. 믿을 만한지 재고 있다는 뜻일 때가 많아요.",
        "Looked at {thing}: often weighing whether to trust it.",
    ),
    "return_policy_viewed": Text("물러 주는 조건을 봤어요.", "Looked at the terms of taking it back."),
    "coupon_page_viewed": Text("쓸 수 있는 쿠폰이 있는지 봤어요.", "Looked for a coupon to use."),
    "product_added": Text(
        "담았어요. 한 번에 여러 개를 담으면 여러 줄이에요.", "Put it into the cart; one row for each item."
    ),
    "cart_viewed": Text("담아 둔 것을 다시 봤어요.", "Looked at what is in the cart."),
    "checkout_started": Text("사는 과정을 시작했어요.", "Began to check out."),
    "payment_info_started": Text(
        "결제 정보를 적기 시작했어요. 여기서 나가면 결제가 걸림돌일 수 있어요.",
        "Began to fill in the payment; leaving here hints at payment trouble.",
    ),
    "payment_info_entered": Text("결제 정보를 다 적었어요.", "Finished filling in the payment."),
    "order_completed": Text(
        "결제까지 마쳤어요. amount_krw는 낸 금액이에요.", "Paid; amount_krw is what was paid."
    ),
    "order_status_changed": Text(
        "주문이 다음 단계로 갔어요. status가 그 단계예요.",
        "The order moved on; status is the step it reached.",
    ),
    "review_written": Text("산 것에 후기를 남겼어요.", "Wrote a review of what they bought."),
    "wishlist_added": Text("나중을 위해 찜했어요.", "Saved it for later."),
    "message_opened": Text("campaign_id의 메시지를 열었어요.", "Opened a message of campaign_id."),
    "message_clicked": Text("campaign_id의 메시지를 눌러 들어왔어요.", "Clicked a message of campaign_id."),
    "app_installed": Text("앱을 설치했어요.", "Installed the app."),
    "signed_up": Text("회원이 됐어요.", "Became a member."),
}
"""What each common event means; `meanings_of` says it for one company."""


def elsewhere_of(profile: Profile) -> dict[str, Names]:
    """What other tools call the events of one company, in the order of storage; a guide page has no usual name."""
    own = profile.guide.event
    title = " ".join(part.capitalize() for part in own.split("_"))
    return {name: ELSEWHERE.get(name, Names(amplitude=title)) for name in events_of(profile)}


def meanings_of(profile: Profile) -> dict[str, Text]:
    """What the events of one company mean, in the order of storage."""
    thing = profile.guide.thing
    guide = MEANINGS[GUIDE]
    said = Text(guide.ko.format(thing=thing.ko), guide.en.format(thing=thing.en))
    return {
        name: MEANINGS.get(name, said) if name != profile.guide.event else said for name in events_of(profile)
    }
