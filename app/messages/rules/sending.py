"""Rules about a sending rather than its words: consent, hours, how often, and whether the effect can be measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from app.messages.rules.base import LAW, Broken, Rule, Sheet
from fake_company.text import Text

KAKAO_FROM, KAKAO_TO, KAKAO_CAREFUL = time(8), time(20, 50), time(20)
FRIENDS_NEEDED = 50_000


def _some(count: Callable[[Sheet], int], only_ads: bool = True) -> Callable[[Sheet], Broken]:
    def check(sheet: Sheet) -> Broken:
        found = count(sheet)
        return ("", f"{found:,}") if found and (sheet.is_ad or not only_ads) else None

    return check


def _clock(sheet: Sheet) -> time | None:
    moment = sheet.send.moment
    return None if moment is None or moment.time() == time(0) else moment.time()


def _kakao_hours(sheet: Sheet) -> Broken:
    clock = _clock(sheet)
    outside = clock is not None and not KAKAO_FROM <= clock <= KAKAO_TO
    return ("", f"{clock:%H:%M}") if outside and sheet.is_ad else None


def _kakao_careful(sheet: Sheet) -> Broken:
    clock = _clock(sheet)
    late = clock is not None and KAKAO_CAREFUL < clock <= KAKAO_TO
    return ("", f"{clock:%H:%M}") if late and sheet.is_ad else None


def _mail_at_night(sheet: Sheet) -> Broken:
    clock = _clock(sheet)
    night = clock is not None and (clock >= time(21) or clock < time(8))
    return ("", f"{clock:%H:%M}") if night and sheet.is_ad else None


def _measured(sheet: Sheet) -> Broken:
    return None if sheet.send.goal_event and sheet.send.attribution_days else ("", "")


def _control(sheet: Sheet) -> Broken:
    return ("", "") if sheet.send.holdout_rate == 0 else None


def _often(sheet: Sheet) -> Broken:
    day, week = sheet.send.ads_a_day, sheet.send.ads_a_week
    if sheet.is_ad and "push" in sheet.channel and day > 1:
        return "", f"하루 {day:g}번"
    return ("", f"한 주 {week:g}번") if sheet.is_ad and week > 3 else None


def _brand_daily(sheet: Sheet) -> Broken:
    return ("", f"하루 {sheet.send.ads_a_day:g}번") if sheet.send.ads_a_day > 1 else None


def _bulk(sheet: Sheet) -> Broken:
    return ("", "") if sheet.is_ad and sheet.send.recipients > 1 else None


_LEFT_OUT = Text("이 고객들에게는 나가지 않아요. 대상에 동의 조건을 넣어 두면 헷갈리지 않아요.",
                 "They will not get it. Put consent into the audience, so that its size is true.")  # fmt: skip

RULES = (
    Rule("AD_CONSENT", "law.no_consent", "error",
         Text("광고 수신에 동의하지 않은 고객이 대상에 있어요.", "The audience includes people who did not agree to ads."),
         _LEFT_OUT, f"{LAW} 제50조 제1항", _some(lambda s: s.send.no_consent), about="send"),
    Rule("AD_CHANNEL_CONSENT", "law.other_consent", "error",
         Text("다른 채널에만 동의한 고객이 대상에 있어요.", "Some agreed to ads on another channel only."),
         Text("동의는 채널마다 따로예요. 동의한 채널로 보내거나 빼 주세요.",
              "Consent counts per channel: use the one they agreed to, or leave them out."),
         f"{LAW} 제50조 제1항", _some(lambda s: s.send.other_consent), about="send"),
    Rule("AD_NIGHT_2100_0800", "law.night", "error",
         Text("밤 9시~아침 8시에 보내는 광고인데, 밤에 받겠다고 하지 않은 고객이 있어요.",
              "These ads are due between 21:00 and 08:00, and some gave no night consent."),
         Text("이 고객들에게는 나가지 않아요. 방해 금지 시간을 21:00~08:00으로 두거나 낮으로 옮겨 주세요.",
              "They will not get it. Set quiet hours 21:00–08:00 or move it to the day."),
         f"{LAW} 제50조 제3항, 시행령 제61조 제2항", _some(lambda s: s.send.at_night), about="send"),
    Rule("EMAIL_NIGHT_EXEMPT", "law.email_night", "info",
         Text("이메일은 밤에도 보낼 수 있어요.", "E-mail may also leave at night."),
         Text("법은 예외지만 읽기 좋은 시간인지는 따로 생각해 보세요.", "The law exempts it; whether people read then is another matter."),
         f"{LAW} 시행령 제61조 제2항", _mail_at_night, about="send"),
    Rule("PUSH_OS_PERMISSION", "law.permission_is_not_consent", "info",
         Text("알림은 켰지만 광고 수신에는 동의하지 않은 고객이 있어요.", "Some allow notifications but never agreed to ads."),
         Text("기기의 알림 허용과 광고 수신 동의는 다른 것이에요. 둘 다 있어야 나가요.",
              "Permission on the device is not consent to ads; both are needed."),
         "KISA 앱 푸시 안내", _some(lambda s: s.send.permission_only), about="send"),
    Rule("WEBPUSH_PERMISSION", "limit.web_push_permission", "error",
         Text("브라우저 알림을 허용하지 않은 고객이 대상에 있어요.", "Some never allowed notifications in their browser."),
         Text("허용한 브라우저에만 닿아요. 나머지는 빠져요.", "Only browsers that allowed it are reached; the rest is left out."),
         "브라우저 알림 규격", _some(lambda s: s.send.no_permission, False), about="send"),
    Rule("KAKAO_FRIENDS_ONLY", "limit.kakao_friends", "error",
         Text("채널 친구가 아닌 고객이 대상에 있어요.", "Some are not friends of the Kakao channel."),
         Text("친구에게만 닿아요. 친구가 아닌 고객은 다른 채널로 만나세요.", "It reaches friends only; meet the others elsewhere."),
         "카카오 친구톡 안내", _some(lambda s: s.send.not_friends, False), about="send"),
    Rule("KAKAO_HOURS", "law.kakao_hours", "error",
         Text("카카오 광고는 08:00~20:50에만 나가요.", "Kakao ads leave between 08:00 and 20:50 only."),
         Text("보내는 시각을 낮으로 옮겨 주세요. 이 밖의 시각은 카카오가 거절해요(3022).",
              "Move it into those hours; Kakao refuses the rest (code 3022)."),
         "카카오 비즈메시지 발송 시간", _kakao_hours, True, about="send"),
    Rule("KAKAO_HOURS_CAREFUL", "limit.kakao_hours", "warning",
         Text("저녁 8시가 넘으면 보내 주지 않는 발송사도 있어요.", "Some vendors stop at eight in the evening."),
         Text("08:00~20:00 사이로 두면 어디서나 나가요.", "Between 08:00 and 20:00 it leaves everywhere."),
         "발송사 안내(네이버 클라우드, 센드온)", _kakao_careful, about="send"),
    Rule("BM_DAILY_ONE", "limit.brand_daily", "warning",
         Text("브랜드 메시지를 한 고객에게 하루 두 번 넘게 보내요.", "One customer gets more than one Brand Message a day."),
         Text("하루 한 번만 나가게 간격을 두세요.", "Leave a day between them."), "센드온 안내", _brand_daily, about="send"),
    Rule("FREQ_CAP", "style.frequency", "warning",
         Text("한 고객에게 너무 자주 보내요.", "One customer gets it too often."),
         Text("빈도 제한을 두세요. 광고 푸시는 하루 한 번, 모두 더해 한 주 세 번쯤이 알맞아요.",
              "Set a frequency cap: one ad push a day, about three ads a week in all."),
         "Localytics 2017, Braze 안내", _often, about="send"),
    Rule("NO_CONVERSION_EVENT", "style.no_goal", "warning",
         Text("무엇을 하면 성공인지 정하지 않았어요.", "It is not decided what counts as success."),
         Text("‘언제’에서 목표 행동과 며칠 안에 셀지 정해 주세요.", "Choose the goal event and its window under When."),
         "dangol", _measured, about="send"),
    Rule("NO_CONTROL_GROUP", "style.no_control", "info",
         Text("비교 그룹이 없어서 실제 효과를 알 수 없어요.", "Without a control group the true effect stays unknown."),
         Text("열 명 가운데 한 명에게는 보내지 않고 견주어 보세요.", "Hold back one in ten and compare."),
         "dangol", _control, about="send"),
    Rule("CONSENT_RESULT_14D", "law.consent_result", "error",
         Text("동의나 거부를 처리한 결과를 14일 안에 알리지 않은 고객이 있어요.",
              "Some were not told within 14 days how their consent or refusal was handled."),
         Text("가게 이름, 동의·거부한 날, 처리 결과를 정보성 메시지로 알려 주세요.",
              "Tell them: the sender, the date of consent or refusal, and the result, as information."),
         f"{LAW} 제50조 제7항, 시행령 제62조의2", _some(lambda s: s.send.unanswered, False), about="send"),
    Rule("CONSENT_RECONFIRM_2Y", "law.expired_consent", "error",
         Text("동의를 확인한 지 2년이 넘은 고객이 대상에 있어요.", "Some consents were last confirmed more than two years ago."),
         Text("동의한 사실과 날짜, 유지·철회 방법을 알려 다시 확인해 주세요. 그때까지는 빼고 보내요.",
              "Confirm again: the fact, its date, how to keep or withdraw it. Until then they are left out."),
         f"{LAW} 제50조 제8항, 시행령 제62조의3", _some(lambda s: s.send.expired), about="send"),
    Rule("BULK_SMS_CERTIFIED_SENDER", "law.certified_sender", "info",
         Text("광고 문자를 여럿에게 보낼 때는 인증받은 전송사를 써야 해요.", "Bulk ad texts must go through a certified sender."),
         Text("계약한 문자 전송사의 인증 여부를 확인해 두세요(2026-03-31부터).",
              "Check that your text provider is certified (since 2026-03-31)."),
         f"{LAW} 제50조의3 제1항", _bulk, about="send"),
)  # fmt: skip
