"""What a reviewer checks in a finished text: small rules, each with words, severity, source and one test."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.findings import Severity
from app.messages.facts import cp949_size, unsendable
from fake_company.text import Text

AD_LABEL = "(광고)"
_LABEL_VARIANTS = re.compile(
    r"[\[\(（［<【]\s*[\"'“]?\s*(?:대출)?\s*광\s*[./·\s]?\s*고\s*[\"'”]?\s*[\]\)）］>】]"
)
_AD_WORDS = re.compile(
    r"할인|특가|세일|쿠폰|혜택|무료\s*증정|증정|무료\s*배송|이벤트\s*(?:참여|응모)|지금\s*구매|추천\s*상품|신상품|\d+\s*%|"
    r"\b(?:sale|discount|coupon|% off|special offer)\b",
    re.IGNORECASE,
)
_NUDGE = re.compile(r"장바구니|다시\s*담|아직\s*있어요|구매해\s*보세요|만나\s*보세요|서두르세요|놓치지|구경")
_BASIS_COUPON = re.compile(r"고객님이\s*참여(?:하신|한)\s*.*(?:당첨|참여).*지급된\s*쿠폰")
_BASIS_POINT = re.compile(r"고객님의\s*유료\s*구매로\s*지급된\s*(?:포인트|적립금)")
_OPT_OUT = re.compile(
    r"수신\s*거부|무료\s*거부|알림\s*(?:끄기|해제|설정)|설정\s*[>›→].*알림|unsubscribe|opt[\s-]?out",
    re.IGNORECASE,
)
_OPT_OUT_080 = re.compile(r"080[-\s]?\d{3,4}[-\s]?\d{4}")
_PUSH_PATH = re.compile(r"(?:설정|마이페이지|MY)\s*[>›→]?.*알림|알림\s*(?:끄기|해제|설정)|수신\s*거부")
_UNSUBSCRIBE_LINK = re.compile(r"unsubscribe|수신\s*거부", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"\b0\d{1,2}[-\s]?\d{3,4}[-\s]?\d{4}\b|\b1\d{3}-\d{4}\b")
_ADDRESS = re.compile(
    r"(?:특별시|광역시|특별자치시|[가-힣]+도|[가-힣]+시|서울|부산|대구|인천|광주|대전|울산|세종)\s*[가-힣]+(?:구|군|시|로|길|읍|면)"
)
_VARIABLE = re.compile(r"\{\{.*?\}\}+|\{%.*?%\}|#\{[^}]*\}", re.DOTALL)
_LAW = "정보통신망법"


@dataclass(frozen=True)
class Sheet:
    """What a rule sees: one finished text, and the message it came from."""

    channel: str
    is_ad: bool
    purpose: str
    texts: dict[str, str]
    sources: dict[str, str]
    sender: str
    has_promotion: bool = False

    def field(self, name: str) -> str:
        """The text of a field, empty when there is none."""
        return self.texts.get(name, "")

    @property
    def everything(self) -> str:
        """All words a customer sees."""
        return "\n".join(words for name, words in self.texts.items() if not name.endswith("link"))

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return [words for name, words in self.texts.items() if name.endswith(".label")]


Broken = tuple[str, str] | None
"""The field a rule is broken in and the words that break it, or None."""


@dataclass(frozen=True)
class Rule:
    """One thing to check. `stops`: a message that breaks it may not be sent."""

    code: str
    severity: Severity
    text: Text
    remedy: Text
    source: str
    check: Callable[[Sheet], Broken]
    stops: bool = False


def ad_words(words: str) -> str:
    """The line of a text that promotes something, empty when none does."""
    for line in words.splitlines():
        if _AD_WORDS.search(line) and not (_BASIS_COUPON.search(line) or _BASIS_POINT.search(line)):
            return line.strip()
    return ""


def nudge_words(words: str) -> str:
    """The line that nudges towards buying, empty when none does."""
    return next((line.strip() for line in words.splitlines() if _NUDGE.search(line)), "")


def is_ad(purpose: str, has_promotion: bool, words: str) -> bool:
    """One promoting sentence makes the whole message an ad."""
    return purpose == "ad" or has_promotion or bool(ad_words(words)) or bool(nudge_words(words))


def ad_label(field: str) -> Rule:
    """The exact label at the very start."""
    place = {"title": Text("제목", "The title"), "subject": Text("제목", "The subject")}.get(
        field, Text("본문", "The body")
    )

    def check(sheet: Sheet) -> Broken:
        first = field if sheet.field(field) else "body"
        words = sheet.field(first)
        return (first, words[:20]) if sheet.is_ad and not words.startswith(AD_LABEL) else None

    text = Text("{p}이 `(광고)`로 시작하지 않아요.", "{p} does not start with `(광고)`.").format(p=place)
    remedy = Text(
        "맨 앞에 `(광고)`를 글자 그대로 넣어 주세요.", "Put `(광고)` at the very start, exactly so."
    )
    return Rule("law.ad_label", "error", text, remedy, f"{_LAW} 50조 4항", check, True)


def _variant(sheet: Sheet) -> Broken:
    for name, words in sheet.texts.items():
        for found in _LABEL_VARIANTS.finditer(words):
            if found.group() != AD_LABEL:
                return name, found.group()
    return None


LABEL_VARIANT = Rule(
    "law.ad_label_variant", "error",
    Text("`(광고)` 표시를 다르게 썼어요.", "The `(광고)` label is altered."),
    Text("띄어쓰기나 다른 괄호 없이 `(광고)`라고만 써 주세요.", "Write exactly `(광고)`, no spaces, no other brackets."),
    f"{_LAW} 50조 4항", _variant, True,
)  # fmt: skip
SENDER = Rule(
    "law.sender", "error",
    Text("보내는 가게 이름이 없어요.", "The sender's name is missing."),
    Text("`(광고)` 바로 뒤에 가게 이름을 넣어 주세요.", "Put the shop's name right after `(광고)`."),
    f"{_LAW} 50조 4항",
    lambda s: ("body", "") if s.is_ad and s.sender and s.sender not in s.everything else None,
)  # fmt: skip
OPT_OUT = Rule(
    "law.opt_out", "error",
    Text("무료로 수신을 거부하는 방법이 없어요.", "There is no free way to opt out."),
    Text("끝에 `무료수신거부 080-000-0000`처럼 적어 주세요.", "End with a line such as `무료수신거부 080-000-0000`."),
    f"{_LAW} 50조 4항·6항",
    lambda s: ("body", ending(s.field("body"))) if s.is_ad and not _OPT_OUT.search(s.everything) else None, True,
)  # fmt: skip
OPT_OUT_080 = Rule(
    "law.opt_out_080", "warning",
    Text("080 수신거부 번호가 없어요.", "There is no 080 number to opt out with."),
    Text("문자 광고에는 보통 080으로 시작하는 무료 번호를 적어요.", "Text ads normally carry a free 080 number."),
    "KISA 광고성 정보 안내서",
    lambda s: ("body", "") if s.is_ad and not _OPT_OUT_080.search(s.everything) else None,
)  # fmt: skip


def cp949(*fields: str) -> Rule:
    """Letters a text message cannot carry."""

    def check(sheet: Sheet) -> Broken:
        for name in fields:
            letters = unsendable(sheet.field(name))
            if letters:
                return name, letters[:10]
        return None

    return Rule(
        "limit.cp949", "error",
        Text("문자로 보낼 수 없는 글자가 있어요.", "Some letters cannot travel in a text message."),
        Text("이모지나 특수 문자를 지워 주세요.", "Remove emoji and unusual signs."), "CP949", check,
    )  # fmt: skip


def ending(words: str, most: int = 24) -> str:
    """The last words of a text, cut at a space and marked as cut."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    cut = words[-most:]
    return "… " + (cut.partition(" ")[2] or cut)


