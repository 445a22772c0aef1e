"""E-mail: who sends it, how to leave, and HTML that mail clients show as meant."""

from __future__ import annotations

import re

from app.messages.rules.base import LAW, Broken, Rule, Sheet
from app.messages.rules.words import ADDRESS, EMAIL, OPT_OUT, PHONE, URL, ending
from fake_company.text import Text

IS_HTML = re.compile(r"<(?:html|body|table|div|p|a|h[1-6]|img|br|ul|ol|span|strong|b|style|section)\b[^>]*>", re.IGNORECASE)
_ACTIVE = re.compile(r"<\s*(?:script|iframe|object|embed|form|meta|base)\b|\son\w+\s*=|javascript:", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^>]*href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_LINK = re.compile(r"href\s*=|unsubscribed?_url|unsubscribe", re.IGNORECASE)


def _block(sheet: Sheet) -> Broken:
    body = sheet.field("body")
    there = sheet.sender in body and EMAIL.search(body) and PHONE.search(body) and ADDRESS.search(body)
    return ("body", "") if sheet.is_ad and not there else None


def _unsubscribe(sheet: Sheet) -> Broken:
    body, source = sheet.field("body"), sheet.sources.get("body", "")
    if not sheet.is_ad or not OPT_OUT.search(body + source):
        return None  # AD_FREE_OPTOUT says so
    leads = _LINK.search(source) or any(OPT_OUT.search(body[max(0, m.start() - 40) : m.end()]) for m in URL.finditer(body))
    return None if leads else ("body", ending(body))


def _active(sheet: Sheet) -> Broken:
    found = _ACTIVE.search(sheet.field("body"))
    return ("body", found.group().strip()) if found else None


def _no_alt(sheet: Sheet) -> Broken:
    bare = next((tag for tag in _PICTURE.findall(sheet.field("body")) if not _ALT.search(tag)), None)
    return ("body", bare[:40]) if bare is not None else None


def _elsewhere(sheet: Sheet) -> Broken:
    for address, words in _ANCHOR.findall(sheet.field("body")):
        shown, real = _HOST.search(re.sub(r"<[^>]+>", "", words)), _HOST.search(address)
        if shown and real and shown.group(1).lower() != real.group(1).lower():
            return "body", f"{shown.group(1)} → {real.group(1)}"
    return None


RULES = (
    Rule("EMAIL_SENDER_BLOCK", "law.email_sender_block", "error",
         Text("본문에 보내는 곳의 이름, 이메일, 전화, 주소가 다 있지 않아요.",
              "The body lacks the sender's name, e-mail, phone or address."),
         Text("본문 끝에 네 가지를 모두 적어 주세요.", "Put all four at the end of the body."), f"{LAW} 제50조 제4항", _block),
    Rule("EMAIL_UNSUBSCRIBE", "law.email_unsubscribe", "error",
         Text("누르면 바로 수신을 거부하는 링크가 없어요.", "There is no link that unsubscribes."),
         Text("`{{${set_user_to_unsubscribed_url}}}`이나 수신거부 링크를 넣어 주세요.",
              "Add `{{${set_user_to_unsubscribed_url}}}` or an unsubscribe link."), f"{LAW} 제50조 제4항·제6항", _unsubscribe, True,
         fix=lambda s, f: ("fields.body", s.sources.get("body", "") + "\n수신거부: {{${set_user_to_unsubscribed_url}}}")),
    Rule("EMAIL_ACTIVE", "limit.email_active", "error",
         Text("메일에서 움직이지 않는 것이 들어 있어요.", "It holds something mail does not run."),
         Text("스크립트, 입력 양식, 다른 화면 끼워 넣기를 지워 주세요. 메일 앱이 지우거나 스팸으로 봐요.",
              "Remove scripts, forms and frames; mail apps strip them or call it spam."), "메일 앱의 HTML 규칙", _active),
    Rule("EMAIL_IMAGE_ALT", "style.email_alt", "warning",
         Text("그림을 볼 수 없는 고객에게 들려줄 말이 없어요.", "A picture says nothing to those who cannot see it."),
         Text("`<img>`에 `alt`를 적어 주세요.", "Give the `<img>` an `alt`."), "WCAG 1.1.1", _no_alt),
    Rule("EMAIL_LINK_ELSEWHERE", "style.link_elsewhere", "error",
         Text("글에 보이는 주소와 다른 곳으로 이어져요.", "The link leads elsewhere than it says."),
         Text("보이는 주소와 여는 주소를 같게 해 주세요. 피싱으로 걸러져요.",
              "Show the address it opens; otherwise it is filtered as phishing."), "메일 스팸 필터", _elsewhere),
)  # fmt: skip
