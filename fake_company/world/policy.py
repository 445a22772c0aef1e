"""May this message leave? Consent, address, night, caps: policy first, with a reason for every skip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fake_company import keys
from fake_company.world.agenda import NIGHT_FROM, NIGHT_UNTIL
from fake_company.world.behaviour import SKIPS
from fake_company.world.campaign import Asked, Content, Wording
from fake_company.world.people import NEVER, Array
from fake_company.world.purposes import HOLDOUT, HOLE

if TYPE_CHECKING:
    from fake_company.world.running import Run

CONSENT_DAYS = 730
CODE = {name: code for code, name in enumerate(SKIPS)}


def is_night(second: Array) -> Array:
    """The hours in which advertising needs a separate consent (정보통신망법)."""
    result: Array = (second >= NIGHT_FROM) | (second < NIGHT_UNTIL)
    return result


def contents(run: Run, rows: Array, campaign: Array, time: Array, product: Array) -> Content:
    """What each recipient's message says, campaign by campaign."""
    n = len(rows)
    said = Content(
        named_category=np.full(n, -1, np.int16), names_item=np.zeros(n, bool), hole=np.zeros(n, bool),
        reason=np.zeros(n, np.int8), aborted=np.zeros(n, bool),
        price_krw=run.deck.price[campaign].astype(np.int32), blocked=np.zeros(n, np.int8),
    )  # fmt: skip
    counts = np.bincount(campaign)
    for i in np.flatnonzero(counts):
        at = np.arange(n) if counts[i] == n else np.flatnonzero(campaign == i)
        rule = run.deck.campaigns[i].content
        asked = run.asked(rows[at], time[at], product[at])
        answer = (
            _worded(run, rule, asked, int(run.deck.number[i])) if isinstance(rule, Wording) else rule(asked)
        )
        for name, values in answer.__dict__.items():
            if name != "price_krw" or not isinstance(rule, Wording):
                getattr(said, name)[at] = values
    return said


def _worded(run: Run, wording: Wording, asked: Asked, number: int) -> Content:
    n, people = len(asked.who), run.setting
    named = np.full(n, -1, np.int16)
    if wording.names == "category":
        named[:] = wording.category if wording.category >= 0 else run.state.category[asked.row]
    elif wording.names == "favorite":
        named[:] = people.traits.liked_category[asked.who, 0]
    elif wording.names == "item":
        category = people.goods.category_id[np.maximum(asked.product, 0)]
        named[:] = np.where(asked.product >= 0, category, -1)
    hole = keys.draw(run.state.key[asked.row], HOLE, number) < wording.hole_rate
    return Content(
        named, (named >= 0) & (wording.names == "item"), hole, np.full(n, wording.reason, np.int8),
        np.zeros(n, bool), np.zeros(n, np.int32), np.zeros(n, np.int8),
    )  # fmt: skip


def decide(run: Run, rows: Array, campaign: Array, time: Array, said: Content) -> Array:
    """Code of `SKIPS` for each message: 0 may leave. The first reason that applies is the one given."""
    s, people, deck = run.state, run.setting.people, run.deck
    who, twin = s.who[rows], s.twin[rows]
    channel, consent, is_ad = deck.channel[campaign], deck.consent[campaign], deck.is_ad[campaign]
    given = people.consent_day[who, consent]
    push, mail = channel == 0, channel == 4
    no_app = push & ~(people.has_app[who] & people.push_enabled[who])
    address = np.where(mail, people.email_key[who], np.where(push, 1, people.phone_key[who]))
    day, hour = time // 86400, time // 3600
    capped = _capped(run, rows, campaign, day)
    reasons = (
        ("not_member", ~people.is_member[who] & ~push),
        ("illegal", said.blocked == CODE["illegal"]),
        ("aborted", said.aborted),
        ("no_app", no_app),
        ("no_address", address == 0),
        ("minor", is_ad & people.is_minor[who]),
        ("opted_out", s.opted_out[twin, consent] & (is_ad | push)),
        ("no_consent", is_ad & (given == NEVER)),
        ("consent_expired", is_ad & (day - given > CONSENT_DAYS)),
        ("night", is_ad & is_night(time - day * 86400) & ~people.night_consent[who]),
        ("capped", capped),
        ("collided", s.last_hour[rows, channel] == hour),
        ("holdout", keys.draw(s.key[rows], HOLDOUT, deck.number[campaign]) < deck.holdout[campaign]),
    )
    code = np.zeros(len(rows), dtype=np.int8)
    for name, applies in reversed(reasons):
        code[applies] = CODE[name]
    return code


def _capped(run: Run, rows: Array, campaign: Array, day: Array) -> Array:
    """Over the campaign's cap, counted for the person: a duplicated customer shares one count."""
    s, deck = run.state, run.deck
    limit = deck.cap_touches[campaign]
    if (limit >= 99).all():
        return np.zeros(len(rows), dtype=bool)
    twin = s.twin[rows]
    now = day + 1.0
    had = (s.recent[twin] > (now - deck.cap_days[campaign])[:, None]).sum(axis=1)
    over: Array = (limit < 99) & (had >= limit)
    shared = np.flatnonzero(run.shared[rows] & (limit < 99) & ~over)
    if len(shared) > 1:  # two rows of one person at the same moment: the first one counts
        order = shared[np.lexsort((rows[shared], twin[shared]))]
        again = order[1:][twin[order][1:] == twin[order][:-1]]
        over[again] = True
    return over


def twice(run: Run, rows: Array, channel: Array) -> Array:
    """Rows whose person gets another message at this very moment under another customer number."""
    twin = run.state.twin[rows]
    result = np.zeros(len(rows), dtype=bool)
    shared = np.flatnonzero(run.shared[rows])
    if len(shared) > 1:
        person = twin[shared].astype(np.int64) * 8 + channel[shared]
        _, group, size = np.unique(person, return_inverse=True, return_counts=True)
        result[shared] = size[group] > 1
    return result