def closing_line(words: str) -> int:
    """Letters of a last line that only says how to opt out, its line break included; 0 without one.

    The law wants the line; a phone that hides it behind a tap hides nothing the message says.
    """
    before, _, last = words.rstrip().rpartition("\n")
    only_opt_out = bool(before) and len(last) <= 40 and "{" not in last and _OPT_OUT.search(last) is not None
    return len(last) + 1 if only_opt_out else 0


def longest(
    code: str,
    severity: Severity,
    field: str,
    most: int,
    unit: Literal["bytes", "chars"],
    remedy: Text,
    source: str,
) -> Rule:
    """A limit of bytes or letters."""

    def check(sheet: Sheet) -> Broken:
        words = sheet.field(field)
        size = cp949_size(words) if unit == "bytes" else len(words)
        size -= closing_line(words) if severity == "warning" else 0
        return (field, f"{size} > {most}") if size > most else None

    label = {"title": Text("제목", "The title"), "subject": Text("제목", "The subject")}.get(
        field, Text("본문", "The body")
    )
    counted = (
        Text(f"{most:,}바이트", f"{most:,} bytes")
        if unit == "bytes"
        else Text(f"{most:,}자", f"{most:,} letters")
    )
    text = Text("{f}이 {n}를 넘어요.", "{f} is longer than {n}.").format(f=label, n=counted)
    return Rule(code, severity, text, remedy, source, check)


