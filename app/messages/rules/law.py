"""The law on every ad: the exact label first, who sends it, and a free way to refuse (정보통신망법 제50조)."""

from __future__ import annotations

from typing import Any

from app.messages.rules.base import AD_LABEL, LAW, Broken, Rule, Sheet
from app.messages.rules.words import OPT_OUT, OPT_OUT_080, PHONE, PUSH_PATH, ending, label_variant
from fake_company.text import Text

_KAKAO_ADS = ("brand_message", "friendtalk")
_PUSH = ("app_push", "web_push")


def first_field(sheet: Sheet) -> str:
    """Where a reader begins: the title of a push, the subject of a mail, else the body."""
    if sheet.channel in _PUSH and sheet.field("title"):
        return "title"
    return "subject" if sheet.channel == "email" and sheet.field("subject") else "body"


def _says(sheet: Sheet, words: str) -> bool:
    return words in sheet.everything


def _to_friends(sheet: Sheet) -> bool:
    return sheet.channel in _KAKAO_ADS and sheet.parts.target in ("I", "F")


def _altered(sheet: Sheet) -> bool:
    return any(label_variant(words) for words in sheet.texts.values())


def _label(sheet: Sheet) -> Broken:
    if sheet.channel in _KAKAO_ADS:  # the platform shows the label of a message that is flagged as an ad
        return None if sheet.purpose == "ad" else ("body", "")
    first = first_field(sheet)
    words = sheet.field(first)
    if not sheet.is_ad or words.startswith(AD_LABEL) or _altered(sheet):
        return None
    if sheet.channel == "app_push" and not _says(sheet, AD_LABEL):
        return None  # PUSH_AD_LABEL_TITLE says so
    return None if AD_LABEL in sheet.alts else (first, words[:20])


def _push_label(sheet: Sheet) -> Broken:
    missing = sheet.is_ad and not _says(sheet, AD_LABEL) and not _altered(sheet)
    return (first_field(sheet), sheet.field("title")[:20]) if missing else None


def _subject_label(sheet: Sheet) -> Broken:
    words = sheet.field(first_field(sheet))
    missing = sheet.is_ad and not words.startswith(AD_LABEL) and not _altered(sheet)
    return (first_field(sheet), words[:20]) if missing else None


