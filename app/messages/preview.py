"""A message as one customer would read it, with counters and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from app.findings import Finding, worst_first
from app.messages import channels, dialect, facts, letters, lint
from app.messages.channel import Channel
from app.messages.compiled import Compiled, MessageLike, compile_message
from app.messages.facts import cp949_size
from app.messages.holes import holes_in
from fake_company.errors import DangolError, NotFound
from fake_company.text import Text
from fake_company.warehouse import Company

_LATEST_ITEM = (
    "SELECT product_id FROM events WHERE customer_id = ? AND name IN ('product_added', 'product_viewed') "
    "AND product_id IS NOT NULL ORDER BY occurred_at DESC LIMIT 1"
)


@dataclass(frozen=True)
class Counter:
    """How long a field is, in the channel's own unit; `cuts` says how much each OS shows of it."""

    field: str
    label: Text
    count: int
    unit: str
    limit: int | None
    cuts: tuple[tuple[str, int], ...]

    @property
    def over(self) -> bool:
        """Longer than it may be."""
        return self.limit is not None and self.count > self.limit


@dataclass(frozen=True)
class Preview:
    """The finished texts, or why there are none."""

    customer_id: int
    channel: Channel
    fields: dict[str, str]
    abort: str | None
    error: DangolError | None
    counters: list[Counter]
    truncated: dict[str, dict[str, str]]
    price_krw: float
    findings: list[Finding]
    product_id: int | None = None
    values: Mapping[str, Any] | None = None


def preview(
    company: Company,
    message: MessageLike,
    customer_id: int,
    promotion: Any = None,
    event: Mapping[str, Any] | None = None,
    moment: datetime | None = None,
    where: str = "messages[0]",
) -> Preview:
    """Write the message to one customer.

    `event` holds the trigger event's properties (`product_id` is enough); without it the customer's latest product is
    used. A template that cannot be read is an `error` with its place, not an exception.
    """
    channel = channels.get(message.channel)
    _must_exist(company, customer_id)
    moment = moment or company.meta.today
    try:
        compiled = compile_message(message, where)
    except DangolError as error:
        wrong = lint.note(
            "error", "limit.template", error.message, error.where["en"].split(" ")[0], error.remedy
        )
        return Preview(customer_id, channel, {}, None, error, [], {}, 0.0, [wrong])
    product_id, values = _values(company, compiled, customer_id, event)
    plan = letters.plan_values(message, promotion, moment)
    outside = letters.outside_of(company, message, promotion, customer_id)
    letter = letters.render_fields(compiled, letters.context_of(values, plan, outside), letters.utc(moment))
    found = lint.unknown_variables(compiled, facts.of(company).variables, where)
    found += dialect.of_message(company, message, promotion, compiled, where)
    found += lint.undeclared_channel_fields(channel, compiled, where, getattr(message.fields, "format", ""))
    found += lint.ignored_conditions(compiled, where)
    if letter.error is not None:
        found.append(lint.note("error", "limit.template", letter.error.message, where, letter.error.remedy))
    if letter.leaves:
        sender = company.profile.name.text().ko
        page = lint.sheet(message, compiled, letter.texts, sender, promotion is not None)
        found += [
            lint.finding(*broken, where, None, page)
            for broken in lint.broken_rules(channel, page)
            if broken[0].id != "EMPTY_VARIABLE"  # holes_in says which of them this customer lacks
        ]
        found += holes_in(letter, compiled, values, where)
    format = getattr(message.fields, "format", "")
    counters = [
        _counter(field, letter.texts, channel.limit_of(field, format))
        for field in channel.fields
        if field.key in letter.texts and channel.shows(field, format)
    ]
    return Preview(
        customer_id, channel, letter.texts, letter.abort, letter.error, counters, _truncated(channel, letter.texts),
        price_of(channel, cp949_size(letter.texts.get("body", ""))), worst_first(found), product_id, values,
    )  # fmt: skip


def price_of(channel: Channel, body_bytes: int) -> float:
    """KRW for one message; a text that outgrows its channel is billed as the longer one."""
    if channel.becomes and body_bytes > channel.becomes[1]:
        return channels.get(channel.becomes[0]).price_krw
    return channel.price_krw


def _must_exist(company: Company, customer_id: int) -> None:
    if not 0 <= customer_id < company.meta.customers:
        last = company.meta.customers - 1
        raise NotFound(
            Text(f"{customer_id}번 고객은 없어요.", f"There is no customer {customer_id}."),
            "customer_id",
            Text(f"0부터 {last}까지 가운데 고르세요.", f"Choose from 0 to {last}."),
        )


def _values(
    company: Company, compiled: Compiled, customer_id: int, event: Mapping[str, Any] | None
) -> tuple[int | None, dict[str, Any]]:
    known = facts.of(company)
    given = dict(event or {})
    product = given.pop("product_id", None)
    if product is None and not given and any(key.startswith("event_properties.") for key in compiled.keys):
        product = company.scalar(_LATEST_ITEM, [customer_id])
    values: dict[str, Any] = {}
    for key in compiled.keys:
        variable = known.variables.get(key)
        if variable is not None and variable.over != "plan":
            identity = customer_id if variable.over == "customer" else -1 if product is None else int(product)
            column = known.column(key)
            values[key] = column.distinct[int(column.take(np.array([identity]))[0])]
    values.update({f"event_properties.{name}": value for name, value in given.items()})
    return (None if product is None else int(product)), values


def _counter(field: Any, texts: Mapping[str, str], limit: int | None) -> Counter:
    words = texts[field.key]
    count = cp949_size(words) if field.unit == "bytes" else len(words)
    return Counter(field.key, field.label, count, field.unit, limit, field.shown)


def _truncated(channel: Channel, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    cut: dict[str, dict[str, str]] = {}
    for field in channel.fields:
        words = texts.get(field.key, "")
        shorter = {os: words[: most - 1] + "…" for os, most in field.shown if len(words) > most}
        if shorter:
            cut[field.key] = shorter
    return cut
