"""Rules for every channel: nothing empty, no hidden advertising, tracked links, no tricks with invisible letters."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from app.messages.rules.base import LAW, Broken, Rule, Sheet
from app.messages.rules.words import URL, ad_words, nudge_words
from fake_company.text import Text

HEADERS = ("subject", "sender", "preheader")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_NOTHING = re.compile(
    "[\u200b\u200c\u2060-\u2064\ufeff\u00ad\u3164\u115f\u1160\uffa0\u180e]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"  # a joiner between emoji is part of them
)
_PAIRS = {"brand_message": (0, 6), "mms": (0, 3), "email": (0, 6)}


def _empty(sheet: Sheet) -> Broken:
    if sheet.field("body").strip() or (sheet.channel == "brand_message" and sheet.parts.items):
        return None
    return "body", ""


def _disguised(sheet: Sheet) -> Broken:
    if sheet.purpose == "ad" or not sheet.is_ad:
        return None
    return "body", ad_words(sheet.everything) or nudge_words(sheet.everything)


def _bare(sheet: Sheet) -> Broken:
    return ("body", sheet.parts.bare[0]) if sheet.parts.bare else None


def _named(letter: str) -> str:
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '').title()}".strip()


def _header_lines(sheet: Sheet) -> Broken:
    for name in HEADERS:
        words = sheet.field(name)
        if "\n" in words.rstrip("\n") or "\r" in words:
            return name, " ⏎ ".join(words.split())[:40] if not words.strip() else words.strip().splitlines()[-1][:40]
    return None


def _one_line(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    return f"fields.{field}", " ".join(sheet.sources.get(field, "").split())


def _turned(sheet: Sheet) -> Broken:
    for name, words in sheet.texts.items():
        if found := _BIDI.search(words):
            return name, _named(found.group())
    return None


def _invisible(sheet: Sheet) -> Broken:
    for name, words in sheet.texts.items():
        if found := _NOTHING.search(words):
            return name, _named(found.group())
    return None


def _clean(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    source = sheet.sources.get(field, "")
    cleaned = _NOTHING.sub("", _BIDI.sub("", source))
    return None if "[" in field or cleaned == source else (f"fields.{field}", cleaned)


def _addresses(sheet: Sheet) -> list[tuple[str, str]]:
    found = [(name, words) for name, words in sheet.links if words.lower().startswith("http")]
    return found + [("body", one) for one in URL.findall(sheet.field("body"))]


def _untracked(sheet: Sheet) -> Broken:
    for name, address in _addresses(sheet):
        if "unsub" not in address and "utm_" not in address and "{{" not in address:
            return name, address[:40]
    return None


def _track(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    source = sheet.sources.get(field, "")
    found = URL.search(source)
    if "[" in field or found is None:
        return None
    address = found.group()
    joined = "&" if "?" in address else "?"
    return f"fields.{field}", source.replace(address, f"{address}{joined}utm_source=crm&utm_medium={sheet.channel}", 1)


def _picture_words(sheet: Sheet) -> Broken:
    bare = next((key for key, alt in sheet.parts.images if not alt.strip()), None)
    return ("images", bare) if bare is not None else None


def _pictures(sheet: Sheet) -> Broken:
    most = _PAIRS.get(sheet.channel, (0, 1))[1]
    count = len(sheet.parts.images)
    return ("images", f"{count} > {most}") if count > most else None


def _sensitive(sheet: Sheet) -> Broken:
    shown = {name: sheet.field(name) for name in ("title", "body") if sheet.field(name)}
    for name, words in shown.items():
        for goods in sheet.parts.sensitive:
            if goods and goods in words:
                return name, goods
    return None


def _no_json(sheet: Sheet) -> Broken:
    words = sheet.field("body")
    try:
        json.loads(words or "null")
    except ValueError as error:
        return "body", str(error)[:60]
    return None


def _not_closable(sheet: Sheet) -> Broken:
    return None if sheet.parts.close else ("close", "")


def _again(sheet: Sheet) -> Broken:
    return None if sheet.parts.once else ("once", "")


RULES = (
    Rule("EMPTY_BODY", "limit.empty_body", "error",
         Text("본문이 비어 있어요.", "The body is empty."), Text("보낼 말을 적어 주세요.", "Write what to say."), "dangol", _empty, True),
    Rule("AD_AS_INFORMATION", "law.ad_as_information", "error",
         Text("정보성이라고 했지만 광고 내용이 있어요.", "It is declared informational but promotes something."),
         Text("광고로 바꾸거나 그 줄을 지워 주세요. 한 줄만 있어도 전체가 광고예요.",
              "Declare it an ad or remove that line; one line makes the whole an ad."), f"{LAW} 제50조", _disguised, True),
    Rule("EMPTY_VARIABLE", "hole.no_default", "error",
         Text("값이 없을 때 쓸 말을 정하지 않은 변수가 있어요.", "A variable has no default."),
         Text("기본값을 정해 주세요.", "Give it a default."), "dangol", _bare, about="counted"),
    Rule("LINK_UNTRACKED", "style.untracked_link", "warning",
         Text("어느 메시지에서 왔는지 알 수 없는 링크예요.", "Nobody can tell which message this link came from."),
         Text("주소 뒤에 `utm_source`와 `utm_medium`을 붙여 주세요.", "Add `utm_source` and `utm_medium` to the address."),
         "GA4 캠페인 매개변수", _untracked, fix=_track),
    Rule("HEADER_LINE_BREAK", "limit.header_line_break", "error",
         Text("제목이나 보내는 이름에 줄바꿈이 있어요.", "There is a line break in the subject or the sender."),
         Text("한 줄로 적어 주세요. 줄바꿈 뒤의 글은 메일의 다른 머리말로 읽힐 수 있어요.",
              "Write one line: what follows a break can be read as another header."), "RFC 5322 2.2", _header_lines, True,
         fix=_one_line),
    Rule("TEXT_TURNED", "style.turned_text", "error",
         Text("글의 방향을 바꾸는 보이지 않는 글자가 있어요.", "An invisible letter turns the direction of the text."),
         Text("지워 주세요. 주소나 이름을 다르게 보이게 하는 속임수로 쓰여요.",
              "Remove it: it is used to make addresses and names look like others."), "Unicode UAX #9, UTR #36", _turned, True,
         fix=_clean),
    Rule("TEXT_INVISIBLE", "style.invisible_text", "warning",
         Text("눈에 보이지 않는 글자가 섞여 있어요.", "There is a letter nobody can see."),
         Text("지워 주세요. 글자 수를 먹고 스팸 필터를 피하려는 것으로 보여요.",
              "Remove it: it takes room and looks like dodging a spam filter."), "Unicode UTR #36", _invisible, fix=_clean),
    Rule("IMAGE_ALT", "style.image_alt", "warning",
         Text("그림을 볼 수 없는 고객에게 들려줄 말이 없어요.", "A picture says nothing to those who cannot see it."),
         Text("그림 설명을 적어 주세요.", "Describe the picture."), "WCAG 1.1.1", _picture_words),
    Rule("IMAGE_COUNT", "limit.image_count", "error",
         Text("이 채널에 넣을 수 있는 그림보다 많아요.", "There are more pictures than this channel takes."),
         Text("그림을 줄여 주세요.", "Use fewer pictures."), "채널 규격", _pictures),
    Rule("SENSITIVE_LOCK_SCREEN", "style.sensitive_lock_screen", "warning",
         Text("남에게 보이고 싶지 않을 상품이 잠금 화면에 그대로 보여요.",
              "Goods people may want to keep private stand on the lock screen."),
         Text("상품 이름 대신 ‘담아 두신 상품’처럼 적어 주세요.", "Say 'the item you saved' instead of its name."), "dangol", _sensitive),
    Rule("WEBHOOK_JSON", "limit.webhook_json", "error",
         Text("받는 쪽이 읽을 수 없는 JSON이에요.", "The receiver cannot read this JSON."),
         Text("따옴표와 쉼표, 괄호를 확인해 주세요. 값에 따옴표가 들어가면 `json_escape`를 써요.",
              "Check quotes, commas and brackets; use `json_escape` for values."), "RFC 8259", _no_json),
    Rule("ONSITE_FREQ", "style.onsite_again", "warning",
         Text("한 번 방문하는 동안 여러 번 떠요.", "It shows more than once in a visit."),
         Text("방문마다 한 번만 보여 주세요.", "Show it once a visit."), "dangol", _again, fix=lambda s, f: ("fields.once", True)),
    Rule("ONSITE_CLOSE", "limit.onsite_close", "error",
         Text("닫기 버튼이 없어요.", "It cannot be closed."),
         Text("닫기 버튼을 켜 주세요.", "Switch the close button on."), "dangol", _not_closable, True,
         fix=lambda s, f: ("fields.close", True)),
)  # fmt: skip
