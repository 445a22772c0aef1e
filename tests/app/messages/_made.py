"""Messages made in one line, for tests."""

from __future__ import annotations

from typing import Any

from app.messages.template_review import fingerprint
from app.plan.models import Appeal, Button, Image, Item, Message, MessageFields, Template
from app.promotions.model import Promotion

_LISTS = ("buttons", "images", "items")
COUPON = Promotion(id="p", percent=10, code="CART10", valid_days=7)


def message(channel: str = "app_push", **parts: Any) -> Message:
    """A message: its fields by name, `buttons` (labels), `images` and `items` (pairs), `samples`, `handed_in`, appeal parts."""
    words = {name: parts[name] for name in MessageFields.model_fields if name in parts and name not in _LISTS}
    buttons = tuple(Button(label=label, link="app://cart") for label in parts.get("buttons", ()))
    images = tuple(Image(picture=picture, alt=alt) for picture, alt in parts.get("images", ()))
    items = tuple(Item(name=name, description=said) for name, said in parts.get("items", ()))
    made = Message(
        id="m",
        name="장바구니",
        channel=channel,
        purpose=parts.get("purpose", "ad"),
        fields=MessageFields(**words, buttons=buttons, images=images, items=items),
        appeal=Appeal(main=parts.get("main"), phrase=parts.get("phrase", "")),
        reason=parts.get("reason"),
        template=Template(samples=parts.get("samples", {})) if "samples" in parts or parts.get("handed_in") else None,
    )
    if not parts.get("handed_in") or made.template is None:
        return made
    return made.model_copy(update={"template": made.template.model_copy(update={"requested": fingerprint(made)})})
