"""What the message page shows: one customer's phone, the counters, and what the whole audience would read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from flask import url_for

from app import messages
from app.messages import channels, letters, pictures, reach
from app.messages.channel import Channel
from app.messages.compiled import WORDS
from app.plan import Campaign, Message, Once, Plan, Promotion, QuietHours, Repeat
from app.web import _audience, _devices
from app.web._audience import Audience
from app.web._devices import View
from fake_company.errors import DangolError
from fake_company.text import Text

if TYPE_CHECKING:
    from fake_company.warehouse import Company

_FIELD = re.compile(r"fields\.([a-z]+)")
_STRIDE = 0.6180339887


@dataclass(frozen=True)
class Desk:
    """One message on the desk: its channel, the campaign that sends it, and whom it reaches."""

    company: Company
    plan: Plan
    message: Message
    where: str

    @cached_property
    def channel(self) -> Channel:
        """The channel it is sent on."""
        return channels.get(self.message.channel)

    @cached_property
    def campaign(self) -> Campaign | None:
        """The first campaign that sends it."""
        id = self.message.id
        sends = (one for one in self.plan.campaigns if id in (one.message, *(v.message for v in one.variants)))
        return next(sends, None)

    @cached_property
    def promotion(self) -> Promotion | None:
        """The benefit it carries: its campaign's, else its own."""
        if self.campaign is not None:
            return self.plan.promotion_of(self.campaign)
        return self.plan.promotion(self.message.promotion)

    @cached_property
    def audience(self) -> Audience:
        """Whom it is for today."""
        return _audience.of_message(self.company, self.plan, self.message.id)

    @cached_property
    def moment(self) -> datetime:
        """When it leaves: the campaign's hour (08:30 when quiet hours hold it), else today without an hour."""
        when = self.campaign.when if self.campaign else None
        today = self.company.meta.today
        if isinstance(when, Once):
            found = datetime.fromisoformat(when.at)
        elif isinstance(when, Repeat):
            found = today + timedelta(hours=int(when.at[:2]), minutes=int(when.at[3:]))
        else:
            return today
        held = self.campaign.quiet_hours if self.campaign else None
        return found.replace(hour=8, minute=30) if held and _is_quiet(found, held) else found

    @cached_property
    def is_ad(self) -> bool:
        """Whether it must follow the law on ads, as far as its purpose and offer tell."""
        return self.message.purpose == "ad" or self.promotion is not None

    @cached_property
    def rows(self) -> _audience.Ints:
        """The audience's rows whom the channel reaches; all of them when it reaches nobody."""
        ids = self.audience.customers
        skipped = self.skips(ids)
        reached = np.flatnonzero(~np.any(list(skipped.values()), axis=0))
        return reached if len(reached) else np.arange(len(ids))

    def skips(self, ids: _audience.Ints) -> dict[str, reach.Mask]:
        """Per reason, which of these customers the channel does not reach."""
        target = self.message.fields.target if self.channel.targets else ""
        return reach.skips(self.company, self.channel, ids, self.is_ad, self.moment, target)

    def row(self, turn: int) -> int:
        """The audience row shown at a turn: neighbours differ, and every row comes once."""
        return int(self.rows[turn * self._step % max(len(self.rows), 1)])

    def turn_of(self, customer: int, product: int | None = None) -> int:
        """The turn at which a customer is shown (with this product, for a triggered message); 0 when never."""
        mine = self.audience.customers[self.rows] == customer
        if product is not None and self.audience.products is not None:
            mine &= self.audience.products[self.rows] == product
        found = np.flatnonzero(mine)
        if not len(found):
            return 0
        total = len(self.rows)
        return int(found[0]) * pow(self._step, -1, total) % total if total > 1 else 0

    @cached_property
    def _step(self) -> int:
        """How far apart neighbouring turns stand in the audience."""
        total = max(len(self.rows), 1)
        step = max(1, round(total * _STRIDE))
        while np.gcd(step, total) != 1:
            step += 1
        return step


