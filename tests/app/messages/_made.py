"""Messages made in one line, for tests."""

from __future__ import annotations

from typing import Any

from app.plan.models import Appeal, Button, Message, MessageFields
from app.promotions.model import Promotion

COUPON = Promotion(id="p", percent=10, code="CART10", valid_days=7)


def message(channel: str = "app_push", **parts: Any) -> Message:
    """A message: `title`, `body`, `subject`, `link`, `buttons` (labels), and `purpose`, `main`, `phrase`, `reason`."""
    words = {name: parts[name] for name in ("title", "body", "subject", "link") if name in parts}
    buttons = tuple(Button(label=label, link="https://slow.kr") for label in parts.get("buttons", ()))
    return Message(
        id="m",
        name="장바구니",
        channel=channel,
        purpose=parts.get("purpose", "ad"),
        fields=MessageFields(**words, buttons=buttons),
        appeal=Appeal(main=parts.get("main"), phrase=parts.get("phrase", "")),
        reason=parts.get("reason"),
    )
