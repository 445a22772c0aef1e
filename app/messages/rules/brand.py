"""Brand Message and its predecessor Friendtalk: layouts, targets, and the text sent when a Kakao message fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.messages.rules import words as said
from app.messages.rules.base import AD_LABEL, LAW, Broken, Rule, Sheet
from app.messages.rules.sending import FRIENDS_NEEDED
from fake_company.text import Text

_GUIDE = "카카오 브랜드 메시지 안내"


@dataclass(frozen=True)
class Shape:
    """Limits of one layout: letters and lines of the body, buttons and their names, items, their letters, pictures."""

    body: int = 1300
    lines: int = 99
    buttons: int = 5
    name: int = 14
    items: tuple[int, int] = (0, 0)
    item_name: int = 0
    item_text: int = 0
    header: int = 0
    pictures: tuple[int, int] = (0, 0)


SHAPES = {
    "text": Shape(),
    "image": Shape(pictures=(1, 1)),
    "wide": Shape(body=76, lines=5, buttons=2, name=8, pictures=(1, 1)),
    "wide_list": Shape(
        body=0, buttons=2, name=8, items=(3, 4), item_name=20, item_text=0, header=20, pictures=(0, 4)
    ),
    "carousel": Shape(
        body=0, buttons=2, name=8, items=(2, 6), item_name=20, item_text=180, header=20, pictures=(0, 6)
    ),
    "commerce": Shape(
        body=0, buttons=2, name=8, items=(1, 1), item_name=30, item_text=30, pictures=(1, 1)
    ),
    "video": Shape(body=76, buttons=1, header=20, pictures=(1, 1)),
}  # fmt: skip


def shape_of(sheet: Sheet) -> Shape:
    """The limits of the layout in use."""
    return SHAPES.get(sheet.parts.format or "text", SHAPES["text"])


def _text(sheet: Sheet) -> Broken:
    shape, words = shape_of(sheet), sheet.field("body")
    if shape.body and (len(words) > shape.body or words.count("\n") + 1 > shape.lines):
        return "body", f"{len(words):,} > {shape.body:,}" if len(words) > shape.body else f"{words.count(chr(10)) + 1}줄"
    if shape.header and len(sheet.field("header")) > shape.header:
        return "header", f"{len(sheet.field('header'))} > {shape.header}"
    return None


def _over_1000(sheet: Sheet) -> Broken:
    size = len(sheet.field("body"))
    return ("body", f"{size:,} > 1,000") if shape_of(sheet).body == 1300 and 1000 < size <= 1300 else None


def _buttons(sheet: Sheet) -> Broken:
    shape, names = shape_of(sheet), sheet.buttons
    if len(names) > shape.buttons:
        return "buttons", f"{len(names)} > {shape.buttons}"
    long = next((name for name in names if len(name) > shape.name), None)
    return ("buttons", long) if long is not None else None


def _items(sheet: Sheet) -> Broken:
    shape = shape_of(sheet)
    low, high = shape.items
    if not low <= sheet.parts.items <= high and (sheet.parts.items or low):
        return "items", f"{sheet.parts.items}개"
    for name, words in sheet.texts.items():
        most = shape.item_name if name.endswith(".name") else shape.item_text if name.endswith(".description") else 0
        if most and len(words) > most:
            return "items", f"{words[:20]} ({len(words)} > {most})"
    return None


def _no_picture(sheet: Sheet) -> Broken:
    low, high = shape_of(sheet).pictures
    count = len(sheet.parts.images)
    return ("images", f"{count}장") if not low <= count <= high and high else None


def _target(sheet: Sheet) -> Broken:
    if sheet.parts.target not in ("M", "N"):
        return None
    if sheet.send.friends is not None and sheet.send.friends < FRIENDS_NEEDED:
        return "target", f"{sheet.send.friends:,}명"
    refuses = said.OPT_OUT.search(sheet.everything)
    return ("target", "080") if refuses and not said.OPT_OUT_080.search(sheet.everything) else None


def _ended(sheet: Sheet) -> Broken:
    moment = sheet.send.moment
    return ("", "") if sheet.channel == "friendtalk" and (moment is None or moment.year >= 2026) else None


def _fallback(sheet: Sheet) -> Broken:
    words = sheet.field("fallback")
    if not words.strip():
        return None
    if sheet.purpose == "ad" or sheet.channel == "brand_message":
        kept = words.startswith(AD_LABEL) and sheet.sender in words and said.OPT_OUT.search(words)
        return None if kept else ("fallback", words[:24])
    line = said.ad_words(words) or said.nudge_words(words)
    return ("fallback", line) if line else None


def _mend_fallback(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    source = sheet.sources.get("fallback", "")
    if sheet.channel != "brand_message":
        return None
    body = source.replace(AD_LABEL, "").strip()
    head = "" if sheet.sender in body else f"{sheet.sender} "
    end = "" if said.OPT_OUT.search(body) else "\n무료수신거부 080-000-0000"
    return "fields.fallback", f"{AD_LABEL}{head}{body}{end}"


RULES = (
    Rule("FRIENDTALK_ENDED", "limit.friendtalk_ended", "warning",
         Text("친구톡은 2025년 12월 31일에 끝났어요.", "Friendtalk ended on 31 December 2025."),
         Text("2026년부터는 브랜드 메시지로 보내요. 채널을 바꿔 주세요.", "Since 2026 it is Brand Message; switch the channel."),
         "카카오 친구톡 종료 안내", _ended, True, fix=lambda s, f: ("channel", "brand_message")),
    Rule("BM_TEXT_LIMIT", "limit.brand_text", "error",
         Text("이 유형에 담을 수 있는 글보다 길어요.", "The text is longer than this layout takes."),
         Text("줄이거나 글이 더 들어가는 유형으로 바꿔 주세요.", "Shorten it, or choose a roomier layout."),
         _GUIDE, _text, True, "counted"),
    Rule("BM_TEXT_1000", "limit.brand_text", "warning",
         Text("1,000자까지만 받는 발송사도 있어요.", "Some vendors take only 1,000 letters."),
         Text("1,000자 안으로 줄여 두면 어디서나 나가요.", "Within 1,000 letters it leaves everywhere."),
         "센드온, Braze 안내", _over_1000),
    Rule("BM_BUTTONS", "limit.brand_buttons", "error",
         Text("버튼이 너무 많거나 이름이 길어요.", "Too many buttons, or a name too long."),
         Text("기본형은 5개·14자, 와이드와 캐러셀은 2개·8자까지예요.", "Five of 14 letters; wide and carousel: two of 8."),
         _GUIDE, _buttons, True),
    Rule("BM_ITEMS", "limit.brand_items", "error",
         Text("카드나 목록의 개수 또는 글자 수가 맞지 않아요.", "The number or length of the cards does not fit."),
         Text("와이드 리스트 3~4개, 캐러셀 2~6개, 제목 20자·본문 180자까지예요.",
              "Wide list three or four, carousel two to six; titles 20 letters, texts 180."), _GUIDE, _items, True),
    Rule("BM_PICTURE", "limit.brand_picture", "error",
         Text("이 유형에 필요한 그림 수와 달라요.", "This layout takes another number of pictures."),
         Text("이미지·와이드·커머스·동영상은 한 장, 리스트와 캐러셀은 카드 수만큼 넣어요.",
              "Picture, wide, commerce and video take one; list and carousel one a card."), _GUIDE, _no_picture, True),
    Rule("BM_TARGET_MN_QUALIFIED", "law.brand_target", "error",
         Text("친구가 아닌 고객에게 보낼 자격이 아직 없어요.", "The shop does not qualify to reach non-friends."),
         Text("채널 친구 5만 명, 080 수신거부 번호, 카카오를 밝힌 동의 기록이 있어야 해요. 친구에게(I) 보내 주세요.",
              "It takes 50,000 friends, an 080 number and consent naming Kakao. Send to friends (I) instead."),
         _GUIDE, _target, True, "send", lambda s, f: ("fields.target", "I")),
    Rule("FALLBACK_KEEPS_AD_RULES", "law.fallback", "error",
         Text("대신 나가는 문자가 광고 규칙에 맞지 않아요.", "The fallback text does not keep the rules."),
         Text("광고면 `(광고)`·가게 이름·080 번호를 넣고, 알림이면 광고를 덧붙이지 마세요.",
              "For an ad: label, sender and 080 number. For information: add no advertising."),
         f"{LAW} 제50조 제4항", _fallback, True, fix=_mend_fallback),
)  # fmt: skip
