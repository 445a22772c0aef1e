"""The message of a plan: its words, its pictures, its appeal, and the template it hands in for review."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from app.messages import channels
from app.messages.around import NOTHING, Around
from app.promotions.model import Identifier

Appeals = Literal[
    "benefit",
    "urgency",
    "social_proof",
    "information",
    "story",
    "reminder",
    "payment",
    "welcome",
    "desired_outcome",
]
Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=20_000)]


def _one_of_the_channels(schema: dict[str, Any]) -> None:
    """The published schema names the channels there are."""
    schema["enum"] = channels.keys()


class Part(BaseModel):
    """What all parts share: no unknown fields, no silent conversions, never changed in place."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Button(Part):
    """A button under a message."""

    label: Short = ""
    link: Short = ""


class Image(Part):
    """One of the company's own pictures under its key, and what it says to those who cannot see it."""

    picture: str = Field(max_length=60)
    alt: Short = ""


class Item(Part):
    """One row of an item list, or one card of a carousel."""

    name: Short = ""
    description: Short = ""


class MessageFields(Part):
    """The words of a message; each is a Liquid template. A channel uses the fields it has.

    `format` is one of the channel's layouts (empty: its first), `target` whom a Kakao ad addresses, `close` whether
    an on-site message can be closed, `once` whether it is shown only once a visit.
    """

    title: Long = ""
    body: Long = ""
    subject: Long = ""
    link: Long = ""
    buttons: tuple[Button, ...] = ()
    preheader: Long = ""
    sender: Long = ""
    header: Long = ""
    subtitle: Long = ""
    extra: Long = ""
    fallback: Long = ""
    format: str = Field(default="", max_length=30)
    images: tuple[Image, ...] = Field(default=(), max_length=6)
    items: tuple[Item, ...] = Field(default=(), max_length=12)
    target: Literal["I", "F", "M", "N"] = "I"
    close: bool = True
    once: bool = True


class Template(Part):
    """A template handed in for review: a sample of each variable, and the fingerprint of the text handed in."""

    samples: dict[str, Short] = Field(default_factory=dict)
    requested: Short = ""


class Appeal(Part):
    """Which appeal the message leads with, the phrase that carries it, and what else it says."""

    main: Appeals | None = None
    phrase: Long = ""
    others: tuple[Appeals, ...] = ()


class Message(Part):
    """What: one message on one channel."""

    id: Identifier
    name: Short = ""
    channel: str = Field(pattern=r"^[a-z_]+$", json_schema_extra=_one_of_the_channels)
    purpose: Literal["ad", "information"] = "ad"
    fields: MessageFields = MessageFields()
    appeal: Appeal = Appeal()
    reason: Long | None = None
    promotion: Identifier | None = None
    template: Template | None = None
    _around: Around = PrivateAttr(default=NOTHING)

    @property
    def around(self) -> Around:
        """What its plan lets it draw on: content blocks and code lists."""
        return self._around

    def placed(self, around: Around) -> None:
        """Tell the message what its plan lets it draw on."""
        self._around = around


class ContentBlock(Part):
    """A piece of template kept once and used by name in many messages: `{{content_blocks.${id}}}`."""

    id: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    name: Short = ""
    body: Annotated[str, Field(max_length=50_000)] = ""
