"""Does the audience match the intent of the brief? Judged by counter-example: wrongly in, wrongly out.

The exercise states two rules: clear cases who must be in (`include`) and clear cases who must not be (`exclude`).
Whoever is neither stands at the boundary and costs nothing. A triggered campaign is judged on its entries of the
last 28 days.
"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from app import segments
from app.grading.result import CounterExample, Verdict, by_share, failed, not_tried
from app.grading.spec import CheckFields, Words
from app.grading.subject import Subject
from app.plan import Trigger
from app.plan.sending import Audience, Sending
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
    meant = np.unique(_core(fields, subject).customer_ids)
    missing = np.setdiff1d(meant, chosen)
    reached, wrong = 0, 0
    examples: list[CounterExample] = []
    for sending in subject.sendings:
        bad = subject.audience(sending, also=fields.exclude)
        reached, wrong = reached + len(subject.audience(sending)), wrong + len(bad)
        examples += _wrongly_in(fields, subject, sending, bad, SHOWN - len(examples))
    examples += [_wrongly_out(fields, subject, int(customer)) for customer in _spread(missing)]
    share_in, share_out = wrong / reached, len(missing) / max(1, len(meant))
    share = min(
        _kept(share_in, fields.tolerance_in, fields.lost_at),
        _kept(share_out, fields.tolerance_out, fields.lost_at),
    )
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


def _wrongly_in(
    fields: Fields, subject: Subject, sending: Sending, bad: Audience, wanted: int
) -> list[CounterExample]:
    if wanted <= 0 or not len(bad):
        return []
    picked = np.linspace(0, len(bad) - 1, min(wanted, len(bad))).astype(int)
    found = []
    for index in picked:
        moment = None if bad.moments is None else bad.moments[index].astype("datetime64[s]").item()
        saw = segments.why(subject.company, fields.exclude, int(bad.customer_ids[index]), moment=moment)
        lines = [verdict.saw for verdict in saw if verdict.passed]
        found.append(
            CounterExample(
                int(bad.customer_ids[index]),
                "wrongly_in",
                (*lines[:2],) or (segments.sentence(fields.exclude),),
                None if moment is None else moment.isoformat(),
            )
        )
    return found


def _wrongly_out(fields: Fields, subject: Subject, customer: int) -> CounterExample:
    """The first condition of the plan's own rule that kept the customer out."""
    rule = subject.sendings[0].segment.rule
    blocked = [verdict for verdict in segments.why(subject.company, rule, customer) if not verdict.passed]
    lines = [segments.sentence(fields.include)]
    if blocked:
        lines.append(blocked[0].saw)
    return CounterExample(customer, "wrongly_out", tuple(lines))
