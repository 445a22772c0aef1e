"""카카오 알림톡: information only, reviewed as a template before it may be sent."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.messages.rules import Broken, Rule, Sheet
from app.segments.channels import PHONE
from fake_company.text import Text

_REVIEW = "카카오 알림톡 심사 기준"


def _promotes(sheet: Sheet) -> Broken:
    line = rules.ad_words(sheet.everything) or rules.nudge_words(sheet.everything)
    if line or sheet.has_promotion or sheet.purpose == "ad":
        return "body", line
    return None


def _buttons(sheet: Sheet) -> Broken:
    names = sheet.buttons
    if len(names) > 5:
        return "buttons", str(len(names))
    sources = [words for name, words in sheet.sources.items() if name.endswith(".label")]
    bad = next((name for name in sources if len(name) > 14 or "{{" in name or "#{" in name), None)
    return ("buttons", bad) if bad is not None else None


def _channel_add(sheet: Sheet) -> Broken:
    names = sheet.buttons
    adds = [place for place, name in enumerate(names) if "채널" in name and "추가" in name]
    return ("buttons", names[adds[0]]) if adds and (adds[0] != 0 or names[adds[0]] != "채널 추가") else None


def _too_long(sheet: Sheet) -> Broken:
    size = len(sheet.field("title") + sheet.field("body") + "".join(sheet.buttons))
    return ("body", f"{size} > 1000") if size > 1000 else None


CHANNEL = Channel(
    key="alimtalk",
    label=Text("알림톡", "Alimtalk"),
    fields=(
        Field("title", Text("강조 제목", "Emphasised title"), limit=50, shown=(("android", 23), ("ios", 27))),
        Field("body", Text("본문", "Body"), limit=1000, required=True),
        Field("buttons", Text("버튼", "Buttons"), limit=5),
    ),
    price_krw=10,
    price_note=Text("도착한 것만 10원이에요.", "10 won each, only when delivered."),
    consent="kakao",
    address=f"regexp_matches(phone, '{PHONE}')",
    frame="alimtalk",
    informational_only=True,
    night_rule=False,
    law=Text(
        "알림톡에는 정보만 담을 수 있어요. 광고가 한 줄이라도 있으면 심사에서 반려돼요.",
        "Alimtalk carries information only; one promoting line and the review rejects it.",
    ),
    rules=(
        rules.EMPTY_BODY,
        Rule(
            "law.alimtalk_information_only", "error",
            Text("심사에서 반려돼요: 알림톡에는 광고를 담을 수 없어요.", "Rejected at review: Alimtalk cannot carry advertising."),
            Text("그 줄을 지우거나 다른 채널의 광고로 보내 주세요.", "Remove the line, or send it as an ad on another channel."),
            _REVIEW, _promotes, True,
        ),
        Rule(
            "style.alimtalk_words", "warning",
            Text("심사에서 자주 반려되는 표현이에요.", "Reviewers often reject this wording."),
            Text("사실만 알리는 말로 바꿔 주세요.", "Say only what happened."), _REVIEW,
            lambda sheet: ("body", rules.ad_words(sheet.everything)) if rules.ad_words(sheet.everything) else None,
        ),
        Rule(
            "law.alimtalk_coupon_basis", "error",
            Text("쿠폰을 왜 받았는지 적지 않았어요.", "It does not say why the coupon was given."),
            Text("`※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.`를 넣어 주세요.",
                 "Add the basis sentence: `※ 고객님이 참여하신 이벤트 당첨으로 지급된 쿠폰 안내입니다.`"),
            "2026-04-01 정책", rules.coupon_without_basis,
        ),
        Rule(
            "law.alimtalk_point_basis", "error",
            Text("적립금이 어떤 구매로 생겼는지 적지 않았어요.", "It does not say which purchase the points come from."),
            Text("`※ 고객님의 유료 구매로 지급된 포인트 안내입니다.`를 넣어 주세요.",
                 "Add the basis sentence: `※ 고객님의 유료 구매로 지급된 포인트 안내입니다.`"),
            "2026-04-01 정책", rules.points_without_basis,
        ),
        Rule(
            "limit.alimtalk_1000_letters", "error",
            Text("변수를 채운 뒤 1,000자를 넘어요.", "It is over 1,000 letters once filled in."),
            Text("본문을 줄여 주세요.", "Shorten the body."), _REVIEW, _too_long, True,
        ),
        Rule(
            "limit.alimtalk_buttons", "error",
            Text("버튼은 5개, 이름은 변수 없이 14자까지예요.", "At most five buttons, names up to 14 letters, no variables."),
            Text("버튼을 줄이거나 이름을 짧게 해 주세요.", "Use fewer buttons or shorter names."), _REVIEW, _buttons,
        ),
        Rule(
            "limit.alimtalk_variables", "error",
            Text("변수만으로는 본문을 만들 수 없어요.", "A body cannot be made of variables alone."),
            Text("무엇을 알리는지 문장으로 적어 주세요.", "Say in words what it is about."), _REVIEW,
            lambda sheet: rules.only_variables(sheet) or rules.too_many_variables(sheet),
        ),
        Rule(
            "limit.alimtalk_channel_add", "error",
            Text("채널 추가 버튼은 맨 앞에 `채널 추가`라는 이름으로만 둘 수 있어요.",
                 "The channel-add button must come first and be named exactly `채널 추가`."),
            Text("버튼 이름과 순서를 고쳐 주세요.", "Mend its name and place."), _REVIEW, _channel_add,
        ),
    ),
)  # fmt: skip
