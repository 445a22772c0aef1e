"""What the message page shows: one customer's phone, the counters, and what the whole audience would read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from app import messages
from app.findings import Finding
from app.messages import channels, letters, reach
from app.messages.channel import Channel
from app.plan import Campaign, Message, Once, Plan, Promotion, QuietHours, Repeat
from app.web import _audience
from app.web._audience import Audience
from fake_company.errors import DangolError
from fake_company.text import Text

if TYPE_CHECKING:
    from fake_company.warehouse import Company

_FIELD = re.compile(r"fields\.([a-z]+)")
_SKIP_CODES = ("law.no_consent", "law.expired_consent")
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
        return next((part for part in self.plan.campaigns if part.message == self.message.id), None)

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
        skipped = reach.skips(self.company, self.channel, ids, self.is_ad, self.moment)
        reached = np.flatnonzero(~np.any(list(skipped.values()), axis=0))
        return reached if len(reached) else np.arange(len(ids))

    def row(self, turn: int) -> int:
        """The audience row shown at a turn: neighbours differ, and every row comes once."""
        total = max(len(self.rows), 1)
        step = max(1, round(total * _STRIDE))
        while np.gcd(step, total) != 1:
            step += 1
        return int(self.rows[turn * step % total])


@dataclass(frozen=True)
class Shown:
    """The message on one customer's device."""

    turn: int
    of: int
    name: str
    customer_id: int
    preview: messages.Preview
    fields: dict[str, Any]
    cut_on: Text | None
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


def show(desk: Desk, turn: int) -> Shown | None:
    """Write the message to the customer of this turn; None when the audience is empty."""
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
    fields = _device_fields(made.fields, desk.channel)
    cut_on = _cut(made, fields, str(person["device_os"]))
    return Shown(
        turn, len(desk.rows), f"{person['last_name'] or ''}{person['first_name'] or ''}".strip(), customer, made,
        fields, cut_on, _skipped(desk, customer), _error_field(made.error), _alike(desk, turn) if made.fields else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Worst:
    """One of the worst recipients, and the problems that are their own."""

    sample: messages.Sample
    problems: list[Text]


@dataclass(frozen=True)
class Reviewed:
    """The whole audience: the review, what it means to them, and the shares a page shows."""

    review: messages.Review
    meaning: messages.Meanings | None

    @property
    def findings(self) -> list[Finding]:
        """What can be mended; who is skipped stands in a table of its own."""
        return [item for item in self.review.findings if item.code not in _SKIP_CODES]

    @property
    def worst(self) -> list[Worst]:
        """The worst recipients, each with what is wrong for them and not for everybody."""
        samples = self.review.worst
        shared = set.intersection(*({(p.ko, p.en) for p in one.problems} for one in samples)) if len(samples) > 1 else set()
        return [Worst(one, [p for p in one.problems if (p.ko, p.en) not in shared]) for one in samples]

    @property
    def reason_true(self) -> float:
        """Share of recipients for whom the stated reason is a fact."""
        return self._share(1)

    @property
    def reason_false(self) -> float:
        """Share of recipients for whom it is stated and not so."""
        return self._share(-1)

    def _share(self, verdict: int) -> float:
        found = self.meaning.reason if self.meaning is not None else np.zeros(0)
        return float((found == verdict).mean()) if len(found) else 0.0


def review(desk: Desk) -> Reviewed:
    """Write it to everybody and count."""
    audience = desk.audience
    ids, products = audience.customers, audience.products
    made = messages.review(desk.company, desk.message, desk.promotion, ids, products, desk.moment, desk.where)
    try:
        meaning = messages.meanings(desk.company, desk.message, desk.promotion, ids, products, desk.moment)
    except DangolError:
        meaning = None
    return Reviewed(made, meaning)


def variable_menu(company: Company, has_event: bool) -> list[tuple[Text, list[dict[str, Any]]]]:
    """The variables in groups: about the customer, about the item (first when the message follows an event), the offer."""
    rows = [{**row, "insert": _with_default(row)} for row in messages.menu(messages.facts.of(company))]
    groups = [
        (Text("고객", "The customer"), [row for row in rows if row["over"] == "customer"]),
        (Text("담거나 본 상품", "The item"), [row for row in rows if row["over"] == "product"]),
        (Text("혜택과 캠페인", "Offer and campaign"), [row for row in rows if row["over"] == "plan"]),
    ]
    return [groups[1], groups[0], groups[2]] if has_event else groups


def _with_default(row: dict[str, Any]) -> str:
    """What the menu inserts: with a fallback when some have no value."""
    from app.messages.lint import FALLBACKS

    snippet = str(row["snippet"])
    fallback = FALLBACKS.get(row["key"])
    if not row["missing_share"] or fallback is None:
        return snippet
    return snippet[:-2] + f" | default: '{fallback}'" + "}}"


def _device_fields(texts: dict[str, str], channel: Channel) -> dict[str, Any]:
    """Rendered texts as the phone reads them: only the channel's own fields, buttons as a list."""
    shown = {field.key for field in channel.fields}
    found: dict[str, Any] = {
        name: texts.get(name, "") if name in shown else "" for name in ("title", "subject", "body", "link")
    }
    labels = [words for name, words in texts.items() if name.endswith(".label") and "buttons" in shown]
    return {**found, "buttons": [{"label": label} for label in labels]}


def _cut(made: messages.Preview, fields: dict[str, Any], device: str) -> Text | None:
    """Cut the fields as this customer's device cuts them; the name of the device when something was cut."""
    names = {"ios": Text("아이폰", "iPhone"), "android": Text("안드로이드", "Android")}
    cut = None
    for field, by_device in made.truncated.items():
        shown = by_device.get(device)
        if shown is not None and field in fields:
            fields[field] = shown
            cut = names.get(device)
    return cut


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
    asked = reach.skips(desk.company, desk.channel, np.array([customer]), desk.is_ad, desk.moment)
    return next((reach.SKIPS[reason] for reason, mask in asked.items() if bool(mask[0])), None)


def _error_field(error: DangolError | None) -> str:
    found = _FIELD.search(error.where["en"]) if error is not None else None
    return found[1] if found else ""


def _is_quiet(moment: datetime, quiet: QuietHours) -> bool:
    clock = f"{moment:%H:%M}"
    first, last = quiet.from_, quiet.to
    return first <= clock < last if first <= last else clock >= first or clock < last
