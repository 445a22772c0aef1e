"""Who can be reached: what each channel needs of a customer, as SQL, on arrays and in words, one row a channel.

Consent counts for two years without re-confirmation (정보통신망법 시행령 제62조의3); an opt-out after it ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.segments.snapshot import Column, Ints, Mask, Snapshot
from app.segments.windows import literal
from fake_company.text import Text

PHONE = r"^01[016789]-?[0-9]{3,4}-?[0-9]{4}$"
EMAIL = r"^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$"
_PATTERNS = {"phone": re.compile(PHONE), "email": re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+\Z", re.ASCII)}
STATES = {
    "given": Text("동의함", "given"),
    "expired": Text("2년이 지나 만료됨", "expired after two years"),
    "opted_out": Text("수신 거부함", "opted out"),
    "none": Text("동의한 적 없음", "never given"),
}


@dataclass(frozen=True)
class Consent:
    """A consent a customer can give: the prefix of its two columns."""

    key: str
    label: Text
    has_opt_out: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """When it was given, and when it was withdrawn."""
        given = f"{self.key}_consent_at"
        return (given, f"{self.key}_opted_out_at") if self.has_opt_out else (given,)

    def sql(self, moment: datetime) -> str:
        """The state at the moment, as an SQL expression: one of `STATES`."""
        given, now = f"{self.key}_consent_at", literal(moment)
        opted = ""
        if self.has_opt_out:
            out = f"{self.key}_opted_out_at"
            opted = f"WHEN {out} <= {now} AND ({given} > {out}) IS NOT TRUE THEN 'opted_out' "
        return (
            f"CASE {opted}WHEN ({given} <= {now}) IS NOT TRUE THEN 'none' "
            f"WHEN {given} < {literal(two_years_before(moment))} THEN 'expired' ELSE 'given' END"
        )

    def states(self, snapshot: Snapshot) -> dict[str, Mask]:
        """The state of each subject, as one mask a state."""
        given = snapshot.column(f"{self.key}_consent_at")
        now, no = snapshot.moment, np.zeros(len(snapshot.row), dtype=bool)
        opted = no
        if self.has_opt_out:
            out = snapshot.column(f"{self.key}_opted_out_at")
            renewed = given.present & out.present & (given.values > out.values)
            opted = out.present & (out.values <= now) & ~renewed
        known = given.present & (given.values <= now) & ~opted
        old = known & (given.values < two_years_before_all(now))
        return {"opted_out": opted, "none": ~opted & ~known, "expired": old, "given": known & ~old}


CONSENTS = {
    row.key: row
    for row in (
        Consent("push", Text("앱 푸시", "app push")),
        Consent("sms", Text("문자", "text message")),
        Consent("email", Text("이메일", "e-mail")),
        Consent("kakao", Text("카카오톡", "KakaoTalk")),
        Consent("night", Text("야간", "night-time"), has_opt_out=False),
    )
}


@dataclass(frozen=True)
class Loss:
    """One reason for not being reachable: its test in SQL (true for those who pass) and in words."""

    key: str
    label: Text


NO_ADDRESS = Loss("no_address", Text("연락처가 없거나 잘못됨", "no valid address"))
NO_APP = Loss("no_app", Text("앱이 없음", "no app"))
PUSH_OFF = Loss("push_off", Text("기기에서 알림을 끔", "push switched off on the device"))


@dataclass(frozen=True)
class Channel:
    """A way to reach a customer: which consent an ad needs (none: information only) and which address."""

    key: str
    label: Text
    consent: str | None
    address: str | None

    def steps(self, moment: datetime) -> list[tuple[Loss, str]]:
        """The tests in order, each with the loss of those who fail it."""
        found: list[tuple[Loss, str]] = []
        if self.address is None:
            found += [(NO_APP, "has_app"), (PUSH_OFF, "push_enabled")]
        else:
            pattern = PHONE if self.address == "phone" else EMAIL
            found.append((NO_ADDRESS, f"regexp_matches({self.address}, '{pattern}')"))
        if self.consent:
            state = CONSENTS[self.consent].sql(moment)
            found += [
                (Loss(f"consent_{key}", STATES[key]), f"({state}) <> '{key}'")
                for key in STATES
                if key != "given"
            ]
        return found

    def predicate(self, moment: datetime) -> str:
        """The SQL test of a reachable customer."""
        parts = [
            "(has_app AND push_enabled)"
            if self.address is None
            else f"regexp_matches({self.address}, '{PHONE if self.address == 'phone' else EMAIL}')"
        ]
        if self.consent:
            parts.append(f"({CONSENTS[self.consent].sql(moment)}) = 'given'")
        return " AND ".join(parts)

    def columns(self) -> frozenset[str]:
        """The customer columns it reads."""
        address = ("has_app", "push_enabled") if self.address is None else (self.address,)
        return frozenset(address + (CONSENTS[self.consent].columns if self.consent else ()))

    def test(self, snapshot: Snapshot) -> Mask:
        """The same test on arrays."""
        if self.address is None:
            app, push = snapshot.column("has_app"), snapshot.column("push_enabled")
            found: Mask = app.present & (app.values == True) & push.present & (push.values == True)  # noqa: E712
        else:
            found = valid(snapshot.columns[self.address], self.address)[snapshot.row]
        return found & CONSENTS[self.consent].states(snapshot)["given"] if self.consent else found


def valid(column: Column, address: str) -> Mask:
    """Which addresses have the right form."""
    pattern = _PATTERNS[address]
    return np.fromiter(
        (bool(ok and pattern.match(value)) for value, ok in zip(column.values, column.present, strict=True)),
        dtype=bool,
        count=len(column.values),
    )


CHANNELS = {
    row.key: row
    for row in (
        Channel("app_push", Text("앱 푸시", "app push"), "push", None),
        Channel("alimtalk", Text("알림톡", "Alimtalk"), None, "phone"),
        Channel("sms", Text("문자(SMS)", "text message (SMS)"), "sms", "phone"),
        Channel("lms", Text("장문 문자(LMS)", "long text message (LMS)"), "sms", "phone"),
        Channel("email", Text("이메일", "e-mail"), "email", "email"),
    )
}


def two_years_before(moment: datetime) -> datetime:
    """The same moment two years earlier (28 February for 29 February)."""
    try:
        return moment.replace(year=moment.year - 2)
    except ValueError:
        return moment.replace(year=moment.year - 2, day=28)


def two_years_before_all(moments: Ints) -> Ints:
    """The same for many moments, in microseconds since 1970."""
    stamps = (
        moments.view("datetime64[us]") if moments.flags.c_contiguous else moments.astype("datetime64[us]")
    )
    month = stamps.astype("datetime64[M]")
    earlier = (month - 24).astype("datetime64[us]") + (stamps - month.astype("datetime64[us]"))
    spilled = earlier.astype("datetime64[M]") != month - 24
    back = np.where(spilled, np.timedelta64(1, "D"), np.timedelta64(0, "D"))
    found: Ints = (earlier - back).astype(np.int64)
    return found
