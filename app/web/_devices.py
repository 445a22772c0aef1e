"""The devices a message is shown on: which views a channel has, and how much of the words each of them shows.

Widths count a Hangul letter as two of the Latin letters in which systems state their limits.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Literal

from fake_company.text import Text

Unit = Literal["width", "letters"]


@dataclass(frozen=True)
class View:
    """One device: its skin, whose it is, and how much of each field it shows (`with_picture`: beside a picture)."""

    key: str
    label: Text
    os: str = ""
    cuts: dict[str, int] = field(default_factory=dict)
    with_picture: dict[str, int] = field(default_factory=dict)
    unit: Unit = "width"
    large_picture: bool = True


_PUSH = (
    View("ios-lock", Text("아이폰 잠금 화면", "iPhone lock screen"), "ios", {"title": 40, "body": 160}, {"body": 130}),
    View("ios-banner", Text("아이폰 배너", "iPhone banner"), "ios-banner", {"title": 40, "body": 80}, {"body": 65}),
    View("android-lock", Text("안드로이드 잠금 화면", "Android lock screen"), "android", {"title": 40, "body": 49},
         large_picture=False),
    View("android-shade", Text("안드로이드 알림 창", "Android shade"), "android-shade", {"title": 60, "body": 597}),
)  # fmt: skip
_BROWSER = (
    View("chrome-windows", Text("크롬(윈도우)", "Chrome on Windows"), "web", {"title": 50, "body": 120}),
    View("chrome-android", Text("크롬(안드로이드)", "Chrome on Android"), "android", {"title": 35, "body": 50}),
    View("safari-macos", Text("사파리(맥)", "Safari on a Mac"), "ios", {"title": 38, "body": 84}, large_picture=False),
    View("firefox-macos", Text("파이어폭스(맥)", "Firefox on a Mac"), "firefox", {"title": 38, "body": 42}, large_picture=False),
)  # fmt: skip
_KAKAO = (
    View("kakao-ios", Text("카카오톡(아이폰)", "KakaoTalk on iPhone"), "ios", {"title": 27, "subtitle": 21}, unit="letters"),
    View("kakao-android", Text("카카오톡(안드로이드)", "KakaoTalk on Android"), "android", {"title": 23, "subtitle": 18},
         unit="letters"),
)  # fmt: skip
_MAIL = (
    View("mail-narrow", Text("휴대전화 메일", "Mail on a phone"), "ios", {"subject": 48, "preheader": 99, "sender": 25}),
    View("mail-wide", Text("컴퓨터 메일", "Mail on a computer"), "web", {"subject": 73, "preheader": 140, "sender": 25}),
)
_APP = (
    View("app-ios", Text("아이폰 앱", "iPhone app"), "ios"),
    View("app-android", Text("안드로이드 앱", "Android app"), "android"),
)
_SITE = (
    View("site-wide", Text("컴퓨터 화면", "Computer"), "web"),
    View("site-narrow", Text("휴대전화 화면", "Phone"), "android"),
)
_TEXT = (
    View("text-ios", Text("아이폰 문자", "iPhone messages"), "ios"),
    View("text-android", Text("안드로이드 문자", "Android messages"), "android"),
)
_RECORD = (View("record", Text("기록", "Record"),),)
VIEWS: dict[str, tuple[View, ...]] = {
    "push": _PUSH, "browser": _BROWSER, "kakao": _KAKAO, "mail": _MAIL, "app": _APP, "site": _SITE, "text": _TEXT,
    "record": _RECORD,
}  # fmt: skip


def views(frame: str) -> tuple[View, ...]:
    """The views of a frame, the usual one first."""
    return VIEWS[frame]


def choose(frame: str, asked: str, device: str) -> View:
    """The view asked for, else the one of the customer's own device, else the first."""
    known = views(frame)
    by_key = next((view for view in known if view.key == asked), None)
    return by_key or next((view for view in known if view.os == device), known[0])


def cut(fields: dict[str, Any], view: View) -> set[str]:
    """Cut the fields in place as the view shows them; the names of those that lost something."""
    limits = {**view.cuts, **(view.with_picture if fields.get("images") else {})}
    lost = set()
    for name, most in limits.items():
        words = str(fields.get(name, ""))
        shorter = shortened(words, most, view.unit)
        if shorter != words:
            fields[name] = shorter
            lost.add(name)
    return lost


def width(words: str) -> int:
    """How many Latin letters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def shortened(words: str, most: int, unit: Unit = "width") -> str:
    """The words as far as they fit, with an ellipsis when they do not."""
    size = len(words) if unit == "letters" else width(words)
    if size <= most:
        return words
    kept, used = [], 0
    for letter in words:
        used += 1 if unit == "letters" else width(letter)
        if used > most - 1:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"