@dataclass(frozen=True)
class Shown:
    """The message on one customer's device."""

    turn: int
    of: int
    name: str
    customer_id: int
    preview: messages.Preview
    fields: dict[str, Any]
    view: View
    lost: frozenset[str]
    skipped: Text | None
    error_field: str
    alike: int | None
    """How many recipients read the same branches; None when the words have none."""

    @property
    def previous(self) -> int:
        """The turn before."""
        return (self.turn - 1) % max(self.of, 1)

    @property
    def next(self) -> int:
        """The turn after."""
        return (self.turn + 1) % max(self.of, 1)


def show(desk: Desk, turn: int, asked: str = "") -> Shown | None:
    """Write the message to the customer of this turn, on the device asked for; None when the audience is empty."""
    audience = desk.audience
    if not audience.messages:
        return None
    turn %= len(desk.rows)
    row = desk.row(turn)
    customer = int(audience.customers[row])
    product = None if audience.products is None else int(audience.products[row])
    event = {"product_id": product} if product is not None and product >= 0 else None
    made = messages.preview(
        desk.company, desk.message, customer, desk.promotion, event, desk.moment, desk.where
    )
    person = desk.company.rows(
        "SELECT last_name, first_name, device_os FROM customers WHERE customer_id = ?", [customer]
    )[0]
    view = _devices.choose(desk.channel.frame, asked, str(person["device_os"]))
    fields = device_fields(desk, made.fields)
    lost = frozenset(_devices.cut(fields, view))
    return Shown(
        turn, len(desk.rows), f"{person['last_name'] or ''}{person['first_name'] or ''}".strip(), customer, made,
        fields, view, lost, _skipped(desk, customer), _error_field(made.error), _alike(desk, turn) if made.fields else None,
    )  # fmt: skip


def device_fields(desk: Desk, texts: dict[str, str]) -> dict[str, Any]:
    """Rendered texts as a device reads them: only the fields the channel's layout shows, lists as lists."""
    channel, format = desk.channel, desk.message.fields.format
    shown = {field.key for field in channel.fields if channel.shows(field, format)}
    found: dict[str, Any] = {name: texts.get(name, "") if name in shown else "" for name in WORDS}
    labels = [words for name, words in texts.items() if name.endswith(".label") and "buttons" in shown]
    rows = range(len(desk.message.fields.items) if "items" in shown else 0)
    cards = [{key: texts.get(f"items[{row}].{key}", "") for key in ("name", "description")} for row in rows]
    return {
        **found,
        "format": channel.layout_of(format),
        "buttons": [{"label": label} for label in labels],
        "items": cards,
        "images": images(desk) if "images" in shown else [],
        "close": desk.message.fields.close,
        "full_subject": found["subject"],
        "full_sender": found["sender"],
        "first_words": " ".join(re.sub(r"<[^>]*>", " ", found["body"]).split())[:120],
    }


def images(desk: Desk) -> list[dict[str, str]]:
    """The pictures a message carries, with what they say."""
    known = pictures.of(desk.company)
    return [
        {"key": one.picture, "url": url_for("message.picture", key=one.picture), "alt": one.alt}
        for one in desk.message.fields.images
        if one.picture in known
    ]


def _alike(desk: Desk, turn: int) -> int | None:
    """How many recipients read the same branches of the words as the customer of this turn."""
    compiled = messages.compile_message(desk.message, desk.where)
    if not any("{%" in words for words in compiled.sources.values()):
        return None
    rows = desk.rows
    products = None if desk.audience.products is None else desk.audience.products[rows]
    made = letters.write(
        desk.company, compiled, desk.message, desk.promotion, desk.audience.customers[rows], products, desk.moment,
        exact=False,
    )  # fmt: skip
    mine = made.letters[int(made.which[np.flatnonzero(rows == desk.row(turn))[0]])]
    same = [letter.branches == mine.branches and letter.abort == mine.abort for letter in made.letters]
    return int(made.per_row(same, bool).sum())


def _skipped(desk: Desk, customer: int) -> Text | None:
    asked = desk.skips(np.array([customer]))
    return next((reach.SKIPS[reason] for reason, mask in asked.items() if bool(mask[0])), None)


def _error_field(error: DangolError | None) -> str:
    found = _FIELD.search(error.where["en"]) if error is not None else None
    return found[1] if found else ""


def _is_quiet(moment: datetime, quiet: QuietHours) -> bool:
    clock = f"{moment:%H:%M}"
    first, last = quiet.from_, quiet.to
    return first <= clock < last if first <= last else clock >= first or clock < last
