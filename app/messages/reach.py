"""Who a channel may reach: address, consent and its age, opt-out, night consent; every skip with its reason."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, time
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.messages.channel import Channel
from app.messages.facts import Ints
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


@dataclass(frozen=True)
class Reach:
    """Per customer: has an address, state of consent to this channel's ads (see `app.segments`), night consent."""

    address: Mask
    consent: npt.NDArray[np.str_]
    night: Mask


_KEPT: OrderedDict[tuple[str, str, str], Reach] = OrderedDict()
_LOCK = Lock()


def of(company: Company, channel: Channel, moment: datetime) -> Reach:
    """The reach of a channel over all customers at a moment (kept for the last few questions)."""
    mark = (f"{company.meta.digest}|{company.folder}", channel.key, moment.isoformat())
    with _LOCK:
        if mark not in _KEPT:
            _KEPT[mark] = _read(company, channel, moment.replace(tzinfo=None))
            while len(_KEPT) > 16:
                _KEPT.popitem(last=False)
        return _KEPT[mark]


def _read(company: Company, channel: Channel, moment: datetime) -> Reach:
    state, night = CONSENTS[channel.consent].sql(moment), CONSENTS["night"].sql(moment)
    found = company.arrays(
        f"SELECT coalesce({channel.address}, false) AS address, {state} AS consent, ({night}) = 'given' AS night "
        "FROM customers ORDER BY customer_id"
    )
    return Reach(
        np.asarray(found["address"], dtype=bool),
        np.asarray(found["consent"], dtype=np.str_),
        np.asarray(found["night"], dtype=bool),
    )


def is_night(moment: datetime) -> bool:
    """21:00 to 08:00. Exact midnight means a day without a time, and is not night."""
    clock = moment.time()
    return clock != time(0) and (clock >= NIGHT_FROM or clock < NIGHT_TO)


def skips(company: Company, channel: Channel, ids: Ints, is_ad: bool, moment: datetime) -> dict[str, Mask]:
    """Per reason, which recipients are skipped; nobody is counted under two reasons."""
    reach = of(company, channel, moment)
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
