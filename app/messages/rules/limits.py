"""Lengths: what a channel carries, and what screens show of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.messages.facts import cp949_size, unsendable
from app.messages.rules.base import AD_LABEL, Broken, Rule, Sheet
from app.messages.rules.words import closing_line
from fake_company.text import Text

_SHORTER = Text("앞부분에 중요한 말을 두고 줄여 주세요.", "Shorten it and put what matters first.")
_HALF = "운영체제별 글자 수(라틴 문자 기준)의 절반: 한글은 두 배쯤 넓어요"
_SHORT_LINK = re.compile(r"\b(?:bit\.ly|me2\.do|vo\.la|han\.gl|tinyurl\.com|url\.kr|c11\.kr)/\S*", re.IGNORECASE)


def over_bytes(field: str, most: int) -> Callable[[Sheet], Broken]:
    """A field longer than so many bytes of a text message."""

    def check(sheet: Sheet) -> Broken:
        size = cp949_size(sheet.field(field))
        return (field, f"{size:,} > {most:,}") if size > most else None

    return check


def over_letters(*limits: tuple[str, int]) -> Callable[[Sheet], Broken]:
    """Fields longer than so many letters; a last line that only says how to opt out is not counted."""

    def check(sheet: Sheet) -> Broken:
        for field, most in limits:
            words = sheet.field(field)
            size = len(words) - closing_line(words)
            if size > most:
                return field, f"{size} > {most}"
        return None

    return check


def _unsendable(sheet: Sheet) -> Broken:
    for name in ("subject", "body"):
        if letters := unsendable(sheet.field(name)):
            return name, letters[:10]
    return None


def _long_subject(sheet: Sheet) -> Broken:
    subject = sheet.field("subject").removeprefix(AD_LABEL).strip()
    return ("subject", f"{len(subject)} > 33") if len(subject) > 33 else None


def _no_link(sheet: Sheet) -> Broken:
    return None if sheet.field("link").strip() or sheet.buttons else ("link", "")


def _short_link(sheet: Sheet) -> Broken:
    for name, words in sheet.texts.items():
        if found := _SHORT_LINK.search(words):
            return name, found.group()
    return None


RULES = (
    Rule("SMS_90_BYTES", "limit.sms_90_bytes", "error",
         Text("SMS는 90바이트, 한글 45자까지예요.", "An SMS takes 90 bytes, 45 Hangul."),
         Text("줄이지 않으면 장문(LMS)으로 나가고 그 요금을 내요.", "Unless shortened it leaves as an LMS, at its price."),
         "통신사 규격", over_bytes("body", 90), about="counted"),
    Rule("LMS_2000_BYTES", "limit.lms_2000_bytes", "error",
         Text("본문은 2,000바이트까지예요.", "The body takes 2,000 bytes."),
         Text("2,000바이트 안으로 줄여 주세요.", "Keep it within 2,000 bytes."), "통신사 규격", over_bytes("body", 2000),
         about="counted"),
    Rule("LMS_SUBJECT_40_BYTES", "limit.lms_subject_40_bytes", "warning",
         Text("제목은 40바이트, 한글 20자까지예요.", "The subject takes 40 bytes, 20 Hangul."),
         Text("제목을 한글 20자 안으로 줄여 주세요.", "Keep the subject within 20 Hangul."), "통신사 규격",
         over_bytes("subject", 40), about="counted"),
    Rule("CP949_ENCODABLE", "limit.cp949", "error",
         Text("문자로 보낼 수 없는 글자가 있어요.", "Some letters cannot travel in a text message."),
         Text("이모지나 특수 문자를 지워 주세요. 문자는 CP949에 있는 글자만 실어요.",
              "Remove emoji and unusual signs; texts carry CP949 letters only."), "CP949", _unsendable, about="counted"),
    Rule("SHORT_LINK", "style.short_link", "warning",
         Text("줄인 주소는 스미싱처럼 보여요.", "A shortened address looks like phishing."),
         Text("가게의 주소를 그대로 적어 주세요.", "Use the shop's own address."), "KISA 스미싱 예방 안내", _short_link),
    Rule("PUSH_LENGTH", "limit.push_length", "warning",
         Text("푸시가 잘려 보일 수 있어요.", "The push may be cut off."), _SHORTER, _HALF,
         over_letters(("title", 20), ("body", 45)), about="counted"),
    Rule("WEBPUSH_LENGTH", "limit.web_push_length", "warning",
         Text("브라우저에 따라 잘려 보여요.", "Some browsers cut it off."), _SHORTER, "가장 짧게 보여 주는 브라우저(제목 35, 본문 42)",
         over_letters(("title", 35), ("body", 42)), about="counted"),
    Rule("EMAIL_SUBJECT_LENGTH", "limit.email_subject", "info",
         Text("휴대전화에서 제목이 잘릴 수 있어요.", "Phones may cut the subject."),
         Text("`(광고)` 뒤 33자 안에 중요한 말을 두세요.", "Say what matters within 33 letters after the label."),
         "메일 앱별 제목 길이(EmailToolTester)", _long_subject),
    Rule("PUSH_DEEPLINK", "style.deep_link", "warning",
         Text("누르면 열릴 화면이 없어요.", "No screen is set to open on tap."),
         Text("상품이나 장바구니 화면을 정해 주세요.", "Choose the product or cart screen."), "dangol", _no_link),
)  # fmt: skip
