"""What other tools call the company's events; None where a tool has no usual name for it.

Sources: the recommended e-commerce events of Segment (v2 specification), Braze (`ecommerce.*`) and Google Analytics 4;
Amplitude and Mixpanel prescribe none, theirs is the usual "object, verb" convention.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    "checkout_started": Names("Checkout Started", "ecommerce.checkout_started", "begin_checkout", "Checkout Started"),
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
