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


@dataclass(frozen=True)
class Need:
    """What a channel needs of a customer besides consent: the loss of those without, and the column it looks at.

    `wanted` is the value of a yes-or-no column; None asks for a well-formed address.
    """

    loss: Loss
    column: str
    wanted: bool | None = True

    def sql(self) -> str:
        """The test of a row of `customers`."""
        if self.wanted is None:
            return f"regexp_matches({self.column}, '{PHONE if self.column == 'phone' else EMAIL}')"
        return self.column if self.wanted else f"NOT {self.column}"

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        if self.wanted is None:
            return valid(snapshot.columns[self.column], self.column)[snapshot.row]
        found = snapshot.column(self.column)
        return np.asarray(found.present & (found.values == self.wanted), dtype=bool)


_NO_ADDRESS = Loss("no_address", Text("연락처가 없거나 잘못됨", "no valid address"))
APP = Need(Loss("no_app", Text("앱이 없음", "no app")), "has_app")
PUSH_ON = Need(
    Loss("push_off", Text("기기에서 알림을 끔", "push switched off on the device")), "push_enabled"
)
PHONE_NUMBER = Need(_NO_ADDRESS, "phone", None)
MAIL_ADDRESS = Need(_NO_ADDRESS, "email", None)
COOKIE = Need(Loss("no_cookie", Text("웹에서 알아볼 수 없음", "not recognised on the web")), "web_cookie")
ALLOWED = Need(
    Loss("no_permission", Text("브라우저 알림을 허용하지 않음", "notifications not allowed in the browser")),
    "web_push_enabled",
)
FRIEND = Need(Loss("no_friend", Text("카카오톡 채널 친구가 아님", "not a Kakao friend")), "kakao_friend")


@dataclass(frozen=True)
class Channel:
    """A way to reach a customer: which consent an ad needs (none: no consent asked) and what else."""

    key: str
    label: Text
    consent: str | None
    needs: tuple[Need, ...]
    is_silent: bool = False  # at night it needs no night consent

    def steps(self, moment: datetime) -> list[tuple[Loss, str]]:
        """The tests in order, each with the loss of those who fail it."""
        found = [(need.loss, need.sql()) for need in self.needs]
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
        parts = [need.sql() for need in self.needs]
        if self.consent:
            parts.append(f"({CONSENTS[self.consent].sql(moment)}) = 'given'")
        return " AND ".join(parts)

    def columns(self) -> frozenset[str]:
        """The customer columns it reads."""
        own = frozenset(need.column for need in self.needs)
        return own | frozenset(CONSENTS[self.consent].columns if self.consent else ())

    def test(self, snapshot: Snapshot) -> Mask:
        """The same test on arrays."""
        found = np.ones(len(snapshot.row), dtype=bool)
        for need in self.needs:
            found &= need.test(snapshot)
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
        Channel("app_push", Text("앱 푸시", "app push"), "push", (APP, PUSH_ON)),
        Channel("web_push", Text("웹 푸시", "web push"), "push", (ALLOWED,)),
        Channel("alimtalk", Text("알림톡", "Alimtalk"), None, (PHONE_NUMBER,), is_silent=True),
        Channel("brand_message", Text("브랜드 메시지", "brand message"), "kakao", (PHONE_NUMBER, FRIEND)),
        Channel("sms", Text("문자(SMS)", "text message (SMS)"), "sms", (PHONE_NUMBER,)),
        Channel("lms", Text("장문 문자(LMS)", "long text message (LMS)"), "sms", (PHONE_NUMBER,)),
        Channel("mms", Text("사진 문자(MMS)", "picture message (MMS)"), "sms", (PHONE_NUMBER,)),
        Channel("email", Text("이메일", "e-mail"), "email", (MAIL_ADDRESS,), is_silent=True),
        Channel("in_app", Text("인앱 메시지", "in-app message"), None, (APP,), is_silent=True),
        Channel("in_web", Text("인웹 메시지", "in-web message"), None, (COOKIE,), is_silent=True),
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