EMPTY_BODY = Rule(
    "limit.empty_body", "error",
    Text("본문이 비어 있어요.", "The body is empty."),
    Text("보낼 말을 적어 주세요.", "Write what to say."), "dangol",
    lambda s: None if s.field("body").strip() else ("body", ""), True,
)  # fmt: skip
AD_AS_INFORMATION = Rule(
    "law.ad_as_information", "error",
    Text("정보성이라고 했지만 광고 내용이 있어요.", "It is declared informational but promotes something."),
    Text("광고로 바꾸거나 그 줄을 지워 주세요. 한 줄만 있어도 전체가 광고예요.",
         "Declare it an ad or remove that line; one line makes the whole an ad."),
    f"{_LAW} 50조",
    lambda s: ("body", ad_words(s.everything) or nudge_words(s.everything)) if s.purpose != "ad" and s.is_ad else None,
    True,
)  # fmt: skip


def push_path(sheet: Sheet) -> Broken:
    """Where ad pushes are switched off."""
    return ("body", "") if sheet.is_ad and not _PUSH_PATH.search(sheet.everything) else None


def unsubscribe_link(sheet: Sheet) -> Broken:
    """A link out of the mailing."""
    found = _UNSUBSCRIBE_LINK.search(sheet.field("body")) or "unsubscribe" in sheet.sources.get("body", "")
    return ("body", "") if sheet.is_ad and not found else None


def sender_block(sheet: Sheet) -> Broken:
    """Name, e-mail, phone and address in the body."""
    body = sheet.field("body")
    there = sheet.sender in body and _EMAIL.search(body) and _PHONE.search(body) and _ADDRESS.search(body)
    return ("body", "") if sheet.is_ad and not there else None


def only_variables(sheet: Sheet) -> Broken:
    """A body made of nothing but variables."""
    source = sheet.sources.get("body", "")
    return ("body", source[:20]) if source and not _VARIABLE.sub("", source).strip() else None


def too_many_variables(sheet: Sheet) -> Broken:
    """More variables than a template may have."""
    found = len(re.findall(r"\{\{", sheet.sources.get("body", "")))
    return ("body", str(found)) if found > 40 else None


def coupon_without_basis(sheet: Sheet) -> Broken:
    """A coupon notice must say what the customer did for it."""
    words = sheet.everything
    return ("body", "쿠폰") if "쿠폰" in words and not _BASIS_COUPON.search(words) else None


def points_without_basis(sheet: Sheet) -> Broken:
    """A points notice must say which purchase they come from."""
    words = sheet.everything
    found = next((name for name in ("적립금", "포인트") if name in words), "")
    return ("body", found) if found and not _BASIS_POINT.search(words) else None
