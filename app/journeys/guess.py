"""What a shape drawn by a person most likely is, from its words and its form."""

from __future__ import annotations

import re
from typing import Any

from app.findings import Finding
from app.journeys.sketch import Arrow, Shape
from app.journeys.step import Names, finding
from fake_company.text import Text

_UNITS = (
    (r"(\d+)\s*(?:분|min(?:ute)?s?\b|m\b)", 1),
    (r"(\d+)\s*(?:시간|hours?\b|hrs?\b|h\b)", 60),
    (r"(\d+)\s*(?:일|days?\b|d\b)", 1440),
    (r"(\d+)\s*(?:주|weeks?\b|w\b)", 10080),
)
_WAIT = re.compile(r"기다|대기|뒤에?$|후에?$|이후|지나|delay|wait|after\b|later", re.I)
_CHANCE = re.compile(r"무작위|랜덤|a\s*/\s*b|random|split test|\d+\s*%\s*[:/]\s*\d+\s*%", re.I)
_SEND = re.compile(
    r"푸시|알림톡|친구톡|브랜드 ?메시지|문자|sms|lms|mms|이메일|메일|e-?mail|push|인앱|인웹|in-?app|in-?web|"
    r"발송|보내|전송|send|message|메시지",
    re.I,
)
_END = re.compile(r"^(끝|종료|이탈 종료|나가기|완료|end|exit|stop|done)\b", re.I)
_BEGIN = re.compile(r"^(시작|들어오기|진입|유입|start|entry|begin)", re.I)
_ASKS = re.compile(r"\?|했나|인가|여부|하나요|if\b", re.I)
_HOOK = re.compile(r"https?://|webhook|웹훅", re.I)


def guess(
    shape: Shape, ways: list[Arrow], arrows: list[Arrow], names: Names, found: list[Finding]
) -> dict[str, Any]:
    """What a shape drawn by a person most likely is; everything but a plain reading is said."""
    label, style = shape.label, shape.style
    name = label[:200]
    comes = any(arrow.target == shape.id for arrow in arrows)
    minutes = _minutes(label)
    event = _event(label, names)
    if _is_start(shape, comes) and not _SEND.search(label):
        node: dict[str, Any] = {"kind": "entry", "name": name, "event": event}
        if event is None:
            found.append(
                note(
                    "entry",
                    f"들어오는 곳 ‘{short(label)}’이 어떤 행동인지 알 수 없었어요.",
                    f"Which event the entry '{short(label)}' is could not be told.",
                )
            )
        if minutes:
            node["delay_minutes"] = minutes
        return node
    if (
        "rhombus" in style
        or (len(ways) > 1 and not _CHANCE.search(label))
        or (len(ways) > 1 and _ASKS.search(label))
    ):
        if event is not None and minutes:
            return {"kind": "event_wait", "name": name, "event": event, "minutes": min(minutes, 31 * 1440)}
        found.append(
            note(
                "question",
                f"갈림 ‘{short(label)}’의 조건은 글로만 읽었어요. 조건을 골라 주세요.",
                f"The split '{short(label)}' was read as words only: choose its rule.",
            )
        )
        if len(ways) > 2:
            return {"kind": "audience_paths", "name": name}
        return {"kind": "decision", "name": name}
    if len(ways) > 1:
        return {"kind": "random_split", "name": name}
    if (_END.search(label) or "ellipse" in style or "terminat" in style) and not ways:
        return {"kind": "exit", "name": name}
    if _HOOK.search(label):
        address = re.search(r"https?://\S+", label)
        return {"kind": "webhook", "name": name, "url": address[0] if address else ""}
    if _SEND.search(label):
        return {"kind": "message", "name": name, "message": _message(label, names)}
    if minutes and (_WAIT.search(label) or "hexagon" in style or len(label) <= 12):
        return {"kind": "delay", "name": name, "minutes": minutes}
    if not ways and comes:
        return {"kind": "exit", "name": name}
    found.append(
        note(
            "box",
            f"‘{short(label) or '이름 없는 도형'}’이 무엇인지 몰라 메시지로 두었어요.",
            f"What '{short(label) or 'an unnamed shape'}' is stayed unclear; it was kept as a message.",
        )
    )
    return {"kind": "message", "name": name, "message": _message(label, names)}


def _is_start(shape: Shape, comes: bool) -> bool:
    return bool(_BEGIN.search(shape.label)) or (
        not comes and ("ellipse" in shape.style or "start" in shape.style or "arcSize=50" in shape.style)
    )


def _minutes(label: str) -> int:
    """The time a label names: 3시간, 2 days; 0 when it names none."""
    total = sum(
        int(match[1][:4]) * unit for pattern, unit in _UNITS if (match := re.search(pattern, label, re.I))
    )
    return min(total, 730 * 1440)


def _event(label: str, names: Names) -> str | None:
    """The event a label speaks of: its name, or its words."""
    bare = label.replace(" ", "").lower()
    for name, text in names.events.items():
        if name in bare or text.ko.replace(" ", "") in bare or text.en.replace(" ", "").lower() in bare:
            return name
    return next(
        (event for words, event in _WORDS if re.search(words, label, re.I) and event in names.events), None
    )


_WORDS = (
    (r"결제.*(이탈|중단|시작)|payment", "payment_info_started"),
    (r"장바구니|담기|담고|담은|담았|cart", "product_added"),
    (r"구매|주문|결제 ?완료|purchase|order|bought", "order_completed"),
    (r"가입|sign", "signed_up"),
    (r"검색|search", "searched"),
    (r"후기|리뷰|review", "reviews_viewed"),
    (r"상품|조회|view", "product_viewed"),
    (r"방문|접속|visit|session", "session_started"),
)


def _message(label: str, names: Names) -> str | None:
    """The plan's message whose name stands in the label."""
    return next((id for id, (name, _, _) in names.messages.items() if name and name in label), None)


def short(label: str) -> str:
    """A label cut for a sentence."""
    return label if len(label) <= 24 else label[:23] + "…"


def note(code: str, ko: str, en: str) -> Finding:
    """What was guessed or left out, said where the reader can mend it."""
    remedy = Text("여정 화면에서 확인하고 고쳐 주세요.", "Check it on the journey page.")
    return finding(
        "warning" if code in ("arrow", "way", "many") else "info", f"sketch_{code}", ko, en, "", remedy
    )
