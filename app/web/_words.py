"""Words and figures on pages: `t("한국어", "English")`, particles, won, percent, dates; Korean unless asked otherwise."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from flask import Flask, g, has_request_context, request
from markupsafe import Markup, escape

from fake_company.text import LANGUAGES, Text
from fake_company.text import josa as with_particle

COOKIE = "dangol_lang"
_YEAR_SECONDS = 365 * 24 * 3600
_WEEKDAYS = (Text("월", "Mon"), Text("화", "Tue"), Text("수", "Wed"), Text("목", "Thu"), Text("금", "Fri"),
             Text("토", "Sat"), Text("일", "Sun"))  # fmt: skip
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def register(app: Flask) -> None:
    """Put the words into every template and remember a language chosen by `?lang=`."""
    app.jinja_env.globals.update(t=t, language=language)
    app.jinja_env.filters.update(
        say=say, josa=josa, won=won, won_text=won_text, number=number, percent=percent, signed=signed,
        day=day, moment=moment, clock=clock,
    )  # fmt: skip

    @app.before_request
    def choose() -> None:
        asked = request.args.get("lang") or request.cookies.get(COOKIE)
        g.language = asked if asked in LANGUAGES else "ko"

    @app.after_request
    def remember(response: Any) -> Any:
        asked = request.args.get("lang")
        if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE, asked, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure
            )
        return response


def language() -> str:
    """The reader's language, `ko` or `en`."""
    return str(g.get("language", "ko")) if has_request_context() else "ko"


def t(ko: str | Text, en: str = "", **values: Any) -> str | Markup:
    """One text in the reader's language: `t("고객", "customers")` or `t(text)`; `{name}` fields are filled, escaped."""
    chosen = ko[language()] if isinstance(ko, Text) else (en if language() == "en" else ko)
    if not values:
        return chosen
    safe = {
        key: escape(value[language()] if isinstance(value, Text) else value) for key, value in values.items()
    }
    return Markup(escape(chosen).format(**safe))


def say(value: Any) -> str:
    """A `Text`, a `{"ko", "en"}` object or a plain string in the reader's language; nothing for None."""
    return "" if value is None else Text.of(value)[language()]


def josa(word: Any, pair: str) -> str:
    """The word with its particle in Korean, the word alone in English."""
    return with_particle(str(word), pair) if language() == "ko" else str(word)


def number(value: Any, digits: int = 0) -> str:
    """`12345` → `12,345`; a dash where there is no figure."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    return f"{round(float(value), digits) + 0.0:,.{digits}f}"


def won_text(value: Any) -> str:
    """`₩12,345`, for attributes and titles; a true minus sign before the ₩."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    whole = round(float(value))
    return f"{'−' if whole < 0 else ''}₩{abs(whole):,}"


def won(value: Any) -> Markup:
    """A sum in won with the unit set lighter."""
    text = won_text(value)
    if "₩" not in text:
        return Markup('<span class="figure">{}</span>').format(text)
    sign, _, figure = text.partition("₩")
    return Markup('<span class="figure">{}<span class="unit">₩</span>{}</span>').format(sign, figure)


def signed(value: Any) -> str:
    """A whole number that always shows its sign."""
    return "–" if value is None else f"{'−' if value < 0 else '+'}{abs(round(float(value))):,}"


def percent(value: Any, digits: int = 1) -> Markup:
    """A share (0 to 1) as a percentage with the unit set lighter."""
    return Markup('<span class="figure">{}<span class="unit">%</span></span>').format(
        "–" if value is None else number(float(value) * 100, digits)
    )


def day(value: date | datetime | None) -> str:
    """`3월 2일 (월)` / `Mon 2 Mar`."""
    if value is None:
        return "–"
    weekday = _WEEKDAYS[value.weekday()][language()]
    if language() == "en":
        return f"{weekday} {value.day} {_MONTHS[value.month - 1]}"
    return f"{value.month}월 {value.day}일 ({weekday})"


def clock(value: datetime | None) -> str:
    """`19:05`, company time."""
    return "–" if value is None else f"{value:%H:%M}"


def moment(value: datetime | None) -> str:
    """Day and clock together; the year only when it is not obvious from the page."""
    return "–" if value is None else f"{day(value)} {clock(value)}"
