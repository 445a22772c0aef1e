"""Who a channel may reach: address, consent and its age, opt-out, night consent; every skip with its reason."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, time
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.messages.channel import Channel
from app.messages.facts import Ints
from app.messages.rules import Send
from app.segments.channels import CONSENTS
from fake_company.text import Text
from fake_company.warehouse import Company

Mask = npt.NDArray[np.bool_]
SKIPS: dict[str, Text] = {
    "no_address": Text("보낼 주소가 없어요", "No address on this channel"),
    "no_consent": Text("광고 수신에 동의하지 않았어요", "Did not consent to ads"),
    "expired": Text("동의한 지 2년이 지났어요", "Consent is older than two years"),
    "opted_out": Text("수신을 거부했어요", "Opted out"),
    "night": Text("밤에 받겠다고 동의하지 않았어요", "No consent to ads at night"),
    "aborted": Text("템플릿이 보내지 않기로 했어요", "The template decided not to send"),
    "error": Text("템플릿을 채울 수 없어요", "The template cannot be filled in"),
}
NIGHT_FROM, NIGHT_TO = time(21), time(8)
_KINDS = ("push", "sms", "email", "kakao")


@dataclass(frozen=True)
class Reach:
    """Per customer: has an address, state of consent to this channel's ads (see `app.segments`), night consent.

    `elsewhere`: agreed to ads on some other channel; `friend`: a friend of the shop's Kakao channel.
    """

    address: Mask
    consent: npt.NDArray[np.str_]
    night: Mask
    elsewhere: Mask
    friend: Mask


_KEPT: OrderedDict[tuple[str, str, str, str], Reach] = OrderedDict()
_LOCK = Lock()


def of(company: Company, channel: Channel, moment: datetime, target: str = "") -> Reach:
    """The reach of a channel over all customers at a moment (kept for the last few questions)."""
    mark = (f"{company.meta.digest}|{company.folder}", channel.key, moment.isoformat(), target)
    with _LOCK:
        if mark not in _KEPT:
            _KEPT[mark] = _read(company, channel, moment.replace(tzinfo=None), target)
            while len(_KEPT) > 16:
                _KEPT.popitem(last=False)
        return _KEPT[mark]


def _read(company: Company, channel: Channel, moment: datetime, target: str) -> Reach:
    state = CONSENTS[channel.consent].sql(moment) if channel.consent else "'given'"
    others = [f"({CONSENTS[kind].sql(moment)}) = 'given'" for kind in _KINDS if kind != channel.consent]
    found = company.arrays(
        f"SELECT coalesce({channel.address_for(target)}, false) AS address, {state} AS consent, "
        f"({CONSENTS['night'].sql(moment)}) = 'given' AS night, {' OR '.join(others)} AS elsewhere, "
        "coalesce(kakao_friend, false) AS friend FROM customers ORDER BY customer_id"
    )
    return Reach(
        np.asarray(found["address"], dtype=bool),
        np.asarray(found["consent"], dtype=np.str_),
        np.asarray(found["night"], dtype=bool),
        np.asarray(found["elsewhere"], dtype=bool),
        np.asarray(found["friend"], dtype=bool),
    )


def is_night(moment: datetime) -> bool:
    """21:00 to 08:00. Exact midnight means a day without a time, and is not night."""
    clock = moment.time()
    return clock != time(0) and (clock >= NIGHT_FROM or clock < NIGHT_TO)


def skips(
    company: Company, channel: Channel, ids: Ints, is_ad: bool, moment: datetime, target: str = ""
) -> dict[str, Mask]:
    """Per reason, which recipients are skipped; nobody is counted under two reasons."""
    reach = of(company, channel, moment, target or _first_target(channel))
    consent = reach.consent[ids]
    asked = {
        "no_address": ~reach.address[ids],
        "opted_out": (consent == "opted_out") & is_ad,
        "no_consent": (consent == "none") & is_ad,
        "expired": (consent == "expired") & is_ad,
        "night": ~reach.night[ids] & (is_ad and channel.night_rule and is_night(moment)),
    }
    done = np.zeros(len(ids), dtype=bool)
    found: dict[str, Mask] = {}
    for reason, mask in asked.items():
        found[reason] = mask & ~done
        done |= mask
    return found


def counted(
    company: Company, channel: Channel, ids: Ints, skipped: dict[str, Mask], moment: datetime, known: Send | None
) -> Send:
    """What the rules about a sending are told: how many recipients each of them concerns."""
    reach = of(company, channel, moment, _first_target(channel))
    without = skipped["no_consent"]
    return replace(
        known or Send(),
        moment=moment,
        recipients=int((~np.any(list(skipped.values()), axis=0)).sum()) if len(ids) else 0,
        no_consent=int(without.sum()),
        other_consent=int((without & reach.elsewhere[ids]).sum()),
        expired=int(skipped["expired"].sum()),
        at_night=int(skipped["night"].sum()),
        no_permission=int(skipped["no_address"].sum()),
        permission_only=int((reach.address[ids] & (reach.consent[ids] != "given")).sum()),
        not_friends=int((~reach.friend[ids]).sum()),
        friends=int(reach.friend.sum()),
    )


def prices(company: Company, channel: Channel, ids: Ints, moment: datetime, target: str) -> npt.NDArray[np.float64]:
    """KRW per recipient before anything about the words: a Kakao friend costs less than somebody who is none."""
    chosen = target or _first_target(channel)
    found = np.full(len(ids), channel.price_for(chosen), dtype=np.float64)
    if channel.targets:
        found[of(company, channel, moment, chosen).friend[ids]] = channel.price_krw
    return found


def _first_target(channel: Channel) -> str:
    return channel.targets[0][0] if channel.targets else ""