def _put_label(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    if sheet.channel in _KAKAO_ADS:
        return "purpose", "ad"
    source = sheet.sources.get(field, "").replace(AD_LABEL, "").lstrip()
    return f"fields.{field}", f"{AD_LABEL} {source}".rstrip()


def _variant(sheet: Sheet) -> Broken:
    for name, words in sheet.texts.items():
        if found := label_variant(words):
            return name, found
    return None


def _straighten(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    source = sheet.sources.get(field, "")
    found = label_variant(source)
    if not found:
        return None
    rest = source.replace(found, "").strip()
    first = rest if rest.startswith(AD_LABEL) else f"{AD_LABEL} {rest}"
    return f"fields.{field}", first if field == first_field(sheet) else rest


def _only_in_picture(sheet: Sheet) -> Broken:
    if not sheet.is_ad or not sheet.parts.images:
        return None
    words = sheet.everything
    for name, said in ((AD_LABEL, AD_LABEL), ("광고", "광고 표시")):
        if name in sheet.alts and AD_LABEL not in words:
            return "images", said
    return ("images", "수신거부") if OPT_OUT.search(sheet.alts) and not OPT_OUT.search(words) else None


def _sender(sheet: Sheet) -> Broken:
    if not sheet.is_ad or not sheet.sender:
        return None
    if _to_friends(sheet):
        return None  # a friend sees the channel's name and profile
    named = _says(sheet, sheet.sender)
    if sheet.channel == "brand_message":
        named = named and bool(PHONE.search(sheet.everything))
    return None if named else (first_field(sheet), "")


def _name_sender(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    source = sheet.sources.get(field, "")
    if sheet.channel == "brand_message" or not source.startswith(AD_LABEL):
        return None
    return f"fields.{field}", f"{AD_LABEL} {sheet.sender} {source.removeprefix(AD_LABEL).lstrip()}"


def _no_refusal(sheet: Sheet) -> Broken:
    if not sheet.is_ad or OPT_OUT.search(sheet.everything):
        return None
    if _to_friends(sheet):
        return None  # friends block the channel with one tap
    return None if OPT_OUT.search(sheet.alts) else ("body", ending(sheet.field("body")))


def _add_refusal(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    line = {
        "app_push": "수신거부: 설정 > 알림",
        "web_push": "수신거부: 브라우저 설정 > 알림",
        "email": "수신거부: {{${set_user_to_unsubscribed_url}}}",
    }.get(sheet.channel, "무료수신거부 080-000-0000")
    return "fields.body", f"{sheet.sources.get('body', '')}\n{line}"


def _no_080(sheet: Sheet) -> Broken:
    words = sheet.everything
    return ("body", "") if sheet.is_ad and OPT_OUT.search(words) and not OPT_OUT_080.search(words) else None


def _no_push_path(sheet: Sheet) -> Broken:
    words = sheet.everything
    return ("body", "") if sheet.is_ad and OPT_OUT.search(words) and not PUSH_PATH.search(words) else None


_START = Text("맨 앞에 `(광고)`를 글자 그대로 넣어 주세요.", "Put `(광고)` at the very start, exactly so.")

RULES = (
    Rule("AD_LABEL_TEXT", "law.ad_label", "error",
         Text("광고인데 `(광고)`로 시작하지 않아요.", "An ad, but it does not start with `(광고)`."),
         _START, f"{LAW} 제50조 제4항", _label, True, fix=_put_label),
    Rule("PUSH_AD_LABEL_TITLE", "law.ad_label", "error",
         Text("광고 푸시인데 `(광고)` 표시가 없어요.", "An ad push without the `(광고)` label."),
         _START, f"{LAW} 제50조 제4항, KISA 앱 푸시 안내", _push_label, True, fix=_put_label),
    Rule("EMAIL_AD_SUBJECT_HEAD", "law.ad_label", "error",
         Text("메일 제목이 `(광고)`로 시작하지 않아요.", "The subject does not start with `(광고)`."),
         _START, f"{LAW} 제50조 제4항", _subject_label, True, fix=_put_label),
    Rule("AD_LABEL_VARIANT", "law.ad_label_variant", "error",
         Text("`(광고)` 표시를 다르게 썼어요.", "The `(광고)` label is altered."),
         Text("띄어쓰기나 다른 괄호 없이 `(광고)`라고만 써 주세요.", "Write exactly `(광고)`, no spaces, no other brackets."),
         f"{LAW} 제50조 제4항: 변칙 표기는 표시하지 않은 것으로 봐요", _variant, True, fix=_straighten),
    Rule("SMS_NO_IMAGE_AD_LABEL", "law.label_in_picture", "error",
         Text("광고 표시나 수신거부가 그림 안에만 있어요.", "The label or the refusal is only inside a picture."),
         Text("그림이 아니라 글자로 적어 주세요. 그림 속 표시는 회피로 봐요.",
              "Write it as text; inside a picture it counts as evasion."),
         f"{LAW} 제50조 제4항·제5항", _only_in_picture, True),
    Rule("AD_SENDER_CONTACT", "law.sender", "error",
         Text("보내는 가게 이름이나 연락처가 없어요.", "The sender's name or contact is missing."),
         Text("`(광고)` 바로 뒤에 가게 이름을 넣어 주세요. 친구가 아닌 고객에게는 전화번호도 적어요.",
              "Put the shop's name right after `(광고)`; to people who are not friends add a phone number."),
         f"{LAW} 제50조 제4항", _sender, fix=_name_sender),
    Rule("AD_FREE_OPTOUT", "law.opt_out", "error",
         Text("무료로 수신을 거부하는 방법이 없어요.", "There is no free way to opt out."),
         Text("끝에 `무료수신거부 080-000-0000`처럼 적어 주세요.", "End with a line such as `무료수신거부 080-000-0000`."),
         f"{LAW} 제50조 제4항·제6항", _no_refusal, True, fix=_add_refusal),
    Rule("AD_OPTOUT_080_FOR_TEXT", "law.opt_out_080", "warning",
         Text("080 수신거부 번호가 없어요.", "There is no 080 number to opt out with."),
         Text("문자 광고에는 보통 080으로 시작하는 무료 번호를 적어요.", "Text ads normally carry a free 080 number."),
         "KISA 광고성 정보 안내", _no_080),
    Rule("PUSH_OPTOUT_PATH", "law.push_path", "warning",
         Text("푸시를 끄는 길을 알려 주지 않았어요.", "It does not say where to switch pushes off."),
         Text("끝에 `수신거부: 설정 > 알림`처럼 적어 주세요.", "End with something like `수신거부: 설정 > 알림`."),
         "KISA 앱 푸시 안내", _no_push_path),
)  # fmt: skip
