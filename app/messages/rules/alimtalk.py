"""What a 알림톡 template may be: information only, within its limits, every variable with a sample."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.messages.rules import words as said
from app.messages.rules.base import Broken, Rule, Sheet
from fake_company.text import Text

REVIEW = "카카오 알림톡 심사 기준"
_POLICY = "카카오 알림톡 정책(2026-04-01)"
CHANNEL_ADD = "채널 추가"
WITH_CHANNEL = ("AD", "MI")
PROMOTES = re.compile(
    r"할인|특가|세일|핫딜|사은품|무료\s*배송\s*쿠폰|지금\s*(?:구매|담)|구매하기|추천\s*상품|신상품|\d+\s*%|쿠폰\s*(?:받|쓰|써|사용하|확인)|"
    r"\b(?:sale|discount|% off|special offer)\b",
    re.IGNORECASE,
)
APP_INSTALL = re.compile(r"앱(?:을|에서만)?\s*(?:설치|다운로드|내려받|깔)|다운로드하(?:고|면)")
_RISKY = re.compile(r"혜택|이벤트|무료\s*증정|증정|쿠폰|적립|포인트")
_NAMED = re.compile(r"#\{([^}]*)\}")


def promoting_line(words: str) -> str:
    """The line a reviewer would not let pass, empty when there is none."""
    for line in words.splitlines():
        if said.BASIS_COUPON.search(line) or said.BASIS_POINT.search(line):
            continue
        if PROMOTES.search(line) or APP_INSTALL.search(line) or said.NUDGE.search(line):
            return line.strip()
    return ""


def _promotes(sheet: Sheet) -> Broken:
    line = promoting_line(sheet.everything)
    if line:
        name = next((name for name, words in sheet.texts.items() if line in words), "body")
        return name, line
    return ("body", "") if sheet.has_promotion or sheet.purpose == "ad" else None


def _risky(sheet: Sheet) -> Broken:
    if _promotes(sheet) or _coupon(sheet) or _points(sheet):
        return None
    for line in sheet.everything.splitlines():
        if _RISKY.search(line) and not (said.BASIS_COUPON.search(line) or said.BASIS_POINT.search(line)):
            quoted = sheet.everything
            if said.BASIS_COUPON.search(quoted) or said.BASIS_POINT.search(quoted):
                return None
            return "body", line.strip()
    return None


def _coupon(sheet: Sheet) -> Broken:
    words = sheet.everything
    return ("body", "쿠폰") if "쿠폰" in words and not said.BASIS_COUPON.search(words) else None


def _points(sheet: Sheet) -> Broken:
    words = sheet.everything
    found = next((name for name in ("적립금", "포인트") if name in words), "")
    return ("body", found) if found and not said.BASIS_POINT.search(words) else None


def _size(sheet: Sheet) -> int:
    return sum(len(words) for name, words in sheet.texts.items() if not name.endswith(("link", "fallback")))


def _too_long(sheet: Sheet) -> Broken:
    size = _size(sheet)
    return ("body", f"{size:,} > 1,000") if size > 1000 else None


def _buttons(sheet: Sheet) -> Broken:
    names = sheet.buttons
    if len(names) > 5:
        return "buttons", str(len(names))
    sources = [words for name, words in sheet.sources.items() if name.endswith(".label")]
    bad = next((name for name in sources if len(name) > 14 or "{{" in name or "#{" in name), None)
    return ("buttons", bad) if bad is not None else None


def _variables(sheet: Sheet) -> Broken:
    source = sheet.sources.get("body", "")
    if source and not said.VARIABLE.sub("", source).strip():
        return "body", source[:20]
    if len(found := said.PRINTED.findall("\n".join(sheet.sources.values()))) > 40:
        return "body", str(len(found))
    unsampled = next((name for name in sheet.parts.variables if name not in sheet.parts.samples), None)
    return ("template", f"#{{{unsampled}}}") if unsampled is not None else None


def _unknown(sheet: Sheet) -> Broken:
    for name, source in sheet.sources.items():
        if found := _NAMED.search(source):
            return name, found.group()
    return None


def _channel_add(sheet: Sheet) -> Broken:
    names = sheet.buttons
    adds = [place for place, name in enumerate(names) if "채널" in name and "추가" in name]
    if not adds:
        return None
    good = adds == [0] and names[0] == CHANNEL_ADD and sheet.parts.format in WITH_CHANNEL
    return None if good else ("buttons", names[adds[0]])


def _first_and_named(sheet: Sheet, field: str) -> tuple[str, Any] | None:
    return ("fields.format", "AD") if sheet.buttons[:1] == [CHANNEL_ADD] else None


def _unapproved(sheet: Sheet) -> Broken:
    return ("template", "") if sheet.parts.approved is False else None


def _title(sheet: Sheet) -> Broken:
    if len(sheet.field("title")) > 50:
        return "title", f"{len(sheet.field('title'))} > 50"
    return ("subtitle", "변수") if "{{" in sheet.sources.get("subtitle", "") else None


def _items(sheet: Sheet) -> Broken:
    count = sheet.parts.items
    if count and not 2 <= count <= 10:
        return "items", f"{count}줄"
    if len(sheet.field("header")) > 16:
        return "header", f"{len(sheet.field('header'))} > 16"
    for name, words in sheet.texts.items():
        most = 6 if name.endswith(".name") else 23 if name.endswith(".description") else None
        if most is not None and len(words) > most:
            return "items", f"{words} ({len(words)} > {most})"
    return None


def _extra(most: int, upto: int | None) -> Callable[[Sheet], Broken]:
    def check(sheet: Sheet) -> Broken:
        size = len(sheet.field("extra"))
        return ("extra", f"{size} > {most}") if size > most and (upto is None or size <= upto) else None

    return check


_SAY_FACTS = Text("사실만 알리는 말로 바꿔 주세요.", "Say only what happened.")

RULES = (
    Rule("ALIM_INFO_ONLY", "law.alimtalk_information_only", "error",
         Text("심사에서 반려돼요: 알림톡에는 광고를 담을 수 없어요.", "Rejected at review: Alimtalk cannot carry advertising."),
         Text("그 줄을 지우거나 브랜드 메시지로 보내 주세요.", "Remove the line, or send it as a Brand Message."),
         REVIEW, _promotes, True),
    Rule("ALIM_AD_WORDS", "style.alimtalk_words", "warning",
         Text("심사에서 자주 반려되는 표현이에요.", "Reviewers often reject this wording."), _SAY_FACTS, REVIEW, _risky),
    Rule("ALIM_COUPON_BASIS_2026", "law.alimtalk_coupon_basis", "error",
         Text("쿠폰을 왜 받았는지 적지 않았어요.", "It does not say why the coupon was given."),
         Text("고객이 직접 참여해 받은 쿠폰만 알릴 수 있어요. `※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.`를 넣어 주세요.",
              "Only coupons earned by the customer's own act: add `※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.`"),
         _POLICY, _coupon,
         fix=lambda s, f: ("fields.body", s.sources.get("body", "")
                           + "\n※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.")),
    Rule("ALIM_POINT_BASIS_2026", "law.alimtalk_point_basis", "error",
         Text("적립금이 어떤 구매로 생겼는지 적지 않았어요.", "It does not say which purchase the points come from."),
         Text("돈을 내고 산 주문의 적립금만 알릴 수 있어요. `※ 고객님의 유료 구매로 지급된 포인트 안내입니다.`를 넣어 주세요.",
              "Only points of a paid purchase: add `※ 고객님의 유료 구매로 지급된 포인트 안내입니다.`"),
         _POLICY, _points,
         fix=lambda s, f: ("fields.body", s.sources.get("body", "") + "\n※ 고객님의 유료 구매로 지급된 포인트 안내입니다.")),
    Rule("ALIM_1000_CHARS", "limit.alimtalk_1000_letters", "error",
         Text("변수를 채운 뒤 1,000자를 넘어요.", "It is over 1,000 letters once filled in."),
         Text("본문, 강조 제목, 목록, 버튼 이름을 모두 더해 세요. 줄여 주세요.",
              "Body, title, items and button names count together; shorten them."), REVIEW, _too_long, True, "counted"),
    Rule("ALIM_BUTTONS_5", "limit.alimtalk_buttons", "error",
         Text("버튼은 5개, 이름은 변수 없이 14자까지예요.", "At most five buttons, names up to 14 letters, no variables."),
         Text("버튼을 줄이거나 이름을 짧게 해 주세요.", "Use fewer buttons or shorter names."), REVIEW, _buttons),
    Rule("ALIM_VAR_NOT_ALONE", "limit.alimtalk_variables", "error",
         Text("변수는 문장 속에, 40개까지, 예시 값과 함께 넣어요.",
              "Variables stand inside sentences, at most 40, each with a sample."),
         Text("무엇을 알리는지 문장으로 적고, 변수마다 예시를 채워 주세요.",
              "Say in words what it is about, and give each variable a sample."), REVIEW, _variables),
    Rule("ALIM_UNKNOWN_VARIABLE", "name.alimtalk_variable", "error",
         Text("`#{…}`로 적은 변수에 무엇을 채울지 알 수 없어요.", "Nothing says what fills this `#{…}`."),
         Text("변수 넣기에서 골라 주세요. 심사에 낼 때 `#{이름}` 모양으로 바뀌어요.",
              "Choose it from the insert menu; at review it becomes `#{이름}`."), REVIEW, _unknown),
    Rule("ALIM_CHANNEL_ADD_FIXED", "limit.alimtalk_channel_add", "error",
         Text("`채널 추가` 버튼은 채널추가형·복합형의 첫 번째에만 둘 수 있어요.",
              "The `채널 추가` button comes first, with that name, in the AD and MI types only."),
         Text("버튼 이름과 순서, 메시지 유형을 고쳐 주세요.", "Mend its name, its place and the message type."),
         REVIEW, _channel_add, fix=_first_and_named),
    Rule("ALIM_TEMPLATE_APPROVED", "limit.alimtalk_approved", "error",
         Text("심사를 통과한 템플릿만 보낼 수 있어요.", "Only an approved template can be sent."),
         Text("‘템플릿 심사’에서 검수를 요청해 주세요. 고치면 다시 요청해요. 다시 내는 데 값은 들지 않아요.",
              "Ask for it under “Template review”, and again after a change; it is free."), REVIEW, _unapproved, True, "send"),
    Rule("ALIM_TITLE", "limit.alimtalk_title", "error",
         Text("강조 제목은 50자까지, 보조 제목에는 변수를 쓸 수 없어요.", "The title takes 50 letters; the subtitle takes no variables."),
         Text("짧게 줄이거나 변수를 본문으로 옮겨 주세요.", "Shorten it, or move the variable to the body."), REVIEW, _title),
    Rule("ALIM_ITEMS", "limit.alimtalk_items", "error",
         Text("목록은 2~10줄, 항목 6자, 내용 23자, 머리말 16자까지예요.",
              "Two to ten rows; names up to 6 letters, values 23, the header 16."),
         Text("줄 수와 글자 수를 맞춰 주세요.", "Mend the number of rows or their length."), REVIEW, _items),
    Rule("ALIM_EXTRA_500", "limit.alimtalk_extra", "error",
         Text("부가 정보는 500자까지예요.", "Extra information takes 500 letters."),
         Text("줄여 주세요.", "Shorten it."), REVIEW, _extra(500, None)),
    Rule("ALIM_EXTRA_80", "limit.alimtalk_extra", "warning",
         Text("80자가 넘는 부가 정보를 받지 않는 발송사도 있어요.", "Some vendors take only 80 letters of extra information."),
         Text("80자 안으로 줄여 두면 어디서나 나가요.", "Within 80 letters it leaves everywhere."),
         "솔라피 안내", _extra(80, 500)),
)  # fmt: skip
