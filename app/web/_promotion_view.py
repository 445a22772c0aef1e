"""What the promotion page shows: the sheet for the customers who get it, and the neighbours on the slider."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from app import promotions
from app.findings import Finding
from app.messages import channels, reach
from app.plan import Campaign, Message, Plan, Promotion
from app.plan.sending import leaves_at, sendings
from app.web import _audience
from app.web._audience import Audience
from fake_company.errors import DangolError
from fake_company.text import Text

if TYPE_CHECKING:
    from fake_company.warehouse import Company

_KEPT: OrderedDict[tuple[Any, ...], promotions.Sheet] = OrderedDict()
_LOCK = Lock()
_MOST_KEPT = 64
SLIDERS = {"percent": ("percent", 1, 60, 1, "%"), "amount": ("amount_krw", 500, 30_000, 500, "₩")}
_NEIGHBOURS = {"percent": ("percent", (5, 10, 15, 20, 30)), "amount": ("amount_krw", (1000, 3000, 5000, 10_000))}


@dataclass(frozen=True)
class Slider:
    """The slider of a kind: which field, its ends and step, its unit, and where it stands."""

    field: str
    least: int
    most: int
    step: int
    unit: str
    value: int | None


@dataclass(frozen=True)
class View:
    """A promotion for the customers who get it. `sheet` is None while the terms are open; `findings` say why."""

    audience: Audience
    """Those the campaign's channel may reach: nobody else is handed a coupon."""
    selected: int
    """How many the segment selects, reachable or not."""
    audience_name: Text
    campaign: Campaign | None
    slider: Slider | None
    sheet: promotions.Sheet | None
    sentence: Text
    findings: list[Finding]
    others: list[tuple[int, promotions.Sheet]]


def look_at(company: Company, plan: Plan, promotion: Promotion) -> View:
    """Work out everything the page says about a promotion."""
    audience = _audience.of_promotion(company, plan, promotion.id)
    giving = (part for part in plan.campaigns if (given := plan.promotion_of(part)) and given.id == promotion.id)
    campaign = next(giving, None)
    message = plan.message(campaign.message) if campaign else None
    price = channels.get(message.channel).price_krw if message else 0.0
    selected = audience.messages
    if message is not None:
        sending = next((one for one in sendings(plan) if one.campaign == campaign), None)
        today = company.meta.today
        audience = _reached(company, audience, message, leaves_at(sending, today) if sending else today)
    index = [part.id for part in plan.promotions].index(promotion.id)
    where = f"promotions[{index}]"

    def work_out(terms: Promotion) -> promotions.Sheet:
        return _sheet(company, terms, audience, price, where)

    named = audience.segment.name or audience.segment.id if audience.segment else ""
    every = Text("모든 고객", "all customers")
    try:
        sheet = work_out(promotion)
    except DangolError:
        open_terms = promotions.problems(promotion, where)
        empty = Text("", "")
        return View(audience, selected, Text.of(named) if named else every, campaign, _slider(promotion), None, empty, open_terms, [])
    return View(
        audience=audience,
        selected=selected,
        audience_name=Text.of(named) if named else every,
        campaign=campaign,
        slider=_slider(promotion),
        sheet=sheet,
        sentence=promotions.sentence(promotion),
        findings=list(sheet.findings),
        others=[(value, work_out(terms)) for value, terms in _others(promotion)],
    )


def _reached(company: Company, audience: Audience, message: Message, moment: datetime) -> Audience:
    """The audience without those the message's channel cannot or may not reach at its hour."""
    if audience.error is not None or not audience.messages:
        return audience
    lost = reach.skips(
        company, channels.get(message.channel), audience.customers, message.purpose == "ad", moment
    )
    kept = ~np.any(list(lost.values()), axis=0)
    return replace(
        audience,
        customers=audience.customers[kept],
        products=None if audience.products is None else audience.products[kept],
        moments=None if audience.moments is None else audience.moments[kept],
        key=(audience.key[0], f"{audience.key[1]}|{message.channel}|{message.purpose}|{moment}"),
    )


def _sheet(
    company: Company, terms: Promotion, audience: Audience, price_krw: float, where: str
) -> promotions.Sheet:
    """The sheet of these terms, kept for the last few: moving the slider asks for the same neighbours again."""
    key = (audience.key, terms.model_copy(update={"id": "-", "name": "", "code": ""}), price_krw, where)
    with _LOCK:
        found = _KEPT.get(key) if audience.key[0] else None
    if found is None:
        found = promotions.sheet(company, terms, audience.customers, audience.moments, price_krw, where)
        with _LOCK:
            _KEPT[key] = found
            while len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return found


def _slider(promotion: Promotion) -> Slider | None:
    known = SLIDERS.get(promotion.kind)
    if known is None:
        return None
    field, least, most, step, unit = known
    value: int | None = getattr(promotion, field)
    return Slider(field, least, max(most, value or 0), step, unit, value)


def _others(promotion: Promotion) -> list[tuple[int, Promotion]]:
    """The same terms with other depths, to compare; the present one is among them."""
    known: tuple[str, tuple[int, ...]] | None = _NEIGHBOURS.get(promotion.kind)
    if known is None:
        return []
    field, values = known
    present: Any = getattr(promotion, field)
    return [
        (value, promotion.model_copy(update={field: value})) for value in sorted({*values, *([present] if present else [])})
    ]
