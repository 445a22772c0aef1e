"""The frame of every page: the navigation in the course's order, the plan bar, reading settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for

from app import plan as plans
from app.web import _desk
from fake_company.text import Text


@dataclass(frozen=True)
class Stop:
    """One stop of the navigation: its words and the page it leads to."""

    text: Text
    endpoint: str
    children: tuple[Stop, ...] = ()


NAVIGATION = (
    Stop(Text("왜", "Purpose"), "exercise.index"),
    Stop(
        Text("살펴보기", "Explore"),
        "company.index",
        (
            Stop(Text("회사", "Company"), "company.index", (Stop(Text("내려받기", "Downloads"), "downloads.index"),)),
            Stop(Text("고객", "Customers"), "customers.index"),
            Stop(Text("이벤트 추이", "Events over time"), "trends.index"),
            Stop(Text("퍼널", "Funnel"), "funnel.index"),
            Stop(Text("리텐션", "Retention"), "retention.index"),
            Stop(Text("고객 유형", "Lifecycle"), "lifecycle.index"),
            Stop(Text("RFM", "RFM"), "rfm.index"),
            Stop(Text("지난 캠페인", "Past campaigns"), "past.index"),
            Stop(Text("지표판", "KPI board"), "kpi.index"),
            Stop(Text("SQL", "SQL"), "sql.index"),
            Stop(Text("데이터 사전", "Data dictionary"), "dictionary.index"),
        ),
    ),
    Stop(Text("누구에게", "Whom"), "segments.index"),
    Stop(
        Text("무엇을", "What"),
        "message.index",
        (
            Stop(Text("메시지", "Messages"), "message.index"),
            Stop(Text("콘텐츠 블록", "Content blocks"), "blocks.index"),
            Stop(Text("Liquid 도움말", "Liquid help"), "dialect.index"),
        ),
    ),
    Stop(Text("혜택", "Offer"), "promotion.index"),
    Stop(
        Text("언제", "When"),
        "campaign.index",
        (Stop(Text("캠페인", "Campaigns"), "campaign.index"), Stop(Text("여정", "Journeys"), "journeys.index")),
    ),
    Stop(Text("예측", "Forecast"), "forecast.index"),
    Stop(Text("보내기", "Launch"), "launch.index"),
    Stop(Text("결과", "Results"), "results.index"),
    Stop(Text("채점 결과", "Grade"), "grade.index"),
)
_PART_PAGES = {
    "why": "exercise.index",
    "whom": "segments.index",
    "what": "message.index",
    "offer": "promotion.index",
    "when": "campaign.index",
    "forecast": "forecast.index",
}
SIZES = {"desk": Text("책상", "Desk"), "lecture": Text("강의실", "Lecture")}
THEMES = {"auto": Text("자동", "Auto"), "light": Text("밝게", "Light"), "dark": Text("어둡게", "Dark")}


def register(app: Flask) -> None:
    """Give every template the navigation and the reading settings."""
    app.jinja_env.globals.update(
        children_of=children_of,
        is_here=is_here,
        page_url=page_url,
        place_of=place_of,
        with_language=with_language,
        plan_bar=plan_bar,
    )

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {
            "navigation": [stop for stop in NAVIGATION if stop.endpoint in current_app.view_functions],
            "theme": _cookie("dangol_theme", THEMES),
            "size": _cookie("dangol_size", SIZES),
            "sizes": SIZES,
            "themes": THEMES,
        }


@dataclass(frozen=True)
class Part:
    """One part of the plan bar with the page it leads to."""

    name: Text
    filled: bool
    summary: Text
    address: str
    is_here: bool


@dataclass(frozen=True)
class Bar:
    """The plan bar as the page draws it."""

    parts: tuple[Part, ...]
    benefit_share: float | None
    next_open: Part | None


def plan_bar() -> Bar:
    """The six parts of the plan on the table, each with its page."""
    bar = plans.bar(_desk.plan())
    parts = tuple(
        Part(
            part.label,
            part.filled,
            part.summary,
            page_url(_PART_PAGES[part.key]),
            request.blueprint == _PART_PAGES[part.key].split(".")[0],
        )
        for part in bar.parts
    )
    return Bar(parts, bar.benefit_share, next((part for part in parts if not part.filled), None))


def page_url(endpoint: str, **values: Any) -> str:
    """The address of a page, or the front page's when this installation has no such page."""
    return url_for(endpoint if endpoint in current_app.view_functions else "home.index", **values)


@dataclass(frozen=True)
class Place:
    """Where in the plan something is: the words of its page, and the page."""

    text: Text
    address: str
    name: Text = Text("계획", "Plan")


_PLACES = {
    "purpose": "exercise.index",
    "segments": "segments.index",
    "messages": "message.index",
    "promotions": "promotion.index",
    "campaigns": "campaign.index",
    "journeys": "journeys.index",
    "forecast": "forecast.index",
    "rationale": "plan.index",
}


def place_of(path: str) -> Place:
    """The page on which the value at a path of the plan (`messages[0].fields.body`) is edited."""
    part, _, _ = path.replace("[", ".").partition(".")
    endpoint = _PLACES.get(part, "")
    if endpoint not in current_app.view_functions:
        return Place(Text.of(path), "")
    words = next((stop.text for stop in NAVIGATION if stop.endpoint == endpoint), Text("계획", "Plan"))
    return Place(Text(f"{words.ko}에서 보기", f"See {words.en}"), url_for(endpoint), words)


def children_of(endpoint: str) -> list[Stop]:
    """The pages below a stop that this installation has."""
    found = next((stop for stop in NAVIGATION if stop.endpoint == endpoint), None)
    return (
        [child for child in found.children if child.endpoint in current_app.view_functions] if found else []
    )


def is_here(stop: Stop) -> bool:
    """Whether the reader is on this stop's pages."""
    return stop.endpoint.split(".")[0] == request.blueprint or any(is_here(child) for child in stop.children)


def with_language(language: str) -> str:
    """This same page in another language."""
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'lang': language})}"


def _cookie(name: str, allowed: dict[str, Text]) -> str:
    found = request.cookies.get(name, "")
    return found if found in allowed else next(iter(allowed))
