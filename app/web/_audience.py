"""Who a campaign, a message or a promotion is for today: the segment's members, or the entries of a trigger."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from app import segments
from app.plan import Campaign, Plan, Segment, Trigger, rule_of
from app.promotions import past as pasts
from fake_company.errors import DangolError

if TYPE_CHECKING:
    from fake_company.warehouse import Company

Ints = npt.NDArray[np.int64]
_KEPT: OrderedDict[tuple[str, str], Audience] = OrderedDict()
_LOCK = Lock()
_MOST_KEPT = 24
HISTORY_DAYS = 84
EVERYBODY: dict[str, Any] = {"all": []}


@dataclass(frozen=True)
class Audience:
    """One row a message: customers (a triggered one may come twice), and for a trigger the product and the moment."""

    segment: Segment | None
    customers: Ints
    products: Ints | None = None
    moments: npt.NDArray[Any] | None = None
    key: tuple[str, str] = ("", "")
    """Company, rule and trigger: equal keys are equal audiences."""
    error: DangolError | None = None
    """Why nobody is selected: a rule that cannot be read. Pages say so beside their work and go on."""

    @property
    def messages(self) -> int:
        """How many messages it comes to: members, or entries of 28 days."""
        return len(self.customers)

    @property
    def people(self) -> int:
        """How many different customers."""
        return len(np.unique(self.customers))

    @property
    def is_triggered(self) -> bool:
        """Whether these are entries of the last 28 days rather than members of today."""
        return self.moments is not None


def of_campaign(company: Company, plan: Plan, campaign: Campaign) -> Audience:
    """Whom a campaign reaches; everybody while its segment is still open."""
    segment = plan.segment(campaign.audience)
    trigger = campaign.when if isinstance(campaign.when, Trigger) else None
    return _kept(company, plan, segment, trigger)


def of_message(company: Company, plan: Plan, id: str) -> Audience:
    """Whom a message is for: the first campaign that sends it, else the plan's first segment, else everybody."""
    return _through(company, plan, next((part for part in plan.campaigns if part.message == id), None))


def of_promotion(company: Company, plan: Plan, id: str) -> Audience:
    """Who gets a promotion: the first campaign that gives it, else the plan's first segment, else everybody."""
    giving = (
        part for part in plan.campaigns if (given := plan.promotion_of(part)) is not None and given.id == id
    )
    return _through(company, plan, next(giving, None))


def order_rate(company: Company, audience: Audience, days: int) -> float:
    """The share of these customers who order within so many days anyway, from the last 84 days."""
    if not audience.messages:
        return 0.0
    past = pasts.read(company)
    made = np.ones(len(past.order_customer), dtype=bool)
    if audience.moments is None:
        return past.share_ordering(audience.customers, days, HISTORY_DAYS, made)
    today = np.datetime64(company.meta.today, "us")
    start = (audience.moments.astype("datetime64[us]") - today) / np.timedelta64(1, "D")
    over = start + days <= 0
    who, start = audience.customers[over], start[over]
    return float((past.orders_within(who, start, start + days, made) > 0).mean()) if len(who) else 0.0


def _through(company: Company, plan: Plan, campaign: Campaign | None) -> Audience:
    if campaign is not None:
        return of_campaign(company, plan, campaign)
    return _kept(company, plan, next((part for part in plan.segments if part.rule), None), None)


def _kept(company: Company, plan: Plan, segment: Segment | None, trigger: Trigger | None) -> Audience:
    try:
        rule = rule_of(plan, segment) if segment is not None else {}
    except DangolError as error:
        return Audience(segment, np.zeros(0, dtype=np.int64), error=error)
    key = (company.meta.digest, json.dumps([rule, trigger.model_dump() if trigger else None], sort_keys=True))
    with _LOCK:
        found = _KEPT.get(key)
    if found is None:
        try:
            found = _work_out(company, rule, trigger)
        except DangolError as error:
            return Audience(segment, np.zeros(0, dtype=np.int64), error=error)
        with _LOCK:
            _KEPT[key] = found
            while len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return Audience(segment, found.customers, found.products, found.moments, key)


def _work_out(company: Company, rule: dict[str, Any], trigger: Trigger | None) -> Audience:
    if trigger is not None:
        entries = segments.entries(company, rule or EVERYBODY, trigger.event, trigger.unless, trigger.delay_minutes)
        return Audience(
            None,
            np.asarray(entries.customer_ids, dtype=np.int64),
            np.asarray(entries.product_ids, dtype=np.int64),
            np.asarray(entries.moments),
        )
    if not rule or rule == EVERYBODY:
        return Audience(None, np.arange(company.meta.customers, dtype=np.int64))
    return Audience(None, np.asarray(segments.members(company, rule), dtype=np.int64))
