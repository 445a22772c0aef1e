"""Every name Braze's documents give a message, by namespace: what lint knows of, and what the sandbox can fill.

`OPEN` namespaces hold whatever a company or a trigger puts there; the others hold exactly the names listed.
"""

from __future__ import annotations

from typing import Any

from app.messages.liquid.problems import NAMESPACES

_DEVICE = frozenset((
    "id", "carrier", "idfa", "google_ad_id", "roku_ad_id", "model", "os", "platform", "foreground_push_enabled",
))  # fmt: skip
DOCUMENTED: dict[str, frozenset[str]] = {
    "": frozenset((
        "city", "country", "date_of_birth", "email_address", "first_name", "gender", "language", "last_name",
        "last_used_app_date", "most_recent_app_version", "most_recent_locale", "most_recent_location", "phone_number",
        "time_zone", "user_id", "braze_id", "random_bucket_number", "set_user_to_unsubscribed_url", "unsubscribe_url",
        "set_user_to_one_click_list_unsubscribe", "set_user_to_subscribed_url", "set_user_to_opted_in_url",
        "email_footer", "preference_center_url",
    )),
    "campaign": frozenset(("api_id", "dispatch_id", "name", "message_name", "message_api_id")),
    "canvas": frozenset(("name", "api_id", "variant_name", "variant_api_id")),
    "card": frozenset(("api_id", "name")),
    "app": frozenset(("api_id", "name")),
    "most_recently_used_device": _DEVICE | {"browser", "ad_tracking_enabled"},
    "targeted_device": _DEVICE,
    "sms": frozenset(("inbound_message_body", "inbound_media_urls")),
    "whats_app": frozenset((
        "inbound_message_body", "inbound_media_urls", "inbound_flow_response", "inbound_product_id",
        "inbound_catalog_id", "inbound_profile_name",
    )),
}  # fmt: skip
OPEN = frozenset((
    "custom_attribute", "event_properties", "context", "canvas_entry_properties", "api_trigger_properties",
    "subscribed_state", "content_blocks", "product_recommendation", "preference_center",
))  # fmt: skip
ENTRY = frozenset(("context", "canvas_entry_properties", "api_trigger_properties"))
"""Namespaces whose values are the trigger's own properties: here the same as `event_properties`."""
QUERY_BUILDER = frozenset((
    "start_date", "end_date", "campaigns", "canvases", "campaign_variants", "canvas_variants", "canvas_steps",
    "canvas_step", "custom_events", "custom_event_properties", "string", "number", "options", "workspace", "catalogs",
    "catalog_fields", "products", "segments", "tags",
))  # fmt: skip
KNOWN = NAMESPACES | QUERY_BUILDER | {"content_block"}
LINKS: dict[str, Any] = {
    "set_user_to_unsubscribed_url": "https://shop.example/unsubscribe",
    "unsubscribe_url": "https://shop.example/unsubscribe",
    "set_user_to_one_click_list_unsubscribe": "https://shop.example/unsubscribe/one-click",
    "set_user_to_subscribed_url": "https://shop.example/subscribe",
    "set_user_to_opted_in_url": "https://shop.example/opt-in",
    "preference_center_url": "https://shop.example/preferences",
    "email_footer": '<p><a href="https://shop.example/unsubscribe">수신거부</a></p>',
}
"""The links of an e-mail, the same for everybody here."""
