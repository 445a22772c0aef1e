"""What words say: which promote, which nudge, which name a way to refuse."""

from __future__ import annotations

import re

AD_LABEL = "(광고)"
LABEL_VARIANT = re.compile(
    r"[\[\(（［<【]\s*[\"'“]?\s*(?:대출)?\s*광\s*[./·\s]?\s*고\s*[\"'”]?\s*[\]\)）］>】]|Ⓐ|^광고\)|@광고"
)
AD = re.compile(
    r"할인|특가|세일|쿠폰|혜택|무료\s*증정|증정|무료\s*배송|이벤트\s*(?:참여|응모)|지금\s*구매|추천\s*상품|신상품|\d+\s*%|"
    r"\b(?:sale|discount|coupon|% off|special offer)\b",
    re.IGNORECASE,
)
NUDGE = re.compile(r"장바구니|다시\s*담|아직\s*있어요|구매해\s*보세요|만나\s*보세요|서두르세요|놓치지|구경")
BASIS_COUPON = re.compile(r"고객님이\s*참여(?:하신|한)\s*.*(?:당첨|참여).*지급된\s*쿠폰")
BASIS_POINT = re.compile(r"고객님의\s*유료\s*구매로\s*지급된\s*(?:포인트|적립금)")
OPT_OUT = re.compile(
    r"수신\s*거부|무료\s*거부|알림\s*(?:끄기|해제|설정)|설정\s*[>›→].*알림|unsubscribe|opt[\s-]?out",
    re.IGNORECASE,
)
OPT_OUT_080 = re.compile(r"080[-\s]?\d{3,4}[-\s]?\d{4}")
PUSH_PATH = re.compile(r"(?:설정|마이페이지|MY)\s*[>›→]?.*알림|알림\s*(?:끄기|해제|설정)|수신\s*거부")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"\b0\d{1,2}[-\s]?\d{3,4}[-\s]?\d{4}\b|\b1\d{3}-\d{4}\b")
ADDRESS = re.compile(
    r"(?:특별시|광역시|특별자치시|[가-힣]+도|[가-힣]+시|서울|부산|대구|인천|광주|대전|울산|세종)\s*[가-힣]+(?:구|군|시|로|길|읍|면)"
)
VARIABLE = re.compile(r"\{\{.*?\}\}+|\{%.*?%\}|#\{[^}]*\}", re.DOTALL)
PRINTED = re.compile(r"\{\{.*?\}\}+|#\{[^}]*\}", re.DOTALL)
URL = re.compile(r"https?://[^\s<>\"'）)]+", re.IGNORECASE)


def ad_words(words: str) -> str:
    """The line of a text that promotes something, empty when none does."""
    for line in words.splitlines():
        if AD.search(line) and not (BASIS_COUPON.search(line) or BASIS_POINT.search(line)):
            return line.strip()
    return ""


def nudge_words(words: str) -> str:
    """The line that nudges towards buying, empty when none does."""
    return next((line.strip() for line in words.splitlines() if NUDGE.search(line)), "")


def is_ad(purpose: str, has_promotion: bool, words: str) -> bool:
    """One promoting sentence makes the whole message an ad."""
    return purpose == "ad" or has_promotion or bool(ad_words(words)) or bool(nudge_words(words))


def label_variant(words: str) -> str:
    """The altered `(광고)` label in a text, empty when there is none."""
    return next((found.group() for found in LABEL_VARIANT.finditer(words) if found.group() != AD_LABEL), "")


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
    only_opt_out = bool(before) and len(last) <= 40 and "{" not in last and OPT_OUT.search(last) is not None
    return len(last) + 1 if only_opt_out else 0
