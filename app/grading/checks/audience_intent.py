"""Does the audience match the intent of the brief? Judged by counter-example: wrongly in, wrongly out.

The exercise states two rules: clear cases who must be in (`include`) and clear cases who must not be (`exclude`).
Whoever is neither stands at the boundary and costs nothing. A triggered campaign is judged on its entries of the
last 28 days.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from app import segments
from app.grading.result import CounterExample, Verdict, by_share, failed, not_tried
from app.grading.spec import CheckFields, Words
from app.grading.subject import Subject
from app.plan import Trigger
from app.plan.sending import Audience
from fake_company.text import Text

SHOWN = 3


class Fields(CheckFields):
    """`clear_after_minutes`: so long after `event` without `unless`, the intent is beyond doubt.

    `tolerance_in` and `tolerance_out` are shares that cost nothing; at `lost_at` the share of the check is gone.
    """

    intent: Words
    include: dict[str, Any]
    exclude: dict[str, Any]
    event: str
    unless: str | None = None
    clear_after_minutes: Annotated[int, Field(ge=0)]
    tolerance_in: float = 0.03
    tolerance_out: float = 0.10
    lost_at: float = 0.5


def check(fields: Fields, subject: Subject) -> Verdict:
    """Compare whom the plan reaches with whom the brief means."""
    if not subject.sendings:
        return not_tried(
            Text(
                "받는 고객과 메시지가 정해진 캠페인이 없어요.",
                "No campaign has both an audience and a message.",
            )
        )
    chosen = np.unique(
        np.concatenate([subject.audience(sending).customer_ids for sending in subject.sendings])
    )
    if not len(chosen):
        return failed(
            Text("이 조건에 맞는 고객이 한 명도 없어요.", "Not one customer fits these conditions.")
        )
    core = _core(fields, subject)
    meant = np.unique(core.customer_ids)
    missing = np.setdiff1d(meant, chosen)
    wrong = [
        (sending, subject.audience(sending).within(subject.select(fields.exclude, sending.when)))
        for sending in subject.sendings
    ]
    reached = sum(len(subject.audience(sending)) for sending in subject.sendings)
    share_in, share_out = sum(len(bad) for _, bad in wrong) / reached, len(missing) / max(1, len(meant))
    share = min(
        _kept(share_in, fields.tolerance_in, fields.lost_at),
        _kept(share_out, fields.tolerance_out, fields.lost_at),
    )
    examples: list[CounterExample] = []
    if share < 1:
        for _, bad in wrong:
            examples += _wrongly_in(fields, subject, bad, SHOWN - len(examples))
        examples += [_wrongly_out(fields, subject, core, int(customer)) for customer in _spread(missing)]
    saw = Text(
        f"보내는 {reached:,}건 중 {share_in:.0%}는 의도와 다른 고객이고, 꼭 받아야 할 {len(meant):,}명 중 "
        f"{share_out:.0%}가 빠졌어요.",
        f"Of {reached:,} sends {share_in:.0%} go to customers not meant; of {len(meant):,} clearly meant "
        f"{share_out:.0%} are left out.",
    )
    figures = {
        "wrongly_in": share_in,
        "wrongly_out": share_out,
        "reached": float(reached),
        "meant": float(len(meant)),
    }
    return by_share(share, saw, None, tuple(examples), **figures)


def _core(fields: Fields, subject: Subject) -> Audience:
    """The clear cases the plan could reach: those of `include` whom one of its channels reaches."""
    channels = sorted({sending.message.channel for sending in subject.sendings})
    reachable = {"any": [{"kind": "reachable", "channel": channel} for channel in channels]}
    rule = {"all": [fields.include, reachable]}
    triggered = [sending for sending in subject.sendings if isinstance(sending.when, Trigger)]
    if not triggered:
        return subject.select(rule, subject.sendings[0].when)
    clear = Trigger(
        kind="trigger", event=fields.event, unless=fields.unless, delay_minutes=fields.clear_after_minutes
    )
    return subject.select(rule, clear)


def _kept(share: float, free: float, lost_at: float) -> float:
    """1 up to the free share, falling to 0 where all is lost."""
    return float(np.clip((lost_at - share) / (lost_at - free), 0.0, 1.0)) if share > free else 1.0


def _spread(customers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Up to three, spread over all of them, always the same ones."""
    if len(customers) <= SHOWN:
        return customers
    picked: NDArray[np.int64] = customers[np.linspace(0, len(customers) - 1, SHOWN).astype(int)]
    return picked


def _wrongly_in(fields: Fields, subject: Subject, bad: Audience, wanted: int) -> list[CounterExample]:
    found = []
    for index in _spread(np.arange(len(bad)))[: max(0, wanted)]:
        customer, moment = int(bad.customer_ids[index]), _moment(bad, int(index))
        seen = segments.why(subject.company, fields.exclude, customer, moment)
        lines = [verdict.saw for verdict in seen if verdict.passed == verdict.wanted]
        found.append(CounterExample(customer, "wrongly_in", tuple(lines[:2]), _iso(moment)))
    return found


def _wrongly_out(fields: Fields, subject: Subject, core: Audience, customer: int) -> CounterExample:
    """What shows the customer is meant, and the condition of the plan's own rule that kept them out."""
    index = int(np.flatnonzero(core.customer_ids == customer)[0])
    moment = _moment(core, index)
    meant = [
        v.saw
        for v in segments.why(subject.company, fields.include, customer, moment)
        if v.passed and v.wanted
    ]
    own = segments.why(subject.company, subject.sendings[0].segment.rule, customer, moment)
    blocked = [verdict.saw for verdict in own if verdict.passed != verdict.wanted]
    return CounterExample(customer, "wrongly_out", (*meant[:1], *blocked[:1]), _iso(moment))


def _moment(audience: Audience, index: int) -> datetime | None:
    if audience.moments is None:
        return None
    moment: datetime = audience.moments[index].astype("datetime64[s]").item()
    return moment


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
